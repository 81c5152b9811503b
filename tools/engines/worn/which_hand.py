"""Which of a person's hands something is put on."""

from collections.abc import Callable
from typing import TypeVar

from tools.engines.person.hands import Hand
from tools.engines.person.seen import Person
from tools.errors import BadRequest

Place = TypeVar("Place")


def first_place(person: Person, place_of: Callable[[Hand], Place | str], photo: str) -> Place:
    """Return the first place that ``place_of`` finds on a hand; where there is none it gives the reason.

    Raises ``BadRequest`` with the first reason and what to ``photo``graph instead.
    """
    if not person.sure_hands:
        found = "" if not person.hands else f" What looked like one was not built on: {person.hands[0].faults[0]}."
        raise BadRequest(f"No hand was found in the person's photo.{found} {photo}")
    reasons = []
    for hand in person.sure_hands:
        place = place_of(hand)
        if not isinstance(place, str):
            return place
        reasons.append(place)
    raise BadRequest(f"Nothing was put on: {reasons[0]}. {photo}")
