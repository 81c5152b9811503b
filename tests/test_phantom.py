"""A second product, writing or a sign in a painted set is found; a set without them raises no alarm."""

from collections.abc import Callable

import numpy as np
from fakes import FakeCutter, FakePainter, FakeStudio
from phantom_faults import placed, plate, with_logo, with_product, with_text, with_twin
from products import cutout_of, upload

from tools.context import Context
from tools.engines.generative.phantom import phantoms
from tools.engines.generative.task import Task
from tools.engines.image import Image
from tools.reference_shoot import ReferenceShootArgs, reference_shoot
from tools.specs.steps import Painted
from tools.store.store import Store

KINDS = ("bag", "watch", "eyewear", "hat", "earring", "necklace")
PLATES = range(8)


def found(make: Callable[[Image, int], Image]) -> list[set[str]]:
    told = []
    for seed in PLATES:
        product = placed(KINDS[seed % len(KINDS)])
        picture = with_product(make(plate(seed), seed), product)
        told.append({each.kind for each in phantoms(picture, product)})
    return told


def test_a_set_as_asked_raises_no_alarm() -> None:
    assert sum(map(bool, found(lambda image, seed: image))) <= 0.1 * len(PLATES)


def test_a_second_product_is_found() -> None:
    hits = found(lambda image, seed: with_twin(image, placed(KINDS[seed % len(KINDS)]), seed))
    assert sum("product" in kinds for kinds in hits) >= 0.9 * len(PLATES) - 1


def test_writing_is_found() -> None:
    assert sum(bool(kinds & {"text", "logo"}) for kinds in found(with_text)) >= 0.9 * len(PLATES)


def test_a_sign_is_found() -> None:
    assert sum(bool(kinds & {"text", "logo"}) for kinds in found(with_logo)) >= 0.9 * len(PLATES)


def test_it_lies_where_it_is_said_to() -> None:
    product = placed("bag")
    clean = plate(0)
    written = with_text(clean, 0)
    differs = np.argwhere(np.abs(written - clean).max(-1) > 0.1)
    (text,) = [each for each in phantoms(with_product(written, product), product) if each.kind == "text"]
    x, y, width, height = text.box
    middle = differs.mean(0)
    assert y - 5 <= middle[0] <= y + height + 5
    assert x - 5 <= middle[1] <= x + width + 5


def lettered(task: Task) -> Image:
    """A model that writes on the wall."""
    from PIL import Image as PillowImage
    from PIL import ImageDraw, ImageFont

    wall = np.full(task.start.shape, 0.7, np.float32)
    picture = PillowImage.fromarray((wall * 255).astype(np.uint8))
    ImageDraw.Draw(picture).text((40, 40), "LUMIERE", font=ImageFont.load_default(60), fill=(20, 20, 20))
    return (np.asarray(picture) / 255).astype(np.float32)


def bare(task: Task) -> Image:
    return np.full(task.start.shape, 0.7, np.float32)


def test_it_is_painted_once_more_and_the_better_one_taken(store: Store) -> None:
    for first, second, tries, said in ((lettered, bare, 2, "painted twice"), (lettered, lettered, 2, "may be writing"),
                                       (bare, lettered, 1, "")):  # fmt: skip
        painter = FakePainter(first, second, cents=3.0)
        context = Context(store, FakeCutter(), FakeStudio(), "t", painters={"diffusion": painter})
        upload(context, cutout_of("bag", long=300), "bag.png", "bag")
        result = reference_shoot(ReferenceShootArgs(product="img1", engine="diffusion"), context)
        recipe = result.assets[0].recipe
        assert recipe is not None
        step = recipe.step(Painted)
        assert step is not None
        assert (step.tries, len(painter.tasks), result.charged) == (tries, tries, 3 * tries)
        assert len({task.seed for task in painter.tasks}) == tries
        assert said in result.text
        assert bool(step.hints) == (second is lettered and first is lettered)
