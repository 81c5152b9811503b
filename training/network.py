"""The network: an EfficientNet that knows photographs, tokens that look across the whole picture, and a way back up.

In: N×3×H×W sRGB 0..1, sides that 32 divides. Out: logits of the alpha, N×5×H×W (the answer, then at 1/2, 1/4, 1/8 and
1/16), and of see-through, N×1×H×W.
"""

from __future__ import annotations

import torch
import torch.nn.functional as functional
from torch import Tensor, nn

from training.encoder import GIVEN, Encoder

WIDE = 160
"""Channels of a token."""
LATERAL = (24, 40, 64, 96)
UP = (40, 64, 88, 120)
"""Channels of what comes across, and of what goes up, at 1/2, 1/4, 1/8 and 1/16."""
FINE = 16


def conv(taken: int, given: int, kernel: int = 3) -> nn.Sequential:
    """Return a convolution, its batch norm and a ReLU."""
    made = nn.Conv2d(taken, given, kernel, padding=kernel // 2, bias=False)
    return nn.Sequential(made, nn.BatchNorm2d(given, momentum=0.02), nn.ReLU(inplace=True))


def grown(seen: Tensor, like: Tensor) -> Tensor:
    """Return ``seen`` enlarged to the size of ``like``."""
    return functional.interpolate(seen, size=like.shape[2:], mode="bilinear", align_corners=False)


class Across(nn.Module):
    """A transformer's layer over the cells of a coarse map, which know their place by a depthwise convolution."""

    def __init__(self, wide: int, heads: int = 5) -> None:
        super().__init__()
        self.heads = heads
        self.place = nn.Conv2d(wide, wide, 3, padding=1, groups=wide)
        self.first, self.second = nn.LayerNorm(wide), nn.LayerNorm(wide)
        self.asked = nn.Linear(wide, 3 * wide)
        self.told = nn.Linear(wide, wide)
        self.thought = nn.Sequential(nn.Linear(wide, 2 * wide), nn.ReLU(inplace=True), nn.Linear(2 * wide, wide))

    def forward(self, seen: Tensor) -> Tensor:
        """Return N×wide×H×W."""
        count, wide, high, across = seen.shape
        seen = seen + self.place(seen)
        rows = seen.flatten(2).transpose(1, 2)
        split = self.asked(self.first(rows)).view(count, high * across, 3, self.heads, wide // self.heads)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        share = torch.softmax(query @ key.transpose(-1, -2) * (wide // self.heads) ** -0.5, -1)
        heard = (share @ value).transpose(1, 2).reshape(count, high * across, wide)
        rows = rows + self.told(heard)
        rows = rows + self.thought(self.second(rows))
        return rows.transpose(1, 2).reshape(count, wide, high, across)


class CutoutNet(nn.Module):
    """Five scales down, two looks across, five up, an answer at each."""

    def __init__(self) -> None:
        super().__init__()
        self.encoder = Encoder()
        self.door = conv(GIVEN[4], WIDE, 1)
        self.across = nn.Sequential(Across(WIDE), Across(WIDE))
        self.lateral = nn.ModuleList([conv(taken, given, 1) for taken, given in zip(GIVEN, LATERAL, strict=False)])
        below = (*UP[1:], WIDE)
        self.up = nn.ModuleList(
            [
                nn.Sequential(conv(under + side, given), conv(given, given))
                for under, side, given in zip(below, LATERAL, UP, strict=True)
            ]
        )
        self.fine = conv(3, 8)
        self.last = nn.Sequential(conv(UP[0] + 8, FINE), conv(FINE, FINE))
        self.side = nn.ModuleList([nn.Conv2d(given, 1, 3, padding=1) for given in UP])
        self.answer = nn.Conv2d(FINE, 1, 3, padding=1)
        self.through = nn.ModuleList([nn.Conv2d(UP[0], 1, 3, padding=1), nn.Conv2d(UP[1], 1, 3, padding=1)])
        for head in self.through:
            nn.init.zeros_(head.weight)
            nn.init.constant_(head.bias, -1.5)

    def forward(self, image: Tensor) -> tuple[Tensor, Tensor]:
        """Return the logits of alpha, N×5×H×W, and of see-through, N×1×H×W."""
        seen = self.encoder(image)
        here = self.across(self.door(seen[4]))
        kept: list[Tensor] = []
        for level in (3, 2, 1, 0):
            lateral = self.lateral[level](seen[level])
            here = self.up[level](torch.cat((grown(here, lateral), lateral), 1))
            kept.insert(0, here)
        sides = [grown(side(level), image) for side, level in zip(self.side, kept, strict=True)]
        fine = self.last(torch.cat((grown(here, image), self.fine(image - 0.5)), 1))
        through = grown(self.through[0](kept[0]), image) + grown(self.through[1](kept[1]), image)
        return torch.cat((self.answer(fine) + sides[0], *sides), 1), through
