"""What lasts: pictures by hash, the ledger, credits, plates; and what a killed process leaves behind."""

import hashlib
import multiprocessing
import os
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tools.errors import BadRequest, BudgetExceeded, ToolFailed
from tools.specs.asset import Asset
from tools.specs.brief import ThreadState
from tools.specs.product import Product, Refusal
from tools.store.database import Database
from tools.store.plates import Plates
from tools.store.store import Store

REFUSAL = Refusal(rule="bespoke", reason="One of a kind.", advice="Have it photographed.")


def asset(data: bytes = b"a", tool: str = "white_studio") -> Asset:
    sha256 = hashlib.sha256(data).hexdigest()
    return Asset(id=sha256[:16], sha256=sha256, suffix="png", width=4, height=3, tool=tool, parent=None, note="")


def test_a_picture_is_kept_once_under_its_hash(store: Store) -> None:
    sha256 = store.images.put(b"bytes", ".PNG")
    assert sha256 == hashlib.sha256(b"bytes").hexdigest()
    assert store.images.put(b"bytes", "jpeg") == sha256
    assert store.images.read(sha256) == b"bytes"
    assert store.images.path(sha256) == store.home / "images" / sha256[:2] / f"{sha256[2:]}.png"
    assert [path.name for path in (store.home / "images").rglob("*") if path.is_file()] == [f"{sha256[2:]}.png"]


def test_a_changed_file_is_not_handed_out(store: Store) -> None:
    sha256 = store.images.put(b"bytes", "png")
    store.images.path(sha256).write_bytes(b"other")
    with pytest.raises(ToolFailed, match="damaged"):
        store.images.read(sha256)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
def test_a_name_that_is_no_hash_is_refused(store: Store, name: str) -> None:
    with pytest.raises(BadRequest):
        store.images.path(name)


def test_names_count_within_a_thread_and_kind(store: Store) -> None:
    ledger = store.ledger
    assert ledger.save_asset(asset(b"p", "upload"), "t") == "img1"
    assert ledger.save_asset(asset(b"x"), "t") == "a1"
    assert ledger.save_asset(asset(b"y"), "t") == "a2"
    assert ledger.save_asset(asset(b"x"), "t") == "a1"
    assert ledger.save_asset(asset(b"y"), "other") == "a1"
    assert [name for name, _ in ledger.assets("t")] == ["img1", "a1", "a2"]


def test_an_asset_is_found_by_name_id_and_beginning(store: Store) -> None:
    kept = asset(b"x")
    store.ledger.save_asset(kept, "t")
    for ref in ("a1", " A1 ", kept.id, kept.sha256, kept.sha256[:6]):
        assert store.ledger.find_asset(ref, "t") == kept
    assert store.ledger.find_asset(kept.id, "elsewhere") == kept
    assert store.ledger.by_output(kept.sha256) == kept
    for ref in ("a2", "", "zzzz", "0000", "x" * 200):
        with pytest.raises(BadRequest, match="a1"):
            store.ledger.find_asset(ref, "t")


def test_a_refusal_sticks_until_it_is_lifted(store: Store) -> None:
    product = Product(id="ab" * 32, category="ring", size_mm=None, refusal=REFUSAL)
    store.ledger.save_product(product)
    store.ledger.save_product(product.model_copy(update={"refusal": None, "category": "earring"}))
    kept = store.ledger.product(product.id)
    assert kept is not None
    assert (kept.category, kept.refusal) == ("earring", REFUSAL)
    assert store.ledger.refused() == (kept,)
    store.ledger.lift("abab")
    assert store.ledger.refused() == ()
    with pytest.raises(BadRequest, match="none"):
        store.ledger.lift("abab")


def test_threads_and_consent_are_kept(store: Store) -> None:
    assert store.ledger.state("t") == ThreadState()
    state = ThreadState(category="ring", history=("a", "b"), last_changes={"warmth": 0.3})
    store.ledger.save_state("t", state)
    assert store.ledger.state("t") == state
    assert not store.ledger.has_consent("x")
    store.ledger.give_consent("x")
    assert store.ledger.has_consent("x")


