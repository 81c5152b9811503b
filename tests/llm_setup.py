"""What the tests of the language model share: a planner before a scripted server, a ring, a good answer."""

from typing import Any

from pydantic import SecretStr
from scripted_server import Act, ScriptedServer, call

from agent.llm import LanguageModel, Patience, Question
from agent.llm_pictures import Sight
from agent.llm_planner import LanguagePlanner
from agent.llm_stream import Said
from agent.planner import OfflinePlanner
from agent.policy import allow
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief, BriefImage, ThreadState
from tools.specs.plan import Plan

REGISTRY = Registry(allow, price)
OFFLINE = OfflinePlanner()
CALM = Patience(connect=2.0, silence=10.0, total=20.0, longest_wait=0.3, pause=0.01, rest=0.0)
HASTE = Patience(connect=0.5, silence=0.4, total=1.2, longest_wait=0.3, pause=0.01, rest=0.0)
RING = (BriefImage(role="product", what="silver ring on white"),)
MARBLE = {"product": "img1", "scene": {"surface": "marble", "light": "candle"}}
SHOT = call(("reference_shoot", MARBLE), text="Your ring on marble by candle light.")
TALK = ThreadState(category="ring", assets=("a1", "a2"), last_tool="reference_shoot", last_scene={"surface": "slate"})


def planner(url: str, patience: Patience = CALM, sight: Sight | None = None) -> LanguagePlanner:
    return LanguagePlanner(LanguageModel(url, "m", SecretStr("s3cret"), patience), OFFLINE, REGISTRY, sight)


def ring(text: str = "the ring on marble", **more: Any) -> Brief:
    return Brief(text=text, **{"images": RING, **more})


def planned(brief: Brief, *acts: Act, patience: Patience = CALM) -> tuple[Plan, ScriptedServer]:
    with ScriptedServer(*acts) as server:
        return planner(server.url, patience).plan(brief), server


class ScriptedModel(LanguageModel):
    """Gives the answer it was handed, without a server."""

    def __init__(self, said: Said) -> None:
        super().__init__("http://127.0.0.1:9", "m", None, CALM)
        self._said = said

    def ask(self, question: Question, deadline: float) -> Said:
        return self._said


def answered(brief: Brief, said: Said) -> Plan:
    return LanguagePlanner(ScriptedModel(said), OFFLINE, REGISTRY).plan(brief)
