"""``parure batch`` as a person or a script meets it: quotes, files, reports and exit codes."""

import csv
import json
from pathlib import Path

import pytest
from fakes import FakeStudio, encoded, pattern
from test_cli import parure
from test_collection import HEAD
from test_door import page

from tools.specs.sheet import RowOutcome
from tools.store.store import Store
from ui.collection_files import COLUMNS, Names, file_stem, pack, table


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PARURE_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "photos").mkdir()
    for number in (1, 2, 3):
        (tmp_path / "photos" / f"p{number}.png").write_bytes(encoded(pattern(320, 240, number), "PNG"))
    (tmp_path / "photos" / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return tmp_path / "home"


def sheet(*rows: str) -> str:
    Path("photos/sheet.csv").write_text(HEAD + "".join(f"{row}\n" for row in rows), "utf-8")
    return "photos/sheet.csv"


GOOD = ("A/1,p1.png,ring,120 EUR,,tile", "A_1,p2.png,bag,90 EUR,,tile", "=C,p3.png,ring,90000 EUR,,tile")


def test_without_a_yes_it_is_a_quote_and_nothing_more(home: Path) -> None:
    code, out, _ = parure("batch", sheet(*GOOD), "--json")
    form = json.loads(out)
    assert code == 0
    assert (form["credits"], form["pictures"], form["skus"]) == (2, 2, [])
    assert form["question"].endswith("Shall I make them?")
    assert [line["sku"] for line in form["not_made"]] == ["=C"]
    assert form["columns"]["photo"] == "photo"
    assert json.loads(parure("credits", "--json")[1])["credits"] == 100


def test_through_the_page_it_is_made_and_the_second_time_it_is_there(home: Path) -> None:
    name = sheet(*GOOD, "B,broken.png,hat,,,tile")
    with page(home, FakeStudio()) as (_, assistant):
        code, out, err = parure("batch", name, "--out", "out", "--yes", "--json")
        form = json.loads(out)
        assert (code, err) == (0, "")
        assert {key: form[key] for key in ("done", "refused", "failed", "credits")} == {
            "done": 2, "refused": 1, "failed": 1, "credits": 2,
        }  # fmt: skip
        files = sorted(path.name for path in Path("out").iterdir())
        assert files == ["A_1_3_tile.png", "A_1_tile.png", "collection.csv", "collection.json"]
        assert json.loads(Path("out/collection.json").read_text("utf-8"))["skus"] == form["skus"]
        Path("out/A_1_tile.png").unlink()
        code, out, _ = parure("batch", name, "--out", "out", "--json")  # agreed to before: no question
        assert (code, json.loads(out)["question"]) == (0, None)
        assert Path("out/A_1_tile.png").exists()
        assert assistant.store.ledger.balance() == 98


def test_the_report_is_a_table_that_any_spreadsheet_opens(home: Path) -> None:
    with page(home, FakeStudio()):
        parure("batch", sheet(*GOOD), "--out", "out", "--yes")
    rows = list(csv.DictReader(Path("out/collection.csv").read_text("utf-8-sig").splitlines()))
    assert list(rows[0]) == list(COLUMNS)
    assert [row["status"] for row in rows] == ["done", "done", "refused"]
    assert rows[2]["sku"] == "'=C"
    assert rows[2]["rule"] == "ultra_luxury"


@pytest.mark.parametrize(
    ("rows", "words", "code", "says"),
    [
        (("C,p3.png,ring,90000 EUR,,tile",), (), 3, "buyers expect documented"),
        (("B,broken.png,hat,,,tile",), ("--yes",), 2, "Did not work: 1 (B)"),
        (("A,p1.png,ring,,,tile",), ("--yes", "--max-credits", "0"), 5, "the credits ran out"),
        (("A,p1.png,ring,,,tile",), ("--output", "sculpture"), 2, "'sculpture' is no output"),
        (("A,p1.png,ring,,,tile",), ("--photos", "nowhere"), 2, "no folder nowhere"),
    ],
)
def test_exit_codes(home: Path, rows: tuple[str, ...], words: tuple[str, ...], code: int, says: str) -> None:
    found, _, err = parure("batch", sheet(*rows), "--out", "out", *words)
    assert (found, says in err) == (code, True), err


def test_a_sheet_that_is_not_there_is_a_sentence(home: Path) -> None:
    assert "cannot be read" in parure("batch", "none.csv")[2]
    assert "folder" in parure("batch", "photos")[2]
    assert parure("batch", "photos/p1.png")[0] == 2


@pytest.mark.parametrize(
    ("sku", "stem"),
    [
        ("R-1", "R-1"),
        ("../../etc", "____etc"),
        ("a/b:c", "a_b_c"),
        ("CON", "_CON"),
        ("", "_"),
        ("指輪", "指輪"),
        (".x", "x"),
    ],
)
def test_a_sku_is_a_safe_file_name(sku: str, stem: str) -> None:
    assert file_stem(sku) == stem
    assert len(file_stem(sku * 99)) <= 81


def test_two_pictures_never_have_one_name() -> None:
    made = [
        RowOutcome(row=row, sku=sku, output="tile", status="done", sha256=sha)
        for row, sku, sha in [(2, "A", "a" * 64), (3, "a", "b" * 64), (3, "A", "c" * 64), (2, "A", "a" * 64)]
    ]
    names = Names()
    found = [names.of(each).casefold() for each in made]
    assert len(set(found)) == 3
    assert found[0] == found[3]


def test_a_talks_files_in_a_zip(store: Store, tmp_path: Path) -> None:
    assert pack(store, "t") is None
    sha256 = store.images.put(b"picture", "png")
    done = RowOutcome(row=2, sku="A", output="tile", status="done", asset=sha256[:16], sha256=sha256)
    store.ledger.collections.save("t", "one", done)
    store.ledger.collections.save("t", "two", done.model_copy(update={"row": 3, "sku": "B", "sha256": "0" * 64}))
    path = tmp_path / "all.zip"
    path.write_bytes(b"".join(pack(store, "t") or ()))
    import zipfile

    with zipfile.ZipFile(path) as packed:
        assert packed.namelist() == ["A_tile.png", "collection.csv"]
        assert packed.read("A_tile.png") == b"picture"


def test_a_table_says_what_a_cell_says() -> None:
    line = {"row": 2, "sku": "+1", "output": "tile", "text": "a, b\nc", "credits": 1}
    (row,) = csv.DictReader(table([line]).decode("utf-8-sig").splitlines(keepends=True))
    assert (row["sku"], row["text"], row["credits"]) == ("'+1", "a, b\nc", "1")
