"""Fit the networks that join the signs of a key light (``tools/engines/key_light.py``).

    python -m training.key_light TAKES --count 480 [--write]

TAKES is a folder in which path-traced photographs of known light are kept (``scripts/known_light.py``), drawn where
they are missing: a second or two each. Each is read twice, with its shadow and cut out, and in a mirror. The mean error
is told by thirds of the things that the fit had not seen.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import numpy as np

from tools.engines.key_light import SIGNS, WEIGHTS, Floats, mirrored, signs_of, vector_of

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "scripts"))

from known_light import chance_take, photographed
from known_things import KINDS, chance_thing

HIDDEN, NETWORKS, EPOCHS, BATCH, RATE = 24, 4, 150, 128, 4e-3
DECAY, DROPPED, NOISE = 0.3, 0.3, 0.15
"""Pull of the weights to zero, share of signs left out, and scatter put on them: there are few things to learn from."""

Network = list[Floats]


def taken(folder: Path, seed: int) -> tuple[Floats, Floats]:
    """Return (signs with and without shadow 2×n, the direction 3 as the camera sees it) of one photograph."""
    kept = folder / f"{seed:04d}.npz"
    if not kept.exists():
        take = chance_take(seed)
        made = photographed(chance_thing(KINDS[seed % len(KINDS)], seed), take)
        signs = [signs_of(image, made.alpha) for image in (made.image, made.bare)]
        rows = [np.full(SIGNS, np.nan) if each is None else each for each in signs]
        np.savez_compressed(kept, signs=np.stack(rows), towards=vector_of(take.azimuth, take.elevation, take.camera))
    with np.load(kept) as told:
        return told["signs"], told["towards"]


def network(signs: Floats, towards: Floats, seed: int) -> Network:
    """Return the weights of one network (Adam with decoupled decay; Loshchilov and Hutter, 2019)."""
    rng = np.random.default_rng(seed)
    count, wide = signs.shape
    first, second = rng.normal(0, wide**-0.5, (wide, HIDDEN)), rng.normal(0, 0.5 * HIDDEN**-0.5, (HIDDEN, 3))
    weights: Network = [first, np.zeros(HIDDEN), second, towards.mean(0)]
    slow, wild = [np.zeros_like(w) for w in weights], [np.zeros_like(w) for w in weights]
    step = 0
    for epoch in range(EPOCHS):
        rate = RATE * (0.5 + 0.5 * np.cos(np.pi * epoch / EPOCHS))
        order = rng.permutation(count)
        for start in range(0, count, BATCH):
            some = order[start : start + BATCH]
            step += 1
            for k, slope in enumerate(_slopes(weights, signs[some], towards[some], rng)):
                slow[k] = 0.9 * slow[k] + 0.1 * slope
                wild[k] = 0.999 * wild[k] + 0.001 * slope**2
                way = slow[k] / (1 - 0.9**step) / (np.sqrt(wild[k] / (1 - 0.999**step)) + 1e-8)
                weights[k] = weights[k] - rate * (way + (DECAY * weights[k] if k in (0, 2) else 0.0))
    return weights


def _slopes(weights: Network, signs: Floats, towards: Floats, rng: np.random.Generator) -> Network:
    first, first_bias, second, second_bias = weights
    seen = signs + rng.normal(0, NOISE, signs.shape)
    seen = seen * (rng.random(seen.shape) > DROPPED) / (1 - DROPPED)
    hidden = np.tanh(seen @ first + first_bias)
    off = (hidden @ second + second_bias - towards) / len(seen)
    back = (off @ second.T) * (1 - hidden * hidden)
    return [seen.T @ back, back.sum(0), hidden.T @ off, off.sum(0)]


def fitted(signs: Floats, towards: Floats) -> dict[str, object]:
    """Return what ``key_light.json`` holds."""
    signs = np.concatenate([signs, mirrored(signs)])
    towards = np.concatenate([towards, towards * [-1, 1, 1]])
    mean, scale = signs.mean(0), signs.std(0) + 1e-3
    known = np.clip((signs - mean) / scale, -4, 4)
    networks = [network(known, towards, seed) for seed in range(NETWORKS)]
    rounded = [[np.round(layer, 4).tolist() for layer in each] for each in networks]
    return {"mean": np.round(mean, 5).tolist(), "scale": np.round(scale, 5).tolist(), "networks": rounded}


def mean_direction(told: dict[str, object], signs: Floats) -> Floats:
    """Return the mean direction (n×3) that weights as ``fitted`` gives them say of ``signs``."""
    mean, scale = np.array(told["mean"]), np.array(told["scale"])
    total = np.zeros((len(signs), 3))
    networks = told["networks"]
    assert isinstance(networks, list)
    for seen, flip in ((signs, 1.0), (mirrored(signs), -1.0)):
        known = np.clip((seen - mean) / scale, -4, 4)
        for first, first_bias, second, second_bias in networks:
            hidden = np.tanh(known @ np.array(first) + np.array(first_bias))
            total += (hidden @ np.array(second) + np.array(second_bias)) * [flip, 1, 1]
    return total / (2 * len(networks))


def main() -> None:
    """Draw what is missing, tell the error on things not seen, fit."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("takes", type=Path)
    parser.add_argument("--count", type=int, default=480)
    parser.add_argument("--write", action="store_true", help="put the weights where the program reads them")
    options = parser.parse_args()
    options.takes.mkdir(parents=True, exist_ok=True)
    rows = [taken(options.takes, seed) for seed in range(options.count)]
    signs, towards = np.stack([row[0] for row in rows]), np.stack([row[1] for row in rows])
    whole = np.isfinite(signs).all((1, 2))
    signs, towards = signs[whole], towards[whole]
    third = np.flatnonzero(whole) // len(KINDS) % 3
    for at, name in enumerate(("with its shadow", "cut out")):
        off = []
        for part in range(3):
            kept = third != part
            told = fitted(signs[kept].reshape(-1, signs.shape[-1]), np.repeat(towards[kept], 2, axis=0))
            mean = mean_direction(told, signs[~kept][:, at])
            cosine = (mean * towards[~kept]).sum(1) / np.linalg.norm(mean, axis=1)
            off.append(np.degrees(np.arccos(np.clip(cosine, -1, 1))))
        print(f"{name}: mean error {np.concatenate(off).mean():.1f} degrees over {whole.sum()} things")  # noqa: T201
    if options.write:
        told = fitted(signs.reshape(-1, signs.shape[-1]), np.repeat(towards, 2, axis=0))
        WEIGHTS.write_text(json.dumps(told, separators=(",", ":")))


if __name__ == "__main__":
    main()
