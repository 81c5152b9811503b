"""A refused watch comes back as another file, in another talk, with other words: refused at every door until lifted."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes import FakeCutter, FakeStudio, encoded
from still_lifes import brighter, cropped, jpeg, resized, still_life

from agent.app import Assistant
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.run import RunResult
from agent.touches import Touches
from tools.engines.cutout.result import CutOut
from tools.engines.image import Bytes8, Image
from tools.errors import EngineUnavailable, Refused
from tools.known_again import recognised
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.store.store import Store

DEAR, CHEAP = "my 48,000 EUR watch on slate, 4:5", "the steel watch on travertine, 4:5"


class CountingCutter(FakeCutter):
    """Counts how often it is asked."""

    def __init__(self) -> None:
        self.cuts = 0

    def cut(self, image: Image | Bytes8) -> CutOut:
        self.cuts += 1
        return super().cut(image)


class MissingCutter(FakeCutter):
    """Has no network."""

    def cut(self, image: Image | Bytes8) -> CutOut:
        raise EngineUnavailable("The network's weights are missing.")


class House:
    """A home with the real planner, policy and tools, and a folder of photos."""

    def __init__(self, folder: Path, cutter: FakeCutter) -> None:
        self._folder = folder
        engines = (cutter, FakeStudio())
        self.assistant = Assistant(
            Store.open(folder / "home"), Registry(allow, price), OfflinePlanner(), lambda: engines
        )
        self.ledger = self.assistant.store.ledger

    def file(self, name: str, data: bytes) -> Path:
        (self._folder / name).write_bytes(data)
        return self._folder / name

    def say(self, text: str, *files: Path, thread: str) -> RunResult:
        return self.assistant.run(_brief(text, *files), thread, yes=True)

    def refuse(self, file: Path) -> str:
        """Bring a photo with a price, and return the refused product's id."""
        assert _refused(self.say(DEAR, file, thread="first")).rule == "ultra_luxury"
        return self.ledger.refused_first()[0]


def _brief(text: str, *files: Path, role: str = "product") -> Brief:
    return Brief.model_validate({"text": text, "images": [{"path": str(file), "role": role} for file in files]})


def _refused(result: RunResult) -> Refused:
    assert isinstance(result.error, Refused), result.reply
    assert (result.made, result.plan.route, result.plan.steps) == ((), "refused", ())
    return result.error


@pytest.fixture
def cutter() -> CountingCutter:
    return CountingCutter()


@pytest.fixture
def house(tmp_path: Path, cutter: CountingCutter) -> Iterator[House]:
    made = House(tmp_path, cutter)
    yield made
    made.assistant.close()


@pytest.fixture
def watch(house: House) -> Path:
    return house.file("watch.png", encoded(still_life(1, 1), "PNG"))


@pytest.fixture
def copy(house: House) -> Path:
    """The same photo: cropped, smaller, darker, as a JPEG of another name."""
    changed = brighter(resized(cropped(still_life(1, 1), 0.15, 0.05, 0.0, 0.1), 0.7), 0.9)
    return house.file("nice.jpg", jpeg(changed, 70))


def test_a_refused_watch_is_known_again_in_another_talk_without_its_price(
    house: House, watch: Path, copy: Path
) -> None:
    first = house.refuse(watch)
    error = _refused(house.say(CHEAP, copy, thread="second"))
    kept = house.ledger.product(first)
    assert kept is not None
    assert kept.refusal is not None
    assert (error.rule, error.reason) == ("ultra_luxury", kept.refusal.reason)
    assert kept.refusal.advice in error.advice
    assert f"parure refusals lift {first[:16]}" in error.advice
    assert _refused(house.say("a tile of it", thread="second")).rule == "ultra_luxury"


def test_a_refused_product_is_cut_out_once_and_only_on_suspicion(
    house: House, watch: Path, copy: Path, cutter: CountingCutter
) -> None:
    house.refuse(watch)
    house.assistant.plan(_brief(CHEAP, house.file("other.png", encoded(still_life(2, 2), "PNG"))))
    assert cutter.cuts == 0
    for file in (copy, house.file("third.jpg", jpeg(resized(still_life(1, 1), 0.5), 80))):
        assert house.assistant.plan(_brief(CHEAP, file)).route == "refused"
        assert cutter.cuts == 1


