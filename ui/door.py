"""The command line's way to a home that a page serves: the same calls as the assistant's, through its HTTP door."""

import json
from collections.abc import Generator, Mapping
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from agent.carried import revive_error
from agent.collection.opening import SheetCall
from agent.run import NOTHING_MORE, RunResult, Watch
from tools.context import Result
from tools.engines.progress import Progress
from tools.errors import BadRequest, ParureError, ToolFailed
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.sheet import Quote, Report, RowOutcome
from tools.verify import Proof
from ui.home import Served
from ui.wire import Form, PathCall, PlanCall, RunCall, StylesCall, revive_proof, revive_result, revive_run_result

if TYPE_CHECKING:
    import httpx
    from pydantic import BaseModel

CONNECT = 5.0
SILENCE = 60.0
"""Seconds without a line: a server that starts takes a few, one that works sends a line every half second."""
GONE = "The page at {address} does not answer; wait until it is there, or stop `parure serve` and try again."
QUIET = Watch()


class Desk(Protocol):
    """What commands ask for: the assistant itself, or the door to it."""

    def plan(self, brief: Brief, thread: str | None = None) -> Plan:
        """Return what would be done."""
        ...

    def run(
        self, brief: Brief, thread: str, yes: bool = False, consent: bool = False, watch: Watch = QUIET
    ) -> RunResult:
        """Plan and carry out one message of ``thread``."""
        ...

    def look(self, tool: str, path: Path, watch: Watch = QUIET, args: Mapping[str, Any] = NOTHING_MORE) -> Result:
        """Run a tool that takes one image, and ``args``, on a file."""
        ...

    def styles(self, action: str, given: Mapping[str, Any]) -> Result:
        """Do something with a brand's remembered looks."""
        ...

    def quote(self, call: SheetCall) -> Quote:
        """Return what a sheet would cost."""
        ...

    def collect(self, call: SheetCall, watch: Watch = QUIET) -> Report:
        """Carry a sheet out."""
        ...

    def picture(self, sha256: str) -> bytes:
        """Return a kept picture's file."""
        ...

    def verify(self, path: Path) -> Proof:
        """Measure a saved picture's receipt again."""
        ...

    def close(self) -> None:
        """End what was begun."""
        ...


class Door:
    """Calls the process that serves the home. Errors come back as the same five; Ctrl-C ends the work there, too."""

    def __init__(self, served: Served) -> None:
        import httpx

        self._address = served.address
        self._client = httpx.Client(
            base_url=served.address,
            headers={"authorization": f"Bearer {served.token}"},
            timeout=httpx.Timeout(SILENCE, connect=CONNECT),
            trust_env=False,  # a proxy has no business between two programs of one machine
        )

    def plan(self, brief: Brief, thread: str | None = None) -> Plan:
        """Return what would be done; see ``Assistant.plan``."""
        return Plan.model_validate(self._call("plan", PlanCall(brief=_absolute(brief), thread=thread)))

    def run(
        self, brief: Brief, thread: str, yes: bool = False, consent: bool = False, watch: Watch = QUIET
    ) -> RunResult:
        """Plan and carry out one message of ``thread``; see ``Assistant.run``."""
        call = RunCall(brief=_absolute(brief), thread=thread, yes=yes, consent=consent)
        return revive_run_result(self._call("run", call, watch))

    def look(self, tool: str, path: Path, watch: Watch = QUIET, args: Mapping[str, Any] = NOTHING_MORE) -> Result:
        """Run a tool that takes one image, and ``args``, on a file; see ``Assistant.look``."""
        call = PathCall(path=str(path.absolute()), args=dict(args))
        return revive_result(self._call(tool, call, watch))

    def styles(self, action: str, given: Mapping[str, Any]) -> Result:
        """Do something with a brand's remembered looks; see ``Assistant.styles``."""
        return revive_result(self._call("styles", StylesCall(action=action, given=dict(given))))

    def quote(self, call: SheetCall) -> Quote:
        """Return what a sheet would cost; see ``Assistant.quote``."""
        return Quote.model_validate(self._call("quote", _from_here(call)))

    def collect(self, call: SheetCall, watch: Watch = QUIET) -> Report:
        """Carry a sheet out; see ``Assistant.collect``."""
        return Report.model_validate(self._call("batch", _from_here(call), watch))

    def picture(self, sha256: str) -> bytes:
        """Return a kept picture's file. Raises ``ToolFailed`` when it is gone."""
        import httpx

        try:
            answer = self._client.get(f"/api/picture/{sha256}")
        except httpx.HTTPError as error:
            raise self._gone() from error
        if answer.status_code != httpx.codes.OK:
            raise ToolFailed(_detail(answer))
        return answer.content

    def verify(self, path: Path) -> Proof:
        """Measure a saved picture's receipt again; see ``Assistant.verify``."""
        return revive_proof(self._call("verify", PathCall(path=str(path.absolute()))))

    def close(self) -> None:
        """Close the connection; the page's process goes on."""
        self._client.close()

    def _call(self, route: str, call: "BaseModel", watch: Watch = QUIET) -> Form:
        with closing(self._lines(route, call)) as lines:  # to leave ends the stream, and that ends the work
            for line in lines:
                if watch.cancelled():
                    raise KeyboardInterrupt
                if "progress" in line:
                    watch.report(Progress(line["progress"]["stage"], line["progress"]["share"]))
                elif "told" in line:
                    watch.tell(line["told"])
                elif "row" in line:
                    watch.row(RowOutcome.model_validate(line["row"]))
                elif "error" in line:
                    raise revive_error(line["error"]) or self._gone()
                elif "result" in line:
                    result: Form = line["result"]
                    return result
        raise self._gone()

    def _lines(self, route: str, call: "BaseModel") -> Generator[dict[str, Any], None, None]:
        import httpx

        try:
            with self._client.stream("POST", f"/api/{route}", json=call.model_dump(mode="json")) as answer:
                if answer.status_code != httpx.codes.OK:
                    answer.read()
                    raise BadRequest(f"The page at {self._address} did not take this: {_detail(answer)}")
                for line in answer.iter_lines():
                    yield json.loads(line)
        except httpx.HTTPError as error:
            raise self._gone() from error

    def _gone(self) -> ParureError:
        return ToolFailed(GONE.format(address=self._address))


def _absolute(brief: Brief) -> Brief:
    """Return the brief with its files where the server finds them: it works in another folder."""
    images = tuple(
        image if image.path is None else image.model_copy(update={"path": str(Path(image.path).absolute())})
        for image in brief.images
    )
    return brief.model_copy(update={"images": images})


def _from_here(call: SheetCall) -> SheetCall:
    photos = None if call.photos is None else str(Path(call.photos).absolute())
    return call.model_copy(update={"sheet": str(Path(call.sheet).absolute()), "photos": photos})


def _detail(answer: "httpx.Response") -> str:
    try:
        return str(answer.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"it answered {answer.status_code}."
