"""A sheet on the page, in a real browser: dropped in with its photos, agreed to, made, downloaded."""

import os
import zipfile
from pathlib import Path

import pytest
from fakes import encoded, photo
from test_collection import HEAD

pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright (extra dev)")

from playwright.sync_api import expect
from test_page import CHROMIUM, PATIENCE, Visitor, browser, served, visitor

__all__ = ["browser", "served", "visitor"]
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="the browser tests need /usr/bin/chromium")
ROWS = "A,a.png,ring,120 EUR,,tile\nB,b.png,bag,90 EUR,,tile; look\nC,c.png,ring,90000 EUR,,tile\nD,no.png,hat,,,tile\n"


def test_a_sheet_and_its_photos_become_a_table_and_files(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.page
    expect.set_options(timeout=4 * PATIENCE)  # a collection takes longer than a picture
    files = [{"name": "spring.csv", "mimeType": "text/csv", "buffer": (HEAD + ROWS).encode()}]
    for number, name in enumerate("abc"):
        shot = encoded(photo(600, 600, 1000 + visitor.seed * 10 + number), "PNG")
        files.append({"name": f"{name}.png", "mimeType": "image/png", "buffer": shot})
    page.locator("#box input[type=file]").set_input_files(files)
    expect(page.locator(".card")).to_have_count(4)
    expect(page.locator(".card .file")).to_have_text("spring.csv")
    _look(page, "tray")
    visitor.say("do these please")
    expect(page.locator("#chat .words.question")).to_contain_text("3 pictures for 6 credits")
    expect(page.locator(".purse")).to_have_text("100 credits left")
    page.reload()
    expect(page.locator("#chat .file")).to_have_text("spring.csv")
    _look(page, "asked")
    page.get_by_role("button", name="Yes, make them").click()
    expect(page.locator("#chat .stage").last).to_contain_text("of 4:")
    _look(page, "working")
    lines = page.locator("#chat .sheet tbody tr")
    expect(lines).to_have_count(4)
    expect(page.locator(".purse")).to_have_text("94 credits left")
    expect(lines.nth(2)).to_contain_text("refused")
    page.reload()
    expect(lines).to_have_count(4)
    expect(lines.nth(1).locator("a img")).to_have_count(2)
    _look(page, "done", "#chat .sheet")
    with page.expect_download() as download:
        page.get_by_text("Download all pictures and the table").click()
    download.value.save_as(tmp_path / "all.zip")
    with zipfile.ZipFile(tmp_path / "all.zip") as packed:
        assert sorted(packed.namelist()) == ["A_tile.png", "B_look.png", "B_tile.png", "collection.csv"]


def _look(page: object, name: str, at: str = "#chat") -> None:
    """Keep a screenshot, ``at`` in sight, where somebody wants to look at it."""
    if folder := os.environ.get("PARURE_SCREENS"):
        page.locator(at).scroll_into_view_if_needed()  # type: ignore[attr-defined]
        page.screenshot(path=f"{folder}/{name}.png")  # type: ignore[attr-defined]
