"""Whether a product looks the same in a second photo, once it is known where the first photo lies in it.

Two products photographed on one set share most of their features, those of the set. So pixels are compared, and only
the product's: by structural similarity (Wang et al., "Image quality assessment", IEEE TIP 2004).
"""

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Bytes8, Mask
from tools.engines.recognition.points import Lie
from tools.engines.recognition.traits import Traits

ALIKE = 0.6
"""Similarity from which on it is the same product: of others on the same set at most 0.45, of changed copies 0.8."""
ALIKE_CUT_OUT = 0.8
"""The same of two cut-outs: their outlines alone, which others may share, make them alike to 0.75."""
SHOWN = 0.25
"""Share of the product that must be in the second photo."""
EDGE = 5
"""Pixels along the second photo's edge that are not compared."""
FEWEST = 24
"""Pixels of a product that can be compared at all."""
SIGMA, GAIN = 2.0, 2.0
"""The window's width in pixels, and how much lighter or darker the second photo may be."""


def agreement(known: Traits, seen: Traits, lie: Lie, product: Mask | None = None) -> float:
    """Return 0..1: how far the ``product`` (H×W of the known photo, or all of it) looks the same where it lies.

    0 where too little of it is in the second photo.
    """
    from skimage.metrics import structural_similarity

    there, inside = _laid_over(known.small, seen.small, lie)
    wanted = np.ones(inside.shape, bool) if product is None else _fitted(product, inside.shape)
    compared = wanted & inside
    if compared.sum() < max(FEWEST, SHOWN * wanted.sum()):
        return 0.0
    first, second = _grey(known.small), _grey(there)
    second = _as_bright(second, first, compared)
    _, likeness = structural_similarity(
        first, second, data_range=1.0, gaussian_weights=True, sigma=SIGMA, use_sample_covariance=False, full=True
    )
    return float(np.clip(likeness[compared].mean(), 0.0, 1.0))


def _laid_over(known: Bytes8, seen: Bytes8, lie: Lie) -> tuple[Bytes8, NDArray[np.bool_]]:
    """Return the second picture as it lies over the first (h×w×3), and where it does (h×w)."""
    import cv2

    if lie.mirrored:
        seen = np.ascontiguousarray(seen[:, ::-1])
    height, width = known.shape[:2]
    affine = _in_pixels(lie.affine, max(known.shape[:2]), max(seen.shape[:2]))
    shrinks = float(np.sqrt(abs(np.linalg.det(affine[:, :2]))))
    if shrinks > 1.0:  # else its detail would alias
        seen = np.asarray(cv2.GaussianBlur(seen, (0, 0), 0.5 * np.sqrt(shrinks**2 - 1.0) + 1e-3))
    how = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    over = cv2.warpAffine(seen, affine, (width, height), flags=how)
    covered = cv2.warpAffine(np.full(seen.shape[:2], 255, np.uint8), affine, (width, height), flags=how)
    inside = cv2.erode((covered == 255).astype(np.uint8), np.ones((EDGE, EDGE), np.uint8))
    return np.asarray(over), np.asarray(inside > 0)


def _in_pixels(affine: NDArray[np.float64], known: int, seen: int) -> NDArray[np.float64]:
    """Return the map between pixel indices (whole at the pixels' centres) of pictures with these long sides."""
    linear = affine[:, :2] * (seen / known)
    moved = affine[:, 2] * seen + linear @ np.array([0.5, 0.5]) - 0.5
    return np.column_stack([linear, moved])


def _fitted(product: Mask, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    import cv2

    return np.asarray(cv2.resize(product, (shape[1], shape[0]), interpolation=cv2.INTER_AREA) > 0.5)


def _grey(pixels: Bytes8) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.float32) / np.float32(255.0)


def _as_bright(
    second: NDArray[np.float32], first: NDArray[np.float32], where: NDArray[np.bool_]
) -> NDArray[np.float32]:
    """Return ``second`` with the brightness and contrast of ``first``, as the pixels ``where`` tell (least squares)."""
    theirs, ours = second[where], first[where]
    apart = theirs - theirs.mean()
    gain = float((apart * (ours - ours.mean())).mean() / max(float((apart**2).mean()), 1e-6))
    gain = float(np.clip(gain, 1.0 / GAIN, GAIN))
    return np.asarray(np.clip((second - theirs.mean()) * gain + ours.mean(), 0.0, 1.0), np.float32)
