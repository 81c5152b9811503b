"""What the backdrop model and one network dispute, decided with a second network; both networks are fakes."""

import numpy as np
from test_cutout import SIZE, disc, photo, ring

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.disputed import both, is_disputed, settled, with_agreed, without_doubt
from tools.engines.cutout.network import Sight
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.plain import evidence
from tools.engines.image import Image, Mask


class Fake:
    """A network that sees what it is told to, and counts how often it is asked."""

    def __init__(self, seen: Mask) -> None:
        self.seen = seen
        self.asked = 0

    def __call__(self, image: Image, near: Mask | None = None) -> Sight:
        self.asked += 1
        return Sight(self.seen, np.zeros_like(self.seen))

    def alone(self, image: Image) -> Mask:
        """See it as the first network."""
        return self(image).subject


def soled() -> tuple[Image, Mask]:
    """A dark disc with a white part at its right, of the backdrop's own colour, and its matte."""
    whole = disc(120, 120, 60)
    dark = whole * (np.arange(SIZE) < 140)[None, :]
    image = photo(dark, (0.15, 0.12, 0.1), 0.9)
    image[60:180, 139:141] = np.where(whole[60:180, 139:141, None] > 0.5, 0.4, image[60:180, 139:141])
    return image, whole


def test_what_both_networks_are_sure_of_is_product_in_the_backdrops_own_colour() -> None:
    image, whole = soled()
    first, second = Fake(whole), Fake(whole)
    found = ClassicCutter(first.alone, second).cut(image)
    assert found.plain
    assert float(found.alpha[(whole == 1) & (disc(120, 120, 54) == 1)].min()) == 1.0
    blind = Fake(disc(120, 120, 60) * (np.arange(SIZE) < 140)[None, :])
    alone = ClassicCutter(first.alone, blind).cut(image)
    assert float(alone.alpha[90:150, 150:170].max()) < 0.1  # one of two is not enough


def barred() -> tuple[Image, Mask]:
    """A dark disc, and a thin hard shadow that runs from it to the right; its matte."""
    matte = disc(90, 120, 50)
    image = photo(matte, (0.12, 0.1, 0.2), 0.9)
    image[118:123, 139:215] *= 0.7
    return image, matte


def test_a_thin_shade_that_both_networks_deny_goes() -> None:
    image, matte = barred()
    second = Fake(matte)
    found = ClassicCutter(Fake(matte).alone, second).cut(image)
    assert second.asked == 1
    assert float(found.alpha[:, 150:].max()) < 0.2
    assert float(found.alpha[disc(90, 120, 47) == 1].min()) == 1.0


def test_a_thin_grey_part_that_one_network_sees_stays() -> None:
    image, matte = barred()
    seen = matte.copy()
    seen[118:123, 139:215] = 1.0
    found = ClassicCutter(Fake(matte).alone, Fake(seen)).cut(image)
    assert float(found.alpha[119:122, 150:210].min()) > 0.9


def test_nobody_else_is_asked_where_the_network_and_the_colours_agree() -> None:
    matte = ring()
    second = Fake(np.zeros_like(matte))
    image = photo(matte, (0.5, 0.3, 0.1), 0.9)
    assert not is_disputed(evidence(read_backdrop(image), matte), matte)
    ClassicCutter(Fake(matte).alone, second).cut(image)
    assert second.asked == 0


def test_what_the_first_is_sure_of_stands_and_a_doubt_is_settled_by_the_second() -> None:
    first = np.array([[1.0, 0.5, 0.5, 0.0]] * 4, np.float32)
    second = np.array([[0.0, 1.0, 0.0, 0.0]] * 4, np.float32)
    seen = settled(first, second)
    assert seen[0, 0] == 1.0
    assert seen[0, 1] > 0.9
    assert seen[0, 2] < 0.1
    assert both(first, second).either[0].tolist() == [1.0, 1.0, 0.5, 0.0]


def test_only_the_inside_of_what_both_see_is_added() -> None:
    shape = disc(120, 120, 40)
    added = with_agreed(np.zeros((SIZE, SIZE), bool), both(shape, 0.7 * shape))
    assert added[120, 120]
    assert not added[disc(120, 120, 38) == 0].any()


def test_the_edge_of_a_table_that_nobody_sees_goes_and_a_dark_cord_stays() -> None:
    matte = disc(90, 120, 50)
    cord = np.zeros_like(matte)
    cord[90:94, 130:230] = 1.0
    image = photo(np.maximum(matte, cord), (0.12, 0.1, 0.2), 0.8)
    image[150:155, 125:240] = (0.7, 0.8, 0.95)  # of another hue than any shade of the backdrop
    found = ClassicCutter(Fake(matte).alone, Fake(matte)).cut(image)
    assert float(found.alpha[145:160, 150:].max()) < 0.1
    assert float(found.alpha[91:93, 145:225].min()) > 0.9
    assert (
        float(ClassicCutter(Fake(matte).alone).cut(image).alpha[151:154, 160:200].min()) > 0.9
    )  # one network is not heard


def test_no_doubt_is_left_where_both_are_sure() -> None:
    shape = disc(120, 120, 40)
    seen = without_doubt(0.95 * shape, both(0.95 * shape, shape))
    assert seen[120, 120] == 1.0
    assert without_doubt(0.95 * shape, both(0.95 * shape, 0.5 * shape))[120, 120] < 0.96
