"""Small perceptrons whose weights are shipped: linear layers with max(0, x) between them (Rosenblatt 1958; ReLU)."""

from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

Layers = tuple[tuple[Floats, Floats], ...]
"""Of each layer its weights (in×out) and its offsets (out)."""

FOLDER = Path(__file__).resolve().parent.parent / "weights"


@cache
def layers(file: str, name: str) -> Layers:
    """Return the network ``name`` of a ``file`` in the weights' folder: arrays ``name_0``, ``name_0_offset``, …"""
    with np.load(FOLDER / file) as kept:
        count = sum(key.startswith(f"{name}_") for key in kept.files) // 2
        return tuple(
            (kept[f"{name}_{number}"].astype(np.float32), kept[f"{name}_{number}_offset"].astype(np.float32))
            for number in range(count)
        )


def answer(network: Layers, told: Floats) -> Floats:
    """Return N×out of the network for N rows of ``told``."""
    for weight, offset in network[:-1]:
        told = told @ weight
        told += offset
        np.maximum(told, 0.0, out=told)
    weight, offset = network[-1]
    return np.asarray(told @ weight + offset, np.float32)
