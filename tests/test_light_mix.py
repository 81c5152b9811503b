"""Light is additive: sums of the plates of a set's lights, and what changes of lights come to."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.engines.color import LUMINANCE
from tools.engines.develop import develop
from tools.engines.grade import gap_of, grade_in, in_mode
from tools.engines.light_mix import mixed, summed
from tools.engines.relight import light_on_product, relit, weights_of
from tools.engines.studio.level import shares
from tools.specs.recipe import Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Placement, Relight
from tools.specs.words import Light, LightName

LIGHTS: tuple[Light, ...] = (
    "soft_window", "hard_sun", "golden_hour", "softbox", "rim", "candle", "overcast", "neon", "ring_flash"
)  # fmt: skip


def plates(seed: int, names: tuple[LightName, ...] = ("key", "fill", "rim")) -> dict[LightName, np.ndarray]:
    """Smooth plates of random strength, none below 0."""
    random = np.random.default_rng(seed)
    across = np.linspace(0, 1, 24, dtype=np.float32)[None, :, None]
    return {
        name: (random.random((20, 1, 3), dtype=np.float32) * (across if at % 2 else 1.3 - across)).astype(np.float32)
        for at, name in enumerate(names)
    }


def recipe(*steps: Relight, light: Light = "softbox", own_light: float | None = None) -> Recipe:
    scene = Scene(surface="plaster", backdrop="wall", light=light, own_light=own_light)
    placement = Placement(scale=1.0, x=0, y=0)
    return Recipe(
        tool="t", source_sha256="s", cutout_sha256="c", width=24, height=20, scene=scene, placement=placement,
        develop=steps,
    )  # fmt: skip


def flat(value: float) -> np.ndarray:
    return np.full(3, value, np.float32)


@given(st.integers(0, 2**31), st.floats(0, 0.1))
def test_weights_of_one_give_the_plate_itself_to_the_bit(seed: int, noise: float) -> None:
    lights = plates(seed)
    plate = summed(lights, {}) * np.float32(1 + noise)
    assert (mixed(plate, lights, {"key": flat(1), "fill": flat(1)}) == plate).all()


@given(st.integers(0, 2**31), st.floats(0.0, 4.0), st.floats(0.0, 4.0))
def test_a_mix_is_the_weighted_sum_and_never_negative(seed: int, key: float, fill: float) -> None:
    lights = plates(seed)
    made = mixed(summed(lights, {}), lights, {"key": flat(key), "fill": flat(fill)})
    np.testing.assert_allclose(made, key * lights["key"] + fill * lights["fill"] + lights["rim"], atol=1e-4)
    noisy = summed(lights, {}) * np.random.default_rng(seed).uniform(0.8, 1.2, (20, 24, 1)).astype(np.float32)
    assert mixed(noisy, lights, {"key": flat(key), "fill": flat(fill)}).min() >= 0


@given(st.integers(0, 2**31), st.floats(0.0, 3.0), st.floats(0.05, 1.0))
def test_more_of_a_light_is_brighter_everywhere(seed: int, low: float, more: float) -> None:
    lights = plates(seed)
    plate = summed(lights, {})
    one, other = (mixed(plate, lights, {"rim": flat(power)}) for power in (low, low + more))
    assert (other >= one - 1e-6).all()
    assert other.mean() > one.mean()


def test_a_sum_of_no_plates_is_no_picture() -> None:
    with pytest.raises(ValueError, match="needs one"):
        summed({}, {})


@pytest.mark.parametrize("light", LIGHTS)
@pytest.mark.parametrize("own_light", [None, 0.5])
def test_the_shares_of_the_lights_are_all_of_it(light: Light, own_light: float | None) -> None:
    found = shares(recipe(light=light, own_light=own_light).scene, "standing")  # type: ignore[arg-type]
    assert sum(found.values()) == pytest.approx(1.0, abs=1e-6)
    assert min(found.values()) >= 0.0


@pytest.mark.parametrize("light", LIGHTS)
@given(stops=st.floats(-3.0, 3.0))
def test_fill_is_exposed_for(light: Light, stops: float) -> None:
    changed = recipe(Relight(light="fill", stops=stops), light=light)
    lit = shares(recipe(light=light).scene, "standing")  # type: ignore[arg-type]
    weights = weights_of(changed)
    assert sum(float(weights[name] @ LUMINANCE) * lit[name] for name in lit) == pytest.approx(1.0, abs=1e-3)
    assert light_on_product(changed)[1] == pytest.approx(0.0, abs=2e-3)
    ratio = float((weights["fill"] @ LUMINANCE) / (weights["key"] @ LUMINANCE))
    assert ratio == pytest.approx(2.0**stops, rel=1e-3)


def test_what_is_not_changed_is_not_relit() -> None:
    assert not relit(recipe())
    assert weights_of(recipe()) == {}
    assert light_on_product(recipe())[1] == 0.0


def test_a_light_that_is_out_adds_nothing() -> None:
    assert weights_of(recipe(Relight(light="rim", stops=-8.0)))["rim"].max() == 0.0


@given(st.floats(0.3, 1.0))
def test_a_warm_key_leaves_the_product_behind_and_a_grade_takes_it_along(warmth: float) -> None:
    warm = recipe(Relight(light="key", warmth=warmth), light="hard_sun")
    assert gap_of(warm) > gap_of(recipe()) + 2.0
    graded = in_mode(warm, "graded")
    assert grade_in(graded) is not None
    assert gap_of(graded) < 0.5
    assert in_mode(graded, "exact") == warm


def test_a_brighter_key_is_the_grade_s_exposure() -> None:
    graded = grade_in(in_mode(recipe(Relight(light="key", stops=1.0), light="hard_sun"), "graded"))
    assert graded is not None
    assert 0.5 < graded.stops < 1.0


def test_develop_passes_over_what_the_plate_has_already() -> None:
    plate = np.full((4, 4, 3), 0.3, np.float32)
    assert (develop(plate, (Relight(light="key", stops=1.0),), 0) == develop(plate, (), 0)).all()
