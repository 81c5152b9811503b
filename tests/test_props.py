"""Meshes and props: outward, at rest, where they belong."""

from typing import get_args

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tools.engines.studio.mesh import (
    Mesh,
    arch_panel,
    cyclorama,
    cylinder,
    heightfield,
    merge,
    rounded_box,
    signed_volume,
    sphere,
    transform,
    vertex_normals,
)
from tools.engines.studio.props.catalog import PROPS, leaf_gobo, make_prop
from tools.engines.studio.textures.catalog import SURFACES
from tools.errors import BadRequest
from tools.specs.words import Prop

STUFFS = {
    "ceramic",
    "stoneware",
    "shell",
    "wax",
    "flame",
    "clear_glass",
    "petal",
    "leaf",
    "blade",
    "bark",
    "stone",
    "paper_page",
    "cloth",
    "ribbon",
}
SOLIDS = {"podium", "arch", "sphere", "pebbles", "steps", "glass_block", "book", "candle"}
SIZE = 80.0


def face_normals(mesh: Mesh) -> NDArray[np.float64]:
    a, b, c = (mesh.vertices[mesh.faces[:, k]].astype(np.float64) for k in range(3))
    return np.asarray(np.cross(b - a, c - a))


def agreement(mesh: Mesh) -> float:
    """Return the share of faces whose side agrees with their vertices' normals."""
    assert mesh.normals is not None
    flat = face_normals(mesh)
    area = np.linalg.norm(flat, axis=1)
    mean = mesh.normals[mesh.faces].mean(axis=1)
    return float(((flat * mean).sum(axis=1) >= 0)[area > 1e-9].mean())


def is_closed(mesh: Mesh) -> bool:
    """Return whether each edge is met once in each direction, corners at one place taken as one."""
    _, place = np.unique(np.round(mesh.vertices.astype(np.float64), 3), axis=0, return_inverse=True)
    faces = place.ravel()[mesh.faces]
    faces = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 2] != faces[:, 0])]
    edges = np.concatenate([faces[:, [0, 1]], faces[:, [1, 2]], faces[:, [2, 0]]])
    there, back = np.unique(edges, axis=0), np.unique(edges[:, ::-1], axis=0)
    return np.array_equal(there, back)


@given(
    st.tuples(*[st.floats(2.0, 300.0)] * 3),
    st.floats(0.05, 8.0),
)
@settings(max_examples=30, deadline=None)
def test_a_rounded_box_is_closed_outward_and_of_its_size(size: tuple[float, float, float], radius: float) -> None:
    mesh = rounded_box(size, radius)
    assert 0 < signed_volume(mesh) <= np.prod(size) * 1.0001
    assert np.allclose(np.ptp(mesh.vertices, axis=0), size, rtol=1e-4)
    assert agreement(mesh) > 0.999


def test_solids_have_their_volume_and_no_hole() -> None:
    ball, drum, box = sphere(10.0), cylinder(10.0, 8.0, 0.5), rounded_box((10.0, 20.0, 30.0), 0.1)
    assert signed_volume(ball) == pytest.approx(4 / 3 * np.pi * 1000, rel=0.01)
    assert signed_volume(drum) == pytest.approx(np.pi * 100 * 8, rel=0.02)
    assert signed_volume(box) == pytest.approx(6000, rel=0.01)
    assert all(is_closed(mesh) for mesh in (ball, drum, box))
    assert not is_closed(Mesh(ball.vertices, ball.faces[:-40]))


def test_the_front_of_a_box_runs_on_over_its_top_and_sides() -> None:
    mesh = rounded_box((40.0, 10.0, 30.0), 1.0)
    assert mesh.uv is not None
    _, place = np.unique(np.round(mesh.vertices.astype(np.float64), 3), axis=0, return_inverse=True)
    place = place.ravel()
    front = (mesh.vertices[:, 2] > 13.5) & (mesh.vertices[:, 1] > -4.0) & (np.abs(mesh.vertices[:, 0]) < 18.0)
    for number in np.unique(place[front]):
        assert np.ptp(mesh.uv[place == number], axis=0).max() < 1e-3


