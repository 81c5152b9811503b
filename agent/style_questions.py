"""Which look is meant, asked where several could be: nothing is forgotten on a guess."""

from agent.desk import Desk
from agent.questions import sentence
from prompts import fill, table
from tools.specs.plan import Plan
from tools.specs.style import own_brand

MOST = 8


def with_style_question(plan: Plan, desk: Desk, thread: str) -> Plan:
    """Return the plan with the question which of several looks shall be forgotten, if several are meant."""
    step = next((step for step in plan.steps if step.tool == "forget_style"), None)
    if step is None or plan.question is not None:
        return plan
    context = desk.context(thread, desk.watch)
    if context.styles is None:
        return plan
    brand, words = own_brand(str(step.args.get("brand") or ""), context.owner), str(step.args.get("style") or "")
    meant = context.styles.meant(brand, words)
    if len(meant) < 2:
        return plan
    names = [style.name for style in meant[:MOST]]
    asked = sentence("ask_style", names=", ".join(names))
    answers = [fill(table("options")["forget_named"], "forget_named", look=name) for name in names]
    return plan.model_copy(
        update={"question": asked, "options": (*answers, str(table("options")["keep_all"])), "reply": asked}
    )
