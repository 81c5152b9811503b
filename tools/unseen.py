"""Edits that nobody could see: they are said, and neither rendered nor charged."""

from tools.engines.composite import Placed
from tools.engines.studio.layout import left_out
from tools.engines.studio.seen import extent_of, view_of
from tools.errors import BadRequest
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene

TINTED = frozenset({"flowers", "fabric_fold", "ribbon", "candle", "sphere", "glass_block", "arch", "book", "shell"})
"""Props that may take a colour."""


def refuse_unseen(old: Recipe, new: Recipe, placed: Placed) -> None:
    """Raise ``BadRequest`` when ``new``, a change of ``old``, would show what ``old`` shows.

    ``placed`` is the product in the frame of the new recipe's plate.

    A prop may have no place, a wall be out of sight from above, a colour be of things that are not there.
    """
    assert old.scene is not None
    assert new.scene is not None
    if new.scene == old.scene:
        return  # what differs is its light, its tones or its place, and those show
    frame, product = new.geometry(), placed.rgba
    gone = left_out(new.scene, frame.frame_mm, extent_of(frame, product, view_of(frame, product)), new.seed)
    shown = new.model_copy(update={"scene": _shown(old.scene, new.scene, gone)})
    if (shown.geometry(), shown.develop, shown.mode) != (old.geometry(), old.develop, old.mode):
        return
    added = [prop.replace("_", " ") for prop in new.scene.props if prop in gone and prop not in old.scene.props]
    if added:
        raise BadRequest(f"There is no room on this set for: {', '.join(added)}. Nothing was made and nothing charged.")
    raise BadRequest("Nobody would see that in this picture, so nothing was made and nothing charged.")


def _shown(old: Scene, new: Scene, gone: tuple[str, ...]) -> Scene:
    """Return ``new`` with what it does not show as it is in ``old``."""
    props = tuple(prop for prop in new.props if prop not in gone or prop in old.props)
    same: dict[str, object] = {"props": props}
    if "backdrop" in gone and new.support == "ground":
        same |= {"backdrop": old.backdrop, "backdrop_tint": old.backdrop_tint}
    if "leaf_shadow" not in props:
        same["leaf"] = old.leaf
    if not TINTED.intersection(props):
        same["prop_tint"] = old.prop_tint
    return new.model_copy(update=same)
