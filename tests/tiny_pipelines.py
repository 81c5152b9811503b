"""Diffusers pipelines with a few thousand random weights, built in code: what they paint is nonsense.

Each has the parts and the eightfold reduction that the real ones of its family have, so that the same sizes, masks and
steps go through it.
"""

from collections.abc import Callable
from pathlib import Path

import tiny_flow as flow
import tiny_stable as stable


def save(kind: str, folder: Path) -> Path:
    """Build the tiny pipeline ``kind`` and save it to ``folder``."""
    import torch

    torch.manual_seed(0)
    KINDS[kind](folder)
    return folder


KINDS: dict[str, Callable[[Path], None]] = {
    "sd": stable.sd, "xl": stable.xl, "xl_depth": stable.xl_depth, "flux_fill": flow.flux_fill,
    "flux_kontext": flow.flux_kontext, "qwen_edit": flow.qwen_edit, "ltx": flow.ltx,
}  # fmt: skip
