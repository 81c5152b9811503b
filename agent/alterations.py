"""Whether a brief asks to alter the photographed product itself: stone, metal, engraving, dial, wear, unseen sides."""

from functools import lru_cache

from agent.nearby import AND, beside, clause, denied, near
from agent.scan import Hit, find
from agent.text import PAUSE, Text
from tools.specs.category_words import category_of

_GAP = 4
_MOST = 40
"""Words about products that are looked at: a message has a few, and a very long one must not take long."""
_FROM = frozenset({
    "from", "on", "in", "of", "off", "vom", "auf", "im", "aus", "du", "sur", "dans", "de", "del", "en", "sobre", "dal",
    "sul", "nel", "do", "no", "na", "da", "van", "op",
})  # fmt: skip


def alteration(text: Text) -> str | None:
    """Return the words that ask to alter the product, each wish once, or None.

    Scaling the whole product is no alteration.
    """
    said = tuple(dict.fromkeys(_words(text, found) for found in _all_altering(text)))
    apart = [words for words in said if not any(words in other for other in said if other != words)]
    return "; ".join(apart) or None


def altering(text: Text) -> Hit | None:
    """Return where the words first ask to alter the product: the part with what is to become of it."""
    return next(iter(_all_altering(text)), None)


@lru_cache(maxsize=256)
def _all_altering(text: Text) -> tuple[Hit, ...]:
    hits = [hit for hit in find("alterations", text) if not _is_set(text, hit)]
    found: list[Hit] = []
    for hit in hits[:_MOST]:
        if hit.meaning == "whole" and not denied(text, hit):
            found.append(hit)
        elif hit.meaning == "part" and (verb := _changed(text, hit, hits)):
            found.append(hit._replace(start=min(hit.start, verb.start), end=max(hit.end, verb.end)))
        elif hit.meaning == "material" and _becomes(text, hit, hits):
            found.append(hit)
    return tuple(found)


def _changed(text: Text, part: Hit, hits: list[Hit]) -> Hit | None:
    """Return the word that says what becomes of ``part``, if one does."""
    for verb in hits:
        if verb.meaning == "alter" and near(text, part, verb, _GAP, _GAP) and not _kept(text, verb):
            if category_of(text.spoken(part.start, part.end)) and _is_size(text, verb):
                continue
            return None if _set_between(text, part, verb) else verb
    made = [hit for hit in hits if hit.meaning == "make" and near(text, part, hit, 3, 3)]
    painted = [hit for hit in hits if hit.meaning == "material" and near(text, part, hit, 0, 2)]
    return painted[0] if made and painted else None


def _becomes(text: Text, material: Hit, hits: list[Hit]) -> bool:
    """'change the gold to silver', 'make it gold': a verb of change, then what it is to become."""
    dense = text.language in ("ja", "zh", "tr")
    into = [
        hit
        for hit in find("alterations", text)
        if hit.meaning == "into" and near(text, material, hit, 1, 1 if dense else 0)
    ]
    verbs = [
        hit for hit in hits if hit.meaning in ("alter", "make") and near(text, material, hit, 6, 3 if dense else 0)
    ]
    if dense and verbs:
        others = [hit for hit in hits if hit.meaning == "material" and hit.start != material.start]
        return bool(others and near(text, material, others[0], 6, 6))
    named = [verb for verb in verbs if verb.meaning == "make" and _product_becomes(text, verb, material)]
    direct = [verb for verb in verbs if verb.meaning == "alter" or _it_becomes(text, verb, material)]
    return (
        bool((into and direct) or named)
        and not any(_set_between(text, material, verb) for verb in direct)
        and _bare(text, material)
    )


def _it_becomes(text: Text, verb: Hit, material: Hit) -> bool:
    between = text.tokens[verb.end : material.start]
    return len(between) <= 4 and bool(between) and between[-1] in (
        "it", "them", "into", "in", "to", "es", "sie", "ihn", "en", "het", "hem", "di", "a", "de", "lo", "la",
    )  # fmt: skip


