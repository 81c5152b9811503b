"""The cut-out on drawn products whose mattes are known; the network is a fake that sees a blurred box."""

import numpy as np
import pytest
from scipy import ndimage

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.clutter import on_clutter
from tools.engines.cutout.contact import up_to_contact
from tools.engines.cutout.known_backdrop import known_backdrop
from tools.engines.cutout.outline import (
    mended,
    without_crumbs,
    without_notches,
    without_ragged_holes,
    without_reflections,
)
from tools.engines.cutout.pipeline import ClassicCutter, from_alpha
from tools.engines.cutout.result import CutOut
from tools.engines.cutout.slits import open_slits
from tools.engines.cutout.trimap import trimap
from tools.engines.image import Image, Mask, to_bytes

SIZE = 240


def no_opinion(image: Image) -> Mask:
    return np.full(image.shape[:2], 0.5, np.float32)


def cut(image: Image) -> CutOut:
    return ClassicCutter(no_opinion).cut(image)


def disc(x: float, y: float, radius: float) -> Mask:
    """Coverage of a disc with an edge one pixel wide."""
    down, across = np.mgrid[0:SIZE, 0:SIZE]
    return np.asarray(np.clip(radius + 0.5 - np.hypot(across - x, down - y), 0.0, 1.0), np.float32)


def ring(x: float = 120, y: float = 120, outer: float = 70, inner: float = 50) -> Mask:
    return disc(x, y, outer) - disc(x, y, inner)


def photo(matte: Mask, product: tuple[float, ...], backdrop: Image | float, grain: float = 0.004) -> Image:
    rng = np.random.default_rng(3)
    behind = np.broadcast_to(np.asarray(backdrop, np.float32), (SIZE, SIZE, 3))
    share = matte[..., None]  # light is what a sensor mixes
    mixed = (share * np.array(product, np.float32) ** 2.2 + (1 - share) * behind**2.2) ** (1 / 2.2)
    return np.asarray(np.clip(mixed + rng.normal(0, grain, mixed.shape), 0, 1), np.float32)


def gradient() -> Image:
    ramp = np.linspace(0.62, 0.9, SIZE, dtype=np.float32)[:, None, None]
    return np.broadcast_to(ramp * np.array([1.0, 0.98, 0.95], np.float32), (SIZE, SIZE, 3)).astype(np.float32)


def off(found: CutOut, matte: Mask) -> float:
    return float(np.abs(found.alpha - matte).mean())


@pytest.mark.parametrize(
    ("product", "backdrop"),
    [((0.75, 0.55, 0.2), 0.93), ((0.1, 0.1, 0.12), 0.93), ((0.85, 0.85, 0.87), 0.05), ((0.2, 0.3, 0.7), 0.5)],
    ids=["gold on white", "dark on light", "light on dark", "blue on grey"],
)
def test_a_ring_is_cut_with_its_hole(product: tuple[float, ...], backdrop: float) -> None:
    matte = ring()
    found = cut(photo(matte, product, backdrop))
    assert found.plain
    assert off(found, matte) < 0.006
    assert found.alpha[120, 120] == 0.0
    assert found.instances == 1


def test_a_ring_on_a_gradient() -> None:
    matte = ring()
    found = cut(photo(matte, (0.45, 0.2, 0.15), gradient()))
    assert off(found, matte) < 0.008
    assert found.alpha[120, 120] == 0.0


def test_alpha_saturates() -> None:
    matte = disc(120, 120, 60)
    alpha = cut(photo(matte, (0.2, 0.3, 0.6), 0.9)).alpha
    inside = ndimage.binary_erosion(matte >= 1.0, iterations=3)
    outside = ndimage.binary_erosion(matte <= 0.0, iterations=3)
    assert np.all(alpha[inside] == 1.0)
    assert np.all(alpha[outside] == 0.0)
    partial = int(((alpha > 0.0) & (alpha < 1.0)).sum())
    assert partial < 3.5 * 2 * np.pi * 60  # an edge of 1 to 2 px, with room for its slant


