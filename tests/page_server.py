"""The page with fakes where the slow engines stand, as a program: ``python page_server.py HOME [PASSWORD]``."""

import sys
from pathlib import Path

import numpy as np
import painted_hand as painted
from fakes import FakeCutter, FakeStudio, FakeStyles

from agent.app import Assistant
from agent.extras import Extras
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.settings import Settings
from tools.engines.image import Bytes8, Image
from tools.engines.person.seen import Judged, Person
from tools.engines.progress import Cancelled, Progress, Report
from tools.prices import price
from tools.registry import Registry
from tools.specs.recipe import Recipe
from tools.store.store import Store
from ui.app import make_app
from ui.serve import listen, run
from ui.words import tell

PASSES, SECONDS = 6, 0.2


class PreviewStudio(FakeStudio):
    """Shows a small picture first, as the real studio does."""

    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        report(Progress("preview", 0.05, np.full((160, 128, 3), (0.6, 0.5, 0.4), np.float32)))
        return super().render(recipe, product, report, cancelled)


class SeesPaintedHand:
    """Sees the painted hand where its wall is, and nobody elsewhere."""

    def look(self, photo: Bytes8) -> Person:
        there = np.abs(photo[4, 4].astype(int) - painted.WALL).max() < 30
        return Person((Judged(painted.hand(), ()),) if there else (), ())


def main(home: Path, password: str | None = None) -> None:
    """Serve on any free port and say which."""
    engines = (FakeCutter(), PreviewStudio(PASSES, SECONDS))
    assistant = Assistant(
        Store.open(home),
        Registry(allow, price),
        OfflinePlanner(),
        lambda: engines,
        None,
        Extras(FakeStyles(), onlooker=SeesPaintedHand(), outline=painted.outlined),
    )
    settings = Settings.model_validate({"home": home, "password": password})
    try:
        run(make_app(assistant, settings), listen("127.0.0.1", 0), tell)
    finally:
        assistant.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:3])
