"""All that is read of a brief before anything is decided."""

import re
from dataclasses import dataclass, replace
from typing import cast

from agent.alterations import alteration
from agent.bare_ground import with_bare_ground
from agent.followups import asset_of
from agent.intents import read_intents
from agent.pictures import Pictures, main_part, sort_pictures
from agent.reading_frame import aspects, markets, seconds, size, variants
from agent.reading_scene import SceneWords, read_scene
from agent.references import by_figures, picked
from agent.scan import find, said
from agent.spelling import understand
from agent.text import Text
from tools.specs.brief import Brief
from tools.specs.category_words import category_of
from tools.specs.words import HARD, SOFT, Category, hardness_of

JEWELLERY = frozenset({"ring", "earring", "necklace", "bracelet", "brooch", "watch", "cufflinks"})
MOST_READ = 3_000
"""Characters of a message that are read for wishes; policy reads them all."""
_STYLE_NAME = re.compile(
    r"\b(?:[Ii]n|[Ww]ith|[Uu]se|[Uu]sing|[Ii]m|[Mm]it|[Dd]ans|[Aa]vec|[Ee]n|[Cc]on|[Nn]ello|[Cc]om|[Nn]o|[Mm]et)\s"
    r"(?:the|our|dem|unserem|le|notre|el|nuestro|lo|il|nostro|o|nosso|de|onze)?\s?(?:style|look|estilo|stile)?\s?"
    r"[\"“'«]?[A-Z]\w+(?: [A-Z]\w+)?[\"”'»]?(?:\s(?:style|look|vibe|stijl)\b|-?(?:[Ss]til|[Ll]ook)\b)"
)
"""A style by a name with a capital: "in the Dune style", "im Hearth-Look"."""
_STRONG_SCENE = ("surface", "backdrop", "props")
_ON_PLAIN = frozenset({"stand", "lie"})
"""Displays that a tile has, too: the others need a set."""


@dataclass(frozen=True)
class Facts:
    """What the words, the pictures and the talk say. ``product`` is what tools are to open."""

    brief: Brief
    text: Text
    pictures: Pictures
    category: Category | None
    intents: frozenset[str]
    scene: SceneWords
    aspects: tuple[str, ...]
    size: str | None
    variants: int
    markets: tuple[str, ...]
    seconds: int | None
    motion: str | None
    asset: str | None
    altered: str | None

    @property
    def hard(self) -> bool:
        """Whether the product counts as hard; what is not known does."""
        return hardness_of(self.category or "other") == "hard"

    @property
    def follows_up(self) -> bool:
        """Whether the message goes on with pictures that are there."""
        return self.asset is not None and not self.pictures.products

    @property
    def person(self) -> str | None:
        """The person's photo, if there is one."""
        return self.pictures.person

    @property
    def engines(self) -> tuple[str, ...]:
        """The generative engines that are set up, in the order in which they are offered."""
        return tuple(engine for engine in ("diffusion", "remote") if engine in self.brief.engines)

    @property
    def brand(self) -> str:
        """The brand's name, empty if unknown."""
        thread = self.brief.thread
        return self.brief.brand or (thread.brand if thread else None) or ""

    @property
    def sets_a_scene(self) -> bool:
        """Whether a surface, backdrop, prop or place is named, so that white alone is not what is meant."""
        named = any(self.scene.named.get(key) for key in _STRONG_SCENE)
        named = named or bool(set(self.scene.named.get("display", ())) - _ON_PLAIN)
        return named or self.scene.place is not None or self.scene.look is not None

    @property
    def market(self) -> str | None:
        """The first market named, ``amazon`` read as its jewellery rules where they hold."""
        first = next(iter(self.markets), None)
        return "amazon_jewelry" if first == "amazon" and self.category in JEWELLERY else first

    def wants(self, *intents: str) -> bool:
        """Return whether one of ``intents`` is said."""
        return bool(self.intents & set(intents))


def gather(brief: Brief) -> Facts:
    """Return the facts of ``brief``. Pure; never raises."""
    return gathered(brief, understand(brief.text[:MOST_READ]))


def gathered(brief: Brief, text: Text) -> Facts:
    """Return the facts of ``brief`` as far as ``text``, its words or a part of them, tells them."""
    pictures = _with_unclear(sort_pictures(brief, text), text)
    assets = brief.thread.assets if brief.thread else ()
    category = _category(brief, pictures, text)
    return Facts(
        brief=brief,
        text=text,
        pictures=pictures,
        category=category,
        intents=read_intents(text, pictures.person is not None) | _by_name(brief, text),
        scene=_scene(brief, text, category),
        aspects=aspects(text),
        size=size(text),
        variants=1 if by_figures(text, assets) else variants(text),
        markets=markets(text),
        seconds=seconds(text),
        motion=next((hit.meaning for hit in find("motions", text)), None),
        asset=picked(text, assets) or asset_of(brief.thread),
        altered=alteration(text),
    )


def _scene(brief: Brief, text: Text, category: Category | None) -> SceneWords:
    """Return the set that is asked for; of a hard product a stuff that is named by itself is the ground."""
    scene = read_scene(text)
    if category is None or hardness_of(category) == "soft":
        return scene
    return with_bare_ground(scene, text, " ; ".join(main_part(image.what) for image in brief.images))


def _by_name(brief: Brief, text: Text) -> frozenset[str]:
    """Return the wish for a remembered style that is called by a name of its own: "in the Dune style"."""
    brand = brief.brand or (brief.thread.brand if brief.thread else None)
    return frozenset({"recall_style"} if brand and _STYLE_NAME.search(brief.text) and not (
        {hit.meaning for hit in find("intents", text)} & {"remember_style", "forget_style"}) else ())  # fmt: skip


def _with_unclear(pictures: Pictures, text: Text) -> Pictures:
    """A picture nobody could name is the product when the words name it."""
    if pictures.products or not pictures.unclear or category_of(text.words) is None:
        return pictures
    count = len(pictures.unclear)
    return replace(pictures, products=pictures.unclear, categories=(None,) * count, unclear=(), views=())


def _category(brief: Brief, pictures: Pictures, text: Text) -> Category | None:
    """Return the kind of the product: what the picture shows, else the talk's, else what the words name."""
    shown = next((category for category in pictures.categories if category), None)
    named = category_of(_without_frames(text))
    if shown and named and shown != named and any(_shows_both(image.what, named) for image in brief.images):
        return named
    if shown:
        return shown
    thread = brief.thread
    if thread and thread.category and not pictures.products:
        return category_of(thread.category.replace("_", " ")) or _known(thread.category)
    if named:
        return named
    if any(said("pictures", "other_thing", understand(main_part(image.what))) for image in brief.images):
        return "other"
    if thread and thread.category:
        return category_of(thread.category.replace("_", " ")) or _known(thread.category)
    return category_of(" ".join(thread.history)) if thread else None


def _without_frames(text: Text) -> str:
    """Return the words without those for the frame: "square" is a ratio before it is a scarf."""
    if text.language in ("ja", "zh"):
        return text.raw
    spans = find("frames", text)
    kept = [token for at, token in enumerate(text.tokens) if not any(hit.start <= at < hit.end for hit in spans)]
    return " ".join(token for token in kept if token != "das")  # a tie in Dutch, an article in German


def _shows_both(what: str, named: str) -> bool:
    """Whether a picture shows several things and ``named`` is one of them."""
    return any(category_of(word) == named for word in main_part(what).replace(",", " ").split())


def _known(category: str) -> Category | None:
    return cast(Category, category) if category in (*HARD, *SOFT, "other") else None
