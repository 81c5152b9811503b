"""The page in a real browser: a picture becomes a clip that plays; chips, back, forward, a branch, two compared."""

import json
from typing import Any

import pytest
from playwright.sync_api import expect
from test_page import BRIEF, SEEDS, Visitor, browser, served, visitor
from test_page import pytestmark as browsers

pytestmark = [browsers, pytest.mark.timeout(600)]
__all__ = ["SEEDS", "browser", "served", "visitor"]

LONG = 240_000
"""Milliseconds that a clip of a hundred frames may take on cores that are shared."""


@pytest.fixture(autouse=True)
def patience(visitor: Visitor) -> None:
    """Wait for as long as it takes: what is tested is that it comes, not when."""
    visitor.page.set_default_timeout(LONG)
    expect.set_options(timeout=LONG)


def tile(page: Any, name: str) -> Any:
    return page.locator(f'.tile:has(button.pick[data-name="{name}"])')


def test_from_the_gallery_to_a_clip(visitor: Visitor) -> None:
    page = visitor.page
    visitor.attach("gold ring.png")
    visitor.say(BRIEF)
    expect(tile(page, "a1")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    tile(page, "a1").hover()
    tile(page, "a1").get_by_role("button", name="Clip", exact=True).click()
    expect(tile(page, "a2").locator(".moves")).to_be_visible(timeout=LONG)
    player = page.locator("#viewer video")
    expect(player).to_be_visible()
    page.wait_for_function("() => document.querySelector('#viewer video').currentTime > 0.2")
    facts = player.evaluate("v => [v.duration, v.videoWidth, v.videoHeight, v.error === null]")
    assert facts == [4.0, 1080, 1080, True]
    expect(page.locator("#chat video")).to_have_count(1)
    expect(page.locator("#viewer")).to_contain_text("8 frames")


def test_chips_back_forward_and_two_compared(visitor: Visitor) -> None:
    page = visitor.page
    visitor.attach("gold ring.png")
    visitor.say(BRIEF)
    expect(tile(page, "a1")).to_be_visible()
    page.locator('#viewer select[data-word="surface"]').select_option("slate")
    expect(tile(page, "a2")).to_be_visible()
    expect(page.locator("#chat")).to_contain_text("put a1 on slate")
    expect(page.locator("#stop")).to_be_hidden()
    page.locator('#viewer .chip button[data-text="make a2 warmer"]').click()
    expect(tile(page, "a3")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#viewer .tree")).to_contain_text("a1 → a2 → a3")
    page.locator('#viewer select[data-act="against"]').select_option("a1")
    expect(page.locator("#viewer .differs")).to_contain_text("slate instead of travertine")
    expect(page.locator("#viewer .differs")).to_contain_text("warmer by")
    page.locator("#viewer").get_by_role("button", name="Undo").click()
    expect(tile(page, "a3")).to_have_count(0)
    expect(page.locator("#stop")).to_be_hidden()
    tile(page, "a2").locator("button.pick").click()
    page.locator("#viewer").get_by_role("button", name="Redo").click()
    expect(tile(page, "a3")).to_be_visible()
    with page.expect_download() as waiting:
        page.locator("#viewer").get_by_role("link", name="Recipe").click()
    saved = json.loads(waiting.value.path().read_text())
    assert saved["scene"]["surface"] == "slate"


def test_a_clip_tells_its_frames_and_is_cancelled(visitor: Visitor) -> None:
    page = visitor.page
    visitor.attach("gold ring.png")
    visitor.say(BRIEF)
    expect(tile(page, "a1")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    before = page.locator(".purse").inner_text()
    tile(page, "a1").hover()
    tile(page, "a1").get_by_role("button", name="Clip", exact=True).click()
    expect(page.locator(".work")).to_contain_text("of 96")
    page.locator("#stop").click()
    expect(page.locator(".words.trouble")).to_contain_text("cancel")
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator(".tile")).to_have_count(1)
    expect(page.locator(".purse")).to_have_text(before)


def one_and_warmer(visitor: Visitor) -> Any:
    """Return the page with a first picture and one that was made warmer."""
    page = visitor.page
    visitor.attach("gold ring.png")
    visitor.say(BRIEF)
    expect(tile(page, "a1")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    visitor.say("make it warmer")
    expect(tile(page, "a2")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    return page


def test_by_word_by_chip_a_branch_and_another_ratio(visitor: Visitor) -> None:
    page = one_and_warmer(visitor)
    tile(page, "a1").locator("button.pick").click()  # back to the first one: what is made of it is a branch
    expect(page.locator(".actions b")).to_have_text("a1")
    page.locator('#viewer select[data-word="surface"]').select_option("slate")
    expect(tile(page, "a3")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator("#viewer .tree")).to_contain_text("a1 → a3")
    page.locator('#viewer select[data-act="against"]').select_option("a2")
    expect(page.locator("#viewer .differs")).to_contain_text("slate")
    visitor.say("a3 as 9:16")
    expect(tile(page, "a4")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    tile(page, "a4").locator("button.pick").click()
    expect(page.locator(".actions b")).to_have_text("a4")
    sides = tile(page, "a4").locator("img").evaluate("i => [i.naturalWidth, i.naturalHeight]")
    assert sides[0] / sides[1] == pytest.approx(9 / 16, abs=0.02)
    page.locator("#viewer").get_by_role("button", name="Undo").click()
    expect(tile(page, "a4")).to_have_count(0)


def test_a_comparison_chosen_while_a_picture_is_made_stays(visitor: Visitor) -> None:
    page = one_and_warmer(visitor)
    visitor.say("put a2 on slate")
    expect(page.locator(".bar")).to_be_visible()
    page.locator('#viewer select[data-act="against"]').select_option("a1")
    expect(page.locator("#viewer .differs")).to_contain_text("warmer by")
    expect(tile(page, "a3")).to_be_visible()
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator(".actions b")).to_have_text("a2")
    expect(page.locator("#viewer .differs")).to_contain_text("warmer by")
    visitor.say("make a3 cooler")
    expect(page.locator(".actions b")).to_have_text("a4")
