"""Product to model: an engine paints the person and nothing of the product, which is laid on and proved as ever."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import images_server as server
import numpy as np
import painted_hand as hands
import pytest
from fakes import FakeCutter, FakePainter, FakeStudio, png
from PIL import Image as PillowImage
from PIL import ImageDraw, ImageFont
from products import cutout_of, upload

from agent.app import Assistant
from agent.extras import Extras
from agent.painters import painters_of
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.settings import Settings
from tools.context import Context
from tools.engines.decode import decode
from tools.engines.generative.poses import has_pose, pose_words
from tools.engines.generative.task import Task
from tools.engines.image import Bytes8, Image, to_bytes, to_float
from tools.engines.person.seen import Judged, Person
from tools.errors import BadRequest, EngineUnavailable, Refused, ToolFailed
from tools.prices import price
from tools.registry import Outcome, Registry
from tools.specs.asset import Asset
from tools.specs.brief import Brief, BriefImage
from tools.specs.plan import Plan
from tools.specs.words import HARD, Category
from tools.store.store import Store
from tools.verify import verify

PRODUCTS: dict[Category, Callable[[], Bytes8]] = {"ring": hands.ring, "watch": hands.watch, "bracelet": hands.bracelet}


def hand_in(width: int, height: int) -> Bytes8:
    """Return the painted hand in the upper left of a frame of its wall, H×W×3."""
    frame = np.full((max(height, hands.HEIGHT), max(width, hands.WIDTH), 3), hands.WALL, np.uint8)
    frame[: hands.HEIGHT, : hands.WIDTH] = hands.photo()
    return frame[:height, :width]


def a_hand(task: Task) -> Image:
    return to_float(hand_in(task.mask.shape[1], task.mask.shape[0]))


def a_wall(task: Task) -> Image:
    return np.full(task.start.shape, 0.3, np.float32)


class Sees:
    """Sees the painted hand where its wall is, and nobody elsewhere."""

    def look(self, photo: Bytes8) -> Person:
        there = np.abs(photo[4, 4].astype(int) - hands.WALL).max() < 12
        return Person((Judged(hands.hand(), ()),) if there else (), ())


def talk(store: Store, painter: FakePainter, kind: Category = "ring", rgba: Bytes8 | None = None) -> Context:
    context = Context(store, FakeCutter(), FakeStudio(), "t", painters={"diffusion": painter}, onlooker=Sees())
    upload(context, PRODUCTS[kind]() if rgba is None else rgba, f"{kind}.png", kind)
    return context


def worn(context: Context, **args: object) -> Outcome:
    told = {"product": "img1", "engine": "diffusion"} | args
    return Registry(allow, price).call("try_on", told, context)


def proved(made: Asset, store: Store) -> None:
    """Fail unless the product is the photo's through its map, and the receipt says that the person is painted."""
    receipt = made.receipt
    assert receipt is not None
    assert receipt.worn is not None
    assert receipt.worn.worn.painted is not None
    assert (receipt.mode, receipt.max_diff, receipt.worn.most_changed) == ("warped", 0, 0)
    assert receipt.engine == receipt.worn.worn.painted.engine
    assert receipt.core_pixels > 30
    assert receipt.origin is not None
    assert receipt.origin.path_tracer == 0.0
    assert receipt.origin.model > 0.5 > receipt.origin.photograph > 0.0
    assert verify(store.images.read(made.sha256), "made.png", store).differences == ()


@pytest.mark.parametrize("kind", ["watch", "bracelet", "ring"])
def test_the_product_is_laid_on_a_painted_person(kind: Category, store: Store) -> None:
    painter = FakePainter(a_hand)
    outcome = worn(talk(store, painter, kind), prompt="a woman with dark skin, on a rooftop")
    assert outcome.error is None, outcome.text
    proved(outcome.assets[0], store)
    assert "painted by the diffusion engine and does not exist" in outcome.text
    assert "untouched bit for bit" in outcome.text
    (task,) = painter.tasks
    assert "a woman with dark skin, on a rooftop." in task.words
    assert task.mask.min() == 1.0
    assert np.ptp(task.start, axis=1).max() == 0.0  # nothing of the product was shown to the model
    assert outcome.credits == price("try_on", {})


