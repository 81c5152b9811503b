"""Worn blocks and drums, and stands with a cloth over them."""

from collections import Counter

import numpy as np
import pytest

from tools.engines.studio.camera import DEEPER, falling_off
from tools.engines.studio.mesh import Mesh, signed_volume
from tools.engines.studio.worn import WEAR, wear_of, worn_box, worn_drum

FRAME = 100.0
SIZE = (74.0, 20.0, 52.0)


def open_edges(mesh: Mesh) -> int:
    """Return how many edges have a face on one side only, once vertices at one place are one."""
    _, place = np.unique(np.round(mesh.vertices, 3), axis=0, return_inverse=True)
    faces = place.ravel()[mesh.faces]
    whole = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])]
    edges = np.sort(np.concatenate([whole[:, [0, 1]], whole[:, [1, 2]], whole[:, [2, 0]]]), axis=1)
    return sum(count % 2 for count in Counter(map(tuple, edges.tolist())).values())


@pytest.mark.parametrize("stuff", ["travertine", "slate"])
def test_a_worn_block_is_closed_level_on_top_and_hardly_smaller(stuff: str) -> None:
    mesh = worn_box(SIZE, FRAME, wear_of(stuff), 3)
    assert open_edges(mesh) == 0
    assert mesh.vertices[:, 1].max() == pytest.approx(SIZE[1] / 2, abs=1e-4)
    lost = 1 - signed_volume(mesh) / float(np.prod(SIZE))
    assert -0.09 < lost < 0.06
    over = 4 * WEAR[stuff].uneven * FRAME
    assert (np.abs(mesh.vertices).max(0) <= np.asarray(SIZE) / 2 + over).all()


def test_a_worn_drum_is_closed_and_stands_on_the_ground() -> None:
    mesh = worn_drum(28.0, 20.0, FRAME, wear_of("plaster"), 3)
    assert open_edges(mesh) == 0
    assert mesh.vertices[:, 1].min() == 0.0
    assert mesh.vertices[:, 1].max() == 20.0
    assert signed_volume(mesh) == pytest.approx(np.pi * 28.0**2 * 20.0, rel=0.02)


def test_no_edge_is_chipped_as_another_and_the_same_seed_chips_the_same() -> None:
    first, again, other = (worn_box(SIZE, FRAME, wear_of("concrete"), seed).vertices for seed in (1, 1, 2))
    assert np.array_equal(first, again)
    assert np.abs(first - other).max() > 0.1


def test_focus_falls_off_faster_before_a_ring_than_before_a_bag() -> None:
    ring, watch, bag = (falling_off(wide) for wide in (36.0, 90.0, 420.0))
    assert ring > watch > bag
    assert DEEPER[0] <= bag <= ring <= DEEPER[1]
