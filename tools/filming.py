"""From a picture on a set to the frames of a clip: what must be rendered, the layers, the camera's way."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from tools.context import Context
from tools.cropping import as_rendered
from tools.engines.clip.frames import Part, Stage, laid_over, set_of
from tools.engines.clip.layers import spread, without_product
from tools.engines.clip.paths import room_for, shares, swing
from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.contact import contact_layer, contact_strength
from tools.engines.develop import develop
from tools.engines.image import Bytes8, Image, Mask
from tools.engines.progress import Progress
from tools.engines.relight import weights_of
from tools.engines.studio.rigs import SUNS
from tools.engines.studio.shots import Footage, Shot, Tints
from tools.errors import ToolFailed
from tools.filmed import PULL, Filmed, filmed, moving
from tools.framed import framed_on
from tools.product_photo import ProductPhoto
from tools.shared_set import pixels_of
from tools.shoot import placed_of, product_in
from tools.specs.base import digest
from tools.specs.clip import Clip
from tools.specs.recipe import Recipe
from tools.specs.steps import Placement
from tools.specs.words import Aspect, nearest_aspect

CLIP_PIXELS: dict[str, tuple[int, int]] = {
    "21:9": (1920, 822), "16:9": (1920, 1080), "3:2": (1620, 1080), "4:3": (1440, 1080), "5:4": (1350, 1080),
    "1:1": (1080, 1080), "4:5": (1080, 1350), "3:4": (1080, 1440), "2:3": (1080, 1620), "9:16": (1080, 1920),
}  # fmt: skip
"""Width and height of a clip, even, and none over 1080×1920."""

LARGEST_SCALE = 1.3
"""Scale of the photo in a clip before its camera comes nearer: beyond it no pixels are left."""

LARGER = 1.25
"""How much larger than its picture a clip is at most."""

SWEEP, SWEEP_HARD, SWEEP_STEPS, SWEEP_SAMPLES = 24.0, 9.0, 9, 4
"""Degrees that a soft key and one with hard shadows goes to either side, the plates that its way is made of, and their
samples a pixel. Hard shadows that stand too far apart would be seen twice between two plates."""

PULL_STEPS = 5
"""The plates that a focus pull is made of."""


@dataclass(frozen=True)
class Film:
    """A clip to be: how many frames, each of them, and the product as it must be in each (``clip/proof.py``)."""

    count: int
    frame: Callable[[int], Bytes8]
    product: Callable[[int], tuple[Image, Part]]

    def frames(self, context: Context, begun: float) -> Iterator[Bytes8]:
        """Give all frames, and tell how far it is from ``begun`` on. Raises ``ToolFailed`` when cancelled."""
        for number in range(self.count):
            if context.cancelled():
                raise ToolFailed("The clip was cancelled; nothing was charged.")
            context.report(
                Progress(f"frame {number + 1} of {self.count}", begun + (0.95 - begun) * number / self.count)
            )
            yield self.frame(number)


def clip_recipe(old: Recipe, clip: Clip, aspect: Aspect | None, photo: ProductPhoto) -> Recipe:
    """Return the recipe of a clip of the picture ``old``, in its ratio or in ``aspect``, as large as is sensible."""
    parent, old = digest(old), as_rendered(old)
    ratio = aspect or nearest_aspect(old.width, old.height)
    whole = CLIP_PIXELS[ratio]
    factor = min(whole[0] / old.width, max(1.0, LARGEST_SCALE / old.placement.scale), LARGER)
    width, height = (2 * max(8, round(side * factor * old.width / whole[0] / 2)) for side in whole)
    told = {"tool": "video", "mode": "warped", "clip": clip, "parent": parent, "width": width, "height": height}
    if ratio != nearest_aspect(old.width, old.height) and old.scene is not None:
        framed = framed_on(photo, old.scene, old.pose, (width, height))
        return old.model_copy(update={**told, "placement": framed.placement, "frame_mm": framed.frame_mm})
    factor = width / old.width
    at = _scaled(old.placement, old, factor, height)
    if (stage := old.stands_on) is not None:
        first = _scaled(stage.placement, old, factor, height)
        told["shared"] = stage.model_copy(update={"placement": first, "for_placement": at, "size": (width, height)})
    return old.model_copy(update={**told, "placement": at})


def _scaled(at: Placement, old: Recipe, factor: float, height: int) -> Placement:
    """Return the placement in a picture ``factor`` times as large, and ``height``: the ratio may be a hair another."""
    down = (height - old.height * factor) / 2
    return at.model_copy(
        update={"scale": at.scale * factor, "x": round(at.x * factor), "y": round(at.y * factor + down)}
    )


def film_of(context: Context, photo: ProductPhoto, recipe: Recipe) -> Film:
    """Return the film of ``recipe``, which has a scene and a clip. Raises ``ToolFailed`` when cancelled."""
    if not placed_of(photo, recipe).core.any():
        raise ToolFailed("The product would lie outside the clip. Move it back in, or make it smaller.")
    of = filmed(product_in(photo), recipe)
    if of.clip.motion in ("light_sweep", "focus_pull"):
        return _changing(context, of)
    return _moved(context, of)


def _moved(context: Context, of: Filmed) -> Film:
    """Return the film of a camera that moves through the layers."""
    room, most = room_for(of.ways, of.rest), swing(of.ways, of.rest)
    footage = footage_of(context, of, (Shot(room=room), Shot(product=False, room=room)))
    near = footage.nearness
    alpha = np.pad(of.placed.alpha.astype(np.float32) / 255, ((room[1], room[1]), (room[0], room[0])))
    plate = without_product(footage.plates[0], footage.plates[1], alpha, near, most)
    picture = developed(plate, of.recipe, room, contact_share(of))
    product = moving(of)
    stage = Stage(picture, spread(near, most, of.below), room, of.rest)

    def frame(number: int) -> Bytes8:
        return laid_over(set_of(stage, of.ways[number]), *product(number))

    return Film(of.clip.frames, frame, product)


def contact_share(of: Filmed) -> Mask:
    """Return the share of light that the contact shadow leaves, H×W of the frame: the same for all plates of a clip."""
    recipe = of.recipe
    strength = np.float32(min(contact_strength(recipe), 1.0))
    if strength <= 0:
        return np.ones((recipe.height, recipe.width), np.float32)
    return np.float32(1) - strength * (np.float32(1) - contact_layer(of.product.source, of.product.cutout, recipe))


def developed(plate: Image, recipe: Recipe, room: tuple[int, int], touched: Mask) -> Image:
    """Return the developed set of a ``plate`` with ``room``, darkened where the product touches (``contact_share``)."""
    picture = develop(plate, recipe.develop, recipe.seed)
    part = picture[room[1] : room[1] + recipe.height, room[0] : room[0] + recipe.width]
    here = touched < 1.0
    part[here] = linear_to_srgb(srgb_to_linear(part[here]) * touched[here][:, None])
    return picture


def footage_of(context: Context, of: Filmed, shots: tuple[Shot, ...]) -> Footage:
    """Return what ``shots`` show in the light that the picture was given, from the cache or the studio."""
    plates, geometry = context.store.plates, of.recipe.geometry()
    shots = tuple(replace(shot, lights=tints_of(of.recipe)) for shot in shots)
    keys = [f"{digest(geometry)}-{hashlib.sha256(repr(shot).encode()).hexdigest()[:16]}" for shot in shots]
    near_key = f"{digest(geometry)}-near-{shots[0].room[0]}-{shots[0].room[1]}"
    near = plates.get(near_key)
    found = {shot: plate for shot, key in zip(shots, keys, strict=True) if (plate := plates.get(key)) is not None}
    missing = tuple(shot for shot in shots if shot not in found)
    if missing or near is None:

        def told(progress: Progress) -> None:
            context.report(Progress(progress.stage, 0.6 * progress.share))

        product = pixels_of(of.recipe, of.placed.rgba, context)
        made = context.studio.film(geometry, product, missing or shots[:1], told, context.cancelled)
        for shot, plate in zip(missing, made.plates, strict=False):
            found[shot] = plates.put(keys[shots.index(shot)], plate)
        near = plates.put(near_key, made.nearness)
    return Footage(tuple(found[shot] for shot in shots), near)


def tints_of(recipe: Recipe) -> Tints:
    """Return what was changed of the lights of a recipe's set; nothing where that is nothing."""
    weights = weights_of(recipe)
    changed = {name: weight for name, weight in weights.items() if not np.allclose(weight, 1.0, atol=1e-6)}
    return tuple((name, tuple(round(float(part), 6) for part in changed[name])) for name in sorted(changed))  # type: ignore[misc]


