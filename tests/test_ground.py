"""Ground with a shape: flat under the product, never before its base, with a weave that is not stretched."""

from dataclasses import replace

import numpy as np
import pytest

from tools.engines.studio.backdrops import floor
from tools.engines.studio.footprint import Footprint
from tools.engines.studio.giving import GIVES, depth, sunk_by
from tools.engines.studio.layout import TERRACE, lay_out
from tools.engines.studio.looks import LOOKS
from tools.engines.studio.part import Extent
from tools.engines.studio.relief import Site, relief
from tools.engines.studio.terrain import SHAPES, SPROUTS, lie

FRAME = 100.0
SHAPED = sorted(SHAPES)


def extent(**update: object) -> Extent:
    feet = Footprint(np.array([-20.0, 20.0]), np.array([-3.0, 4.0]))
    known = {
        "left": -20.0, "right": 20.0, "height": 50.0, "lying": False, "from_above": False,
        "eye_height": 50.0, "eye_distance": 320.0, "top": 90.0, "feet": feet,
    }  # fmt: skip
    return Extent(**{**known, **update})  # type: ignore[arg-type]


@pytest.mark.parametrize("name", SHAPED)
def test_the_ground_is_flat_under_the_product_and_rises_beside_it(name: str) -> None:
    points = relief(Site(FRAME, extent(), 4.0, 7), SHAPES[name]).mesh.vertices
    under = (np.abs(points[:, 0]) <= 20.0) & (points[:, 2] >= -3.0) & (points[:, 2] <= 4.0)
    assert under.sum() > 20
    assert np.abs(points[under, 1]).max() < 1e-6
    seen = (np.abs(points[:, 0]) < 100.0) & (points[:, 2] < 0.0) & (points[:, 2] > -150.0)
    assert np.ptp(points[seen, 1]) > 0.005 * FRAME


@pytest.mark.parametrize("name", SHAPED)
@pytest.mark.parametrize("eye_height", [17.0, 50.0, 150.0])
def test_nothing_before_the_product_hides_the_line_it_stands_on(name: str, eye_height: float) -> None:
    here = extent(eye_height=eye_height)
    points = relief(Site(FRAME, here, 4.0, 7), SHAPES[name]).mesh.vertices
    before = points[(np.abs(points[:, 0]) <= 20.0) & (points[:, 2] > 4.0) & (points[:, 2] < 110.0)]
    hidden = [here.hidden_by(float(y), float(z)) for _, y, z in before]
    assert max(hidden) <= 0.05


@pytest.mark.parametrize("name", sorted(SPROUTS))
def test_what_grows_on_a_ground_is_shorter_the_nearer_it_is_to_the_product(name: str) -> None:
    ground = relief(Site(FRAME, extent(), 4.0, 7), SHAPES[name])
    bare, grown = ground.mesh, SPROUTS[name](ground)
    added = grown.vertices[len(bare.vertices) :].astype(np.float64)
    assert len(added) > 10_000
    root, _, free = ground.at(added[:, 0] / FRAME, added[:, 2] / FRAME)
    high = np.abs(added[:, 1] - root[:, 1]) / FRAME
    assert high[free == 0].max() < 0.9 * high[free > 0.1].max()
    assert high.max() < 0.1
    assert grown.uv is not None
    assert grown.normals is not None
    assert (grown.normals[:, 1] > 0).mean() > 0.9, "what lies on it is lit from outside"
    assert np.isfinite(grown.uv).all()
    assert np.allclose(np.linalg.norm(grown.normals, axis=1), 1.0, atol=1e-3)


@pytest.mark.parametrize("name", ["silk", "velvet", "linen"])
def test_cloth_is_not_stretched_over_a_fold(name: str) -> None:
    mesh = lie(name, Site(FRAME, extent(), 4.0, 7))
    assert mesh.uv is not None
    first, second = mesh.faces[:, 0], mesh.faces[:, 1]  # they lie in one column
    along = np.linalg.norm(mesh.vertices[first] - mesh.vertices[second], axis=1)
    woven = np.linalg.norm(mesh.uv[first] - mesh.uv[second], axis=1)
    near = np.abs(mesh.vertices[first, 0]) < 80.0
    assert 0.98 < float(np.median(woven[near] / along[near])) < 1.02


def test_stone_stays_flat_and_another_seed_is_another_cloth() -> None:
    assert np.ptp(lie("marble", Site(FRAME, extent(), 4.0, 7)).vertices[:, 1]) == 0.0
    first, same, other = (lie("silk", Site(FRAME, extent(), 4.0, seed)).vertices for seed in (7, 7, 8))
    assert np.array_equal(first, same)
    assert np.abs(first - other).max() > 0.01 * FRAME