def test_who_cannot_wear_it_is_painted_once_more(store: Store) -> None:
    painter = FakePainter(a_wall, a_hand, cents=3.0)
    outcome = worn(talk(store, painter))
    assert outcome.error is None, outcome.text
    proved(outcome.assets[0], store)
    first, second = painter.tasks
    assert first.seed != second.seed
    recipe = outcome.assets[0].recipe
    assert recipe is not None
    assert recipe.worn is not None
    assert recipe.worn.painted is not None
    assert (recipe.worn.painted.tries, recipe.seed) == (2, second.seed)
    assert "another was painted" in outcome.text
    assert outcome.credits == price("try_on", {}) + 6


def a_hand_before_a_sign(task: Task) -> Image:
    """A hand, and on the wall beside it a word that nobody asked for."""
    wall = PillowImage.fromarray(to_bytes(a_hand(task)))
    height = task.mask.shape[0]
    ImageDraw.Draw(wall).text((40, height - 150), "LUMIERE", font=ImageFont.load_default(60), fill=(226, 220, 208))
    return to_float(np.asarray(wall))


@pytest.mark.parametrize(("second", "hints"), [(a_hand, 0), (a_hand_before_a_sign, 1), (a_wall, 1)])
def test_writing_beside_them_is_painted_once_more_and_said(
    second: Callable[[Task], Image], hints: int, store: Store
) -> None:
    painter = FakePainter(a_hand_before_a_sign, second)
    outcome = worn(talk(store, painter))
    assert outcome.error is None, outcome.text
    made = outcome.assets[0]
    proved(made, store)
    assert made.recipe is not None
    assert made.recipe.worn is not None
    painted = made.recipe.worn.painted
    assert painted is not None
    assert (painted.tries, len(painter.tasks)) == (2, 2)
    assert [hint.split()[0] for hint in painted.hints][:1] == ["text"] * hints
    assert ("may be writing at the bottom left" in outcome.text) is bool(hints)
    assert painted.seed == painter.tasks[0 if hints else 1].seed
    assert "another was painted" in outcome.text


def test_twice_nobody_is_one_sentence_and_costs_nothing(store: Store) -> None:
    painter = FakePainter(a_wall, cents=3.0)
    context = talk(store, painter)
    outcome = worn(context)
    assert isinstance(outcome.error, ToolFailed)
    assert "painted a person twice, and the ring can be laid on neither (No hand was found" in outcome.text
    assert "nothing was charged" in outcome.text
    assert "Upload a photo" in outcome.text
    assert len(painter.tasks) == 2
    assert store.ledger.balance() == 100
    assert [name for name, _ in store.ledger.assets("t")] == ["img1"]


def test_a_product_in_a_wrong_view_costs_no_picture(store: Store) -> None:
    painter = FakePainter(a_hand)
    outcome = worn(talk(store, painter, "watch", hands.bracelet()))
    assert isinstance(outcome.error, BadRequest)
    assert "straight above" in outcome.text
    assert painter.tasks == []


@pytest.mark.parametrize(
    ("args", "error", "words"),
    [
        ({"engine": None}, BadRequest, "PARURE_DIFFUSION_MODEL"),
        ({"engine": "remote"}, EngineUnavailable, "PARURE_IMAGES_URL.*upload a photo of a person"),
        ({"mode": "generated"}, Refused, "never altered"),
        ({"mode": "exact"}, BadRequest, "mode warped"),
        ({"handles": [[0.5, 0.5]]}, BadRequest, "leave the points out"),
    ],
)
def test_a_wrong_call_is_corrected(args: dict[str, object], error: type, words: str, store: Store) -> None:
    painter = FakePainter(a_hand)
    outcome = worn(talk(store, painter), **args)
    assert isinstance(outcome.error, error), outcome.text
    assert re.search(words, outcome.text), outcome.text
    assert painter.tasks == []


def test_cancelled_it_costs_nothing(store: Store) -> None:
    outcome = worn(replace(talk(store, FakePainter(a_hand)), cancelled=lambda: True))
    assert "cancelled" in outcome.text
    assert store.ledger.balance() == 100


@pytest.mark.parametrize("kind", [*HARD, "bag"])
def test_every_kind_has_a_pose_or_a_sentence(kind: Category, store: Store) -> None:
    if has_pose(kind):
        assert "adult" in pose_words(kind, "on a rooftop.")
        assert "on a rooftop. Real skin" in pose_words(kind, "on a rooftop.")
        return
    painter = FakePainter(a_hand)
    outcome = worn(talk(store, painter, kind, cutout_of("bag", long=300)))
    assert isinstance(outcome.error, BadRequest)
    assert "Upload a photo of a person" in outcome.text or "Photograph it worn" in outcome.text
    assert painter.tasks == []


