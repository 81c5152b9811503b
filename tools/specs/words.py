"""The vocabulary that the person, the planner and the tools share."""

import math
from typing import Literal, cast, get_args

HardCategory = Literal[
    "ring", "earring", "necklace", "bracelet", "brooch", "watch", "eyewear", "hair_accessory", "cufflinks"
]
SoftCategory = Literal["bag", "wallet", "belt", "scarf", "hat", "gloves", "shoes", "tie"]
Category = Literal[
    "ring", "earring", "necklace", "bracelet", "brooch", "watch", "eyewear", "hair_accessory", "cufflinks",
    "bag", "wallet", "belt", "scarf", "hat", "gloves", "shoes", "tie", "other",
]  # fmt: skip
Hardness = Literal["hard", "soft"]
Route = Literal["hard", "soft", "refused", "unknown"]
Role = Literal["product", "person", "inspiration", "unknown"]
View = Literal["front", "three_quarter", "top"]
Piece = Literal["left", "right", "upper", "lower", "bigger", "smaller", "first", "second", "third", "last", "all"]
Aid = Literal["stand", "hand", "bust", "cushion", "tag"]
Aspect = Literal["21:9", "16:9", "3:2", "4:3", "5:4", "1:1", "4:5", "3:4", "2:3", "9:16"]
Size = Literal["1k", "2k", "4k"]
Surface = Literal[
    "marble", "travertine", "slate", "wood", "linen", "silk", "velvet", "sand", "plaster", "concrete",
    "terrazzo", "glass", "mirror", "water", "acrylic", "leather", "paper", "moss", "snow",
]  # fmt: skip
Backdrop = Literal["seamless", "wall", "arch", "window", "drape", "sky", "horizon", "gradient"]
Light = Literal["soft_window", "hard_sun", "golden_hour", "softbox", "rim", "candle", "overcast", "neon", "ring_flash"]
LightName = Literal["key", "fill", "rim", "sun", "wall", "glow"]
LightFrom = Literal["left", "right", "top", "back", "front"]
Prop = Literal[
    "podium", "arch", "sphere", "pebbles", "leaf_shadow", "flowers", "branch", "fabric_fold", "book", "candle",
    "shell", "ribbon", "glass_block", "steps",
]  # fmt: skip
Leaf = Literal["palm", "olive", "monstera", "fern"]
Look = Literal[
    "warm_travertine", "bright_marble", "slate_evening", "clay_arch", "linen_morning", "velvet_candle",
    "spring_blossom", "summer_terrazzo", "autumn_wood", "winter_snow", "christmas_ribbon", "valentine_silk",
    "new_year_mirror", "beach_horizon", "mediterranean_wall", "tropical_palm", "forest_moss", "nordic_grey",
    "cafe_window", "library_leather", "minimal_paper", "pastel_blocks", "neon_night", "gallery_plinth",
]  # fmt: skip
Display = Literal["stand", "lie", "lean", "hang", "bust", "card", "cushion", "slope"]
Holder = Literal["upright", "rolls", "block", "box", "slab", "stack"]
Camera = Literal["front", "three_quarter", "flat_lay", "low", "macro"]
Caption = Literal["top", "bottom", "left", "right"]
Placement = Literal[
    "finger", "wrist", "neck", "ear", "eyes", "head", "hair", "waist", "hand", "shoulder", "chest", "feet",
    "lapel", "cuff",
]  # fmt: skip
Part = Literal[
    "stone", "metal", "dial", "clasp", "logo", "stitching", "texture", "handle", "hinge", "lens",
    "sole", "strap", "edge", "centre", "top", "bottom", "left", "right",
]  # fmt: skip
Market = Literal[
    "amazon", "amazon_jewelry", "google", "shopify", "etsy", "instagram_feed", "instagram_story", "print", "web"
]
Output = Literal["tile", "look", "detail", "ghost", "cutout"]
Mode = Literal["exact", "graded", "warped", "generated"]
Engine = Literal["studio", "diffusion", "remote"]
Rule = Literal["unsafe", "counterfeit", "bespoke", "authenticity", "ultra_luxury", "product_change"]

HARD: tuple[str, ...] = get_args(HardCategory)
SOFT: tuple[str, ...] = get_args(SoftCategory)

PIXELS_1K: dict[str, tuple[int, int]] = {
    "21:9": (1568, 672),
    "16:9": (1360, 768),
    "3:2": (1248, 832),
    "4:3": (1176, 880),
    "5:4": (1144, 912),
    "1:1": (1024, 1024),
    "4:5": (912, 1144),
    "3:4": (880, 1176),
    "2:3": (832, 1248),
    "9:16": (760, 1360),
}
"""Width and height at about one megapixel, the field's usual figures."""

SIZE_FACTOR: dict[str, int] = {"1k": 1, "2k": 2, "4k": 4}
"""What the sides of ``PIXELS_1K`` are multiplied by."""


def hardness_of(category: str) -> Hardness:
    """Return ``soft`` for the soft categories, ``hard`` for all else, ``other`` included."""
    return "soft" if category in SOFT else "hard"


def frame_pixels(aspect: Aspect, size: Size = "1k") -> tuple[int, int]:
    """Return (width, height) in pixels of a frame of ``aspect`` at ``size``."""
    width, height = PIXELS_1K[aspect]
    factor = SIZE_FACTOR[size]
    return width * factor, height * factor


def nearest_aspect(width: int, height: int) -> Aspect:
    """Return the ratio of ours that is nearest to width : height."""

    def far(aspect: str) -> float:
        size = PIXELS_1K[aspect]
        return abs(math.log(width / height * size[1] / size[0]))

    return cast(Aspect, min(PIXELS_1K, key=far))
