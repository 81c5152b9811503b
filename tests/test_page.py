"""The page in a real browser, against a real server in a process of its own with fakes where the slow engines stand."""

import json
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import httpx
import pytest
from fakes import encoded, photo

pytest.importorskip("playwright.sync_api", reason="the browser tests need playwright (extra dev)")

from playwright.sync_api import Browser, Page, expect, sync_playwright

HERE = Path(__file__).parent
CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
PATIENCE = 30_000
SEEDS = count()
"""A refusal sticks to a photo, whoever sends it: each visitor brings another."""
NEWEST_IN_VIEW = """() => {
  const log = document.querySelector('#chat');
  return log.scrollHeight > log.clientHeight && log.scrollHeight - log.scrollTop - log.clientHeight < 90;
}"""
BRIEF = "the ring on travertine, golden hour, 1:1"
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="the browser tests need /usr/bin/chromium")


@dataclass
class Served:
    """The server: where it is and what it keeps."""

    url: str
    home: Path


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    home = tmp_path_factory.mktemp("page") / "home"
    command = [sys.executable, str(HERE / "page_server.py"), str(home)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    line = process.stdout.readline()
    yield Served(line.rsplit(" ", 1)[1].strip(), home)
    process.terminate()
    process.communicate(timeout=20)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@dataclass
class Visitor:
    """One person at the page with photos of their own, and every foreign address that it asked for."""

    page: Page
    seed: int
    foreign: list[str] = field(default_factory=list)

    def say(self, text: str) -> None:
        self.page.locator("#box textarea").fill(text)
        self.page.locator("#box textarea").press("Enter")

    def attach(self, name: str, role: str | None = None) -> None:
        file = {"name": name, "mimeType": "image/png", "buffer": encoded(photo(600, 600, self.seed), "PNG")}
        self.page.locator("#box input[type=file]").set_input_files([file])
        card = self.page.locator(f'.card:has(img[title="{name}"])')
        expect(card).to_be_visible()
        expect(self.page.locator("#box [class*=thumbnail-item]")).to_have_count(0)  # as a person waits: then the next
        if role is not None:
            card.locator("select").select_option(role)


@pytest.fixture
def visitor(served: Served, browser: Browser) -> Iterator[Visitor]:
    context = browser.new_context(viewport={"width": 1400, "height": 950})
    context.set_default_timeout(PATIENCE)
    expect.set_options(timeout=PATIENCE)
    visitor = Visitor(context.new_page(), next(SEEDS))
    visitor.page.on("request", lambda request: _note(visitor, request.url, served.url))
    visitor.page.goto(served.url)
    expect(visitor.page.locator(".samples button")).to_have_count(6)
    yield visitor
    context.close()
    assert visitor.foreign == []


def _note(visitor: Visitor, address: str, ours: str) -> None:
    if not address.startswith((ours, "data:", "blob:")):
        visitor.foreign.append(address)


def _loaded(page: Page, selector: str) -> None:
    page.wait_for_function("s => [...document.querySelectorAll(s)].every(i => i.naturalWidth > 0)", arg=selector)


def test_from_a_photo_to_a_picture_its_edit_and_back(visitor: Visitor, served: Served) -> None:
    page = visitor.page
    visitor.attach("gold ring.png")
    expect(page.locator(".card select")).to_have_value("product")
    visitor.say(BRIEF)
    expect(page.locator(".work .preview")).to_be_visible()
    _loaded(page, ".work .preview")
    expect(page.locator("#stop")).to_be_visible()
    page.reload()
    expect(page.locator(".bar")).to_be_visible()
    expect(page.locator("#chat").get_by_text(BRIEF)).to_be_visible()
    expect(page.locator(".shot")).to_have_count(1)
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator(".purse")).to_have_text("96 credits left")
    visitor.say("make it warmer")
    expect(page.locator(".shot")).to_have_count(2)
    expect(page.locator(".tile")).to_have_count(2)
    page.wait_for_function(NEWEST_IN_VIEW)
    page.reload()
    expect(page.locator(".shot")).to_have_count(2)
    page.wait_for_function(NEWEST_IN_VIEW)
    _loaded(page, "#chat img, #gallery img, #viewer img")
    page.locator(".shot summary").first.click()
    expect(page.locator(".shot dl").first).to_contain_text("0 of 255")
    expect(page.locator(".compare input[type=range]")).to_be_attached()
    page.locator('.tile .pick[data-name="a1"]').click()
    expect(page.locator(".actions b")).to_have_text("a1")
    page.locator('.tile .pick[data-name="a2"]').click()
    page.locator(".actions button", has_text="Undo").click()
    expect(page.locator(".tile")).to_have_count(1)
    assert not [file for file in (served.home / "page").rglob("*") if file.is_file()]
    assert not [file for file in (served.home / "tray").rglob("*") if file.is_file()]


