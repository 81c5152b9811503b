"""The talk as messages for the chat: what was said, from the ledger, and what happens now, from the events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from agent.collection.cells import is_file
from agent.events import Asked, Finished, Made, Planned, Replied, Reviewed, Started, Working
from agent.live import Failed, LiveEvent, Sent, Waiting
from tools.errors import Refused
from tools.specs.asset import Asset
from tools.specs.finding import Finding
from tools.specs.said import Said, StepSaid
from ui.markup import attached_thumbs, findings_list, product_thumbs, progress_bar, shots, swatches, words
from ui.sheet_table import sheet_table

Bubble = dict[str, Any]
"""One message as ``gradio.Chatbot`` takes it."""
STEPS = {
    "classify": "Looking at the photo",
    "mask": "Cutting the product out",
    "reference_shoot": "Building the set",
    "white_studio": "Making the white tile",
    "ghost_mannequin": "Making the ghost mannequin",
    "detail": "Looking for the detail",
    "change_background": "Changing the background",
    "edit": "Changing the picture",
    "reframe": "Reframing",
    "video": "Making the clip",
    "remove_background": "Removing the background",
    "estimate": "Reckoning the price",
    "undo": "Going back",
    "redo": "Going forward",
    "compare": "Comparing",
    "rerun": "Making it with this product",
    "batch": "Making the sheet's pictures",
    "remember_style": "Remembering the style",
    "recall_style": "Looking through what is remembered",
    "forget_style": "Forgetting the style",
    "correct_style": "Correcting the style",
    "merge_styles": "Joining the styles",
    "rate": "Noting that",
    "forget_taste": "Forgetting what was liked",
}


def transcript(
    said: tuple[Said, ...], thread: str, assets: dict[str, Asset], touched: Mapping[str, bool]
) -> list[Bubble]:
    """Return what was said so far; buttons stand under the last message only.

    ``touched`` names the products' photos, and says which of them were touched up.
    """
    files = {name: asset.note for name, asset in assets.items() if is_file(asset.suffix)}
    bubbles: list[Bubble] = []
    for line in said:
        of_person = line.side == "person"
        bubbles += _of_person(line, thread, touched, files) if of_person else _of_parure(line, thread, assets)
    if said and said[-1].side == "parure" and bubbles:
        options = said[-1].options or _fixes(said[-1].findings)
        bubbles[-1] = _with_options(bubbles[-1], options)
    return bubbles


def _of_person(line: Said, thread: str, touched: Mapping[str, bool], files: Mapping[str, str]) -> list[Bubble]:
    pictures = product_thumbs(thread, line.images, touched, files)
    return [_bubble("user", pictures + (words(line.text) if line.text else ""))]


def _of_parure(line: Said, thread: str, assets: dict[str, Asset]) -> list[Bubble]:
    bubbles = [_done(step) for step in line.steps]
    made = tuple((name, assets[name]) for name in line.made if name in assets)
    text = line.question or line.text
    kind = "trouble" if line.failed else "question" if line.question else ""
    boards = "".join(swatches(step.board) for step in line.steps if step.board)
    tables = "".join(sheet_table(thread, step.table, assets) for step in line.steps)
    shown = boards + (tables or shots(thread, made)) + findings_list(thread, line.findings)
    content = (words(text, kind) if text else "") + shown
    return [*bubbles, _bubble("assistant", content)] if content else bubbles


@dataclass
class Now:
    """The messages of what is under way, built up from its events."""

    thread: str
    bubbles: list[Bubble] = field(default_factory=list)
    _previews: int = 0

    def take(self, event: LiveEvent) -> None:
        """Add what an event shows."""
        if isinstance(event, Sent):
            content = attached_thumbs(self.thread, event.paths) + (words(event.text) if event.text else "")
            self.bubbles.append(_bubble("user", content))
            self.bubbles.append(_working("Thinking", ""))
        elif isinstance(event, Working):
            self._drop_pending()
            self.bubbles.append(self._progress(event))
        else:
            self._drop_pending()
            self._add(event)

    def _add(self, event: LiveEvent) -> None:
        if isinstance(event, Waiting):
            self.bubbles.append(_working("Waiting", words(event.text)))
        elif isinstance(event, Planned) and event.plan.reply and event.plan.question is None:
            self.bubbles += [_bubble("assistant", words(event.plan.reply)), _working("Starting", "")]
        elif isinstance(event, Started):
            self._title = _title(event.tool)
            self.bubbles.append(_working(self._title, progress_bar("getting ready", 0.0)))
        elif isinstance(event, Finished):
            self._finish(event)
        elif isinstance(event, Reviewed):
            self.bubbles.append(_bubble("assistant", findings_list(self.thread, event.findings)))
        elif isinstance(event, Asked):
            question = _bubble("assistant", words(event.question, "question"))
            self.bubbles.append(_with_options(question, event.options))
        elif isinstance(event, Replied) and event.result.error is not None:
            self.bubbles.append(_bubble("assistant", _trouble(event.result.error)))
        elif isinstance(event, Failed):
            self.bubbles.append(_bubble("assistant", _trouble(event.error)))

    _title: str = "Working"

    def _progress(self, event: Working) -> Bubble:
        if event.progress.preview is not None:
            self._previews += 1
        preview = f"/files/{self.thread}/preview?n={self._previews}" if self._previews else ""
        return _working(self._title, progress_bar(event.progress.stage, event.progress.share, preview))

    def _finish(self, event: Finished) -> None:
        self._previews = 0
        made = tuple(name for name, _ in event.made)
        self.bubbles.append(_done(StepSaid(tool=event.tool, text=event.text, made=made, failed=event.failed)))
        table = sheet_table(self.thread, event.table, dict(event.made))
        if content := (swatches(event.board) if event.board else "") + (table or shots(self.thread, event.made)):
            self.bubbles.append(_bubble("assistant", content))

    def _drop_pending(self) -> None:
        if self.bubbles and self.bubbles[-1].get("metadata", {}).get("status") == "pending":
            self.bubbles.pop()


def made_in(names: tuple[str, ...], assets: dict[str, Asset]) -> Made:
    """Return the pictures that the talk holds now, in order."""
    return tuple((name, assets[name]) for name in names if name in assets)


def _bubble(role: str, content: str) -> Bubble:
    # the Chatbot takes src="/file… for a route of its own and breaks the address, but leaves a relative one alone
    return {"role": role, "content": content.replace('src="/files', 'src="./files')}


def _working(title: str, content: str) -> Bubble:
    return _bubble("assistant", content or "…") | {"metadata": {"title": title, "status": "pending"}}


def _done(step: StepSaid) -> Bubble:
    made = f" · {', '.join(step.made)}" if step.made else ""
    title = _title(step.tool) + (" · not done" if step.failed else made)
    return _bubble("assistant", words(step.text or "Done.")) | {"metadata": {"title": title, "status": "done"}}


def _title(tool: str) -> str:
    return STEPS.get(tool, tool.replace("_", " ").capitalize())


def _with_options(bubble: Bubble, options: tuple[str, ...]) -> Bubble:
    return bubble | {"options": [{"value": option, "label": option} for option in options]} if options else bubble


def _fixes(findings: tuple[Finding, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(finding.fix for finding in findings if finding.fix))


def _trouble(error: Exception) -> str:
    if isinstance(error, Refused):
        return words(f"{error.reason}\n{error.advice}", "trouble")
    return words(str(error), "trouble")
