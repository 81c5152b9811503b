"""The steps of catalogue pictures: white tiles, ghost mannequins, close-ups, and another background."""

from typing import Any

from agent.facts import Facts
from agent.nearby import AND
from agent.qualities import numeric_changes
from agent.reading_scene import wish
from agent.scan import find, said
from agent.text import PAUSE
from tools.specs.markets import MARKETS
from tools.specs.plan import Step

_SET = ("look", "surface", "light", "light_from", "props", "camera", "display")
"""Parts of a wish that only a set has: without them colours make a plain ground."""


def ghost(facts: Facts, product: str, frame: dict[str, Any]) -> Step:
    """Return the ghost mannequin of ``product``, with the photo that shows its inside."""
    inside = inside_of(facts)
    args = {"product": product} | ({"inside": inside} if inside and inside != product else {})
    return Step(tool="ghost_mannequin", args=args | frame)


def inside_of(facts: Facts) -> str | None:
    """Return the photo of a product's inside: a further view of it, or the second of two when the words say so."""
    if facts.pictures.views:
        return facts.pictures.views[0]
    two = facts.pictures.products
    return two[1] if len(two) == 2 and said("pictures", "inside_view", facts.text) else None


def fronts(facts: Facts) -> tuple[str, ...]:
    """Return the products of a brief without the one that is another's inside."""
    inside = inside_of(facts) if facts.wants("ghost") else None
    return tuple(product for product in facts.pictures.products if product != inside)


def upright(facts: Facts) -> dict[str, Any]:
    """Return the mode of a tile that is to be straightened."""
    return {"mode": "warped"} if facts.wants("straighten") else {}


def detail(facts: Facts, product: str, frame: dict[str, Any]) -> Step:
    """Return the close-up of ``product``, of the part that is named."""
    part = next((hit.meaning for hit in find("parts", facts.text)), None)
    return Step(tool="detail", args={"product": product} | ({"region": part} if part else {}) | frame)


def apart(facts: Facts) -> bool:
    """Return whether a close-up is ordered beside a set: "a close-up of the buckle and something on linen"."""
    text = facts.text
    near = [hit for hit in find("intents", text) if hit.meaning == "detail"]
    sets = [hit for name in ("surfaces", "backdrops", "places", "looks") for hit in find(name, text)]
    return any(
        (AND | {PAUSE}) & set(text.tokens[min(one.end, other.end) : max(one.start, other.start)])
        for one in near
        for other in sets
    )


def shadow(facts: Facts, made: list[Step], done: int) -> list[Step]:
    """Return the change of a first tile's shadow that the words ask for, where its market lets it have one."""
    tile = made[-1] if made and made[-1].tool in ("white_studio", "ghost_mannequin") else None
    if tile is None or facts.sets_a_scene or (tile.args.get("market") in MARKETS and not _may_have(tile)):
        return []
    amount = numeric_changes(facts.text).get("shadow")
    if not amount:
        return []
    return [Step(tool="edit", args={"asset": f"${done + len(made)}", "changes": {"shadow": amount}})]


def _may_have(tile: Step) -> bool:
    return MARKETS[tile.args["market"]].shadow


def background(facts: Facts, asset: str, plain: bool = False) -> Step | None:
    """Return the step that puts ``asset`` before an own photo, a colour or a gradient, if that is what is asked.

    A set is a shoot and no background. ``plain``: a colour alone is enough, because the picture has no set.
    """
    if facts.wants("own_background") and facts.pictures.inspiration and not facts.sets_a_scene:
        return Step(tool="change_background", args={"asset": asset, "scene": {"place": facts.pictures.inspiration[0]}})
    scene = wish(facts.scene)
    if not (facts.wants("change_background") or plain) or not facts.scene.palette:
        return None
    if any(scene.get(key) for key in (*_SET, "mood", "place")) or scene.get("backdrop") not in (None, "gradient"):
        return None
    scene.pop("backdrop_color", None)  # on plain ground the palette is all there is
    return Step(tool="change_background", args={"asset": asset, "scene": scene})
