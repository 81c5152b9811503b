"""Backdrops made on the device: plain, gradient, woven, stone, wood, terrazzo, lights out of focus, photographs."""

from __future__ import annotations

import torch
import torch.nn.functional as functional
from torch import Tensor

Rng = torch.Generator


def uniform(count: int, low: float, high: float, rng: Rng) -> Tensor:
    """Return ``count`` numbers between ``low`` and ``high``, count×1×1×1."""
    return torch.rand(count, 1, 1, 1, generator=rng, device=rng.device) * (high - low) + low


def chance(count: int, share: float, rng: Rng) -> Tensor:
    """Return 1 with the probability ``share`` and else 0, count×1×1×1."""
    return (uniform(count, 0, 1, rng) < share).float()


def blurred(image: Tensor, radius: int) -> Tensor:
    """Return ``image`` under a box of ``radius`` twice over (nearly a Gaussian), at a coarser step where it is wide."""
    step = max(1, radius // 4)
    small = functional.avg_pool2d(image, step) if step > 1 else image
    width = 2 * max(1, radius // step) + 1
    for _ in range(2):
        small = functional.avg_pool2d(functional.pad(small, [width // 2] * 4, mode="replicate"), width, 1)
    if step == 1:
        return small
    return functional.interpolate(small, size=image.shape[2:], mode="bilinear", align_corners=False)


def noise(count: int, side: int, cells: int, rng: Rng, stretch: int = 1, channels: int = 1) -> Tensor:
    """Return smooth noise 0..1 with ``cells`` cells down the picture and ``cells``/``stretch`` across."""
    shape = (count, channels, max(2, cells), max(2, cells // stretch))
    coarse = torch.rand(shape, generator=rng, device=rng.device)
    return functional.interpolate(coarse, size=(side, side), mode="bicubic", align_corners=False).clamp(0, 1)


def colours(count: int, rng: Rng) -> Tensor:
    """Return linear colours, count×3×1×1: a third nearly grey, a third pale, a third anything."""
    free = torch.rand(count, 3, 1, 1, generator=rng, device=rng.device) ** 1.8
    level = uniform(count, 0, 1, rng) ** 1.5
    grey = level * (1 + 0.12 * (free - 0.5))
    pale = 0.75 + 0.25 * free
    kind = uniform(count, 0, 1, rng)
    return torch.where(kind < 0.4, grey, torch.where(kind < 0.65, pale, free)).clamp(0.004, 1.0)


def plain(count: int, side: int, rng: Rng) -> Tensor:
    """Return a plain or graded backdrop with a fall-off of light, linear, count×3×H×W."""
    first, second = colours(count, rng), colours(count, rng)
    second = torch.lerp(first, second, chance(count, 0.35, rng) * uniform(count, 0.2, 1, rng))
    axis = torch.linspace(-1, 1, side, device=rng.device)
    angle = uniform(count, 0, 6.283, rng)
    ramp = axis.view(1, 1, 1, -1) * torch.cos(angle) + axis.view(1, 1, -1, 1) * torch.sin(angle)
    ramp = (ramp * uniform(count, 0.3, 1.5, rng) * 0.5 + 0.5).clamp(0, 1)
    x, y = axis.view(1, 1, 1, -1) - uniform(count, -1, 1, rng), axis.view(1, 1, -1, 1) - uniform(count, -1, 1, rng)
    fall = 1 - uniform(count, 0, 0.5, rng) * chance(count, 0.6, rng) * ((x * x + y * y) / 3).clamp(0, 1)
    return torch.lerp(first, second, ramp) * fall


def patterned(count: int, side: int, rng: Rng) -> Tensor:
    """Return wood, stone, terrazzo, weave, stripes or bokeh, linear, count×3×H×W."""
    makers = (_wood, _stone, _terrazzo, _weave, _stripes, _bokeh)
    kinds = torch.randint(len(makers), (count,), generator=rng, device=rng.device)
    out = torch.empty(count, 3, side, side, device=rng.device)
    for kind, maker in enumerate(makers):
        chosen = kinds == kind
        if amount := int(chosen.sum()):
            out[chosen] = maker(amount, side, rng)
    return out.clamp(0.002, 1)


def _between(share: Tensor, rng: Rng) -> Tensor:
    """Return a mixture of two colours that are seldom far apart."""
    first = colours(len(share), rng)
    second = torch.lerp(first, colours(len(share), rng), uniform(len(share), 0.15, 1, rng))
    return torch.lerp(first, second, share)


def _wood(count: int, side: int, rng: Rng) -> Tensor:
    rings = noise(count, side, 40, rng, 12) + 0.5 * noise(count, side, 120, rng, 30)
    return _turned(_between((torch.sin(rings * uniform(count, 6, 40, rng)) * 0.5 + 0.5) * 0.6, rng), rng)


def _stone(count: int, side: int, rng: Rng) -> Tensor:
    total = sum(
        noise(count, side, cells, rng) * weight for cells, weight in ((5, 0.5), (14, 0.3), (50, 0.15), (160, 0.1))
    )
    vein = 1 - (torch.abs(noise(count, side, 7, rng) - noise(count, side, 11, rng)) * 12).clamp(0, 1)
    return _between((total + vein * chance(count, 0.4, rng) * 0.6).clamp(0, 1), rng)


def _terrazzo(count: int, side: int, rng: Rng) -> Tensor:
    cells = int(torch.randint(8, 60, (1,), generator=rng, device=rng.device))
    chips = (noise(count, side, cells, rng) > uniform(count, 0.55, 0.75, rng)).float()
    tint = noise(count, side, cells // 2, rng, channels=3)
    return torch.lerp(colours(count, rng).expand(-1, -1, side, side), tint, chips * uniform(count, 0.3, 1, rng))


def _weave(count: int, side: int, rng: Rng) -> Tensor:
    axis = torch.linspace(0, 1, side, device=rng.device)
    fine = uniform(count, 60, 500, rng)
    threads = 0.5 + 0.25 * (torch.sin(axis.view(1, 1, 1, -1) * fine) + torch.sin(axis.view(1, 1, -1, 1) * fine))
    folds = 0.4 + 0.6 * noise(count, side, 5, rng)
    return _turned(_between(threads * 0.5 + 0.3 * noise(count, side, 90, rng), rng) * folds, rng)


def _stripes(count: int, side: int, rng: Rng) -> Tensor:
    axis = torch.linspace(0, 1, side, device=rng.device)
    across, down = uniform(count, 3, 60, rng), uniform(count, 3, 60, rng) * chance(count, 0.5, rng)
    bars = (
        torch.sin(axis.view(1, 1, 1, -1) * across) * torch.cos(axis.view(1, 1, -1, 1) * down)
        > uniform(count, -0.5, 0.9, rng)
    ).float()
    return _turned(_between(bars, rng) * (0.8 + 0.2 * noise(count, side, 100, rng)), rng)


def _bokeh(count: int, side: int, rng: Rng) -> Tensor:
    base = colours(count, rng) * 0.3
    spots = (torch.rand(count, 3, 24, 24, generator=rng, device=rng.device) > 0.94).float() * 6
    lights = blurred(functional.interpolate(spots, size=(side, side), mode="nearest"), int(side // 40))
    return base + 0.3 * noise(count, side, 4, rng, channels=3) * base + lights * uniform(count, 0.1, 0.8, rng)


def _turned(image: Tensor, rng: Rng) -> Tensor:
    """Return the pictures turned by any angle and enlarged so far that no corner stays empty."""
    angle, zoom = uniform(len(image), 0, 6.283, rng).view(-1), uniform(len(image), 0.25, 0.7, rng).view(-1)
    cos, sin = torch.cos(angle) * zoom, torch.sin(angle) * zoom
    zero = torch.zeros_like(cos)
    turn = torch.stack([torch.stack([cos, -sin, zero], 1), torch.stack([sin, cos, zero], 1)], 1)
    spots = functional.affine_grid(turn, list(image.shape), align_corners=False)
    return functional.grid_sample(image, spots, padding_mode="reflection", align_corners=False)


def photographed(photos: Tensor, count: int, side: int, rng: Rng) -> Tensor:
    """Return crops of ``photos`` (N×3×S×S bytes) of any place and size, mirrored by chance, linear, count×3×H×W."""
    chosen = photos[torch.randint(len(photos), (count,), generator=rng, device=rng.device)].float() / 255
    zoom = torch.where(chance(count, 0.7, rng) > 0, uniform(count, 0.7, 1.0, rng), uniform(count, 0.35, 0.7, rng)).view(
        -1
    )
    way = 1 - 2 * chance(count, 0.5, rng).view(-1)
    zero = torch.zeros_like(zoom)
    x, y = ((torch.rand(count, generator=rng, device=rng.device) * 2 - 1) * (1 - zoom) for _ in range(2))
    place = torch.stack([torch.stack([zoom * way, zero, x], 1), torch.stack([zero, zoom, y], 1)], 1)
    spots = functional.affine_grid(place, [count, 3, side, side], align_corners=False)
    crops = functional.grid_sample(chosen, spots, padding_mode="reflection", align_corners=False)
    return crops.clamp(0, 1) ** 2.2


def backdrop(photos: Tensor, count: int, side: int, rng: Rng) -> tuple[Tensor, Tensor]:
    """Return backdrops, count×3×H×W linear, and which of them are plain, count×1×1×1."""
    kind = uniform(count, 0, 1, rng)
    smooth, photo, pattern = (
        plain(count, side, rng),
        photographed(photos, count, side, rng),
        patterned(count, side, rng),
    )
    other = torch.where(
        uniform(count, 0, 1, rng) < 0.7, photographed(photos, count, side, rng), plain(count, side, rng)
    )
    floor = torch.where(uniform(count, 0, 1, rng) < 0.5, pattern, photographed(photos, count, side, rng))
    axis = torch.linspace(0, 1, side, device=rng.device).view(1, 1, -1, 1)
    edge = ((axis - uniform(count, 0.15, 0.75, rng)) * uniform(count, 8, 200, rng)).clamp(0, 1)
    room = torch.lerp(other, floor, edge)
    whole = torch.where(kind < 0.22, smooth, torch.where(kind < 0.62, photo, torch.where(kind < 0.72, pattern, room)))
    return whole, (kind < 0.22).float()
