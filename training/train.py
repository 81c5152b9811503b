"""Trains the cut-out network: `python -m training.train --pack FOLDER --out FOLDER --minutes N [--resume FOLDER]`.

Runs on a GPU or on two cores (slowly). Seeded; what comes out can be resumed; the rate falls over ``--total`` minutes.
"""

from __future__ import annotations

import argparse
import copy
import json
import logging
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.bank import PROP_SIDE, Bank, load_studio
from training.compose import Sample, Stock, composed
from training.losses import loss, scores
from training.network import CutoutNet, load_u2netp
from training.scenes import packed, product, prop

LOG = logging.getLogger("train")
HELD_OUT = 8
"""Every eighth photo and stamp is never trained on; the validation pictures are made of these and of own seeds."""


@dataclass
class State:
    """What is trained, and what is needed to go on."""

    net: CutoutNet
    kept: CutoutNet  # the running mean of the weights: this one is shipped
    optimiser: torch.optim.Optimizer
    seconds: float = 0.0
    steps: int = 0


def read_pictures(folder: Path, side: int, alpha: bool) -> tuple[Tensor, Tensor]:
    """Return the pictures of ``folder`` for training and those held out, N×(3 or 5)×side×side bytes."""
    import cv2

    rows = []
    for path in sorted(folder.iterdir()):
        pixels = cv2.imread(str(path), cv2.IMREAD_UNCHANGED if alpha else cv2.IMREAD_COLOR)
        if pixels.shape[0] != side:
            pixels = cv2.resize(pixels, (side, side), interpolation=cv2.INTER_AREA)
        colour = pixels[..., 2::-1]
        whole = np.concatenate([colour, pixels[..., 3:], 0 * pixels[..., 3:]], 2) if alpha else colour
        rows.append(torch.from_numpy(np.ascontiguousarray(whole.transpose(2, 0, 1))))
    held = torch.arange(len(rows)) % HELD_OUT == 0
    everything = torch.stack(rows)
    return everything[~held], everything[held]


