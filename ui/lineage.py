"""Where a picture stands in its talk: what it was made of, what was made of it, what it may be compared with."""

from collections.abc import Mapping
from dataclasses import dataclass

from tools.differing import differences
from tools.specs.asset import Asset


@dataclass(frozen=True)
class Lineage:
    """``before``: the pictures it came from, the first one first; ``after``: those made of it; ``undone``: whether one
    of these was taken back. ``others`` may be compared with it; ``against`` is, and differs in ``differs``."""

    before: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    undone: bool = False
    others: tuple[str, ...] = ()
    against: str | None = None
    differs: tuple[str, ...] = ()


def lineage(name: str, assets: Mapping[str, Asset], shown: Mapping[str, Asset], against: str | None) -> Lineage:
    """Return the place of the picture ``name`` among all ``assets`` of a talk, of which ``shown`` still stand."""
    names = {asset.id: each for each, asset in assets.items()}
    before: list[str] = []
    at = assets[name]
    while at.parent in names and assets[names[at.parent]].recipe is not None and names[at.parent] not in before:
        before.insert(0, names[at.parent])
        at = assets[names[at.parent]]
    made = tuple(each for each, asset in assets.items() if asset.parent == assets[name].id)
    still = not assets[name].moves
    others = tuple(each for each, asset in shown.items() if still and each != name and asset.recipe and not asset.moves)
    chosen = against if against in others else None
    one, two = assets[chosen].recipe if chosen else None, assets[name].recipe
    return Lineage(
        tuple(before),
        tuple(each for each in made if each in shown),
        any(each not in shown and not assets[each].moves for each in made),
        others,
        chosen,
        differences(one, two) if one and two else (),
    )
