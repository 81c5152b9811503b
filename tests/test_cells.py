"""Heights as a closed body of cells: no wire is lost, no light comes in at a side, parts keep apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from tools.engines.studio.cells import body_of_cells
from tools.engines.studio.heights import Heights


def body(kept: np.ndarray, clear: np.ndarray | None = None, parts: np.ndarray | None = None):  # type: ignore[no-untyped-def]
    top = np.where(kept, 3.0, 0.0)
    return body_of_cells(kept, Heights(top, np.where(kept, 1.0, 0.0), clear, parts))


def edges(faces: np.ndarray) -> np.ndarray:
    """How often each edge is used, by whichever faces."""
    pairs = np.sort(np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]]), axis=1)
    return np.unique(pairs, axis=0, return_counts=True)[1]


@given(arrays(bool, (5, 6)).filter(np.any))
def test_the_body_is_closed(kept: np.ndarray) -> None:
    assert (edges(body(kept).faces) % 2 == 0).all()


@given(arrays(bool, (5, 6)).filter(np.any), st.sampled_from([0, 1]))
def test_no_corner_lies_beside_a_kept_cell(kept: np.ndarray, axis: int) -> None:
    made = body(kept)
    near = np.pad(kept, 1)
    around = near[:-1, :-1] | near[1:, :-1] | near[:-1, 1:] | near[1:, 1:]
    assert around[made.rows, made.columns].all()
    assert set(np.unique(made.height)) == {1.0, 3.0}


def test_a_wire_one_cell_wide_is_there_from_end_to_end() -> None:
    kept = np.zeros((9, 3), bool)
    kept[:, 1] = True
    made = body(kept)
    assert len(made.faces) == 2 * 9 * 2 + 2 * (9 + 9 + 1 + 1)
    assert np.ptp(made.rows) == 9


def test_a_pane_has_one_face_with_as_many_holes_as_it_lets_light_by() -> None:
    kept, clear = np.ones((60, 60), bool), np.full((60, 60), 0.25)
    walls = 2 * 4 * 60
    assert (len(body(kept, clear).faces) - walls) / (2 * 3600) == pytest.approx(0.75, abs=0.02)


def test_parts_are_no_sheet_from_one_to_the_other() -> None:
    kept, parts = np.ones((2, 1), bool), np.array([[0], [1]])
    top = np.array([[30.0], [2.0]])
    made = body_of_cells(kept, Heights(top, top - 1.0, None, parts))
    assert np.ptp(made.height[made.faces], axis=1).max() <= 1.0
