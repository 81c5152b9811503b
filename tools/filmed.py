"""The photographed product before a clip's cameras: placed once, and then moved, never rendered."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from tools.engines.clip.camera import Camera, Rest, rest_of
from tools.engines.clip.frames import Part, out_of_focus, product_of
from tools.engines.clip.layers import sprite
from tools.engines.clip.paths import cameras, shares
from tools.engines.composite import Placed
from tools.engines.decoded import Product, placed_once
from tools.engines.grade import graded
from tools.engines.image import Image
from tools.engines.studio.camera import View
from tools.engines.studio.seen import view_of
from tools.specs.clip import Clip
from tools.specs.recipe import Recipe
from tools.specs.steps import Grade

PULL = (1.35, 1.0)
"""Where the lens is sharp when a focus pull begins and ends, in the product's distances."""


@dataclass(frozen=True)
class Filmed:
    """A product and its clip: the photo, how it lies in the frame, the picture's own camera, and each frame's.

    ``rest`` is ``view`` in pixels of the frame.
    """

    product: Product
    recipe: Recipe
    clip: Clip
    placed: Placed
    view: View
    rest: Rest
    ways: tuple[Camera, ...]

    @property
    def below(self) -> float | None:
        """Pixels from the eye's height down to the product's foot, for a camera that looks from the side."""
        if self.rest.ground is not None:
            return self.rest.ground
        foot = float(np.flatnonzero((self.placed.alpha > 127).any(1))[-1] + 1)
        return foot - self.rest.y if foot > self.rest.y else None


def filmed(product: Product, recipe: Recipe) -> Filmed:
    """Return ``product`` before the cameras of ``recipe``, which has a scene and a clip, and shows some of it."""
    assert recipe.clip is not None
    placed = placed_once(product, recipe.placement, recipe.width, recipe.height)
    view = view_of(recipe, placed.rgba)
    rest = rest_of(view, recipe.pose == "lying")
    rows, columns = (np.flatnonzero((placed.alpha > 127).any(axis)) for axis in (1, 0))
    middle = (float(columns[0] + columns[-1] + 1) / 2, float(rows[0] + rows[-1] + 1) / 2)
    ways = cameras(recipe.clip, rest, middle)
    return Filmed(product, recipe, recipe.clip, placed, view, rest, ways)


def moving(of: Filmed) -> Callable[[int], tuple[Image, Part]]:
    """Return what gives the product as it is in each frame: the photo, moved for the camera, and nothing rendered."""
    recipe, rest = of.recipe, of.rest
    source, cutout = of.product.source, of.product.cutout
    grade = recipe.step(Grade)
    if grade is not None:
        source, cutout = graded(source, grade), np.dstack([graded(cutout[..., :3], grade), cutout[..., 3]])
    zoom = max(camera.zoom for camera in of.ways)
    sheet = sprite(source, cutout, recipe.placement, (recipe.width, recipe.height), zoom)
    if of.clip.motion == "light_sweep":
        standing = product_of(sheet, rest, of.ways[0])
        return lambda _: standing
    if of.clip.motion != "focus_pull":
        return lambda number: product_of(sheet, rest, of.ways[number])
    way = shares(of.clip)
    return lambda number: out_of_focus(sheet, rest, of.ways[number], _circle(of.view, way[number]))


def _circle(view: View, share: float) -> float:
    """Return the radius in pixels that a point of the product is spread to, at ``share`` of a pull."""
    focus = PULL[0] + (PULL[1] - PULL[0]) * share
    return view.aperture * view.px_per_mm * abs(1.0 - 1.0 / focus)
