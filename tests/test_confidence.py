"""How far a cut-out is trusted: each sign grows with what is wrong, and the shipped model follows them."""

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from scipy import ndimage

from tools.engines.cutout.backdrop import Backdrop, read_backdrop
from tools.engines.cutout.confidence import confidence, lacks, shipped
from tools.engines.cutout.judgement import unsure
from tools.engines.cutout.lab import Region
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.signs import NAMES, Opinions, read_signs
from tools.engines.image import Image, Mask

SIZE = 240
EXAMPLES = Path(__file__).parents[1] / "examples"


def disc(radius: float = 60, across: float = 120) -> Mask:
    down, right = np.mgrid[0:SIZE, 0:SIZE]
    return np.asarray(np.clip(radius + 0.5 - np.hypot(right - across, down - 120), 0, 1), np.float32)


def bar(top: int, bottom: int, left: int = 100, right: int = 140) -> Mask:
    strap = np.zeros((SIZE, SIZE), np.float32)
    strap[top:bottom, left:right] = 1.0
    return strap


def photo(matte: Mask, product: float = 0.2) -> Image:
    grain = np.random.default_rng(1).normal(0, 0.004, (SIZE, SIZE, 1))
    grey = matte[..., None] * product + (1 - matte[..., None]) * 0.85 + grain
    return np.asarray(np.broadcast_to(np.clip(grey, 0, 1), (SIZE, SIZE, 3)), np.float32)


def soft(matte: Mask) -> Mask:
    return np.asarray(ndimage.gaussian_filter(matte, 1.5), np.float32)


def trust(image: Image, matte: Mask, opinion: Mask, second: Mask | None = None) -> float:
    found: Region = matte > 0.5
    return confidence(image, matte, found, Opinions(opinion, opinion, second), read_backdrop(image))


def sign(name: str, image: Image, matte: Mask, opinion: Mask, second: Mask | None = None) -> float:
    opinions = Opinions(opinion, opinion, second)
    return float(read_signs(image, matte, matte > 0.5, opinions, read_backdrop(image))[NAMES.index(name)])


def test_a_clear_outline_is_trusted_and_one_of_the_backdrops_colour_is_not() -> None:
    matte = disc()
    assert trust(photo(matte), matte, soft(matte)) > 0.7
    faint = trust(photo(matte, 0.84), matte, soft(matte))
    assert faint < trust(photo(matte, 0.7), matte, soft(matte)) < trust(photo(matte), matte, soft(matte))
    assert 1.0 - faint > 4.0 * (1.0 - trust(photo(matte), matte, soft(matte)))  # so many times as often not good


def test_on_clutter_what_the_second_network_does_not_see_is_not_trusted() -> None:
    behind = ndimage.zoom(np.random.default_rng(5).random((12, 12, 3)), (SIZE / 12, SIZE / 12, 1), order=0)
    matte = disc()[..., None]
    image = np.asarray(matte * 0.2 + (1 - matte) * behind, np.float32)
    sure = trust(image, disc(), soft(disc()), soft(disc()))
    assert 1.0 - trust(image, disc(), soft(disc()), soft(disc(60, 190))) > 4.0 * (1.0 - sure)


@pytest.mark.parametrize(
    ("name", "image", "matte", "opinion"),
    [
        ("disputed", photo(disc()), disc(), soft(disc(30))),
        ("missed", photo(disc()), disc(30), soft(disc())),
        ("unexplained", photo(disc()), disc(30), soft(disc())),
        ("undecided", photo(disc()), disc(), np.full((SIZE, SIZE), 0.5, np.float32)),
        ("faint", photo(disc(), 0.82), disc(), soft(disc())),
        ("mixed", photo(disc()), disc(90), soft(disc())),
        ("cut_off", photo(disc(60, 220)), disc(60, 220), soft(disc(60, 220))),
        ("touches", photo(disc(60, 182)), disc(60, 182), soft(disc(60, 182))),
        ("dark", 0.2 * photo(disc()), disc(), soft(disc())),
        ("crumbs", photo(disc()), np.maximum(disc(), disc(12, 220)), soft(disc())),
        ("glazed", photo(disc()), 0.5 * disc(), soft(disc())),
        ("soft", photo(disc()), np.asarray(ndimage.gaussian_filter(disc(), 6), np.float32), soft(disc())),
    ],
)
def test_a_sign_grows_with_its_fault(name: str, image: Image, matte: Mask, opinion: Mask) -> None:
    assert sign(name, image, matte, opinion) > sign(name, photo(disc()), disc(), soft(disc())) + 0.01


