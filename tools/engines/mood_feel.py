"""What inspiration pictures feel like beside their colours and light: how colourful, how grainy, how full."""

import numpy as np
from scipy import ndimage as ndi

from tools.engines.color import LUMINANCE, Colours, linear_to_oklab
from tools.engines.image import Image
from tools.specs.board import Feel

SEEN = 1200
"""Long side in pixels at which grain is judged: finer grain is not seen in a picture on a screen."""

TILE = 16
EVEN = 1.2
"""How much a tile may vary beside its finest detail: pure noise is 0.5 there; more are leaves and cloth."""

FEWEST = 0.05
"""Share of the tiles that must be even before grain is believed."""

TONES = (0.06, 0.94)
"""Mean sRGB luminance of a tile that can show grain: black and white are clipped."""

DETAIL = 0.03
"""OKLab lightness by which a pixel must stand off its surroundings to be a thing's."""

CLOSE = 0.02
"""How far round such a pixel its thing reaches, in shares of the longer side."""


def read_feel(image: Image, linear: Colours) -> Feel:
    """Read one picture: ``image`` H×W×3 sRGB in full, ``linear`` the same small, in linear light."""
    oklab = linear_to_oklab(linear)
    return Feel(
        saturation=float(np.hypot(oklab[..., 1], oklab[..., 2]).mean()), grain=_grain(image), density=_density(oklab)
    )


def _grain(image: Image) -> float:
    """Return the standard deviation of the noise in even tiles, by their diagonal detail (Donoho, 1994); 0..0.05."""
    step = max(1, round(max(image.shape[:2]) / SEEN))
    height, width = (side // step * step for side in image.shape[:2])
    luminance = (image[:height, :width] @ LUMINANCE).reshape(height // step, step, width // step, step).mean((1, 3))
    detail = (luminance[:-1:2, :-1:2] - luminance[:-1:2, 1::2] - luminance[1::2, :-1:2] + luminance[1::2, 1::2]) / 2
    rows, columns = (side // TILE * TILE for side in detail.shape)
    if not rows or not columns:
        return 0.0

    def tiles(plane: Image) -> Image:
        cut = plane[:rows, :columns].reshape(rows // TILE, TILE, columns // TILE, TILE)
        return np.ascontiguousarray(cut.transpose(0, 2, 1, 3)).reshape(-1, TILE * TILE)

    broad = tiles(ndi.uniform_filter(luminance, 2)[: 2 * detail.shape[0] : 2, : 2 * detail.shape[1] : 2])
    noise, middle = np.median(np.abs(tiles(detail)), axis=1) / 0.6745, broad.mean(1)
    even = (middle > TONES[0]) & (middle < TONES[1]) & (broad.std(1) < EVEN * noise)
    return float(np.clip(np.median(noise[even]), 0.0, 0.05)) if even.mean() > FEWEST else 0.0


def _density(oklab: Colours) -> float:
    """Return the share of the picture that things cover: what lies round fine detail or off the even ground."""
    lightness = oklab[..., 0]
    near = max(1.0, CLOSE * max(lightness.shape))
    detail = np.abs(lightness - ndi.gaussian_filter(lightness, near)) > DETAIL
    return float(ndi.uniform_filter(detail.astype(np.float32), round(2 * near) + 1).clip(0, 0.25).mean() / 0.25)
