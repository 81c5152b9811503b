"""A cut-out begun early is made once, used once, kept in memory alone, and never in anybody's way."""

from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, ScriptedPlanner, encoded, photo

from agent.ahead import AheadCutter
from agent.app import Assistant
from agent.policy import allow
from tools.engines.cutout.result import CutOut
from tools.engines.image import Bytes8, Image
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.specs.plan import Plan, Step
from tools.store.store import Store

CUT = Plan(category="ring", steps=(Step(tool="remove_background", args={"asset": "img1"}),))


class CountingCutter(FakeCutter):
    """Keeps what it was asked to cut."""

    def __init__(self) -> None:
        self.seen: list[Image | Bytes8] = []

    def cut(self, image: Image | Bytes8) -> CutOut:
        self.seen.append(image)
        return super().cut(image)


def picture(shade: float) -> Image:
    return np.full((40, 40, 3), shade, np.float32)


def test_an_early_cutout_is_made_once_and_used_once() -> None:
    counting = CountingCutter()
    cutter = AheadCutter(counting)
    cutter.cut_early(picture(0.5))
    cutter.cut_early(picture(0.5))  # its role was changed, say
    early = cutter.cut(picture(0.5))
    assert len(counting.seen) == 1
    assert cutter.cut(picture(0.5)) is not early
    assert len(counting.seen) == 2


def test_another_picture_is_cut_itself_and_the_early_one_stays() -> None:
    counting = CountingCutter()
    cutter = AheadCutter(counting)
    cutter.cut_early(picture(0.5))
    other = cutter.cut(picture(0.6))
    assert other.foreground[0, 0, 0] == np.float32(0.6)
    assert cutter.cut(picture(0.5)).foreground[0, 0, 0] == 0.5
    assert [float(image[0, 0, 0]) for image in counting.seen] == pytest.approx([0.5, 0.6])


@pytest.fixture
def ring(tmp_path: Path) -> Path:
    file = tmp_path / "ring.png"
    file.write_bytes(encoded(photo(), "PNG"))
    return file


def assistant_for(store: Store, cutter: CountingCutter, studio: FakeStudio) -> Assistant:
    return Assistant(store, Registry(allow, price), ScriptedPlanner(CUT), lambda: (cutter, studio))


def kept_files(store: Store) -> list[str]:
    return [path.name for path in (store.home / "images").rglob("*") if path.is_file()]


def test_the_assistant_begins_early_and_leaves_nothing_on_the_disk(store: Store, ring: Path) -> None:
    cutter, studio = CountingCutter(), FakeStudio()
    assistant = assistant_for(store, cutter, studio)
    assistant.get_ahead(ring, "o.t")
    assert (len(cutter.seen), studio.warmed_up, kept_files(store)) == (1, 1, [])
    context = assistant.context("o.t")
    context.cutter.cut(cutter.seen[0])
    assert len(cutter.seen) == 1


def test_a_product_that_was_cut_out_before_is_not_cut_again(store: Store, ring: Path) -> None:
    cutter = CountingCutter()
    assistant = assistant_for(store, cutter, FakeStudio())
    assistant.run(
        Brief.model_validate({"text": "cut it out", "images": [{"path": str(ring), "role": "product"}]}), "o.t"
    )
    cut = len(cutter.seen)
    assistant.get_ahead(ring, "o.t")
    assert len(cutter.seen) == cut > 0


def test_it_is_in_nobodys_way_and_passes_over_what_is_no_photo(store: Store, ring: Path, tmp_path: Path) -> None:
    cutter, studio = CountingCutter(), FakeStudio()
    assistant = assistant_for(store, cutter, studio)
    with assistant._cuts.turn("other", lambda _: None, lambda: False):
        assistant.get_ahead(ring, "o.t")
    (tmp_path / "words.jpg").write_text("no photo")
    assistant.get_ahead(tmp_path / "words.jpg", "o.t")
    assistant.get_ahead(tmp_path / "gone.jpg", "o.t")
    assert cutter.seen == []
    assert assistant._cuts.idle
