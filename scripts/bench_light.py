"""Measure how well the key light is read off a photo: path-traced things under keys whose place is known.

    python scripts/bench_light.py [--count 42] [--reference ../shared/reference/accessory_renderer]

Keys stand at azimuth -150..150 and elevation 15..75, hard and soft; things are light, dark, metal, glossy and coloured,
standing and lying, on plain backdrops of all greys and some colours. Each is read with the shadow on its backdrop, and
cut out onto one colour without it. Errors are angles between the true direction and the one told, in the room: once
for a camera whose height is known, once for one that is taken to look from where most do.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from known_light import Thing, chance_take, photographed
from known_things import KINDS, chance_thing
from tools.engines.image import Image, Mask
from tools.engines.key_light import EYE_LEVEL, key_of, mean_direction, signs_of, vector_of

Floats = NDArray[np.float64]

UNSEEN = 5000
"""Seeds from here on were not fitted to."""

TOLD = 25.0
"""Degrees that the mean error must not exceed."""

FROM_ABOVE = 80.0


@dataclass(frozen=True)
class Read:
    """Errors in degrees: of the best guess, and with the camera's height guessed; whether it was answered."""

    off: float
    guessed: float
    answered: bool


def main() -> None:
    """Print mean error and coverage."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=42)
    parser.add_argument("--reference", type=Path, default=Path("../shared/reference/accessory_renderer"))
    options = parser.parse_args()
    held_out = (options.reference / "objects.py").exists()
    maker = reference_things(options.reference) if held_out else own_things
    print("things of " + (options.reference.name if held_out else "our own, drawn by seeds that were not fitted to"))
    begun, rows = time.monotonic(), []
    for number in range(options.count):
        take = chance_take(UNSEEN + number)
        made = photographed(maker(number), take)
        truth = (take.azimuth, take.elevation, take.camera)
        rows.append([read(image, made.alpha, truth) for image in (made.image, made.bare)])
    print(f"{'what':<24}{'all':>8}{'answered':>10}{'camera guessed':>16}{'coverage':>10}")
    for name, reads in (
        ("with its shadow", [row[0] for row in rows]),
        ("cut out, no shadow", [row[1] for row in rows]),
        ("both", [each for row in rows for each in row]),
    ):
        print(f"{name:<24}{summary(reads)}")
    print(f"{len(rows)} things in {time.monotonic() - begun:.0f} s; the aim is {TOLD:.0f} degrees where it answers")


def read(image: Image, alpha: Mask, truth: tuple[float, float, float]) -> Read:
    """Return how far off the key of a photograph is told; ``truth`` is azimuth, elevation and the camera's, degrees."""
    key, signs = key_of(image, alpha), signs_of(image, alpha)
    if signs is None:
        return Read(90.0, 90.0, False)
    mean = mean_direction(signs)
    towards = mean / np.linalg.norm(mean)
    known = vector_of(truth[0], truth[1], truth[2])
    guess = 90.0 if truth[2] > FROM_ABOVE else EYE_LEVEL
    return Read(_apart(towards, known), _apart(towards, vector_of(truth[0], truth[1], guess)), key is not None)


def _apart(first: Floats, second: Floats) -> float:
    return float(np.degrees(np.arccos(np.clip(first @ second, -1.0, 1.0))))


def summary(reads: list[Read]) -> str:
    """Return mean errors over all, over those answered, with the camera guessed, and the share answered."""
    answered = [each for each in reads if each.answered]
    means = [np.mean([each.off for each in reads])]
    means += [np.mean([each.off for each in answered]), np.mean([each.guessed for each in answered])]
    return f"{means[0]:>8.1f}{means[1]:>10.1f}{means[2]:>16.1f}{len(answered) / len(reads):>10.0%}"


def own_things(number: int) -> Thing:
    """Return a thing of ours."""
    return chance_thing(KINDS[number % len(KINDS)], UNSEEN + number)


def reference_things(folder: Path) -> Callable[[int], Thing]:
    """Return what makes the accessories of the reference renderer, which nothing was fitted to."""
    sys.path.insert(0, str(folder))
    make_gt, objects = import_module("make_gt"), import_module("objects")

    def made(number: int) -> Thing:
        stem, _, build, words = objects.SPEC["dev"][number % len(objects.SPEC["dev"])]
        thing = build(make_gt.rng_of("dev", stem), **words)
        way = np.array(thing.view, float)
        turn = objects.rot("y", -float(np.degrees(np.arctan2(way[0], way[2]))))
        parts = [(name, *mesh) for name, mesh in thing.merged().items()] + list(thing.lens)
        start = np.cumsum([0] + [len(part[1]) for part in parts[:-1]])
        stuff = [_stuff(make_gt, part[0], len(part[1])) for part in parts]
        colour, rough, metal = (np.concatenate([each[k] for each in stuff]).astype(np.float32) for k in range(3))
        return Thing(
            points=(np.concatenate([part[1] for part in parts]) @ turn.T).astype(np.float32),
            faces=np.concatenate([part[2] + at for part, at in zip(parts, start, strict=True)]).astype(np.uint32),
            normals=(np.concatenate([part[3] for part in parts]) @ turn.T).astype(np.float32),
            colour=colour, rough=rough, metal=metal,
        )  # fmt: skip

    return made


def _stuff(renderer: object, name: str, count: int) -> tuple[Floats, Floats, Floats]:
    """Return colour n×3, roughness and metalness n of a material of the reference renderer."""
    gems, metals, plain = (getattr(renderer, each) for each in ("GEMS", "METAL", "PLAIN"))
    plainly = name.removesuffix("_s")
    metal = float(plainly in metals)
    if name.startswith("gem_"):
        colour, rough = np.array(gems[name[4:]][1]) * 0.5, 0.05
    else:
        colour, rough = (metals if metal else plain)[plainly]
    return np.tile(np.asarray(colour, float), (count, 1)), np.full(count, rough), np.full(count, metal)


if __name__ == "__main__":
    main()
