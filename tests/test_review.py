"""The measured look: silent on good pictures, and each fault found with a fix that leads on."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, encoded, photo
from hypothesis import given, settings
from hypothesis import strategies as st

from agent.app import Assistant
from agent.planner import OfflinePlanner
from agent.policy import allow
from tools.engines import quality
from tools.engines.image import Image, Mask
from tools.prices import price
from tools.registry import Registry
from tools.review import review
from tools.specs.asset import Asset
from tools.specs.brief import Brief
from tools.specs.finding import CUTOUT, Finding
from tools.store.store import Store
from ui.markup import findings_list

SIDE = 240


def still_life(lift: int = 0) -> tuple[Image, Mask]:
    """Return a dark disc on a grey ground with a contact shadow under it; ``lift`` pixels of air between them."""
    rows, columns = np.mgrid[0:SIDE, 0:SIDE].astype(np.float32)
    distance = np.hypot(rows - 120 + lift, columns - 120)
    alpha = np.clip(60.5 - distance, 0, 1).astype(np.float32)
    shadow = np.exp(-(((rows - 181) / 5) ** 2) - ((columns - 120) / 30) ** 2)
    ground = 0.6 * (1 - 0.6 * shadow)[..., None] * np.ones(3, np.float32)
    picture = alpha[..., None] * np.float32(0.2) + (1 - alpha[..., None]) * ground
    return picture.astype(np.float32), alpha


def test_a_thing_that_touches_has_no_gap_and_one_that_hovers_has() -> None:
    assert quality.contact_gap(*still_life()) < -0.15
    assert quality.contact_gap(*still_life(lift=8)) > 0.0


@pytest.mark.parametrize(("rim", "place"), [(1.0, 0), (0.0, 1)])
def test_a_rim_is_found_by_its_side(rim: float, place: int) -> None:
    picture, alpha = still_life()
    assert max(quality.halo(picture, alpha)) == 0.0
    edge = (alpha > 0.04) & (alpha < 0.96)
    picture[edge] = rim
    found = quality.halo(picture, alpha)
    assert found[place] > 0.9
    assert found[1 - place] == 0.0


@given(low=st.floats(0.0, 1.0), high=st.floats(0.0, 1.0))
@settings(max_examples=30, deadline=None)
def test_an_honest_mix_of_any_two_tones_is_no_rim(low: float, high: float) -> None:
    _, alpha = still_life()
    picture = (alpha[..., None] * np.float32(low) + (1 - alpha[..., None]) * np.float32(high)) * np.ones(3, np.float32)
    assert quality.halo(picture.astype(np.float32), alpha) == (0.0, 0.0)


def test_burnt_and_crushed_are_counted_where_they_are_asked_for() -> None:
    picture, alpha = still_life()
    picture[:60] = 1.0
    picture[alpha > 0.99] = 0.0
    found = quality.clipping(picture, alpha <= 0)
    assert found.burnt == pytest.approx(60 * SIDE / (alpha <= 0).sum(), rel=0.05)
    assert found.crushed == 0.0
    assert quality.clipping(picture, alpha > 0.99).crushed == 1.0
    assert quality.clipping(picture, np.zeros((SIDE, SIDE), bool)) == quality.Clipping(0.0, 0.0)


def test_fill_and_cut() -> None:
    _, alpha = still_life()
    assert quality.fill(alpha).share == pytest.approx(121 / SIDE, abs=0.01)
    assert quality.fill(alpha).cut == 0.0
    assert quality.fill(np.roll(alpha, -70, 0)).cut > 0.0
    assert quality.fill(np.zeros_like(alpha)) == quality.Fill(0.0, 0.0)


@pytest.fixture
def shot(store: Store, tmp_path: Path) -> Asset:
    """A picture that was made by the real tool; its set is an even plate with the drawn contact."""
    file = tmp_path / "ring.png"
    file.write_bytes(encoded(photo(900, 900), "PNG"))
    engines = (FakeCutter(), FakeStudio())
    assistant = Assistant(store, Registry(allow, price), OfflinePlanner(), lambda: engines)
    brief = Brief.model_validate({"text": "my ring on slate", "images": [{"path": str(file), "role": "product"}]})
    made = assistant.run(brief, "t").made[0][1]
    return made


def with_pixels(asset: Asset, store: Store, change: Callable[[np.ndarray, np.ndarray], None]) -> Asset:
    """Return the asset with its picture changed: ``change`` gets the pixels and the product's alpha, both 8-bit."""
    from fakes import png

    from tools.engines.composite import place
    from tools.engines.decode import decode, decode_rgba

    assert asset.recipe is not None
    pixels = decode(store.images.read(asset.sha256)).pixels.copy()
    source = decode(store.images.read(asset.recipe.source_sha256)).pixels
    cutout = decode_rgba(store.images.read(asset.recipe.cutout_sha256))
    placed = place(source, cutout, asset.recipe.placement, asset.width, asset.height)
    change(pixels, placed.alpha)
    return asset.model_copy(update={"sha256": store.images.put(png(pixels), "png")})


def checks(asset: Asset, store: Store) -> dict[str, Finding]:
    return {finding.check: finding for finding in review((("a1", asset),), store)}