def test_the_foreground_has_no_old_backdrop() -> None:
    matte = disc(120, 120, 60)
    colour = np.array([0.6, 0.1, 0.1], np.float32)
    found = cut(photo(matte, tuple(colour), 0.95, grain=0.0))
    edge = (found.alpha > 0.3) & (found.alpha < 0.9)
    assert edge.sum() > 50
    assert float(np.abs(found.foreground[edge] - colour).mean()) < 0.03


def test_where_alpha_is_one_the_photo_is_untouched() -> None:
    image = photo(disc(120, 120, 60), (0.2, 0.3, 0.6), 0.9)
    found = cut(image)
    solid = found.alpha == 1.0
    assert np.array_equal(to_bytes(found.foreground)[solid], to_bytes(image)[solid])


def test_the_shadow_is_not_product() -> None:
    matte = disc(110, 110, 50)
    shade = 1.0 - 0.35 * ndimage.gaussian_filter(disc(150, 150, 50), 14)
    image = photo(matte, (0.15, 0.35, 0.2), 0.85 * shade[..., None])
    found = cut(image)
    assert off(found, matte) < 0.01
    assert found.alpha[185, 185] == 0.0


def standing_ring(tint: float) -> tuple[Image, Mask]:
    """A gold ring on edge and its contact shadow, dark at the foot, tinted by ``tint`` of the ring's own colour."""
    down, across = np.mgrid[0:400, 0:400].astype(np.float32)
    away = np.hypot(across - 200, down - 180)
    matte = np.clip(121 - away, 0, 1) * np.clip(away - 95, 0, 1)
    foot = np.exp(-(((across - 215) / 70) ** 2) - ((down - 304) / 13) ** 2)[..., None]
    gold, paper = np.array([0.62, 0.42, 0.12], np.float32), np.array([0.74, 0.72, 0.69], np.float32)
    lit = 0.7 + 0.3 * np.cos(np.arctan2(down - 180, across - 200) - 0.9)[..., None]
    shadow = paper * (1 - 0.9 * foot) + 0.5 * tint * paper * gold * foot
    mixed = matte[..., None] * (gold * lit) ** (1 / 2.2) + (1 - matte[..., None]) * shadow ** (1 / 2.2)
    noise = np.random.default_rng(3).normal(0, 0.003, mixed.shape)
    return np.clip(mixed + noise, 0, 1).astype(np.float32), matte.astype(np.float32)


def shares(found: CutOut, matte: Mask) -> tuple[float, float]:
    """What is too much and what is missing, as shares of the product."""
    there, true = found.alpha > 0.5, matte > 0.5
    return float((there & ~true).sum() / true.sum()), float((true & ~there).sum() / true.sum())


@pytest.mark.parametrize("tint", [0.0, 0.5, 1.0], ids=["grey", "warm", "golden"])
def test_a_ring_ends_where_it_meets_its_contact_shadow(tint: float) -> None:
    image, matte = standing_ring(tint)
    found = ClassicCutter(lambda _: ndimage.gaussian_filter(matte, 3).astype(np.float32)).cut(image)
    extra, lost = shares(found, matte)
    assert extra < 0.01
    assert lost < 0.005


def test_a_silver_bar_beside_a_dark_stone_is_no_shadow() -> None:
    """Grey on grey, darker than the paper, a little soft, unseen by the network: but it does not fade away."""
    stone = np.zeros((SIZE, SIZE), np.float32)
    stone[80:150, 60:180] = 1.0
    image = photo(stone, (0.1, 0.1, 0.1), 0.85)
    bar = np.full((22, 120), 0.62) + 0.08 * np.sin(np.linspace(0, np.pi, 22))[:, None]  # brightest in its middle
    image[150:172, 60:180] = bar[..., None]
    soft = np.stack([ndimage.gaussian_filter(plane, 1.0) for plane in np.moveaxis(image, -1, 0)], axis=-1)
    image[165:200] = soft[165:200]
    seen = ndimage.gaussian_filter(stone, 3).astype(np.float32)
    mask = stone > 0.5
    mask[150:172, 60:180] = True
    assert up_to_contact(mask, image, read_backdrop(image), seen)[152:168, 64:176].all()


