"""Sheets carried out with fakes for the engines: routes, refusals, budgets, and kills at every point."""

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, FakeStyles, encoded, kept, photo, png
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from agent.collection.carrying import Collection, carried, quoted
from agent.collection.opening import SheetCall, opened
from agent.collection.telling import asked, reply
from agent.collection.totals import skus_of, totals
from agent.policy import allow
from tools.classify import ClassifyArgs
from tools.context import Context, Result
from tools.engines.recognition.traits import VERSION
from tools.errors import ToolFailed
from tools.prices import price
from tools.reference_shoot import ReferenceShootArgs
from tools.registry import Registry
from tools.specs.sheet import Order, Report, RowOutcome
from tools.specs.style import Style
from tools.store.database import Database
from tools.store.ledger import Ledger
from tools.store.store import Store
from tools.white_studio import WhiteStudioArgs

HEAD = "SKU,photo,category,price,style,outputs\n"
TWELVE = HEAD + "".join(
    f"S-{n},p{n}.png,{kind},{cost},,{outputs}\n"
    for n, kind, cost, outputs in [
        (1, "ring", "120 EUR", ""),
        (2, "ring", "90000 EUR", ""),
        (3, "bag", "300 EUR", "tile"),
        (4, "watch", "80 EUR", "look"),
        (5, "necklace", "20 EUR", "tile"),
        (6, "scarf", "40 EUR", "tile; look"),
        (7, "bracelet", "one of a kind bespoke piece 30000 EUR", ""),
        (8, "earrings", "35 EUR", "tile"),
        (9, "hat", "45 EUR", "tile"),
        (10, "belt", "60 EUR", "tile"),
        (11, "brooch", "70 EUR", "tile"),
        (12, "wallet", "50 EUR", "look"),
    ]
)
BROKEN = 5


class Tools:
    """Fakes of the tools under their own names; they note what was begun and may be stopped there."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.likes: list[str | None] = []

    def registry(self) -> Registry:
        def classify(args: ClassifyArgs, context: Context) -> Result:
            """Look."""
            return Result("A ring.", data={"category": "ring", "hardness": "hard", "pieces": 1})

        def white_studio(args: WhiteStudioArgs, context: Context) -> Result:
            """Tile."""
            return self._made("white_studio", args.product, context)

        def reference_shoot(args: ReferenceShootArgs, context: Context) -> Result:
            """Look."""
            self.likes.append(args.like)
            return self._made("reference_shoot", args.product, context)

        return Registry(allow, price, (classify, white_studio, reference_shoot))

    def _made(self, tool: str, product: str, context: Context) -> Result:
        source = context.store.ledger.find_asset(product, context.thread)
        self.calls.append((tool, source.note))
        if source.note == "fails.png":
            raise ToolFailed("There is no product in this photo.")
        data = png(np.frombuffer(f"{tool} {source.sha256}".encode()[:48], np.uint8).reshape(4, 4, 3))
        return Result("Made.", (kept(data, context, tool, source.id),))


def folder_of(tmp_path: Path, sheet: str = TWELVE, broken: int = BROKEN) -> Path:
    root = tmp_path / "sheet"
    root.mkdir()
    for number in range(1, 13):
        (root / f"p{number}.png").write_bytes(encoded(photo(seed=number), "PNG"))
    if broken:
        (root / f"p{broken}.png").write_bytes(b"\x89PNG\r\n\x1a\nbroken")
    (root / "sheet.csv").write_text(sheet, "utf-8")
    return root / "sheet.csv"


def collection(sheet: Path, **order: Any) -> Collection:
    return opened(SheetCall(sheet=str(sheet), order=Order(**order)))


def context_of(store: Store) -> Context:
    return Context(store, FakeCutter(), FakeStudio(), "t", styles=FakeStyles())


def run(sheet: Path, by: Store | Context, tools: Tools | None = None, **order: Any) -> Report:
    """Carry a sheet out, with the usual context of a store or one of the test's own."""
    context = by if isinstance(by, Context) else context_of(by)
    return carried(collection(sheet, **order), (tools or Tools()).registry(), context, lambda _: None)


def status(report: Report) -> dict[str, str]:
    return {sku.row.sku: sku.status for sku in skus_of(report)}


# -- what becomes of a sheet ---------------------------------------------------------------------------------------


def test_twelve_skus_two_refused_one_broken(tmp_path: Path, store: Store) -> None:
    tools, heard = Tools(), list[RowOutcome]()
    report = carried(collection(folder_of(tmp_path)), tools.registry(), context_of(store), heard.append)
    found = status(report)
    assert [sku for sku in found if found[sku] == "refused"] == ["S-2", "S-7"]
    assert [sku for sku in found if found[sku] == "failed"] == ["S-5"]
    assert list(found.values()).count("done") == 9
    assert totals(report)["credits"] == 100 - store.ledger.balance() == sum(sku.credits for sku in skus_of(report))
    assert sorted(heard, key=lambda each: each.row) == list(report.outcomes)
    refusal = next(each for each in report.outcomes if each.sku == "S-2")
    assert (refusal.rule, bool(refusal.text), bool(refusal.advice)) == ("ultra_luxury", True, True)
    assert not [note for _, note in tools.calls if note in ("p2.png", "p7.png")]
    assert "S-2, S-7" in reply(report)


