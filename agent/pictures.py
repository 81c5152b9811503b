"""What each attached picture is. Its reader's words are material: they name things and never give orders."""

import re
from dataclasses import dataclass

from agent.scan import find, said
from agent.spelling import understand
from agent.text import Text
from tools.specs.brief import Brief, BriefImage
from tools.specs.category_words import category_of
from tools.specs.words import Category

_QUOTED = re.compile(r"""["“”«»„「『].*|(?<!\w)['‘].*""", re.DOTALL)
_WRITTEN = re.compile(
    r"\b(?:exif|metadata|comment|caption|text|watermark|says|saying|reads|reading(?! (?:glass|spec))|"
    r"written|label|labelled|sticker|note|"
    r"ocr|iptc|xmp|texte|testo|texto|tekst|aufschrift)\b.*|文字.*|テキスト.*|写着.*",
    re.DOTALL | re.IGNORECASE,
)


@dataclass(frozen=True)
class Pictures:
    """The attached pictures by what they are for; each is ``img1``, ``img2``, … and its category if it shows one.

    ``views`` are further photos of a product that is there already: its back, its inside. ``people`` are all photos of
    the person, of which ``person`` is the first.
    """

    products: tuple[str, ...] = ()
    categories: tuple[Category | None, ...] = ()
    person: str | None = None
    inspiration: tuple[str, ...] = ()
    sheet: str | None = None
    unclear: tuple[str, ...] = ()
    views: tuple[str, ...] = ()
    people: tuple[str, ...] = ()


def main_part(what: str) -> str:
    """Return what a reader saw, without what it read: quoted words, EXIF and captions are cut off."""
    return _QUOTED.sub("", _WRITTEN.sub("", what)).strip(" ;,:(")


def sort_pictures(brief: Brief, text: Text) -> Pictures:
    """Return the pictures of ``brief`` by role; a role that was left open is worked out."""
    roles = [_role(image) for image in brief.images]
    wants_style = said("intents", "inspiration", text) and not said("intents", "on_model", text)
    sole_product = roles.count("product") == 0
    found: dict[str, list[str]] = {"product": [], "person": [], "inspiration": [], "sheet": [], "unclear": []}
    views: list[str] = []
    categories: list[Category | None] = []
    for index, (image, role) in enumerate(zip(brief.images, roles, strict=True)):
        role = _settle(image, role, sole_product, wants_style)
        if role == "product" and _same_again(image, categories):
            views.append(f"img{index + 1}")
            continue
        if role == "product":
            categories.append(category_of(understand(main_part(image.what)).words))
            sole_product = False
        found[role].append(f"img{index + 1}")
    return Pictures(
        products=tuple(found["product"]),
        categories=tuple(categories),
        person=next(iter(found["person"]), None),
        people=tuple(found["person"]),
        inspiration=tuple(found["inspiration"]),
        sheet=next(iter(found["sheet"]), None),
        unclear=tuple(found["unclear"]),
        views=tuple(views),
    )


def _role(image: BriefImage) -> str:
    """Return the stated role, or the one its words tell: product, person, worn, inspiration, sheet, unclear."""
    if image.role != "unknown":
        return str(image.role)
    seen = understand(main_part(image.what))
    meanings = {hit.meaning for hit in find("pictures", seen)}
    if "sheet" in meanings:
        return "sheet"
    category = category_of(seen.words)
    if "person" in meanings:
        return "worn" if category else "person"
    if category or "other_thing" in meanings:
        return "inspiration" if "inspiration" in meanings and not _leads(seen, category) else "product"
    return "inspiration" if "inspiration" in meanings else "unclear"


def _leads(seen: Text, category: Category | None) -> bool:
    """Whether the thing comes before the word for a mere reference ("ring on a textured table")."""
    first = next((hit.start for hit in find("pictures", seen) if hit.meaning == "inspiration"), 0)
    return category is not None and category_of(" ".join(seen.tokens[:first])) is not None


def _settle(image: BriefImage, role: str, sole_product: bool, wants_style: bool) -> str:
    if role == "worn":
        if sole_product:
            return "product"
        return "inspiration" if wants_style else "person"
    if role == "person" and image.role == "unknown" and wants_style:
        return "inspiration"
    return role


def _same_again(image: BriefImage, categories: list[Category | None]) -> bool:
    """Whether this is another view of a product that is there already."""
    seen = understand(main_part(image.what))
    again = said("pictures", "second_view", seen) or said("pictures", "inside_view", seen)
    return bool(categories) and again and category_of(seen.words) in (categories[-1], None)
