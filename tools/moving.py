"""The product and its frame as an edit wishes them: closer, farther, cut to a ratio, larger, or elsewhere. Pure."""

from typing import TYPE_CHECKING

from tools.cropping import Window, as_before, cropped_to, in_ratio, product_box, window_of, zoomed
from tools.engines.framing import LARGEST_SCALE
from tools.product_photo import ProductPhoto
from tools.specs.recipe import Recipe
from tools.specs.steps import Placement

if TYPE_CHECKING:
    from tools.edit import Changes

ZOOM = 0.5
"""Natural logarithm of the magnification at amount 1."""

SIDES: dict[str, tuple[float, float]] = {
    "left": (-0.35, 0.0), "right": (0.35, 0.0), "up": (0.0, -0.25), "down": (0.0, 0.25), "center": (0.0, 0.0),
}  # fmt: skip


def placed_again(new: Recipe, before: Recipe, changes: "Changes", photo: ProductPhoto) -> Recipe:
    """Return ``new``, a recipe of a whole picture, closer, farther, cut or moved, as ``before`` was cropped till now.

    Closer is a crop as long as the plate is fine enough, and nothing else in it has to be rendered. Raises
    ``BadRequest`` when a crop would cut the product.
    """
    shifted = bool(changes.product_scale) or changes.product_position is not None
    if not (changes.zoom or changes.crop or shifted) and new.placement == before.geometry().placement:
        return as_before(new, before)
    window = window_of(before)
    if new.placement != before.geometry().placement:  # it was framed anew: what was cropped closer is of another view
        box = product_box(photo.cutout[..., 3], new.placement)
        window = Window(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2), before.width, before.height, 1.0)
    if changes.zoom:
        box = product_box(photo.cutout[..., 3], new.placement)
        anew = shifted or new.geometry() != before.geometry()
        window, left = zoomed(window, ZOOM * changes.zoom, new, box, anew)
        changes = changes.model_copy(update={"zoom": left / ZOOM})
    new = moved(new, changes, photo)
    if changes.crop:
        window = in_ratio(window, changes.crop, product_box(photo.cutout[..., 3], new.placement))
    return cropped_to(new, window)


def moved(recipe: Recipe, changes: "Changes", photo: ProductPhoto) -> Recipe:
    """Return the recipe with the product larger, smaller or elsewhere. ``zoom`` takes the set along."""
    wished = 2.718281828 ** (ZOOM * (changes.zoom + changes.product_scale))
    if wished == 1.0 and changes.product_position is None:
        return recipe
    old = recipe.placement
    scale = round(min(old.scale * wished, max(LARGEST_SCALE, old.scale)), 6)
    factor = scale / old.scale
    rows, columns = photo.cutout.shape[:2]
    middle_x, base_y = old.x + columns * old.scale / 2, old.y + rows * old.scale * 0.6
    position = changes.product_position
    shift = SIDES[position] if isinstance(position, str) else position or (0.0, 0.0)
    x = round(middle_x - columns * scale / 2 + shift[0] * recipe.width / 2)
    y = round(base_y - rows * scale * 0.6 + shift[1] * recipe.height / 2)
    if position == "center":
        x = round(recipe.width / 2 - columns * scale / 2)
    closer = factor if changes.zoom else 1.0
    return recipe.model_copy(
        update={
            "placement": Placement(scale=scale, x=x, y=y, rotation=old.rotation),
            "frame_mm": recipe.frame_mm / closer,
        }
    )
