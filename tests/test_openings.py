"""Openings in the product's own shadow and in chains; and what a photo may suffer without its cut-out changing."""

import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from scipy import ndimage
from test_cutout import SIZE, disc, gradient, no_opinion, photo, ring

from tools.engines.cutout.backdrop import read_backdrop
from tools.engines.cutout.openings import open_openings
from tools.engines.cutout.pipeline import ClassicCutter, Seen
from tools.engines.image import Bytes8, Image, Mask, to_bytes, to_float

EXAMPLES = Path(__file__).parents[1] / "examples"


def chain() -> Mask:
    """Links with holes of 9 by 9 pixels, drawn four times finer."""
    fine = np.zeros((4 * SIZE, 4 * SIZE), np.float32)
    for start in range(80, 840, 60):
        fine[452:508, start : start + 56] = 1.0
        fine[462:498, start + 10 : start + 46] = 0.0
        fine[476:484, start + 56 : start + 60] = 1.0
    return np.asarray(fine.reshape(SIZE, 4, SIZE, 4).mean(axis=(1, 3)), np.float32)


def test_a_chain_keeps_its_links_and_their_holes() -> None:
    matte = chain()
    found = ClassicCutter(no_opinion).cut(photo(matte, (0.45, 0.3, 0.1), 0.9)).alpha
    holes = (matte == 0) & ndimage.binary_fill_holes(matte > 0.5)
    assert float((found[holes] < 0.2).mean()) > 0.9
    assert float((found[matte == 1] > 0.5).mean()) > 0.97


@pytest.mark.parametrize("dimmed", [0.95, 0.75, 0.6])
def test_an_opening_in_shadow_is_open(dimmed: float) -> None:
    """A closed handle over a bag: what it holds is the sheet, in shadow, and the evidence took it for product."""
    matte = ring(outer=80, inner=60)
    inside = disc(120, 120, 60)
    image = photo(matte, (0.1, 0.1, 0.1), (0.85 * (1 - (1 - dimmed ** (1 / 2.2)) * inside))[..., None])
    opened = open_openings(disc(120, 120, 80) > 0.5, image, read_backdrop(image), no_opinion(image))
    assert not opened[80:160, 80:160].any()
    assert opened[(matte >= 1.0) & (disc(120, 120, 63) == 0)].all()


@pytest.mark.parametrize(("seen", "open_"), [(0.45, True), (0.75, False)])
def test_a_link_with_a_soft_rim_is_open_where_the_network_doubts_it(seen: float, open_: bool) -> None:
    """A small photo's link, blurred by its resampling: no steep edge round what it holds."""
    matte = ndimage.gaussian_filter(ring(outer=20, inner=11), 2.0)
    image = photo(matte, (0.8, 0.62, 0.45), (0.9 * (1 - 0.1 * disc(120, 120, 15)))[..., None])
    opened = open_openings(disc(120, 120, 20) > 0.5, image, read_backdrop(image), np.full_like(matte, seen))
    assert bool(opened[115:126, 115:126].any()) is not open_
    assert opened[(matte > 0.8)].all()


def test_a_mirror_of_the_backdrops_hue_stays() -> None:
    """A bent silver plate runs through all greys of a grey sheet; nowhere is it even, and its rim fades."""
    shape = disc(120, 120, 80)
    down = np.mgrid[0:SIZE, 0:SIZE][0]
    bent = 0.3 + 0.55 * (0.5 + 0.5 * np.cos((down - 120) / 20.0))
    image = np.where(shape[..., None] > 0.5, bent[..., None], 0.85).repeat(3, axis=-1).astype(np.float32)
    mask = shape > 0.5
    assert np.array_equal(open_openings(mask, image, read_backdrop(image), no_opinion(image)), mask)


def test_brushed_steel_on_grey_is_no_opening_to_who_sees_it() -> None:
    """A flat steel plate is as grey and as even as the sheet in shadow; only the network knows it for product."""
    case, plate = disc(120, 120, 80), disc(120, 120, 60)
    image = photo(case, (0.1, 0.1, 0.1), 0.85)
    image = np.where(plate[..., None] > 0.5, image * 0 + 0.7, image).astype(np.float32)
    mask = case > 0.5
    assert np.array_equal(open_openings(mask, image, read_backdrop(image), case), mask)


def test_an_exact_network_is_taken_at_its_word_on_clutter() -> None:
    """A thread of a colour that the scene has too: GrabCut loses it, who knows it better does not."""
    rng = np.random.default_rng(5)
    behind = ndimage.zoom(rng.random((24, 24, 3)), (SIZE / 24, SIZE / 24, 1), order=0).astype(np.float32)
    matte = np.zeros((SIZE, SIZE), np.float32)
    matte[118:122, 30:210] = matte[80:160, 100:140] = 1.0
    image = photo(matte, (0.5, 0.45, 0.4), behind)
    found = ClassicCutter(lambda _: Seen(matte, exact=True)).cut(image)
    assert not found.plain
    assert float((found.alpha[119:121, 30:210] > 0.5).mean()) > 0.97


def jpeg(image: Image, quality: int = 85) -> Bytes8:
    file = io.BytesIO()
    Pillow.fromarray(to_bytes(image)).save(file, "JPEG", quality=quality)
    return np.asarray(Pillow.open(file))


def halved(image: Image) -> Image:
    height, width = (side // 2 * 2 for side in image.shape[:2])
    planes = image[:height, :width].reshape(height // 2, 2, width // 2, 2, -1)
    return np.ascontiguousarray(planes.mean(axis=(1, 3)), np.float32)


def suffered(image: Image, cutter: ClassicCutter) -> dict[str, float]:
    """Mean alpha difference after each thing that a photo may suffer."""
    alpha = cutter.cut(image).alpha
    mirrored = cutter.cut(np.ascontiguousarray(image[:, ::-1])).alpha[:, ::-1]
    turned = np.rot90(cutter.cut(np.ascontiguousarray(np.rot90(image))).alpha, -1)
    half = cutter.cut(halved(image)).alpha
    pressed = cutter.cut(jpeg(image)).alpha
    return {
        "mirror": float(np.abs(mirrored - alpha).mean()),
        "quarter turn": float(np.abs(turned - alpha).mean()),
        "half": float(np.abs(half - halved(alpha[..., None])[..., 0]).mean()),
        "JPEG 85": float(np.abs(pressed - alpha).mean()),
    }


@pytest.mark.parametrize(("product", "sheet"), [(0.15, 0.9), (0.9, 0.06)], ids=["dark on light", "light on dark"])
def test_what_a_photo_suffers_changes_no_cut_out(product: float, sheet: float) -> None:
    for matte in (ring(105, 130), disc(90, 110, 50) + disc(180, 150, 25)):
        found = suffered(photo(matte, (product, 0.9 * product, 0.8 * product), sheet), ClassicCutter(no_opinion))
        assert max(found.values()) <= 0.01, found


def test_on_a_gradient_too() -> None:
    found = suffered(photo(disc(110, 125, 60), (0.3, 0.15, 0.1), gradient()), ClassicCutter(no_opinion))
    assert max(found.values()) <= 0.01, found


@pytest.mark.slow
@pytest.mark.parametrize("name", ["ring", "watch"])
def test_our_samples_suffer_it_too(name: str) -> None:
    with Pillow.open(EXAMPLES / f"{name}.jpg") as file:
        image = to_float(np.asarray(file.convert("RGB").reduce(4)))
    found = suffered(image, ClassicCutter())
    assert max(found.values()) <= 0.01, found
