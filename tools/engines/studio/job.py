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
from tools.engines.studio.light_names import LIGHT_OF, light_of
from tools.engines.studio.lights import rig_of
from tools.engines.studio.materials import PLAIN, Materials
from tools.engines.studio.own_light import OWN_GROUPS, glowing, has_own, own_brightness
from tools.engines.studio.panes import behind_panes
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.picking import weights_of_lights
from tools.engines.studio.rigs import Rig
from tools.engines.studio.seen import extent_of, view_of
from tools.engines.studio.sight_line import clear_sight, round_the_lens
from tools.engines.studio.slides import slides
from tools.engines.studio.stand_in import StandIn, make_stand_in
from tools.engines.studio.terrain import sinks
from tools.engines.studio.texture_cache import TextureCache
from tools.engines.studio.tone import tone
from tools.errors import ToolFailed
from tools.specs.base import digest
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.words import LightName

PREVIEW_PIXELS = 512
PREVIEW_SAMPLES = 2

Tick = Callable[[Progress], None]


@dataclass(frozen=True)
class Built:
    """All objects of a set but its camera and what stands at the product's place; ``unlit``: lamps that are not
    metered, without their light; ``lights``: the light that each object that shines is part of; ``weights``: how often
    each is picked."""

    mitsuba: ModuleType
    objects: dict[str, Any]
    unlit: dict[str, Any]
    lights: dict[str, LightName]
    weights: dict[str, float]
    rig: Rig
    target: NDArray[np.float64]
    extent: Extent
    parts: tuple[Part, ...]


def render_job(recipe: Recipe, product: Image, folder: Path, tick: Tick, preview: bool = True) -> Image:
    """Return the plate of ``recipe`` round ``product`` (H×W×4 sRGB, the whole frame): linear, metered, neutral.

    ``preview``: show a small picture first; without one the plate is the same, seconds sooner.
    Raises ``ToolFailed`` when the recipe has no scene or the product is not to be seen in the frame.
    """
    ready = prepared(recipe, product, folder, tick)
    objects, view = ready.objects, ready.view
    tick(Progress("preview", 0.12, _preview(ready, recipe) if preview else None))
    scene = loaded(ready.mitsuba, {**objects, "sensor": shapes.sensor_of(ready.mitsuba, view)})
    guide = render.guides(ready.mitsuba, scene)
    noisy = render.accumulate(
        ready.mitsuba,
        scene,
        recipe.samples,
        recipe.seed,
        lambda share: tick(Progress("render", 0.2 + 0.7 * share)),
    )
    tick(Progress("denoise", 0.92))
    plate = through_panes(render.denoise(noisy, guide) * ready.gain, ready, product)
    return with_halos(plate, ready.built.parts, view, ready.scene.light)


@dataclass(frozen=True)
class Prepared:
    """A set that is built and metered: ``objects`` has the product's stand-in and no camera, ``gain`` (3) is what its
    light is multiplied by, ``body`` is the stand-in."""

    mitsuba: ModuleType
    scene: Scene
    built: Built
    view: View
    objects: dict[str, Any]
    gain: NDArray[np.float32]
    body: StandIn

    @property
    def screened(self) -> bool:
        """Whether the stand-in lets light through a lens."""
        return self.body.screened


@dataclass(frozen=True)
class Empty:
    """A set without a product, built and metered; see ``Prepared``."""

    built: Built
    view: View
    gain: NDArray[np.float32]


