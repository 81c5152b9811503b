"""A person with what they wear on literal white: where they go in the frame, and what the receipt proves."""

from dataclasses import replace

import numpy as np
import painted_hand as painted
import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_try_on import sitting

from tools.context import Context
from tools.engines.decode import decode
from tools.engines.person.framed import place_person
from tools.errors import BadRequest
from tools.verify import verify
from tools.white_studio import WhiteStudioArgs, white_studio


def seen(context: Context) -> Context:
    return replace(sitting(context, "watch"), outline=painted.outlined)


def test_the_person_and_what_they_wear_stand_on_literal_white(context: Context) -> None:
    context = seen(context)
    made = white_studio(WhiteStudioArgs(product="img1", person="img2"), context).assets[0]
    assert made.recipe is not None
    assert made.receipt is not None
    assert (made.recipe.mode, made.receipt.max_diff) == ("warped", 0)
    saved = context.store.images.read(made.sha256)
    assert verify(saved, "hand.png", context.store).differences == ()
    pixels = decode(saved, "it").pixels
    root = [round(at * made.recipe.placement.scale) for at in painted.ROOT]
    x, y = root[0] + made.recipe.placement.x, root[1] + made.recipe.placement.y
    assert (pixels[:40, :40] == 255).all()
    assert pixels[y, x].max() < 250


def test_a_try_on_of_the_talk_goes_on_white_as_it_is(context: Context) -> None:
    context = seen(context)
    white_studio(WhiteStudioArgs(product="img1", person="img2"), context)
    again = white_studio(WhiteStudioArgs(product="a1"), context)
    assert again.data["try_on"] == context.store.ledger.find_asset("a1", context.thread).id


def test_nobody_without_their_word(context: Context) -> None:
    context = replace(sitting(context, "watch"), thread="other")
    with pytest.raises(BadRequest):
        white_studio(WhiteStudioArgs(product="img1", person="img2"), context)


@given(
    box=st.tuples(*[st.integers(0, 60)] * 2, *[st.integers(20, 60)] * 2),
    size=st.tuples(st.integers(40, 300), st.integers(40, 300)),
)
def test_who_was_cut_off_below_stays_cut_off_below(box: tuple[int, int, int, int], size: tuple[int, int]) -> None:
    left, top, wide, high = box
    alpha = np.zeros((top + high, left + wide + 5), np.uint8)
    alpha[max(3, top) :, max(3, left) : left + wide] = 255
    placed = place_person(alpha, size)
    assert placed.y + alpha.shape[0] * placed.scale >= size[1] - 1
