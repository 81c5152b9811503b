"""Where a product stands in the frame, how big it may be, and whether it stands or lies."""

from dataclasses import dataclass

import numpy as np

from tools.engines.image import Mask, check_mask
from tools.engines.studio.sizes import LYING_BY_NATURE, longest_mm, thickness_mm
from tools.engines.studio.stand_in import base_line
from tools.specs.recipe import Placement, Pose
from tools.specs.words import Camera, View

LARGEST_SCALE = 1.5
"""A product is never enlarged beyond this: the photo's resolution bounds the picture (DESIGN.md)."""

WIDEST, TALLEST = 0.56, 0.44
"""Share of the frame's width and height that a product may take."""

WIDE_TALLEST = 0.58
"""The same height in a landscape frame, which has room at the sides instead."""

MACRO = 1.45
"""How much larger a macro picture shows it."""

STRAPPED = frozenset({"watch", "belt", "hair_accessory", "wallet"})
TALL = 1.7
"""A strapped thing taller than this is laid out at length: nothing balances on the end of its strap."""

ASKEW = 0.05
"""A base steeper than this was seen from a corner and from above."""

BASE_ROW = 0.715
"""Where a standing product touches, in frame heights from the top."""

CENTER_ROW = 0.51


@dataclass(frozen=True)
class Box:
    """A mask's bounding box in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Framed:
    """The placement, the frame's width in millimetres, the product's thickness, and the pose."""

    placement: Placement
    frame_mm: float
    thickness_mm: float


def box_of(alpha: Mask) -> Box:
    """Return the box of what is more than half opaque; raises ``ValueError`` when nothing is."""
    check_mask(alpha, "alpha")
    solid = alpha > 0.5
    rows, columns = np.where(solid.any(1))[0], np.where(solid.any(0))[0]
    if not rows.size:
        raise ValueError("the mask is empty")
    return Box(int(columns[0]), int(rows[0]), int(np.ptp(columns)) + 1, int(np.ptp(rows)) + 1)


def diagonal(alpha: Mask) -> bool:
    """Say whether the silhouette is a long thing that lies askew, which nothing standing does."""
    y, x = np.where(alpha > 0.5)
    if x.size < 50:
        return False
    covariance = np.cov(np.stack([x, y]).astype(np.float64))
    values, vectors = np.linalg.eigh(covariance)
    elongation = np.sqrt(values[1] / max(values[0], 1e-6))
    angle = abs(np.degrees(np.arctan2(vectors[1, 1], vectors[0, 1]))) % 180
    return bool(elongation > 2.2 and 15 < min(angle, 180 - angle) < 75)


def _tall(alpha: Mask) -> bool:
    box = box_of(alpha)
    return box.height > TALL * box.width


def pose_of(alpha: Mask, category: str | None, view: View | None, camera: Camera | None) -> Pose:
    """Return whether the product stands or lies: by its kind, the photo's view, its outline and the wish."""
    if camera == "flat_lay" or view == "top" or category in LYING_BY_NATURE:
        return "lying"
    if category == "earring" or diagonal(alpha) or (category in STRAPPED and _tall(alpha)):
        return "lying"
    return "standing"


def view_of(alpha: Mask, view: View | None) -> View | None:
    """Return the photo's view: the known one, else three-quarter when the base runs askew, as perspective makes it."""
    if view is not None:
        return view
    step = max(1, max(alpha.shape) // 400)
    slope, _ = base_line(alpha[::step, ::step] > 0.5)
    return "three_quarter" if abs(slope) >= ASKEW else None


def camera_of(pose: Pose, view: View | None, wished: Camera | None) -> Camera:
    """Return the camera: the wished one, else the one that sees the product as its photo did."""
    if wished is not None:
        return wished
    if pose == "lying":
        return "three_quarter" if view == "three_quarter" else "flat_lay"
    return "three_quarter" if view == "three_quarter" else "front"


def frame(alpha: Mask, category: str | None, pose: Pose, camera: Camera, size: tuple[int, int],
          product_mm: float | None = None) -> Framed:  # fmt: skip
    """Return where the photo goes in a frame of ``size`` (width, height) pixels.

    ``alpha`` is the cut-out's, of the photo's size; ``product_mm`` its longest side if the person told.
    """
    width, height = size
    box = box_of(alpha)
    zoom = MACRO if camera == "macro" else 1.0
    tallest = WIDE_TALLEST if width > height else TALLEST
    scale = min(
        zoom * WIDEST * width / box.width,
        min(zoom * tallest, 0.8) * height / box.height,
        LARGEST_SCALE,
    )
    longest = product_mm or longest_mm(category)
    px_per_mm = max(box.width, box.height) * scale / longest
    x = round(width / 2 - (box.x + box.width / 2) * scale)
    if pose == "lying":
        y = round(CENTER_ROW * height - (box.y + box.height / 2) * scale)
    else:
        row = BASE_ROW - (0.05 if camera == "three_quarter" else 0.0)
        base = min(row * height, height * 0.5 + box.height * scale * 0.62)
        base = max(base, box.height * scale + 0.06 * height)
        y = round(base - (box.y + box.height) * scale)
    return Framed(Placement(scale=round(scale, 6), x=x, y=y), width / px_per_mm, thickness_mm(category))
