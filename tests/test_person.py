"""What is read off a person: gates that a score is not, scale with its spread, ring sizes, the words for figures."""

import math
from dataclasses import replace

import numpy as np
import painted_hand as painted
import pytest
from hypothesis import given
from hypothesis import strategies as st

from agent.spelling import understand
from agent.worn_words import worn_figures
from tools.engines.person.bones import back_to_camera, measure_bones
from tools.engines.person.gates import hand_faults
from tools.engines.person.looking import Look, cut_look, from_square
from tools.engines.person.scale import Told, joined, of_girth, ring_diameter
from tools.engines.worn.outlines import front_of, pieces_of
from tools.engines.worn.product_views import Band, Round, Watch, bracelet_from_above, ring_from_above, watch_from_above


def test_a_hand_passes_and_what_is_none_does_not() -> None:
    hand = painted.hand()
    assert hand_faults(hand) == ()
    assert hand_faults(replace(hand, wander=0.4))
    assert hand_faults(hand, face_px_per_mm=8 * painted.PX)
    foot = hand.points.copy()
    foot[5:] += (hand.points[[5, 9, 13, 17]].mean(0) - hand.points[0]) * 0.9  # a long sole, toes as they were
    assert hand_faults(replace(hand, points=foot))
    assert hand_faults(replace(hand, points=hand.points * 0.05))


def test_the_bones_tell_scale_and_side() -> None:
    assert measure_bones(painted.hand().points).px_per_mm == pytest.approx(painted.PX, rel=0.06)
    for mirrored in (False, True):
        hand = painted.hand(mirrored)
        assert back_to_camera(hand) > 0.9
        assert back_to_camera(replace(hand, right=1 - hand.right)) < -0.9


@given(
    x=st.floats(50, 400), y=st.floats(50, 400), side=st.floats(20, 300), turn=st.floats(-3, 3), px=st.floats(0, 224),
    py=st.floats(0, 224),
)  # fmt: skip
def test_points_come_back_from_a_turned_square(
    x: float, y: float, side: float, turn: float, px: float, py: float
) -> None:
    look = Look(x, y, side, turn)
    found = from_square(np.array([[px, py], [112, 112]], np.float32), look, 224)
    assert found[1] == pytest.approx((x, y), abs=1e-2)
    length = math.hypot(px - 112, py - 112) * side / 224
    assert float(np.linalg.norm(found[0] - found[1])) == pytest.approx(length, abs=1e-2)


def test_a_square_shows_what_it_looks_at() -> None:
    photo = np.zeros((100, 100, 3), np.float32)
    photo[20:30, 60:70] = 1
    seen = cut_look(photo, Look(65, 25, 20), 40)
    assert seen[20, 20].min() > 0.9
    assert seen[2, 2].max() < 0.1


@given(st.lists(st.tuples(st.floats(1, 1.2), st.floats(0.02, 0.2)), min_size=1, max_size=4))
def test_more_told_is_never_less_sure_than_what_is_apart(told: list[tuple[float, float]]) -> None:
    scale = joined(tuple(Told(*each) for each in told))
    values = [each[0] for each in told]
    assert min(values) - 1e-9 <= scale.px_per_mm <= max(values) + 1e-9
    assert scale.plus_minus >= 0.05
    assert all(abs(math.log(value / scale.px_per_mm)) <= scale.plus_minus / 0.59 for value in values)


def test_a_known_girth_is_a_known_breadth() -> None:
    assert of_girth(165.0, 151.0).px_per_mm == pytest.approx(3.0, rel=0.02)


@pytest.mark.parametrize(
    ("size", "mm"),
    [("EU 54", 17.19), ("US 7", 17.32), ("UK N", 17.24), ("us 6.5", 16.91), ("EU 12", None), ("large", None)],
)
def test_ring_sizes(size: str, mm: float | None) -> None:
    assert ring_diameter(size) == (None if mm is None else pytest.approx(mm, abs=0.15))


def test_figures_in_words() -> None:
    found = worn_figures(understand("this ring on her hand, ring size EU 54, @0.41,0.38 and @0.6,0.4"))
    assert found == {"handles": [[0.41, 0.38], [0.6, 0.4]], "ring_size": "EU 54"}
    assert worn_figures(understand("show us 12 rings on the EU market")) == {}


def test_views_of_products() -> None:
    watch = watch_from_above(painted.watch()[..., 3])
    assert isinstance(watch, Watch)
    assert watch.case == pytest.approx(206, abs=12)
    assert watch.up == pytest.approx(-90, abs=2)
    band = ring_from_above(painted.ring()[..., 3])
    assert isinstance(band, Band)
    assert (band.half, band.along) == (pytest.approx(215, abs=4), pytest.approx(0, abs=2))
    chain = bracelet_from_above(painted.bracelet()[..., 3])
    assert isinstance(chain, Round)
    assert chain.front == pytest.approx(90, abs=6)
    assert np.mean(chain.radii) == pytest.approx(200, rel=0.04)


def test_wrong_views_are_told() -> None:
    assert isinstance(watch_from_above(painted.bracelet()[..., 3]), str)
    assert isinstance(bracelet_from_above(painted.watch()[..., 3]), str)
    assert "hole" in str(ring_from_above(painted.bracelet()[..., 3]))
    assert isinstance(front_of(painted.bracelet()[..., 3]), str)
    assert isinstance(watch_from_above(np.zeros((50, 50), np.uint8)), str)


def test_a_pair_has_two_pieces_and_hangs_by_their_tops() -> None:
    alpha = np.zeros((200, 300), np.uint8)
    alpha[20:180, 40:80] = alpha[30:170, 200:240] = 255
    left, right = pieces_of(alpha)
    assert left.top == (60.0, 20.0)
    assert right.box == (200, 30, 40, 140)


@pytest.mark.slow
def test_a_real_face_is_found_and_measured() -> None:
    """Public-domain portrait of Eileen Collins: one face, no hand, its estimators within a tenth of each other."""
    from skimage.data import astronaut

    from tools.engines.person.scale import of_face
    from tools.engines.person.seen import landmarks

    photo = np.ascontiguousarray(astronaut())
    person = landmarks().look(photo)
    (face,) = person.sure_faces
    assert not person.sure_hands
    assert 190 < face.points[:, 0].mean() < 260
    assert abs(face.yaw) < 25
    scale = of_face(face)
    iris = float(np.linalg.norm(face.irises[:, 1] - face.irises[:, 3], axis=1).mean())
    assert iris / 11.7 == pytest.approx(scale.px_per_mm, rel=0.25)
    assert 0.05 < scale.plus_minus < 0.25
