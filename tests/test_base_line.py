"""Where a product rests: crumbs of an old ground under it carry nothing."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.engines.base_line import without_crumbs


def bag(crumbs: tuple[tuple[int, int], ...] = (), side: int = 2) -> np.ndarray:
    alpha = np.zeros((120, 100), np.float32)
    alpha[20:80, 20:80] = 1.0
    for row, column in crumbs:
        alpha[row : row + side, column : column + side] = 1.0
    return alpha


@given(st.lists(st.tuples(st.integers(81, 118), st.integers(0, 98)), min_size=1, max_size=2))
def test_crumbs_under_a_product_carry_nothing(crumbs: list[tuple[int, int]]) -> None:
    assert (without_crumbs(bag(tuple(crumbs))) == bag()).all()


@pytest.mark.parametrize("alpha", [bag(), bag(((80, 40),)), bag(((100, 40),), 8), bag(((79, 81), (60, 17)))])
def test_what_touches_or_is_larger_or_lies_close_by_stays(alpha: np.ndarray) -> None:
    assert without_crumbs(alpha) is alpha


def test_a_crumb_beside_a_product_is_none_of_it() -> None:
    assert (without_crumbs(bag(((76, 5),))) == bag()).all()


def test_the_links_of_a_chain_are_no_crumbs() -> None:
    chain = bag(tuple((4 * step, 5 + step) for step in range(4, 18)))
    assert without_crumbs(chain) is chain


def test_an_empty_frame_stays_empty() -> None:
    assert not without_crumbs(np.zeros((9, 9), np.float32)).any()
