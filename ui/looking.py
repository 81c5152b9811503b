"""What each open page looks at, by its person's own choice: a picture that ends takes nobody's comparison away.

A page is what Gradio calls a session: one load of it in one tab. All of this is read and written by the event loop.
"""

from collections import OrderedDict
from dataclasses import dataclass, field

MOST = 500
"""Pages that are remembered; the one that was heard of longest ago goes first."""

REDRAWN = ("viewer", "gallery")
"""Parts that are not told again while they are the same: drawing them anew would close what is open in them."""


@dataclass
class _Page:
    chosen: tuple[str | None, str | None] = (None, None)
    held: bool = False
    shown: dict[str, str] = field(default_factory=dict)


class Looking:
    """The pictures that people look at, by page. What is chosen stays until something is said again."""

    def __init__(self) -> None:
        self._pages: OrderedDict[str, _Page] = OrderedDict()

    def chosen(self, page: str) -> tuple[str | None, str | None]:
        """Return the picture that was chosen and the one that it is held against; nothing for the newest one."""
        return self._page(page).chosen

    def choose(self, page: str, name: str, against: str | None = None) -> None:
        """Look at the picture ``name``, against another one or its photo."""
        self._page(page).chosen, self._page(page).held = (name, against), False

    def hold(self, page: str, name: str) -> None:
        """Somebody is about to choose something beside the picture ``name``: it stays as it is drawn."""
        if self.chosen(page)[0] != name:
            self.choose(page, name)
        self._page(page).held = True

    def said(self, page: str) -> None:
        """Something was said: what comes of it is looked at."""
        self._page(page).chosen, self._page(page).held = (None, None), False

    def loaded(self, page: str) -> None:
        """The page is empty again."""
        self._pages.pop(page, None)

    def news(self, page: str, view: dict[str, object]) -> dict[str, object]:
        """Return of a ``view`` what the page does not show yet; a held picture is not drawn again."""
        known = self._page(page)
        left_out = {name for name in REDRAWN if name in view and known.shown.get(name) == view[name]}
        left_out |= {"viewer"} if known.held else set()
        told = {name: value for name, value in view.items() if name not in left_out}
        known.shown |= {name: str(told[name]) for name in REDRAWN if name in told}
        return told

    def _page(self, page: str) -> _Page:
        if not page:
            return _Page()  # whoever says no name is remembered by none
        found = self._pages.setdefault(page, _Page())
        self._pages.move_to_end(page)
        while len(self._pages) > MOST:
            self._pages.popitem(last=False)
        return found
