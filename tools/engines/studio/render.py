"""Renders a set: seeded passes, guides of their own, metering on a white ball, and the denoiser.

Guides (albedo and normal) inside the colour integrator cost two to four times, so they get a pass of 8 samples.
Colour is rendered in passes of few samples each: memory stays bounded, work can be cancelled between passes, and
the order of adding does not depend on threads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import LUMINANCE
from tools.engines.image import Image

PASS_SAMPLES = 2
"""Samples per pixel and pass of a picture of 1k; of a larger one fewer, for all of a pass are in memory at once."""

PASS_RAYS, GUIDE_RAYS = 2_400_000, 9_600_000
"""Most samples of a pass: of colour, and of the guides, which follow no light."""

SEEDS = 2**31
"""The sampler takes 32-bit seeds."""

GUIDE_SAMPLES = 8
GUIDE_SEED = 999
MAX_DEPTH = 6
METER_PIXELS = 48
"""The mean is over some 900 lit pixels then; 96 gave the same gains to 0.7 % at four times the work."""
METER_SAMPLES = 64
SCRATCH_MB = 800
"""Memory that the denoiser works in, beside its pictures; 4 MP in one piece take 2.4 GB."""

HOLE = 5
"""Side in pixels of the square that a pixel which is no number is taken from."""

GRAINS = 0.0055
"""Size under which a pattern is taken for grain, as a share of the picture's shorter side."""

COARSE = (0.06, 0.18)
"""Mean contrast (a logarithm) from which on a pattern is less and less grain, and then an edge between things."""

UNLIT = 0.6
"""Share of the ball that does not count as lit. A fixed number of pixels: a threshold would flip with rounding."""


@dataclass(frozen=True)
class Guide:
    """What the denoiser goes by, H×W×3 each: albedo and normal without noise, and the fine pattern (``grain_of``)."""

    albedo: Image
    normal: Image
    grain: Image


def path_integrator(mitsuba: ModuleType) -> Any:
    """Return the colour integrator."""
    return mitsuba.load_dict({"type": "path", "max_depth": MAX_DEPTH, "rr_depth": 4})


def guides(mitsuba: ModuleType, scene: Any) -> Image:
    """Return H×W×6: albedo, then shading normal, at the sensor's size."""
    integrator = mitsuba.load_dict({"type": "aov", "aovs": "albedo:albedo,normal:sh_normal"})
    count = _per_pass(scene, GUIDE_SAMPLES, GUIDE_RAYS)
    total: Image | None = None
    for done in range(0, GUIDE_SAMPLES, count):
        film = np.array(mitsuba.render(scene, integrator=integrator, spp=count, seed=GUIDE_SEED + done))
        layer = film[..., -6:].astype(np.float32)
        total = layer if total is None else total + layer
    assert total is not None
    return np.ascontiguousarray(total * np.float32(count / GUIDE_SAMPLES))


def _per_pass(scene: Any, most: int, rays: int) -> int:
    """Return how many samples per pixel a pass takes: ``most``, or the half, the quarter … with fewer than ``rays``."""
    width, height = (int(side) for side in scene.sensors()[0].film().crop_size())
    count = most
    while count > 1 and count % 2 == 0 and count * width * height > rays:
        count //= 2
    return count


def accumulate(mitsuba: ModuleType, scene: Any, samples: int, seed: int, tick: Callable[[float], None]) -> Image:
    """Return the mean of ``samples`` per pixel, H×W×3 linear. ``tick(share)`` is called after each pass."""
    integrator = path_integrator(mitsuba)
    done = 0
    total: Image | None = None
    most = _per_pass(scene, PASS_SAMPLES, PASS_RAYS)
    while done < samples:
        count = min(most, samples - done)
        film = np.array(mitsuba.render(scene, integrator=integrator, spp=count, seed=(seed * 1009 + done) % SEEDS))
        layer = without_holes(film[..., :3].astype(np.float32)) * np.float32(count)
        total = layer if total is None else total + layer
        done += count
        tick(done / samples)
    assert total is not None
    return total / np.float32(samples)


def without_holes(film: Image) -> Image:
    """Return ``film`` (H×W×3) with each pixel that is no number taken from the numbers round it.

    Where polished stone mirrors polished stone at grazing angles a sample in some thousands is none, and one is enough
    to make the meter, and so the whole picture, none.
    """
    hole = ~np.isfinite(film).all(-1)
    if not hole.any():
        return film
    known = np.where(hole[..., None], np.float32(0), film)
    size = (HOLE, HOLE, 1)
    near = (
        ndi.uniform_filter(known, size)
        / np.maximum(ndi.uniform_filter((~hole).astype(np.float32), HOLE), 1e-6)[..., None]
    )
    return np.where(hole[..., None], near, film).astype(np.float32)


