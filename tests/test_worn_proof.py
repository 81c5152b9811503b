"""One changed pixel is found in what is measured, not by the file's hash alone; and no face wears a mirrored thing."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import painted_face
import painted_hand
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mirrored import check_nothing_mirrored
from test_try_on import keep, sitting

from tools.context import Context
from tools.engines.composite import PRESENT
from tools.engines.cutout.result import CutOut
from tools.engines.decode import decode
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8, Mask, to_float
from tools.engines.receipt import differences, measure, opened
from tools.engines.worn.laid import Wish
from tools.errors import BadRequest
from tools.saving import evidence_of
from tools.specs.asset import Asset
from tools.specs.scene import SceneWish
from tools.specs.words import Category
from tools.try_on import TryOnArgs, try_on
from tools.verify import verify
from tools.wearing import BY_KIND
from tools.white_studio import WhiteStudioArgs, white_studio

Make = Callable[[Context], Asset]


def with_face(context: Context) -> Context:
    """Return a talk with spectacles, img1, and the painted face, img2, that agreed."""
    keep(context, painted_face.spectacles(), "glasses.png", "eyewear")
    upload = keep(context, painted_face.photo(), "face.png")
    context.store.ledger.give_consent(upload.id)
    return replace(context, onlooker=painted_face.SeesFace(), outline=head)


def head(photo: Bytes8, worn: Bytes8, product: Mask) -> CutOut:
    """Cut the painted head out by what is red in it."""
    alpha = (photo[..., 0].astype(int) > photo[..., 2].astype(int)).astype(np.float32)
    return CutOut(np.maximum(alpha, product), to_float(worn), 1.0)


def tried_on(context: Context) -> Asset:
    return try_on(TryOnArgs(product="img1", person="img2"), context).assets[0]


def on_white(context: Context) -> Asset:
    return white_studio(WhiteStudioArgs(product="img1", person="img2"), context).assets[0]


def on_set(context: Context) -> Asset:
    return try_on(TryOnArgs(product="img1", person="img2", scene=SceneWish(backdrop="wall")), context).assets[0]


@pytest.mark.parametrize("make", [tried_on, on_white, on_set])
@pytest.mark.parametrize("where", ["product", "face"])
def test_one_changed_pixel_is_found(context: Context, make: Make, where: str) -> None:
    context = with_face(context)
    asset = make(context)
    images, recipe, kept = context.store.images, asset.recipe, asset.receipt
    assert recipe is not None
    assert kept is not None
    saved = images.read(asset.sha256)
    assert verify(saved, "it", context.store).differences == ()
    row, column = spot(asset, where, context)
    pixels = decode(saved, "it").pixels.copy()
    pixels[row, column, 1] ^= 1
    changed = encode_png(pixels)
    with pytest.raises(BadRequest, match="nothing vouches"):
        verify(changed, "it", context.store)
    fresh = measure(evidence_of(changed, recipe, images), recipe, kept.seconds, kept.cast_gap)
    found = " ".join(differences(kept, fresh))
    if fresh.worn is not None and where == "face":
        assert (fresh.max_diff, fresh.worn.most_changed) == (0, 1)
        assert "the person was changed by up to 1" in found
    else:
        assert fresh.max_diff == 1
        assert "differs from the photo by up to 1" in found


def spot(asset: Asset, where: str, context: Context) -> tuple[int, int]:
    """Return (row, column) of a pixel of the product's core, or of bare skin on the face's chin."""
    assert asset.recipe is not None
    assert asset.recipe.placement is not None
    images, ledger = context.store.images, context.store.ledger
    worn = asset if asset.recipe.worn is not None else ledger.by_output(asset.recipe.source_sha256)
    assert worn is not None
    assert worn.recipe is not None
    placed = opened(evidence_of(images.read(worn.sha256), worn.recipe, images), worn.recipe)[1]
    rows, columns = np.nonzero(placed.core)
    nearest = int(np.hypot(rows - painted_face.MIDDLE[1], columns - painted_face.MIDDLE[0]).argmin())
    row, column = int(rows[nearest]), int(columns[nearest])
    if where == "face":
        row, column = int(painted_face.MIDDLE[1]) + 150, int(painted_face.MIDDLE[0])
        assert placed.alpha[row, column] <= PRESENT
    if worn is asset:
        return row, column
    at = asset.recipe.placement
    return round((row + 0.5) * at.scale + at.y - 0.5), round((column + 0.5) * at.scale + at.x - 0.5)


@pytest.mark.parametrize("kind", ["watch", "bracelet", "ring"])
@pytest.mark.parametrize("mirrored", [False, True])
def test_on_either_hand_one_product_pixel_is_found(context: Context, kind: Category, mirrored: bool) -> None:
    context = sitting(context, kind, mirrored=mirrored)
    asset = tried_on(context)
    assert asset.recipe is not None
    assert asset.receipt is not None
    row, column = spot(asset, "product", context)
    pixels = decode(context.store.images.read(asset.sha256), "it").pixels.copy()
    pixels[row, column, 0] ^= 1
    evidence = evidence_of(encode_png(pixels), asset.recipe, context.store.images)
    assert measure(evidence, asset.recipe).max_diff == 1


WORN: dict[Category, Bytes8] = {
    "eyewear": painted_face.spectacles(), "earring": painted_face.earring(), "necklace": painted_face.necklace(),
    "hat": painted_face.hat(),
}  # fmt: skip
AT: dict[Category, tuple[tuple[float, float], ...]] = {
    "earring": ((-68, 38), (68, 38)),
    "necklace": ((-44, 118), (44, 118)),
    "hat": ((-68, -40), (68, -40)),
    "eyewear": (),
}
"""Where each is hung from: millimetres right of the face's middle and below it."""


@settings(max_examples=30, deadline=None)
@given(kind=st.sampled_from(sorted(WORN)), roll=st.floats(-38, 38), swapped=st.booleans())
def test_nothing_is_mirrored_on_a_face(kind: Category, roll: float, swapped: bool) -> None:
    """Whichever way the head leans, and whichever point was set first."""
    rgba, photo = WORN[kind], PHOTOS.setdefault(round(roll), painted_face.photo(roll=round(roll)))
    a = np.radians(round(roll))
    turn = np.array([[np.cos(a), np.sin(a)], [-np.sin(a), np.cos(a)]])
    handles = [tuple(np.array(each) @ turn * painted_face.PX + painted_face.MIDDLE) for each in AT[kind]]
    wish = Wish(handles=tuple((float(x), float(y)) for x, y in (handles[::-1] if swapped else handles)))
    laid = BY_KIND[kind](photo, painted_face.SeesFace(round(roll)).look(photo), rgba[..., 3], wish)
    check_nothing_mirrored(laid, rgba, (painted_face.HEIGHT, painted_face.WIDTH), 4)


PHOTOS: dict[int, Bytes8] = {}


def test_a_left_hand_is_the_mirror_of_a_right_one() -> None:
    """The property above covers both hands only if the two painted ones really are two."""
    one, other = painted_hand.hand().points, painted_hand.hand(mirrored=True).points
    np.testing.assert_allclose(one[:, 0] - painted_hand.ROOT[0], painted_hand.ROOT[0] - other[:, 0], atol=1e-3)
