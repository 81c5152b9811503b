"""The picture that is looked at: against its photo or another one, its place in the talk, what it is made of."""

from html import escape

from tools.specs.asset import Asset
from ui.chips import chips
from ui.clips import player
from ui.files import url
from ui.lineage import Lineage
from ui.markup import facts, titled, touch_button


def viewer(thread: str, name: str, asset: Asset, around: Lineage) -> str:
    """Return one picture, what can be done with it, and how it was made."""
    still = asset.recipe if not asset.moves else None
    undo = _say("Undo", f"undo {name}") if asset.parent and still and around.before else ""
    redo = _say("Redo", f"redo {name}") if around.undone and still else ""
    touch = touch_button(thread, name) if still is not None else ""
    liking = likings(name) if still is not None and still.scene is not None else ""
    recipe = f'<a href="{url(thread, name, "recipe")}" download>Recipe</a>' if asset.recipe is not None else ""
    told = f"{_differs(name, around)}{_tree(name, around)}"
    return (
        f'<div class="compare" style="--at:50%;aspect-ratio:{asset.width}/{asset.height}">'
        f"{_compared(thread, name, asset, around)}</div>"
        f'<div class="actions"><b>{escape(name)}</b><a href="{url(thread, name)}?download" download>Download</a>'
        f"{recipe}{undo}{redo}{_against(name, around)}{touch}{liking}</div>{told}"
        f"{chips(name, still) if still is not None else ''}{facts(asset, shown=True)}"
    )


def _compared(thread: str, name: str, asset: Asset, around: Lineage) -> str:
    if asset.moves:
        return player(thread, name, asset)
    picture = f'<img src="{url(thread, name, "small")}" alt="{titled(name, asset)}">'
    if asset.recipe is None:
        return picture
    other = around.against
    before = url(thread, other, "small") if other else url(thread, name, "placed")
    tags = (other, name) if other else ("photo", "picture")
    return (
        f'{picture}<img class="before" src="{before}" alt="{escape(other or "the product photo")}">'
        f'<input type="range" data-slide min="0" max="100" value="50" aria-label="{tags[0]} or {tags[1]}">'
        f'<span class="tag left">{tags[0]}</span><span class="tag right">{tags[1]}</span>'
    )


def _against(name: str, around: Lineage) -> str:
    if not around.others:
        return ""
    options = "".join(
        f'<option value="{each}"{" selected" if each == around.against else ""}>against {each}</option>'
        for each in around.others
    )
    photo = f'<option value=""{"" if around.against else " selected"}>against the photo</option>'
    return f'<select data-act="against" data-name="{name}" aria-label="Compare {name}">{photo}{options}</select>'


def _differs(name: str, around: Lineage) -> str:
    if around.against is None:
        return ""
    lines = "".join(f"<li>{escape(each)}</li>" for each in around.differs) or "<li>nothing: they are made alike</li>"
    return f'<p class="quiet">{name} against {around.against}</p><ul class="differs">{lines}</ul>'


def _tree(name: str, around: Lineage) -> str:
    """Return the pictures that this one came from and those that were made of it."""
    if not (around.before or around.after):
        return ""
    way = " → ".join([*map(_choose, around.before), f"<b>{escape(name)}</b>"])
    after = f" → {', '.join(map(_choose, around.after))}" if around.after else ""
    return f'<p class="tree">{way}{after}</p>'


def _choose(name: str) -> str:
    return f'<button data-act="choose" data-name="{name}">{escape(name)}</button>'


def _say(shown: str, text: str) -> str:
    return f'<button data-act="say" data-text="{escape(text)}">{shown}</button>'


def likings(name: str) -> str:
    """Return the two buttons that say whether a picture is liked; what is liked is offered first later."""
    ways = (("up", "More like this", f"I like {name}"), ("down", "Not for us", f"I do not like {name}"))
    return "".join(
        f'<button data-act="say" data-text="thumbs {way} for {name}" title="{told}">{shown}</button>'
        for way, shown, told in ways
    )
