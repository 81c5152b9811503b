"""Composition as measured geometry: nothing before the product, no tangents, room for words, the same set each time."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as limits
from hypothesis import strategies as st
from numpy.typing import NDArray

from tools.engines.framing import Box, box_of, caption_box, frame, with_room
from tools.engines.studio.arranging import arranged, ways
from tools.engines.studio.composed import faults, shadow_share, stage_for
from tools.engines.studio.display import BELOW, BESIDE
from tools.engines.studio.gobos import leaves
from tools.engines.studio.horizon import TANGENT, line_height, lines_behind, off_the_line
from tools.engines.studio.layout import left_out
from tools.engines.studio.lights import direction, rig_of
from tools.engines.studio.looks import LOOKS
from tools.engines.studio.mesh import Mesh, rounded_box, transform
from tools.engines.studio.part import Extent
from tools.engines.studio.props.catalog import make_prop
from tools.engines.studio.settling import deck_of, grounded, moved_in
from tools.engines.studio.variants import reframed
from tools.specs.recipe import Pose
from tools.specs.scene import Scene
from tools.specs.steps import Placement
from tools.specs.words import PIXELS_1K, Backdrop, Caption, Light, LightFrom, Prop, Surface

EXTENT = Extent(-25.0, 25.0, 50.0, False, False, eye_height=50.0, eye_distance=320.0, top=90.0)
SPOTTED = [prop for prop in get_args(Prop) if prop not in ("podium", "steps", "leaf_shadow")]


def scene(**said: object) -> Scene:
    return Scene.model_validate({"surface": "plaster", "backdrop": "seamless", "light": "softbox"} | said)


def cube(size: float, x: float, y: float, z: float) -> Mesh:
    return transform(rounded_box((size, size, size), 0.5), shift=(x, y + size / 2, z))


def rules(mesh: Mesh, caption: Caption | None = None) -> set[str]:
    return {fault.rule for fault in faults(stage_for(EXTENT, 100.0, caption), [("cube", [mesh])])}


@pytest.mark.parametrize(
    ("mesh", "broken"),
    [
        (cube(10, 35, 0, 0), set()),
        (cube(10, 0, 0, 30), {"before"}),
        (cube(10, 30.6, 0, 0), {"touches"}),
        (cube(20, 20, 20, -30), set()),
        (cube(10, 45.2, 0, 0), {"edge"}),
        (cube(30, 45, 0, -10), {"cut"}),
        (cube(10, 70, 0, 0), {"unseen"}),
    ],
)
def test_a_rule_is_broken_by_what_breaks_it(mesh: Mesh, broken: set[str]) -> None:
    assert rules(mesh) == broken


@pytest.mark.parametrize("prop", ["ribbon", "pebbles", "sphere", "shell", "book", "branch"])
@pytest.mark.parametrize("x", [26.0, 38.0, 52.0])
def test_a_prop_is_seen_whole_or_is_clearly_cut(prop: str, x: float) -> None:
    stage = stage_for(EXTENT, 100.0)
    meshes = [transform(part.mesh, shift=(x, 0.0, 2.0)) for part in make_prop(prop, 26.0, 1)]
    move = moved_in(stage, prop, meshes, 1.0)
    made = [part.mesh for part in make_prop(prop, 26.0 * move.larger, 1)]
    again = [transform(mesh, shift=(x + move.x, 0.0, 2.0 + move.z)) for mesh in made]
    broken = {fault.rule for fault in faults(stage, [(prop, again)])}
    assert not broken & {"edge", "before", "pushed", "hidden", "touches"}
    assert prop in ("book", "branch", "ribbon") or "cut" not in broken


def test_what_stands_half_on_its_slab_stands_badly_and_beside_a_tray_it_is_let_down() -> None:
    slab = deck_of(scene(support="slab"), 100.0, EXTENT, -20.0)
    assert slab is not None
    stage = stage_for(EXTENT, 100.0)
    edge = slab.top.x + slab.top.wide / 2
    assert grounded([cube(6, edge - 8, 0, slab.top.z)], 0.0, slab, stage) == (0.0, True)
    assert grounded([cube(6, edge, 0, slab.top.z)], 0.0, slab, stage) == (0.0, False)
    assert grounded([cube(6, edge, -20, slab.top.z)], -20.0, slab, stage) == (0.0, False)
    above = replace(EXTENT, from_above=True, lying=True, eye_height=0.0, top=62.5)
    tray = deck_of(scene(support="slab"), 100.0, above, -20.0)
    assert tray is not None
    far = grounded([cube(6, tray.top.wide / 2 + 6, 0, 0)], 0.0, tray, stage_for(above, 100.0))
    assert far == (-tray.floor, True)
    assert tray.floor < 0.0


@pytest.mark.parametrize(("prop", "hidden"), [("flowers", True), ("arch", False)])
def test_what_stands_upright_does_not_grow_out_of_the_product(prop: str, hidden: bool) -> None:
    meshes = [transform(part.mesh, shift=(18.0, 0.0, -30.0)) for part in make_prop(prop, 60.0, 1)]
    found = {fault.rule for fault in faults(stage_for(EXTENT, 100.0), [(prop, meshes)])}
    assert ("hidden" in found) == hidden


def test_nothing_crowds_what_carries_the_product() -> None:
    board = transform(rounded_box((70.0, 60.0, 2.0), 0.2), shift=(0.0, 30.0, -2.0))
    stage = stage_for(EXTENT, 100.0, None, None, [board])
    assert "crowds" in {fault.rule for fault in faults(stage, [("cube", [cube(8, 34, 0, 4)])])}
    assert "touches" in {fault.rule for fault in faults(stage, [("cube", [cube(8, 39.4, 0, 0)])])}


def test_what_stands_in_the_room_for_words_breaks_its_rule() -> None:
    assert "words" in rules(cube(10, -38, 0, 0), "left")
    assert "words" not in rules(cube(10, -38, 0, 0), "right")


def test_a_thing_seen_through_a_ring_is_a_muddle() -> None:
    rows, columns = np.mgrid[:160, :128]
    away = np.hypot(rows - 80, columns - 64)
    ring = replace(EXTENT, outline=(away > 20) & (away < 30))
    stage = stage_for(ring, 100.0)
    assert "hole" in {fault.rule for fault in faults(stage, [("cube", [cube(30, 8, 10, -20)])])}
    assert "hole" not in {fault.rule for fault in faults(stage, [("cube", [cube(20, 40, 10, -20)])])}


def test_no_branch_is_as_small_as_a_thumb_beside_a_ring() -> None:
    rows, columns = np.mgrid[:160, :128]
    away = np.hypot((rows - 90) / 1.4, columns - 64)
    ring = replace(EXTENT, left=-17.0, right=17.0, height=62.0, outline=(away > 19) & (away < 22))
    made = arranged(LOOKS["autumn_wood"], 100.0, ring, 0.0, 1)
    assert float(np.ptp(np.concatenate([part.mesh.vertices[:, 0] for part in made.parts]))) > 20.0


def test_a_thing_between_lamp_and_product_shades_it() -> None:
    towards = np.array([-0.5, 0.4, 0.77])
    stage = stage_for(EXTENT, 100.0, None, towards)
    assert shadow_share(stage, [cube(16, -14, 22, 20)]) > 0.05
    assert shadow_share(stage, [cube(16, 60, 0, 20)]) == 0.0
    assert shadow_share(stage, [cube(16, -14, 22, -40)]) == 0.0


extents = st.builds(
    lambda wide, high, aside, kind: Extent(
        aside - wide / 2, aside + wide / 2, high, kind != "stands", kind == "above",
        eye_height=0.0 if kind == "above" else 50.0 if kind == "stands" else 288.0, eye_distance=320.0,
        top=0.5 * 125.0 if kind == "above" else 90.0,
    ),
    st.floats(8.0, 64.0), st.floats(10.0, 75.0), st.floats(-10.0, 10.0), st.sampled_from(["stands", "lies", "above"]),
)  # fmt: skip
scenes = st.builds(
    scene,
    surface=st.sampled_from(get_args(Surface)), backdrop=st.sampled_from(get_args(Backdrop)),
    light=st.sampled_from(get_args(Light)), light_from=st.sampled_from(get_args(LightFrom)),
    props=st.lists(st.sampled_from(SPOTTED), min_size=1, max_size=2, unique=True),
    arrangement=st.integers(0, 3), caption=st.sampled_from([None, *get_args(Caption)]),
)  # fmt: skip


@limits(max_examples=10, deadline=None)
@given(scenes, extents, st.integers(0, 999))
def test_no_arrangement_has_a_thing_before_the_product_or_in_the_room_for_words(
    of: Scene, extent: Extent, seed: int
) -> None:
    made = arranged(of, 100.0, extent, 0.0, seed)
    assert not {"before", "words", "unseen"} & {fault.rule for fault in made.faults}
    stage = stage_for(extent, 100.0, of.caption)
    for part in made.parts:
        assert "words" not in {fault.rule for fault in faults(stage, [("part", [part.mesh])])}
    again = arranged(of, 100.0, extent, 0.0, seed)
    assert again.left == made.left
    assert all(np.array_equal(a.mesh.vertices, b.mesh.vertices) for a, b in zip(made.parts, again.parts, strict=True))


def test_what_has_no_place_is_left_out_and_told() -> None:
    wide = replace(EXTENT, left=-48.0, right=48.0)
    of = scene(props=["sphere", "candle"], caption="top")
    made = arranged(of, 100.0, wide, 0.0, 1)
    assert set(made.left) <= set(left_out(of, 100.0, wide, 1))
    assert "sphere" in made.left


def test_the_looks_are_measured_better_than_plainly_placed_and_vary() -> None:
    firsts = {name: ways(look)[0] for name, look in LOOKS.items()}
    assert 6 <= sum(way.mirrored for way in firsts.values()) <= 18
    assert len(set(firsts.values())) == len(firsts)
    tangent = 0
    for look in LOOKS.values():
        made = arranged(look.model_copy(update={"camera": "front"}), 100.0, EXTENT, 0.0, 3)
        tangent += sum(fault.rule in ("touches", "edge") for fault in made.faults)
    assert tangent <= 2


def test_thirty_products_of_a_look_have_their_props_in_the_same_places() -> None:
    of = LOOKS["beach_horizon"].model_copy(update={"camera": "front"})
    sides = set()
    for number in range(12):
        extent = replace(EXTENT, left=-18.0 - number % 4, right=18.0 + number % 3, height=40.0 + number % 5)
        made = arranged(of, 100.0, extent, 0.0, number)
        sides.add(tuple(bool(part.mesh.vertices[:, 0].mean() > 0) for part in made.parts[:1]))
    assert len(sides) == 1


@pytest.mark.parametrize("surface", ["wood", "sand"])
@pytest.mark.parametrize("from_above", [False, True])
def test_a_leaf_shadow_keeps_off_the_products_own_spot(surface: Surface, from_above: bool) -> None:
    for height in (30.0, 60.0, 80.0):
        extent = replace(EXTENT, height=height, from_above=from_above, lying=from_above)
        of = scene(surface=surface, light="hard_sun", props=["leaf_shadow"])
        rig = rig_of(of, from_above)
        towards = direction(next(lamp for lamp in rig.lamps if lamp.group == rig.gobo_lamp))
        leaf = leaves(of, rig, 100.0, extent, 3)[0].mesh
        assert shadow_share(stage_for(extent, 100.0, None, towards), [leaf]) <= 0.02


# ---- room for words


def shape(wide: int, high: int) -> NDArray[np.float32]:
    made = np.zeros((300, 300), np.float32)
    made[20 : 20 + high, 30 : 30 + wide] = 1
    return made


@limits(max_examples=80, deadline=None)
@given(
    st.integers(10, 250), st.integers(10, 250), st.sampled_from(sorted(PIXELS_1K)),
    st.sampled_from(["standing", "lying"]), st.sampled_from(get_args(Caption)), st.integers(0, 3),
)  # fmt: skip
def test_the_product_keeps_out_of_the_room_for_words(
    wide: int, high: int, aspect: str, pose: Pose, caption: Caption, variant: int
) -> None:
    size, alpha = PIXELS_1K[aspect], shape(wide, high)
    first = frame(alpha, "ring", pose, "front", size)
    framed = with_room(first, alpha, caption, size, pose)
    place, wider = reframed(framed.placement, box_of(alpha), size, variant, caption)
    left, top = place.x + 30 * place.scale, place.y + 20 * place.scale
    right, low = left + wide * place.scale, top + high * place.scale
    words = caption_box(caption)
    assert min(left, top) >= -1
    assert right <= size[0] + 1
    assert low <= size[1] + 1
    apart = (left >= words[2] * size[0] - 1, right <= words[0] * size[0] + 1, top >= words[3] * size[1] - 1,
             low <= words[1] * size[1] + 1)  # fmt: skip
    assert any(apart)
    assert framed.frame_mm * framed.placement.scale == pytest.approx(first.frame_mm * first.placement.scale, rel=1e-4)
    assert wider >= 1.0


# ---- lines behind


@pytest.mark.parametrize("backdrop", ["wall", "sky", "horizon", "arch", "drape"])
@pytest.mark.parametrize("aspect", ["4:5", "1:1", "16:9", "9:16"])
def test_a_top_never_ends_on_a_line(backdrop: Backdrop, aspect: str) -> None:
    size, of = PIXELS_1K[aspect], scene(backdrop=backdrop)
    line = line_height(of, "standing", size)
    assert line is not None
    for high in range(20, 500, 3):
        box = Box(10, 10, 100, high)
        place, wider = off_the_line(Placement(scale=1.0, x=100, y=50), box, size, of, "standing")
        assert abs(high * place.scale / size[0] - line) >= TANGENT - 0.003
        assert place.y + (box.y + high) * place.scale == pytest.approx(50 + box.y + high, abs=1)
        assert wider == pytest.approx(1.0 / place.scale, rel=1e-5)


@pytest.mark.parametrize("display", [None, "slope"])
def test_neither_a_top_nor_a_board_ends_on_a_shore(display: str | None) -> None:
    size, of = PIXELS_1K["4:5"], scene(surface="sand", backdrop="horizon", props=["shell"], display=display)
    lines = lines_behind(of, "standing", size)
    assert len(lines) == 2
    for high in range(20, 500, 3):
        box = Box(10, 10, 100, high)
        place, _ = off_the_line(Placement(scale=1.0, x=100, y=50), box, size, of, "standing")
        over = (BELOW["slope"] + BESIDE["slope"]) * (100 + high) / 2 if display else 0.0
        top = (high + over) * place.scale / size[0]
        assert min(abs(top - line) for line in lines) >= TANGENT - 0.003
