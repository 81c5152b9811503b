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
import queue
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from training.bank import PROP_SIDE, Bank, load_studio
from training.compose import Sample, Stock, composed
from training.encoder import load_published
from training.losses import loss, scores
from training.network import CutoutNet
from training.scenes import packed, product, prop

LOG = logging.getLogger("train")
PHOTO_SIDE = 544
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
    net.eval()
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
        group["lr"] = rate(state, args) * group["share"]
    logits, through = forward(runner, sample.image)
    error = loss(logits, through, sample.alpha, sample.through)
    state.optimiser.zero_grad(set_to_none=True)
    error.backward()
    torch.nn.utils.clip_grad_norm_(state.net.parameters(), 1.0)
    state.optimiser.step()
    decay = min(0.998, (state.steps + 1) / (state.steps + 20))
    with torch.no_grad():
        torch._foreach_lerp_(list(state.kept.parameters()), list(state.net.parameters()), 1 - decay)
        for old, new in zip(state.kept.buffers(), state.net.buffers(), strict=True):
            old.copy_(new)
    state.steps += 1
    return float(error.detach()) if state.steps % 50 == 0 else math.nan


def save(state: State, folder: Path) -> None:
    """Write what is shipped (in half precision), and what is needed to go on."""
    folder.mkdir(parents=True, exist_ok=True)
    facts = {"seconds": state.seconds, "steps": state.steps}
    kept = {
        name: value.half() if value.is_floating_point() else value for name, value in state.kept.state_dict().items()
    }
    torch.save({"kept": kept, **facts}, folder / "kept.pt")
    whole = {"net": state.net.state_dict(), "kept": state.kept.state_dict(), "optimiser": state.optimiser.state_dict()}
    torch.save({**whole, **facts}, folder / "weights.pt")


def opened(args: argparse.Namespace, device: torch.device) -> State:
    """Return a new state from the encoder's published weights, or the one that ``--resume`` left."""
    net = CutoutNet()
    if not args.resume:
        load_published(net.encoder, args.encoder)
    net.to(device, memory_format=torch.channels_last)
    known = list(net.encoder.parameters())
    new = [value for name, value in net.named_parameters() if not name.startswith("encoder.")]
    groups = [{"params": known, "share": args.encoder_share}, {"params": new, "share": 1.0}]
    optimiser = torch.optim.AdamW(groups, lr=args.rate, weight_decay=1e-2, betas=(0.9, 0.99))
    state = State(net, copy.deepcopy(net).eval().requires_grad_(False), optimiser)
    if args.resume:
        found = torch.load(args.resume / "weights.pt", map_location=device)
        net.load_state_dict(found["net"])
        state.kept.load_state_dict(found["kept"])
        state.optimiser.load_state_dict(found["optimiser"])
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


@dataclass
class Feed:
    """Photographs put together beside the training, two ahead of it."""

    bank: Bank
    stock: Stock
    args: argparse.Namespace
    rng: torch.Generator
    filled: list[int]
    ahead: queue.Queue[Sample]

    def start(self) -> None:
        """Go on until the program ends."""
        threading.Thread(target=self._work, daemon=True).start()

    def _work(self) -> None:
        with torch.cuda.stream(torch.cuda.Stream() if self.rng.device.type == "cuda" else None):
            while True:
                refresh(self.bank, self.stock, self.filled)
                sample = composed(ready(self.stock, self.filled), self.args.batch, self.args.side, self.rng)
                if sample.image.is_cuda:
                    torch.cuda.current_stream().synchronize()
                self.ahead.put(sample)

    def next(self) -> Sample:
        """Return the next batch."""
        sample = self.ahead.get(timeout=300)
        if sample.image.is_cuda:  # made on a stream of its own: not to be freed for it while it is read here
            for values in (sample.image, sample.alpha, sample.through):
                values.record_stream(torch.cuda.current_stream())
        return sample


def train(args: argparse.Namespace) -> None:
    """Train until the time is up, measure and save on the way."""
    began = time.monotonic()
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    bank = Bank.opened(load_studio(args.pack), args.tiles, args.tiles // 4, args.seed)
    bank.start(args.workers)  # before the device is touched: a forked process must not inherit it
    torch.manual_seed(args.seed)
    torch.backends.cudnn.benchmark = True
    torch.set_float32_matmul_precision("high")
    photos, held_photos = read_pictures(args.pack / "photos", PHOTO_SIDE, False)
    stamps, held_stamps = read_pictures(args.pack / "stamps", PROP_SIDE, True)
    empty = [torch.zeros(*shelf.shape, dtype=torch.uint8, device=device) for shelf in (bank.products, bank.props)]
    stock = Stock(empty[0], empty[1], stamps.to(device), photos.to(device))
    held = validation(bank, held_stamps, held_photos, args.held, args.side, device)
    LOG.info("%.0f s: opened, %d photos, %d stamps", time.monotonic() - began, len(photos), len(stamps))
    state = opened(args, device)
    runner = torch.compile(state.net) if args.compile else state.net
    rng, filled = torch.Generator(device).manual_seed(args.seed + state.steps), [0, 0]
    while filled[0] < args.least or filled[1] < args.least // 8:
        time.sleep(0.5)
        refresh(bank, stock, filled)
    LOG.info("%.0f s: %s tiles", time.monotonic() - began, filled)
    feed = Feed(bank, stock, args, rng, filled, queue.Queue(2))
    feed.start()
    start, told, last = time.monotonic(), time.monotonic(), state.seconds
    while time.monotonic() - began < args.minutes * 60:
        state.net.train()
        error = step(state, runner, feed.next(), args)
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
    parser.add_argument("--encoder", type=Path, help="EfficientNet-Lite2's published weights, to start from")
    parser.add_argument("--encoder-share", type=float, default=0.3, help="of the rate, for what is known already")
    parser.add_argument("--resume", type=Path, help="a folder that --out wrote")
    parser.add_argument("--minutes", type=float, default=60.0)
    parser.add_argument(
        "--total", type=float, default=60.0, help="minutes over which the rate falls, all runs together"
    )
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--batch", type=int, default=4)
    parser.add_argument("--side", type=int, default=512)
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
