"""What the network is told off for, and how it is measured."""

from __future__ import annotations

import torch
import torch.nn.functional as functional
from torch import Tensor

EDGE = 4.0
"""How much more a pixel near an edge of the product weighs: holes and thin parts are all edge."""


def weights(alpha: Tensor) -> Tensor:
    """Return the weight of each pixel, N×1×H×W: more within four pixels of an edge, most where parts are thin."""
    wide = functional.max_pool2d(alpha, 9, 1, 4)
    narrow = -functional.max_pool2d(-alpha, 9, 1, 4)
    opened = functional.max_pool2d(-functional.max_pool2d(-alpha, 7, 1, 3), 7, 1, 3)
    closed = -functional.max_pool2d(-functional.max_pool2d(alpha, 9, 1, 4), 9, 1, 4)
    fine = (alpha - opened).clamp(0, 1) + (closed - alpha).clamp(0, 1)
    return 1 + EDGE * (wide - narrow) + EDGE * fine


def loss(logits: Tensor, through: Tensor, alpha: Tensor, true_through: Tensor) -> Tensor:
    """Return one number for a batch: cross-entropy and difference by pixel, overlap by picture, at every level."""
    weight = weights(alpha)
    weight = weight / weight.mean((2, 3), keepdim=True)
    total = logits.new_zeros(())
    for level, share in enumerate((1.0, 0.5, 0.35, 0.25, 0.2)):
        guess = logits[:, level : level + 1]
        entropy = functional.binary_cross_entropy_with_logits(guess, alpha, reduction="none")
        seen = torch.sigmoid(guess)
        apart = (seen - alpha).abs()
        overlap = 1 - (torch.minimum(seen, alpha).sum((1, 2, 3)) + 1) / (torch.maximum(seen, alpha).sum((1, 2, 3)) + 1)
        total = total + share * ((weight * (entropy + apart)).mean() + 0.5 * overlap.mean())
    clear = functional.binary_cross_entropy_with_logits(through, true_through, reduction="none")
    return total + (clear * (1 + 8 * true_through)).mean()


def scores(seen: Tensor, through: Tensor, alpha: Tensor, true_through: Tensor) -> dict[str, float]:
    """Return mean difference ×1000, overlap, recall of thin parts and of holes, and the error in see-through areas."""
    solid, found = alpha > 0.5, seen > 0.5
    joint = (solid & found).sum((1, 2, 3)).float()
    either = (solid | found).sum((1, 2, 3)).float().clamp(min=1)
    core = functional.max_pool2d(-functional.max_pool2d(-alpha, 7, 1, 3), 11, 1, 5)
    thin = (alpha > 0.8) & (core < 0.5)
    filled = -functional.max_pool2d(-functional.max_pool2d(alpha, 17, 1, 8), 17, 1, 8)
    hole = (alpha < 0.05) & (filled > 0.5)
    clear = (true_through > 0.9) & (alpha < 0.95)
    return {
        "mad": float((seen - alpha).abs().mean()) * 1000,
        "iou": float((joint / either).mean()),
        "lost": float((joint / either < 0.5).float().mean()),
        "thin": float((seen[thin] > 0.5).float().mean()),
        "hole": float((seen[hole] < 0.2).float().mean()),
        "clear": float((seen - alpha).abs()[clear].mean()) * 1000,
        "through": float((torch.sigmoid(through)[clear] > 0.5).float().mean()),
        "solid": float((torch.sigmoid(through)[(alpha > 0.97)] > 0.5).float().mean()),
    }
