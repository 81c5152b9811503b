"""Thin parts that are shaded, beads that are strung, shadow inside of a hoop, grain that is no opening."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage
from test_cutout import FAR, SIZE, UNSEEN, disc, off, photo, ring

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.clutter import alike, without_strays
from tools.engines.cutout.holes import open_holes
from tools.engines.cutout.known_backdrop import known_backdrop
from tools.engines.cutout.lab import Region
from tools.engines.cutout.openings import open_openings
from tools.engines.cutout.outline import without_crumbs
from tools.engines.cutout.own_shade import with_own_shade
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.plain import tighten
from tools.engines.cutout.shadow import without_cast_shadow
from tools.engines.image import Image


def wire() -> tuple[Image, Region]:
    """A wire of 6 px, light on one side and darker on the other, on black: (image, mask)."""
    image = np.full((SIZE, SIZE, 3), 0.05, np.float32)
    image[40:200, 117:120] = 0.9
    image[40:200, 120:123] = 0.5
    mask = np.zeros((SIZE, SIZE), bool)
    mask[40:200, 117:123] = True
    return image, mask


def test_the_shaded_side_of_a_wire_is_as_solid_as_its_highlight() -> None:
    image, mask = wire()
    alpha, _ = known_backdrop(image, np.full_like(image, 0.05), mask, 0.5, 3)
    assert alpha[60:180, 117:122].min() > 0.85
    assert alpha[60:180, 122].min() > 0.5
    assert alpha[60:180, 124:].max() == 0.0


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 9), st.floats(0.0, 1.0), st.floats(0.0, 2.0))
def test_own_shade_takes_nothing_away_and_leaves_thick_parts_alone(width: int, shade: float, noise: float) -> None:
    mask = np.zeros((64, 64), bool)
    mask[8:56, 30 : 30 + width] = True
    mask[20:50, 4:24] = True
    ramp = mask.astype(np.float32)
    alpha = np.where(mask, shade, 0.0).astype(np.float32)
    contrast = np.random.default_rng(width).random((64, 64)).astype(np.float32)
    raised = with_own_shade(alpha, contrast, mask, ramp, noise, 4)
    assert (raised >= alpha).all()
    assert (raised <= np.maximum(alpha, ramp)).all()
    assert np.array_equal(raised[24:46, 8:20], alpha[24:46, 8:20])


def test_beads_of_a_string_stay_and_a_lone_grain_of_dust_goes() -> None:
    body = disc(120, 60, 40) > 0.5
    beads = np.zeros_like(body)
    for at in range(110, 210, 5):  # 9 px each, two between them
        beads[at : at + 3, 119:122] = True
    dust = np.zeros_like(body)
    dust[200:203, 40:43] = True
    assert np.array_equal(without_crumbs(body | beads | dust, FAR, UNSEEN), body | beads)


def test_the_light_side_of_a_bead_is_no_rim_and_a_faint_rim_is() -> None:
    contrast, mask = np.zeros((SIZE, SIZE), np.float32), np.zeros((SIZE, SIZE), bool)
    mask[100:106, 40:200] = True
    contrast[100:104, 40:200] = 60.0
    contrast[100:104, 42:200:4] = 2.0  # a pixel of the backdrop's own lightness between two beads' dark sides
    contrast[104:106, 40:200] = 3.0
    kept = tighten(mask, contrast, np.zeros_like(mask))
    assert kept[100:103, 44:196].all()
    assert not kept[105, 44:196].any()


def test_the_shadow_inside_of_a_hoop_goes_as_the_one_outside_does() -> None:
    """It is joined to the backdrop that is seen through the hoop, not to the frame."""
    hoop = ring(outer=70, inner=58)
    cast = ndimage.gaussian_filter(np.roll(hoop, (7, 7), (0, 1)), 6)
    behind = np.broadcast_to((0.9 * (1.0 - 0.15 * cast))[..., None], (SIZE, SIZE, 3))
    image = photo(hoop, (0.7, 0.5, 0.15), behind, 0.002)
    backdrop = read_backdrop(image)
    found = (hoop > 0.5) | (cast > 0.1)
    kept = without_cast_shadow(found, image, backdrop, UNSEEN)
    within = (disc(120, 120, 54) > 0.5) & found
    assert within.sum() > 500
    assert kept[within].mean() < 0.1
    assert kept[hoop > 0.9].mean() > 0.99
    assert off(ClassicCutter(lambda _: hoop).cut(image), hoop) < 0.01


@pytest.mark.parametrize(("leather", "open_"), [(0.84, False), (0.2, True)])
def test_grain_as_light_as_the_paper_is_no_opening_in_pale_leather(leather: float, open_: bool) -> None:
    """The network is too coarse for either; but dark leather shows the paper only where it is pierced."""
    body, grain = disc(120, 120, 80), disc(120, 120, 4)
    image = photo(body - grain, (leather,) * 3, 0.9, 0.001)
    mask = (body > 0.5) & ~(grain > 0.5)
    found = open_holes(mask, read_backdrop(image), body, np.zeros_like(mask))
    assert found[120, 120] != open_


@pytest.mark.parametrize(("paper", "opens"), [((0.95, 0.75, 0.25), True), ((0.8, 0.8, 0.8), False)])
def test_a_slot_too_narrow_to_show_its_colour_clearly_is_open(paper: tuple[float, ...], opens: bool) -> None:
    """Between a dark frame and a green stone; on grey paper it may be metal, and a network that sees it is heard."""
    body = np.zeros((SIZE, SIZE), np.float32)
    body[40:200, 40:200] = 1.0
    image = photo(body, (0.06, 0.35, 0.15), np.array(paper, np.float32), 0.003)
    shaded = np.array(paper, np.float32) * 0.82
    image[60:180, 60:70] = shaded  # wide: seen clearly
    image[60:180, 150:154] = shaded
    image = ndimage.gaussian_filter(image, (0.9, 0.9, 0.0))
    opened = open_openings(body > 0.5, image, read_backdrop(image), body)
    assert (not opened[70:170, 151:153].any()) == opens
    assert opened[70:170, 90:140].all()


def test_what_has_the_products_colour_and_no_network_sees_is_a_stray() -> None:
    product, letters = (disc(*where) > 0.5 for where in ((100, 120, 40), (200, 60, 20)))
    seen = np.where(product, 0.9, np.where(letters, 0.3, 0.0)).astype(np.float32)
    assert np.array_equal(without_strays(product | letters, seen), product)


def test_of_two_undecided_networks_the_less_undecided_is_heard() -> None:
    thing, sharp = disc(120, 120, 80), disc(120, 120, 30)
    torn = (0.3 * thing + 0.4 * disc(120, 120, 24)).astype(np.float32)
    less = np.maximum(0.9 * sharp, 0.3 * disc(120, 120, 48)).astype(np.float32)
    at = 120, 120 + 27  # the first doubts it, the second sees it
    assert torn[at] < 0.35
    assert alike(torn, less)[at] > 0.5
