"""How big things are: what gives grain, leaves and blocks their scale when nobody told the product's size."""

LONGEST_MM: dict[str, float] = {
    "ring": 24.0,
    "earring": 34.0,
    "necklace": 190.0,
    "bracelet": 75.0,
    "brooch": 45.0,
    "watch": 95.0,
    "eyewear": 145.0,
    "hair_accessory": 90.0,
    "cufflinks": 40.0,
    "bag": 300.0,
    "wallet": 110.0,
    "belt": 200.0,
    "scarf": 300.0,
    "hat": 290.0,
    "gloves": 240.0,
    "shoes": 290.0,
    "tie": 350.0,
    "other": 120.0,
}
"""Longest side of a product as it is usually photographed, in millimetres (FACTS.md, catalogue sizes)."""

THICKNESS_MM: dict[str, float] = {
    "ring": 6.0,
    "earring": 6.0,
    "necklace": 5.0,
    "bracelet": 7.0,
    "brooch": 8.0,
    "watch": 12.0,
    "eyewear": 30.0,
    "hair_accessory": 18.0,
    "cufflinks": 14.0,
    "bag": 90.0,
    "wallet": 16.0,
    "belt": 34.0,
    "scarf": 14.0,
    "hat": 90.0,
    "gloves": 22.0,
    "shoes": 90.0,
    "tie": 8.0,
    "other": 25.0,
}
"""How far a product rises when it lies, in millimetres."""

LYING_BY_NATURE = frozenset({"necklace", "bracelet", "brooch", "scarf", "gloves", "tie", "cufflinks"})
"""Things that do not stand by themselves."""


def longest_mm(category: str | None) -> float:
    """Return the usual longest side of ``category`` in millimetres."""
    return LONGEST_MM.get(category or "other", LONGEST_MM["other"])


def thickness_mm(category: str | None) -> float:
    """Return how far ``category`` rises when it lies, in millimetres."""
    return THICKNESS_MM.get(category or "other", THICKNESS_MM["other"])