def test_two_are_counted() -> None:
    matte = disc(70, 120, 30) + disc(170, 120, 30)
    found = cut(photo(matte, (0.7, 0.5, 0.2), 0.92))
    assert found.instances == 2


def test_speckles_inside_are_closed() -> None:
    """Points inside a stone that are not quite the backdrop's colour stay product."""
    matte = disc(120, 120, 60)
    image = photo(matte, (0.2, 0.2, 0.5), 0.9)
    image[100:104, 100:104] = 0.82
    image[130:133, 110:114] = 1.0
    assert float(cut(image).alpha[80:160, 80:160].min()) == 1.0


@pytest.mark.parametrize("turn", [lambda a: a[:, ::-1], lambda a: np.rot90(a)], ids=["mirror", "quarter turn"])
def test_turning_the_photo_turns_the_matte(turn) -> None:  # type: ignore[no-untyped-def]
    image = photo(ring(105, 130), (0.75, 0.55, 0.2), gradient())
    here, there = cut(image).alpha, cut(np.ascontiguousarray(turn(image))).alpha
    assert float(np.abs(turn(here) - there).mean()) <= 0.01


def test_the_same_photo_gives_the_same_bytes() -> None:
    image = photo(ring(), (0.75, 0.55, 0.2), gradient())
    first, second = cut(image), cut(image)
    assert np.array_equal(first.alpha, second.alpha)
    assert np.array_equal(first.foreground, second.foreground)


def test_clutter_follows_the_network() -> None:
    rng = np.random.default_rng(5)
    behind = ndimage.zoom(rng.random((12, 12, 3)), (SIZE / 12, SIZE / 12, 1), order=0).astype(np.float32)
    matte = disc(120, 120, 60)
    image = photo(matte, (0.9, 0.1, 0.1), behind)
    found = ClassicCutter(lambda _: ndimage.gaussian_filter(matte, 3).astype(np.float32)).cut(image)
    assert not found.plain
    assert off(found, matte) < 0.03


def test_an_empty_sheet_has_no_product_and_says_so() -> None:
    found = cut(photo(np.zeros((SIZE, SIZE), np.float32), (0, 0, 0), 0.9))
    assert found.instances == 0
    assert found.confidence < 0.3
    assert "find a product" in found.advice[0]


def test_a_cut_off_product_is_said() -> None:
    found = cut(photo(disc(120, 250, 70), (0.2, 0.2, 0.5), 0.9))
    assert any("cut off" in sentence for sentence in found.advice)


def test_own_alpha_is_taken_as_it_is() -> None:
    alpha = to_bytes(ring())
    pixels = to_bytes(photo(ring(), (0.7, 0.5, 0.2), 0.9))
    found = from_alpha(pixels, alpha)
    assert np.array_equal(to_bytes(found.alpha), alpha)
    assert np.array_equal(to_bytes(found.foreground), pixels)


def test_a_tiny_or_wrong_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="too small"):
        cut(np.zeros((8, 40, 3), np.float32))
    with pytest.raises(TypeError):
        cut(np.zeros((40, 40, 3), np.float64))


UNSEEN = np.zeros((SIZE, SIZE), np.float32)
FAR = np.full((SIZE, SIZE), 30.0, np.float32)


def test_a_narrow_bite_is_closed_and_a_wide_one_stays() -> None:
    stone = disc(120, 120, 60) > 0.5
    bitten = stone.copy()
    bitten[60:66, 118:122] = False
    assert np.array_equal(without_notches(bitten, UNSEEN, 4.0)[62:180], stone[62:180])
    wide = stone.copy()
    wide[60:80, 105:135] = False
    assert not without_notches(wide, UNSEEN, 4.0)[65:75, 110:130].any()


