"""Fits the networks that put a cut-out's edge right, to the pixels that ``training.rims`` kept.

    pip install torch
    python -m training.rim_fit OUT [--epochs 8] [--write]

Alpha first: the mean absolute error of what is added to it. Then the colour: weights of six guesses, by the colour
difference (CIE94's form with CIEDE2000's lightness) to the thing's own. Each ninth thing is held out and told of.
``--write`` puts both where the cutter reads them.
"""

import argparse
import logging
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch import Tensor, nn

from tools.engines.cutout.perceptron import FOLDER
from tools.engines.cutout.rim import FILE, ROUND

LOG = logging.getLogger("rim_fit")
SIDE = 2 * ROUND + 1
HIDDEN = {"alpha": (96, 48), "colour": (48, 24)}
NEAR = {"alpha": 7, "colour": 4}
"""Signs of which each network sees the surroundings."""

BATCH, RATE, DECAY, SCATTER = 1024, 3e-3, 1e-3, 0.01
SEEN = 0.05
"""Alpha from which on a colour counts."""


def perceptron(inputs: int, hidden: tuple[int, ...], outputs: int) -> nn.Sequential:
    """Return linear layers with ReLU between them; the last one begins at nothing."""
    sizes = (inputs, *hidden, outputs)
    linear = [nn.Linear(low, high) for low, high in pairwise(sizes)]
    nn.init.zeros_(linear[-1].weight)
    nn.init.zeros_(linear[-1].bias)
    return nn.Sequential(*[part for layer in linear for part in (layer, nn.ReLU())][:-1])


def turned(signs: int, inputs: int) -> list[Tensor]:
    """Return the order of the inputs under each of the eight turns and mirrors of the surroundings."""
    square = torch.arange(SIDE * SIDE).view(SIDE, SIDE)
    orders = []
    for turn in range(8):
        one = torch.rot90(square.flip(0) if turn & 4 else square, turn % 4).flatten()
        near = torch.cat([one + SIDE * SIDE * sign for sign in range(signs)])
        orders.append(torch.cat([near, torch.arange(len(near), inputs)]))
    return orders


def lab(colour: Tensor) -> Tensor:
    """Return CIE L*a*b* (D65) of sRGB, N×3."""
    light = torch.where(colour <= 0.04045, colour / 12.92, ((colour.clamp(min=0) + 0.055) / 1.055) ** 2.4)
    matrix = torch.tensor([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
    stimulus = (light @ matrix.T) / torch.tensor([0.9505, 1.0, 1.0888])
    root = torch.where(stimulus > 0.008856, stimulus.clamp(min=1e-6) ** (1 / 3), 7.787 * stimulus + 16 / 116)
    x, y, z = root.unbind(-1)
    return torch.stack([116 * y - 16, 500 * (x - y), 200 * (y - z)], -1)


def apart(one: Tensor, other: Tensor) -> Tensor:
    """Return the colour difference of two sRGB colours, N."""
    first, second = lab(one), lab(other)
    chroma = [torch.sqrt((each[:, 1:] ** 2).sum(-1) + 1e-4) for each in (first, second)]
    mean, level = (chroma[0] + chroma[1]) / 2, (first[:, 0] + second[:, 0]) / 2 - 50
    lightness = (first[:, 0] - second[:, 0]) / (1 + 0.015 * level**2 / torch.sqrt(20 + level**2))
    change = chroma[0] - chroma[1]
    hue = (((first - second)[:, 1:] ** 2).sum(-1) - change**2).clamp(min=0)
    return torch.sqrt(lightness**2 + (change / (1 + 0.045 * mean)) ** 2 + hue / (1 + 0.015 * mean) ** 2 + 1e-3)


def fit(name: str, seen: Tensor, error: Callable[[Tensor, Tensor], Tensor], train: Tensor, epochs: float) -> nn.Module:
    """Return the network ``name``; ``error`` of (its answers, which rows) is made small over the ``train`` rows."""
    network = perceptron(seen.shape[1], HIDDEN[name], 1 if name == "alpha" else 6)
    steps = int(epochs * len(train) / BATCH)
    optimiser = torch.optim.AdamW(network.parameters(), RATE, weight_decay=DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps + 1)
    orders = turned(NEAR[name], seen.shape[1])
    for step in range(steps):
        some = train[torch.randint(len(train), (BATCH,))]
        told = seen[some][:, orders[step % 8]].float()
        loss = error(network(told + SCATTER * torch.randn_like(told)), some).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    return network


def main() -> None:
    """Fit both networks, tell the held-out errors, and keep the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--epochs", type=float, default=8)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    torch.manual_seed(7)
    files = sorted((options.folder / "signs").glob("*.npz"))
    kept = [dict(np.load(file)) for file in files]
    told = {name: torch.tensor(np.concatenate([each[name] for each in kept])) for name in kept[0]}
    held = torch.tensor(
        np.concatenate([np.full(len(k["alpha"]), int(f.stem[:4]) % 9 == 0) for k, f in zip(kept, files, strict=True)])
    )
    alpha, colour, guesses = told["alpha"].float(), told["colour"].float(), told["guesses"].float()
    middle = SIDE * SIDE // 2
    so_far, right = told["alpha_seen"][:, middle].float(), told["colour_seen"][:, middle].float()

    def of_alpha(answer: Tensor, some: Tensor) -> Tensor:
        return (so_far[some] + answer[:, 0] - alpha[some]).abs()

    def of_colour(answer: Tensor, some: Tensor) -> Tensor:
        return apart((torch.softmax(answer, 1)[..., None] * guesses[some]).sum(1), colour[some])

    edge = (alpha > SEEN) & (right > SEEN) & (right < 1)
    networks = {}
    for name, seen, error, use in (
        ("alpha", told["alpha_seen"], of_alpha, torch.ones_like(held)),
        ("colour", told["colour_seen"], of_colour, edge),
    ):
        networks[name] = fit(name, seen, error, torch.nonzero(use & ~held)[:, 0], options.epochs)
        some = torch.nonzero(use & held)[:, 0]
        with torch.no_grad():
            LOG.info("%s: held out %.4f", name, error(networks[name](seen[some].float()), some).mean())
    if options.write:
        write(networks)


def write(networks: dict[str, nn.Module]) -> None:
    """Put the networks where the cutter reads them, in half precision."""
    arrays = {}
    for name, network in networks.items():
        linear = [layer for layer in network.modules() if isinstance(layer, nn.Linear)]
        for number, layer in enumerate(linear):
            arrays[f"{name}_{number}"] = layer.weight.detach().numpy().T.astype(np.float16)
            arrays[f"{name}_{number}_offset"] = layer.bias.detach().numpy().astype(np.float16)
    np.savez_compressed(FOLDER / FILE, allow_pickle=False, **arrays)


if __name__ == "__main__":
    main()
