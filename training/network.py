"""The network: U²-Net, small (Qin et al. 2020), batch norms folded away, with a second head for what is see-through.

In: N×3×H×W sRGB 0..1. Out: logits of the alpha, N×7×H×W (fused, then the six levels), and of see-through, N×1×H×W.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

MEAN = (0.485, 0.456, 0.406)
SPREAD = (0.229, 0.224, 0.225)


class Block(nn.Module):
    """A 3×3 convolution and a ReLU."""

    def __init__(self, taken: int, given: int, dilation: int = 1) -> None:
        super().__init__()
        self.conv = nn.Conv2d(taken, given, 3, padding=dilation, dilation=dilation)

    def forward(self, seen: Tensor) -> Tensor:
        """Return the features, N×given×H×W."""
        return torch.relu_(self.conv(seen))


def grown(seen: Tensor, like: Tensor) -> Tensor:
    """Return ``seen`` enlarged to the size of ``like``."""
    return functional.interpolate(seen, size=like.shape[2:], mode="bilinear", align_corners=False)


def halved(seen: Tensor) -> Tensor:
    """Return ``seen`` at half the size."""
    return functional.max_pool2d(seen, 2, stride=2, ceil_mode=True)


class Rsu(nn.Module):
    """A residual U-block of ``depth`` levels that pools on its way down."""

    def __init__(self, depth: int, taken: int, middle: int = 16, given: int = 64) -> None:
        super().__init__()
        self.door = Block(taken, given)
        self.down = nn.ModuleList([Block(given if level == 0 else middle, middle) for level in range(depth - 1)])
        self.floor = Block(middle, middle, 2)
        self.up = nn.ModuleList([Block(2 * middle, given if level == 0 else middle) for level in range(depth - 1)])

    def forward(self, seen: Tensor) -> Tensor:
        """Return N×given×H×W."""
        door = self.door(seen)
        kept: list[Tensor] = []
        here = door
        for level, block in enumerate(self.down):
            here = block(halved(here) if level else here)
            kept.append(here)
        here = self.floor(here)
        for level in range(len(kept) - 1, -1, -1):
            here = self.up[level](torch.cat((grown(here, kept[level]), kept[level]), 1))
        return here + door


class RsuFlat(nn.Module):
    """A residual U-block of 4 levels with dilation in place of pooling."""

    def __init__(self, taken: int, middle: int = 16, given: int = 64) -> None:
        super().__init__()
        self.door = Block(taken, given)
        self.down = nn.ModuleList([Block(given, middle), Block(middle, middle, 2), Block(middle, middle, 4)])
        self.floor = Block(middle, middle, 8)
        self.up = nn.ModuleList([Block(2 * middle, given), Block(2 * middle, middle, 2), Block(2 * middle, middle, 4)])

    def forward(self, seen: Tensor) -> Tensor:
        """Return N×given×H×W."""
        door = self.door(seen)
        kept: list[Tensor] = []
        here = door
        for block in self.down:
            here = block(here)
            kept.append(here)
        here = self.floor(here)
        for level in (2, 1, 0):
            here = self.up[level](torch.cat((here, kept[level]), 1))
        return here + door


class CutoutNet(nn.Module):
    """Six levels down, five up, a side output at each, and two heads."""

    def __init__(self) -> None:
        super().__init__()
        self.down = nn.ModuleList([Rsu(7, 3), Rsu(6, 64), Rsu(5, 64), Rsu(4, 64), RsuFlat(64), RsuFlat(64)])
        self.up = nn.ModuleList([Rsu(7, 128), Rsu(6, 128), Rsu(5, 128), Rsu(4, 128), RsuFlat(128)])
        self.side = nn.ModuleList([nn.Conv2d(64, 1, 3, padding=1) for _ in range(6)])
        self.fuse = nn.Conv2d(6, 1, 1)
        self.through = nn.ModuleList([nn.Conv2d(64, 1, 3, padding=1) for _ in range(3)])
        self.register_buffer("mean", torch.tensor(MEAN).view(1, 3, 1, 1), persistent=False)
        self.register_buffer("spread", torch.tensor(SPREAD).view(1, 3, 1, 1), persistent=False)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of alpha, N×7×H×W, and of see-through, N×1×H×W."""
        here = (image - self.mean) / self.spread
        kept: list[Tensor] = []
        for level, block in enumerate(self.down):
            here = block(halved(here) if level else here)
            kept.append(here)
        seen = [kept[5]]
        for level in (4, 3, 2, 1, 0):
            here = self.up[level](torch.cat((grown(here, kept[level]), kept[level]), 1))
            seen.insert(0, here)
        sides = torch.cat([grown(side(level), image) for side, level in zip(self.side, seen, strict=True)], 1)
        fused = self.fuse(sides)
        through = sum(grown(head(level), image) for head, level in zip(self.through, seen[:3], strict=True))
        return torch.cat((fused, sides), 1), torch.as_tensor(through)


def execution_order(net: CutoutNet) -> list[nn.Conv2d]:
    """Return the convolutions that u2netp has too, in the order in which a picture meets them."""
    order: list[nn.Conv2d] = []
    for block in [*net.down, *reversed(net.up)]:
        order += [block.door.conv, *(down.conv for down in block.down), block.floor.conv]
        order += [up.conv for up in reversed(block.up)]
    return [*order, *net.side, net.fuse]


def load_u2netp(net: CutoutNet, path: Path) -> None:
    """Fill ``net`` with the weights in u2netp.onnx. Raises ``ValueError`` when a shape differs."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(str(path)).graph
    arrays = {item.name: numpy_helper.to_array(item) for item in graph.initializer}
    convs = [node for node in graph.node if node.op_type == "Conv"]
    for conv, node in zip(execution_order(net), convs, strict=True):
        weight, bias = (torch.from_numpy(arrays[name].copy()) for name in node.input[1:3])
        if weight.shape != conv.weight.shape:
            raise ValueError(f"{node.name}: {tuple(weight.shape)} is not {tuple(conv.weight.shape)}")
        conv.weight.data.copy_(weight)
        conv.bias.data.copy_(bias)
    for head in net.through:
        nn.init.zeros_(head.weight)
        nn.init.constant_(head.bias, -1.0)
