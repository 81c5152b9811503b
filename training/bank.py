"""Tiles drawn without end by processes of their own, into memory that they share with the training."""

from __future__ import annotations

import mmap
import multiprocessing
import os
from dataclasses import dataclass, field
from multiprocessing.queues import Queue as SharedQueue
from pathlib import Path
from queue import Empty
from typing import Any

import numpy as np

from training.materials import pattern
from training.mesh import Floats
from training.scenes import SIDE, Studio, packed, product, prop

SOFTNESS = (0.0, 2.0, 5.0, 10.0, 20.0)
PROP_SIDE = 320


def load_studio(folder: Path, textures: int = 160) -> Studio:
    """Return the environments of ``folder``/env (64×128×3 linear, at five softnesses) and textures of its photos."""
    import cv2

    rooms = []
    for path in sorted((folder / "env").glob("*.npy")):
        room = np.load(path).astype(np.float32)
        room = np.minimum(room * (0.6 / max(float(np.median(room.mean(2))) * 2, 0.02)), 12.0)
        wide = np.concatenate([room, room, room], 1)
        soft = [cv2.GaussianBlur(wide, (0, 0), s)[:, 128:256] if s else room for s in SOFTNESS]
        rooms.append(np.minimum(np.stack(soft), 6.0))
    rooms += [_studio_room(seed) for seed in range(24)]
    patches = []
    for path in sorted((folder / "photos").glob("t_*"))[:textures]:
        patch = cv2.resize(cv2.imread(str(path))[..., ::-1], (128, 128), interpolation=cv2.INTER_AREA)
        patches.append((patch.astype(np.float32) / 255) ** 2.2)
    rng = np.random.default_rng(7)
    patches += [np.clip(pattern(rng, 128), 0.004, 1) for _ in range(48)]
    stack = np.stack(patches)
    return Studio(
        np.stack(rooms).astype(np.float32), np.minimum(stack / (stack.mean((1, 2, 3), keepdims=True) * 1.6 + 0.02), 1.5)
    )


def _studio_room(seed: int) -> Floats:
    """Return a photographer's room: grey walls, a pale or dark ground, a few soft boxes and flags."""
    import cv2

    rng = np.random.default_rng(seed)
    room = np.full((64, 128, 3), rng.uniform(0.02, 0.8), np.float32)
    room[40:] = rng.uniform(0.02, 0.9, 3) if rng.random() < 0.3 else rng.uniform(0.02, 0.9)
    for _ in range(int(rng.integers(1, 7))):
        top, left = int(rng.integers(0, 44)), int(rng.integers(0, 110))
        room[top : top + int(rng.integers(3, 24)), left : left + int(rng.integers(3, 30))] = rng.choice(
            [0.0, 1.5, 3.0, 5.0]
        )
    room = cv2.GaussianBlur(room, (0, 0), 0.8)
    return np.stack([cv2.GaussianBlur(room, (0, 0), s) if s else room for s in SOFTNESS])


@dataclass
class Bank:
    """Shared shelves of tiles: ``products`` N×5×S×S and ``props`` M×5×P×P, bytes; the first are filled first."""

    studio: Studio
    products: np.ndarray
    props: np.ndarray
    seed: int
    ready: SharedQueue[Any]
    workers: list[Any] = field(default_factory=list)

    @classmethod
    def opened(cls, studio: Studio, products: int, props: int, seed: int) -> Bank:
        """Return a bank with empty shelves, in memory that forked processes share."""
        shelves = []
        for count, side in ((products, SIDE), (props, PROP_SIDE)):
            memory = mmap.mmap(-1, count * 5 * side * side)
            shelves.append(np.frombuffer(memory, np.uint8).reshape(count, 5, side, side))
        return cls(studio, shelves[0], shelves[1], seed, multiprocessing.get_context("fork").Queue())

    def start(self, workers: int) -> None:
        """Start ``workers`` processes. The kernels are compiled here first, so that each finds them compiled."""
        product(0, self.studio, 16, 1)
        context = multiprocessing.get_context("fork")
        for number in range(workers):
            worker = context.Process(target=_fill, args=(self, number, workers), daemon=True)
            worker.start()
            self.workers.append(worker)

    def news(self, most: int = 1000) -> tuple[list[int], list[int]]:
        """Return which products and which props are new since the last call."""
        found: tuple[list[int], list[int]] = ([], [])
        try:
            for _ in range(most):
                shelf, place = self.ready.get_nowait()
                found[shelf].append(place)
        except Empty:
            pass
        return found

    def stop(self) -> None:
        """End the processes."""
        for worker in self.workers:
            worker.terminate()


def _fill(bank: Bank, number: int, workers: int) -> None:
    """Draw one tile after the other; every fourth is a prop. Shelves are gone round for ever."""
    os.nice(5)
    turn = number
    while True:
        seed = bank.seed + turn
        if turn % 4 == 3:
            place = turn // 4 % len(bank.props)
            bank.props[place] = packed(prop(seed, bank.studio, PROP_SIDE))
            bank.ready.put((1, place))
        else:
            place = (turn - turn // 4) % len(bank.products)
            bank.products[place] = packed(product(seed, bank.studio))
            bank.ready.put((0, place))
        turn += workers
