"""What surfaces and backdrops a board leans to, where its pictures tell: few words, or none."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from scipy import ndimage as ndi

from tools.engines.color import Colours
from tools.specs.words import Backdrop, Surface


@dataclass(frozen=True)
class Patch:
    """The part of a picture that its main colours cover: mean Lab, fine texture, and how much of it runs one way."""

    lab: Colours
    texture: float
    grain: float
    share: float


@dataclass(frozen=True)
class Matter:
    """A surface as it is photographed: where its Lab lies (low, high), its texture, its direction."""

    surface: Surface
    lightness: tuple[float, float]
    red: tuple[float, float]
    yellow: tuple[float, float]
    texture: tuple[float, float]
    grain: tuple[float, float] = (0.0, 1.0)


MATTERS: tuple[Matter, ...] = (
    Matter("wood", (22, 74), (3, 24), (12, 46), (1.2, 9.0), (0.28, 1.0)),
    Matter("sand", (55, 88), (0, 16), (9, 34), (0.9, 5.0), (0.0, 0.28)),
    Matter("travertine", (68, 90), (-1, 9), (8, 24), (0.5, 2.6), (0.1, 1.0)),
    Matter("linen", (66, 94), (-2, 6), (4, 20), (1.6, 6.0), (0.0, 0.4)),
    Matter("velvet", (6, 34), (14, 60), (-14, 42), (0.3, 3.0)),
    Matter("slate", (10, 46), (-5, 4), (-12, 3), (1.0, 8.0)),
    Matter("concrete", (46, 74), (-3, 3), (-4, 7), (0.9, 5.0)),
    Matter("marble", (80, 98), (-3, 3), (-5, 6), (0.8, 3.5)),
    Matter("moss", (18, 62), (-40, -6), (10, 50), (1.8, 12.0)),
    Matter("water", (30, 86), (-40, -4), (-40, -3), (0.6, 6.0)),
    Matter("snow", (86, 99), (-4, 3), (-10, 0), (0.2, 1.6)),
    Matter("paper", (86, 99), (-2, 4), (-2, 10), (0.0, 0.8)),
    Matter("leather", (12, 44), (6, 26), (8, 34), (0.5, 2.4), (0.0, 0.28)),
    Matter("plaster", (58, 90), (3, 24), (5, 28), (0.0, 1.2)),
)
TELLING = 0.20
"""Share of the board that a surface must cover before it is named."""


def lean_surfaces(lab: list[Colours]) -> tuple[Surface, ...]:
    """Return up to two surfaces that a good part of the pictures (H×W×3 Lab each) could be, the largest first."""
    found: dict[Surface, float] = {}
    for picture in lab:
        for patch in _patches(picture):
            for matter in MATTERS:
                if _fits(patch, matter):
                    found[matter.surface] = found.get(matter.surface, 0.0) + patch.share / len(lab)
                    break
    told = sorted((name for name in found if found[name] >= TELLING), key=lambda name: -found[name])
    return tuple(told[:2])


def _patches(lab: Colours) -> list[Patch]:
    """Return the ground of a picture in tiles of a sixth, each what a surface is judged from."""
    detail = lab[..., 0] - ndi.gaussian_filter(lab[..., 0], 3.0)
    across, down = np.abs(ndi.sobel(lab[..., 0], 1)) / 8, np.abs(ndi.sobel(lab[..., 0], 0)) / 8
    rows, columns = (np.linspace(0, side, 7).astype(int) for side in lab.shape[:2])
    patches = []
    for top, bottom in pairwise(rows):
        for left, right in pairwise(columns):
            cut = np.s_[top:bottom, left:right]
            if lab[cut].size == 0:
                continue
            x, y = float(across[cut].mean()), float(down[cut].mean())
            texture = float(detail[cut].std())
            patches.append(Patch(lab[cut].mean((0, 1)), texture, abs(x - y) / max(x + y, 0.2), 1 / 36))
    return patches


def _fits(patch: Patch, matter: Matter) -> bool:
    pairs = zip(patch.lab, (matter.lightness, matter.red, matter.yellow), strict=True)
    inside = all(low <= value <= high for value, (low, high) in pairs)
    texture, grain = matter.texture, matter.grain
    return inside and texture[0] <= patch.texture <= texture[1] and grain[0] <= patch.grain <= grain[1]


THINNEST = 10
EVEN = 1.3
"""Fine texture in L* under which a part of a picture is a plain wall or sky."""


def lean_backdrops(lab: list[Colours]) -> tuple[Backdrop, ...]:
    """Return the backdrop that more than half of the pictures lean to, or nothing."""
    votes = [vote for picture in lab if (vote := _backdrop(picture)) is not None]
    best = max(set(votes), key=votes.count, default=None)
    return (best,) if best is not None and votes.count(best) * 2 > len(lab) else ()


def _backdrop(lab: Colours) -> Backdrop | None:
    """Return what the upper part of one picture looks like, and whether the lower goes on with it."""
    height = lab.shape[0]
    if height < THINNEST:
        return None
    upper, lower = lab[: height * 2 // 5], lab[height * 3 // 5 :]
    detail = np.abs(lab[..., 0] - ndi.gaussian_filter(lab[..., 0], 3.0))
    even = float(np.median(detail[: height * 2 // 5])) < EVEN
    if not even:
        return None
    top, bottom = np.median(upper, axis=(0, 1)), np.median(lower, axis=(0, 1))
    step = float(np.linalg.norm(top - bottom))
    if top[2] < -8 and top[0] > 45:
        return "horizon" if step > 18 else "sky"
    busy = float(np.median(detail[height * 3 // 5 :])) > EVEN
    if step < 8 and not busy and top[0] > 70:
        return "seamless"
    return "wall" if step > 10 or busy else None
