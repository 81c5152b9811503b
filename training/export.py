"""Writes the trained network as ONNX: `python -m training.export --weights kept.pt --out parure_cutout.onnx`.

In: 1×3×H×W sRGB 0..1, sides that 32 divides. Out: 1×2×H×W, alpha and the probability that a pixel is see-through.
Batch norms are folded into the convolutions; weights are kept in half precision, which the runtime widens once.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor, nn

from training.network import CutoutNet

SIDE = 512
OPSET = 17
SMALL = 64
"""Values from which on a constant is worth halving."""


class Shipped(nn.Module):
    """The network without its scales' own answers, logits made probabilities."""

    def __init__(self, net: CutoutNet) -> None:
        super().__init__()
        self.net = net

    def forward(self, image: Tensor) -> Tensor:
        """Return alpha and see-through, N×2×H×W."""
        logits, through = self.net(image)
        return torch.sigmoid(torch.cat((logits[:, :1], through), 1))


def halved(model: Any) -> Any:
    """Return the ONNX ``model`` with its large constants in half precision and a cast after each."""
    from onnx import TensorProto, helper, numpy_helper

    casts, constants = [], []
    for constant in model.graph.initializer:
        values = numpy_helper.to_array(constant)
        if values.dtype != np.float32 or values.size < SMALL:
            constants.append(constant)
            continue
        constants.append(numpy_helper.from_array(values.astype(np.float16), f"{constant.name}.half"))
        casts.append(helper.make_node("Cast", [f"{constant.name}.half"], [constant.name], to=TensorProto.FLOAT))
    nodes = [*casts, *model.graph.node]
    del model.graph.initializer[:], model.graph.node[:]
    model.graph.initializer.extend(constants)
    model.graph.node.extend(nodes)
    return model


def export(weights: Path, out: Path) -> None:
    """Write the running mean of the weights in ``weights`` to ``out``."""
    import onnx

    net = CutoutNet()
    net.load_state_dict({name: value.float() if value.is_floating_point() else value
                         for name, value in torch.load(weights, map_location="cpu")["kept"].items()})  # fmt: skip
    torch.onnx.export(
        Shipped(net).eval(),
        (torch.zeros(1, 3, SIDE, SIDE),),
        str(out),
        input_names=["image"],
        output_names=["answer"],
        opset_version=OPSET,
        dynamic_axes={"image": {2: "height", 3: "width"}},
        dynamo=False,
    )
    onnx.save(halved(onnx.load(str(out))), str(out))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    given = parser.parse_args()
    export(given.weights, given.out)
