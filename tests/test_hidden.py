"""Small copies of a photo go to a language model only where its uploader said so; that is kept with the talk."""

from pathlib import Path

import pytest
from fakes import photo

from agent.llm_pictures import Sight, shown
from agent.pictures import Pictures
from agent.talk import in_thread
from agent.uploads import keep_uploads
from tools.specs.brief import Brief, BriefImage
from tools.store.store import Store
from ui.boxes import word_boxes
from ui.tray import Attached


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "ring.png"
    photo(60, 40).save(path)
    return path


def brief(file: Path, hidden: bool) -> Brief:
    return Brief(text="my ring", images=(BriefImage(role="product", path=str(file), hidden=hidden),))


def test_a_hidden_photo_is_not_shown_and_another_is(file: Path) -> None:
    sight = Sight(images=True)
    assert shown(brief(file, True), Pictures(products=("img1",)), sight) == ()
    assert [name for name, _ in shown(brief(file, False), Pictures(products=("img1",)), sight)] == ["img1"]


@pytest.mark.parametrize("hidden", [True, False])
def test_later_messages_of_the_talk_know_it(hidden: bool, file: Path, store: Store) -> None:
    keep_uploads(brief(file, not hidden), store, "other")
    keep_uploads(brief(file, hidden), store, "talk")
    later = in_thread(Brief(text="on slate"), store, "talk")
    assert [image.hidden for image in later.images] == [hidden]


def test_the_word_can_be_given_later(file: Path, store: Store) -> None:
    for hidden in (True, False):
        keep_uploads(brief(file, hidden), store, "talk")
    assert [image.hidden for image in in_thread(Brief(text="on slate"), store, "talk").images] == [False]


def test_the_box_is_there_only_where_a_model_may_see(file: Path) -> None:
    waiting = (Attached("0" * 16, file, "product"),)
    assert word_boxes(waiting, False, "", False) == ""
    box = word_boxes(waiting, False, "models.example", False)
    assert "models.example" in box
    assert "checked" not in box
    assert "checked" in word_boxes(waiting, False, "models.example", True)
    assert 'data-act="consent"' in word_boxes((Attached("0" * 16, file, "person"),), False, "", False)
