"""A look in finer steps, and what is made of it: chains with their links open, on clutter and on a plain sheet."""

import numpy as np
import pytest
from scipy import ndimage
from test_cutout import SIZE, disc, photo, ring

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.clutter import agreed, on_clutter, without_strays
from tools.engines.cutout.lab import resize
from tools.engines.cutout.looks import fine_look
from tools.engines.cutout.network import Sight
from tools.engines.cutout.openings import open_openings
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.trimap import trimap
from tools.engines.image import Image, Mask

NOTHING = np.zeros((SIZE, SIZE), np.float32)


def links(wire: int = 4) -> Mask:
    """A chain of six links with openings of 8 by 16 pixels that ends at a stone, SIZE×SIZE."""
    drawn = disc(120, 190, 30)
    for top in range(20, 20 + 6 * 22, 22):
        drawn[top : top + 16 + 2 * wire, 120 - 4 - wire : 120 + 4 + wire] = 1.0
        drawn[top + wire : top + wire + 16, 116:124] = 0.0
    return np.asarray(drawn, np.float32)


@pytest.mark.parametrize("turned", [False, True])
def test_a_fine_look_shows_the_same_picture_in_two_halves(turned: bool) -> None:
    down, across = np.mgrid[0:300, 0:200] / 300.0
    image = np.stack([down, across, down * across], axis=-1).astype(np.float32)
    image = np.ascontiguousarray(image.swapaxes(0, 1)) if turned else image
    near = np.zeros(image.shape[:2], np.float32)
    near[60:150, 60:150] = 1.0
    shapes: list[tuple[int, int]] = []

    def once(shape: tuple[int, int], view: Image) -> Image:
        shapes.append(shape)
        return resize(view, shape)

    seen = fine_look(image, once, near, 96)
    assert np.abs(seen - image)[60:150, 60:150].max() < 0.01
    assert not seen[:30].any()
    assert len(shapes) == 2
    assert all(side % 32 == 0 for shape in shapes for side in shape)
    assert 96**2 < sum(height * width for height, width in shapes) < 1.5 * 96**2
    fine_look(image, once, near, 1024)  # a small thing is hardly enlarged
    assert sum(height * width for height, width in shapes[2:]) < 200**2 * 1.5


def test_a_chain_is_kept_above_a_stone_that_tears_the_second_network() -> None:
    chain, stone = links(), disc(120, 190, 30)
    torn = np.where(stone > 0.5, 0.45, chain).astype(np.float32)
    torn[41:53, 114:126] = 1.0  # a ball on the chain
    seen, heard = agreed(stone, torn, NOTHING)
    assert heard == 0.0
    wires = (chain > 0.5) & (stone < 0.5)
    assert (seen[wires] > 0.5).all()
    assert seen[47, 120] > 0.5
    broken = (seen > 0.5) & ~((np.arange(SIZE) % 40) < 3)[:, None]
    assert np.array_equal(without_strays(broken, seen), broken)
    letter = (disc(30, 60, 6) > 0.5) & (disc(30, 60, 4) < 0.5)
    assert not without_strays(broken | letter, np.maximum(seen, letter))[letter].any()


def test_grabcut_does_not_fill_the_links_of_a_chain() -> None:
    chain = links()
    image = photo(np.maximum(chain, disc(120, 90, 14)), (0.6, 0.55, 0.5), 0.55)
    held = (np.indices((SIZE, SIZE))[1] // 2 == 60) & (chain < 0.5)
    held[:24] = held[150:] = False
    assert held.any()
    assert not (on_clutter(image, chain) > 0.5)[held].any()


def test_the_opening_of_a_link_has_a_sure_middle_and_so_has_its_wire() -> None:
    chain = links() > 0.5
    known = trimap(chain, 4, 4)
    assert (known[28:36, 119:121] == 0.0).all()
    assert (known[28:36, 112:116].max(axis=1) == 1.0).all()
    plate = np.zeros((SIZE, SIZE), bool)
    plate[20:220, 60:180] = True
    plate[100:116, 116:124] = False
    assert (trimap(plate, 4, 4)[95:121, 110:130] > 0.0).all()


@pytest.mark.parametrize(("seen", "open_"), [(0.1, True), (0.7, False)])
def test_what_the_network_denies_is_open_though_its_rim_is_soft(seen: float, open_: bool) -> None:
    """Between two soft straps the sheet lies in shade: no steep edge, yet nobody sees a product there."""
    matte = ndimage.gaussian_filter(ring(outer=60, inner=34), 5.0)
    image = photo(matte, (0.45, 0.4, 0.35), (0.6 * (1 - 0.05 * disc(120, 120, 40)))[..., None])
    opinion = np.where(disc(120, 120, 40) > 0.5, seen, 1.0).astype(np.float32)
    opened = open_openings(disc(120, 120, 60) > 0.5, image, read_backdrop(image), opinion)
    assert bool(opened[110:131, 110:131].any()) is not open_


@pytest.mark.parametrize("doubted", [True, False])
def test_an_opening_that_one_of_two_networks_sees_is_open(doubted: bool) -> None:
    """A link in grey on grey; what is disputed, so that a second network is asked, is a bead beside it."""
    link, bead, hole = ring(outer=24, inner=11), disc(200, 120, 16), disc(120, 120, 9)
    matte = np.asarray(ndimage.gaussian_filter(np.maximum(link, bead), 1.5), np.float32)
    image = photo(matte, (0.8, 0.62, 0.45), (0.9 * (1 - 0.1 * disc(120, 120, 15)))[..., None])
    first, second = np.maximum(disc(120, 120, 24), 0.5 * bead), np.maximum(disc(120, 120, 24), bead)
    second = second - 0.95 * hole if doubted else second
    cutter = ClassicCutter(lambda _: first, lambda *_: Sight(np.asarray(second, np.float32), NOTHING))
    alpha = cutter.cut(image).alpha
    assert bool((alpha[116:125, 116:125] < 0.2).all()) is doubted
    assert alpha[120, 137] > 0.9
