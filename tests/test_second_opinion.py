"""Two networks: the second is heard on busy backdrops, and where the first fills what a chain surrounds."""

import numpy as np
import pytest
from scipy import ndimage
from test_cutout import SIZE, disc, gradient, off, photo, ring

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.clutter import agreed, alike, on_clutter, torn_fields, without_strays
from tools.engines.cutout.denied import WIDE, without_denied, without_remains
from tools.engines.cutout.lab import Region
from tools.engines.cutout.lenses import find_panes, of_spectacles
from tools.engines.cutout.looks import close_look
from tools.engines.cutout.network import Sight, accessory
from tools.engines.cutout.pipeline import ClassicCutter, Second, Seen
from tools.engines.image import Image, Mask

SEEN = np.ones((SIZE, SIZE), np.float32)
NOTHING = np.zeros((SIZE, SIZE), np.float32)


def sees(subject: Mask, see_through: Mask = NOTHING) -> Second:
    """A second network that always sees the same."""
    return lambda *_: Sight(subject, see_through)


def busy(seed: int = 5) -> Image:
    """A backdrop of soft patches in all colours, H×W×3."""
    patches = np.random.default_rng(seed).random((12, 12, 3)).astype(np.float32)
    large = ndimage.zoom(patches, (SIZE / 12, SIZE / 12, 1), order=0)
    return np.asarray(ndimage.gaussian_filter(large, (2, 2, 0)) * 0.5 + 0.3, np.float32)


def soft(matte: Mask) -> Mask:
    return np.asarray(ndimage.gaussian_filter(matte, 3), np.float32)


def test_a_plain_backdrop_on_which_the_first_network_tells_holes_needs_no_second() -> None:
    def never(image: Image, near: Mask | None = None) -> Sight:
        raise AssertionError("asked")

    assert off(ClassicCutter(lambda _: ring(), never).cut(photo(ring(), (0.7, 0.5, 0.2), gradient())), ring()) < 0.02


def test_what_only_one_network_takes_for_the_product_is_left_to_the_colours() -> None:
    product, prop = disc(90, 120, 45), disc(190, 60, 30)
    image = photo(product, (0.02, 0.02, 0.02), busy())
    image = np.where(prop[..., None] > 0.5, np.float32([0.9, 0.9, 0.2]), image)
    both = soft(np.maximum(product, prop))
    alone = ClassicCutter(lambda _: both).cut(image)
    helped = ClassicCutter(lambda _: both, sees(soft(product))).cut(image)
    assert off(alone, product) > 0.03  # the prop is taken along
    assert off(helped, product) < 0.3 * off(alone, product)


def test_a_subject_that_runs_along_the_frame_is_heard_less() -> None:
    product, table = disc(120, 100, 40), np.ones((SIZE, SIZE), np.float32)
    table[:120] = 0.0
    assert alike(table, product)[(table == 1.0) & (product == 0.0)].max() < 0.3
    assert alike(table, product)[product == 1.0].min() > 0.5
    assert np.allclose(alike(product, product), product)


def test_a_second_network_that_cannot_decide_is_not_heard() -> None:
    product = disc(120, 120, 60)
    vague = np.where(disc(100, 120, 20) > 0.5, 0.9, 0.5 * product).astype(np.float32)
    assert np.allclose(alike(product, vague), product)
    assert np.allclose(alike(product, np.zeros_like(product)), product)


def test_a_second_network_is_heard_before_the_first_unless_whole_fields_of_it_are_undecided() -> None:
    table, product, details = disc(60, 60, 50), disc(150, 150, 50), disc(150, 150, 8)
    blurred = np.asarray(ndimage.gaussian_filter(product, 1), np.float32)
    clear, heard = agreed(table, blurred, NOTHING)  # an outline is always undecided
    assert heard == 1.0
    assert clear[60, 60] < 0.2 < 0.8 < clear[150, 150]
    torn = np.maximum(details, 0.4 * product).astype(np.float32)
    left, unheard = agreed(product, torn, NOTHING)
    assert unheard == 0.0
    assert np.allclose(left, product)
    assert torn_fields(torn, product) < 0.05  # a pane may be grey


