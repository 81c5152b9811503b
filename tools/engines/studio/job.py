"""One set from recipe to plate: a 512 px preview first, then the picture."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import linear_to_srgb
from tools.engines.image import Image, check_image
from tools.engines.progress import Progress
from tools.engines.studio import render, shapes
from tools.engines.studio.backend import start
from tools.engines.studio.camera import View
from tools.engines.studio.display import FACING
from tools.engines.studio.glow import flames, with_halos
from tools.engines.studio.gobos import leaves
from tools.engines.studio.laid import Lies
from tools.engines.studio.layout import lay_out
from tools.engines.studio.lights import rig_of
from tools.engines.studio.materials import PLAIN, Materials
from tools.engines.studio.own_light import OWN_GROUPS, glowing, has_own, own_brightness
from tools.engines.studio.panes import behind_panes
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.rigs import Rig
from tools.engines.studio.seen import extent_of, view_of
from tools.engines.studio.sight_line import clear_sight, round_the_lens
from tools.engines.studio.slides import slides
from tools.engines.studio.stand_in import make_stand_in
from tools.engines.studio.terrain import sinks
from tools.engines.studio.texture_cache import TextureCache
from tools.engines.studio.tone import tone
from tools.errors import ToolFailed
from tools.specs.recipe import Recipe

PREVIEW_PIXELS = 512
PREVIEW_SAMPLES = 2

Tick = Callable[[Progress], None]


@dataclass(frozen=True)
class Built:
    """All objects of a set but its camera and what stands at the product's place; ``unlit``: lamps that are not
    metered, without their light."""

    mitsuba: ModuleType
    objects: dict[str, Any]
    unlit: dict[str, Any]
    rig: Rig
    target: NDArray[np.float64]
    extent: Extent
    parts: tuple[Part, ...]


def render_job(recipe: Recipe, product: Image, folder: Path, tick: Tick, preview: bool = True) -> Image:
    """Return the plate of ``recipe`` round ``product`` (H×W×4 sRGB, the whole frame): linear, metered, neutral.

    ``preview``: show a small picture first; without one the plate is the same, seconds sooner.
    Raises ``ToolFailed`` when the recipe has no scene or the product is not to be seen in the frame.
    """
    check_image(product, "product", (4,))
    if recipe.scene is None:
        raise ToolFailed("This picture has no set to render.")
    if not (product[..., 3] > 0.5).any():
        raise ToolFailed("Nothing of the product lies inside the frame. Move it back in, or make it smaller.")
    tick(Progress("set", 0.02))
    view = view_of(recipe, product)
    built = build(recipe, view, product, folder)
    tick(Progress("light", 0.08))
    gain = metered(built, recipe, view)
    stand_in, screened = stand_in_of(built, recipe, view, product)
    objects = {**built.objects, "product": stand_in}
    tick(Progress("preview", 0.12, _preview(built.mitsuba, objects, view, recipe, gain) if preview else None))
    scene = load_scene(built.mitsuba, {**objects, "sensor": shapes.sensor_of(built.mitsuba, view)})
    guide = render.guides(built.mitsuba, scene)
    noisy = render.accumulate(
        built.mitsuba,
        scene,
        recipe.samples,
        recipe.seed,
        lambda share: tick(Progress("render", 0.2 + 0.7 * share)),
    )
    tick(Progress("denoise", 0.92))
    plate = render.denoise(noisy, guide) * gain
    plate = behind_panes(plate, product[..., 3], view) if screened else plate
    return with_halos(plate, built.parts, view, recipe.scene.light)


def load_scene(mitsuba: ModuleType, objects: dict[str, Any]) -> Any:
    """Return the scene of ``objects``, in their order, none merged.

    Mitsuba merges by address and loads in parallel: lamps would be numbered by chance, and another order draws other
    samples. The same recipe then gave other bytes in one render of six.
    """
    return mitsuba.load_dict(objects, parallel=False, optimize=False)


def stand_in_of(built: Built, recipe: Recipe, view: View, product: Image) -> tuple[Any, bool]:
    """Return (the stand-in of ``product``, whether light comes through lenses in it)."""
    assert recipe.scene is not None
    lies = Lies(recipe.kind, sinks(recipe.scene))
    body = make_stand_in(product, view, recipe.pose, recipe.thickness_mm, built.extent.shown, lies)
    return shapes.to_stand_in(built.mitsuba, body), body.screened


def build(recipe: Recipe, view: View, product: Image, folder: Path) -> Built:
    """Return the set of ``recipe`` as ``view`` sees it; ``folder`` is the home, for textures."""
    mitsuba = start()
    scene = recipe.scene
    assert scene is not None
    extent = extent_of(recipe, product, view)
    materials = Materials(mitsuba, TextureCache(folder / "textures"), recipe.frame_mm)
    middle = 0.0 if extent.lying else extent.height * 0.45
    target = np.array([(extent.left + extent.right) / 2, middle, 0.0])
    rig = rig_of(scene, view.from_above)
    if extent.nothing_behind:
        rig = glowing(rig)
    if scene.light == "ring_flash":
        rig = round_the_lens(rig, view, target)
    rig = clear_sight(rig, view, target)
    objects: dict[str, Any] = {"type": "scene"}
    parts = lay_out(scene, recipe.frame_mm, extent, recipe.seed)
    parts += leaves(scene, rig, recipe.frame_mm, extent, recipe.seed)
    for index, part in enumerate(parts):
        objects[f"part{index}"] = _part(mitsuba, materials, part)
    thrown = slides(scene, rig, recipe.frame_mm, extent, target)
    burning = flames(parts, scene, recipe.frame_mm, target)
    unlit = {}
    for index, lamp in enumerate((*rig.lamps, *thrown, *burning)):
        objects[f"lamp{index}"] = shapes.to_lamp(mitsuba, lamp, target, recipe.frame_mm)
        if has_own(scene) and lamp.group not in OWN_GROUPS:  # the product's own light sets white and exposure
            unlit[f"lamp{index}"] = shapes.to_lamp(mitsuba, replace(lamp, share=0.0), target, recipe.frame_mm)
    objects["bounds"] = shapes.bounds(mitsuba)
    objects["ambient"] = shapes.ambient_dict(rig.ambient, rig.ambient_kelvin)
    return Built(mitsuba, objects, unlit, rig, target, extent, parts)


def _part(mitsuba: ModuleType, materials: Materials, part: Part) -> Any:
    material = materials.get(part.material, part.tint, part.polish, part.finer)
    mesh = materials.in_tiles(part.mesh, part.material, part.tint, part.seed, part.finer)
    stuff = PLAIN.get(part.material)
    glow = materials.glow(part.material, part.tint, part.picture) if stuff is not None and stuff.glow else None
    return shapes.to_mesh(mitsuba, mesh, material, glow)


def metered(built: Built, recipe: Recipe, view: View) -> NDArray[np.float32]:
    """Return RGB gains (3 numbers) that make a white ball in the product's place neutral and as bright as asked."""
    assert recipe.scene is not None
    radius = 0.10 * recipe.frame_mm
    center = _ball_place(built, radius)
    ball = shapes.white_ball(built.mitsuba, center, radius)
    sensor = shapes.meter_sensor(built.mitsuba, view, center, radius, render.METER_PIXELS)
    scene = load_scene(built.mitsuba, {**built.objects, **built.unlit, "product": ball, "sensor": sensor})
    return render.meter(built.mitsuba, scene, own_brightness(recipe.scene))


def _ball_place(built: Built, radius: float) -> NDArray[np.float64]:
    """Return the middle of the ball: the product's, or before the body that carries it, which would hide the ball."""
    shown = built.extent.shown
    if shown is not None and shown.display in FACING:
        return np.array([shown.middle, shown.waist, radius])
    return np.array([built.target[0], max(float(built.target[1]), radius * 1.2), 0.0])


def _preview(
    mitsuba: ModuleType, objects: dict[str, Any], view: View, recipe: Recipe, gain: NDArray[np.float32]
) -> Image:
    """Return a small sRGB picture of the set and the stand-in (long side 512 px), quickly."""
    small = view.resized(PREVIEW_PIXELS / max(view.width, view.height))
    scene = load_scene(mitsuba, {**objects, "sensor": shapes.sensor_of(mitsuba, small)})
    noisy = render.accumulate(mitsuba, scene, PREVIEW_SAMPLES, recipe.seed, lambda _: None)
    return linear_to_srgb(tone(render.denoise(noisy, render.guides(mitsuba, scene), quick=True) * gain))
