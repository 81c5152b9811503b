"""Several photos of one person: which of them suits a product best, and why."""

from dataclasses import dataclass

import numpy as np

from tools.context import Context
from tools.engines.image import Bytes8
from tools.engines.person.seen import Known, Person
from tools.engines.worn.laid import Wish
from tools.errors import BadRequest
from tools.photo_file import read_photo
from tools.specs.words import Category
from tools.wearing import POINTS, frame_of, lay_on_person

MOST = 30
BURNT, CRUSHED = 250, 6
"""8-bit values beyond which a photo shows nothing any more."""
TOLD = 4
"""Photos that were passed over of which the reason is said."""


@dataclass(frozen=True)
class Judged:
    """One photo of the set: ``score`` 0 where the product cannot be put on it, and why."""

    name: str
    score: float
    reason: str


def judge(name: str, category: Category, frame: Bytes8, alpha: Bytes8, context: Context) -> Judged:
    """Return how well the person of ``frame`` (H×W×3) can wear what ``alpha`` (H×W) is the cut-out of.

    View, bare skin and room are the placement's own conditions; of those that meet them the one on which the product
    is largest is best, less what its light has burnt or crushed.
    """
    person = context.onlooker.look(frame)
    lost = float(((frame >= BURNT).all(-1) | (frame <= CRUSHED).all(-1)).mean())
    if category in POINTS:
        return _by_hand(name, category, person, lost)
    try:
        laid = lay_on_person(category, frame, alpha, Wish(), Known(person))
    except BadRequest as error:
        return Judged(name, 0.0, _first(error.sentence))
    across = laid.size_mm * laid.scale.px_per_mm
    share = laid.scale.plus_minus
    return Judged(
        name, across * (1 - share) * (1 - lost), f"view, bare skin and room are right, {across:.0f} px across"
    )


def _by_hand(name: str, category: Category, person: Person, lost: float) -> Judged:
    """Judge a photo for what hangs from points that a person sets: how large what carries it is seen."""
    if category == "bag" and person.sure_hands:
        palm = person.sure_hands[0].palm
        return Judged(name, 3 * palm * (1 - lost), f"a hand is seen, its palm {palm:.0f} px")
    if not person.sure_faces:
        return Judged(name, 0.0, "no face tells where it hangs and how large it is")
    face = person.sure_faces[0]
    wide, facing = float(np.ptp(face.points[:, 0])), max(0.0, 1 - abs(face.yaw) / 60)
    seen = f"the face is {wide:.0f} px wide and turned by {abs(face.yaw):.0f}°"
    return Judged(name, wide * facing * (1 - lost), seen)


def _first(sentence: str) -> str:
    return sentence.removeprefix("Nothing was put on: ").split(". ")[0].rstrip(".")


def best_of(names: tuple[str, ...], category: Category, alpha: Bytes8, context: Context) -> tuple[str, str]:
    """Return the photo that suits best, and what is said of the choice. Raises ``BadRequest`` where none does.

    Each must be an upload for which somebody gave their word, which the caller has seen to.
    """
    judged = [_read(name, category, alpha, context) for name in names[:MOST]]
    best = max(judged, key=lambda each: each.score)
    left_out = [f"{each.name}: {each.reason}" for each in judged if each is not best and each.score == 0.0]
    if best.score == 0.0:
        others = "; ".join(left_out)
        raise BadRequest(f"None of the {len(judged)} photos suits it. {best.name}: {best.reason}; {others}"[:900] + ".")
    why = "".join(f" Not {each}." for each in left_out[:TOLD])
    return best.name, f"Of {len(judged)} photos I took {best.name}: {best.reason}.{why}"


def _read(name: str, category: Category, alpha: Bytes8, context: Context) -> Judged:
    upload = context.store.ledger.find_asset(name, context.thread)
    frame, _ = frame_of(read_photo(upload, context).pixels, "1k", enlarge=False)
    return judge(name, category, frame, alpha, context)
