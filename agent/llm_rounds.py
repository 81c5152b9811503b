"""A talk with the model about one brief, at most six rounds: it plans, looks things up, asks, or lets the draft stand.

What it only wants to know is told to it. A plan that cannot be used goes back once. Calls that come one at a time, as
some models make them, are put together. Pure but for what it is handed.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from agent.llm import Question
from agent.llm_calls import Call, Reading, fit, read_answer
from agent.llm_stream import Said
from agent.llm_tools import ASK, KEEP, LOOK_UPS
from agent.llm_whole import NO_DOUBT, Doubt
from prompts import load
from tools.errors import BadRequest
from tools.specs.plan import Plan, Step

ROUNDS = 6
MOST_CHOICES = 4
LONGEST_RESULT = 600
Ask = Callable[[Question, int], Said]
LookUp = Callable[[Call], str]


@dataclass(frozen=True)
class Settled:
    """A model's plan that holds: steps and words for the person; or its question with ``choices``.

    ``doubt`` is what the words ask for and it lacks.
    """

    steps: tuple[Step, ...]
    words: str = ""
    question: str | None = None
    choices: tuple[str, ...] = ()
    doubt: Doubt = NO_DOUBT


Check = Callable[[Reading], Settled]
"""Gives what a reading comes to. Raises ``BadRequest`` for what no plan may hold."""


@dataclass
class Rounds:
    """The rounds about one brief. ``base`` is the draft; ``ask`` asks the model in a numbered round."""

    base: Plan
    ask: Ask
    check: Check
    look_up: LookUp
    _planned: tuple[Call, ...] = ()
    _doubt: Doubt = NO_DOUBT
    _sent_back: bool = False
    _looked_up: list[tuple[Call, ...]] = field(default_factory=list)

    def settled(self, asked: Question) -> Settled:
        """Return what the model wants. Raises ``BadRequest`` when it wants nothing that can be done, twice."""
        for number in range(1, ROUNDS + 1):
            said = self.ask(asked, number)
            told = as_text(said)
            try:
                reading = read_answer(said)
                if only_looks_up(reading.calls, self.base) and reading.calls not in self._looked_up:
                    self._looked_up.append(reading.calls)
                    found = "\n".join(f"{call.tool}: {self.look_up(call)[:LONGEST_RESULT]}" for call in reading.calls)
                    asked = asked.answered(told, load("results", results=found))
                    continue
                settled = self._judged(reading)
            except BadRequest as wrong:
                self._send_back(wrong)
                asked = asked.answered(told, load("correct", problem=wrong.sentence))
                continue
            if not settled.doubt or self._insists(reading, settled):
                return settled
            asked = asked.answered(told, self._gone_on(reading, settled))
        raise BadRequest(f"No plan came of {ROUNDS} rounds.")

    def _judged(self, reading: Reading) -> Settled:
        names = [call.tool for call in reading.calls]
        if names == [ASK]:
            return self._asked(reading.calls[0])
        if ASK in names:
            raise BadRequest("A plan either asks or makes pictures: plan without the question.")
        if KEEP in names:
            return self._kept(reading)
        if not self._planned:
            return self.check(reading)
        try:
            whole = self.check(reading)
        except BadRequest:
            whole = None
        joined = Reading((*self._planned, *reading.calls), reading.words)
        if whole and (not whole.doubt or self._insists(reading, whole)):
            return whole
        return self.check(joined)

    def _kept(self, reading: Reading) -> Settled:
        """Return the draft. A plan beside it is none, unless it is the draft once more."""
        others = [call.tool for call in reading.calls if call.tool != KEEP]
        if not self.base.steps:
            raise BadRequest("There is no draft to keep: call the tools.")
        if others and others != [step.tool for step in self.base.steps]:
            raise BadRequest(f"Either {KEEP} alone, or the whole plan without it.")
        return Settled(self.base.steps, reading.words)

    def _asked(self, call: Call) -> Settled:
        """Return the question, once it was thought over where the draft could do without an answer."""
        asked = fit(str(call.args.get("question", "")))
        if not asked:
            raise BadRequest(f"{ASK}: the question must be one plain sentence.")
        if self.base.steps and not self._sent_back:
            raise BadRequest("The draft needs no answer. Plan; or ask again, if nothing can be made without it.")
        given = call.args.get("choices")
        choices = [fit(str(choice)) for choice in given] if isinstance(given, list) else []
        return Settled((), question=asked, choices=tuple(filter(None, choices))[:MOST_CHOICES])

    def _send_back(self, wrong: BadRequest) -> None:
        if self._sent_back:
            raise wrong
        self._sent_back = True

    def _insists(self, reading: Reading, settled: Settled) -> bool:
        """Whether a model that was told its plan's doubt says the same plan again: it may know better than a list."""
        return (
            self._sent_back
            and not settled.doubt.sure
            and settled.doubt == self._doubt
            and reading.calls == self._planned
        )

    def _gone_on(self, reading: Reading, settled: Settled) -> str:
        """Return what is said of a plan that is not whole: what is planned, and what is left."""
        if not 0 < len(settled.doubt.tools) < len(self._doubt.tools or self.base.steps):
            self._send_back(BadRequest(settled.doubt.said))
        same = reading.calls[: len(self._planned)] == self._planned
        self._planned = reading.calls if same else (*self._planned, *reading.calls)
        self._doubt = settled.doubt
        planned = ", ".join(f"${number} {step.tool}" for number, step in enumerate(settled.steps, start=1))
        return load("go_on", planned=planned, missing=settled.doubt.said)


def only_looks_up(calls: tuple[Call, ...], base: Plan) -> bool:
    """Whether an answer wants to know things and makes nothing yet; not where that is all that the brief asks."""
    wanted = {step.tool for step in base.steps}
    return all(call.tool in LOOK_UPS for call in calls) and not (wanted and wanted <= LOOK_UPS)


def as_text(said: Said) -> str:
    """Return an answer as the text that a server takes back in any form."""
    calls = [f'{{"tool": "{name}", "args": {written or "{}"}}}' for name, written in said.calls]
    return "\n".join([said.text.strip(), *calls]).strip()