def test_a_piece_that_a_network_denies_or_alone_sees_is_a_sign() -> None:
    image, matte, clear = photo(disc()), disc(), soft(disc())
    assert sign("taken", image, matte, soft(disc(30))) > sign("taken", image, matte, clear) + 1.0
    others = {"taken_of_second": disc(30), "denied": disc(30), "doubted": 0.6 * disc()}
    for name, second in (*others.items(), ("left_of_second", np.maximum(disc(), disc(30, 200)))):
        assert sign(name, image, matte, clear, soft(second)) > sign(name, image, matte, clear, clear) + 1.0


def test_a_cut_out_that_lacks_what_a_network_is_sure_of_is_not_trusted() -> None:
    image, strap = photo(np.maximum(disc(), bar(170, 220))), bar(170, 220)
    whole, half = soft(np.maximum(disc(), strap)), soft(disc())
    assert confidence(image, disc(), disc() > 0.5, Opinions(half, whole, half), read_backdrop(image)) < 0.5
    assert lacks(disc() > 0.5, whole)
    assert not lacks(disc() > 0.5, half)
    assert not lacks(disc() > 0.5, np.maximum(whole, bar(230, SIZE, 0, SIZE)))  # it sees the table, too


def test_what_one_network_alone_sees_beside_the_cut_out_is_marked_and_a_table_is_not() -> None:
    mask, strap = disc() > 0.5, bar(170, 220)
    fused, longer = soft(disc()), soft(np.maximum(disc(), strap))
    assert unsure(disc(), mask, Opinions(fused, fused, fused), 1.0) == ()
    ((left, top, width, height),) = unsure(disc(), mask, Opinions(fused, longer, fused), 2.0)
    assert left <= 200 < 280 <= left + width
    assert 300 < top < 380
    assert 430 < top + height <= 480
    table = np.maximum(longer, (np.arange(SIZE) > 90)[:, None])
    assert unsure(disc(), mask, Opinions(fused, table, fused), 1.0) == ()


def test_no_sign_of_a_fault_adds_trust() -> None:
    model = shipped()
    assert set(json.loads(_written())["weights"]) <= set(NAMES)
    assert (model.weights >= 0).all()
    assert model.slope > 0
    assert model.good(np.zeros(len(NAMES))) <= model.good(np.full(len(NAMES), -1.0))


def _written() -> str:
    return (Path(__file__).parents[1] / "tools" / "engines" / "weights" / "confidence.json").read_text()


def test_a_photos_size_is_no_sign() -> None:
    image, matte = photo(disc()), disc()
    large = [np.repeat(np.repeat(each, 2, 0), 2, 1) for each in (image, matte, soft(matte))]
    assert trust(large[0], large[1], large[2]) == pytest.approx(trust(image, matte, soft(matte)), abs=0.1)


def test_the_cutter_takes_another_judge() -> None:
    seen: list[tuple[int, ...]] = []

    def judge(image: Image, alpha: Mask, mask: Region, opinions: Opinions, backdrop: Backdrop) -> float:
        seen.append(alpha.shape)
        return 0.25

    cutter = ClassicCutter(lambda image: soft(disc()), judge=judge)
    assert cutter.cut(photo(disc())).confidence == 0.25
    assert seen == [(SIZE, SIZE)]


def test_an_empty_cut_out_is_not_trusted() -> None:
    nothing = np.zeros((SIZE, SIZE), np.float32)
    assert trust(photo(nothing), nothing, nothing) == 0.0


def test_a_good_sample_is_trusted() -> None:
    with Pillow.open(EXAMPLES / "ring.jpg") as opened:
        image = np.asarray(opened.convert("RGB").reduce(4), np.float32) / 255
    with Pillow.open(EXAMPLES / "ring_matte.png") as opened:
        matte = np.asarray(opened.convert("L").reduce(4), np.float32) / 255
    assert trust(image, matte, soft(matte)) > 0.6
