"""What stands behind a slab: of each look another form, behind the slab, on the floor."""

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from tools.engines.studio.layout import lay_out
from tools.engines.studio.looks import LOOKS
from tools.engines.studio.masonry import FORMS, GROWS, behind, solids
from tools.engines.studio.mesh import merge
from tools.engines.studio.part import Extent
from tools.engines.studio.tops import SLAB_HEIGHT, slab_top

EXTENT = Extent(-25.0, 25.0, 50.0, False, False, eye_height=20.0, eye_distance=320.0, top=90.0)
FRAME = 100.0
ON_SLABS = [name for name, look in LOOKS.items() if look.support == "slab" and look.surface not in GROWS]


def box(look: str, arrangement: int = 0, extent: Extent = EXTENT) -> np.ndarray:
    """Return the corners (2×3, mm) of the box round what stands behind the slab of a look."""
    scene = LOOKS[look].model_copy(update={"look": look, "arrangement": arrangement})
    points = merge(*behind(scene, FRAME, extent, slab_top(FRAME, extent))).vertices
    return np.stack([points.min(axis=0), points.max(axis=0)])


def test_each_look_on_a_slab_has_a_form_of_its_own() -> None:
    boxes = [box(look) for look in ON_SLABS]
    assert len(boxes) > 3
    assert all(np.abs(one - other).max() > 3.0 for one, other in combinations(boxes, 2))


@pytest.mark.parametrize("look", ON_SLABS)
@pytest.mark.parametrize("arrangement", range(len(FORMS)))
def test_it_stands_on_the_floor_behind_the_slab(look: str, arrangement: int) -> None:
    low, high = box(look, arrangement)
    top = slab_top(FRAME, EXTENT)
    assert low[1] < -SLAB_HEIGHT * FRAME + 0.01
    assert high[2] < top.z - top.deep / 2


def test_from_a_steep_camera_there_is_one_block() -> None:
    steep = Extent(-25.0, 25.0, 50.0, False, False, eye_height=300.0, eye_distance=320.0, top=90.0)
    assert len({tuple(np.ptp(box("nordic_grey", number, steep), axis=0).round(3)) for number in range(5)}) == 1


def test_a_set_of_plain_solids_brings_its_accent_back_behind_the_podium() -> None:
    scene = LOOKS["pastel_blocks"].model_copy(update={"look": "pastel_blocks", "prop_tint": "#cfe3c8"})
    made = [*solids(scene, FRAME, EXTENT)]
    assert {tint for _, tint in made} == {"#cfe3c8", scene.surface_tint}
    for mesh, _ in made:
        assert mesh.vertices[:, 1].min() == pytest.approx(-SLAB_HEIGHT * FRAME, abs=0.1)
        assert mesh.vertices[:, 2].max() < -0.2 * FRAME
    assert not [*solids(LOOKS["clay_arch"], FRAME, EXTENT)]


@pytest.mark.parametrize("height", [20.0, 30.0, 36.0, 50.0])
def test_no_block_ends_level_with_the_product(height: float) -> None:
    extent = Extent(-25.0, 25.0, height, False, False, eye_height=20.0, eye_distance=320.0, top=90.0)
    scene = LOOKS["tropical_palm"].model_copy(update={"look": "tropical_palm"})
    for mesh in behind(scene, FRAME, extent, slab_top(FRAME, extent)):
        top = mesh.vertices[mesh.vertices[:, 1].argmax()]
        seen = 20.0 + (top[1] - 20.0) * 320.0 / (320.0 - float(mesh.vertices[:, 2].mean()))
        assert abs(seen - height) > 4.5


@pytest.mark.parametrize("from_above", [False, True])
def test_moss_grows_round_the_stone_that_carries_the_product(from_above: bool) -> None:
    seen = replace(EXTENT, from_above=from_above)
    parts = lay_out(LOOKS["forest_moss"], FRAME, seen, 3)
    stone = next(part for part in parts if part.material == "concrete")
    moss = next(part for part in parts if part.material == "moss")
    x, y, z = moss.mesh.vertices.T
    low, high = stone.mesh.vertices[:, [0, 2]].min(axis=0), stone.mesh.vertices[:, [0, 2]].max(axis=0)
    under = (x > low[0]) & (x < high[0]) & (z > low[1]) & (z < high[1])
    assert stone.mesh.vertices[:, 1].max() == pytest.approx(0.0, abs=1e-6)
    assert y[under].max() < 0.0, "no shoot comes through the stone"
    assert stone.mesh.vertices[:, 1].min() < y[under].max(), "and the stone does not hover"
