"""What a face tells of its photo's light, and what is seen through hair."""

import numpy as np
import painted_face as painted
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.engines.image import to_float
from tools.engines.person.face_key import light_of_face
from tools.engines.person.faint_edge import calmed
from tools.engines.person.hair import through_hair
from tools.engines.person.photo_light import photo_light


@settings(max_examples=12, deadline=None)
@given(azimuth=st.floats(-60, 60), height=st.floats(-10, 45), roll=st.floats(-30, 30))
def test_the_key_is_found_where_it_stood(azimuth: float, height: float, roll: float) -> None:
    a, e = np.radians([azimuth, height])
    towards = np.array([np.cos(e) * np.sin(a), np.sin(e), np.cos(e) * np.cos(a)])
    x, y, z = (float(part) for part in towards)
    found = light_of_face(to_float(painted.photo((x, y, z), roll=roll)), painted.face(roll))
    assert found is not None
    assert float(np.dot(found.key.towards, towards)) > np.cos(np.radians(25))


def test_a_small_face_tells_nothing() -> None:
    face = painted.face()
    small = face.__class__(face.points * np.float32(0.05), face.irises, 1.0, 0.0)
    assert light_of_face(to_float(painted.photo()), small) is None


def test_a_dark_photo_gets_a_darker_set() -> None:
    alpha = np.zeros((painted.HEIGHT, painted.WIDTH), np.uint8)
    alpha[90:, 150:490] = 255
    told = [photo_light((painted.photo() * dimmed).astype(np.uint8), alpha, SEEN) for dimmed in (1.0, 0.6)]
    assert told[1].stops < told[0].stops - 0.5
    assert all(each.by_face and each.rows.face is not None and each.rows.foot is None for each in told)


SEEN = painted.SeesFace().look(painted.photo())


def curls() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return (photo, region, gap): brown hair round the painted head before a pale wall, and a hole in it."""
    picture = to_float(painted.photo())
    y, x = np.mgrid[: painted.HEIGHT, : painted.WIDTH]
    away = np.hypot(x - painted.MIDDLE[0], y - (painted.MIDDLE[1] - 40))
    head = ((x - painted.MIDDLE[0]) / 173) ** 2 + ((y - painted.MIDDLE[1]) / 235) ** 2 < 1
    picture[~head & (np.abs(x - 320) > 125)] = (0.86, 0.87, 0.88)
    picture[~head & (y < 520)] = (0.86, 0.87, 0.88)
    hair = (away < 290) & ~head & (y < 380)
    picture[hair] = (0.25, 0.15, 0.09)
    gap = np.hypot(x - 320 - 215, y - 200) < 12
    picture[gap] = (0.86, 0.87, 0.88)
    return picture.astype(np.float32), hair | head | ((np.abs(x - 320) <= 125) & (y >= 520)), gap


def test_a_wall_is_seen_through_curls_and_the_face_stays_whole() -> None:
    picture, region, gap = curls()
    alpha, colour = through_hair(picture, region, region.astype(np.float32), painted.face())
    assert alpha[gap].mean() < 0.2
    y, x = np.mgrid[: painted.HEIGHT, : painted.WIDTH]
    face = ((x - painted.MIDDLE[0]) / 160) ** 2 + ((y - painted.MIDDLE[1]) / 220) ** 2 < 1
    assert alpha[face].min() == 1.0
    np.testing.assert_array_equal(colour[face], picture[face])
    beside = region & ~face & ~gap & (np.hypot(x - 535, y - 200) > 20) & (y < 300)
    assert (alpha[beside] > 0.95).mean() > 0.97


def test_hair_before_a_wall_of_its_own_colour_stays_as_it_was() -> None:
    picture, region, _ = curls()
    picture[~region] = (0.27, 0.17, 0.10)
    alpha, _ = through_hair(picture, region, region.astype(np.float32), painted.face())
    assert (alpha[region] > 0.99).mean() > 0.98


def test_an_edge_that_nobody_sees_is_calm_and_one_that_is_seen_stays() -> None:
    region = np.zeros((120, 160), bool)
    for column in range(160):
        region[40 + 4 * (column // 4 % 2) :, column] = True  # stairs
    alpha = region.astype(np.float32)
    same = np.full((120, 160, 3), 0.4, np.float32)
    calm = calmed(same, region, alpha, 2.0)
    rough = np.abs(np.diff(calm[36:50].sum(0)))
    assert rough.max() < 0.5 * np.abs(np.diff(alpha[36:50].sum(0))).max()
    seen = np.where(region[..., None], np.float32(0.9), np.float32(0.1)).repeat(3, -1)
    np.testing.assert_allclose(calmed(seen, region, alpha, 2.0), alpha, atol=1e-6)
