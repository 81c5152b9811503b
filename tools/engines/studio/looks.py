"""The named looks and what goes with what: data, nothing decided. ``resolve`` makes a scene of it."""

from dataclasses import dataclass
from importlib.resources import files
from typing import Any

import yaml

from tools.specs.scene import HexColor, Scene


@dataclass(frozen=True)
class Palette:
    """The colours of a look; ``None`` is the thing's own."""

    name: str
    surface: HexColor | None
    backdrop: HexColor | None
    props: HexColor | None

    @property
    def colors(self) -> tuple[HexColor, ...]:
        """Those that are said."""
        return tuple(color for color in (self.surface, self.backdrop, self.props) if color)

    def on(self, scene: Scene) -> Scene:
        """Return ``scene`` in these colours."""
        return scene.model_copy(
            update={"surface_tint": self.surface, "backdrop_tint": self.backdrop, "prop_tint": self.props}
        )


_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DATA: dict[str, Any] = yaml.load(files("tools.engines.studio").joinpath("looks.yaml").read_text("utf-8"), _LOADER)

PALETTES: dict[str, tuple[Palette, ...]] = {
    name: tuple(Palette(word, *colors) for word, colors in look["palettes"].items()) for name, look in _DATA.items()
}
"""Three a look; the first is the look's own."""

LOOKS: dict[str, Scene] = {
    name: PALETTES[name][0].on(Scene.model_validate({"look": name} | look["set"])) for name, look in _DATA.items()
}
"""Looks tuned by eye. A brief that names nothing gets the first that suits its light or surface."""

LOOK_OF_SURFACE: dict[str, str] = {
    "travertine": "warm_travertine", "sand": "warm_travertine", "wood": "warm_travertine",
    "marble": "bright_marble", "glass": "bright_marble", "mirror": "bright_marble", "acrylic": "bright_marble",
    "snow": "bright_marble", "terrazzo": "bright_marble", "paper": "bright_marble", "water": "bright_marble",
    "slate": "slate_evening", "concrete": "linen_morning", "leather": "slate_evening", "moss": "linen_morning",
    "plaster": "clay_arch", "linen": "linen_morning", "silk": "linen_morning", "velvet": "velvet_candle",
}  # fmt: skip

LOOK_OF_LIGHT: dict[str, str] = {
    "soft_window": "linen_morning", "hard_sun": "warm_travertine", "golden_hour": "autumn_wood",
    "softbox": "bright_marble", "rim": "slate_evening", "candle": "velvet_candle", "overcast": "nordic_grey",
    "neon": "neon_night", "ring_flash": "bright_marble",
}  # fmt: skip

SUPPORT_OF_SURFACE: dict[str, str] = {
    "travertine": "slab", "slate": "slab", "concrete": "slab", "terrazzo": "slab", "acrylic": "slab",
    "plaster": "podium", "glass": "slab",
}  # fmt: skip
"""Stones are shown as a slab; what is not listed covers the ground."""

BACKDROP_OF_SURFACE: dict[str, tuple[str, str]] = {
    "marble": ("seamless", "#efece8"), "travertine": ("wall", "#d9c6ae"), "slate": ("wall", "#2f2e32"),
    "wood": ("wall", "#d6c7b3"), "linen": ("wall", "#e2d8c8"), "silk": ("seamless", "#e9dfd6"),
    "velvet": ("drape", "#6a3a3a"), "sand": ("horizon", "#e2d2b8"), "plaster": ("arch", "#dba78f"),
    "concrete": ("wall", "#bdbab5"), "terrazzo": ("seamless", "#eadfd6"), "glass": ("gradient", "#dfe5e8"),
    "mirror": ("gradient", "#d9dde2"), "water": ("gradient", "#bcd0d8"), "acrylic": ("gradient", "#e7e2ea"),
    "leather": ("wall", "#5a4a3f"), "paper": ("seamless", "#eee9e1"), "moss": ("wall", "#8f9a80"),
    "snow": ("gradient", "#dde7f0"),
}  # fmt: skip
"""A backdrop that goes with each surface, and the colour of a wall there; a sky has its own."""

SKIES = frozenset({"sky", "horizon"})

SKY_OF_LIGHT: dict[str, str] = {
    "soft_window": "#c6dae8", "hard_sun": "#a3c8e6", "golden_hour": "#f0caa2", "softbox": "#c6dae8", "rim": "#66789a",
    "candle": "#7a7896", "overcast": "#d3dade", "neon": "#4a4d7a", "ring_flash": "#b4cfe4",
}  # fmt: skip
"""The colour of the sky at the hour of each light, where none is said."""

BRIGHTNESS_OF_LIGHT: dict[str, float] = {
    "soft_window": 0.92, "hard_sun": 0.92, "golden_hour": 0.90, "softbox": 0.95, "rim": 0.80, "candle": 0.92,
    "overcast": 0.88, "neon": 0.88, "ring_flash": 1.12,
}  # fmt: skip
WARMTH_OF_LIGHT: dict[str, float] = {"golden_hour": 0.22, "candle": 0.15, "overcast": -0.17, "hard_sun": 0.06}

VIGNETTE_OF_LIGHT: dict[str, float] = {
    "candle": 0.70, "rim": 0.60, "neon": 0.45, "ring_flash": 1.0, "softbox": 0.45, "overcast": 0.08,
}  # fmt: skip
"""How much darker a picture's corners are, where not as in most: a near light falls off, a grey sky does not."""

TAKES_LOOSE = frozenset(
    {"plaster", "linen", "paper", "silk", "velvet", "leather", "acrylic", "concrete", "terrazzo", "travertine", "wood"}
)
"""Surfaces that take a colour said of the set as a whole; one said of the surface itself colours every one."""