def _changing(context: Context, of: Filmed) -> Film:
    """Return the film of a light that goes round, or of a lens that finds its focus, before a camera that stands.

    The pictures between the plates are their sums.
    """
    shots = sweep_shots(of.recipe) if of.clip.motion == "light_sweep" else pull_shots()
    footage = footage_of(context, of, shots)
    touched = contact_share(of)
    pictures = [developed(plate, of.recipe, (0, 0), touched) for plate in footage.plates]
    way, product = shares(of.clip), moving(of)

    def frame(number: int) -> Bytes8:
        return laid_over(between(pictures, way[number]), *product(number))

    return Film(of.clip.frames, frame, product)


def sweep_shots(recipe: Recipe) -> tuple[Shot, ...]:
    """Return the places of the key on its way round the product."""
    scene = recipe.scene
    hard = scene is not None and (scene.light in SUNS or "leaf_shadow" in scene.props)
    most = SWEEP_HARD if hard else SWEEP
    turns = np.linspace(-most, most, SWEEP_STEPS)
    return tuple(Shot(turn=round(float(turn), 3), samples=SWEEP_SAMPLES) for turn in turns)


def pull_shots() -> tuple[Shot, ...]:
    """Return the focus on its way from behind the product to it."""
    return tuple(Shot(focus=round(float(place), 4)) for place in np.linspace(*PULL, PULL_STEPS))


def between(pictures: list[Image], share: float) -> Image:
    """Return the picture at ``share`` (0..1) of a row of them: the three beside it, mixed.

    The weights are those of a quadratic B-spline: a shadow is as soft on a plate as between two, where a mean of two
    would be sharp on each and double between them.
    """
    last = len(pictures) - 1
    place = share * last
    nearest = round(place)
    off = place - nearest
    weights = ((0.5 - off) ** 2 / 2, 0.75 - off**2, (0.5 + off) ** 2 / 2)
    mixed = np.zeros_like(pictures[0])
    for step, weight in zip((-1, 0, 1), weights, strict=True):
        mixed += pictures[min(max(nearest + step, 0), last)] * np.float32(weight)
    return mixed
