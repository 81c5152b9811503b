"""Touch-ups with a product: kept for their owner alone, used from then on, and taken back."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from fakes import encoded, photo
from pydantic import ValidationError

from agent.owners import new_owner, new_talk, owner_in, thread_of
from tools.change_background import ChangeBackgroundArgs, change_background
from tools.context import Context
from tools.edit import EditArgs, edit
from tools.engines.cutout.version import CUTTER
from tools.engines.encode import encode_png
from tools.engines.image import Bytes8
from tools.errors import BadRequest
from tools.mask import MaskArgs, mask
from tools.product_photo import open_product
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.specs.asset import Asset
from tools.specs.base import canonical_json
from tools.specs.product import Product
from tools.specs.touch import MOST_POINTS, MOST_STROKES, Stroke, TouchUp
from tools.specs.words import Piece
from tools.store.database import Database
from tools.store.migrations import MIGRATIONS
from tools.store.touches import Touches
from tools.touching import keep_touch_up, open_touch_up
from tools.verify import verify
from tools.white_studio import WhiteStudioArgs, white_studio

ERASE = Stroke(hand="erase", shape="brush", points=((300, 200), (300, 400)), radius=30.0)
BITE = Stroke(hand="erase", shape="brush", points=((40, 60), (40, 62)), radius=8.0)
KEEP = Stroke(hand="keep", shape="brush", points=((40, 300), (120, 300)), radius=12.0)


@pytest.fixture
def hers(context: Context) -> Context:
    return _in_talk(context, new_owner())


def _in_talk(context: Context, owner: str, pixels: Bytes8 | None = None) -> Context:
    """Return the context of a new talk of ``owner`` into which the photo was sent."""
    thread = thread_of(owner, new_talk())
    assert thread is not None
    talk = replace(context, thread=thread, owner=owner_in(thread))
    data = encoded(photo(600, 600), "PNG") if pixels is None else encode_png(pixels)
    sha256 = talk.store.images.put(data, "png")
    asset = Asset(id=sha256[:16], sha256=sha256, suffix="png", width=600, height=600, tool="upload", note="ring.png")
    assert talk.store.ledger.save_asset(asset, thread) == "img1"
    return talk


def two_things() -> Bytes8:
    """Return a see-through picture of a large square on the left and a small one on the right."""
    rgba = np.zeros((120, 200, 4), np.uint8)
    rgba[20:100, 10:90] = (60, 80, 160, 255)
    rgba[45:75, 135:165] = (160, 60, 60, 255)
    return rgba


def _touched(context: Context, *strokes: Stroke) -> str:
    opened = open_touch_up("img1", context)
    for stroke in strokes:
        opened.draw(stroke)
    return keep_touch_up(opened, context)


def _tile(context: Context) -> Asset:
    return white_studio(WhiteStudioArgs(product="img1"), context).assets[0]


def test_every_later_picture_has_it_and_earlier_ones_stay(hers: Context) -> None:
    before = _tile(hers)
    sha256 = _touched(hers, ERASE, KEEP)
    after = _tile(hers)
    assert before.receipt is not None
    assert after.receipt is not None
    assert after.receipt.cutout_sha256 == sha256 != before.receipt.cutout_sha256
    for made in (before, after):
        assert verify(hers.store.images.read(made.sha256), "tile.png", hers.store).differences == ()


def test_an_edit_of_an_earlier_picture_has_it_too(hers: Context) -> None:
    reference_shoot(ReferenceShootArgs(product="img1"), hers)
    sha256 = _touched(hers, ERASE)
    made = edit(EditArgs.model_validate({"asset": "a1", "changes": {"warmth": 0.3}}), hers).assets[0]
    assert made.receipt is not None
    assert made.receipt.cutout_sha256 == sha256


def test_so_have_an_edit_of_a_tile_and_another_background_of_it(hers: Context) -> None:
    _tile(hers)
    sha256 = _touched(hers, ERASE)
    changed = edit(EditArgs.model_validate({"asset": "a1", "changes": {"shadow": -0.3}}), hers).assets[0]
    told = {"asset": "a1", "scene": {"palette": ["#c08040"]}}
    ground = change_background(ChangeBackgroundArgs.model_validate(told), hers).assets[0]
    assert [made.receipt and made.receipt.cutout_sha256 for made in (changed, ground)] == [sha256, sha256]


def test_it_holds_in_the_owners_other_talks_and_in_nobody_elses(hers: Context) -> None:
    sha256 = _touched(hers, ERASE)
    elsewhere, his = _in_talk(hers, hers.owner), _in_talk(hers, new_owner())
    machine = replace(hers, owner="")
    assert open_product("img1", elsewhere).cutout_sha256 == sha256
    assert open_product("img1", his).cutout_sha256 == open_product("img1", machine).cutout_sha256 != sha256


def test_strokes_drawn_again_give_the_same_cut_out(hers: Context) -> None:
    sha256 = _touched(hers, ERASE, KEEP)
    again = open_touch_up("img1", hers)
    assert again.strokes == (ERASE, KEEP)
    again.start_over()
    for stroke in (ERASE, KEEP):
        again.draw(stroke)
    assert keep_touch_up(again, hers) == sha256


def test_one_stroke_after_the_other_is_taken_back(hers: Context) -> None:
    opened = open_touch_up("img1", hers)
    before = opened.rgba.copy()
    opened.draw(ERASE)
    between = opened.rgba.copy()
    opened.draw(KEEP)
    opened.undo()
    assert np.array_equal(opened.rgba, between)
    opened.undo()
    assert np.array_equal(opened.rgba, before)
    assert (opened.strokes, opened.undo(), opened.can_undo) == ((), None, False)


def test_starting_over_forgets_what_was_kept(hers: Context) -> None:
    base = open_product("img1", hers).cutout_sha256
    _touched(hers, ERASE)
    opened = open_touch_up("img1", hers)
    opened.start_over()
    assert keep_touch_up(opened, hers) == base
    assert open_product("img1", hers).cutout_sha256 == base


def test_marks_add_to_what_was_touched_up_until_it_is_done_afresh(hers: Context) -> None:
    _touched(hers, ERASE)
    data = mask(MaskArgs.model_validate({"image": "img1", "keep": [(20, 20, 40, 40)]}), hers).data
    assert data["strokes"] == 2
    cutout = open_product("img1", hers).cutout
    assert data["cutout_sha256"] == open_product("img1", hers).cutout_sha256
    assert (cutout[300, 300, 3], cutout[40, 40, 3]) == (0, 255)
    fresh = mask(MaskArgs(image="img1", afresh=True), hers).data
    assert fresh["strokes"] == 0
    assert open_product("img1", hers).cutout[300, 300, 3] == 255


def _chosen(context: Context, piece: Piece) -> None:
    product = open_product("img1", context).product
    whole = product.whole_sha256 or product.cutout_sha256
    context.store.ledger.save_product(product.model_copy(update={"piece": piece, "pieces": 2, "cutout_sha256": whole}))


def test_another_piece_wins_over_a_touched_up_one_which_is_kept(context: Context) -> None:
    hers = _in_talk(context, new_owner(), two_things())
    _chosen(hers, "left")
    touched = _touched(hers, BITE)
    _chosen(hers, "right")
    right = open_product("img1", hers).cutout[..., 3]
    assert not right[:, :100].any()
    assert right[60, 150] == 255
    _chosen(hers, "left")
    assert open_product("img1", hers).cutout_sha256 == touched


def test_a_piece_of_a_touched_up_whole_has_what_was_touched_up(context: Context) -> None:
    hers = _in_talk(context, new_owner(), two_things())
    _touched(hers, BITE)
    _chosen(hers, "left")
    left = open_product("img1", hers).cutout[..., 3]
    assert not left[:, 100:].any()
    assert (left[60, 40], left[30, 40]) == (0, 255)
    opened = open_touch_up("img1", hers)
    opened.start_over()
    keep_touch_up(opened, hers)
    assert open_product("img1", hers).cutout[60, 40, 3] == 255


def test_an_older_cutters_cut_out_is_made_again_unless_it_was_touched_up(hers: Context) -> None:
    his = _in_talk(hers, new_owner())
    touched = _touched(hers, ERASE)
    product = open_product("img1", hers).product
    old = encode_png(np.dstack([np.full((600, 600, 3), 9, np.uint8), np.full((600, 600), 255, np.uint8)]))
    outdated = {"cutter": 0, "cutout_sha256": hers.store.images.put(old, "png"), "pieces": 1}
    hers.store.ledger.save_product(product.model_copy(update=outdated))
    assert open_product("img1", hers).cutout_sha256 == touched
    fresh = open_product("img1", his)
    assert fresh.cutout_sha256 == product.cutout_sha256
    assert (fresh.product.cutter, fresh.product.pieces) == (CUTTER, None)
    opened = open_touch_up("img1", hers)
    opened.start_over()
    assert keep_touch_up(opened, hers) == product.cutout_sha256


def test_strokes_on_an_older_cut_out_stay_on_it(hers: Context) -> None:
    base = open_product("img1", hers).cutout_sha256
    _touched(hers, ERASE)
    product = open_product("img1", hers).product
    newer = hers.store.images.put(encode_png(np.zeros((600, 600, 4), np.uint8)), "png")
    hers.store.ledger.save_product(product.model_copy(update={"cutout_sha256": newer}))
    opened = open_touch_up("img1", hers)
    assert opened.base_sha256 == base
    opened.draw(KEEP)
    keep_touch_up(opened, hers)
    assert open_product("img1", hers).cutout[450, 300, 3] == 255


def test_a_stroke_is_bounded(hers: Context) -> None:
    told = ERASE.model_dump()
    for wrong in (
        {"points": ((1, 1),) * (MOST_POINTS + 1)}, {"points": ()}, {"radius": 1e9}, {"radius": float("nan")},
        {"hand": "paint"}, {"points": ((10**9, 0),)}, {"colour": "red"},
    ):  # fmt: skip
        with pytest.raises(ValidationError):
            Stroke.model_validate(told | wrong)
    opened = open_touch_up("img1", hers)
    with pytest.raises(BadRequest, match="outside of the photo, which is 600×600 px"):
        opened.draw(Stroke(hand="keep", shape="point", points=((600, 10),)))
    nothing = Stroke(hand="erase", shape="brush", points=((5, 5),), radius=1.0)
    for _ in range(MOST_STROKES):
        opened.draw(nothing)
    with pytest.raises(BadRequest, match="take some back"):
        opened.draw(nothing)


def test_an_unsure_cut_out_is_kept_with_its_spots(hers: Context) -> None:
    product = open_product("img1", hers).product
    assert product.confidence == pytest.approx(0.9)
    kept = hers.store.ledger.product(product.id)
    assert kept is not None
    assert kept.confidence == pytest.approx(0.9)


def _older(path: Path, version: int) -> sqlite3.Connection:
    """Return a ledger as the program kept it after so many steps."""
    old = sqlite3.connect(path, isolation_level=None)
    for step in MIGRATIONS[:version]:
        old.executescript(step)
    old.execute(f"PRAGMA user_version = {version}")
    return old


def test_an_older_ledgers_touch_ups_are_kept_by_piece(hers: Context) -> None:
    path = hers.store.home / "older.sqlite"
    old = _older(path, 3)
    left = Product(id="p", piece="left", cutout_sha256="l", whole_sha256="w")
    for product in (left, Product(id="q", cutout_sha256="w")):
        old.execute("INSERT INTO products (id, body) VALUES (?, ?)", (product.id, canonical_json(product)))
    rows = (("a", "p", "l"), ("b", "p", "w"), ("c", "p", "r"), ("a", "q", "w"), ("a", "gone", "w"))
    for owner, id, base in rows:
        body = canonical_json(TouchUp(strokes=(ERASE,), base_sha256=base, cutout_sha256="t" + base))
        old.execute("INSERT INTO touches (owner, product, body) VALUES (?, ?, ?)", (owner, id, body))
    old.close()
    newer = Database(path)
    touches = Touches(newer)
    found = [touches.find(owner, Product(id=id, piece=piece)) for owner, id, piece in (
        ("a", "p", "left"), ("b", "p", None), ("b", "p", "left"), ("c", "p", "left"), ("a", "q", None),
        ("a", "gone", None),
    )]  # fmt: skip
    assert [touched and touched.cutout_sha256 for touched in found] == ["tl", "tw", None, None, "tw", "tw"]
    assert newer.one("SELECT count(*) FROM touches") == len(rows)
    newer.close()


def test_an_older_ledger_learns_of_touch_ups(hers: Context) -> None:
    path = hers.store.home / "old.sqlite"
    _older(path, 2).close()
    newer = Database(path)
    assert Touches(newer).find("", Product(id="x")) is None
    newer.close()