def test_what_is_sent_during_a_turn_comes_next(visitor: Visitor) -> None:
    page = visitor.page
    visitor.attach("gold ring.png")
    visitor.say(BRIEF)
    expect(page.locator(".bar")).to_be_visible()
    visitor.say("make it warmer")
    expect(page.locator("#box textarea")).to_have_value("")
    expect(page.locator("#chat").get_by_text("make it warmer")).to_be_visible()
    expect(page.locator(".shot")).to_have_count(2)
    expect(page.locator("#stop")).to_be_hidden()
    expect(page.locator(".tile")).to_have_count(2)


def test_what_is_typed_while_a_photo_is_taken_over_stays(visitor: Visitor) -> None:
    typed = visitor.page.locator("#box textarea")
    file = {"name": "ring.png", "mimeType": "image/png", "buffer": encoded(photo(2000, 2000, visitor.seed), "PNG")}
    typed.fill("on ")
    visitor.page.locator("#box input[type=file]").set_input_files([file])
    for _ in range(60):
        typed.press_sequentially("x")
        visitor.page.wait_for_timeout(20)
    expect(visitor.page.locator(".card")).to_have_count(1)
    expect(visitor.page.locator("#box [class*=thumbnail-item]")).to_have_count(0)
    expect(typed).to_have_value("on " + 60 * "x")


def test_a_question_is_answered_by_its_button_and_talks_stay_apart(visitor: Visitor) -> None:
    page = visitor.page
    page.locator('.samples button[data-name="ring"]').click()
    expect(page.locator("#box textarea")).to_have_value("The ring on warm travertine, leaf shadows, late sun, 4:5")
    expect(page.locator(".card select")).to_have_value("product")
    visitor.say("on a white background and on marble in one picture")
    page.locator("#chat .option", has_text="white only").click()
    expect(page.locator(".shot")).to_have_count(1)
    page.locator(".talks .new").click()
    expect(page.locator(".samples button")).to_have_count(6)
    expect(page.locator(".shot")).to_have_count(0)
    page.locator(".talks a", has_text="on a white background").click()
    expect(page.locator(".shot")).to_have_count(1)


def test_a_refusal_says_why_and_what_to_do(visitor: Visitor) -> None:
    page = visitor.page
    visitor.attach("ring.png", "product")
    visitor.say(
        "a replica of a Cartier ring on marble <img src=https://evil.example/x.png> ![x](https://evil.example/y)"
    )
    trouble = page.locator(".words.trouble")
    expect(trouble).to_contain_text("counterfeiting")
    expect(trouble).to_contain_text("under its own name")
    expect(page.locator("#chat").get_by_text("<img src=https://evil.example/x.png>")).to_be_visible()
    page.reload()
    expect(page.locator(".words.trouble")).to_contain_text("counterfeiting")


def test_cancel_ends_the_render_and_costs_nothing(visitor: Visitor) -> None:
    page = visitor.page
    before = page.locator(".purse").inner_text()
    visitor.attach("ring.png", "product")
    visitor.say("the ring on black slate, 1:1")
    expect(page.locator(".work .preview")).to_be_visible()
    page.locator("#stop").click()
    expect(page.locator(".words.trouble")).to_contain_text("cancel")
    expect(page.locator("#stop")).to_be_hidden()
    page.reload()
    expect(page.locator(".words.trouble")).to_contain_text("cancel")
    expect(page.locator(".purse")).to_have_text(before)


def test_a_persons_photo_needs_the_tick(visitor: Visitor) -> None:
    page = visitor.page
    visitor.attach("ring.png", "product")
    visitor.attach("DSC_1.png", "person")
    expect(page.locator(".consent input")).not_to_be_checked()
    visitor.say("the ring on linen, 1:1")
    expect(page.locator(".toast-body")).to_contain_text("tick the box")
    expect(page.locator(".consent.asked")).to_be_visible()
    expect(page.locator("#box textarea")).to_have_value("the ring on linen, 1:1")
    expect(page.locator(".card")).to_have_count(2)
    page.locator(".consent input").check()
    page.locator('.card:has(img[title="DSC_1.png"]) button').click()
    expect(page.locator(".card")).to_have_count(1)
    expect(page.locator(".consent")).to_have_count(0)


def test_what_is_no_picture_is_said(visitor: Visitor, served: Served) -> None:
    page = visitor.page
    file = {"name": "ring.png", "mimeType": "image/png", "buffer": b"<script>alert(1)</script>"}
    page.locator("#box input[type=file]").set_input_files([file])
    expect(page.locator(".toast-body")).to_be_visible()
    expect(page.locator(".card")).to_have_count(0)
    assert not [kept for kept in (served.home / "page").rglob("*") if kept.is_file()]


