"""A product on a creator's photo in a real browser: the word is asked for, the points are set by hand, and kept."""

import painted_hand as painted
from test_page import PATIENCE, Visitor, browser, expect, pytestmark, served, visitor

from tools.engines.encode import encode_png
from tools.engines.image import Bytes8

__all__ = ["browser", "pytestmark", "served", "visitor"]
REDRAWN = "document.querySelector('dialog.fit').dataset.redrawn"


def attach(visitor: Visitor, name: str, pixels: Bytes8) -> None:
    """Put a picture of these pixels into the tray."""
    file = {"name": name, "mimeType": "image/png", "buffer": encode_png(pixels)}
    visitor.page.locator("#box input[type=file]").set_input_files([file])
    expect(visitor.page.locator(f'.card:has(img[title="{name}"])')).to_be_visible()
    expect(visitor.page.locator("#box [class*=thumbnail-item]")).to_have_count(0)


def test_a_creators_photo_wears_a_ring_and_goes_before_a_wall(visitor: Visitor) -> None:
    """The first seed: a ring, a creator's photo and their word; then a set behind them, and a change of it."""
    page = visitor.page
    attach(visitor, "gold ring.png", painted.ring())
    attach(visitor, "creator.png", painted.photo())
    expect(page.locator('.card:has(img[title="creator.png"]) select')).to_have_value("person")
    visitor.say("show this ring on her finger, EU 54")
    expect(page.locator(".consent.asked")).to_be_visible()  # nothing is made without their word
    expect(page.locator(".shot")).to_have_count(0)
    page.locator(".consent input").check()
    page.locator("#box textarea").press("Enter")
    expect(page.locator(".shot")).to_have_count(1)
    expect(page.locator("#chat").get_by_text("The ring is on")).to_be_visible()
    expect(page.locator("#chat").get_by_text("untouched bit for bit")).to_be_visible()
    visitor.say("now put her before a warm plaster wall")
    expect(page.locator(".shot")).to_have_count(2)
    expect(page.locator("#chat").get_by_text("all behind them is path-traced")).to_be_visible()
    visitor.say("warmer")
    expect(page.locator(".shot")).to_have_count(3)
    expect(page.locator("#chat").get_by_text("Changed: warmer")).to_be_visible()


def test_a_bag_is_put_into_a_hand(visitor: Visitor) -> None:
    page = visitor.page
    visitor.attach("leather bag.png")
    file = {"name": "DSC_7.png", "mimeType": "image/png", "buffer": encode_png(painted.photo())}
    page.locator("#box input[type=file]").set_input_files([file])
    card = page.locator('.card:has(img[title="DSC_7.png"])')
    expect(card.locator("select")).to_have_value("person")  # seen, not named
    visitor.say("how does this bag look on me?")
    expect(page.locator(".consent.asked")).to_be_visible()
    page.locator(".consent input").check()
    page.locator("#box textarea").press("Enter")
    expect(page.locator(".words.trouble").last).to_contain_text("one point of the photo")
    page.locator("[data-fit]").last.click()
    page.locator("dialog.fit input[type=number]").fill("60")  # a full-sized bag has no room in the picture
    page.locator("dialog.fit input[type=number]").press("Tab")
    expect(page.locator("dialog.fit[data-state=open]")).to_be_visible()
    before = page.locator("dialog.fit .worn").get_attribute("src")
    page.locator(".dot").focus()
    page.keyboard.press("Shift+ArrowDown")
    page.wait_for_function(
        f"({REDRAWN}) && document.querySelector('dialog.fit .worn').src !== '{before}'", timeout=PATIENCE
    )
    page.locator("dialog.fit [data-do=keep]").click()
    expect(page.locator(".shot")).to_have_count(1)
    expect(page.locator("#chat").get_by_text("untouched bit for bit")).to_be_visible()
    visitor.say("now on pure white")
    expect(page.locator(".shot")).to_have_count(2)
    expect(page.locator("#chat").get_by_text("literal white")).to_be_visible()
