"""What the marketplaces ask of a picture, as plain data (read 2026-11 from their public pages; they change)."""

from tools.specs.base import Spec
from tools.specs.words import Aspect, Market

RULES_READ = "2026-11"


class MarketRule(Spec):
    """One marketplace's rule set. Sides in pixels; ``None`` where it asks nothing.

    ``shadow`` says whether a tile may have one: where the ground must be pure white, a shadow on it is not.
    """

    name: str
    white: bool = False
    shadow: bool = True
    fill: float | None = None
    min_long: int | None = None
    max_long: int | None = None
    min_short: int | None = None
    advised_long: int | None = None
    advised_short: int | None = None
    max_megapixels: float | None = None
    max_megabytes: float | None = None
    formats: tuple[str, ...] = ("jpeg", "png")
    aspect: Aspect = "1:1"
    also: tuple[str, ...] = ()


MARKETS: dict[Market, MarketRule] = {
    "amazon": MarketRule(
        name="Amazon", white=True, shadow=False, fill=0.85, min_long=1000, max_long=10_000, advised_long=1600,
        formats=("jpeg", "png", "tiff", "gif"), also=("no text, logo, watermark or props",),
    ),
    "amazon_jewelry": MarketRule(
        name="Amazon Jewelry", white=True, shadow=False, fill=0.80, min_long=500, max_long=2100, advised_long=1000,
        formats=("jpeg", "tiff", "gif"), also=("no model and no mannequin", "earrings as a pair"),
    ),
    "google": MarketRule(
        name="Google Merchant", min_long=500, min_short=500, advised_long=1500, max_megapixels=64, max_megabytes=16,
        also=("no overlays", "AI-made pictures carry IPTC DigitalSourceType"),
    ),
    "shopify": MarketRule(
        name="Shopify", advised_long=2048, max_long=4472, max_megabytes=20, also=("one ratio over the collection",),
    ),
    "etsy": MarketRule(
        name="Etsy", advised_short=2000, aspect="5:4", also=("the use of AI is disclosed in the listing",),
    ),
    "instagram_feed": MarketRule(name="Instagram feed", advised_long=1350, aspect="4:5"),
    "instagram_story": MarketRule(name="Instagram story", advised_long=1920, aspect="9:16"),
    "print": MarketRule(name="Print", advised_long=4000, formats=("png", "tiff")),
    "web": MarketRule(name="Web"),
}  # fmt: skip


def size_faults(rule: MarketRule, width: int, height: int) -> tuple[str, ...]:
    """Return a sentence for each rule on pixel size that a picture of width × height pixels misses."""
    long, short = max(width, height), min(width, height)
    faults = []
    if rule.min_long and long < rule.min_long:
        faults.append(f"{rule.name} asks for a long side of at least {rule.min_long} px; this has {long}.")
    if rule.min_short and short < rule.min_short:
        faults.append(f"{rule.name} asks for a short side of at least {rule.min_short} px; this has {short}.")
    if rule.max_long and long > rule.max_long:
        faults.append(f"{rule.name} takes a long side of at most {rule.max_long} px; this has {long}.")
    if rule.max_megapixels and width * height > rule.max_megapixels * 1e6:
        faults.append(f"{rule.name} takes at most {rule.max_megapixels:g} megapixels.")
    if not faults and rule.advised_long and long < rule.advised_long:
        faults.append(f"{rule.name} advises a long side of {rule.advised_long} px; this has {long}.")
    if not faults and rule.advised_short and short < rule.advised_short:
        faults.append(f"{rule.name} advises a short side of {rule.advised_short} px; this has {short}.")
    return tuple(faults)
