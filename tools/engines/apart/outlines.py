"""From a region of a look to closed lines in the photo, so that it can be kept and drawn as strokes are."""

import numpy as np

from tools.engines.apart.look import Look
from tools.engines.cutout.lab import EIGHT, Region
from tools.specs.touch import MOST_POINTS, Point

SHARED = 5
"""Pixels of the look by which two halves of a region overlap: each is drawn with a soft edge, and none may stay."""
OPEN_AIR = 3
"""Pixels of the look that are taken along outside of the cut-out's outline: its soft edge."""
SMALLEST = 4
"""Pixels of the look under which a piece is left."""


def outlines(look: Look, region: Region) -> tuple[tuple[Point, ...], ...]:
    """Return the closed lines, in pixels (x, y) of the photo, that cover ``region`` (h×w) and nothing else.

    A region round a hole is covered by several, because what is in the hole is the product.
    """
    pieces = _unringed(_with_edge(look, region))
    return tuple(_line(look, piece) for piece in pieces if piece.sum() >= SMALLEST)


def _with_edge(look: Look, region: Region) -> Region:
    """Return ``region`` with the air beside it, but not the air beside what stays."""
    from scipy import ndimage

    rest = look.solid & ~region
    near = ndimage.distance_transform_edt(~region)
    other = ndimage.distance_transform_edt(~rest) if rest.any() else np.full(region.shape, np.inf)
    wider: Region = region | (~look.solid & (near <= OPEN_AIR) & (near < other))
    return wider


def _unringed(region: Region) -> list[Region]:
    """Return pieces without holes that together are ``region``; they overlap where one was cut in two."""
    from scipy import ndimage

    labels, count = ndimage.label(region)
    found: list[Region] = []
    for number in range(1, count + 1):
        piece = labels == number
        holes = ndimage.binary_fill_holes(piece) & ~piece
        if not holes.any():
            found.append(piece)
            continue
        first, many = ndimage.label(holes, EIGHT)
        largest = first == 1 + int(np.bincount(first.ravel(), minlength=many + 1)[1:].argmax())
        middle = round(float(np.mean(np.nonzero(largest)[1])))
        left, right = piece.copy(), piece.copy()
        left[:, min(middle + SHARED, piece.shape[1]) :] = False
        right[:, : max(middle - SHARED, 0)] = False
        if (left == piece).all() or (right == piece).all():
            found.append(piece & ~_slit(largest))
            continue
        found += _unringed(left) + _unringed(right)
    return found


def _slit(hole: Region) -> Region:
    """Return a thin cut from a narrow hole upwards: where halves cannot be parted, a line of the region is left."""
    slit = np.zeros_like(hole)
    rows, columns = np.nonzero(hole)
    slit[: int(rows.min()) + 1, int(columns[rows.argmin()])] = True
    return slit


def _line(look: Look, piece: Region) -> tuple[Point, ...]:
    """Return the outline of a piece at the photo's size, as few points as ``MOST_POINTS``."""
    import cv2

    rows, columns = look.window
    size = (columns.stop - columns.start, rows.stop - rows.start)
    large = cv2.resize(np.pad(piece, 0).astype(np.uint8) * 255, size, interpolation=cv2.INTER_LINEAR) > 127
    found, _ = cv2.findContours(large.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    line, off = max(found, key=cv2.contourArea), max(0.7, 0.25 * look.scale)
    points = cv2.approxPolyDP(line, off, True)
    while len(points) > MOST_POINTS:
        off *= 1.5
        points = cv2.approxPolyDP(line, off, True)
    return tuple((int(x) + columns.start, int(y) + rows.start) for x, y in points[:, 0])
