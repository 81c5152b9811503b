"""What the tools for styles share: the brand and the name behind words, and the styles at hand."""

import re

from tools.context import Context, Styles
from tools.errors import BadRequest, EngineUnavailable
from tools.specs.board import Board
from tools.specs.style import HOUSE, Style, same, told

_QUOTED = re.compile(r"[\"“”„«‘]([^\"“”„«»’]{1,60})[\"“”»’]")
_AFTER = re.compile(
    r"\b(?:named|called|under the name(?: of)?|als|comme|sous le nom de|como|come|as)\s+"
    r"(?:(?:our|my|the|a|an|unser\w*|mein\w*|den|das|die|notre|mon|le|la|nuestro|el|nosso|nostro|il|lo|onze)\s+)*"
    r"(?P<name>[^\s,.;:!?()\n][^,.;:!?()\n]{0,58})",
    re.IGNORECASE,
)
_TAIL = re.compile(
    r"\s+(?:(?:look|style|mood|vibe|feel|stil|stijl|estilo|stile)\b.*|(?:for|für|pour|para|per|voor|please|pls|bitte)\b.*)$",
    re.IGNORECASE,
)
_EMPTY = frozenset(
    {"look", "style", "mood", "vibe", "feel", "stil", "stijl", "estilo", "stile", "it", "this", "that", "usual"}
)


def styles_of(context: Context) -> Styles:
    """Return the style memory. Raises ``EngineUnavailable`` where the program was put together without one."""
    if context.styles is None:
        raise EngineUnavailable("No style memory is set up here; start Parure by its own command.")
    return context.styles


def brand_of(words: str | None) -> str:
    """Return the brand as it is kept; whoever names none means this machine's own."""
    return told(words or "") or HOUSE


def named_in(note: str) -> str | None:
    """Return the name that a note gives its style ('remember this as Hearth'), or nothing."""
    found = [match.group(1) for match in _QUOTED.finditer(note)]
    found += [match.group("name") for match in _AFTER.finditer(note)]
    for words in found:
        name = told(_TAIL.sub("", words))
        if name and same(name) not in _EMPTY and len(name.split()) <= 5:
            return name[0].upper() + name[1:]
    return None


def made_up(board: Board | None, surface: str | None, taken: tuple[str, ...]) -> str:
    """Return a readable name of a look that was given none, other than those ``taken`` in its brand."""
    color = board.palette[0].name if board else ""
    thing = surface or (f"{board.temperature} light" if board else "look")
    base = told(f"{color} {thing}").strip().capitalize()
    known = {same(name) for name in taken}
    numbers = (base if number == 1 else f"{base} {number}" for number in range(1, len(known) + 2))
    return next(name for name in numbers if same(name) not in known)


def find_style(ref: str, context: Context) -> Style:
    """Return the style ``brand/name``. Raises ``BadRequest`` with the brand's names when there is none."""
    brand, slash, name = ref.partition("/")
    if not slash or not name.strip():
        raise BadRequest(f"A style is written brand/name, not {ref[:60]!r}.")
    style = styles_of(context).find(brand_of(brand), told(name))
    if style is None:
        raise BadRequest(f"{brand_of(brand)} has no style {told(name)!r}. {known_at(brand_of(brand), context)}")
    return style


def known_at(brand: str, context: Context) -> str:
    """Return a sentence with the names of a brand's styles."""
    names = [style.name for style in styles_of(context).all(brand)]
    if not names:
        return f"Nothing is remembered for {brand} yet: say 'remember this as …' under a picture you like."
    return f"Remembered for {brand}: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}."
