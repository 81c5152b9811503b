"""Render the pictures of ``examples/``: product photos on a plain backdrop, with their true mattes.

python scripts/make_samples.py [NAME ...] [--out examples] [--scale 1.0] [--samples 12]
"""

import argparse
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image
from scipy.ndimage import gaussian_filter

from samples import bag, earrings, ring, scarf, sunglasses, watch
from samples.render import Shot, shoot
from samples.stage import Pixels, Sample

SAMPLES: dict[str, Callable[[], Sample]] = {
    "ring": ring.sample,
    "watch": watch.sample,
    "bag": bag.sample,
    "sunglasses": sunglasses.sample,
    "earrings": earrings.sample,
    "scarf": scarf.sample,
}
OPTICS = 0.6
"""Blur of a phone's lens in pixels (standard deviation), the same for the photo and its matte."""
SHOULDER = 0.72
"""Linear value from which highlights are rolled off."""


def main() -> None:
    """Read the command line and render what it names, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of {', '.join(SAMPLES)}; all of them if none")
    parser.add_argument("--out", type=Path, default=Path("examples"))
    parser.add_argument("--scale", type=float, default=1.0, help="1 is twelve megapixels")
    parser.add_argument("--samples", type=int, default=12, help="rays a pixel")
    options = parser.parse_args()
    for name in options.names or SAMPLES:
        begun = time.monotonic()
        write(SAMPLES[name](), options.out, options.scale, options.samples)
        print(f"{name}: {time.monotonic() - begun:.0f} s", flush=True)


def write(sample: Sample, folder: Path, scale: float, samples: int) -> None:
    """Render ``sample`` and save ``NAME.jpg`` and ``NAME_matte.png`` in ``folder``."""
    folder.mkdir(parents=True, exist_ok=True)
    shot = shoot(sample, scale, samples)
    soft = Shot(gaussian_filter(shot.photo_linear, (OPTICS, OPTICS, 0)), gaussian_filter(shot.matte, OPTICS))
    pixels = expose(soft.photo_linear, soft.matte, seed=len(sample.name))
    Image.fromarray(pixels).save(folder / f"{sample.name}.jpg", quality=88, optimize=True)
    matte = (np.clip(soft.matte, 0, 1) * 255 + 0.5).astype(np.uint8)
    Image.fromarray(matte).save(folder / f"{sample.name}_matte.png", optimize=True)


def expose(photo_linear: Pixels, matte: Pixels, seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Return 8-bit sRGB: the backdrop at a phone's bright grey, highlights rolled off, a little sensor noise."""
    backdrop = float(np.median(photo_linear[matte < 0.01].mean(axis=-1)))
    light = photo_linear * (0.66 / backdrop)
    light = np.where(
        light < SHOULDER, light, SHOULDER + (1 - SHOULDER) * (1 - np.exp(-(light - SHOULDER) / (1 - SHOULDER)))
    )
    rng = np.random.default_rng(seed)
    light = light + np.sqrt(np.maximum(light, 0.002)) * rng.normal(0.0, 0.0035, (*light.shape[:2], 1)).astype(
        np.float32
    )
    light = np.clip(light, 0.0, 1.0)
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)
    return (encoded * 255 + 0.5).astype(np.uint8)


if __name__ == "__main__":
    main()