def test_folds_have_a_size_of_their_own() -> None:
    """A bag's set shows more folds of silk than a ring's: the silk is the same."""
    wide = extent(left=-200.0, right=200.0, feet=None, height=10.0)
    ring, bag = (
        lie("silk", Site(40.0, extent(left=-8.0, right=8.0, feet=None, height=2.0), 4.0, 7)),
        lie("silk", Site(1000.0, wide, 4.0, 7)),
    )
    assert bag.vertices[:, 1].max() / 1000.0 < 0.6 * ring.vertices[:, 1].max() / 40.0


@pytest.mark.parametrize("name", SHAPED)
def test_what_else_stands_on_it_is_not_buried(name: str) -> None:
    beside = ((40.0, 60.0, -30.0, -10.0),)
    points = relief(Site(FRAME, extent(), 4.0, 7, beside), SHAPES[name]).mesh.vertices
    under = (points[:, 0] > 40.0) & (points[:, 0] < 60.0) & (points[:, 2] > -30.0) & (points[:, 2] < -10.0)
    assert np.abs(points[under, 1]).max() < 1e-6


def test_soft_ground_is_pressed_where_a_thing_touches_and_heaped_round_it() -> None:
    """A ring touches with the lowest part of its arc only; beside that the ground closes in under the band."""
    x = np.linspace(-10.0, 10.0, 81)
    arc = Footprint(x, np.zeros_like(x), 10.5 - np.sqrt(10.5**2 - x**2))
    here = extent(left=-10.0, right=10.0, feet=Footprint(x, np.zeros_like(x)), pressed=arc)
    deep = depth(GIVES["sand"], FRAME)
    points = relief(Site(FRAME, here, 4.0, 7), replace(SHAPES["sand"], heights=lambda land: 0 * land.x)).points
    behind = points[(np.abs(points[..., 2] + 0.1) < 0.3) & (np.abs(points[..., 0]) < 12.0)]
    under, beside = (np.abs(behind[:, 0]) < 1.0), (np.abs(behind[:, 0]) > 7.0)
    assert behind[under, 1].max() < 0.6 * deep
    assert behind[beside, 1].min() > 0.9 * deep
    assert points[..., 1].max() > 1.2 * deep, "what it pressed out lies round it"
    assert points[..., 1].min() >= -1e-9


def test_what_is_heavier_sinks_deeper_but_stone_not_at_all() -> None:
    scene = LOOKS["velvet_candle"].model_copy(update={"display": None})
    ring, bag = (sunk_by(scene, frame) for frame in (60.0, 600.0))
    assert 0.2 < ring < bag < 3.0
    assert sunk_by(scene.model_copy(update={"surface": "marble"}), 60.0) == 0.0
    assert sunk_by(scene.model_copy(update={"display": "cushion"}), 60.0) == 0.0


def test_cloth_comes_close_to_the_outline_of_what_lies_on_it() -> None:
    """Folds rise in the corners of the box round a watch that lies askew; under it the cloth is flat."""
    line = np.linspace(-30.0, 30.0, 200)
    watch = Footprint(line, line, np.zeros_like(line))
    here = extent(left=-30.0, right=30.0, lying=True, feet=watch, pressed=watch)
    points = relief(Site(FRAME, here, 4.0, 7), replace(SHAPES["silk"], give=None, creases=None)).mesh.vertices
    across = np.abs(points[:, 0] - points[:, 2]) / np.sqrt(2.0)
    box = (np.abs(points[:, 0]) < 30.0) & (np.abs(points[:, 2]) < 30.0)
    assert points[box & (across < 1.0), 1].max() < 1e-6
    assert points[box & (across > 25.0), 1].max() > 1.0


@pytest.mark.parametrize(("look", "surface", "ends"), [
    ("summer_terrazzo", "terrazzo", True), ("summer_terrazzo", "sand", False), ("beach_horizon", "sand", False),
])  # fmt: skip
def test_a_laid_floor_ends_under_the_sky_and_land_runs_to_the_horizon(look: str, surface: str, ends: bool) -> None:
    scene = LOOKS[look].model_copy(update={"surface": surface})
    assert scene.support == "ground"
    back = lay_out(scene, FRAME, extent(eye_height=20.0), 3)[0].mesh.vertices[:, 2].min()
    assert bool(back == pytest.approx(-TERRACE * FRAME)) is ends


def test_boards_lie_straight() -> None:
    straight, bent = floor(FRAME, 0.0, straight=True), floor(FRAME, 0.0)
    assert straight.uv is not None
    assert bent.uv is not None
    assert np.allclose(straight.uv, straight.vertices[:, [0, 2]] * [1.0, -1.0], atol=1e-3)
    assert np.abs(straight.uv - bent.uv).max() > 0.05 * FRAME
    boards = lie("wood", Site(FRAME, extent(), 4.0, 7))
    assert boards.uv is not None
    assert np.allclose(boards.uv, straight.uv)
