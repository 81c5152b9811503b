"""Lenses: found by their shape, let through by what is seen past them; all on drawn spectacles with known mattes."""

import numpy as np
import pytest
from scipy import ndimage
from test_cutout import no_opinion

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.lenses import find_panes
from tools.engines.cutout.pipeline import ClassicCutter, Seen
from tools.engines.cutout.translucency import look_through
from tools.engines.image import Image, Mask

Color = tuple[float, float, float]

HIGH, WIDE = 240, 400
CENTRES = (120.0, 280.0)
GRAIN = 0.003


def ellipse(x: float, y: float, across: float, down: float) -> Mask:
    rows, columns = np.mgrid[0:HIGH, 0:WIDE].astype(np.float32)
    away = np.hypot((columns - x) / across, (rows - y) / down)
    return np.clip((1.0 - away) * min(across, down) + 0.5, 0.0, 1.0).astype(np.float32)


def spectacles() -> tuple[Mask, Mask]:
    """Coverage of the frame and of its two panes; a bridge between them and a stub of a temple at each side."""
    panes = np.maximum(*(ellipse(x, 120, 62, 50) for x in CENTRES))
    frame = np.maximum(*(ellipse(x, 120, 70, 58) for x in CENTRES)) - panes
    frame[112:120, 180:220] = 1.0
    frame[90:97, 30:64] = frame[90:97, 336:370] = 1.0
    return frame, panes


def photo(alpha: float, glare: float | Color, backdrop: Image | float, seed: int = 2) -> tuple[Image, Mask]:
    """Spectacles of dark acetate in light that adds up: R is ``glare``, T is 1 − ``alpha``."""
    frame, panes = spectacles()
    behind = np.broadcast_to(np.asarray(backdrop, np.float32), (HIGH, WIDE, 3)) ** 2.2
    light = behind * (1.0 - alpha * panes[..., None]) + np.asarray(glare) * panes[..., None]
    light = light * (1.0 - frame[..., None]) + 0.02 * frame[..., None]
    noise = np.random.default_rng(seed).normal(0, GRAIN, light.shape)
    image = np.clip(np.clip(light, 0, 1) ** (1 / 2.2) + noise, 0, 1).astype(np.float32)
    return image, np.asarray(frame + (1.0 - frame) * alpha * panes, np.float32)


def paper() -> Image:
    grain = ndimage.gaussian_filter(np.random.default_rng(4).normal(size=(HIGH, WIDE)), 1.5)
    return np.asarray((0.72 * (1.0 + 0.05 * grain / grain.std()))[..., None] * np.ones(3), np.float32)


def inside() -> np.ndarray:  # type: ignore[type-arg]
    return ndimage.binary_erosion(spectacles()[1] >= 1.0, iterations=5)


@pytest.mark.parametrize(("alpha", "glare"), [(0.85, 0.04), (0.6, 0.04), (0.12, 0.05)], ids=["dark", "tinted", "clear"])
@pytest.mark.parametrize("backdrop", [0.92, 0.6], ids=["white", "grey"])
def test_a_lens_lets_through_what_it_lets_through(alpha: float, glare: float, backdrop: float) -> None:
    image, truth = photo(alpha, glare, backdrop)
    found = ClassicCutter(no_opinion).cut(image)
    assert float(np.abs(found.alpha - truth)[inside()].mean()) < 0.09
    assert float(np.abs(found.alpha - truth).mean()) < 0.03


def test_a_coated_lens_is_as_clear_as_glass_is() -> None:
    """It hardly reflects: what a bare one would is not to be seen in it as a veil."""
    image, truth = photo(0.13, 0.02, 0.9)
    found = ClassicCutter(no_opinion).cut(image)
    assert float(np.abs(found.alpha - truth)[inside()].mean()) < 0.03
    veil = found.alpha[inside()] * np.mean(found.foreground[inside()] ** 2.2, axis=-1)
    assert float(veil.mean()) < 0.045


def test_a_lens_with_something_behind_it_is_one_when_its_twin_is() -> None:
    sheet = np.full((HIGH, WIDE, 3), 0.85, np.float32)
    sheet[130:180, 95:125] = 0.3  # stands behind the left pane and sticks out below
    image, truth = photo(0.6, 0.04, sheet)
    whole = np.maximum(*spectacles()) > 0.5
    panes = find_panes(whole, read_backdrop(image))
    assert len(panes) == 2
    clear = inside().copy()
    clear[120:190, 85:135] = False
    found = ClassicCutter(no_opinion).cut(image)
    assert float(np.abs(found.alpha - truth)[clear].mean()) < 0.12


