"""The steps that end a picture's way: the check against a market's rules and the files for markets."""

from itertools import pairwise

from agent.facts import JEWELLERY, Facts
from agent.nearby import AND, clause, denied
from agent.scan import Hit, find
from agent.text import PAUSE
from tools.specs.plan import Step

_MAKING = ("remove_background", "ghost", "on_model", "export", "video", "straighten")
"""Wishes beside which a check is of what they make, and not of the picture that is there."""


def only_checked(facts: Facts) -> bool:
    """Return whether a market's rules are asked after and nothing is to be made before."""
    if not (facts.wants("check_listing") and facts.market):
        return False
    return not facts.wants(*_MAKING) and not _made_before(facts)


def checks(facts: Facts, asset: str) -> list[Step]:
    """Return the checks of ``asset`` that are asked for: one for each market that is named with it."""
    if not (facts.wants("check_listing") and facts.market):
        return []
    named = _named_with(facts, "check_listing")
    return [Step(tool="check_listing", args={"asset": asset, "market": market}) for market in named]


def exports(facts: Facts, asset: str, unnamed: str | None = "web") -> list[Step]:
    """Return the files of ``asset`` that are asked for; where no market is named, the one for ``unnamed``."""
    if not facts.wants("export"):
        return []
    named = _named_with(facts, "export") or ((unnamed,) if unnamed else ())
    return [Step(tool="export", args={"asset": asset, "preset": preset}) for preset in named]


def _named_with(facts: Facts, intent: str) -> tuple[str, ...]:
    """Return the markets said from the words for ``intent`` on or in their clause; else the first that is said."""
    hits = [hit for hit in find("markets", facts.text) if not denied(facts.text, hit)]
    word = next((hit for hit in find("intents", facts.text) if hit.meaning == intent), None)
    if word is not None:
        start, end = clause(facts.text, word)
        after = (hit for hit in _others(facts, intent) if hit.start >= word.end)
        until = next((clause(facts.text, hit)[0] for hit in after), len(facts.text.tokens))
        near = [hit for hit in hits if start <= hit.start < max(end, until)]
        hits = _with_neighbours(facts, near, hits) or hits[:1]
    return tuple(dict.fromkeys(_of_kind(facts, hit.meaning) for hit in hits))


def _with_neighbours(facts: Facts, near: list[Hit], hits: list[Hit]) -> list[Hit]:
    """Return ``near`` with the markets that are listed before it: "Shopify, Etsy and Amazon files"."""
    kept = set(near)
    for one, other in reversed(list(pairwise(hits))):
        if other in kept and set(facts.text.tokens[one.end : other.start]) <= AND | {PAUSE}:
            kept.add(one)
    return [hit for hit in hits if hit in kept]


def _others(facts: Facts, intent: str) -> tuple[Hit, ...]:
    return tuple(hit for hit in find("intents", facts.text) if hit.meaning in ("export", "check_listing", "white")
                 and hit.meaning != intent)  # fmt: skip


def _of_kind(facts: Facts, market: str) -> str:
    return "amazon_jewelry" if market == "amazon" and facts.category in JEWELLERY else market


def _made_before(facts: Facts) -> bool:
    """Whether a tile is ordered in a clause before the check: "on white, then check it for Etsy"."""
    hits = find("intents", facts.text)
    first = next((hit.start for hit in hits if hit.meaning == "check_listing"), 0)
    tiles = (hit for hit in hits if hit.meaning == "white" and facts.wants("white"))
    return any(clause(facts.text, tile)[1] <= first for tile in tiles)
