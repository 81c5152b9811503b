"""What must be asked before anything is made, in order; the first that holds is asked."""

from agent.facts import Facts
from agent.followups import contradictions
from agent.reading_frame import picks_missing, says_one_picture
from agent.scan import find, said
from prompts import fill, table

_NEEDS_NO_PHOTO = frozenset({"recall_style", "forget_style", "remember_style"})
_NEEDS_NO_KIND = frozenset({"remove_background", "export", "check_listing", "classify", "reframe", "white"})


def sentence(name: str, **values: object) -> str:
    """Return the sentence ``name`` of ``replies.yaml`` filled."""
    return fill(table("replies")[name], name, **values)


def question(facts: Facts, price_sign: str | None) -> str | None:
    """Return the one question to ask, or None."""
    if _is_batch(facts):
        return sentence("ask_sheet")
    if missing := _missing_photo(facts):
        return sentence(missing)
    if price_sign:
        return sentence("ask_price", what=price_sign)
    if not facts.follows_up and facts.category is None and not facts.wants(*_NEEDS_NO_KIND):
        return sentence("ask_kind")
    if facts.follows_up and picks_missing(facts.text, facts.brief.thread.assets if facts.brief.thread else ()):
        count = len(facts.brief.thread.assets) if facts.brief.thread else 0
        return sentence("ask_which", count=count)
    if facts.wants("on_model") and facts.hard and not facts.person and not _cost_or_check(facts):
        return sentence("ask_person")
    if clash := conflict(facts):
        return sentence("ask_conflict", what=clash)
    return None


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


def conflict(facts: Facts) -> str | None:
    """Return what cannot both be in one picture, in words, or None. Wishes for two pictures are no conflict."""
    if both := contradictions(facts.text):
        return f"more and less {both[0]}"
    if _white_and_dark(facts):
        return "two backgrounds"
    one = says_one_picture(facts.text)
    apart = said("logic", "two_outputs", facts.text) or facts.variants > 1
    if facts.market in ("amazon", "amazon_jewelry") and facts.wants("on_model") and one:
        return "Amazon's main picture and a model"
    white = facts.wants("white") or any(market.startswith(("amazon", "google")) for market in facts.markets)
    set_named = facts.sets_a_scene or facts.scene.first("light") in ("golden_hour", "candle", "neon", "hard_sun")
    if white and set_named and one:
        return "pure white and a set"
    if (one and not apart) or (one and "same" in facts.text.tokens):
        return _two_of_a_kind(facts)
    return None


def _two_of_a_kind(facts: Facts) -> str | None:
    for key in ("surface", "light", "camera"):
        values = facts.scene.named.get(key, ())
        if len(values) > 1:
            return " and ".join(value.replace("_", " ") for value in values[:2])
    return " and ".join(facts.aspects[:2]) if len(facts.aspects) > 1 else None


def _white_and_dark(facts: Facts) -> bool:
    """Whether two colours are asked of the one background."""
    if said("logic", "two_outputs", facts.text) or facts.variants > 1 or not says_one_picture(facts.text):
        return False
    colours = {hit.meaning for hit in find("colours", facts.text)}
    return facts.wants("white") and "#1a1a1a" in colours and bool(facts.scene.palette)