def test_uv_is_in_millimetres_on_flat_parts() -> None:
    mesh = rounded_box((40.0, 10.0, 30.0), 1.0)
    assert mesh.uv is not None
    top = np.flatnonzero(mesh.vertices[:, 1] > 4.9999)
    apart = np.linalg.norm(mesh.vertices[top[0]] - mesh.vertices[top[5]])
    assert np.linalg.norm(mesh.uv[top[0]] - mesh.uv[top[5]]) == pytest.approx(apart, rel=1e-3)


def test_sweep_panel_and_field_look_into_the_set() -> None:
    sweep, panel = cyclorama(100.0, 80.0, 60.0, 20.0), arch_panel(100.0, 80.0, 30.0, 50.0, 6.0)
    field = heightfield(np.zeros((5, 7), np.float32), 10.0, 20.0)
    assert sweep.normals is not None
    assert panel.normals is not None
    assert field.normals is not None
    assert sweep.vertices[:, 1].min() == 0
    floor = (sweep.vertices[:, 1] < 1e-6) & (sweep.vertices[:, 2] > 25)
    assert (sweep.normals[floor, 1] > 0.99).all()
    assert (sweep.normals[sweep.vertices[:, 1] > 30, 2] > 0.99).all()
    assert (face_normals(panel)[:, 2] >= -1e-6).all()
    assert np.allclose(field.normals, [0, 1, 0])
    assert np.allclose(np.ptp(field.vertices, axis=0), [10, 0, 20])


def test_transform_turns_right_handed_and_keeps_normals_unit() -> None:
    point = Mesh(
        np.array([[0, 1, 0]], np.float32), np.zeros((0, 3), np.uint32), None, np.array([[0, 1, 0]], np.float32)
    )
    pitched = transform(point, pitch=90.0, scale=(1.0, 3.0, 1.0), shift=(1.0, 0.0, 0.0))
    assert np.allclose(pitched.vertices, [[1, 0, 3]], atol=1e-6)
    assert pitched.normals is not None
    assert np.allclose(pitched.normals, [[0, 0, 1]], atol=1e-6)
    assert np.allclose(
        transform(Mesh(np.array([[1, 0, 0]], np.float32), point.faces), yaw=90.0).vertices, [[0, 0, -1]], atol=1e-6
    )


def test_merge_keeps_every_triangle() -> None:
    ball, box = sphere(3.0, 12), rounded_box((2.0, 2.0, 2.0), 0.1)
    both = merge(ball, box)
    assert signed_volume(both) == pytest.approx(signed_volume(ball) + signed_volume(box), rel=1e-5)
    assert both.faces.max() == len(both.vertices) - 1
    away = np.abs(vertex_normals(ball.vertices, ball.faces) - ball.vertices / 3.0).max(axis=1)
    assert np.median(away) < 0.05


def test_every_prop_of_the_contract_can_be_made() -> None:
    assert set(get_args(Prop)) - {"leaf_shadow"} == set(PROPS)


@pytest.mark.parametrize("name", sorted(PROPS))
def test_a_prop_rests_in_its_place_and_is_its_size(name: str) -> None:
    parts = make_prop(name, SIZE, 4)
    every = np.concatenate([part.mesh.vertices for part in parts])
    low, high = every.min(axis=0), every.max(axis=0)
    assert low[1] == pytest.approx(0.0, abs=1e-3)
    assert np.abs((low + high)[[0, 2]]).max() / 2 < 0.02 * SIZE
    assert 0.8 * SIZE < (high - low).max() < 1.25 * SIZE
    assert sum(len(part.mesh.faces) for part in parts) <= 60_000
    for part in parts:
        assert part.material in STUFFS | set(SURFACES)
        assert np.isfinite(part.mesh.vertices).all()
        assert part.mesh.vertices.dtype == np.float32
        assert part.mesh.faces.dtype == np.uint32
        assert part.mesh.faces.max() < len(part.mesh.vertices)
        assert agreement(part.mesh) > 0.85


@pytest.mark.parametrize("name", sorted(SOLIDS))
def test_solid_props_are_closed_and_outward(name: str) -> None:
    for part in make_prop(name, SIZE, 4):
        assert signed_volume(part.mesh) > 0
        assert agreement(part.mesh) > 0.99
        if part.material not in ("flame", "bark"):
            assert is_closed(part.mesh)


