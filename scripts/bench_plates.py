"""Measure what plates of lights promise: sums against all lights together, and edits that move the right way.

    python scripts/bench_plates.py [--scenes 30] [--moves 200] [--side 160] [--keep FOLDER]

Sums: the plates of the lights against all lights together, 256 samples per pixel, 10 log10(1 / MSE) of linear values up
to white. Moves: random sets, each rendered small with its lights once; warmer, cooler, brighter, darker, softer and
harder at four amounts each must move their measure on the developed set the right way, each amount farther than the
one before. Warmth is the mean of CIE b*, brightness the mean luminance, hardness how far apart, in stops, the lit and
the shaded parts are, where the set has its light from key and fill. ``--keep``: a folder
in which the small plates stay, so that a second run renders nothing.
"""

import argparse
import random
import statistics
import tempfile
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any, get_args

import numpy as np
from numpy.typing import NDArray

from tools.changes import changed_steps
from tools.engines.color import LUMINANCE, linear_to_lab, srgb_to_linear
from tools.engines.develop import develop
from tools.engines.image import Image
from tools.engines.light_mix import mixed, summed
from tools.engines.relight import weights_of
from tools.engines.studio.resolve import Photo, resolve
from tools.engines.studio.worker import WarmStudio
from tools.errors import ToolFailed
from tools.relighting import relighted
from tools.specs.base import digest
from tools.specs.numbers import LightNumbers
from tools.specs.recipe import Recipe
from tools.specs.scene import SceneWish
from tools.specs.steps import Grain, Placement
from tools.specs.words import LightName, Look
from tools.store.atomic import Workplace
from tools.store.plates import Plates

SUM_SAMPLES, MOVE_SAMPLES = 256, 16
MOVE_SIDE = 96
AMOUNTS = (0.15, 0.35, 0.6, 1.0)
LEAST_DB = 36.0
MAINLY = 0.4
"""Share of a set's pixels in which shadows are looked at: a bright window behind is none."""

LOOKS = get_args(Look)

Lights = dict[LightName, NDArray[Any]]
Measure = Callable[[Image, NDArray[np.int8]], float]


def main() -> None:
    """Print the tables; exit 1 when a bound is missed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scenes", type=int, default=30)
    parser.add_argument("--moves", type=int, default=200)
    parser.add_argument("--side", type=int, default=160)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = options.keep or Path(scratch)
        place = Workplace(folder / "working")
        studio = WarmStudio(folder / "studio", previews=False)
        try:
            bench = Bench(studio, Plates(folder / "plates", place))
            missed = [*sums(bench, options.scenes, options.side), *moves(bench, options.moves)]
        finally:
            studio.close()
            place.leave()
    if missed:
        raise SystemExit("missed: " + "; ".join(missed))


class Bench:
    """Gives the plates of random sets, rendered or kept from before."""

    def __init__(self, studio: WarmStudio, plates: Plates) -> None:
        self._studio = studio
        self._plates = plates

    def whole(self, recipe: Recipe) -> Image:
        """Return the plate of all lights together."""
        key = digest(recipe.geometry())
        kept = self._plates.get(key)
        given = (recipe, box(recipe.width), lambda _: None, lambda: False)
        return self._plates.put(key, self._studio.render(*given)) if kept is None else kept

    def lights(self, recipe: Recipe) -> Lights:
        """Return the plate of each light by itself. Raises ``ToolFailed``."""
        key = digest(recipe.geometry())
        kept = self._plates.lights(key)
        given = (recipe, box(recipe.width), lambda _: None, lambda: False)
        return dict(self._plates.put_lights(key, self._studio.lights(*given)) if kept is None else kept)


def recipe_of(number: int, side: int, samples: int) -> Recipe:
    """Return a set in one of the looks, in a photo's light of some softness, in a frame of ``side`` pixels."""
    chance = random.Random(number)
    scene = resolve(SceneWish(look=LOOKS[number % len(LOOKS)]), Photo(softness=chance.choice((0.1, 0.5, 0.9))))
    return Recipe(
        tool="reference_shoot", source_sha256="s", cutout_sha256="c", width=side, height=side, scene=scene,
        placement=Placement(scale=1.0, x=0, y=0), samples=samples, seed=number, develop=(Grain(sigma=0.0),),
    )  # fmt: skip


def box(side: int) -> Image:
    """Return a grey box that stands in the middle of the frame, H×W×4."""
    made = np.full((side, side, 4), 0.5, np.float32)
    made[..., 3] = 0
    made[round(0.4 * side) : round(0.75 * side), round(0.38 * side) : round(0.62 * side), 3] = 1
    return made


