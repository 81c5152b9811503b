"""The contact layer: darkest where a product touches, 1 on the wall and far away, never in the product, repeatable."""

import numpy as np
import pytest

from tools.engines.composite import OPAQUE, lay_back, place
from tools.engines.contact import contact_layer, with_contact
from tools.engines.photo_shadow import photo_shadow
from tools.specs.recipe import Pose, Recipe
from tools.specs.scene import Scene
from tools.specs.steps import Contact, Exposure, Placement
from tools.specs.words import Category, Surface

SIDE = 200
BLOCK = (slice(60, 150), slice(50, 150))
BASE = BLOCK[0].stop


def cut_block() -> tuple[np.ndarray, np.ndarray]:
    """A red block on a grey backdrop, and its cut-out."""
    source = np.full((SIDE, SIDE, 3), 150, np.uint8)
    source[BLOCK] = (180, 40, 40)
    alpha = np.zeros((SIDE, SIDE), np.uint8)
    alpha[BLOCK] = 255
    return source, np.dstack([source, alpha])


def recipe(strength: float | None = 1.0, pose: Pose = "standing", camera: str = "front", factor: int = 1) -> Recipe:
    scene = Scene(surface="marble", backdrop="wall", light="softbox").model_copy(update={"camera": camera})
    steps = () if strength is None else (Contact(strength=strength),)
    placement = Placement(scale=float(factor), x=0, y=0)
    return Recipe(
        tool="x", source_sha256="s", cutout_sha256="c", width=SIDE * factor, height=SIDE * factor,
        placement=placement, scene=scene, pose=pose, develop=steps,
    )  # fmt: skip


def test_a_standing_thing_darkens_the_ground_at_its_base_and_nothing_else() -> None:
    source, cutout = cut_block()
    layer = contact_layer(source, cutout, recipe())
    assert layer[BASE, 70:130].max() < 0.35
    falling = layer[BASE : BASE + 12, 100]
    assert (np.diff(falling) >= 0).all()
    assert layer[BASE + 14 :].min() > 0.85, "farther off only the sky is missing that it hides"
    assert layer[: BASE - 8, :46].min() > 0.85
    assert layer[: BASE - 20, :46].min() == 1.0
    assert layer[:55].min() == 1.0


def test_it_is_dark_under_a_bag_that_stands_on_studs() -> None:
    source, cut = cut_block()
    cut[BASE - 2 : BASE, 56:144, 3] = 0
    bag, other = (contact_layer(source, cut, recipe().model_copy(update={"kind": kind})) for kind in ("bag", "other"))
    assert (bag[BASE - 1, 70:130] < other[BASE - 1, 70:130] - 0.02).all()
    assert bag[BASE - 1, 70:130].max() < 0.5


def test_a_ring_touches_in_a_short_arc() -> None:
    y, x = np.mgrid[:SIDE, :SIDE]
    far = np.hypot(x - 100, y - 100)
    alpha = np.where((far < 50) & (far > 42), 255, 0).astype(np.uint8)
    source = np.full((SIDE, SIDE, 3), 150, np.uint8)
    layer = contact_layer(source, np.dstack([source, alpha]), recipe())
    outside = np.where(alpha == 0, layer, 1.0)
    dark = np.flatnonzero((outside < 0.65).any(0))
    assert outside.min() < 0.6
    assert 4 < np.ptp(dark) < 50
    assert (outside[:130] == 1.0).all()


def test_a_lying_thing_is_darkened_all_round_and_less() -> None:
    source, cutout = cut_block()
    lying = contact_layer(source, cutout, recipe(pose="lying", camera="flat_lay"))
    standing = contact_layer(source, cutout, recipe())
    for y, x in ((BASE, 100), (58, 100), (100, 48), (100, 151)):
        assert lying[y, x] < 0.98
    assert lying[BASE, 100] > standing[BASE, 100]
    assert lying[:40].min() == 1.0


@pytest.mark.parametrize("pose", ["standing", "lying"])
def test_the_products_pixels_never_change(pose: Pose) -> None:
    source, cutout = cut_block()
    made = recipe(pose=pose)
    placed = place(source, cutout, made.placement, SIDE, SIDE)
    background = with_contact(np.full((SIDE, SIDE, 3), 0.8, np.float32), source, cutout, made)
    picture = lay_back(background, placed)
    opaque = placed.alpha == OPAQUE
    assert (picture[opaque] == source[opaque]).all()
    assert picture[BASE, 100].max() < 190
    assert (picture[5, 5] == 204).all()


