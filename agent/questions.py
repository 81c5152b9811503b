"""What must be asked before anything is made, in order; the first that holds is asked."""

from dataclasses import dataclass

from agent.choices import KINDS, chose, spoken_value
from agent.facts import Facts
from agent.qualities import contradictions
from agent.reading_frame import says_one_picture
from agent.references import picks_missing
from agent.scan import find, said
from prompts import fill, table

MOST_OPTIONS = 10
_NEEDS_NO_PHOTO = frozenset({"recall_style", "forget_style", "remember_style"})
_NEEDS_NO_KIND = frozenset({"remove_background", "export", "check_listing", "classify", "reframe", "white"})


@dataclass(frozen=True)
class Question:
    """A question in words; ``options`` are answers that most people would give, each of which leads on."""

    text: str
    options: tuple[str, ...] = ()


@dataclass(frozen=True)
class Conflict:
    """What cannot both be in one picture, in words, with the ways out; ``apart``: two pictures are one of them."""

    what: str
    options: tuple[str, ...]
    apart: bool = True


def sentence(name: str, **values: object) -> str:
    """Return the sentence ``name`` of ``replies.yaml`` filled."""
    return fill(table("replies")[name], name, **values)


def ask(name: str, **values: object) -> Question:
    """Return the question ``name`` of ``replies.yaml`` filled, with its options."""
    return Question(sentence(name, **values), options(name))


def options(name: str) -> tuple[str, ...]:
    """Return the answers of ``options.yaml`` to the question ``name``; none for a question that has none."""
    return tuple(table("options").get(name, ()))


def question(facts: Facts, price_sign: str | None, by_engine: bool = False) -> Question | None:
    """Return the one question to ask, or None; ``by_engine``: the words ask for an engine to paint."""
    if facts.wants("forget_style") or keeps_a_board(facts):
        return None
    if _is_batch(facts):
        return ask("ask_sheet")
    if missing := _missing_photo(facts):
        return ask(missing)
    if price_sign:
        return ask("ask_price", what=price_sign)
    if not facts.follows_up and facts.category is None and not facts.wants(*_NEEDS_NO_KIND):
        return ask("ask_kind")
    if which := _which(facts):
        return which
    if facts.wants("on_model") and facts.hard and not facts.person and not by_engine and not _cost_or_check(facts):
        return _person(facts)
    clash = conflict(facts)
    if clash and not (clash.apart and chose(facts.text, "both")):
        return Question(sentence("ask_conflict", what=clash.what), clash.options)
    return None


def _person(facts: Facts) -> Question:
    """Return the question for a person's photo, with the engines that could paint a person, or how one is set up."""
    ways = [sentence(f"engine_person_{engine}") for engine in facts.engines] or [sentence("engine_person_none")]
    told = ask("ask_person", ways=" ".join(ways))
    named = [answer for engine in facts.engines for answer in options(f"engine_view_{engine}")]
    return Question(told.text, (*named, *told.options))


def keeps_a_board(facts: Facts) -> bool:
    """Return whether a moodboard is to be remembered, with no product beside it."""
    shown = bool(facts.pictures.inspiration) and not facts.pictures.products and not facts.asset
    return shown and facts.wants("remember_style")


def _which(facts: Facts) -> Question | None:
    """Return the question for the picture that is meant, when the words point at one that is not there."""
    assets = facts.brief.thread.assets if facts.brief.thread else ()
    named = facts.asset in facts.text.plain.split()
    if not facts.follows_up or named or not picks_missing(facts.text, assets):
        return None
    return Question(sentence("ask_which", count=len(assets)), assets[-MOST_OPTIONS:])


def _cost_or_check(facts: Facts) -> bool:
    return facts.wants("check_listing") and facts.market is not None


def _is_batch(facts: Facts) -> bool:
    return facts.pictures.sheet is not None or (facts.wants("batch") and not facts.follows_up)


def _missing_photo(facts: Facts) -> str | None:
    if facts.pictures.products or facts.asset:
        return None
    if facts.pictures.unclear:
        return "ask_kind"
    if facts.pictures.inspiration or facts.person:
        return "ask_photo_beside"
    return None if facts.wants("forget_style") else "ask_photo"


def conflict(facts: Facts) -> Conflict | None:
    """Return what cannot both be in one picture, or None. Wishes for two pictures are no conflict."""
    if both := contradictions(facts.text):
        return Conflict(f"more and less {both[0]}", tuple(table("options")["contradiction"].get(both[0], ())), False)
    if _white_and_dark(facts):
        return Conflict("two backgrounds", options("white_and_dark"))
    one = says_one_picture(facts.text) or _main_alone(facts)
    apart = said("logic", "two_outputs", facts.text) or facts.variants > 1
    if facts.market in ("amazon", "amazon_jewelry") and facts.wants("on_model") and one:
        return Conflict("Amazon's main picture and a model", options("white_and_model"))
    white = facts.wants("white") or any(market.startswith(("amazon", "google")) for market in facts.markets)
    set_named = facts.sets_a_scene or facts.scene.first("light") in ("golden_hour", "candle", "neon", "hard_sun")
    if white and set_named and one:
        return Conflict("pure white and a set", options("white_and_set"))
    if (one and not apart) or (one and "same" in facts.text.tokens):
        return _two_of_a_kind(facts)
    return None


def _main_alone(facts: Facts) -> bool:
    """Whether a market's main picture is all that is ordered: what is said beside it is said of that one picture."""
    strict = any(market.startswith(("amazon", "google")) for market in facts.markets)
    if not strict or facts.variants > 1 or facts.wants("export", "check_listing"):
        return False
    main = said("logic", "main_picture", facts.text)
    joined = said("logic", "joined", facts.text) and facts.sets_a_scene  # "golden hour and the main image" is one
    return main and not said("logic", "two_outputs", facts.text) and not joined


def at_odds(facts: Facts) -> bool:
    """Return whether the message wants in one picture what cannot both be there, or did until it was answered."""
    return conflict(facts) is not None or (says_one_picture(facts.text) and chose(facts.text, "both"))


def _two_of_a_kind(facts: Facts) -> Conflict | None:
    for values in (*(facts.scene.named.get(key, ()) for key in KINDS), facts.aspects):
        if len(values) > 1:
            spoken = [spoken_value(value) for value in values]
            only = [fill(table("options")["one_of_a_kind"], "one_of_a_kind", value=value) for value in spoken]
            return Conflict(" and ".join(spoken[:2]), (*options("two_of_a_kind"), *only))
    return None


def _white_and_dark(facts: Facts) -> bool:
    """Whether two colours are asked of the one background."""
    if said("logic", "two_outputs", facts.text) or facts.variants > 1 or not says_one_picture(facts.text):
        return False
    colours = {hit.meaning for hit in find("colours", facts.text)}
    return facts.wants("white") and "#1a1a1a" in colours and bool(facts.scene.palette)
