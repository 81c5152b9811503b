"""A palette grade: dark tones go to one colour, light ones to another; lightness stays, and the white follows."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tools.changes import toned_steps
from tools.engines.color import linear_to_oklab
from tools.engines.develop import develop, set_white
from tools.engines.toning import toned
from tools.specs.steps import DevelopStep, Exposure, Grain, Toning

TEAL, ORANGE = "#1f6f6f", "#e08a3c"


def ramp() -> np.ndarray:
    grey = np.geomspace(0.005, 1.5, 32, dtype=np.float32)[None, :, None]
    return np.broadcast_to(grey, (4, 32, 3)).copy()


def test_dark_goes_to_one_colour_and_light_to_the_other() -> None:
    lab = linear_to_oklab(toned(ramp(), Toning(dark=TEAL, light=ORANGE, amount=1.0)))
    assert lab[0, 2, 1] < -0.01
    assert lab[0, -1, 1] > 0.01
    assert lab[0, -1, 2] > 0.02
    np.testing.assert_allclose(lab[..., 0], linear_to_oklab(ramp())[..., 0], atol=0.02)


@given(st.floats(0.0, 1.0), st.floats(0.0, 1.0))
def test_more_of_it_goes_farther(one: float, other: float) -> None:
    low, high = (
        float(np.abs(linear_to_oklab(toned(ramp(), Toning(dark=ORANGE, light=ORANGE, amount=amount)))[..., 1:]).mean())
        for amount in sorted((one, other))
    )
    assert high >= low - 1e-6


def test_none_of_it_changes_nothing_and_develop_knows_it() -> None:
    np.testing.assert_allclose(toned(ramp(), Toning(dark=TEAL, light=ORANGE, amount=0.0)), ramp(), rtol=1e-3, atol=1e-5)
    step = Toning(dark=TEAL, light=ORANGE)
    assert (develop(ramp(), (step,), 0) != develop(ramp(), (), 0)).any()
    photo, light = set_white((step,))
    assert light[0] / light[2] > 1.05 * photo[0] / photo[2], "a white in it would be warmer"


def test_there_is_one_grade_and_it_comes_last_but_for_grain() -> None:
    steps: tuple[DevelopStep, ...] = (Toning(dark=TEAL, light=TEAL), Exposure(stops=0.3), Grain(sigma=0.004))
    assert toned_steps(steps, ()) == (steps[1], steps[0], steps[2])
    made = toned_steps(steps, (TEAL, ORANGE))
    assert made == (steps[1], Toning(dark=TEAL, light=ORANGE), steps[2])
    assert toned_steps(steps[1:], ()) == steps[1:]
