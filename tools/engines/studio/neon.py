"""Two neon tubes behind the product, one of each colour, that glow on the wall and are seen in the picture."""

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

THICK = 0.011
"""Radius in frame widths."""

UNDER, OVER = 0.10, 1.05
"""Heights of their ends in frame widths."""


def tubes(scene: Scene, frame_mm: float, extent: Extent, floor: float) -> tuple[Part, ...]:
    """Return the tubes of a set in neon light; nothing in other light, or from above, where nothing is behind."""
    if scene.light != "neon" or extent.from_above or extent.steep:
        return ()
    z = -BEHIND * frame_mm
    back = frame_mm * ASIDE / max(extent.seen_wide(1.0, z), 0.2)
    high = (OVER - UNDER) * frame_mm
    tube = cylinder(THICK * frame_mm, high, 0.4 * THICK * frame_mm, 24)
    low = floor + UNDER * frame_mm - float(tube.vertices[:, 1].min())
    pink, blue = (transform(tube, shift=(side * back, low, z)) for side in (-1.0, 1.0))
    return Part(pink, GAS, LEFT), Part(blue, GAS, RIGHT)