def test_a_thin_chain_that_the_second_network_sees_is_kept_and_followed_to_where_it_is_faint() -> None:
    down, across = np.mgrid[0:SIZE, 0:SIZE]
    chain = np.abs(np.hypot(down - 120, across - 125) - 80) < 1.2
    seen = np.where(chain, np.where(across > 125, 0.9, 0.35), 0.0).astype(np.float32)
    assert (on_clutter(busy(), seen, 1.0) > 0.5)[chain].mean() > 0.9
    assert (on_clutter(busy(), seen, 0.0) > 0.5)[chain].mean() < 0.7
    broken = chain & (across % 15 > 2) & (across > 130)
    assert np.array_equal(without_strays(broken, seen, 1.0), broken)
    assert not np.array_equal(without_strays(broken | (disc(40, 40, 20) > 0.5), SEEN), broken)


def test_a_pane_that_the_second_network_tells_of_lets_the_busy_backdrop_through_if_it_has_a_rim() -> None:
    rim, pane, stray = disc(90, 120, 50), disc(90, 120, 42), disc(200, 60, 25)
    frame = (rim - pane).astype(np.float32)
    panes = find_panes(frame > 0.5, read_backdrop(busy()), np.maximum(pane, stray))
    assert len(panes) == 1
    assert panes[0][120, 90]
    image = photo(frame, (0.05, 0.05, 0.05), busy())
    alpha = ClassicCutter(lambda _: rim, sees(frame, pane)).cut(image).alpha
    assert alpha[120, 90] < 0.5 < alpha[frame > 0.5].mean()
    solid = ClassicCutter(lambda _: rim, sees(rim, pane)).cut(image).alpha  # a dark dial is no pane
    assert solid[120, 90] > 0.9


def test_a_field_that_is_no_pair_of_panes_is_solid_where_the_first_network_is_sure_of_it() -> None:
    hat, left, right = disc(120, 120, 70), disc(70, 120, 40), disc(170, 120, 40)
    torn = (0.5 * hat).astype(np.float32)
    assert not of_spectacles(torn, hat, hat).any()
    assert np.array_equal(of_spectacles(torn, hat, torn), hat)  # the first one doubts it too
    pair = np.maximum(left, right)
    assert np.array_equal(of_spectacles(0.2 * pair, pair, pair), pair)
    assert not of_spectacles(pair, pair, pair).any()  # what it calls solid itself


def test_a_second_network_that_takes_the_table_is_not_heard() -> None:
    product, table = disc(120, 120, 50), np.zeros((SIZE, SIZE), np.float32)
    table[200:] = 1.0
    seen, heard = agreed(product, table, NOTHING)
    assert heard == 0.0
    assert np.allclose(seen, product)


def beads(radius: float) -> Mask:
    """A closed string of twelve beads round the middle, SIZE×SIZE."""
    turns = np.linspace(0.0, 2.0 * np.pi, 12, endpoint=False)
    return np.maximum.reduce([disc(120 + 75 * np.sin(turn), 125 + 75 * np.cos(turn), radius) for turn in turns])


def with_shadow(paper: Image, product: Mask) -> Image:
    """The paper with the beads' shadow, crisp enough to be taken for a thing."""
    cast = ndimage.shift(ndimage.gaussian_filter(product, 1.5), (7, 9), order=1)
    return np.asarray(paper * (1.0 - 0.35 * cast[..., None]), np.float32)


def test_shadow_between_beads_goes_when_the_first_network_fills_the_bracelet() -> None:
    product = beads(14)
    image = photo(product, (0.1, 0.45, 0.75), with_shadow(gradient(), product))
    filled = soft(np.maximum(disc(120, 125, 92), product))
    alone, helped = (
        ClassicCutter(lambda _: filled).cut(image),
        ClassicCutter(lambda _: filled, sees(product)).cut(image),
    )
    assert off(alone, product) > 0.03
    assert off(helped, product) < 0.01


def test_a_part_of_another_colour_stays_though_the_second_network_denies_it() -> None:
    product = beads(14)
    image = photo(product, (0.1, 0.45, 0.75), with_shadow(gradient(), product))
    filled = soft(np.maximum(disc(120, 125, 92), product))
    denied = product * (1.0 - disc(45, 125, 40))
    assert off(ClassicCutter(lambda _: filled, sees(denied)).cut(image), product) < 0.015