@pytest.mark.parametrize("name", sorted(PROPS))
def test_the_same_seed_gives_the_same_prop(name: str) -> None:
    for first, again in zip(make_prop(name, SIZE, 9), make_prop(name, SIZE, 9), strict=True):
        assert np.array_equal(first.mesh.vertices, again.mesh.vertices)
        assert (first.material, first.tint) == (again.material, again.tint)


def test_a_candle_is_the_same_wherever_its_arrays_lie_in_memory() -> None:
    first = make_prop("candle", SIZE, 9)[0].mesh.vertices
    kept = []
    for turn in range(150):
        kept.append(np.empty(1 + 37 * turn % 3001, dtype=np.uint8))
        assert np.array_equal(first, make_prop("candle", SIZE, 9)[0].mesh.vertices)


@given(st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_pebbles_do_not_touch(seed: int) -> None:
    stones = [part.mesh.vertices for part in make_prop("pebbles", SIZE, seed)]
    for index, stone in enumerate(stones):
        for other in stones[index + 1 :]:
            apart = np.linalg.norm(stone[::7, None] - other[None, ::7], axis=-1)
            assert apart.min() > 0.005 * SIZE


@pytest.mark.parametrize("kind", ["palm", "olive", "monstera", "fern"])
def test_a_gobo_is_flat_faces_the_set_and_lets_light_through(kind: str) -> None:
    mesh = leaf_gobo(kind, 200.0, 2)  # type: ignore[arg-type]
    assert (mesh.vertices[:, 2] == 0).all()
    assert (face_normals(mesh)[:, 2] >= 0).all()
    assert np.ptp(mesh.vertices, axis=0).max() == pytest.approx(200.0, rel=1e-3)
    assert np.array_equal(mesh.vertices, leaf_gobo(kind, 200.0, 2).vertices)  # type: ignore[arg-type]


def test_an_unknown_prop_is_a_bad_request() -> None:
    with pytest.raises(BadRequest, match="choose one of"):
        make_prop("unicorn", 10.0, 0)


@pytest.mark.parametrize("seed", range(8))
def test_a_short_twig_has_few_leaves_of_true_size(seed: int) -> None:
    """A leaf beside a ring is longer than its stone, not a doll's."""
    leaves = [part.mesh for part in make_prop("branch", 40.0, seed) if part.material == "blade"]
    widest = max(float(np.ptp(mesh.vertices[:, [0, 2]], axis=0).max()) for mesh in leaves)
    assert widest > 10.0
    per_leaf = 33 * 17
    assert sum(len(mesh.vertices) for mesh in leaves) / per_leaf < 14
    whole = [part.mesh for part in make_prop("branch", 240.0, seed) if part.material == "blade"]
    assert sum(len(mesh.vertices) for mesh in whole) / per_leaf > 18


@pytest.mark.parametrize("seed", range(8))
def test_leaves_rest_on_the_ground_and_are_not_cut_off_by_it(seed: int) -> None:
    leaves = [part.mesh for part in make_prop("branch", 60.0, seed) if part.material == "blade"]
    height = np.concatenate([mesh.vertices[:, 1] for mesh in leaves])
    assert (height < height.min() + 1e-3).mean() < 0.06
    assert all(mesh.uv is not None and mesh.uv.min() >= 0.0 and mesh.uv.max() <= 1.0 for mesh in leaves)


@pytest.mark.parametrize("seed", range(6))
def test_a_ribbon_keeps_its_width_wherever_it_winds(seed: int) -> None:
    (part,) = make_prop("ribbon", 100.0, seed)
    band = part.mesh.vertices.reshape(360, 9, 3)
    width = np.linalg.norm(band[40:-40, -1] - band[40:-40, 0], axis=1)
    assert width == pytest.approx(13.5, rel=0.1)
    assert np.ptp(band[[0, -1], :, 1], axis=1).max() < 0.1 * width.mean()
    assert band[150:210, :, 1].max() > 0.6 * width.mean()
