"""A brand's memory on the page, in a real browser: thumbs; looks kept, corrected, taken out, forgotten, put back."""

import json
import os
from pathlib import Path

import httpx
import pytest

pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright (extra dev)")

from playwright.sync_api import Locator, expect
from test_page import BRIEF, CHROMIUM, PATIENCE, Served, Visitor, browser, served, visitor

__all__ = ["browser", "served", "visitor"]
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="the browser tests need /usr/bin/chromium")


def settled(visitor: Visitor, text: str, answer: str) -> None:
    """Say something and wait for its answer."""
    visitor.say(text)
    expect(visitor.page.locator("#chat").get_by_text(answer).last).to_be_visible()
    expect(visitor.page.locator("#stop")).to_be_hidden()


def opened(visitor: Visitor) -> Locator:
    """Open the remembered looks; they stay open from then on."""
    box = visitor.page.locator("details.looks")
    if box.get_attribute("open") is None:
        box.locator("summary").click()
    expect(box.locator("label", has_text="Import")).to_be_visible()
    return box


def first_picture(visitor: Visitor) -> None:
    visitor.attach("gold ring.png")
    visitor.say(BRIEF)
    expect(visitor.page.locator(".shot")).to_have_count(1)
    expect(visitor.page.locator("#stop")).to_be_hidden()


def test_a_thumb_is_noted_and_what_was_liked_can_be_forgotten(visitor: Visitor) -> None:
    expect.set_options(timeout=2 * PATIENCE)
    first_picture(visitor)
    visitor.page.locator(".actions button", has_text="More like this").click()
    expect(visitor.page.locator("#chat").get_by_text("thumbs up for a1")).to_be_visible()
    expect(visitor.page.locator("#chat").get_by_text("Noting that")).to_be_visible()
    expect(visitor.page.locator("#stop")).to_be_hidden()
    settled(visitor, "what do you know about us?", "Pictures on sets so far: 1")
    expect(visitor.page.locator("#chat").get_by_text("Liked:").last).to_be_visible()
    settled(visitor, "forget what we liked", "Forgetting what was liked")
    settled(visitor, "what do you know about us?", "Nothing was plainly liked")


def test_a_look_is_remembered_corrected_taken_out_forgotten_and_put_back(visitor: Visitor, tmp_path: Path) -> None:
    expect.set_options(timeout=2 * PATIENCE)
    page = visitor.page
    expect(opened(visitor)).to_contain_text("None yet")
    first_picture(visitor)
    settled(visitor, "remember this as our Hearth look", "Remembering the style")
    box = opened(visitor)
    expect(box.locator("li b")).to_have_text("Hearth")
    expect(box.locator("li")).to_contain_text("travertine")
    settled(visitor, "our Hearth look is on slate", "Correcting the style")
    expect(box.locator("li")).to_contain_text("slate")
    _look(visitor, "looks")
    with page.expect_download() as download:
        box.get_by_text("Export").click()
    download.value.save_as(tmp_path / "looks.json")
    assert [style["name"] for style in json.loads((tmp_path / "looks.json").read_text("utf-8"))["styles"]] == ["Hearth"]
    box.get_by_role("button", name="Use").click()
    expect(page.locator("#box textarea")).to_have_value("in our Hearth look")
    page.locator("#box textarea").fill("")
    box.get_by_role("button", name="Forget").click()
    expect(page.locator("#chat").get_by_text("forget our Hearth look")).to_be_visible()
    expect(box).to_contain_text("None yet")
    box.locator("input[type=file]").set_input_files(tmp_path / "looks.json")
    expect(box.locator("output")).to_contain_text("1 of 1 looks are imported")
    expect(box.locator("li b")).to_have_text("Hearth")
    box.locator("input[type=file]").set_input_files(tmp_path / "looks.json")
    expect(box.locator("output")).to_contain_text("Kept as they were, since the names are taken: Hearth")
    (tmp_path / "wrong.json").write_text("{}")
    box.locator("input[type=file]").set_input_files(tmp_path / "wrong.json")
    expect(box.locator("output")).to_contain_text("holds no looks")


def test_nobody_reads_anothers_looks(visitor: Visitor, served: Served) -> None:
    address = visitor.page.locator("details.looks").get_attribute("data-looks")
    assert address is not None
    for way in (httpx.get, httpx.post):
        answer = way(f"{served.url}{address}/file")
        assert answer.status_code in (401, 403, 404)


def _look(visitor: Visitor, name: str) -> None:
    """Keep a screenshot where somebody wants to look at it."""
    if folder := os.environ.get("PARURE_SCREENS"):
        visitor.page.screenshot(path=f"{folder}/{name}.png")