def _product_becomes(text: Text, verb: Hit, material: Hit) -> bool:
    """Whether nothing but the product stands between: "make the watch gold"."""
    between = text.tokens[verb.end : material.start]
    ends = material.end == len(text.tokens) or text.tokens[material.end] in (PAUSE, "please", "pls", "bitte", "and")
    return 0 < len(between) <= 3 and ends and category_of(between[-1]) is not None


def _bare(text: Text, material: Hit) -> bool:
    """Whether nothing of the set follows: 'to black marble' paints the set, 'to black' the product."""
    names = ("surfaces", "backdrops", "colour_nouns", "props", "lights", "pictures")
    return not any(
        near(text, material, other, 0, 1) and other.end > material.end for name in names for other in find(name, text)
    )


def _is_set(text: Text, hit: Hit) -> bool:
    """Whether the word belongs to the set: 'stone' in 'on a stone slab', 'gold' in 'golden hour'."""
    if hit.meaning in ("alter", "make", "into"):
        return False
    hands = (other for other in beside("aids", text, hit) if other.meaning == "hands")
    lit = (other for name in ("edits", "light_words") for other in beside(name, text, hit))
    if hit.meaning == "whole" and any(near(text, hit, other, 3, 0) and _is_lit(other) for other in lit):
        return True  # "the shadow on the other side"
    if hit.meaning != "whole" and any(other.meets(hit) for other in hands) and not _about_a_watch(text):
        return True  # a person's
    for name in ("surfaces", "props", "lights", "backdrops", "intents", "motions"):
        for other in find(name, text):
            if hit.meaning == "whole" and hit.is_wider(other):
                continue  # "keten dikker": a Dutch chain, a Turkish linen
            if other.meets(hit) and (name != "intents" or other.meaning in ("change_background", "remove_background")):
                return True
    return False


def _is_lit(hit: Hit) -> bool:
    return hit.meaning == "light" or hit.meaning.startswith("shadow")


@lru_cache(maxsize=256)
def _about_a_watch(text: Text) -> bool:
    return category_of(text.words) == "watch"


def _set_between(text: Text, one: Hit, other: Hit) -> bool:
    """Whether a word for the set stands between verb and part, or right behind the part ('the stone's shadow')."""
    low, high = min(one.end, other.end), max(one.start, other.start)
    for name in ("alterations", "surfaces", "backdrops", "props"):
        for hit in find(name, text):
            if name == "alterations" and hit.meaning not in ("set_words", "whole_product"):
                continue
            if low <= hit.start < high or (one.end <= hit.start <= one.end + 1 and hit.meaning == "set_words"):
                return True
            if hit.meaning == "set_words" and one.end < hit.start <= one.end + 2 and text.tokens[one.end] in _FROM:
                return True  # "scratches on the table"
    return False


def _kept(text: Text, verb: Hit) -> bool:
    """Whether the verb is denied: 'don't change the stone'."""
    start, _ = clause(text, verb)
    return any(
        hit.meaning == "negation" and start <= hit.start < verb.start and verb.start - hit.end <= 1
        for hit in find("logic", text)
        if text.tokens[hit.start] in ("not", "never", "dont", "no", "nicht", "pas", "non", "nao", "niet", "别", "不")
    )


def _is_size(text: Text, verb: Hit) -> bool:
    return any(edit.meaning.startswith("product_scale") and edit.meets(verb) for edit in find("edits", text))


def _words(text: Text, hit: Hit) -> str:
    start, end = clause(text, hit)
    start, end = max(start, hit.start - 5), min(end, hit.end + 5)
    links = [at for at in range(start, end) if text.tokens[at] in AND and not hit.start <= at < hit.end]
    end = min((at for at in links if at >= hit.end and not _alters(text, at, end)), default=end)
    start = max((at + 1 for at in links if at < hit.start and not _alters(text, start, at)), default=start)
    return text.as_written(start, end)


def _alters(text: Text, start: int, end: int) -> bool:
    """Whether a word of the product or what becomes of it stands there."""
    return any(start <= hit.start < end and hit.meaning in ("part", "alter") for hit in find("alterations", text))
