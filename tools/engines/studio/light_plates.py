"""Each light of a set by itself: light is additive, so that a set lit otherwise is a sum of these plates.

All are seen from one place, round the same things, with the same guides and the one metering of all lights together:
their sum is the plate that ``job.render_job`` renders. The lights that are out keep their bodies, which hide and are
mirrored as before, and are neither sampled nor shine.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np

from tools.engines.color import Colours
from tools.engines.image import Image
from tools.engines.progress import Progress
from tools.engines.studio import render, shapes
from tools.engines.studio.glow import with_halos
from tools.engines.studio.job import Prepared, Tick, loaded, prepared, through_panes
from tools.specs.recipe import Recipe
from tools.specs.words import LightName

SHINES = ("radiance", "intensity")
"""What a light's power is called."""


def render_lights(
    recipe: Recipe, product: Image, folder: Path, tick: Tick, only: Iterable[LightName] | None = None
) -> dict[LightName, Image]:
    """Return one plate (H×W×3 linear, metered) for each light of the set of ``recipe`` round ``product``, by name.

    ``only``: these of them. Raises ``ToolFailed`` as ``render_job`` does.
    """
    ready = prepared(recipe, product, folder, tick)
    names = [name for name in _names(ready) if only is None or name in set(only)]
    scene = loaded(ready.mitsuba, {**ready.objects, "sensor": shapes.sensor_of(ready.mitsuba, ready.view)})
    clean = render.cleaned(render.guides(ready.mitsuba, scene))
    switches = Switches(ready, scene)
    plates: dict[LightName, Image] = {}
    for number, name in enumerate(names):
        switches.alone(name)

        def told(share: float, number: int = number) -> None:
            tick(Progress("render", 0.15 + 0.85 * (number + 0.9 * share) / len(names)))

        noisy = render.accumulate(ready.mitsuba, scene, recipe.samples, recipe.seed, told)
        plate = through_panes(render.denoised(noisy, clean) * ready.gain, ready, product)
        plates[name] = with_halos(plate, ready.built.parts, ready.view, ready.scene.light) if name == "glow" else plate
        told(1.1)
    return plates


def _names(ready: Prepared) -> list[LightName]:
    """Return the lights that the set has, the key first."""
    order: list[LightName] = ["key", "fill", "rim", "sun", "wall", "glow"]
    there = set(ready.built.lights.values())
    return [name for name in order if name in there]


class Switches:
    """The lights of a loaded scene, each of which may be turned out and on again without loading it anew."""

    def __init__(self, ready: Prepared, scene: Any) -> None:
        self._mitsuba = ready.mitsuba
        self._values = ready.mitsuba.traverse(scene)
        self._weights = ready.built.weights
        self._of = {key: ready.built.lights.get(key.split(".")[0]) for key in self._values.properties}
        self._power = {key: self._copy(key) for key in self._of if self._is_power(key)}

    def _copy(self, key: str) -> Any:
        """Return a value as it is now: what ``traverse`` hands out is the scene's own and changes with it."""
        value = self._values[key]
        return type(value)(value)

    def _is_power(self, key: str) -> bool:
        named = any(f".{word}." in key for word in SHINES) and key.endswith((".value", ".data"))
        return self._of[key] is not None and named

    def _weight(self, key: str) -> float:
        return self._weights.get(key.split(".")[0], 1.0)

    def alone(self, name: LightName) -> None:
        """Leave ``name`` on and turn all other lights out."""
        for key, light in self._of.items():
            if light is None:
                continue
            if key.endswith(".sampling_weight") and "silhouette" not in key:
                self._values[key] = self._weight(key) if light == name else 0.0
            elif key in self._power:
                self._values[key] = self._power[key] if light == name else self._none(self._power[key])
        self._values.update()

    def tinted(self, weights: Mapping[LightName, Colours]) -> None:
        """Multiply each light by its weight (3 numbers, linear RGB); one without a weight is as the set has it."""
        for key, light in self._of.items():
            weight = weights.get(light) if light is not None else None
            if weight is None:
                continue
            if key.endswith(".sampling_weight") and "silhouette" not in key:
                self._values[key] = self._weight(key) if np.any(weight) else 0.0
            elif key in self._power:
                self._values[key] = self._times(self._power[key], weight)
        self._values.update()

    def _times(self, power: Any, weight: Colours) -> Any:
        """Return ``power``, a colour or a picture of them, times ``weight``, as a variable of the kernel."""
        import drjit

        pixels = getattr(power, "shape", ())
        if len(pixels) == 3:
            made = power * type(power)(np.broadcast_to(weight, pixels).astype(np.float32))
        else:
            made = power * self._mitsuba.Color3f(*(float(channel) for channel in weight))
        drjit.make_opaque(made)
        return made

    def _none(self, power: Any) -> Any:
        """Return no light in the type of ``power``, as a variable of the kernel: a number would be compiled in."""
        import drjit

        made = power * 0.0
        drjit.make_opaque(made)
        return made
