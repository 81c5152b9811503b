"""What is known of a brand, told to whoever asks for it."""

from typing import Any

from tools.brand_styles import styles_of
from tools.context import Context, Result
from tools.liking import liking_of, liking_words
from tools.specs.style import Style, spoken_brand
from tools.specs.taste import Mark

MOST_TOLD = 12


def all_known(brand: str, context: Context) -> Result:
    """Tell all that is kept of a brand: its remembered looks, how often each was used, what was liked."""
    marks, styles = context.store.ledger.marks.of(brand), styles_of(context).all(brand)
    taste, who = liking_of(marks), spoken_brand(brand)
    forms = [style_form(style, marks) for style in styles]
    data = {"brand": brand, "styles": forms, "liked": liking_words(taste), "pictures": len(marks)}
    if not styles and not marks:
        return Result(f"I know nothing of {who} yet. Say 'remember this as …' under a picture you like.", data=data)
    parts = [_looks(styles, forms, who)]
    if palette := _palette(styles):
        parts.append(f"Colours: {palette}.")
    parts.append(f"Pictures on sets so far: {len(marks)}.")
    parts.append(f"Liked: {liking_words(taste)}." if not taste.empty else "Nothing was plainly liked yet.")
    parts.append(
        "To correct: 'our NAME look is less orange', 'rename NAME to …', 'merge NAME and …'. "
        "To delete: 'forget our NAME look', 'forget what we liked'."
    )
    return Result(" ".join(parts), data=data)


def style_form(style: Style, marks: tuple[Mark, ...]) -> dict[str, Any]:
    """Return a style as plain data for a person: name, note, palette, light, look, pictures, use."""
    read = tuple(swatch.color for swatch in style.board.palette) if style.board else ()
    return {
        "style": style.ref,
        "name": style.name,
        "note": style.note,
        "palette": list(style.wish.palette or read),
        "light": style.wish.light,
        "look": style.wish.look,
        "surface": style.wish.surface,
        "pictures": list(style.pictures),
        "used": sum(mark.style == style.ref for mark in marks),
    }


def _looks(styles: tuple[Style, ...], forms: list[dict[str, Any]], who: str) -> str:
    if not styles:
        return f"No look is remembered for {who}."
    told = [_told(form) for form in forms[:MOST_TOLD]]
    more = f"; and {len(forms) - MOST_TOLD} more" if len(forms) > MOST_TOLD else ""
    count = "one look" if len(forms) == 1 else f"{len(forms)} looks"
    return f"For {who} I remember {count}: {'; '.join(told)}{more}."


def _told(form: dict[str, Any]) -> str:
    light = f"{form['light']} light" if form["light"] else None
    set_ = ", ".join(str(part).replace("_", " ") for part in (form["surface"], light) if part)
    used = f"used {form['used']} times" if form["used"] > 1 else "used once" if form["used"] else ""
    inside = ", ".join(filter(None, [set_, used]))
    return f"{form['name']} ({inside})" if inside else str(form["name"])


def _palette(styles: tuple[Style, ...]) -> str:
    names = [swatch.name for style in styles if style.board for swatch in style.board.palette[:2]]
    return ", ".join(list(dict.fromkeys(names))[:6])