def validation(bank: Bank, stamps: Tensor, photos: Tensor, count: int, side: int, device: torch.device) -> list[Sample]:
    """Return the held-out pictures in batches of 32, always the same."""
    products = torch.stack([torch.from_numpy(packed(product(10**9 + k, bank.studio))) for k in range(count // 2)])
    props = torch.stack(
        [torch.from_numpy(packed(prop(2 * 10**9 + k, bank.studio, PROP_SIDE))) for k in range(count // 4)]
    )
    stock = Stock(products.to(device), props.to(device), stamps.to(device), photos.to(device))
    rng = torch.Generator(device).manual_seed(99)
    return [composed(stock, 32, side, rng) for _ in range(count // 32)]


@torch.no_grad()
def measured(net: CutoutNet, batches: list[Sample]) -> dict[str, float]:
    """Return the mean scores of ``net``."""
    rows = []
    for batch in batches:
        logits, through = forward(net, batch.image)
        rows.append(scores(torch.sigmoid(logits[:, :1]), through, batch.alpha, batch.through))
    return {key: round(float(np.nanmean([row[key] for row in rows])), 4) for key in rows[0]}


def forward(net: Any, image: Tensor) -> tuple[Tensor, Tensor]:
    """Return the logits in single precision; on a GPU the network itself runs in bfloat16."""
    with torch.autocast(image.device.type, torch.bfloat16, enabled=image.is_cuda):
        logits, through = net(image.contiguous(memory_format=torch.channels_last))
    return logits.float(), through.float()


def rate(state: State, args: argparse.Namespace) -> float:
    """Return the learning rate: a short rise, then a cosine down to a fiftieth at ``--total`` minutes."""
    done = min(1.0, state.seconds / (args.total * 60))
    return float(args.rate * min(1.0, (state.steps + 1) / 150) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done))))


def step(state: State, runner: Any, sample: Sample, args: argparse.Namespace) -> float:
    """Make one step. Returns the loss."""
    for group in state.optimiser.param_groups:
        group["lr"] = rate(state, args)
    logits, through = forward(runner, sample.image)
    error = loss(logits, through, sample.alpha, sample.through)
    state.optimiser.zero_grad(set_to_none=True)
    error.backward()
    torch.nn.utils.clip_grad_norm_(state.net.parameters(), 1.0)
    state.optimiser.step()
    decay = min(0.998, (state.steps + 1) / (state.steps + 20))
    with torch.no_grad():
        torch._foreach_lerp_(list(state.kept.parameters()), list(state.net.parameters()), 1 - decay)
    state.steps += 1
    return float(error.detach()) if state.steps % 50 == 0 else math.nan


def save(state: State, folder: Path) -> None:
    """Write weights and optimiser, two files, so that each stays small."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {"seconds": state.seconds, "steps": state.steps}
    torch.save({"net": state.net.state_dict(), "kept": state.kept.state_dict(), **facts}, folder / "weights.pt")
    torch.save(state.optimiser.state_dict(), folder / "optimiser.pt")


def opened(args: argparse.Namespace, device: torch.device) -> State:
    """Return a new state from u2netp's weights, or the one that ``--resume`` left."""
    net = CutoutNet()
    if not args.resume:
        load_u2netp(net, args.u2netp)
    net.to(device, memory_format=torch.channels_last)
    optimiser = torch.optim.AdamW(net.parameters(), lr=args.rate, weight_decay=1e-4, betas=(0.9, 0.99))
    state = State(net, copy.deepcopy(net), optimiser)
    if args.resume:
        found = torch.load(args.resume / "weights.pt", map_location=device)
        net.load_state_dict(found["net"])
        state.kept.load_state_dict(found["kept"])
        state.optimiser.load_state_dict(torch.load(args.resume / "optimiser.pt", map_location=device))
        state.seconds, state.steps = found["seconds"], found["steps"]
    return state


def refresh(bank: Bank, stock: Stock, filled: list[int]) -> None:
    """Copy new tiles from the bank's shelves to the device."""
    for shelf, (fresh, host, place) in enumerate(
        zip(bank.news(), (bank.products, bank.props), (stock.products, stock.props), strict=True)
    ):
        if fresh:
            place[fresh] = torch.from_numpy(host[fresh]).to(place.device)
            filled[shelf] = max(filled[shelf], max(fresh) + 1)


def ready(stock: Stock, filled: list[int]) -> Stock:
    """Return the part of ``stock`` that is filled."""
    return Stock(stock.products[: filled[0]], stock.props[: filled[1]], stock.stamps, stock.photos)


def train(args: argparse.Namespace) -> None:
    """Train until the time is up, measure and save on the way."""
    began = time.monotonic()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    bank = Bank.opened(load_studio(args.pack), args.tiles, args.tiles // 4, args.seed)
    bank.start(args.workers)  # before the device is touched: a forked process must not inherit it
    torch.manual_seed(args.seed)
    torch.backends.cudnn.benchmark = True
    torch.set_float32_matmul_precision("high")
    photos, held_photos = read_pictures(args.pack / "photos", 448, False)
    stamps, held_stamps = read_pictures(args.pack / "stamps", PROP_SIDE, True)
    empty = [torch.zeros(*shelf.shape, dtype=torch.uint8, device=device) for shelf in (bank.products, bank.props)]
    stock = Stock(empty[0], empty[1], stamps.to(device), photos.to(device))
    held = validation(bank, held_stamps, held_photos, args.held, args.side, device)
    LOG.info("%.0f s: opened, %d photos, %d stamps", time.monotonic() - began, len(photos), len(stamps))
    state = opened(args, device)
    LOG.info("held out at step %d: %s", state.steps, json.dumps(measured(state.kept, held)))
    runner = torch.compile(state.net) if args.compile else state.net
    rng, filled = torch.Generator(device).manual_seed(args.seed + state.steps), [0, 0]
    while filled[0] < args.least or filled[1] < args.least // 8:
        time.sleep(0.5)
        refresh(bank, stock, filled)
    LOG.info("%.0f s: %s tiles", time.monotonic() - began, filled)
    start, told, last = time.monotonic(), time.monotonic(), state.seconds
    while time.monotonic() - began < args.minutes * 60:
        refresh(bank, stock, filled)
        error = step(state, runner, composed(ready(stock, filled), args.batch, args.side, rng), args)
        state.seconds = last + time.monotonic() - start
        if error == error:
            LOG.info("%.0f s, step %d, loss %.4f, tiles %s", time.monotonic() - began, state.steps, error, filled)
        if time.monotonic() - told > args.every:
            told = time.monotonic()
            LOG.info("held out at step %d: %s", state.steps, json.dumps(measured(state.kept, held)))
            save(state, args.out)
    LOG.info("held out at step %d: %s", state.steps, json.dumps(measured(state.kept, held)))
    save(state, args.out)
    bank.stop()


def arguments() -> argparse.Namespace:
    """Return the command line's arguments."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--pack", type=Path, required=True, help="folder with photos/, stamps/ and env/, see collect.py"
    )
    parser.add_argument("--out", type=Path, required=True, help="where weights.pt and optimiser.pt go")
    parser.add_argument("--u2netp", type=Path, default=Path("u2netp.onnx"), help="the weights to start from")
    parser.add_argument("--resume", type=Path, help="a folder that --out wrote")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument(
        "--total", type=float, default=60.0, help="minutes over which the rate falls, all runs together"
    )
    parser.add_argument("--rate", type=float, default=6e-4)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--side", type=int, default=384)
    parser.add_argument("--tiles", type=int, default=400, help="how many products are held at a time")
    parser.add_argument("--least", type=int, default=40, help="how many must be there before the first step")
    parser.add_argument("--held", type=int, default=64)
    parser.add_argument("--workers", type=int, default=max(1, (os.cpu_count() or 2) - 1))
    parser.add_argument("--every", type=float, default=120.0, help="seconds between two measurements")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--compile", action="store_true")
    return parser.parse_args()


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    train(arguments())
