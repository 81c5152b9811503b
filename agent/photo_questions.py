"""What a product's photo itself makes one ask before a picture is made of it: worn by somebody, several things."""

from typing import cast

from agent.aids import asked_of
from agent.choices import chose
from agent.desk import Desk
from agent.questions import Question, ask
from agent.run import may_render
from agent.scan import find
from agent.spelling import understand
from agent.text import Text
from agent.uploads import Upload
from tools.errors import ParureError
from tools.product_photo import is_outdated
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.product import Product
from tools.specs.words import Aid, Category, Piece
from tools.taking_away import Outlook, look_for

SHOWS_PRODUCT = frozenset({
    "reference_shoot", "white_studio", "ghost_mannequin", "detail", "remove_background", "change_background", "try_on",
})  # fmt: skip
PAIRS = frozenset({"earring", "cufflinks", "shoes", "gloves"})
"""Two of these are one product, however unlike they look from two sides."""
HOLDERS: frozenset[Aid] = frozenset({"hand", "bust"})
"""With these taken away nobody wears or holds the product any more."""
SMALL = 0.02
"""Share of the cut-out under which no number is said."""
MOST_THINGS = 4
"""A photo with more than these is a still life or a crumbled cut-out, and no choice helps."""


def with_photo_question(brief: Brief, plan: Plan, uploads: tuple[Upload, ...], desk: Desk, thread: str) -> Plan:
    """Return the plan with the question that a product's photo raises, if it raises one; what was chosen is kept."""
    if plan.question is not None or plan.refusal is not None:
        return plan
    named = {
        str(step.args.get(name)) for step in plan.steps if step.tool in SHOWS_PRODUCT for name in ("product", "asset")
    }
    text, renders = understand(brief.text), any(may_render(step) for step in plan.steps)
    for upload in uploads:
        if (name := f"img{upload.place + 1}") in named:
            product = _looked_at(upload, text, desk, thread, renders)
            outlook = _outlook(name, upload.asset.id, plan, desk, thread)
            if product is not None and (asked := _question(product, plan.category, text, outlook)) is not None:
                return _asking(plan, asked)
    for ref in _earlier(plan):
        if (asked := _about_aids(_outlook(ref, ref, plan, desk, thread), text)) is not None:
            return _asking(plan, asked)
    return plan


def _asking(plan: Plan, asked: Question) -> Plan:
    return plan.model_copy(update={"question": asked.text, "options": asked.options, "reply": asked.text})


def _earlier(plan: Plan) -> tuple[str, ...]:
    """Return the earlier pictures of whose product something is to be taken away."""
    refs = (str(step.args.get("image") or step.args.get("asset")) for step in plan.steps if asked_of(step))
    return tuple(ref for ref in dict.fromkeys(refs) if not ref.startswith(("img", "$")))


def _outlook(name: str, ref: str, plan: Plan, desk: Desk, thread: str) -> Outlook:
    """Return what taking away would do to the cut-out behind ``ref``, which the plan calls ``name``."""
    steps = [step for step in plan.steps if name in (step.args.get("image"), step.args.get("asset"))]
    aids = tuple(aid for step in steps for aid in asked_of(step))
    try:
        return look_for(aids, ref, desk.context(thread, desk.watch), plan.category)
    except ParureError:  # the step itself will say it
        return Outlook()


def piece_of(text: Text) -> Piece | None:
    """Return which of several things the words choose, the last said if several: an answer comes last."""
    hits = find("pieces", text)
    return cast(Piece, hits[-1].meaning) if hits else None


def _looked_at(upload: Upload, text: Text, desk: Desk, thread: str, renders: bool) -> Product | None:
    """Return what is known of the product after a look; it is cut out for that, as its picture will need it."""
    ledger = desk.store.ledger
    product = ledger.product(upload.asset.sha256)
    if product is None or product.pieces is None or is_outdated(product):
        context = desk.context(thread, desk.watch)
        if renders:
            context.studio.warm_up()  # while the product is cut out
        desk.registry.call("classify", {"image": upload.asset.id, "keep": True}, context)
        product = ledger.product(upload.asset.sha256)
    piece = piece_of(text)
    if product is not None and piece is not None and (product.pieces or 0) > 1 and piece != product.piece:
        whole = product.whole_sha256 or product.cutout_sha256  # the other things were cut away
        product = product.model_copy(update={"piece": piece, "cutout_sha256": whole})
        ledger.save_product(product)
    return product


def _question(product: Product, category: Category | None, text: Text, outlook: Outlook) -> Question | None:
    if (asked := _about_aids(outlook, text)) is not None:
        return asked
    count = outlook.things if outlook.gone else product.pieces or 0
    pair = count == 2 and category in PAIRS
    if 1 < count <= MOST_THINGS and not pair and product.piece is None:
        return ask("ask_several", count=count)
    if product.worn and not outlook.gone & HOLDERS and not chose(text, "go_on"):
        return ask("ask_worn")
    return None


def _about_aids(outlook: Outlook, text: Text) -> Question | None:
    """Return the question about what is likely meant, but not plainly told from the product."""
    unsure = next((each for each in outlook.told if each.state == "unsure"), None)
    if unsure is None or chose(text, "take_away") or chose(text, "go_on"):
        return None
    share = "a little" if unsure.share < SMALL else f"{unsure.share:.0%}"
    return ask("ask_aid", aid=unsure.aid, where=unsure.where, share=share)
