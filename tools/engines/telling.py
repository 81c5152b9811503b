"""Where a product tells the most at full size: what is sharp there, and what is unlike the rest of it.

Sharpness is the energy of fine detail inside the outline (a band of the Laplacian, robust against grain), rarity the
distance of a colour from the product's own middle colour (a stone on metal, a logo on leather). A part that a person
names weights the map: by where it lies on the thing (a dial, a sole), or by what it looks like (a stone, stitching).
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import srgb_to_lab
from tools.engines.image import Image, Mask, check_image, check_mask
from tools.specs.words import Part

SHARE = 0.5
"""Share of the product's longer side that a detail shows at most: more is a picture of the whole."""

LEAST = 256
"""Pixels of the longer side under which a detail is a stamp."""

COVERED = 0.6
"""Share of the window that the product should cover."""

CENTRED = 0.2
"""Standard deviation, in windows, of the weight by which what tells should stand in the window's middle."""

FINE = 0.8
"""Standard deviation in pixels of the blur before the Laplacian: what is finer is grain."""

WORKING_SIDE = 1400
"""Windows are compared on a map of at most this size; sharpness itself is measured on every pixel."""


@dataclass(frozen=True)
class Region:
    """The window in pixels of the photo, and its sharpness against the product's sharpest (0..1)."""

    x: int
    y: int
    width: int
    height: int
    sharpness: float


def window_size(alpha: Mask, frame: tuple[int, int]) -> tuple[int, int]:
    """Return (width, height) of the detail of a photo with ``alpha`` (H×W): ``frame`` or less, in its ratio."""
    solid = alpha > 0.5
    rows, columns = np.nonzero(solid.any(1))[0], np.nonzero(solid.any(0))[0]
    if not len(rows):
        raise ValueError("nothing was cut out")
    extent = max(int(np.ptp(rows)), int(np.ptp(columns))) + 1
    longest = min(max(frame), max(LEAST, round(SHARE * extent)))
    factor = min(longest / max(frame), alpha.shape[1] / frame[0], alpha.shape[0] / frame[1])
    return max(1, int(frame[0] * factor)), max(1, int(frame[1] * factor))


