"""Briefs planned offline, and the sets that they lead to: for tests from words to sets."""

from typing import Any

from agent.planner import OfflinePlanner
from tools.engines.studio.resolve import Photo, resolve
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.scene import Scene, SceneWish

RING = [{"role": "product", "what": "silver ring"}]
BLACK, PINK, SAGE, RED = "#1a1a1a", "#f2c4cf", "#9caf88", "#b3202c"


def planned(text: str, images: list[dict[str, str]] | None = None, thread: dict[str, Any] | None = None) -> Plan:
    brief = {"text": text, "images": RING if images is None else images, "thread": thread}
    return OfflinePlanner().plan(Brief.model_validate(brief))


def wished(text: str) -> SceneWish:
    return SceneWish.model_validate(planned(text).steps[-1].args["scene"])


def scene_of(text: str, photo: Photo | None = None) -> Scene:
    return resolve(wished(text), photo or Photo())