def denoise(color: Image, guide: Image, quick: bool = False) -> Image:
    """Return ``color`` (H×W×3 linear HDR) without noise; ``guide`` is H×W×6. Open Image Denoise.

    The guides are cleaned first, and then trusted: grain, pores and weave that the samples hardly show come back
    from them, where noisy guides let them be smeared. What is finer still is taken out of the colour before, and given
    back after. ``quick``: not so, in a third of the time, for a preview.
    """
    import mitsuba_oidn

    if quick:
        color = np.ascontiguousarray(color)
        albedo = np.ascontiguousarray(np.clip(guide[..., :3], 0, 1))
        normal = np.ascontiguousarray(guide[..., 3:6])
        return np.maximum(np.array(mitsuba_oidn.denoise(color, albedo=albedo, normal=normal, hdr=True)), np.float32(0))
    return denoise_by(color, cleaned(guide))


def cleaned(guide: Image) -> Guide:
    """Return a guide (H×W×6) without noise."""
    albedo = np.ascontiguousarray(np.clip(guide[..., :3], 0, 1))
    # Cleaned as if they were pictures, their edges would stay ragged, and the picture's then become so.
    albedo = np.clip(_filtered({"albedo": albedo}), 0.0, 1.0)
    normal = np.clip(_filtered({"normal": np.ascontiguousarray(guide[..., 3:6])}), -1.0, 1.0)
    return Guide(albedo, normal, grain_of(albedo))


def denoise_by(color: Image, guide: Guide) -> Image:
    """Return ``color`` (H×W×3 linear HDR) without noise, by a guide that was cleaned."""
    images = {"color": np.ascontiguousarray(color) / guide.grain, "albedo": guide.albedo, "normal": guide.normal}
    return np.maximum(_filtered(images, hdr=True, clean_aux=True), np.float32(0)) * guide.grain


def grain_of(albedo: Image) -> Image:
    """Return the fine pattern of ``albedo`` (H×W×3): the factor, 0.5 to 2, by which it differs from what is round it.

    It is 1 at the edges of things, where the denoiser has no need of it and would draw a halo.
    """
    import cv2

    side = 2 * round(2 * GRAINS * min(albedo.shape[:2])) + 1
    near = cv2.GaussianBlur(albedo, (side, side), 0)
    grain = np.clip((albedo + np.float32(0.005)) / (near + np.float32(0.005)), 0.5, 2.0)
    contrast = cv2.GaussianBlur(np.abs(np.log(grain)).max(axis=-1), (side, side), 0)
    share = np.clip((COARSE[1] - contrast) / (COARSE[1] - COARSE[0]), 0.0, 1.0)
    return np.asarray(grain ** share[..., None].astype(np.float32), dtype=np.float32)


def _filtered(images: dict[str, Image], hdr: bool = False, clean_aux: bool = False) -> Image:
    """Return the first of ``images`` (H×W×3 each, by its kind) without noise, in bounded memory: in tiles if large."""
    import mitsuba_oidn

    device, float3 = _device(), mitsuba_oidn.Format.Float3
    first = next(iter(images.values()))
    high, wide = first.shape[:2]
    buffers = {name: device.new_buffer(first.nbytes, mitsuba_oidn.Storage.Host) for name in (*images, "output")}
    cleaner = device.new_filter("RT")
    for name, buffer in buffers.items():
        if name in images:
            buffer.write(np.ascontiguousarray(images[name]))
        cleaner.set_image(name, buffer, format=float3, width=wide, height=high)
    cleaner.hdr, cleaner.clean_aux = hdr, clean_aux
    cleaner.quality = mitsuba_oidn.Quality.Balanced
    cleaner.max_memory_mb = SCRATCH_MB
    cleaner.execute()
    return np.array(np.from_dlpack(buffers["output"].view("float32", first.shape)), dtype=np.float32)


@cache
def _device() -> Any:
    import mitsuba_oidn

    return mitsuba_oidn.Device()


def meter(mitsuba: ModuleType, scene: Any, brightness: float) -> NDArray[np.float32]:
    """Return RGB gains (3 numbers) read off a white ball that fills the frame of ``scene``, as an incident meter does.

    They make the ball's lit part ``brightness`` (linear) and its colour neutral; they are rounded to 0.01 %, so that
    the last bit of a sum does not reach the picture.
    """
    film = np.array(mitsuba.render(scene, integrator=path_integrator(mitsuba), spp=METER_SAMPLES, seed=7))
    pixels = without_holes(film[..., :3].astype(np.float32)).reshape(-1, 3).astype(np.float64)
    luminance = pixels @ LUMINANCE
    lit = pixels[np.argsort(luminance, kind="stable")[round(UNLIT * len(pixels)) :]]
    gain = brightness / np.maximum(lit.mean(0), 1e-6)
    return np.asarray(np.exp(np.round(np.log(gain), 4)), dtype=np.float32)
