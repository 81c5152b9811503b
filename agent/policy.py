"""What is refused, and why: a pure reading of the words, the price and the talk so far, and the door for tools.

The words are data (``prompts/lexicon/policy.yaml``, ``houses.yaml``, ``currencies.yaml``). What a picture's reader saw
is material: it tells the category and a house, never a rule.
"""

from collections.abc import Callable
from dataclasses import dataclass

from agent.likeness import likeness_taken
from agent.money import highest_price
from agent.nearby import denied, near, only_style, pretending
from agent.pictures import main_part
from agent.scan import Hit, find, said
from agent.spelling import understand
from agent.text import Text
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
ALLOWED_WHEN_REFUSED = frozenset({"classify", "check_listing", "export"})


@dataclass(frozen=True)
class Verdict:
    """What policy says of a brief. ``ask_price`` names the house or sign that asks for a price."""

    refusal: Refusal | None = None
    ask_price: str | None = None
    price_eur: float | None = None


@dataclass(frozen=True)
class Case:
    """All that a rule may look at."""

    now: Text
    told: tuple[Text, ...]
    price_eur: float | None
    hardness: str
    person_shown: bool

    @property
    def accessible(self) -> bool:
        """Whether a stated price is low."""
        return self.price_eur is not None and self.price_eur <= ACCESSIBLE_EUR


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


def allow(tool: str, product: Product | None) -> None:
    """Raise ``Refused`` when ``product`` has a refusal and ``tool`` would make a picture of it."""
    if product is not None and product.refusal is not None and tool not in ALLOWED_WHEN_REFUSED:
        raise Refused(product.refusal.rule, product.refusal.reason, product.refusal.advice)


def _case(brief: Brief) -> Case:
    thread = brief.thread
    now = understand(brief.text)
    told = (now, *(understand(message) for message in (thread.history if thread else ())))
    fields = (brief.price, thread.price if thread else None)
    seen = " ; ".join(main_part(image.what) for image in brief.images)
    category = category_of(understand(seen).words) or (thread.category if thread else None) or category_of(now.words)
    return Case(
        now=now,
        told=told,
        price_eur=highest_price(told, fields),
        hardness=hardness_of(category or "other"),
        person_shown=any(image.role == "person" for image in brief.images),
    )


def meant(text: Text, meaning: str, name: str = "policy") -> tuple[Hit, ...]:
    """Return the hits of ``meaning`` that are meant: not denied (unless the text pretends), no style word."""
    return tuple(
        hit
        for hit in find(name, text)
        if hit.meaning == meaning
        and (meaning == "counterfeit" or not only_style(text, hit))
        and (pretending(text) or not denied(text, hit))
    )


def _unsafe(case: Case) -> bool:
    return any(_indecent(text) or likeness_taken(text, case.person_shown) for text in (case.now,))


def _indecent(text: Text) -> bool:
    found = [hit for hit in find("policy", text) if hit.meaning in ("nudity", "harm")]
    clothed = [hit for hit in find("logic", text) if hit.meaning == "not_negation"]
    negated = ("not", "no", "never", "pas", "nicht", "keine", "non", "sin")
    return any(hit.start == 0 or text.tokens[hit.start - 1] not in negated for hit in found if hit not in clothed)


def _counterfeit(case: Case) -> bool:
    if any(meant(text, "counterfeit") for text in case.told):
        return True
    return any(_foreign_mark(text) for text in case.told)


def _foreign_mark(text: Text) -> bool:
    """A mark of another house is to be put on the product: an adding word, a house and a mark in one breath."""
    named = [hit for hit in find("houses", text) if hit.meaning != "harmless"]
    if named and any(hit.meaning == "their_mark" for hit in find("policy", text)):
        return True
    houses = [hit for hit in named if not only_style(text, hit)]
    marks = [hit for hit in find("policy", text) if hit.meaning == "logo"]
    verbs = [hit for hit in find("policy", text) if hit.meaning == "attach"]
    return any(
        near(text, house, mark, 3, 3) and any(near(text, mark, verb, 6, 6) for verb in verbs)
        for house in houses
        for mark in marks
        if not denied(text, house)
    )


def _bespoke(case: Case) -> bool:
    for text in case.told:
        if not meant(text, "bespoke"):
            continue
        if case.accessible or (case.price_eur is None and _humble(text) and not said("policy", "value_sign", text)):
            continue
        return True
    return False


def _humble(text: Text) -> bool:
    return said("policy", "cheap_sign", text)


def _authenticity(case: Case) -> bool:
    return any(meant(text, "authenticity") for text in case.told)


def _ultra_luxury(case: Case) -> bool:
    if case.price_eur is not None and case.price_eur >= LIMIT_EUR[case.hardness]:
        return True
    return any(meant(text, "high_jewellery") for text in case.told)


def _price_sign(case: Case, brief: Brief) -> str | None:
    """Return what asks for a price: a house, a big stone, a price on request. Nothing when a price is known."""
    if case.price_eur is not None:
        return None
    for text in case.told:
        signs = [*meant(text, "big_stone"), *meant(text, "price_on_request")]
        houses = [hit for hit in find("houses", text) if hit.meaning == "value" and not only_style(text, hit)]
        for hit in (*houses, *signs):
            if not denied(text, hit):
                return " ".join(text.tokens[hit.start : hit.end])
    seen = " ; ".join(
        [*(main_part(image.what) for image in brief.images if image.role != "inspiration"), brief.brand or ""]
    )
    read = understand(seen)
    return next((" ".join(read.tokens[h.start : h.end]) for h in find("houses", read) if h.meaning == "value"), None)


_RULES: tuple[tuple[Rule, Callable[[Case], bool]], ...] = (
    ("unsafe", _unsafe),
    ("counterfeit", _counterfeit),
    ("bespoke", _bespoke),
    ("authenticity", _authenticity),
    ("ultra_luxury", _ultra_luxury),
)
