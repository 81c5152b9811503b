"""How the steps of a plan tell what becomes of them while they run."""

from collections.abc import Callable
from typing import Any

from agent.events import Event, Finished, Started, Working
from agent.run import Watch
from tools.engines.progress import Progress
from tools.registry import Outcome
from tools.specs.asset import Asset
from tools.specs.plan import Step

Write = Callable[[Any], None]


class Teller:
    """Turns a plan's steps into events; ``name`` gives a picture's short name in the thread."""

    def __init__(self, write: Write, watch: Watch, name: Callable[[Asset], str]) -> None:
        self._write: Callable[[Event], None] = write
        self._watch = watch
        self._name = name
        self._number = 0

    @property
    def watch(self) -> Watch:
        """Who looks on, with the events told beside."""
        return Watch(self._report, self._watch.cancelled, self._watch.tell, self._watch.row)

    def begun(self, number: int, step: Step, args: dict[str, Any]) -> None:
        """Tell that a step begins."""
        self._number = number
        self._write(Started(number, step.tool, args))

    def ended(self, number: int, step: Step, outcome: Outcome) -> None:
        """Tell what became of a step."""
        made = tuple((self._name(asset), asset) for asset in outcome.assets)
        failed = outcome.error is not None
        read = (outcome.board, outcome.table)
        self._write(Finished(number, step.tool, outcome.text, made, outcome.credits, failed, *read))

    def _report(self, progress: Progress) -> None:
        self._watch.report(progress)
        self._write(Working(self._number, progress))