def test_neither_links_nor_a_ring_are_bridged() -> None:
    pair = (disc(86, 120, 30) > 0.5) | (disc(150, 120, 30) > 0.5)  # three pixels apart
    assert ndimage.label(mended(pair, FAR, UNSEEN, False))[1] == 2
    opened = ring(outer=70, inner=60) > 0.5
    opened[118:122, 120:] = False  # a hoop with a gap stays open
    assert not mended(opened, FAR, UNSEEN, False)[119:121, 183:187].any()


def test_a_thin_prong_survives_and_a_faint_spur_does_not() -> None:
    body = disc(120, 140, 60) > 0.5
    mask = body.copy()
    mask[72:81, 119:121] = True
    assert np.array_equal(without_crumbs(mask, FAR, UNSEEN), mask)
    faint = np.where(body, FAR, 4.0).astype(np.float32)
    assert not without_crumbs(mask, faint, UNSEEN)[72:77].any()


def test_a_faint_loose_crumb_goes() -> None:
    body = disc(120, 120, 60) > 0.5
    crumb = body.copy()
    crumb[200:203, 100:106] = True
    assert np.array_equal(without_crumbs(crumb, np.full_like(FAR, 3.0), UNSEEN), body)


@pytest.mark.parametrize(("contrast", "row", "kept"), [(5.0, 190, False), (20.0, 190, True), (5.0, 50, True)])
def test_a_mirror_image_on_the_table_goes(contrast: float, row: int, kept: bool) -> None:
    """It is faint and below; a second product is not faint, and nothing is mirrored upwards."""
    product, other = disc(120, 120, 40) > 0.5, disc(120, row, 20) > 0.5
    distance = np.where(other, contrast, FAR).astype(np.float32)
    found = without_reflections(product | other, distance, product.astype(np.float32))
    assert found[row, 120] == kept
    assert found[product].all()


def test_a_star_is_filled_and_a_round_hole_is_not() -> None:
    stone = disc(120, 120, 60) > 0.5
    star = stone.copy()
    star[110:121, 115] = star[115, 110:121] = False
    assert np.array_equal(without_ragged_holes(star, FAR, UNSEEN), stone)
    assert np.array_equal(without_ragged_holes(star, FAR * 0, UNSEEN), star)
    drilled = stone & ~(disc(120, 120, 4) > 0.5)
    assert np.array_equal(without_ragged_holes(drilled, FAR, UNSEEN), drilled)


def test_a_facet_of_the_backdrops_colour_gets_a_smooth_edge() -> None:
    """Where the colours are one the mask alone says where the product ends: a ramp, not stairs."""
    image = np.full((SIZE, SIZE, 3), 0.9, np.float32)
    image[90:150, 90:150] = 0.2
    alpha, _ = known_backdrop(image, np.full_like(image, 0.9), disc(120, 120, 60) > 0.5, 0.5, 3)
    rim = np.abs(np.hypot(*(np.mgrid[0:SIZE, 0:SIZE] - 120)) - 60.5) < 0.5
    assert float(((alpha[rim] > 0.05) & (alpha[rim] < 0.95)).mean()) > 0.7  # stairs would have none


@pytest.mark.parametrize(("dark", "light"), [(0.08, 0.95), (0.3, 0.9)])
def test_a_rim_mixed_by_the_sensor_is_its_share_of_the_area(dark: float, light: float) -> None:
    """On a light backdrop a matte of sRGB values is too thin: half of the light is far more than half of the value."""
    matte = disc(120, 120, 60)
    mixed = matte * dark**2.2 + (1 - matte) * light**2.2
    image = np.repeat((mixed ** (1 / 2.2))[..., None], 3, axis=-1).astype(np.float32)
    alpha, colour = known_backdrop(image, np.full_like(image, light), matte > 0.5, 0.3, 3)
    rim = (matte > 0.2) & (matte < 0.8)
    assert abs(float((alpha - matte)[rim].mean())) < 0.03
    assert float(np.abs(colour[rim] - dark).mean()) < 0.03