def test_on_a_phone_nothing_sticks_out(visitor: Visitor) -> None:
    page = visitor.page
    page.set_viewport_size({"width": 390, "height": 844})
    visitor.attach("ring.png", "product")
    visitor.say("the ring on sand, 1:1")
    expect(page.locator(".shot")).to_have_count(1)
    page.locator(".shot summary").click()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_nobody_else_and_no_other_page_gets_in(visitor: Visitor, served: Served, browser: Browser) -> None:
    page = visitor.page
    visitor.attach("ring.png", "product")
    visitor.say("the ring on moss, 1:1")
    expect(page.locator(".shot")).to_have_count(1)
    picture = served.url + str(page.locator("#gallery img").first.get_attribute("src"))
    assert page.request.get(picture).status == 200
    other = browser.new_context()
    stranger = other.new_page()
    stranger.goto(page.url)  # her address, his cookie: an empty talk of his own
    expect(stranger.locator(".samples button")).to_have_count(6)
    assert stranger.request.get(picture).status == 404
    other.close()
    join = f"{served.url}/gradio_api/queue/join"
    assert httpx.post(join, json={}, headers={"origin": "https://evil.example"}).status_code == 403
    assert httpx.get(served.url, headers={"host": "evil.example"}).status_code == 403
    assert httpx.get(f"{served.url}/gradio_api/file={served.home / 'ledger.sqlite'}").status_code == 404


def test_a_cut_out_is_touched_up_by_hand(visitor: Visitor, served: Served) -> None:
    page, seconds = visitor.page, []
    large = photo(4000, 3000, visitor.seed)
    file = {"name": "ring.jpg", "mimeType": "image/jpeg", "buffer": encoded(large, "JPEG", quality=80)}
    page.locator("#box input[type=file]").set_input_files([file])
    page.locator(".card [data-touch]").click()
    expect(page.locator("dialog.touch:not(.fit)")).to_have_attribute("data-state", "open")
    _press(page, "Erase")
    seconds.append(_drawn(page, (0.45, 0.4), (0.55, 0.6)))
    assert _alpha(page, 0.5, 0.5) == 0
    seconds.append(_drawn(page, (0.4, 0.7), (0.6, 0.7)))
    page.locator("dialog.touch:not(.fit) [data-do=undo]").click()
    expect(page.locator("dialog.touch:not(.fit) [data-do=undo]")).to_be_enabled()
    page.wait_for_function(
        "() => document.querySelector('.cutout').getContext('2d').getImageData(667, 700, 1, 1).data[3]"
    )
    _press(page, "Keep")
    _press(page, "Box")
    seconds.append(_drawn(page, (0.02, 0.02), (0.1, 0.1)))
    assert min(seconds) <= 0.7, f"a stroke on 12 megapixels is redrawn after {seconds} s"
    page.locator("dialog.touch:not(.fit) [data-do=done]").click()
    expect(page.locator("dialog.touch:not(.fit)")).to_be_hidden()
    page.reload()
    expect(page.locator(".card [data-touch]")).to_have_text("Touched up")
    with closing(sqlite3.connect(served.home / "ledger.sqlite")) as ledger:
        (body,) = ledger.execute("SELECT body FROM touches").fetchone()
    kept = json.loads(body)
    assert [stroke["shape"] for stroke in kept["strokes"]] == ["brush", "box"]
    assert kept["cutout_sha256"] != kept["base_sha256"]


def _press(page: Page, name: str) -> None:
    page.locator("dialog.touch:not(.fit) .tools button", has_text=name).click()


def _drawn(page: Page, *places: tuple[float, float]) -> float:
    """Draw a stroke through shares of the picture's width and height; return the seconds until it was redrawn."""
    page.evaluate("delete document.querySelector('dialog.touch:not(.fit)').dataset.redrawn")
    sheet = page.locator("dialog.touch:not(.fit) .marks").bounding_box()
    assert sheet is not None
    points = [(sheet["x"] + x * sheet["width"], sheet["y"] + y * sheet["height"]) for x, y in places]
    page.mouse.move(*points[0])
    page.mouse.down()
    for point in points[1:]:
        page.mouse.move(*point, steps=8)
    page.mouse.up()
    redrawn = page.wait_for_function("document.querySelector('dialog.touch:not(.fit)').dataset.redrawn").json_value()
    return int(redrawn) / 1000


def _alpha(page: Page, x: float, y: float) -> int:
    script = """([x, y]) => { const canvas = document.querySelector('.cutout');
      return canvas.getContext('2d').getImageData(x * canvas.width, y * canvas.height, 1, 1).data[3]; }"""
    return int(page.evaluate(script, [x, y]))


def test_a_moodboard_is_corrected_by_its_swatches(visitor: Visitor) -> None:
    page, box = visitor.page, visitor.page.locator("#box textarea")
    visitor.attach("gold ring.png")
    visitor.seed = next(SEEDS)  # another picture than the product's
    visitor.attach("moodboard.png", role="inspiration")
    visitor.say("the ring like this")
    expect(page.locator(".shot")).to_have_count(1)
    chips = page.locator(".board .chip")
    expect(chips.first).to_contain_text("%")
    chips.first.locator("button", has_text="+").click()
    expect(box).to_have_value(re.compile(r"^more #[0-9a-f]{6} \("))
    page.locator(".board").get_by_role("button", name="softer light").click()
    expect(box).to_have_value(re.compile("softer light than the board$"))
