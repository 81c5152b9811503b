"""How often each light of a set is picked: by what it gives, and none never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.engines.studio.picking import ALL_GLOWING, LEAST, weights_of_lights
from tools.engines.studio.rigs import RIGS


@pytest.mark.parametrize("light", sorted(RIGS))
def test_a_stronger_lamp_is_picked_as_often_or_more(light: str) -> None:
    rig = RIGS[light]
    lamps = {f"lamp{at}": lamp for at, lamp in enumerate(rig.lamps)}
    found = weights_of_lights(lamps, rig.ambient, ())
    order = sorted(lamps, key=lambda name: lamps[name].share)
    assert [found[name] for name in order] == sorted(found[name] for name in order)
    assert found[order[-1]] > LEAST


@given(st.sampled_from(sorted(RIGS)), st.integers(0, 200))
def test_no_light_is_never_picked_and_what_glows_leaves_room_for_lamps(light: str, count: int) -> None:
    glowing = [f"part{at}" for at in range(count)]
    found = weights_of_lights({"lamp0": RIGS[light].lamps[0]}, RIGS[light].ambient, glowing)
    assert set(found) == {"lamp0", "ambient", *glowing}
    assert min(found.values()) > 0
    assert sum(found[name] for name in glowing) <= ALL_GLOWING + 1e-9