def test_a_good_picture_is_passed_in_silence(shot: Asset, store: Store) -> None:
    assert review((("a1", shot),), store) == ()


def test_an_unsure_cut_out_is_told_until_it_is_touched_up(shot: Asset, store: Store) -> None:
    assert shot.recipe is not None
    product = store.ledger.product(shot.recipe.source_sha256)
    assert product is not None
    store.ledger.save_product(product.model_copy(update={"confidence": 0.1, "unsure": ((1, 2, 3, 4),)}))
    finding = checks(shot, store)[CUTOUT]
    assert (finding.value, finding.fix) == (0.1, None)
    assert "1 spot is marked" in finding.text
    assert 'data-touch="/touch/o.t/a1"' in findings_list("o.t", (finding,))
    edit = shot.model_copy(update={"recipe": shot.recipe.model_copy(update={"parent": shot.recipe.sha256})})
    assert CUTOUT not in checks(edit, store)  # it was said of the picture that was edited
    store.ledger.save_product(product.model_copy(update={"confidence": 0.1, "cutout_sha256": "another"}))
    assert checks(shot, store) == {}


def test_each_fault_is_found_alone(shot: Asset, store: Store) -> None:
    def burn(pixels: np.ndarray, alpha: np.ndarray) -> None:
        pixels[:300][alpha[:300] == 0] = 255

    def crush(pixels: np.ndarray, alpha: np.ndarray) -> None:
        pixels[:700][alpha[:700] == 0] = 0

    def glare(pixels: np.ndarray, alpha: np.ndarray) -> None:
        inner = np.argwhere(alpha == 255)
        pixels[tuple(inner[: len(inner) // 5].T)] = 255

    assert set(checks(with_pixels(shot, store, burn), store)) == {"set_burnt"}
    assert set(checks(with_pixels(shot, store, crush), store)) == {"set_crushed"}
    found = checks(with_pixels(shot, store, glare), store)
    assert set(found) == {"product_burnt"}
    assert "in the photo itself" in found["product_burnt"].text
    assert found["product_burnt"].fix is None


def test_a_thing_without_contact_is_told(shot: Asset, store: Store) -> None:
    def lighten(pixels: np.ndarray, alpha: np.ndarray) -> None:
        pixels[alpha == 0] = pixels[0, 0]

    found = checks(with_pixels(shot, store, lighten), store)
    assert set(found) == {"contact"}
    mirror = shot.recipe.scene.model_copy(update={"surface": "mirror"})  # type: ignore[union-attr]
    changed = with_pixels(shot, store, lighten)
    recipe = shot.recipe.model_copy(update={"scene": mirror})  # type: ignore[union-attr]
    assert checks(changed.model_copy(update={"recipe": recipe}), store) == {}


def receipt_with(asset: Asset, **update: object) -> Asset:
    assert asset.receipt is not None
    return asset.model_copy(update={"receipt": asset.receipt.model_copy(update=update)})


def test_what_the_receipt_says_is_told(shot: Asset, store: Store) -> None:
    assert checks(receipt_with(shot, max_diff=3), store)["exactness"].value == 3
    assert checks(receipt_with(shot, cast_gap=8.0), store) == {}
    assert checks(receipt_with(shot, cast_gap=8.1), store)["cast"].fix == "grade the product too"
    assert shot.recipe is not None
    graded = shot.model_copy(update={"recipe": shot.recipe.model_copy(update={"mode": "graded"})})
    assert checks(receipt_with(graded, cast_gap=9.0, max_diff=9), store) == {}


@pytest.mark.parametrize(
    ("placement", "check", "fix"),
    [
        ({"scale": 0.1, "x": 400, "y": 700}, "fill", "bigger"),
        ({"scale": 1.0, "x": -500, "y": 100}, "cut_off", "smaller"),
    ],
)
def test_a_product_that_is_lost_or_cut_off(
    placement: dict[str, float], check: str, fix: str, shot: Asset, store: Store
) -> None:
    assert shot.recipe is not None
    place = shot.recipe.placement.model_copy(update=placement)
    moved = shot.model_copy(update={"recipe": shot.recipe.model_copy(update={"placement": place})})
    found = checks(moved, store)[check]
    assert found.fix == fix
    assert found.text.endswith(".")


@pytest.mark.parametrize("fix", ["undo", "deeper shadow", "darker", "brighter", "smaller", "bigger"])
def test_every_fix_is_understood(fix: str) -> None:
    thread = {"category": "ring", "assets": ["a1"], "last_tool": "reference_shoot"}
    plan = OfflinePlanner().plan(Brief.model_validate({"text": fix, "thread": thread}))
    assert plan.question is None
    assert [step.tool for step in plan.steps] in (["edit"], ["undo"])


def test_grading_is_understood() -> None:
    thread = {"category": "ring", "assets": ["a1"], "last_tool": "reference_shoot"}
    plan = OfflinePlanner().plan(Brief.model_validate({"text": "grade the product too", "thread": thread}))
    assert plan.steps[0].args["mode"] == "graded"


def test_what_cannot_be_measured_is_passed(shot: Asset, store: Store) -> None:
    assert review((("a1", shot.model_copy(update={"recipe": None})),), store) == ()
    assert review((("a1", shot.model_copy(update={"sha256": "0" * 64})),), store) == ()