def sums(bench: Bench, scenes: int, side: int) -> list[str]:
    """Print how near the sums of the lights come to all lights together; return what missed its bound."""
    found: list[tuple[float, str]] = []
    for number in range(scenes):
        recipe = recipe_of(number, side, SUM_SAMPLES)
        whole, lights = bench.whole(recipe), bench.lights(recipe)
        error = np.clip(summed(lights, {}), 0, 1) - np.clip(whole, 0, 1)
        decibels = float(-10 * np.log10(max(float(np.mean(error**2)), 1e-12)))
        found.append((decibels, LOOKS[number % len(LOOKS)]))
    if found:
        values = [value for value, _ in found]
        print(
            f"sum of the lights, {len(found)} scenes at {SUM_SAMPLES} spp: least {min(found)[0]:.1f} dB "
            f"({min(found)[1]}), median {statistics.median(values):.1f} dB",
            flush=True,
        )
    return [f"sum of {look}: {value:.1f} dB" for value, look in found if value < LEAST_DB]


def warmth(picture: Image, _: NDArray[np.int8]) -> float:
    """Return the mean of CIE b* of a linear picture."""
    return float(linear_to_lab(picture)[..., 2].mean())


def brightness(picture: Image, _: NDArray[np.int8]) -> float:
    """Return the mean luminance."""
    return float((picture @ LUMINANCE).mean())


def hardness(picture: Image, lit: NDArray[np.int8]) -> float:
    """Return by how many stops what the key lights is brighter than what it does not reach."""
    light = np.maximum(picture @ LUMINANCE, 1e-4)
    return float(np.log2(light[lit > 0]).mean() - np.log2(light[lit < 0]).mean())


SAID: dict[str, tuple[str, int, Measure]] = {
    "warmer": ("warmth", 1, warmth), "cooler": ("warmth", -1, warmth),
    "brighter": ("exposure", 1, brightness), "darker": ("exposure", -1, brightness),
    "harder": ("shadow", 1, hardness), "softer": ("shadow", -1, hardness),
}  # fmt: skip


def moves(bench: Bench, scenes: int) -> list[str]:
    """Print in how many sets each word moves its measure the right way; return the words that missed one."""
    right = dict.fromkeys(SAID, 0)
    done = 0
    for recipe, whole, lights in _sets(bench, scenes):
        done += 1
        lit = _lit(lights)
        for word, (name, way, measure) in SAID.items():
            right[word] += _moves(recipe, (whole, lights, lit), (name, way, measure))
    if done:
        print(f"the right way, farther with each of {len(AMOUNTS)} amounts, of {done} random sets:", flush=True)
        print("  " + "  ".join(f"{word} {count}" for word, count in right.items()), flush=True)
    return [f"{word}: {count} of {done}" for word, count in right.items() if count < done]


def _sets(bench: Bench, scenes: int) -> Iterator[tuple[Recipe, Image, Lights]]:
    for number in range(scenes):
        recipe = recipe_of(1000 + number, MOVE_SIDE, MOVE_SAMPLES)
        try:
            lights = bench.lights(recipe)
        except ToolFailed as error:
            print(f"  {recipe.scene.look if recipe.scene else ''} {number}: {error}", flush=True)
            continue
        yield recipe, summed(lights, {}), lights


def _lit(lights: Lights) -> NDArray[np.int8]:
    """Return where the key lights the set (1), where its shadow is (-1), and what is lit by neither key nor fill (0).

    Of the pixels, the two fifths that have most of their light from key, sun and fill; of those, halves by the key's.
    """
    light = {name: plate.astype(np.float32) @ LUMINANCE for name, plate in lights.items()}
    none = np.zeros_like(next(iter(light.values())))
    main, fill = sum((light.get(name, none) for name in ("key", "sun")), none), light.get("fill", none)
    of_both = (main + fill) / np.maximum(sum(light.values(), none), 1e-5)
    here = of_both >= np.quantile(of_both, 1 - MAINLY)
    share = main / np.maximum(main + fill, 1e-5)
    middle = np.median(share[here])
    return np.where(here, np.where(share > middle, 1, -1), 0).astype(np.int8)


def _moves(recipe: Recipe, plates: tuple[Image, Lights, NDArray[np.int8]], said: tuple[str, int, Measure]) -> bool:
    """Return whether each amount of what is ``said`` (number, way, measure) moves the developed set farther."""
    whole, lights, lit = plates
    name, way, measure = said
    found = []
    for amount in (0.0, *AMOUNTS):
        numbers = LightNumbers.model_validate({name: way * amount})
        steps = changed_steps(relighted(recipe.develop, numbers, False), numbers)
        changed = recipe.model_copy(update={"develop": steps})
        plate = mixed(whole, lights, weights_of(changed))
        found.append(measure(srgb_to_linear(develop(plate, steps, recipe.seed)), lit))
    return all(way * (after - before) > 0 for before, after in pairwise(found))


if __name__ == "__main__":
    main()