def test_a_second_run_makes_nothing(tmp_path: Path, store: Store) -> None:
    sheet, tools = folder_of(tmp_path), Tools()
    first, second = run(sheet, store, tools), run(sheet, store, again := Tools())
    assert not again.calls
    done = [each for each in first.outcomes if each.status == "done"]
    assert [each for each in second.outcomes if each.status == "done"] == done
    assert store.ledger.balance() == 100 - first.credits


def test_what_was_put_right_is_made_and_nothing_else(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path)
    before = run(sheet, store)
    (sheet.parent / f"p{BROKEN}.png").write_bytes(encoded(photo(seed=BROKEN), "PNG"))
    sheet.write_text("Our list;;;;;\n\n" + TWELVE.replace("S-3,p3.png,bag", "S-3,p3.png,wallet"), "utf-8")
    quote = quoted(collection(sheet), store, "t", None)
    tools = Tools()
    after = run(sheet, store, tools)
    assert sorted(note for _, note in tools.calls) == ["p3.png", "p5.png"]
    assert (quote.pictures, quote.credits, after.credits) == (2, 2, before.credits + 1)


def test_a_new_photo_under_the_old_name_is_a_new_picture(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path, HEAD + "S-1,p1.png,ring,,,tile\n")
    first = run(sheet, store)
    (sheet.parent / "p1.png").write_bytes(encoded(photo(seed=99), "PNG"))
    second = run(sheet, store)
    assert first.outcomes[0].sha256 != second.outcomes[0].sha256
    assert store.ledger.balance() == 98


def test_another_look_is_another_picture_and_another_price_is_not(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path, HEAD + "S-1,p1.png,ring,10 EUR,,tile; look\n")
    run(sheet, store)
    run(sheet, store, words="on slate")
    assert store.ledger.balance() == 91
    sheet.write_text(HEAD + "S-1,p1.png,ring,12 EUR,,tile; look\n", "utf-8")
    assert run(sheet, store, words="on slate").credits == 5
    assert store.ledger.balance() == 91


def test_a_photo_that_is_gone_leaves_its_picture(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path, HEAD + "S-1,p1.png,ring,,,tile\n")
    run(sheet, store)
    (sheet.parent / "p1.png").unlink()
    assert status(run(sheet, store)) == {"S-1": "done"}


def test_the_credits_run_out_and_it_goes_on_later(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path)
    whole = quoted(collection(sheet), store, "t", None).credits
    first = run(sheet, store, max_credits=7)
    assert first.over_budget
    assert first.credits == 100 - store.ledger.balance() <= 7
    assert "stopped before its end" in reply(first)
    rest = run(sheet, store)
    assert not rest.stopped
    assert rest.credits == 100 - store.ledger.balance() == whole - 1  # the broken photo gives no tile


def test_cancelled_it_stops_at_once_and_goes_on_later(tmp_path: Path, store: Store) -> None:
    sheet, tools = folder_of(tmp_path), Tools()
    context = replace(context_of(store), cancelled=lambda: len(tools.calls) >= 3)
    report = run(sheet, context, tools)
    assert report.stopped
    assert len(tools.calls) == 3
    assert not run(sheet, store).stopped


def test_a_tool_that_fails_is_told_and_the_rest_goes_on(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path, HEAD + "A,fails.png,ring,,,tile\nB,p1.png,ring,,,tile\nC,none.png,ring,,,tile\n")
    (sheet.parent / "fails.png").write_bytes(encoded(photo(seed=50), "PNG"))
    report = run(sheet, store)
    assert status(report) == {"A": "failed", "B": "done", "C": "failed"}
    texts = [each.text for each in report.outcomes]
    assert (texts[0], "no photo 'none.png'" in texts[2]) == ("There is no product in this photo.", True)
    assert store.ledger.balance() == 99


def test_a_product_declined_in_one_row_is_declined_in_all(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path, HEAD + "A,p1.png,ring,50 EUR,,tile\nB,p1.png,ring,90000 EUR,,tile\n")
    tools = Tools()
    report = run(sheet, store, tools)
    assert set(status(report).values()) == {"refused"}
    assert not tools.calls
    assert "white_studio" not in [tool for tool, _ in store.ledger.calls.statuses("t")]


def test_a_declined_products_looks_are_kept(tmp_path: Path, store: Store) -> None:
    run(folder_of(tmp_path, HEAD + "A,p1.png,ring,90000 EUR,,tile\n"), store)
    (refused,) = store.ledger.refused()
    assert store.ledger.appearances.has(refused.id, VERSION)


def test_a_house_without_a_price_is_asked_for_it(tmp_path: Path, store: Store) -> None:
    report = run(folder_of(tmp_path, "SKU,photo,brand,outputs\nA,p1.png,Cartier,tile\n"), store)
    assert report.outcomes[0].status == "skipped"
    assert "what it costs" in report.outcomes[0].text


