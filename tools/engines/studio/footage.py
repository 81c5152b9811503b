"""Further renders of one set, for a clip: without the product, with room round the frame, the key turned, a new focus.

The set, its lamps and its exposure are those of the picture itself, so that all plates fit each other.
"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Image, Mask
from tools.engines.progress import Progress
from tools.engines.studio import render, shapes
from tools.engines.studio.camera import View
from tools.engines.studio.glow import with_halos
from tools.engines.studio.job import Built, Prepared, Tick, loaded, prepared
from tools.engines.studio.light_plates import Switches
from tools.engines.studio.panes import behind_panes
from tools.engines.studio.shots import Footage, Shot
from tools.specs.recipe import Recipe


def with_room(view: View, room: tuple[int, int]) -> View:
    """Return ``view`` with ``room`` pixels more left and right, above and below: the same camera, a larger film."""
    across, down = room
    width = view.width + 2 * across
    return replace(
        view, width=width, height=view.height + 2 * down, frame_mm=view.frame_mm * width / view.width,
        base_row=view.base_row + down,
    )  # fmt: skip


def render_footage(recipe: Recipe, product: Image, shots: tuple[Shot, ...], folder: Path, tick: Tick) -> Footage:
    """Return what ``shots`` show of the set of ``recipe`` round ``product`` (H×W×4 sRGB, the whole frame).

    Without a shot nothing is rendered: only how near the set is. Raises ``ToolFailed`` when the recipe has no scene or
    the product is not to be seen in the frame.
    """
    ready = prepared(recipe, product, folder, tick)
    built = ready.built
    plates, guides = [], Guides()
    for number, shot in enumerate(shots):

        def told(share: float, number: int = number) -> None:
            tick(Progress("render", 0.08 + 0.9 * (number + share) / len(shots)))

        roomy = with_room(ready.view, shot.room)
        plate = guides.shoot(ready, roomy, (recipe, shot), told) * ready.gain
        if shot.product and ready.screened:
            plate = behind_panes(plate, np.pad(product[..., 3], _pads(shot.room)), roomy)
        plates.append(_in_haze(plate, ready, roomy, shot))
    room = shots[0].room if shots else (0, 0)
    return Footage(tuple(plates), nearness(built, with_room(ready.view, room)))


def _in_haze(plate: Image, ready: Prepared, view: View, shot: Shot) -> Image:
    """Return ``plate`` with the haze round what glows, in the light that was left to it."""
    hazy = with_halos(plate, ready.built.parts, view, ready.scene.light)
    tint = dict(shot.lights).get("glow")
    return hazy if tint is None else plate + (hazy - plate) * np.array(tint, np.float32)


def _pads(room: tuple[int, int]) -> tuple[tuple[int, int], tuple[int, int]]:
    return (room[1], room[1]), (room[0], room[0])


class Guides:
    """Renders shots; what guides the denoiser is made once for all that only their light tells apart."""

    def __init__(self) -> None:
        self._of: tuple[object, ...] | None = None
        self._kept: render.Clean | None = None

    def shoot(self, ready: Prepared, view: View, of: tuple[Recipe, Shot], told: Any) -> Image:
        """Return the plate of a shot, linear, not metered."""
        (recipe, shot), built = of, ready.built
        objects = {**(ready.objects if shot.product else built.objects), **_turned(built, recipe, shot.turn)}
        sensor = shapes.sensor_of(built.mitsuba, view, view.distance * shot.focus)
        scene = loaded(built.mitsuba, {**objects, "sensor": sensor})
        same = (shot.product, shot.room, shot.focus)
        if self._kept is None or self._of != same:
            self._of, self._kept = same, render.cleaned(render.guides(built.mitsuba, scene))
        tints = {name: np.array(tint, np.float32) for name, tint in shot.lights}
        switches = Switches(ready, scene) if tints else None
        if switches is not None:
            switches.tinted(tints)
        noisy = render.accumulate(built.mitsuba, scene, shot.samples or recipe.samples, recipe.seed, told)
        if switches is not None:  # the lamps themselves are those of the next shot
            switches.tinted(dict.fromkeys(tints, np.ones(3, np.float32)))
        return render.denoised(noisy, self._kept)


def _turned(built: Built, recipe: Recipe, turn: float) -> dict[str, Any]:
    """Return the lamps of the key's group, ``turn`` degrees farther round the product, by their names in the set.

    What stands in their way (leaves, panes) stays, so its shadow moves, too. A ring round the lens moves as a whole.
    """
    if not turn:
        return {}
    groups = {"key", "ring"}
    return {
        f"lamp{index}": shapes.to_lamp(
            built.mitsuba,
            replace(lamp, azimuth=lamp.azimuth + turn),
            built.target,
            recipe.frame_mm,
            built.weights[f"lamp{index}"],
        )
        for index, lamp in enumerate(built.rig.lamps)
        if lamp.group in groups
    }


def nearness(built: Built, view: View) -> Mask:
    """Return how near the empty set is in each pixel of ``view``, H×W; see ``Footage``. The lens is a pinhole."""
    mitsuba = built.mitsuba
    scene = loaded(mitsuba, dict(built.objects))
    rows, columns = np.mgrid[: view.height, : view.width].astype(np.float64) + 0.5
    eye = view.eye
    away = view.on_plane(columns, rows).reshape(-1, 3) - eye
    length = np.linalg.norm(away, axis=1)
    reached = _reached(mitsuba, scene, eye, away / length[:, None])
    share = np.where(np.isfinite(reached) & (reached > 0), length / np.maximum(reached, 1e-9), 0.0)
    return share.reshape(view.height, view.width).astype(np.float32)


def _reached(mitsuba: Any, scene: Any, eye: NDArray[np.float64], ways: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return how far the scene is from ``eye`` along each of ``ways`` (N×3, length 1); infinity where nothing is."""
    if mitsuba.variant().startswith("scalar"):  # without LLVM a ray is one ray
        start = mitsuba.Point3f(*eye.tolist())
        rays = (mitsuba.Ray3f(start, mitsuba.Vector3f(*way)) for way in ways.tolist())
        return np.array([scene.ray_intersect_preliminary(ray).t for ray in rays], np.float64)
    ray = mitsuba.Ray3f(_points(mitsuba, np.broadcast_to(eye, ways.shape)), _points(mitsuba, ways))
    hit = scene.ray_intersect_preliminary(ray, coherent=True)
    return np.array(hit.t, dtype=np.float64).reshape(-1)


def _points(mitsuba: Any, places: NDArray[np.float64]) -> Any:
    return mitsuba.Point3f(*(np.ascontiguousarray(places[:, axis], dtype=np.float32) for axis in range(3)))
