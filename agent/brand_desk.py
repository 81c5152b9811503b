"""What the command line does with a brand's memory, outside any talk: the tools' own calls, and files."""

from collections.abc import Callable, Mapping
from typing import Any

from agent.facts import gather
from agent.memory_orders import memory_order
from tools.brand_facts import style_form
from tools.brand_styles import brand_of, known_at, styles_of
from tools.context import Context, Result
from tools.errors import BadRequest, ToolFailed
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.specs.style import told
from tools.style_files import exported, imported

Given = Mapping[str, Any]
HOW = (
    "Say `parure styles list`, `show`, `forget`, `rename`, `correct`, `merge`, `export` or `import`, with --brand NAME."
)


def do(action: str, given: Given, registry: Registry, context: Context) -> Result:
    """Do ``action`` with ``given``: brand, names, text of a file, replace. Raises any of the five errors."""
    works: dict[str, Callable[[], Result]] = {
        "list": lambda: _listed(given, context),
        "show": lambda: _shown(given, context),
        "forget": lambda: _called("forget_style", {"style": _names(given, 1)[0]}, given, (registry, context)),
        "rename": lambda: _renamed(given, registry, context),
        "correct": lambda: _corrected(given, registry, context),
        "merge": lambda: _called("merge_styles", {"styles": _names(given, 2)}, given, (registry, context)),
        "export": lambda: Result("", data=exported(_brand(given), context)),
        "import": lambda: imported(str(given.get("text") or ""), _brand(given), bool(given.get("replace")), context),
    }
    if action not in works:
        raise BadRequest(HOW)
    return works[action]()


def _brand(given: Given) -> str:
    return str(given.get("brand") or "")


def _names(given: Given, count: int) -> list[str]:
    names = [str(name) for name in given.get("names") or ()]
    if len(names) != count:
        raise BadRequest(f"Name {'one look' if count == 1 else f'{count} looks'}; `parure styles list` shows them.")
    return names


def _listed(given: Given, context: Context) -> Result:
    """Return a brand's looks; those of all brands where none is named, which is the machine's right alone."""
    every = styles_of(context).brands() if not _brand(given) and not context.owner else ()
    found = []
    for brand in every or (brand_of(_brand(given), context),):
        marks = context.store.ledger.marks.of(brand)
        found += [style_form(style, marks) for style in styles_of(context).all(brand)]
    lines = [f"{form['style']}: {form['note'] or form['surface'] or ''}".rstrip(": ") for form in found]
    text = "\n".join(lines) or known_at(brand_of(_brand(given), context), context)
    return Result(text, data={"styles": found})


def _shown(given: Given, context: Context) -> Result:
    brand, name = brand_of(_brand(given), context), _names(given, 1)[0]
    style = styles_of(context).find(brand, told(name.rpartition("/")[2]))
    if style is None:
        raise BadRequest(f"There is no look {told(name)!r}. {known_at(brand, context)}")
    form = style_form(style, context.store.ledger.marks.of(brand))
    lines = [f"{key}: {', '.join(value) if isinstance(value, list) else value}" for key, value in form.items() if value]
    return Result("\n".join(lines), data=form | {"whole": style.model_dump(mode="json")})


def _renamed(given: Given, registry: Registry, context: Context) -> Result:
    old, new = _names(given, 2)
    return _called("correct_style", {"style": old, "name": new}, given, (registry, context))


def _corrected(given: Given, registry: Registry, context: Context) -> Result:
    """Correct a look as a message would: the second name is what is different, in words."""
    name, words = _names(given, 2)
    order = memory_order(gather(Brief(text=f"our {name} look is {words}", brand=_brand(given) or None)))
    if not order or order[0].tool != "correct_style":
        raise BadRequest(
            f"I do not understand what {told(words)!r} changes; say, for example, 'less orange' or 'on slate'."
        )
    args = {key: value for key, value in order[0].args.items() if key != "brand"}
    return _called("correct_style", args | {"style": name}, given, (registry, context))


def _called(tool: str, args: dict[str, Any], given: Given, by: tuple[Registry, Context]) -> Result:
    registry, context = by
    outcome = registry.call(tool, {"brand": _brand(given), **args}, context)
    if outcome.result is None:
        raise outcome.error or ToolFailed(f"{tool} gave nothing back.")
    return outcome.result