def test_a_rim_darker_than_the_inside_keeps_nothing_of_a_white_backdrop() -> None:
    matte = disc(120, 120, 60)
    deep = ndimage.distance_transform_edt(matte > 0.5)
    own = np.clip(0.1 + 0.25 * (deep - 1), 0.1, 0.6)  # the last pixels are the dark ones
    image = ((matte * own**2.2 + (1 - matte) * 0.95**2.2) ** (1 / 2.2))[..., None].repeat(3, -1).astype(np.float32)
    alpha, colour = known_backdrop(image, np.full_like(image, 0.95), matte > 0.5, 0.3, 3)
    rim = (matte > 0.2) & (matte < 0.9)
    assert float((alpha - matte)[rim].mean()) < 0.03
    assert float(colour[rim].mean()) < 0.18


def two_straps(gap: float) -> tuple[Image, Mask]:
    """Two dark straps that lean on each other at both ends: a narrow slit between them, closed all round."""
    matte = np.zeros((SIZE, SIZE), np.float32)
    matte[30:210, 90:150] = 1.0
    down = np.linspace(-1, 1, 120)[:, None]
    wide = gap / 2 * np.sqrt(1 - down**2)
    across = np.abs(np.arange(90, 150)[None, :] - 119.5)
    matte[60:180, 90:150] = np.clip(across - wide + 0.5, 0, 1)
    return photo(matte, (0.15, 0.15, 0.17), 0.97), matte


def test_a_slit_between_two_straps_is_open() -> None:
    image, matte = two_straps(6.0)
    mask = matte > -1.0
    mask[:30] = mask[210:] = mask[:, :90] = mask[:, 150:] = False  # the evidence bridged the slit
    opened = open_slits(mask, read_backdrop(image), np.where(matte > 0, 1.0, 0.8).astype(np.float32))
    assert not opened[75:165, 119:121].any()
    assert opened[35:205, 95:112].all()
    printed = open_slits(
        mask, read_backdrop(image), np.ones_like(matte)
    )  # a white line on the strap is seen as product
    assert np.array_equal(printed, mask)


def test_a_highlight_that_fades_is_no_slit() -> None:
    matte = np.zeros((SIZE, SIZE), np.float32)
    matte[30:210, 90:150] = 1.0
    image = photo(matte, (0.15, 0.15, 0.17), 0.97)
    glow = np.exp(-(((np.arange(SIZE) - 119.5) / 9.0) ** 2))[None, :, None]
    strap = slice(60, 180), slice(95, 145)
    image[strap] = np.maximum(image[strap], np.minimum(0.97, 1.2 * glow[:, 95:145]))
    mask = matte > 0.5
    assert np.array_equal(open_slits(mask, read_backdrop(image), np.full_like(matte, 0.8)), mask)


def test_a_narrow_gap_has_a_sure_middle_and_a_rivet_has_none() -> None:
    mask = np.zeros((SIZE, SIZE), bool)
    mask[40:200, 40:200] = True
    mask[60:180, 100:106] = False
    mask[100:106, 150:162] = False
    known = trimap(mask, 4, 4)
    assert (known[70:170, 100:106].min(axis=1) == 0.0).all()
    assert (known[95:110, 145:167] > 0.0).all()


def test_a_thin_tip_that_only_the_network_sees_stays() -> None:
    """GrabCut works at a small size and knows colours only: a tip of the colour of a shadow elsewhere is lost to it."""
    seen, image = np.zeros((1200, 1200), np.float32), np.full((1200, 1200, 3), 0.9, np.float32)
    image[900:] = image[600:616, 250:500] = 0.3
    image[500:800, 500:1000] = 0.1
    image += np.random.default_rng(3).normal(0, 0.01, image.shape).astype(np.float32)
    seen[500:800, 500:1000], seen[600:616, 250:500] = 1.0, 0.85
    assert (on_clutter(np.clip(image, 0, 1), seen) > 0.5)[603:613, 265:480].all()