def test_a_sku_stays_within_six_credits(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path, HEAD + "A,p1.png,ring,,,tile; look; detail; cutout\n")
    quote = quoted(collection(sheet), store, "t", None)
    assert quote.credits == 6
    (left,) = quote.outcomes
    assert (left.output, left.status) == ("cutout", "skipped")


def test_the_same_row_twice_is_done_once(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path, HEAD + "A,p1.png,ring,,,tile\nA,p1.png,ring,,,tile\nA,p2.png,ring,,,tile\n")
    report = run(sheet, store)
    assert [each.status for each in report.outcomes] == ["done", "skipped", "done"]
    assert "row 2" in report.outcomes[1].text


def test_one_look_is_one_set(tmp_path: Path, store: Store) -> None:
    rows = "".join(f"S-{n},p{n}.png,ring,,{'on slate' if n == 3 else 'on marble'},look\n" for n in (1, 2, 3, 4))
    tools = Tools()
    report = run(folder_of(tmp_path, HEAD + rows), store, tools)
    first = report.outcomes[0].asset
    assert tools.likes == [None, first, None, first]


def test_a_remembered_look_and_words_for_a_look(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(
        tmp_path, "SKU,photo,brand,style,outputs\nA,p1.png,Hearth,Ember,look\nB,p1.png,Hearth,slate,look\n"
    )
    styles = FakeStyles()
    styles.remember(Style(brand="Hearth", name="Ember"), None)
    context = replace(context_of(store), styles=styles)
    run(sheet, context)
    args = [row[0] for row in store.ledger._database.rows("SELECT args FROM calls WHERE tool = 'reference_shoot'")]
    assert ['"style":"Hearth/Ember"' in each for each in args] == [True, False]
    assert '"surface":"slate"' in args[1]


def test_a_quote_keeps_nothing(tmp_path: Path, store: Store) -> None:
    sheet = folder_of(tmp_path)
    quote = quoted(collection(sheet, max_credits=20), store, "t", None)
    assert not store.ledger.assets("t")
    assert not store.ledger.refused()
    said = asked(quote)
    for part in ("12 products: 7 hard, 5 soft", "S-2", "sku = “SKU”", f"{quote.credits} credits", "20 credits may"):
        assert part in said
    assert said.endswith("Shall I make them?")


# -- kills ---------------------------------------------------------------------------------------------------------


class Killed(BaseException):
    """The process is gone."""


class Mortal(Database):
    """A database whose process dies at its ``last`` step: before a transaction, or after it."""

    def __init__(self, path: Path, last: int) -> None:
        self._steps, self._last = 0, last
        super().__init__(path)

    def step(self) -> None:
        self._steps += 1
        if self._steps == self._last:
            raise Killed

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        self.step()
        with super().transaction() as connection:
            yield connection
        self.step()


def killed_at(home: Path, sheet: Path, tools: Tools, last: int) -> bool:
    """Run until the kill; return whether it came."""
    store = Store.open(home)
    mortal = Mortal(home / "ledger.sqlite", last)
    dying = replace(store, ledger=Ledger(mortal, "dying"))
    try:
        run(sheet, dying, tools)
        return False
    except Killed:
        return True
    finally:
        mortal.close()
        store.close()


SIX = HEAD + "".join(
    f"S-{n},p{n}.png,ring,{cost},{look},{outputs}\n"
    for n, cost, look, outputs in [
        (1, "10 EUR", "on marble", ""),
        (2, "90000 EUR", "on marble", ""),
        (5, "10 EUR", "on marble", "look"),
        (6, "10 EUR", "on marble", "look"),
        (7, "10 EUR", "", "tile"),
        (8, "11 EUR", "on marble", "tile; look"),
    ]
)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(kills=st.lists(st.integers(1, 120), min_size=1, max_size=3))
def test_nothing_is_charged_or_done_twice_whenever_it_is_killed(
    kills: list[int], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("kill")
    sheet, home, tools = folder_of(root, SIX), root / "home", Tools()
    deaths = sum(killed_at(home, sheet, tools, last) for last in kills)
    store = Store.open(home)
    report = run(sheet, store, tools)
    charged = store.ledger._database.rows("SELECT key, tool, amount FROM credits WHERE tool != 'grant'")
    done = store.ledger._database.rows("SELECT tool, args FROM calls WHERE status = 'done' AND tool != 'classify'")
    store.close()
    assert status(report) == {
        "S-1": "done",
        "S-2": "refused",
        "S-5": "failed",
        "S-6": "done",
        "S-7": "done",
        "S-8": "done",
    }
    paid = Counter(tool for _, tool, amount in charged if amount)
    assert paid == {"white_studio": 3, "reference_shoot": 3}
    assert sum(-amount for _, _, amount in charged) == report.credits == 15
    assert len(done) == len(set(done)) == 6
    assert len(tools.calls) <= 6 + deaths, "what was under way is made again, and nothing else"