def test_a_key_is_charged_once_and_never_below_nothing(store: Store) -> None:
    ledger = store.ledger
    assert ledger.balance() == 100
    for _ in range(3):
        ledger.charge("k", "reference_shoot", 60)
    assert ledger.balance() == 40
    with pytest.raises(BudgetExceeded, match="40 are left"):
        ledger.charge("other", "reference_shoot", 41)
    ledger.grant(5)
    assert ledger.balance() == 45
    with pytest.raises(BadRequest):
        ledger.grant(0)


def test_unlimited_counts_nothing_and_gives_back_what_was_left(store: Store) -> None:
    store.ledger.set_unlimited(True)
    assert store.ledger.balance() is None
    store.ledger.charge("k", "video", 500)
    store.ledger.set_unlimited(False)
    assert store.ledger.balance() == 100


@settings(max_examples=30, deadline=None)
@given(charges=st.lists(st.tuples(st.sampled_from("abcdef"), st.integers(0, 60)), max_size=12))
def test_the_balance_is_what_the_keys_cost(
    charges: list[tuple[str, int]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = Store.open(tmp_path_factory.mktemp("home"))
    paid: dict[str, int] = {}
    for key, cost in charges:
        if key in paid or sum(paid.values()) + cost <= 100:
            store.ledger.charge(key, "edit", cost)
            paid.setdefault(key, cost)
        else:
            with pytest.raises(BudgetExceeded):
                store.ledger.charge(key, "edit", cost)
    assert store.ledger.balance() == 100 - sum(paid.values())
    store.close()


def test_threads_share_one_ledger(store: Store) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: store.ledger.charge(f"k{n % 10}", "edit", 3), range(40)))
        names = list(pool.map(lambda n: store.ledger.save_asset(asset(bytes([n])), "t"), range(20)))
    assert store.ledger.balance() == 70
    assert sorted(names) == sorted(f"a{n}" for n in range(1, 21))


def test_a_call_that_cannot_be_paid_is_not_done(store: Store) -> None:
    calls = store.ledger.calls
    calls.begin("k", "t", "video", "{}")
    with pytest.raises(BudgetExceeded):
        calls.finish("k", "video", "{}", 101)
    assert calls.done("k") is None
    calls.finish("k", "video", '{"text": ""}', 100)
    assert calls.done("k") == '{"text": ""}'
    assert store.ledger.balance() == 0


def test_plates_of_lights_come_back_together_or_not_at_all(store: Store) -> None:
    plates = {"key": np.full((4, 5, 3), 0.1, np.float32), "fill": np.full((4, 5, 3), 1e6, np.float32)}
    assert (store.plates.lights("key"), store.plates.has_lights("key")) == (None, False)
    kept = store.plates.put_lights("key", plates)  # type: ignore[arg-type]
    again = store.plates.lights("key")
    assert again is not None
    assert list(again) == ["key", "fill"]
    assert all((kept[name] == again[name]).all() for name in again)
    assert store.plates.has_lights("key")
    assert not store.plates.has("key"), "the plate of all lights is another"
    (store.home / "plates" / "key.npz").write_bytes(b"cut off")
    assert store.plates.lights("key") is None
    assert not store.plates.has_lights("key")


def test_lights_and_plates_share_one_bound_and_the_oldest_unused_leaves_first(store: Store) -> None:
    plates = Plates(store.home / "few", store.plates._workplace, limit=4000)
    light = np.ones((10, 10, 3), np.float32)
    plates.put("one", light)
    plates.put_lights("one", {"key": light, "fill": light})
    for key in ("one.npy", "one.npz"):
        os.utime(store.home / "few" / key, (1, 1))
    assert plates.get("one") is not None, "used now"
    plates.put_lights("two", {"key": light, "fill": light})
    assert plates.lights("one") is None
    assert plates.get("one") is not None
    assert plates.lights("two") is not None
    assert sum(path.stat().st_size for path in (store.home / "few").iterdir()) <= 4000


def test_plates_come_back_as_put_promised(store: Store) -> None:
    plate = np.linspace(0.0, 9.0, 60, dtype=np.float32).reshape(4, 5, 3)
    plate[0, 0] = 1e6
    kept = store.plates.put("key", plate)
    again = store.plates.get("key")
    assert again is not None
    assert np.array_equal(again, kept)
    assert np.allclose(again.reshape(-1)[3:], plate.reshape(-1)[3:], rtol=1e-3)
    assert store.plates.get("none") is None
    assert (store.plates.has("key"), store.plates.has("none")) == (True, False)


