"""Photographs put together on the device: backdrop, things that stand about, shadow, product, lens, camera, JPEG."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as functional
from torch import Tensor

from training.backdrops import Rng, backdrop, blurred, chance, plain, uniform


@dataclass
class Stock:
    """What photographs are made of: N×5×S×S tiles of products, props and stamps, and photos N×3×S×S, all bytes."""

    products: Tensor
    props: Tensor
    stamps: Tensor
    photos: Tensor


@dataclass
class Sample:
    """Photographs, N×3×H×W sRGB 0..1, and what is true of them: alpha and see-through, N×1×H×W."""

    image: Tensor
    alpha: Tensor
    through: Tensor


def linear(tiles: Tensor) -> Tensor:
    """Return tiles of bytes as premultiplied linear colour, alpha, see-through, N×5×S×S."""
    values = tiles.float() / 255
    alpha = values[:, 3:4]
    return torch.cat([values[:, :3] ** 2.2 * alpha, values[:, 3:]], 1)


def taken(tiles: Tensor, count: int, rng: Rng) -> Tensor:
    """Return ``count`` tiles by chance."""
    return linear(tiles[torch.randint(len(tiles), (count,), generator=rng, device=rng.device)])


def placed(tiles: Tensor, size: Tensor, angle: Tensor, at: Tensor, side: int) -> Tensor:
    """Return tiles at ``size`` (share of the frame), turned, their centre at ``at`` (N×2, -1..1), N×5×side×side."""
    cos, sin = torch.cos(angle) / size, torch.sin(angle) / size
    first = torch.stack([cos, sin, -(cos * at[:, 0] + sin * at[:, 1])], 1)
    second = torch.stack([-sin, cos, -(-sin * at[:, 0] + cos * at[:, 1])], 1)
    spots = functional.affine_grid(torch.stack([first, second], 1), [len(tiles), 5, side, side], align_corners=False)
    shrink = tiles.shape[-1] / (size * side)
    out = torch.empty(len(tiles), 5, side, side, device=tiles.device)
    for level, (low, high) in enumerate(((0, 1.5), (1.5, 3), (3, 1e9))):  # coarser tiles where they get small
        chosen = (shrink >= low) & (shrink < high)
        if bool(chosen.any()):
            coarse = functional.avg_pool2d(tiles[chosen], 2**level) if level else tiles[chosen]
            out[chosen] = functional.grid_sample(coarse, spots[chosen], align_corners=False)
    return out


def over(front: Tensor, behind: Tensor) -> Tensor:
    """Return premultiplied ``front`` (N×5) over the picture ``behind`` (N×3)."""
    return front[:, :3] + (1 - front[:, 3:4]) * behind


def _flat(value: Tensor) -> Tensor:
    return value.view(-1)


def _spot(count: int, size: Tensor, rng: Rng) -> Tensor:
    """Return where a thing of ``size`` goes: mostly whole in the frame, N×2."""
    room = (1.06 - size).clamp(min=0.04)[:, None]
    return (torch.rand(count, 2, generator=rng, device=rng.device) * 2 - 1) * room


def shadow(alpha: Tensor, rng: Rng) -> Tensor:
    """Return how much light reaches the backdrop around ``alpha``, N×1×H×W: a contact shadow and a cast one."""
    count = len(alpha)
    slide = (torch.rand(count, 2, generator=rng, device=rng.device) * 2 - 1) * torch.tensor(
        [0.14, 0.1], device=rng.device
    )
    slide[:, 1] -= 0.04
    shear = uniform(count, -0.25, 0.25, rng).view(-1)
    one, zero = torch.ones(count, device=rng.device), torch.zeros(count, device=rng.device)
    stretch = uniform(count, 0.9, 1.25, rng).view(-1)
    matrix = torch.stack([torch.stack([one, shear, slide[:, 0]], 1), torch.stack([zero, stretch, slide[:, 1]], 1)], 1)
    spots = functional.affine_grid(matrix, list(alpha.shape), align_corners=False)
    cast = functional.grid_sample(alpha, spots, align_corners=False)
    near = torch.roll(alpha, (3, 1), (2, 3))
    soft = uniform(count, 0, 1, rng)
    cast = torch.where(soft < 0.25, blurred(cast, 2), torch.where(soft < 0.6, blurred(cast, 8), blurred(cast, 24)))
    near = torch.where(soft < 0.5, blurred(near, 3), blurred(near, 9))
    deep = uniform(count, 0, 0.8, rng) * chance(count, 0.8, rng)
    tight = uniform(count, 0, 0.7, rng) * chance(count, 0.8, rng)
    some = chance(count, 0.8, rng)  # a cut-out laid on another picture has none
    return 1 - some * (1 - (1 - deep * cast) * (1 - tight * near))


def cluttered(stock: Stock, scene: Tensor, bare: Tensor, rng: Rng) -> Tensor:
    """Return ``scene`` with up to nine props and stamps on it where it is not ``bare`` (N×1×1×1), some out of focus."""
    count, side = len(scene), scene.shape[-1]
    amount = torch.where(chance(count, 0.35, rng) > 0, uniform(count, 3, 9.9, rng), uniform(count, 0, 3, rng))
    amount = torch.where(chance(count, 0.3, rng) > 0, torch.zeros_like(amount), amount).floor() * (1 - bare)
    for turn in range(9):
        here = amount.view(-1) > turn
        if not bool(here.any()):
            break
        some = int(here.sum())
        source = stock.props if turn % 2 == 0 else stock.stamps
        size = uniform(some, 0.12, 0.95, rng).view(-1)
        wild = chance(some, 0.5 if turn % 2 else 0.15, rng).view(-1)
        angle = uniform(some, -3.1, 3.1, rng).view(-1) * wild
        thing = placed(taken(source, some, rng), size, angle, _spot(some, size * 0.6, rng), side)
        lit = scene[here] * shadow(thing[:, 3:4], rng)
        thing[:, :3] *= uniform(some, 0.4, 1.2, rng)
        scene[here] = over(thing, lit)
    focus = uniform(count, 0, 1, rng)
    return torch.where(focus < 0.6, scene, torch.where(focus < 0.8, blurred(scene, 3), blurred(scene, 9)))


def composed(stock: Stock, count: int, side: int, rng: Rng) -> Sample:
    """Return ``count`` photographs of ``side``×``side`` px and their truth."""
    stamped = chance(
        count, 0.09, rng
    )  # now and then a photographed thing on an empty ground: any subject, not only ours
    tiles = torch.where(stamped > 0, _fitted(taken(stock.stamps, count, rng), stock), taken(stock.products, count, rng))
    flip = chance(count, 0.5, rng)
    tiles = torch.where(flip > 0, tiles.flip(3), tiles)
    near = chance(count, 0.6, rng)
    size = _flat(torch.where(near > 0, uniform(count, 0.6, 0.98, rng), uniform(count, 0.12, 0.6, rng)))
    angle = _flat(
        torch.where(chance(count, 0.12, rng) > 0, uniform(count, -3.1, 3.1, rng), uniform(count, -0.2, 0.2, rng))
    )
    spot = _spot(count, size, rng)
    part = _cut_off(tiles)  # it fills the frame, so that no edge of its tile is seen
    size = torch.where(part, 1.0 + 0.1 * size, size)
    angle, spot = torch.where(part, 0 * angle, angle), torch.where(part[:, None], 0 * spot, spot)
    front = placed(tiles, size, angle, spot, side)
    front = _joined(front, tiles, size, stock, rng)
    scene, smooth = backdrop(stock.photos, count, side, rng)
    scene = torch.where(stamped > 0, plain(count, side, rng), scene)
    weight = front[:, 3:4].mean((2, 3), keepdim=True).clamp(min=1e-4)
    mean = (front[:, :3].mean((2, 3), keepdim=True) / weight).clamp(0.004, 1)
    alike = chance(count, 0.12, rng) * smooth  # dark on dark, light on light
    scene = torch.lerp(scene, mean * uniform(count, 0.6, 1.4, rng) * (0.9 + 0.1 * scene), alike)
    scene = cluttered(stock, scene, torch.maximum(stamped, smooth * chance(count, 0.6, rng)), rng)
    scene = scene * shadow(front[:, 3:4], rng)
    image = over(front, scene)
    image, alpha, through = _occluded(image, front, stock, rng)
    return Sample(photographed_by(image, rng), alpha, through)


def _cut_off(tiles: Tensor) -> Tensor:
    """Return which tiles show only a part of their product, N."""
    rim = torch.cat([tiles[:, 3, 0], tiles[:, 3, -1], tiles[:, 3, :, 0], tiles[:, 3, :, -1]], 1)
    return rim.amax(1) > 0.02


def _fitted(tiles: Tensor, stock: Stock) -> Tensor:
    side = stock.products.shape[-1]
    return functional.interpolate(tiles, size=(side, side), mode="bilinear", align_corners=False)


def _joined(front: Tensor, tiles: Tensor, size: Tensor, stock: Stock, rng: Rng) -> Tensor:
    """Return ``front`` with a second product beside it in some pictures: its twin or another one."""
    pair = torch.nonzero(uniform(len(front), 0, 1, rng).view(-1) < 0.16).view(-1)
    if len(pair) == 0:
        return front
    other = torch.where(chance(len(pair), 0.5, rng) > 0, tiles[pair], taken(stock.products, len(pair), rng))
    other = other * (~(_cut_off(other) | _cut_off(tiles[pair])))[:, None, None, None]
    smaller = size[pair] * uniform(len(pair), 0.5, 1.0, rng).view(-1)
    angle = uniform(len(pair), -0.5, 0.5, rng).view(-1)
    more = placed(other, smaller, angle, _spot(len(pair), smaller, rng), front.shape[-1])
    front[pair] = front[pair] + (1 - front[pair][:, 3:4]) * more
    return front


def _occluded(image: Tensor, front: Tensor, stock: Stock, rng: Rng) -> tuple[Tensor, Tensor, Tensor]:
    """Return picture, alpha and see-through with something out of focus in front of a few of them."""
    count, side = len(image), image.shape[-1]
    size = uniform(count, 0.3, 0.9, rng).view(-1)
    at = (torch.rand(count, 2, generator=rng, device=rng.device) * 2 - 1).sign() * uniform(count, 0.85, 1.2, rng).view(
        -1, 1
    )
    thing = blurred(placed(taken(stock.props, count, rng), size, size * 6, at, side), 5) * chance(count, 0.06, rng)
    left = 1 - thing[:, 3:4]
    return over(thing, image), front[:, 3:4] * left, front[:, 4:5] * left


def photographed_by(image: Tensor, rng: Rng) -> Tensor:
    """Return what a camera makes of linear light: exposure, white balance, tone, blur, noise, JPEG; sRGB 0..1."""
    count = len(image)
    gains = torch.exp(torch.randn(count, 3, 1, 1, generator=rng, device=rng.device) * 0.08)
    exposure = torch.exp(torch.randn(count, 1, 1, 1, generator=rng, device=rng.device) * 0.35)
    seen = (image * gains * exposure).clamp(1e-5, 1) ** (1 / 2.2)
    curve = uniform(count, -0.25, 0.5, rng)
    seen = torch.lerp(seen, seen * seen * (3 - 2 * seen), curve)
    grey = seen.mean(1, keepdim=True)
    seen = grey + (seen - grey) * uniform(count, 0.5, 1.3, rng)
    soft = uniform(count, 0, 1, rng)
    seen = torch.where(soft < 0.15, blurred(seen, 1), seen)
    grain = torch.randn(seen.shape, generator=rng, device=rng.device)
    seen = seen + grain * uniform(count, 0, 0.03, rng) * chance(count, 0.6, rng)
    return torch.where(chance(count, 0.5, rng) > 0, jpeg(seen.clamp(0, 1), rng), seen).clamp(0, 1)


def jpeg(image: Tensor, rng: Rng) -> Tensor:
    """Return ``image`` (its sides multiples of 8) after 8×8 cosine blocks were rounded as JPEG rounds them."""
    count, _, height, width = image.shape
    index = torch.arange(8, device=image.device, dtype=torch.float32)
    basis = torch.cos((2 * index[None] + 1) * index[:, None] * torch.pi / 16) * 0.5
    basis[0] *= 0.5**0.5
    coarse = (8 + 3 * (index[:, None] + index[None])) / 255 * uniform(count, 0.15, 1.6, rng).view(-1, 1, 1, 1, 1, 1)
    blocks = image.view(count, 3, height // 8, 8, width // 8, 8).permute(0, 1, 2, 4, 3, 5)
    waves = basis @ blocks @ basis.T
    rounded = torch.round(waves / coarse) * coarse
    back = basis.T @ rounded @ basis
    return back.permute(0, 1, 2, 4, 3, 5).reshape(count, 3, height, width)
