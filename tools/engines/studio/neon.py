"""Two neon tubes, one of each colour, seen in the picture: behind the product, or beside it where one looks down."""

from collections.abc import Sequence

from tools.engines.studio.mesh import cylinder, transform
from tools.engines.studio.part import Extent, Part
from tools.specs.scene import Scene

LEFT, RIGHT = "#ff2a86", "#2aa8ff"
"""Pink and blue."""

GAS = "neon_gas"
BEHIND = 1.12
"""Distance behind the product in frame widths, a hand's breadth before the wall."""

ASIDE = 0.43
"""Where the tubes are seen, in frame widths from the middle; a product that is wider has them at its sides."""

THICK, THIN = 0.011, 0.0075
"""Radius in frame widths; of tubes that lie beside the product, whose light must not drown its own."""

UNDER, STEEP_UNDER, OVER = 0.10, 0.03, 1.05
"""Heights of their ends in frame widths; looked down upon, little of a wall is seen."""


BESIDE, LEAST, LONG = 0.465, 0.05, 2.4
"""Where lying tubes are seen, their least room beside the product, their length, in frame widths."""

ROUND = 0.06
"""Room round a tube, in shares of its distance from the middle."""

CUT = 0.505
"""Farther from the middle a lying tube would be out of the frame; its light still comes in."""


def tubes(scene: Scene, frame_mm: float, extent: Extent, floor: float, props: Sequence[Part] = ()) -> tuple[Part, ...]:
    """Return the tubes of a set in neon light, nothing in other light. Where no wall is seen they lie on the ground."""
    if scene.light != "neon":
        return ()
    if extent.from_above or (extent.steep and floor >= 0.0):
        return _lying(frame_mm, extent, floor, props)
    z = -BEHIND * frame_mm
    back = frame_mm * ASIDE / max(extent.seen_wide(1.0, z), 0.2)
    under = STEEP_UNDER if extent.steep else UNDER
    high = (OVER - under) * frame_mm
    tube = cylinder(THICK * frame_mm, high, 0.4 * THICK * frame_mm, 24)
    low = floor + under * frame_mm - float(tube.vertices[:, 1].min())
    pink, blue = (transform(tube, shift=(side * back, low, z)) for side in (-1.0, 1.0))
    return Part(pink, GAS, LEFT), Part(blue, GAS, RIGHT)


def _lying(frame_mm: float, extent: Extent, floor: float, props: Sequence[Part]) -> tuple[Part, ...]:
    """Return tubes on the ground along both sides of the frame; one that would lie in a prop lies beyond it."""
    tube = transform(cylinder(THIN * frame_mm, LONG * frame_mm, 0.4 * THIN * frame_mm, 24), pitch=90.0)
    middle = -0.5 * float(tube.vertices[:, 2].min() + tube.vertices[:, 2].max())
    made = []
    for side, color in ((-1.0, LEFT), (1.0, RIGHT)):
        edge = max(side * (extent.right if side > 0 else extent.left), 0.0) / frame_mm
        away = max(BESIDE, edge + LEAST)
        met = [part for part in props if _meets(part, side, away * frame_mm, floor)]
        beyond = max((float((side * part.mesh.vertices[:, 0]).max()) for part in met), default=0.0) / frame_mm
        away = max(away, CUT, beyond + LEAST) if met else away
        shift = (side * away * frame_mm, floor + THIN * frame_mm - float(tube.vertices[:, 1].min()), middle)
        made.append(Part(transform(tube, shift=shift), GAS, color))
    return tuple(made)


def _meets(part: Part, side: float, away: float, floor: float) -> bool:
    """Say whether ``part`` stands where a tube at ``side`` · ``away`` (mm) would lie."""
    x = side * part.mesh.vertices[:, 0]
    room = ROUND * away
    return bool(x.min() < away + room and x.max() > away - room and part.mesh.vertices[:, 1].min() < floor + room)
