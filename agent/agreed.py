"""A go-ahead after a price was told: "ok, do it" means the pictures whose price was asked for."""

from dataclasses import replace

from agent.facts import Facts, gather
from agent.scan import find, said
from agent.spelling import understand
from agent.text import PAUSE
from tools.specs.brief import Brief

MOST_WORDS = 14


def with_what_was_priced(facts: Facts) -> Facts:
    """Return the facts of the order whose price the message before asked for, if this one is a go-ahead to it."""
    brief, thread = facts.brief, facts.brief.thread
    if thread is None or not thread.history or facts.wants("estimate") or not _agrees(facts):
        return facts
    asked = gather(brief.model_copy(update={"text": thread.history[-1]}))
    if not asked.wants("estimate"):
        return facts
    whole = gather(_joined(brief, thread.history[-1]))
    return replace(whole, intents=whole.intents - {"estimate"})


def turned_down(facts: Facts) -> bool:
    """Return whether all that is said is no, before any picture was made: "no thanks" to a price."""
    thread, hits = facts.brief.thread, find("yes_no", facts.text)
    if thread is None or not thread.history or facts.follows_up or not hits:
        return False
    rest = sum(token != PAUSE for token in facts.text.tokens) - sum(hit.width for hit in hits)
    return rest <= 1 and _says_no(facts) and facts.scene.empty


def _joined(brief: Brief, before: str) -> Brief:
    return brief.model_copy(update={"text": f"{before}\n{brief.text}"[-20_000:]})


def _agrees(facts: Facts) -> bool:
    """Whether the words say yes, and nothing of what is to be made."""
    text = facts.text
    words = sum(token != PAUSE for token in text.tokens)
    return facts.scene.empty and words <= MOST_WORDS and said("yes_no", "agree", text) and not _says_no(facts)


def _says_no(facts: Facts) -> bool:
    first = next((hit.meaning for hit in find("yes_no", understand(facts.brief.text)) if hit.meaning != "only"), None)
    return first == "disagree"
