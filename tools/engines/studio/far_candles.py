"""Candles far behind a product in candlelight where none stands beside it: out of focus, they have no scale.

A candle beside a ring would be a doll's; what is far behind, and soft, may be any distance away.
"""

from collections.abc import Sequence

from tools.engines.studio.looks import LOOKS, SKIES
from tools.engines.studio.mesh import transform
from tools.engines.studio.own_light import has_own
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.props.catalog import make_prop
from tools.specs.scene import Scene

PLACES = ((0.47, -0.98, 0.34), (0.58, -0.80, 0.22))
"""Across, behind, and height of each, in frame widths; the second is cut by the frame as things in a room are."""

OPEN_AIR = SKIES | {"window"}


def far_candles(
    scene: Scene, frame_mm: float, extent: Extent, floor: float, parts: Sequence[Part], seed: int
) -> tuple[Part, ...]:
    """Return candles behind the product, on the key's side, where candles belong and no flame is seen; else nothing."""
    if not _of_candles(scene) or any(part.material == "flame" for part in parts):
        return ()
    cut = extent.nothing_behind and (has_own(scene) or scene.light != "candle")  # it would not be known for a candle
    if extent.from_above or cut or scene.backdrop in OPEN_AIR:
        return ()
    side = 1.0 if scene.light_from == "right" else -1.0
    side = {"left": 1.0, "right": -1.0}.get(scene.caption or "", side)
    made = []
    for number, (across, behind, high) in enumerate(PLACES):
        for part in make_prop("candle", high * frame_mm, seed + number):
            mesh = transform(part.mesh, shift=(side * across * frame_mm, floor, behind * frame_mm))
            made.append(Part(mesh, part.material, part.tint, seed))
    return tuple(made)


def _of_candles(scene: Scene) -> bool:
    """Say whether candles belong to the set: in their light, and in a look that has some."""
    return scene.light == "candle" or (scene.look is not None and "candle" in LOOKS[scene.look].props)