class KeptSet:
    """The last shared set, built and metered: the next product of a campaign stands on it at once."""

    def __init__(self) -> None:
        self._key: str | None = None
        self._empty: Empty | None = None
        self._guides: render.Clean | None = None
        self._glance: Image | None = None

    def of(self, recipe: Recipe, make: Callable[[], Empty]) -> Empty:
        """Return the set that ``recipe`` shares: the kept one, or what ``make`` gives."""
        key = digest(recipe.emptied())
        if self._empty is None or self._key != key:
            self.forget()  # before the next one is built: two would be held
            self._key, self._empty = key, make()
        return self._empty

    def guides(self, make: Callable[[], render.Clean]) -> render.Clean:
        """Return the guides of the kept set, seen without a product: the kept ones, or what ``make`` gives."""
        if self._guides is None:
            self._guides = make()
        return self._guides

    def glance(self, make: Callable[[], Image]) -> Image:
        """Return the small picture of the kept set, seen without a product: the kept one, or what ``make`` gives."""
        if self._glance is None:
            self._glance = make()
        return self._glance

    def forget(self) -> None:
        """Let go of the set."""
        self._key = self._empty = self._guides = self._glance = None


def prepared(recipe: Recipe, product: Image, folder: Path, tick: Tick, kept: KeptSet | None = None) -> Prepared:
    """Return the set of ``recipe`` round ``product``, ready to be looked at; see ``render_job``."""
    check_image(product, "product", (4, 5))
    if recipe.scene is None:
        raise ToolFailed("This picture has no set to render.")
    if not (product[..., 3] > 0.5).any():
        raise ToolFailed("Nothing of the product lies inside the frame. Move it back in, or make it smaller.")

    def make() -> Empty:
        return emptied(recipe, product, folder, tick)

    empty = make() if kept is None else kept.of(recipe, make)
    lies = Lies(recipe.kind, sinks(recipe.scene))
    thing = np.ascontiguousarray(product[..., :4])
    body = make_stand_in(thing, empty.view, recipe.pose, recipe.thickness_mm, empty.built.extent.shown, lies)
    objects = {**empty.built.objects, "product": shapes.to_stand_in(empty.built.mitsuba, body)}
    return Prepared(empty.built.mitsuba, recipe.scene, empty.built, empty.view, objects, empty.gain, body)


def emptied(recipe: Recipe, product: Image, folder: Path, tick: Tick) -> Empty:
    """Return the set that ``product`` stands on: its own, or the one that the recipe shares.

    ``product`` of a shared set (H×W×5) has the alpha of the one that the set was built round behind its own.
    """
    round_it, first = product, recipe
    if product.shape[-1] == 5:
        round_it, first = np.ascontiguousarray(product[..., [0, 1, 2, 4]]), recipe.emptied()
    tick(Progress("set", 0.02))
    view = view_of(first, round_it)
    built = _build(first, view, round_it, folder)
    tick(Progress("light", 0.08))
    return Empty(built, view, _meter(built, first, view))


def through_panes(plate: Image, ready: Prepared, product: Image) -> Image:
    """Return ``plate`` (H×W×3 linear) as it is seen through the lenses of ``product``, if it has any."""
    return behind_panes(plate, product[..., 3], ready.view) if ready.screened else plate


def loaded(mitsuba: ModuleType, objects: dict[str, Any]) -> Any:
    """Return the scene of ``objects``, in their order, none merged.

    Mitsuba merges by address and loads in parallel: lamps would be numbered by chance, and another order draws other
    samples. The same recipe then gave other bytes in one render of six.
    """
    return mitsuba.load_dict(objects, parallel=False, optimize=False)


