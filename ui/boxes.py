"""The words that a person gives by ticking: for somebody's photo, and for small copies that leave the machine."""

from html import escape

from ui.tray import Attached

CONSENT = "The person in the photo agreed to this, or is me."
CONSENT_FIRST = "One thing first: tick the box below the photos, that the person agreed. Your words wait in the box."
SHOW = "Small copies of my product and mood photos may go to the language model at {reader}."


def word_boxes(waiting: tuple[Attached, ...], consent: bool, reader: str, shown: bool, asked: bool = False) -> str:
    """Return the boxes to tick: for a person's photo, and for small copies that go to the language model ``reader``.

    ``asked``: a message waits for the first one.
    """
    mark = "asked" if asked else ""
    boxes = _box("consent", CONSENT, consent, mark) if any(each.role == "person" for each in waiting) else ""
    return boxes + (_box("show", SHOW.format(reader=reader), shown) if reader and waiting else "")


def _box(act: str, words: str, ticked: bool, mark: str = "") -> str:
    checked = " checked" if ticked else ""
    return f'<label class="consent {mark}"><input type="checkbox" data-act="{act}"{checked}> {escape(words)}</label>'
