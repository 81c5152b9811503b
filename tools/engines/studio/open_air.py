"""Backdrops under an open sky: the surface runs to the horizon, a shore to the sea; the sky is a painting far away."""

from collections.abc import Iterator

import numpy as np

from tools.engines.studio.mesh import Mesh, grid
from tools.engines.studio.paintings import sky
from tools.engines.studio.part import Extent, Part
from tools.specs.scene import Scene

FAR = 39.0
"""Distance of the painted sky behind the product, in frame widths."""

SHORE = 7.0
"""Where a shore ends and its sea begins, in frame widths behind the product."""

PLAIN = 5.5
"""Where a plain goes over into the painted distance: the lamps of a set do not reach farther."""

LAND: dict[str, str] = {"sand": "#cdb48f", "snow": "#e9eef4", "moss": "#7d8a58"}
"""Ground that lies out of doors, and its colour in the distance where none is said."""

COVER: dict[str, float] = {"hard_sun": 0.35, "golden_hour": 0.25, "overcast": 1.0, "soft_window": 0.6}
"""How much cloud there is at the hour of a light."""

LOW_SUNS = frozenset({"golden_hour", "candle", "rim"})
SUN_ASIDE = {"left": -0.20, "right": 0.20, "back": 0.05, "top": 0.0, "front": 0.0}
"""Where a low sun glows, as a tangent: beyond the frame's side, and behind a product that is lit from the back."""


def is_shore(scene: Scene) -> bool:
    """Return whether a sea lies before the horizon: on sand with a shell, and behind water."""
    return scene.backdrop == "horizon" and (
        (scene.surface == "sand" and "shell" in scene.props) or scene.surface == "water"
    )


def reach(scene: Scene) -> float:
    """Return how far back the ground runs under an open sky, in frame widths; beyond it is part of the painting."""
    if is_shore(scene):
        return SHORE
    return PLAIN if scene.surface in LAND else FAR + 1.0


def painted_sky(scene: Scene, frame_mm: float, extent: Extent, level: float, seed: int) -> Iterator[Part]:
    """Return the wall that the sky is painted on, its horizon at the height of the eye."""
    weather = sky.Weather(
        tint=scene.backdrop_tint or "#cfe0ee",
        sun=SUN_ASIDE[scene.light_from] if scene.light in LOW_SUNS and scene.light_from != "front" else None,
        cover=COVER.get(scene.light, 0.3) if scene.backdrop == "horizon" else COVER.get(scene.light, 0.3) + 0.15,
        shore=is_shore(scene),
        land=(scene.surface_tint or LAND[scene.surface]) if scene.surface in LAND else None,
        strand=_strand(frame_mm, extent),
    )
    mesh = _far_wall(frame_mm, extent, level)
    yield Part(mesh, "sky_light", None, seed, picture=sky.sky(weather, seed))


def _strand(frame_mm: float, extent: Extent) -> float:
    """Return the tangent under the horizon at which the ground ends and a painted sea begins."""
    if not np.isfinite(extent.eye_distance):
        return sky.BELOW
    return float(np.clip(extent.eye_height / (extent.eye_distance + SHORE * frame_mm), 0.012, sky.BELOW))


def _far_wall(frame_mm: float, extent: Extent, level: float) -> Mesh:
    """Return an upright wall whose uv are the painting's; beyond its edges the painting's rim goes on."""
    z = -FAR * frame_mm
    away = FAR * frame_mm + (extent.eye_distance if np.isfinite(extent.eye_distance) else 3.2 * frame_mm)
    eye = extent.eye_height
    low = min(level - 5.0 * frame_mm, eye - 0.2 * away)
    x = np.unique(np.concatenate([np.linspace(-50.0, 50.0, 9) * frame_mm, np.array([-1.0, 1.0]) * sky.ASIDE * away]))
    y = np.unique([low, eye - sky.BELOW * away, eye, eye + sky.ABOVE * away, max(50.0 * frame_mm, eye + 0.6 * away)])
    points = np.stack(np.broadcast_arrays(x[None, :], y[::-1, None], z), -1)
    u = 0.5 + 0.5 * points[..., 0] / (sky.ASIDE * away)
    v = (sky.ABOVE - (points[..., 1] - eye) / away) / (sky.ABOVE + sky.BELOW)
    return grid(points, np.stack([u, v], -1))