def test_a_torn_plate_counts_as_none(store: Store) -> None:
    store.plates.put("key", np.ones((2, 2, 3), np.float32))
    path = store.home / "plates" / "key.npy"
    path.write_bytes(path.read_bytes()[:-3])
    assert store.plates.get("key") is None
    assert not path.exists()


def test_the_plate_unused_longest_leaves_first(store: Store) -> None:
    plates = Plates(store.home / "few", store.plates._workplace, limit=2000)
    for age, key in enumerate(("one", "two")):
        plates.put(key, np.ones((10, 10, 3), np.float32))
        os.utime(store.home / "few" / f"{key}.npy", (age, age))
    plates.get("one")
    plates.put("three", np.ones((10, 10, 3), np.float32))
    assert plates.get("two") is None
    assert plates.get("one") is not None
    assert plates.get("three") is not None


def test_a_file_in_place_of_the_home_is_said(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    with pytest.raises(BadRequest, match="PARURE_HOME"):
        Store.open(tmp_path / "home")


def test_a_place_that_takes_nothing_is_said_and_leaves_no_draft(store: Store) -> None:
    (store.home / "images").write_text("a file in place of the folder")
    with pytest.raises(ToolFailed, match="make room"):
        store.images.put(b"bytes", "png")
    assert list(store._workplace.folder.iterdir()) == []


def test_what_runs_when_the_store_is_closed_counts_as_interrupted(tmp_path: Path) -> None:
    store = Store.open(tmp_path)
    store.ledger.calls.begin("k", "t", "edit", "{}")
    store.close()
    again = Store.open(tmp_path)
    assert again.ledger.calls.statuses("t") == (("edit", "interrupted"),)
    again.close()


def test_a_ledger_that_is_locked_for_too_long_is_said(tmp_path: Path) -> None:
    ours, theirs = Database(tmp_path / "l", 0.1), Database(tmp_path / "l", 0.1)
    with theirs.transaction(), pytest.raises(ToolFailed, match="locked"):
        ours.write("INSERT INTO flags VALUES ('a', '1')")
    ours.write("INSERT INTO flags VALUES ('a', '1')")
    ours.close()
    theirs.close()


def test_a_ledger_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "ledger.sqlite").write_bytes(b"not a database" * 100)
    with pytest.raises(BadRequest, match="cannot be opened"):
        Store.open(tmp_path)


def test_migrations_run_once_and_a_failed_write_leaves_nothing(tmp_path: Path) -> None:
    database = Database(tmp_path / "l.sqlite")
    twice = "INSERT INTO flags VALUES ('a', '1')"
    with pytest.raises(sqlite3.IntegrityError), database.transaction() as connection:
        assert [connection.execute(twice), connection.execute(twice)]
    assert database.one("SELECT count(*) FROM flags") == 0
    database.close()
    again = Database(tmp_path / "l.sqlite")
    assert again.one("SELECT sum(amount) FROM credits") == 100
    again.close()


def _work_and_die(home: Path) -> None:
    store = Store.open(home)
    store.ledger.calls.begin("k", "t", "reference_shoot", "{}")
    (store._workplace.folder / "half").write_bytes(b"half a picture")
    os._exit(9)


def test_what_a_killed_process_left_is_swept_and_not_charged(tmp_path: Path) -> None:
    alive = Store.open(tmp_path)
    alive.ledger.calls.begin("mine", "t", "edit", "{}")
    process = multiprocessing.get_context("spawn").Process(target=_work_and_die, args=(tmp_path,))
    process.start()
    process.join(30)
    store = Store.open(tmp_path)
    assert store.ledger.calls.statuses("t") == (("edit", "running"), ("reference_shoot", "interrupted"))
    assert store.ledger.balance() == 100
    assert not list((tmp_path / "working").rglob("half"))
    assert not (tmp_path / "images").exists()
    store.close()
    alive.close()
    assert [path.name for path in (tmp_path / "working").iterdir()] == ["door"]
