"""Plain names of colours, for swatches."""

import numpy as np

from tools.engines.color import Colours, delta_e

NAMES: dict[str, tuple[float, float, float]] = {
    "white": (98, 0, 0), "ivory": (94, 0, 8), "cream": (92, 1, 15), "pearl": (86, 0, 4), "mist": (88, -2, -4),
    "silver": (76, 0, 0), "grey": (56, 0, 0), "slate grey": (45, -2, -7), "charcoal": (27, 0, -1),
    "black": (6, 0, 0), "ink": (14, 2, -12), "sand": (80, 3, 19), "oat": (84, 2, 11), "taupe": (55, 4, 9),
    "camel": (66, 12, 32), "tan": (70, 9, 24), "caramel": (55, 22, 42), "cognac": (42, 26, 36),
    "umber": (36, 10, 17), "chocolate": (24, 11, 14), "espresso": (13, 5, 6), "rust": (43, 40, 40),
    "terracotta": (56, 33, 32), "clay": (64, 19, 21), "peach": (82, 16, 24), "apricot": (78, 22, 42),
    "amber": (70, 22, 66), "honey": (76, 12, 54), "gold": (66, 8, 48), "lemon": (92, -8, 62), "mustard": (66, 8, 60),
    "orange": (65, 46, 66), "vermilion": (52, 62, 56), "red": (45, 66, 45), "crimson": (36, 58, 24),
    "burgundy": (24, 34, 10), "wine": (20, 24, 4), "coral": (68, 45, 30), "rose": (68, 32, 8), "blush": (86, 10, 6),
    "pink": (78, 26, -2), "fuchsia": (52, 70, -16), "mauve": (62, 18, -12), "lilac": (76, 14, -16),
    "lavender": (80, 8, -14), "violet": (42, 42, -46), "plum": (28, 26, -16), "aubergine": (16, 14, -9),
    "navy": (18, 8, -26), "ink blue": (28, 2, -20), "denim": (46, -2, -24), "blue": (44, 14, -56),
    "sky blue": (78, -12, -20), "powder blue": (84, -6, -10), "azure": (62, -8, -42), "teal": (42, -24, -12),
    "petrol": (30, -12, -16), "turquoise": (74, -34, -12), "aqua": (86, -20, -8), "mint": (88, -20, 8),
    "sage": (66, -9, 11), "moss": (44, -12, 26), "olive": (44, -4, 34), "green": (48, -42, 32),
    "emerald": (46, -36, 12), "forest": (26, -16, 14), "bottle green": (20, -12, 5), "lime": (84, -34, 66),
    "khaki": (68, -2, 26), "leaf green": (58, -24, 42), "stone": (70, 1, 7), "greige": (66, 3, 10),
}  # fmt: skip
"""Lab (D65) of names that a stylist would use."""

_LAB = np.array(list(NAMES.values()), np.float32)


def name_of(lab: Colours) -> str:
    """Return the nearest name, by CIEDE2000, of one Lab colour (3 numbers)."""
    return list(NAMES)[int(np.argmin(delta_e(np.broadcast_to(lab, _LAB.shape), _LAB)))]
