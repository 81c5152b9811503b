"""What is refused, and why: a pure reading of the words, the price and the talk so far, and the door for tools.

The words are data (``prompts/lexicon/policy.yaml``, ``houses.yaml``, ``currencies.yaml``). What a picture's reader saw
is material: it tells the category and a house, never a rule.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from agent.counterfeits import counterfeits
from agent.decency import indecent
from agent.disguise import readings
from agent.likeness import likeness_taken
from agent.minors import child_shown
from agent.money import prices_in
from agent.nearby import denied, meant, only_style
from agent.pictures import main_part
from agent.price_sums import highest_price, told_in_part
from agent.scan import Hit, find
from agent.single_pieces import maybe_bespoke, one_of_a_kind
from agent.spelling import understand
from agent.text import Text, read_text
from prompts import table
from tools.errors import Refused
from tools.specs.brief import Brief
from tools.specs.category_words import category_of
from tools.specs.product import Product, Refusal
from tools.specs.words import Rule, hardness_of

LIMIT_EUR = {"hard": 10_000.0, "soft": 25_000.0}
"""From this price on a product is ultra-luxury."""
ACCESSIBLE_EUR = 1_000.0
"""Up to this price a one-off is a handmade piece and no bespoke one."""
_LOT = re.compile(
    r"(?<!parking )(?<!dye )(?<!production )(?<!batch )\b(?:lot|lote|lotto|kavel)\s?(?:#|n[°o]\.?)?\s?\d{1,4}\b"
)
"""A numbered lot of a sale."""
_FIGURE = re.compile(r"(?:[^\d;]{1,40}[\s,])??(\d{1,3}(?:[.,]\d{3})+|\d{1,6})\s?(k|grand|mille|mil|bin|tsd)?")
"""A message that is no more than a figure: "sorry, 12.000", "actually it's 12k"."""
SHORT, LONGEST = 5, 400
"""Words up to which a message may be half of a sentence, and letters up to which halves are put together."""
ALLOWED_WHEN_REFUSED = frozenset({"classify", "check_listing", "export"})


@dataclass(frozen=True)
class Verdict:
    """What policy says of a brief. ``ask_price`` names the house or sign that asks for a price."""

    refusal: Refusal | None = None
    ask_price: str | None = None
    price_eur: float | None = None


@dataclass(frozen=True)
class Case:
    """All that a rule may look at. ``now`` is the message with what it hides, ``told`` all of the talk.

    ``plain_price_eur`` is a whole price told in plain words: only such a one shows that a piece is cheap.
    """

    now: tuple[Text, ...]
    told: tuple[Text, ...]
    seen: Text
    price_eur: float | None
    plain_price_eur: float | None
    hardness: str
    person_shown: bool
    things: int


def judge(brief: Brief) -> Verdict:
    """Return the first refusal rule that holds, or what must be asked. Pure."""
    case = _case(brief)
    for rule, holds in _RULES:
        if holds(case):
            return Verdict(refusal=refusal(rule), price_eur=case.price_eur)
    return Verdict(price_eur=case.price_eur, ask_price=_price_sign(case, brief))


def refusal(rule: Rule) -> Refusal:
    """Return the refusal of ``rule`` with its reason and the real way."""
    words = table("refusals")[rule]
    return Refusal(rule=rule, reason=words["reason"], advice=words["advice"])


def allow(tool: str, product: Product | None, mode: str | None = None) -> None:
    """Raise ``Refused`` when ``product`` has a refusal and ``tool`` would make a picture of it.

    In the mode ``generated`` a model would paint the product: nothing hard, nothing that looks hard in its photo
    whatever it is called, and nothing of which nobody knows what it is; whatever engine or words it is asked with.
    """
    if product is not None and product.refusal is not None and tool not in ALLOWED_WHEN_REFUSED:
        raise Refused(product.refusal.rule, product.refusal.reason, product.refusal.advice)
    if mode != "generated":
        return
    never = refusal("product_change")
    if hardness_of((product.category if product else None) or "other") == "hard":
        raise Refused(never.rule, never.reason, never.advice)
    if product is not None and product.looks == "hard":
        words = table("refusals")["looks_hard"]
        raise Refused(never.rule, words["reason"], words["advice"])


def _case(brief: Brief) -> Case:
    thread = brief.thread
    messages = (brief.text, *(reversed(thread.history) if thread else ()))
    fields = (brief.price, thread.price if thread else None)
    plainly = tuple(map(understand, messages))
    told = tuple(dict.fromkeys(text for said in (*messages, *_run_together(messages)) for text in readings(said)))
    seen = understand(" ; ".join(main_part(image.what) for image in brief.images))
    category = category_of(seen.words) or (thread.category if thread else None) or category_of(told[0].words)
    return Case(
        now=readings(brief.text),
        told=told,
        seen=seen,
        price_eur=highest_price(told, fields),
        plain_price_eur=None if told_in_part(plainly) else highest_price(plainly, fields),
        hardness=hardness_of(category or "other"),
        person_shown=any(image.role == "person" for image in brief.images) or _painted_person(plainly[0]),
        things=sum(image.role == "product" for image in brief.images),
    )


def _painted_person(text: Text) -> bool:
    """Whether an engine is asked to paint somebody who wears it: what holds for a person's photo holds for them."""
    engines = any(hit.meaning != "none" for hit in find("engines", text))
    return engines and any(hit.meaning == "on_model" for hit in find("intents", text))


