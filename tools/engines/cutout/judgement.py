"""How far a cut-out can be trusted, where to look again, and what a better photo would need."""

import numpy as np

from tools.engines.cutout.backdrop import Backdrop
from tools.engines.cutout.lab import EIGHT, Region
from tools.engines.image import Image, Mask

Box = tuple[int, int, int, int]

MOST_BOXES = 6


def confidence(mask: Region, opinion: Mask, backdrop: Backdrop) -> float:
    """Return 0..1 from three signs, all H×W at the working size; a rule of thumb until it is calibrated.

    Does the network see the same thing, does the product stand out from its backdrop all along its edge, and is
    it whole within the frame.
    """
    from scipy import ndimage

    if not mask.any():
        return 0.0
    filled = ndimage.binary_fill_holes(mask)
    seen = opinion > 0.5
    agreement = float((filled & seen).sum() / max(1, (filled | seen).sum()))
    covered = float(opinion[mask].mean())
    rim = mask & ~ndimage.binary_erosion(mask, iterations=2)
    clear = float(np.mean(backdrop.distance[rim] > 3.0 * max(backdrop.sigma, 0.7)))
    if backdrop.plain:
        score = 0.35 + 0.2 * agreement + 0.15 * covered + 0.3 * clear
    else:
        undecided = float(((opinion > 0.2) & (opinion < 0.8)).sum() / max(1, seen.sum()))
        score = 0.75 * agreement * np.clip(1.2 - undecided, 0.2, 1.0)
    return float(np.clip(score - 0.15 * (_cut_off(mask) > 0.02), 0.0, 1.0))


def unsure(alpha: Mask, mask: Region, opinion: Mask, scale: float) -> tuple[Box, ...]:
    """Return boxes (x, y, w, h) in photo pixels: alpha is half for more than an edge, or the opinions disagree.

    ``alpha``, ``mask`` and ``opinion`` are of the working size; ``scale`` is photo pixels per working pixel.
    """
    from scipy import ndimage

    wide = ndimage.binary_opening((alpha > 0.1) & (alpha < 0.9), iterations=2)
    disputed = (mask & (opinion < 0.15)) | (~ndimage.binary_fill_holes(mask) & (opinion > 0.85))
    doubtful = ndimage.binary_dilation(wide | ndimage.binary_opening(disputed, iterations=3), iterations=6)
    labels, count = ndimage.label(doubtful, EIGHT)
    if count == 0:
        return ()
    areas = np.bincount(labels.ravel(), minlength=count + 1)[1:]
    spans = ndimage.find_objects(labels)
    worst = [spans[i] for i in np.argsort(-areas, kind="stable")[:MOST_BOXES]]
    return tuple(_box(rows, columns, scale) for rows, columns in worst)


def instances(alpha: Mask, share: float = 0.1) -> int:
    """Return the number of components of alpha > 0.5 with at least ``share`` of the largest one's area."""
    from scipy import ndimage

    labels, count = ndimage.label(alpha > 0.5, EIGHT)
    if count == 0:
        return 0
    areas = np.bincount(labels.ravel())[1:]
    return int((areas >= share * areas.max()).sum())


def advice(image: Image, mask: Region) -> tuple[str, ...]:
    """Return sentences in a phone photographer's words; ``image`` and ``mask`` at the working size."""
    if not mask.any():
        return ("I can't find a product: put it in the middle, on a plain sheet of paper, and shoot again.",)
    found = []
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    if max(np.ptp(rows), np.ptp(columns)) < 0.2 * max(mask.shape):
        found.append("The product is small in the photo: go closer or zoom in, so that it fills half of the frame.")
    if _sharpness(image, mask) < 0.010:
        found.append("The photo looks blurred: tap on the product to focus and hold the phone still.")
    if float((image[mask].min(axis=-1) > 0.995).mean()) > 0.25:
        found.append("Much of the product is burnt white: lower the exposure or move it out of direct light.")
    if _cut_off(mask) > 0.02:
        found.append("The product is cut off at the edge of the photo: step back so that all of it is in the frame.")
    return tuple(found)


def _cut_off(mask: Region) -> float:
    """Return the share of the picture's border that the product covers."""
    border = np.concatenate([mask[0], mask[-1], mask[:, 0], mask[:, -1]])
    return float(border.mean())


def _sharpness(image: Image, mask: Region) -> float:
    """Return the 99th percentile of the luminance Laplacian on the product, 0..1 units."""
    from scipy import ndimage

    grey = image.mean(axis=-1)
    return float(np.percentile(np.abs(ndimage.laplace(grey))[mask], 99))


def _box(rows: slice, columns: slice, scale: float) -> Box:
    x, y = round(columns.start * scale), round(rows.start * scale)
    return x, y, round((columns.stop - columns.start) * scale), round((rows.stop - rows.start) * scale)