def seam(wide: float) -> tuple[Region, Region, Region]:
    """The mask of a disc with the seam of its shadow and with a wire; then the seam, and the wire."""
    down, across = np.mgrid[0:SIZE, 0:SIZE]
    product = disc(120, 110, 60) > 0.5
    shade = (disc(120, 118, 60) > 0.5) & ~product
    image = photo(product.astype(np.float32), (0.6, 0.1, 0.1), gradient(), grain=0.0)
    wire = (abs(down - 100) < 2) & (across > 170)
    image[shade | (wire & ~product)] *= 0.7
    mask = product | shade | wire
    kept = without_denied(mask, image, read_backdrop(image), product.astype(np.float32), wide)
    return kept, shade, wire & ~product & (across > 195)


def test_the_seam_of_a_shadow_goes_when_the_network_denies_it_and_a_wire_that_it_overlooks_stays() -> None:
    kept, shade, wire = seam(WIDE)
    assert kept[shade].mean() < 0.1
    assert kept[wire].all()


def test_a_network_that_knows_chains_is_heard_on_wires_too() -> None:
    kept, shade, wire = seam(0.0)
    assert kept[shade].mean() < 0.1
    assert not kept[wire].any()


def test_what_shade_leaves_behind_goes_with_it_and_parts_stay() -> None:
    body, crumb, part, gone = (
        disc(*where) > 0.5 for where in ((90, 90, 60), (175, 175, 3), (175, 120, 3), (165, 170, 9))
    )
    gone &= ~crumb
    seen = np.maximum(body, part).astype(np.float32)
    assert np.array_equal(without_remains(body | crumb | part, gone, seen), body | part)


def test_strays_far_from_the_product_are_left_out() -> None:
    product, link, stray = (disc(*where) > 0.5 for where in ((100, 120, 40), (142, 120, 1.5), (210, 40, 6)))
    assert np.array_equal(without_strays(product | link | stray, SEEN), product | link)
    pair = product | (disc(200, 120, 20) > 0.5)
    assert np.array_equal(without_strays(pair, SEEN), pair)


def test_an_exact_network_stands_alone() -> None:
    matte = disc(110, 125, 60)
    image = photo(matte, (0.1, 0.3, 0.1), busy())
    seen = Seen(matte, exact=True)
    assert np.array_equal(
        ClassicCutter(lambda _: seen, sees(matte)).cut(image).alpha, ClassicCutter(lambda _: seen).cut(image).alpha
    )


def told(first: Mask, behind: Image) -> bool:
    """Whether the second network is told where the ``first`` one saw the beads, on ``behind``."""
    asked = list[bool]()

    def second(image: Image, near: Mask | None = None) -> Sight:
        asked.append(near is not None and np.array_equal(near, first))
        return Sight(beads(14), NOTHING)

    ClassicCutter(lambda _: first, second).cut(photo(beads(14), (0.1, 0.45, 0.75), behind))
    return asked == [True]


def test_the_second_network_is_told_where_to_look_on_a_plain_backdrop_only() -> None:
    filled = soft(np.maximum(disc(120, 125, 92), beads(14)))
    assert told(filled, with_shadow(gradient(), beads(14)))
    assert not told(filled, busy())


def test_a_close_look_sees_the_place_as_large_as_it_can_be_and_nothing_elsewhere() -> None:
    near, sizes = disc(60, 60, 20), list[tuple[int, ...]]()

    def once(image: Image) -> Mask:
        sizes.append(image.shape[:2])
        return np.ones((32, 32), np.float32)

    seen = close_look(busy(), once, near)
    assert seen[near > 0.5].min() == 1.0
    assert seen.mean() < 0.1
    assert len(sizes) == 2
    assert max(max(size) for size in sizes) < 80
    assert close_look(busy(), once, np.zeros_like(near)).min() == 1.0  # nobody knows where


@pytest.mark.parametrize("metal", [(0.95, 0.75, 0.4), (0.1, 0.1, 0.12)])
def test_our_network_finds_a_ring_on_a_busy_backdrop(metal: tuple[float, ...]) -> None:
    truth = ring()
    seen = accessory(photo(truth, metal, busy())).subject > 0.5
    assert (seen & (truth > 0.5)).sum() / (seen | (truth > 0.5)).sum() > 0.6