def telling_region(image: Image, alpha: Mask, size: tuple[int, int], part: Part | None = None) -> Region:
    """Return the window of ``size`` (width, height) of ``image`` (H×W×3 sRGB) that tells most, or shows ``part``."""
    check_image(image, channels=(3,))
    check_mask(alpha, "alpha")
    step = max(1, -(-max(alpha.shape) // WORKING_SIDE))
    sharp, inside = _sharpness(image, alpha, step)
    score = sharp * (0.35 + _rarity(image[::step, ::step][: sharp.shape[0], : sharp.shape[1]], inside))
    if part is not None:
        score = (score + 0.05 * score.max()) * _weight(image, alpha, step, part, sharp)
    window = (max(1, size[1] // step), max(1, size[0] // step))
    centred = ndi.gaussian_filter(score, (CENTRED * window[0], CENTRED * window[1]), mode="constant")
    found = centred * np.clip(_mean(inside, window) / COVERED, 0, 1)
    rows = slice(window[0] // 2, max(window[0] // 2 + 1, alpha.shape[0] // step - window[0] // 2))
    columns = slice(window[1] // 2, max(window[1] // 2 + 1, alpha.shape[1] // step - window[1] // 2))
    best = np.unravel_index(int(found[rows, columns].argmax()), found[rows, columns].shape)
    middle = (int(best[0]) + rows.start) * step, (int(best[1]) + columns.start) * step
    sharpest = _mean(sharp, window)
    there = float(sharpest[rows, columns][best]) / max(float(sharpest[rows, columns].max()), 1e-9)
    return clamped((middle[1], middle[0]), size, alpha.shape, min(1.0, there))


def clamped(middle: tuple[float, float], size: tuple[int, int], shape: tuple[int, ...], sharpness: float) -> Region:
    """Return the window of ``size`` round ``middle`` (x, y), moved back into a photo of ``shape`` (H, W)."""
    x = min(max(0, round(middle[0] - size[0] / 2)), shape[1] - size[0])
    y = min(max(0, round(middle[1] - size[1] / 2)), shape[0] - size[1])
    return Region(x, y, size[0], size[1], sharpness)


def _sharpness(image: Image, alpha: Mask, step: int) -> tuple[Mask, Mask]:
    """Return (fine detail per block of ``step`` pixels, how much of the block is product, edges of it left out)."""
    grey = ndi.gaussian_filter(image.mean(-1), FINE)
    fine = np.abs(ndi.laplace(grey)).astype(np.float32)
    margin = max(3, round(0.004 * max(alpha.shape)))
    inner = (ndi.minimum_filter((alpha > 0.5).astype(np.uint8), margin) > 0).astype(np.float32)
    floor = float(np.percentile(fine[inner > 0], 20)) if inner.any() else 0.0
    return _blocks(np.maximum(fine - floor, 0) ** np.float32(0.5) * inner, step), _blocks(inner, step)


def _blocks(plane: Mask, step: int) -> Mask:
    height, width = plane.shape[0] // step * step, plane.shape[1] // step * step
    whole = plane[:height, :width].reshape(height // step, step, width // step, step)
    return np.asarray(whole.mean((1, 3)), np.float32)


def _rarity(image: Image, inside: Mask) -> Mask:
    """Return 0..1: how far a colour is from the product's middle colour, smoothed; 0 outside."""
    lab = srgb_to_lab(image)
    there = inside > 0.5
    if not there.any():
        return np.zeros(inside.shape, np.float32)
    middle = np.median(lab[there], axis=0)
    away = np.linalg.norm((lab - middle) * np.array([0.4, 1.0, 1.0], np.float32), axis=-1)
    away = ndi.gaussian_filter(away * there, 3.0)
    return np.asarray(np.clip(away / max(float(np.percentile(away[there], 97)), 1e-3), 0, 1), np.float32)


_PLACES: dict[str, tuple[float, float, float]] = {
    "top": (0.5, 0.14, 0.16), "bottom": (0.5, 0.86, 0.16), "left": (0.14, 0.5, 0.16), "right": (0.86, 0.5, 0.16),
    "centre": (0.5, 0.5, 0.14), "sole": (0.5, 0.92, 0.12), "handle": (0.5, 0.12, 0.16), "lens": (0.26, 0.5, 0.14),
}  # fmt: skip
"""Where a part lies in the product's box: (x, y, softness), in shares of the box."""


def _weight(image: Image, alpha: Mask, step: int, part: Part, sharp: Mask) -> Mask:
    """Return 0..1 by how likely ``part`` is there."""
    there = alpha[::step, ::step][: sharp.shape[0], : sharp.shape[1]] > 0.5
    if part in _PLACES:
        return _near(there, *_PLACES[part])
    if part in ("dial", "strap"):
        return _by_breadth(there, broad=part == "dial")
    if part == "hinge":
        return np.maximum(_near(there, 0.06, 0.35, 0.1), _near(there, 0.94, 0.35, 0.1))
    small = image[::step, ::step][: sharp.shape[0], : sharp.shape[1]]
    if part in ("stone", "metal", "clasp"):
        return _glint(small, there, coloured=part == "stone")
    if part == "edge":
        away = ndi.distance_transform_edt(there)
        return np.asarray(np.exp(-away / (0.04 * max(there.shape))) * there, np.float32)
    return _evenness(sharp, there) if part in ("stitching", "texture") else _compact(sharp, there)


def _near(there: NDArray[np.bool_], x: float, y: float, soft: float) -> Mask:
    rows, columns = np.nonzero(there.any(1))[0], np.nonzero(there.any(0))[0]
    down, across = np.mgrid[: there.shape[0], : there.shape[1]]
    height, width = int(np.ptp(rows)) + 1, int(np.ptp(columns)) + 1
    far = ((across - columns[0]) / width - x) ** 2 + ((down - rows[0]) / height - y) ** 2
    return np.asarray(np.exp(-far / (2 * soft**2)), np.float32)


def _by_breadth(there: NDArray[np.bool_], broad: bool) -> Mask:
    """Return where the thing is broadest (a case with its dial), or the rest of it (its strap)."""
    depth = ndi.distance_transform_edt(there)
    near = np.exp(-((ndi.distance_transform_edt(depth < 0.97 * depth.max()) / max(depth.max(), 1)) ** 2) * 2)
    return np.asarray(near if broad else (1 - near) * there, np.float32)


def _glint(image: Image, there: NDArray[np.bool_], coloured: bool) -> Mask:
    """Return where light and dark lie close together, as on cut stone (with colour) and on polished metal (without)."""
    lab = srgb_to_lab(image)
    light = lab[..., 0]
    reach = max(3, max(there.shape) // 120)
    local = ndi.maximum_filter(light, reach) - ndi.minimum_filter(light, reach)
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    middle = float(np.median(chroma[there]))
    colour = np.clip(np.abs(chroma - middle) / 30, 0, 1) if coloured else np.exp(-chroma / 25)
    weight = ndi.gaussian_filter(local / 100 * (0.3 + colour) * there, reach)
    return np.asarray(weight / max(float(weight.max()), 1e-6), np.float32) ** 2


def _evenness(sharp: Mask, there: NDArray[np.bool_]) -> Mask:
    """Return where detail is fine and the same all round: a weave, a grain, a seam."""
    reach = max(5, max(there.shape) // 40)
    mean = ndi.uniform_filter(sharp, reach)
    spread = np.sqrt(np.maximum(ndi.uniform_filter(sharp**2, reach) - mean**2, 0))
    return np.asarray(np.clip(mean / (spread + 1e-3), 0, 4) / 4 * there, np.float32)


def _compact(sharp: Mask, there: NDArray[np.bool_]) -> Mask:
    """Return where detail stands alone in a calm field, as a logo does."""
    inner, outer = max(3, max(there.shape) // 60), max(9, max(there.shape) // 14)
    own = ndi.gaussian_filter(sharp, inner)
    field = ndi.gaussian_filter(sharp, outer)
    alone = np.clip(own - 1.3 * field, 0, None) * ndi.binary_erosion(there, iterations=max(1, outer // 2))
    return np.asarray(alone / max(float(alone.max()), 1e-6), np.float32)


def _mean(plane: Mask, window: tuple[int, int]) -> Mask:
    return np.asarray(ndi.uniform_filter(plane, window, mode="constant"), np.float32)