def _run_together(messages: tuple[str, ...]) -> tuple[str, ...]:
    """Return short messages joined to the next one: 'It is twelve' and 'thousand euros'. ``messages``: newest first."""
    joined = ""
    found = []
    for said in reversed(messages):
        joined = f"{joined} {said}".strip()
        if joined != said:
            found.append(joined)
        joined = joined if len(said.split()) <= SHORT and len(joined) < LONGEST else ""
    return tuple(found)


def _unsafe(case: Case) -> bool:
    if any(child_shown(text, case.seen, case.person_shown) for text in case.now):
        return True
    return any(indecent(text, case.person_shown) or likeness_taken(text, case.person_shown) for text in case.now)


def _counterfeit(case: Case) -> bool:
    return any(counterfeits(text) for text in case.told)


def _bespoke(case: Case) -> bool:
    return not _all_cheap(case) and any(map(one_of_a_kind, case.told))


def _all_cheap(case: Case) -> bool:
    """Whether a low price is told, and of the only thing there is."""
    dear = case.price_eur is None or case.price_eur > ACCESSIBLE_EUR
    return not dear and case.plain_price_eur is not None and case.things < 2


def _authenticity(case: Case) -> bool:
    return any(meant(text, "authenticity") or _LOT.search(text.plain) for text in case.told)


def _ultra_luxury(case: Case) -> bool:
    if case.price_eur is not None and case.price_eur >= LIMIT_EUR[case.hardness]:
        return True
    return any(meant(text, "high_jewellery") for text in case.told)


def _price_sign(case: Case, brief: Brief) -> str | None:
    """Return what asks for a price: a house, a big stone, a price on request. Nothing when a price is known."""
    if case.price_eur is not None:
        return _other_price(case, brief)
    for text in case.told:
        signs = [*meant(text, "big_stone"), *meant(text, "price_on_request")]
        houses = [hit for hit in find("houses", text) if hit.meaning == "value" and not _only_a_look(text, hit)]
        if (ordered := maybe_bespoke(text, case.seen)) is not None:
            signs.append(ordered)
        for hit in (*houses, *signs):
            if not denied(text, hit):
                return text.spoken(hit.start, hit.end)
    return _seen_sign(case, brief)


def _other_price(case: Case, brief: Brief) -> str | None:
    """Return a bare figure behind a price that was told: "actually it's 12k" may be gold, or another price."""
    found = _FIGURE.fullmatch(case.now[0].plain.strip(" .!")) if brief.thread and brief.thread.history else None
    if found is None:
        return None
    figure = float(re.sub(r"[.,\s]", "", found[1])) * (1000 if found[2] else 1)
    return found[0][found.start(1) :] if figure >= LIMIT_EUR[case.hardness] else None


def _only_a_look(text: Text, house: Hit) -> bool:
    """'Cartier red', 'à la Chanel', 'not a Rolex' name no piece of theirs."""
    colour = any(hit.start == house.end for hit in find("colours", text))
    return colour or only_style(text, house)


def _seen_sign(case: Case, brief: Brief) -> str | None:
    """Return what a picture, its name or what is written in it says of a high value: that is asked about, no more."""
    shown = [image.what for image in brief.images if image.role != "inspiration"]
    read = understand(" ; ".join([*map(main_part, shown), brief.brand or ""]))
    signs = [hit for hit in find("houses", read) if hit.meaning == "value"]
    signs += [hit for rule in ("commission", "bespoke", "authenticity", "high_jewellery") for hit in meant(read, rule)]
    if signs:
        return read.spoken(signs[0].start, signs[0].end)
    names = [re.sub(r"[\W_]+", " ", PurePath(image.path).stem) for image in brief.images if image.path]
    written = max((price for words in (*shown, *names) for price in prices_in(read_text(words))), default=0.0)
    return "a price stands in the photo or its name" if written >= LIMIT_EUR[case.hardness] else None


_RULES: tuple[tuple[Rule, Callable[[Case], bool]], ...] = (
    ("unsafe", _unsafe),
    ("counterfeit", _counterfeit),
    ("bespoke", _bespoke),
    ("authenticity", _authenticity),
    ("ultra_luxury", _ultra_luxury),
)
