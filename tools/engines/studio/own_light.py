"""Rigs for lights that a product was not photographed in: it gets a light of its own, the mood lives beside it.

So a photographer shoots a watch by candlelight: a soft white light on the watch from where it shows its shape, flames
and their glow behind it. The set is metered on that light, so the ground beside the product is as bright and as neutral
as it would be in the product's own photo, while wall, edges and shadows are coloured. Numbers as in ``rigs.py``.
"""

from dataclasses import replace

from tools.engines.studio.rigs import Lamp, Rig
from tools.specs.scene import Scene

NARROW, WIDE = 0.45, 1.15
"""Side of the product's own light, for a photo made in hard light and for one made under a large softbox."""


OWN_GROUPS = frozenset({"key", "fill"})
"""Lamps that the set is metered by; the others lend the mood."""


OF_THE_WHITE: dict[str, float] = {"golden_hour": 0.62}
"""Share of a lit white that the product's own light gives, where another adds to it; elsewhere it gives all."""

GLOW_BESIDE = (28.0, 0.95, 0.27)
"""Elevation, distance and share of a candle's glow from beside the frame."""


def _own(elevation: float, distance: float, share: float, azimuth: float = -46.0) -> Lamp:
    """Return the product's own light; near, so that it falls off towards the wall and the frame's sides."""
    return Lamp("key", "panel", azimuth, elevation, distance, (WIDE, WIDE), 5600, share)


def _wash(
    x: float, y: float, share: float, kelvin: float, wide: float = 38.0, color: tuple[float, float, float] | None = None
) -> Lamp:
    """Return a spot above and behind the product that washes the wall round (x, y), and leaves the product alone."""
    return Lamp("wall", "spot", 180.0, 62.0, 1.3, (wide, 0.0), kelvin, share, (x, y, -1.5), color)


PALE_PINK, PALE_BLUE = (1.5, 0.68, 0.82), (0.62, 0.93, 1.45)
"""Light of neon tubes where a product stands beside it in white light: mixed with that, as it is near both."""

OWN_RIGS: dict[str, Rig] = {
    "candle": Rig(
        (
            _own(44, 1.75, 1.0),
            Lamp("glow", "disk", -138, 17, 1.5, (0.22, 0.22), 2300, 0.06),
            _wash(0.0, -0.1, 0.32, 4300),
        ),
        0.07,
        5400,
    ),
    "golden_hour": Rig(
        (_own(46, 1.7, 0.5), Lamp("sun", "disk", -62, 18, 9.0, (0.13, 0.13), 4600, 0.95)),
        0.13,
        9000,
    ),
    "rim": Rig(
        (
            _own(50, 1.6, 1.0, -38.0),
            Lamp("rim", "panel", -128, 34, 1.9, (0.4, 1.2), 5700, 0.9),
            Lamp("rim", "panel", 126, 28, 1.9, (0.4, 1.2), 5500, 0.7),
            _wash(0.0, -0.18, 2.8, 5400, 32.0),
        ),
        0.08,
        6800,
    ),
    "neon": Rig(
        (
            _own(54, 1.5, 1.0, -30.0),
            Lamp("rim", "panel", -122, 20, 1.8, (0.22, 2.2), 6500, 0.35, color=PALE_PINK),
            Lamp("rim", "panel", 122, 20, 1.8, (0.22, 2.2), 6500, 0.35, color=PALE_BLUE),
            _wash(-0.55, 0.05, 0.6, 6500, 40.0, PALE_PINK),
            _wash(0.55, 0.05, 0.6, 6500, 40.0, PALE_BLUE),
        ),
        0.025,
        6500,
    ),
}  # fmt: skip
"""Tuned rigs, one per light word that is dark or coloured; the key, the product's own light, stands to the left."""


def has_own(scene: Scene) -> bool:
    """Say whether the product of ``scene`` has a light of its own."""
    return scene.own_light is not None and scene.light in OWN_RIGS


def own_brightness(scene: Scene) -> float:
    """Return the brightness that the own light alone is metered to, so that all light makes the scene's."""
    return scene.brightness * (OF_THE_WHITE.get(scene.light, 1.0) if has_own(scene) else 1.0)


def own_rig(scene: Scene) -> Rig | None:
    """Return the rig in which the product of ``scene`` has a light of its own, as soft as its photo's; or nothing."""
    if scene.own_light is None or scene.light not in OWN_RIGS:
        return None
    rig = OWN_RIGS[scene.light]
    side = NARROW + (WIDE - NARROW) * scene.own_light
    lamps = (replace(lamp, size=(side, side)) if lamp.group == "key" else lamp for lamp in rig.lamps)
    return replace(rig, lamps=tuple(lamps))


def glowing(rig: Rig) -> Rig:
    """Return ``rig`` for a set that is looked down on: its candle is beside the frame, and its glow alone is seen.

    A point has no body that a tall frame would show.
    """
    elevation, distance, share = GLOW_BESIDE
    lamps = (
        replace(lamp, shape="point", elevation=elevation, distance=distance, size=(0.0, 0.0), share=share)
        if lamp.group == "glow"
        else lamp
        for lamp in rig.lamps
    )
    return replace(rig, lamps=tuple(lamps))