@pytest.mark.parametrize(
    "text",
    ["my 250 EUR watch on slate", "white background for Amazon", "cut it out", "eine günstige Uhr auf Marmor, 4:5"],
)
def test_no_other_words_help(text: str, house: House, watch: Path, copy: Path) -> None:
    house.refuse(watch)
    _refused(house.say(text, copy, thread="second"))


def test_another_watch_is_served_on_the_same_set_too(house: House, watch: Path) -> None:
    house.refuse(watch)
    for product, scene in ((2, 2), (3, 1)):
        other = house.file(f"other{product}.png", encoded(still_life(product, scene), "PNG"))
        result = house.say(CHEAP, other, thread=f"other{product}")
        assert result.error is None, result.error
        assert [name for name, _ in result.made] == ["a1"]
    assert len(house.ledger.refused()) == 1


def test_after_the_lift_all_its_copies_are_served(house: House, watch: Path, copy: Path) -> None:
    first = house.refuse(watch)
    _refused(house.say(CHEAP, copy, thread="second"))
    assert house.ledger.lift(first[:16])[0].id == first
    assert house.ledger.refused() == ()
    third = house.file("third.jpg", jpeg(resized(still_life(1, 1), 0.5), 80))
    for place, file in enumerate((watch, copy, third)):
        assert house.say(CHEAP, file, thread=f"after{place}").error is None


def test_a_photo_that_was_wrongly_taken_for_it_is_lifted_alone(house: House, watch: Path, copy: Path) -> None:
    first = house.refuse(watch)
    _refused(house.say(CHEAP, copy, thread="second"))
    (again,) = (product for product in house.ledger.refused() if product.id != first)
    assert again.known_as == first
    assert [product.id for product in house.ledger.lift(again.id)] == [again.id]
    assert house.say(CHEAP, copy, thread="third").error is None
    _refused(house.say(CHEAP, watch, thread="fourth"))


def test_a_copy_that_is_refused_for_its_own_words_is_lifted_with_the_first(
    house: House, watch: Path, copy: Path
) -> None:
    first = house.refuse(watch)
    _refused(house.say("a replica of this Cartier watch", copy, thread="second"))
    assert house.ledger.refused_first() == (first,)
    house.ledger.lift(first)
    assert house.ledger.refused() == ()


def test_a_picture_that_was_made_before_is_not_worked_on_any_more(house: House, watch: Path, copy: Path) -> None:
    made = house.say(CHEAP, copy, thread="early")
    assert made.error is None
    house.refuse(watch)
    _refused(house.say("make it warmer", thread="early"))


def test_every_door_knows_it(house: House, watch: Path, copy: Path) -> None:
    house.refuse(watch)
    with pytest.raises(Refused):
        house.assistant.look("mask", copy)
    with pytest.raises(Refused):
        Touches(house.assistant).open_file("t", copy)
    _refused(house.say("this on marble", copy, watch, thread="both"))
    assert "category" in house.assistant.look("classify", copy).data, "which is allowed"


def test_nothing_is_looked_at_while_nothing_is_refused(house: House, watch: Path) -> None:
    house.assistant.plan(_brief(CHEAP, watch), "t")
    upload = house.ledger.find_asset(hashlib.sha256(watch.read_bytes()).hexdigest(), "t")
    house.assistant.store.images.path(upload.sha256).unlink()  # a look would fail
    assert recognised(upload, house.assistant.context("t")) is None


def test_it_is_known_when_its_own_file_is_gone(house: House, watch: Path, copy: Path) -> None:
    first = house.refuse(watch)
    house.assistant.store.images.path(first).unlink()
    _refused(house.say(CHEAP, copy, thread="second"))


def test_without_a_cutter_the_whole_photo_decides(tmp_path: Path) -> None:
    house = House(tmp_path, MissingCutter())
    house.refuse(house.file("watch.png", encoded(still_life(1, 1), "PNG")))
    copy = house.file("copy.jpg", jpeg(still_life(1, 1), 70))
    assert house.assistant.plan(_brief(CHEAP, copy)).route == "refused"
    house.assistant.close()