def _build(recipe: Recipe, view: View, product: Image, folder: Path) -> Built:
    """Return the set of ``recipe`` as ``view`` sees it; ``folder`` is the home, for textures."""
    mitsuba = start()
    scene = recipe.scene
    assert scene is not None
    extent = extent_of(recipe, product, view)
    materials = Materials(mitsuba, TextureCache(folder / "textures"), recipe.frame_mm)
    middle = 0.0 if extent.lying else extent.base + extent.height * 0.45
    target = np.array([(extent.left + extent.right) / 2, middle, 0.0])
    rig = rig_of(scene, view.from_above)
    if extent.nothing_behind:
        rig = glowing(rig)
    if scene.light == "ring_flash":
        rig = round_the_lens(rig, view, target)
    rig = clear_sight(rig, view, target)
    parts = lay_out(scene, recipe.frame_mm, extent, recipe.seed)
    parts += leaves(scene, rig, recipe.frame_mm, extent, recipe.seed)
    thrown = slides(scene, rig, recipe.frame_mm, extent, target)
    burning = flames(parts, scene, recipe.frame_mm, target)
    glowing_parts = {f"part{index}": part for index, part in enumerate(parts) if _glows(part)}
    lamps = {f"lamp{index}": lamp for index, lamp in enumerate((*rig.lamps, *thrown, *burning))}
    weights = weights_of_lights(lamps, rig.ambient, glowing_parts)
    objects: dict[str, Any] = {"type": "scene"}
    for index, part in enumerate(parts):
        objects[f"part{index}"] = _part(mitsuba, materials, part, weights.get(f"part{index}", 1.0))
    unlit = {}
    for name, lamp in lamps.items():
        objects[name] = shapes.to_lamp(mitsuba, lamp, target, recipe.frame_mm, weights[name])
        if has_own(scene) and lamp.group not in OWN_GROUPS:  # the product's own light sets white and exposure
            unlit[name] = shapes.to_lamp(mitsuba, replace(lamp, share=0.0), target, recipe.frame_mm, weights[name])
    objects["bounds"] = shapes.bounds(mitsuba)
    objects["ambient"] = shapes.ambient_dict(rig.ambient, rig.ambient_kelvin, weights["ambient"])
    lights: dict[str, LightName] = {name: light_of(part.material) for name, part in glowing_parts.items()}
    lights |= {name: LIGHT_OF[lamp.group] for name, lamp in lamps.items()} | {"ambient": "fill"}
    return Built(mitsuba, objects, unlit, lights, weights, rig, target, extent, parts)


def _part(mitsuba: ModuleType, materials: Materials, part: Part, weight: float) -> Any:
    material = materials.get(part.material, part.tint, part.polish, part.finer)
    mesh = materials.in_tiles(part.mesh, part.material, part.tint, part.seed, part.finer)
    glow = materials.glow(part.material, part.tint, part.picture) if _glows(part) else None
    return shapes.to_mesh(mitsuba, mesh, material, glow, weight)


def _glows(part: Part) -> bool:
    stuff = PLAIN.get(part.material)
    return stuff is not None and bool(stuff.glow)


def _meter(built: Built, recipe: Recipe, view: View) -> NDArray[np.float32]:
    """Return RGB gains (3 numbers) that make a white ball in the product's place neutral and as bright as asked."""
    assert recipe.scene is not None
    radius = 0.10 * recipe.frame_mm
    center = _ball_place(built, radius)
    ball = shapes.white_ball(built.mitsuba, center, radius)
    sensor = shapes.meter_sensor(built.mitsuba, view, center, radius, render.METER_PIXELS)
    scene = loaded(built.mitsuba, {**built.objects, **built.unlit, "product": ball, "sensor": sensor})
    return render.meter(built.mitsuba, scene, own_brightness(recipe.scene))


def _ball_place(built: Built, radius: float) -> NDArray[np.float64]:
    """Return the middle of the ball: the product's, or before the body that carries it, which would hide the ball."""
    shown = built.extent.shown
    if shown is not None and shown.display in FACING:
        return np.array([shown.middle, shown.waist, radius])
    return np.array([built.target[0], max(float(built.target[1]), radius * 1.2), 0.0])


def _preview(ready: Prepared, recipe: Recipe) -> Image:
    """Return a small sRGB picture of the set and the stand-in (long side 512 px), quickly."""
    mitsuba, view = ready.mitsuba, ready.view
    small = view.resized(PREVIEW_PIXELS / max(view.width, view.height))
    scene = loaded(mitsuba, {**ready.objects, "sensor": shapes.sensor_of(mitsuba, small)})
    noisy = render.accumulate(mitsuba, scene, PREVIEW_SAMPLES, recipe.seed, lambda _: None)
    return linear_to_srgb(tone(render.denoise(noisy, render.guides(mitsuba, scene), quick=True) * ready.gain))