def test_an_old_recipe_is_developed_as_ever_and_its_plate_is_the_same() -> None:
    source, cutout = cut_block()
    background = np.random.default_rng(1).random((SIDE, SIDE, 3), np.float32)
    old = recipe(None)
    assert with_contact(background, source, cutout, old) is background
    assert recipe(0.7).geometry() == old.geometry()
    assert recipe(1.0).model_copy(update={"develop": (Exposure(stops=1.0),)}).geometry() == old.geometry()


def test_the_same_recipe_gives_the_same_bytes_and_its_strength_counts() -> None:
    source, cutout = cut_block()
    background = np.full((SIDE, SIDE, 3), 0.8, np.float32)
    full, again, half = (with_contact(background, source, cutout, recipe(s)) for s in (1.0, 1.0, 0.5))
    assert full.tobytes() == again.tobytes()
    assert full[BASE, 100, 0] < half[BASE, 100, 0] < background[BASE, 100, 0]


def test_a_large_frame_gets_the_same_layer_enlarged() -> None:
    source, cutout = cut_block()
    large = contact_layer(source, cutout, recipe(factor=8))
    assert large.shape == (8 * SIDE, 8 * SIDE)
    assert large[8 * BASE + 2, 500:1100].max() < 0.6
    assert large[8 * BASE + 120 :].min() > 0.85


def shadowed(noise: float = 0.0) -> tuple[np.ndarray, np.ndarray]:
    """A plain backdrop, a little brighter to the right, whose shadow below the block takes half of its light."""
    source, cutout = cut_block()
    ramp = np.linspace(150, 170, SIDE)[None, :, None].repeat(SIDE, 0)
    light = ramp * np.where(np.arange(SIDE)[:, None, None] >= BASE, 0.73, 1.0)
    light[BASE + 8 :] = ramp[BASE + 8 :]
    light += np.random.default_rng(2).normal(0, noise, light.shape)
    photo = np.repeat(light, 3, 2).clip(0, 255).astype(np.uint8)
    photo[BLOCK] = source[BLOCK]
    return photo, (cutout[..., 3] / np.float32(255)).astype(np.float32)


def test_the_photos_own_contact_shadow_is_read_off_a_plain_backdrop() -> None:
    photo, alpha = shadowed()
    everywhere = np.ones((SIDE, SIDE), bool)
    dark = photo_shadow(photo, alpha, everywhere)
    assert dark[BASE + 3, 100] == pytest.approx(0.5 - 0.04, abs=0.06)
    assert dark[BASE - 30, 40] < 0.02
    busy, _ = shadowed(noise=40.0)
    assert photo_shadow(busy, alpha, everywhere).max() == 0.0


def test_a_photo_without_room_round_the_product_tells_nothing() -> None:
    photo, _ = shadowed()
    assert photo_shadow(photo, np.ones((SIDE, SIDE), np.float32), np.ones((SIDE, SIDE), bool)).max() == 0.0


def laid(alpha: np.ndarray, kind: Category | None, surface: Surface = "marble") -> np.ndarray:
    """The layer of a thing of ``kind`` that lies, seen aslant, in a frame 200 mm wide."""
    source = np.full((SIDE, SIDE, 3), 150, np.uint8)
    scene = Scene(surface=surface, backdrop="wall", light="softbox", camera="three_quarter")
    made = recipe(pose="lying").model_copy(update={"scene": scene, "kind": kind, "frame_mm": 200.0})
    return contact_layer(source, np.dstack([source, alpha]), made)


def spectacles() -> np.ndarray:
    y, x = np.mgrid[:SIDE, :SIDE]
    solid = np.zeros((SIDE, SIDE), bool)
    for middle in (60, 140):
        solid |= np.hypot((x - middle) / 32, (y - 130) / 20) < 1.0
    solid[122:127, 88:112] = True
    solid[60:130, 26:30] = solid[60:130, 170:174] = True
    return np.where(solid, 255, 0).astype(np.uint8)


def test_spectacles_touch_with_their_rims_and_their_tips_only() -> None:
    layer = laid(spectacles(), "eyewear")
    assert layer[150, 55:65].max() < 0.5
    assert layer[66, 30] < layer[100, 30] - 0.1
    assert layer[106:109, 55:65].min() > 0.85
    assert layer[110, 31:34].min() > 0.85


def test_soft_ground_is_darker_at_the_edge_of_what_has_sunk_into_it() -> None:
    hard, soft = (laid(spectacles(), "eyewear", surface) for surface in ("marble", "moss"))
    assert soft[151, 60] < hard[151, 60] - 0.02


def test_a_thing_of_no_known_heights_is_darkened_as_ever() -> None:
    known, unknown = (laid(spectacles(), kind)[100, 30] for kind in ("eyewear", None))
    assert unknown < 0.85
    assert known > unknown + 0.1
