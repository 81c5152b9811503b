"""A second product in a painted set: by its features (SIFT, as copies of photos are), and, since a plain thing has few,
by masked correlation at several sizes, mirrored too, where its colours agree."""

import numpy as np

from tools.engines.color import delta_e, srgb_to_lab
from tools.engines.composite import Placed
from tools.engines.generative.found import Phantom, Plane, back, outside, sized
from tools.engines.image import Image, to_bytes, to_float
from tools.engines.recognition.points import lie, mirrored
from tools.engines.recognition.traits import traits_of

COARSE, FINEST, LEGIBLE = 300, 900, 64
"""Long side in pixels at which edges are compared, the most, and the product's own that makes it finer than the least:
a ring in a whole figure is a dot."""
SIZES = tuple(0.92**step for step in range(13))
"""How large a second product may be beside the first: a thin one needs its size met within a few per cent."""
ALIKE, SURELY, OFF_COLOUR = 0.52, 0.75, 16.0
"""Correlation of edges from which on a thing of the product's colours is its twin, and one of any; mean ΔE2000 that
these may be off."""
SMALLEST, RIM, CLEAR = 12, 3, 0.06
"""Pixels of the least template's side, and round it; steepness of an edge that is as clear as any."""


def twin(painted: Image, placed: Placed) -> Phantom | None:
    """Return a second product in ``painted`` (H×W×3 sRGB), or nothing."""
    if not (placed.alpha > 127).any():
        return None
    by_features = _by_features(painted, placed)
    return by_features or _by_correlation(painted, placed)


def _crop(placed: Placed) -> tuple[slice, slice]:
    rows, columns = np.flatnonzero((placed.alpha > 127).any(1)), np.flatnonzero((placed.alpha > 127).any(0))
    return slice(int(rows[0]), int(rows[-1]) + 1), slice(int(columns[0]), int(columns[-1]) + 1)


def _by_features(painted: Image, placed: Placed) -> Phantom | None:
    """Return where the product's features lie once more, or nothing."""
    box = _crop(placed)
    known = traits_of(placed.foreground[box], placed.alpha[box])
    free = outside(placed.alpha, (painted.shape[1], painted.shape[0]))
    rest = to_bytes(painted)
    rest[~free] = np.median(rest[free], axis=0).astype(np.uint8) if free.any() else 0
    seen = traits_of(rest)
    height, width = rest.shape[:2]
    long = max(height, width)
    there = (seen.points * long).astype(int)
    kept = free[np.clip(there[:, 1], 0, height - 1), np.clip(there[:, 0], 0, width - 1)]
    points, marks = seen.points[kept], seen.directions[kept]
    for flipped in (False, True):
        place = np.stack([np.float32(width / long) - points[:, 0], points[:, 1]], 1) if flipped else points
        found = lie((known.points, known.directions), (place, mirrored(marks) if flipped else marks))
        if found is not None:
            middle = found.affine @ np.array([0.25, 0.25, 1.0])
            x = (width / long - middle[0] if flipped else middle[0]) * long
            size = float(np.sqrt(abs(np.linalg.det(found.affine[:, :2])))) * long
            spot = (round(x - size / 4), round(float(middle[1]) * long - size / 4), round(size / 2), round(size / 2))
            return Phantom("product", spot, min(1.0, found.agreeing / 40))
    return None


def _by_correlation(painted: Image, placed: Placed) -> Phantom | None:
    """Return where something has the product's edges and colours, or nothing."""
    import cv2

    box = _crop(placed)
    share = max(side.stop - side.start for side in box) / max(painted.shape[:2])
    small, factor = sized(painted, round(min(FINEST, max(COARSE, LEGIBLE / share))))
    edges, lab = _edges(small), srgb_to_lab(small)
    free = outside(placed.alpha, (small.shape[1], small.shape[0])).astype(np.float32)
    best: Phantom | None = None
    for size in SIZES:
        shape = tuple(max(1, round((side.stop - side.start) * factor * size)) for side in box)
        if min(shape) < SMALLEST or shape[0] + 2 * RIM >= edges.shape[0] or shape[1] + 2 * RIM >= edges.shape[1]:
            continue
        colour = cv2.resize(to_float(placed.foreground[box]), shape[::-1], interpolation=cv2.INTER_AREA)
        solid = cv2.resize(to_float(placed.alpha[box]), shape[::-1], interpolation=cv2.INTER_AREA)
        for turned in (slice(None), slice(None, None, -1)):
            rgba = np.dstack([colour[:, turned], solid[:, turned]]).astype(np.float32)
            found = _best_place((edges, lab, free), rgba)
            if found is not None and (best is None or found.score > best.score):
                best = Phantom("product", back(found.box, factor), found.score)
    return best


def _edges(image: Image) -> Plane:
    """Return how steep a picture is (H×W, 0..1), whatever the contrast of a clear edge."""
    import cv2

    steep = np.zeros(image.shape[:2], np.float32)
    for channel in range(3):
        plane = cv2.GaussianBlur(np.ascontiguousarray(image[..., channel]), (0, 0), 1.0)
        across, down = (cv2.Sobel(plane, cv2.CV_32F, dx, 1 - dx, scale=0.25) for dx in (1, 0))
        steep = np.maximum(steep, np.hypot(across, down))
    return np.minimum(steep / np.float32(CLEAR), 1.0)


def _best_place(seen: tuple[Plane, Image, Plane], rgba: Image) -> Phantom | None:
    """Return the best place of a product (h×w×4) in the edges, colours and free places that are ``seen``."""
    import cv2

    edges, lab, free = seen
    padded = np.pad(rgba, ((RIM, RIM), (RIM, RIM), (0, 0)))
    solid = padded[..., 3]
    ground = 1.0 - np.median(rgba[rgba[..., 3] > 0.5][:, :3], axis=0) if (rgba[..., 3] > 0.5).any() else np.ones(3)
    on_ground = padded[..., :3] * solid[..., None] + np.round(ground).astype(np.float32) * (1.0 - solid[..., None])
    around = np.asarray(cv2.dilate(solid, np.ones((2 * RIM + 1, 2 * RIM + 1), np.uint8)) > 0.5, np.float32)
    score = cv2.matchTemplate(edges, _edges(on_ground.astype(np.float32)), cv2.TM_CCOEFF_NORMED, mask=around)
    room = cv2.matchTemplate(free, around, cv2.TM_CCORR) / max(float(around.sum()), 1.0)
    score = np.where(np.isfinite(score) & (np.abs(score) <= 1.001) & (room > 0.96), score, 0.0)
    y, x = (int(at) for at in np.unravel_index(int(score.argmax()), score.shape))
    value = float(score[y, x])
    if value < ALIKE:
        return None
    height, width = rgba.shape[:2]
    inside = rgba[..., 3] > 0.8
    part = lab[y + RIM : y + RIM + height, x + RIM : x + RIM + width]
    own = srgb_to_lab(np.ascontiguousarray(rgba[..., :3]))
    apart = float(delta_e(part[inside].mean(0), own[inside].mean(0))) if inside.any() else OFF_COLOUR
    if apart > OFF_COLOUR and value < SURELY:
        return None
    return Phantom("product", (x + RIM, y + RIM, width, height), value)
