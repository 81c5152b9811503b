"""A sheet of twelve on the real engines, killed on the way with SIGKILL: nothing is done or charged twice."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from fakes import pattern
from PIL import Image as PillowImage

from tools.store.store import Store
from tools.verify import verify

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]
EXAMPLES = Path(__file__).parents[1] / "examples"
KINDS = {
    "ring": "Ring",
    "watch": "Uhr",
    "bag": "Tasche",
    "scarf": "Schal",
    "sunglasses": "Brille",
    "earrings": "Ohrringe",
}
LONG_SIDE = 640
DEAR = ("ring", "watch")
PATIENCE = 900.0


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """Twelve rows: two that policy declines, one photo that is broken, two looks, tiles for the rest."""
    lines = ["SKU;Bild;Kategorie;Preis;Stil;Ausgabe"]
    for turn in (1, 2):
        for name, kind in KINDS.items():
            photo = PillowImage.open(EXAMPLES / f"{name}.jpg")
            photo.thumbnail((LONG_SIDE, LONG_SIDE))
            if turn == 2:
                photo = photo.transpose(PillowImage.Transpose.FLIP_LEFT_RIGHT)
            if turn == 2 and name in DEAR:  # another product: a mirrored one would be known again, and both declined
                photo = pattern(LONG_SIDE, LONG_SIDE, len(lines))
            photo.save(tmp_path / f"{name}{turn}.jpg", quality=92)
            look = turn == 1 and name in ("ring", "watch")
            price = "85.000 €" if turn == 2 and name in DEAR else "120 €"
            order = "Look" if look else "Kachel"
            lines.append(f"{name}-{turn};{name}{turn}.jpg;{kind};{price};warmer Travertin;{order}")
    (tmp_path / "scarf2.jpg").write_bytes(b"\xff\xd8\xff\xe0 cut short")
    path = tmp_path / "sheet.csv"
    path.write_text("\n".join(lines), "cp1252")
    return path


def start(sheet: Path, home: Path, *more: str) -> "subprocess.Popen[bytes]":
    code = "import sys; from ui.cli import app; app(sys.argv[1:])"
    words = ["batch", str(sheet), "--out", str(sheet.parent / "out"), "--json", *more]
    environment = os.environ | {"PARURE_HOME": str(home)}
    return subprocess.Popen([sys.executable, "-c", code, *words], stdout=subprocess.PIPE, env=environment)


def test_killed_on_the_way_nothing_is_done_or_charged_twice(sheet: Path, tmp_path: Path) -> None:
    home, out = tmp_path / "home", tmp_path / "out"
    first = start(sheet, home, "--yes")
    deadline = time.monotonic() + PATIENCE
    while len(list(out.glob("*_tile.png"))) < 2:
        assert first.poll() is None, "it ended before it was killed"
        assert time.monotonic() < deadline
        time.sleep(0.05)
    first.kill()
    first.communicate()
    before = {path.name: path.read_bytes() for path in out.glob("*.png")}
    store = Store.open(home)
    spent = 100 - (store.ledger.balance() or 0)
    store.close()
    second = start(sheet, home)
    form = json.loads(second.communicate(timeout=PATIENCE)[0])
    assert second.returncode == 0
    counts = {name: form[name] for name in ("done", "refused", "failed", "skipped", "pictures", "credits")}
    assert counts == {"done": 9, "refused": 2, "failed": 1, "skipped": 0, "pictures": 9, "credits": 15}
    assert 0 < spent < 15
    _check_ledger(home, out, before)


def _check_ledger(home: Path, out: Path, before: dict[str, bytes]) -> None:
    store = Store.open(home)
    try:
        assert store.ledger.balance() == 85
        done = [tool for tool, status in store.ledger.calls.statuses("collection") if status == "done"]
        assert (done.count("white_studio"), done.count("reference_shoot")) == (7, 2)
        files = sorted(out.glob("*.png"))
        assert len(files) == 9
        assert {path.name: path.read_bytes() for path in files if path.name in before} == before
        for path in files:
            assert not verify(path.read_bytes(), path.name, store).differences
    finally:
        store.close()