def assistant(store: Store, painters: dict[str, object]) -> Assistant:
    return Assistant(
        store, Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio()),
        extras=Extras(painters=painters, onlooker=Sees()),  # type: ignore[arg-type]
    )  # fmt: skip


def test_in_the_chat_it_is_offered_and_then_made_by_a_service(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "ring.png"
    file.write_bytes(png(hands.ring()))
    images = [{"role": "product", "path": str(file), "what": "a gold ring"}]
    with server.ImagesServer(server.b64(png(hand_in(1024, 1024)))) as service:
        told = Settings.model_validate({"images_url": service.url, "images_model": "painter-1", "images_price": 0.04})
        chat = assistant(store, dict(painters_of(told, store)))
        text = "my ring on a model, on a rooftop at dusk"
        asked = chat.run(Brief.model_validate({"text": text, "images": images}), "t")
        assert "with the images service" in asked.plan.options
        assert service.forms == []
        result = chat.run(Brief(text="with the images service"), "t", yes=True)
        fields = dict(service.forms[0])
    assert result.error is None, result.error
    proved(result.made[0][1], store)
    said = fields["prompt"].decode()
    assert "open hand" in said
    assert "rooftop at dusk" in said
    assert "gold ring" not in said
    assert "my ring" not in said
    whole = decode(store.images.read(result.made[0][1].sha256)).pixels
    assert (whole[-1, -1] == hands.WALL).all()  # what the service painted stays as it came


def plan(text: str, what: str, *engines: str, person: bool = False) -> Plan:
    images = [BriefImage(role="product", what=what)] + [BriefImage(role="person", what="a woman")] * person
    return OfflinePlanner().plan(Brief(text=text, images=tuple(images), engines=engines))


def test_without_an_engine_it_is_said_how_to_get_one() -> None:
    asked = plan("my ring worn by a woman", "a ring")
    assert asked.steps == ()
    assert asked.question is not None
    assert "parure doctor" in asked.question
    assert "upload one" in asked.question
    assert asked.options == ("product only",)


@pytest.mark.parametrize("text", [
    "my ring on a model in a café, with the diffusion engine", "den Ring an einer Hand mit KI, im Café",
    "ma bague portée par un mannequin, au café, avec l'ia", "戒指戴在模特手上，在咖啡馆，用ai",
])  # fmt: skip
def test_the_words_lead_there(text: str) -> None:
    (step,) = plan(text, "a ring", "diffusion").steps
    assert (step.tool, step.args["engine"], step.args.get("person")) == ("try_on", "diffusion", None)
    assert "ring" not in step.args["prompt"].lower().replace("rings", "").split()
    said = plan(text, "a ring", "diffusion").reply
    assert "whom a model paints" in said
    assert "laid on as photographed" in said


def test_a_persons_photo_comes_before_an_engine() -> None:
    (step,) = plan("my ring on this woman, with ai", "a ring", "diffusion", person=True).steps
    assert step.tool == "try_on"
    assert step.args["person"] == "img2"
    assert "engine" not in step.args


def test_a_soft_one_is_painted_whole_and_said_to_be() -> None:
    made = plan("the scarf worn by a woman in a café, with the diffusion engine", "a silk scarf", "diffusion")
    (step,) = made.steps
    assert (step.tool, step.args["mode"], step.args["engine"]) == ("reference_shoot", "generated", "diffusion")
    assert "no photograph of it" in made.reply
    alone = plan("the scarf on a model", "a silk scarf", "diffusion")
    assert "Nobody wears it in this picture" in alone.reply
    assert "with the diffusion engine" in alone.reply


@pytest.mark.parametrize("text", [
    "my ring worn by a child, with ai", "the watch worn by a 9 year old boy, diffusion engine",
    "die Uhr an einem Kind getragen, mit KI", "the watch on a boy, with ai", "la montre sur un garçon, avec diffusion",
    "the bracelet on a child, with the diffusion engine",
])  # fmt: skip
def test_no_child_is_painted(text: str) -> None:
    refused = plan(text, "a ring", "diffusion")
    assert refused.refusal is not None
    assert refused.refusal.rule == "unsafe"