def test_the_old_backdrop_is_gone_from_a_dark_lens() -> None:
    """What is laid over another backdrop is what would have been photographed there."""
    image, _ = photo(0.8, 0.04, (0.9, 0.6, 0.6))
    there, _ = photo(0.8, 0.04, (0.3, 0.5, 0.4))
    found = ClassicCutter(no_opinion).cut(image)
    share = found.alpha[..., None]
    laid = (share * found.foreground**2.2 + (1 - share) * np.array([0.3, 0.5, 0.4]) ** 2.2) ** (1 / 2.2)
    assert float(np.abs(laid - there)[inside()].mean()) < 0.04


def test_texture_tells_where_colour_cannot() -> None:
    """A pane that glares in its own colour as brightly as it dims: only the paper's grain says how clear it is."""
    sheet = paper()
    image, _ = photo(0.7, 0.33, sheet)
    pane = inside() & (np.arange(WIDE) < 200)
    behind = np.full_like(image, 0.72)
    told = look_through(image, behind, pane)
    assert float(np.median(told.at(pane.shape)[pane])) < 0.55  # true 0.3; by the colour alone 0.93


def test_hoops_are_no_lenses_and_neither_is_a_dial() -> None:
    frame, _ = spectacles()
    loose = frame.copy()
    loose[100:130, 190:210] = 0.0  # no bridge
    image = np.where(loose[..., None] > 0.5, 0.2, 0.9).repeat(3, axis=-1).astype(np.float32)
    assert find_panes(loose > 0.5, read_backdrop(image)) == []
    dial = np.repeat((0.9 - 0.6 * ellipse(200, 120, 90, 90) + 0.4 * ellipse(200, 120, 70, 70))[..., None], 3, axis=-1)
    assert find_panes(ellipse(200, 120, 90, 90) > 0.5, read_backdrop(dial.astype(np.float32))) == []


def test_pearls_in_a_row_are_no_lenses() -> None:
    row = np.maximum.reduce([ellipse(x, 120, 29, 29) for x in range(50, 351, 60)])
    bar = np.zeros_like(row)
    bar[112:128, 40:360] = 1.0
    pearls = np.maximum.reduce([ellipse(x, 120, 24, 24) for x in range(50, 351, 60)])
    image = np.repeat((0.7 - 0.4 * np.maximum(row, bar) + 0.5 * pearls)[..., None], 3, axis=-1).astype(np.float32)
    assert find_panes(np.maximum(row, bar) > 0.5, read_backdrop(image)) == []


def test_two_low_fields_in_a_high_thing_are_no_lenses() -> None:
    """Two insoles in a pair of shoes are half as long as the shoes."""
    shoes = np.maximum(ellipse(160, 120, 41, 105), ellipse(240, 120, 41, 105))
    soles = np.maximum(ellipse(160, 80, 28, 40), ellipse(240, 80, 28, 40))
    image = np.repeat((0.9 - 0.7 * shoes + 0.3 * soles)[..., None], 3, axis=-1).astype(np.float32)
    assert find_panes(shoes > 0.5, read_backdrop(image)) == []


def test_what_a_network_calls_see_through_is_let_through() -> None:
    """Also on clutter, where no shape tells and what lies behind is carried in from the side."""
    rows, columns = np.mgrid[0:HIGH, 0:WIDE]
    stripes = np.where((rows // 40 + columns // 40) % 2 == 0, 0.75, 0.6)[..., None] * np.ones(3)
    image, truth = photo(0.6, 0.04, stripes.astype(np.float32))
    subject, glass = np.clip(sum(spectacles()), 0, 1).astype(np.float32), spectacles()[1]
    found = ClassicCutter(lambda _: Seen(subject, glass)).cut(image)
    solid = ClassicCutter(lambda _: Seen(subject)).cut(image)
    assert not found.plain
    assert float(np.abs(found.alpha - truth)[inside()].mean()) < 0.15
    assert float(solid.alpha[inside()].min()) == 1.0


def test_the_noise_of_a_dark_backdrop_is_no_texture() -> None:
    """Where it shows through as roughly as past the pane, that is the sensor's; a dark tinted lens stays one."""
    image, _ = photo(0.7, (0.2, 0.12, 0.06), 0.18)
    image = (image + np.random.default_rng(5).normal(0.0, 0.01, image.shape)).astype(np.float32)
    pane = inside() & (np.arange(WIDE) < 200)
    told = look_through(image, np.full_like(image, 0.18), pane)
    assert float(np.median(told.at(pane.shape)[pane])) < 0.65  # true 0.3; by the noise alone 0.97


def test_a_clear_pane_is_grey_over_a_coloured_backdrop() -> None:
    image, _ = photo(0.12, 0.03, (0.5, 0.42, 0.63))
    found = ClassicCutter(no_opinion).cut(image)
    own = found.foreground[inside()].mean(axis=0)
    assert float(np.ptp(own)) < 0.04
