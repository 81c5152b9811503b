"""The planner with a language model: it chooses the steps, their arguments and the words; the rest is known for sure.

Policy is judged before the model is asked. The offline plan of the same brief says what must hold: route, refusal,
questions, budget, what was named. When the model cannot be used, or gives nothing usable twice, that plan is the plan.
"""

import logging
import time
from collections import OrderedDict
from threading import Lock

from agent.aids import taken_away_first
from agent.facts import Facts
from agent.llm import LanguageModel, Question
from agent.llm_calls import Call, Reading
from agent.llm_facts import held
from agent.llm_memory import Memory
from agent.llm_pictures import Sight
from agent.llm_prompt import question
from agent.llm_rounds import Rounds, Settled
from agent.llm_steps import checked_steps, refs_of, validated
from agent.llm_stream import Said
from agent.llm_tools import NOT_PLANNED
from agent.llm_whole import Doubt, check_whole, cost, only_asked, with_later
from agent.planner import OfflinePlanner, facts_of, say_tuned
from agent.questions import sentence
from agent.reading_scene import offer, place_said
from agent.replies import reply
from agent.tuning import tuned_steps
from tools.errors import BadRequest, EngineUnavailable
from tools.registry import Registry, args_model
from tools.specs.base import canonical_json
from tools.specs.brief import Brief
from tools.specs.plan import Plan, Step

KEPT = 16
KEPT_SECONDS = 120.0
_UNUSABLE = "gave no plan that fits the brief"
_log = logging.getLogger(__name__)


class LanguagePlanner:
    """Plans with ``model``, held to what ``fallback`` surely knows. Safe to share between threads."""

    def __init__(
        self,
        model: LanguageModel,
        fallback: OfflinePlanner,
        registry: Registry,
        sight: Sight | None = None,
        memory: Memory | None = None,
    ) -> None:
        self._model = model
        self._fallback = fallback
        self._registry = registry
        self._sight = sight or Sight()
        self._memory = memory or Memory()
        self._answers = _Answers()
        self._resting: tuple[float, str] = (0.0, "")
        self._known = frozenset(tool.__name__ for tool in registry.tools)
        self._fields = {tool.__name__: frozenset(args_model(tool).model_fields) for tool in registry.tools}

    def plan(self, brief: Brief) -> Plan:
        """Return the plan of ``brief``; any text gives one, whatever the model does."""
        base = self._fallback.plan(brief)  # policy is judged here, before the model hears of anything
        if not _open(base):
            return base
        facts = facts_of(brief)
        try:
            return _joined(base, facts, self._settled(facts, base))
        except EngineUnavailable as gone:
            return _without(base, gone.sentence)
        except BadRequest as wrong:
            _log.info("the language model's plan was not used: %s", wrong)
            return _without(base, _UNUSABLE)

    def _settled(self, facts: Facts, base: Plan) -> Settled:
        """Let the model plan. Raises ``EngineUnavailable`` or ``BadRequest``."""
        brand = self._memory.brand(facts.brand) if facts.brand else {}
        deadline = time.monotonic() + self._model.patience.total
        rounds = Rounds(
            base,
            lambda asked, number: self._ask(asked, facts.brief, number, deadline),
            lambda reading: self._checked(reading, facts, base),
            lambda call: self._looked_up(call, facts),
        )
        return rounds.settled(question(facts, base, self._registry, self._sight, brand))

    def _checked(self, reading: Reading, facts: Facts, base: Plan) -> Settled:
        steps = checked_steps(reading.calls, self._registry, refs_of(facts))
        if steps and steps[0].tool == "estimate":  # of the draft: nothing of it is made
            args = {"plan": [step.model_dump() for step in base.steps]}
            return Settled((Step(tool="estimate", args=args),), doubt=Doubt(tuple(step.tool for step in base.steps)))
        whole = only_asked(steps, base)
        true = held(whole, facts, base, self._fields)
        true = tuple(validated(step, self._registry) for step in true)
        words = reading.words if true == steps else ""  # the words were said of what the model meant
        true = taken_away_first(true, facts)
        true = with_later(true, base, self._known - NOT_PLANNED | {"mask"})
        return Settled(true, words, doubt=check_whole(true, base, facts.scene.named.get("surface", ())))

    def _looked_up(self, call: Call, facts: Facts) -> str:
        """Return what a tool says that only tells; a brand's look is looked for in the brief's own brand alone."""
        given = dict(call.args) | ({} if call.tool == "estimate" else {"brand": facts.brand})
        return self._memory.look_up(call.tool, given)

    def _ask(self, asked: Question, brief: Brief, round_: int, deadline: float) -> Said:
        """Ask the model, unless it answered this a moment ago or failed a moment ago."""
        key = f"{round_} {canonical_json(_as_told(brief))}"
        if (known := self._answers.get(key)) is not None:
            return known
        until, why = self._resting
        if time.monotonic() < until:
            raise EngineUnavailable(why)
        try:
            said = self._model.ask(asked, deadline)
        except EngineUnavailable as gone:
            self._resting = (time.monotonic() + self._model.patience.rest, gone.sentence)
            raise
        self._answers.put(key, said)
        return said


class _Answers:
    """The answers of the last two minutes: one turn plans its brief again when its photo was looked at."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, tuple[float, Said]] = OrderedDict()

    def get(self, key: str) -> Said | None:
        with self._lock:
            at, said = self._kept.get(key, (0.0, None))
        return said if said is not None and time.monotonic() - at < KEPT_SECONDS else None

    def put(self, key: str, said: Said) -> None:
        with self._lock:
            self._kept[key] = (time.monotonic(), said)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)


def _as_told(brief: Brief) -> Brief:
    """Return the brief without what one turn adds to it between two plans."""
    images = tuple(image.model_copy(update={"what": ""}) for image in brief.images)
    return brief.model_copy(update={"images": images, "max_credits": None})


def _open(base: Plan) -> bool:
    """Whether there is anything for a model to decide: not after a refusal, a question, or for a question of cost."""
    if base.question is not None:
        return base.question == sentence("ask_change")
    return base.refusal is None and any(step.tool not in NOT_PLANNED for step in base.steps)


def _joined(base: Plan, facts: Facts, settled: Settled) -> Plan:
    if settled.question is not None:
        asked = {"question": settled.question, "options": settled.choices, "reply": settled.question}
        return base.model_copy(update={"planner": "llm", "steps": (), "credits": 0, "tuned": None, **asked})
    steps, tuned = tuned_steps(settled.steps, facts.brief.taste)
    said = " ".join([settled.words, *_must_say(facts, base)]) if settled.words else reply(facts, steps, base.declined)
    said = " ".join([said, *say_tuned(tuned)])
    update = {"planner": "llm", "steps": steps, "credits": cost(steps), "question": None, "options": (), "reply": said}
    update["tuned"] = tuned
    return base.model_copy(update=update)


def _must_say(facts: Facts, base: Plan) -> list[str]:
    """Return what no words of a model may leave out: the place that cannot be built, the part that is not done."""
    instead = offer(facts.scene)
    named = facts.scene.place if instead else None
    place = [sentence(place_said(facts.scene), place=named, offer=instead)] if named else []
    return place + [sentence("declined", what=part.what) for part in base.declined]


def _without(base: Plan, why: str) -> Plan:
    return base.model_copy(update={"reply": f"{base.reply} {sentence('llm_unused', why=why)}".strip()})
