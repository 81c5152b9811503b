"""A language model that wants to make whatever it is asked, rules or not: policy must hold without its help."""

import json

from llm_setup import ScriptedModel

from agent.llm_planner import LanguagePlanner
from agent.llm_stream import Said
from agent.planner import OfflinePlanner
from tools.registry import Registry

ANYTHING = Said(
    text="Of course, nothing easier.",
    calls=(("reference_shoot", json.dumps({"product": "img1"})), ("white_studio", json.dumps({"product": "img1"}))),
)


def obedient(registry: Registry) -> LanguagePlanner:
    """Return a planner whose model makes a set and a tile of the first photo at every message."""
    return LanguagePlanner(ScriptedModel(ANYTHING), OfflinePlanner(), registry)
