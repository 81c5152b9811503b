"""What a model is asked that paints a person for a product to be laid on; the words are data, ``poses.yaml``."""

from functools import lru_cache
from importlib.resources import files

import yaml

from tools.specs.words import Category

PLAIN = "plain"


@lru_cache(maxsize=1)
def _poses() -> dict[str, str]:
    told: dict[str, str] = yaml.safe_load(files("tools.engines.generative").joinpath("poses.yaml").read_text("utf-8"))
    return told


def has_pose(category: Category) -> bool:
    """Return whether a person can be painted for this kind of product."""
    return category != PLAIN and category in _poses()


def pose_words(category: Category, more: str) -> str:
    """Return the words for a person who can wear ``category``; ``more`` says who or where. Raises ``KeyError``."""
    poses = _poses()
    return " ".join(
        filter(None, [poses[category], f"{more.strip().rstrip('.')}." if more.strip() else "", poses[PLAIN]])
    )
