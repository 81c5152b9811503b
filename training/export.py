"""Writes the trained network as ONNX: `python -m training.export --weights weights.pt --out parure_cutout.onnx`.

In: 1×3×384×384 sRGB 0..1. Out: 1×2×384×384, alpha and the probability that a pixel is see-through.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import torch
from torch import Tensor, nn

from training.network import CutoutNet

SIDE = 384
OPSET = 17


class Shipped(nn.Module):
    """The network without its levels' own answers, logits made probabilities."""

    def __init__(self, net: CutoutNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: Tensor) -> Tensor:
        """Return alpha and see-through, N×2×H×W."""
        logits, through = self.net(image)
        return torch.sigmoid(torch.cat((logits[:, :1], through), 1))


def export(weights: Path, out: Path) -> None:
    """Write the running mean of the weights in ``weights`` to ``out``."""
    net = CutoutNet()
    net.load_state_dict(torch.load(weights, map_location="cpu")["kept"])
    torch.onnx.export(
        Shipped(net).eval(),
        (torch.zeros(1, 3, SIDE, SIDE),),
        str(out),
        input_names=["image"],
        output_names=["answer"],
        opset_version=OPSET,
        dynamo=False,
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    export(given.weights, given.out)
