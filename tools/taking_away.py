"""What shows, holds or labels a product in its photo, taken out of the cut-out when asked, where it is plainly told."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from tools.context import Context
from tools.engines.apart.hand import hand
from tools.engines.apart.look import Look, Part, look_at
from tools.engines.apart.outlines import outlines
from tools.engines.apart.support import Habit, support
from tools.engines.apart.tag import tag
from tools.engines.cutout.lab import Region, resize
from tools.engines.cutout.things import LOOK_SIDE, things
from tools.product_photo import open_product, touched_up
from tools.specs.touch import MOST_STROKES, Stroke
from tools.specs.words import Aid, Category
from tools.touching import OpenTouchUp, keep_touch_up, open_touch_up

HABITS: Mapping[Category, Habit] = {
    "ring": "loop", "bracelet": "loop", "necklace": "hanging", "earring": "hanging", "brooch": "hanging",
    "cufflinks": "hanging", "hair_accessory": "hanging", "tie": "hanging", "scarf": "hanging",
}  # fmt: skip
"""How products lie on what shows them; all others have it below them alone."""
JEWELLERY = frozenset({"ring", "bracelet", "necklace", "earring", "brooch", "cufflinks"})
LOST = 0.02
"""Share of what stays that may lie in what is taken away: its mixed edge. With more, nothing is taken."""

State = Literal["taken", "before", "unsure", "none"]
Box = tuple[int, int, int, int]


@dataclass(frozen=True)
class Told:
    """What became of one ``aid``: taken now or before, unsure, or none found.

    It is, or may be, at ``box`` (x, y, w, h in pixels), ``where`` in words, and that ``share`` of the cut-out.
    """

    aid: Aid
    state: State
    box: Box | None = None
    where: str = ""
    share: float = 0.0

    @property
    def sentence(self) -> str:
        """What is said of it."""
        return _SAID[self.state].format(aid=self.aid, where=self.where) + (_COVERED if self._covers else "")

    @property
    def _covers(self) -> bool:
        return self.state == "taken" and self.aid == "hand"


_SAID: Mapping[State, str] = {
    "taken": "The {aid} is taken away.",
    "before": "The {aid} was taken away before; what is left of it can be erased by touch-up.",
    "unsure": "I could not plainly tell the {aid} from the product, so I left it: I take the part {where} for it. "
    "Touch the cut-out up and erase it there; the spot is marked.",
    "none": "I can tell no {aid} from the product in the cut-out; if some of it is left, erase it by touch-up.",
}
_COVERED = " What it covered of the product is missing there."


@dataclass(frozen=True)
class Outlook:
    """What taking things away would do: what is ``told`` of each, how many ``things`` stay, what was gone before."""

    told: tuple[Told, ...] = ()
    things: int = 0
    before: frozenset[Aid] = frozenset()

    @property
    def gone(self) -> frozenset[Aid]:
        """What is not in the way any more."""
        return self.before | {each.aid for each in self.told if each.state == "taken"}


def look_for(aids: tuple[Aid, ...], ref: str, context: Context, category: Category | None) -> Outlook:
    """Say what ``take_away`` would do to the cut-out behind ``ref``, and keep nothing but the spots to look at.

    With no ``aids``, only what was taken away before. Raises what ``open_product`` raises.
    """
    touched = touched_up(open_product(ref, context).product, context)
    before = frozenset(stroke.aid for stroke in touched.strokes if stroke.aid is not None) if touched else frozenset()
    if not aids and not before:
        return Outlook()
    opened = open_touch_up(ref, context)
    told = _taken(aids, opened, category, False)
    _mark(told, opened, context)
    alpha = opened.rgba[..., 3]
    factor = min(1.0, LOOK_SIDE / max(alpha.shape))
    small = resize(alpha, (max(1, round(alpha.shape[0] * factor)), max(1, round(alpha.shape[1] * factor))))
    return Outlook(told, len(things(small / np.float32(255.0))), before)


def take_away(aids: tuple[Aid, ...], ref: str, context: Context, anyway: bool = False) -> tuple[Told, ...]:
    """Take ``aids`` out of the cut-out behind ``ref`` for its owner, as strokes that can be taken back.

    Only what is plainly told from the product goes, with ``anyway`` also what is likely; where it may be is marked.
    Raises what ``open_product`` raises.
    """
    opened = open_touch_up(ref, context)
    told = _taken(aids, opened, opened.photo.product.category, anyway)
    if opened.can_undo:
        keep_touch_up(opened, context)
    _mark(told, opened, context)
    return told


def _mark(told: tuple[Told, ...], opened: OpenTouchUp, context: Context) -> None:
    """Have touch-up show where something may be that was left."""
    product = opened.photo.product
    spots = tuple(each.box for each in told if each.state == "unsure" and each.box is not None)
    if new := tuple(spot for spot in spots if spot not in product.unsure):
        context.store.ledger.save_product(product.model_copy(update={"unsure": (*product.unsure, *new)}))


def _taken(aids: tuple[Aid, ...], opened: OpenTouchUp, category: Category | None, anyway: bool) -> tuple[Told, ...]:
    return tuple(_take(aid, opened, category, anyway) for aid in dict.fromkeys(aids))


def _take(aid: Aid, opened: OpenTouchUp, category: Category | None, anyway: bool) -> Told:
    """Draw the strokes that take one aid out, if it is plain, and say what became of it."""
    if any(stroke.aid == aid for stroke in opened.strokes):
        return Told(aid, "before")
    look = look_at(opened.photo.source, opened.rgba)
    part = _found(aid, look, category or opened.photo.product.category) if look is not None else None
    if look is None or part is None:
        return Told(aid, "none")
    box, where = _place(look, part)
    share = round(float(part.region.sum() / look.solid.sum()), 3)
    lines = outlines(look, part.region)
    fits = 0 < len(lines) <= MOST_STROKES - len(opened.strokes)
    if not fits or not (part.plain or anyway):
        return Told(aid, "unsure", box, where, share)
    stays = _at_full_size(look, look.solid & ~part.region)
    before = (opened.rgba[look.window][..., 3] > 127) & stays
    for line in lines:
        opened.draw(Stroke(hand="erase", shape="outline", points=line, radius=max(1.0, 1.5 * look.scale), aid=aid))
    lost = before & (opened.rgba[look.window][..., 3] <= 127)
    if lost.sum() > LOST * max(int(before.sum()), 1):
        for _ in lines:
            opened.undo()
        return Told(aid, "unsure", box, where, share)
    return Told(aid, "taken", box, where, share)


def _found(aid: Aid, look: Look, category: Category | None) -> Part | None:
    if aid == "hand":
        return hand(look)
    if aid == "tag":
        return tag(look, category is not None and category not in JEWELLERY)
    habit = HABITS.get(category, "body") if category else "hanging" if aid == "bust" else "body"
    return support(look, habit)


def _at_full_size(look: Look, region: Region) -> Region:
    rows, columns = look.window
    shape = (rows.stop - rows.start, columns.stop - columns.start)
    return np.asarray(resize(region.astype(np.float32), shape) > 0.75)


def _place(look: Look, part: Part) -> tuple[Box, str]:
    """Return the part's box in the photo and where it is in the cut-out: 'at the bottom left', 'in the middle'."""
    found = [np.flatnonzero(part.region.any(axis=axis)) for axis in (1, 0)]
    top, bottom, left, right = (int(at[end] * look.scale) for at in found for end in (0, -1))
    box = (left + look.window[1].start, top + look.window[0].start, right - left + 1, bottom - top + 1)
    names = (("top", "", "bottom"), ("left", "", "right"))
    words = []
    for axis, choice in enumerate(names):
        solid = np.flatnonzero(look.solid.any(axis=1 - axis))
        middle = (float(np.nonzero(part.region)[axis].mean()) - solid[0]) / max(int(np.ptp(solid)), 1)
        words.append(choice[0 if middle < 0.4 else 2 if middle > 0.6 else 1])
    place = " ".join(filter(None, words))
    return box, f"at the {place}" if place else "in the middle"
