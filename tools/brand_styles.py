"""What the tools for styles share: the brand and the name behind words, and the styles at hand."""

import re

from tools.context import Context, Styles
from tools.engines.mood import MOST, describe
from tools.engines.studio.looks import LOOKS
from tools.errors import BadRequest, EngineUnavailable, ToolFailed
from tools.moodboard import board_of
from tools.specs.board import Board
from tools.specs.scene import Scene, SceneWish
from tools.specs.style import LAST, Style, Tone, own_brand, same, spoken_brand, told

_QUOTED = re.compile(r"[\"“”„«‘]([^\"“”„«»’]{1,60})[\"“”»’]")
_AFTER = re.compile(
    r"\b(?:named|called|under the name(?: of)?|als|comme|sous le nom de|como|come|as)\s+"
    r"(?:(?:our|my|the|a|an|unser\w*|mein\w*|den|das|die|notre|mon|le|la|nuestro|el|nosso|nostro|il|lo|onze|o|style|estilo|stile|stil|look|visual)\s+)*"
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


def brand_of(words: str | None, context: Context) -> str:
    """Return the brand as it is kept; whoever names none means his own."""
    return own_brand(words or "", context.owner)


def named_in(note: str) -> str | None:
    """Return the name that a note gives its style ('remember this as Hearth'), or nothing.

    For who calls the tool by itself: of a talk the agent reads the name, in all its languages.
    """
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
    brand = brand_of(brand, context)
    if same(name) == LAST:
        return last_look(brand, context)
    style = styles_of(context).find(brand, told(name))
    if style is None:
        who = spoken_brand(brand)
        raise BadRequest(f"There is no style {told(name)!r} for {who}. {known_at(brand, context)}")
    return style


def last_look(brand: str, context: Context) -> Style:
    """Return the look of the brand's last picture on a set. Raises ``BadRequest`` when there is none."""
    mark = next((mark for mark in context.store.ledger.marks.of(brand) if mark.scene), None)
    if mark is None:
        who = spoken_brand(brand)
        raise BadRequest(f"No picture on a set was made for {who} yet, so there is no last time: describe the set.")
    scene = Scene.model_validate(mark.scene)
    return Style(brand=brand, name=LAST, wish=wish_of_scene(scene), tone=tone_of_scene(scene), pictures=(mark.asset,))


def wish_of_scene(scene: Scene) -> SceneWish:
    """Return a set as a brief would say it."""
    own = (scene.backdrop_tint, scene.surface_tint, scene.prop_tint)
    look = LOOKS.get(scene.look or "")
    return SceneWish(
        look=look.look if look and set(look.props) <= set(scene.props) else None,
        surface=scene.surface,
        backdrop=scene.backdrop,
        light=scene.light,
        light_from=scene.light_from,
        props=scene.props,
        leaf=scene.leaf,
        palette=tuple(dict.fromkeys((*scene.palette, *(color for color in own if color)))),
        backdrop_color=scene.backdrop_tint,
        surface_color=scene.surface_tint,
        prop_color=scene.prop_tint,
    )


def tone_of_scene(scene: Scene, warmth: float = 0.0) -> Tone:
    """Return a set's own light; ``warmth`` is what an edit added to it."""
    warm = max(-1.0, min(1.0, round(warmth, 3)))
    return Tone(warmth=warm, brightness=scene.brightness, shadow=scene.shadow, whole=True)


def the_one(words: str, brand: str, context: Context, verb: str) -> Style:
    """Return the one remembered look of ``brand`` that ``words`` mean. Raises ``BadRequest`` for none or several."""
    exact = styles_of(context).find(brand, told(words.rpartition("/")[2]))
    meant = (exact,) if exact else styles_of(context).meant(brand, words)
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise BadRequest(f"Which look shall be {verb}: {', '.join(style.name for style in meant[:12])}? Say its name.")
    raise BadRequest(f"Which look shall be {verb}? {known_at(brand, context)}")


def kept_anew(style: Style, instead: tuple[Style, ...], context: Context) -> None:
    """Keep ``style`` in the place of the looks ``instead``; those of other names leave the disk."""
    styles, marks = styles_of(context), context.store.ledger.marks
    styles.remember(style, describe(style.board) if style.board else None)
    for old in instead:
        if same(old.name) != same(style.name):
            styles.forget(old.brand, old.name)
            marks.rename_style(old.brand, old.ref, style.ref)


def pictures_board(pictures: tuple[str, ...], context: Context) -> Board | None:
    """Return what pictures say together, if all are still here and none is a product's photo."""
    try:
        assets = [context.store.ledger.find_asset(id, context.thread) for id in pictures[:MOST]]
        return board_of(assets, context) if assets else None
    except (BadRequest, ToolFailed):
        return None


def known_at(brand: str, context: Context) -> str:
    """Return a sentence with the names of a brand's styles."""
    names, who = [style.name for style in styles_of(context).all(brand)], spoken_brand(brand)
    if not names:
        return f"Nothing is remembered for {who} yet: say 'remember this as …' under a picture you like."
    return f"Remembered for {who}: {', '.join(names[:12])}{' …' if len(names) > 12 else ''}."
