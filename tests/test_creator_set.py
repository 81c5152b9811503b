"""Several photos of one person: the one that suits the product is taken, and why is said."""

import numpy as np
import painted_hand as painted
import pytest
from test_try_on import keep, put_on, sitting

from agent.planner import OfflinePlanner
from tools.context import Context
from tools.errors import BadRequest
from tools.specs.brief import Brief


def with_sleeve(context: Context, word: bool = True) -> None:
    upload = keep(context, painted.photo(sleeve=True), "sleeve.png")
    if word:
        context.store.ledger.give_consent(upload.id)


def test_the_bare_wrist_is_taken_and_the_sleeve_named(context: Context) -> None:
    context = sitting(context, "watch")
    with_sleeve(context)
    asset, said = put_on(context, person="img3", people=["img3", "img2"])
    assert "Of 2 photos I took img2" in said
    assert "Not img3" in said
    assert asset.recipe is not None
    assert asset.recipe.worn is not None
    assert asset.recipe.worn.person_sha256 == context.store.ledger.find_asset("img2", context.thread).sha256


def test_every_photo_needs_the_word(context: Context) -> None:
    context = sitting(context, "watch")
    with_sleeve(context, word=False)
    with pytest.raises(BadRequest, match="--consent"):
        put_on(context, people=["img2", "img3"])


def test_where_none_suits_each_reason_is_said(context: Context) -> None:
    context = sitting(context, "watch", person=painted.photo(sleeve=True))
    upload = keep(context, np.roll(painted.photo(sleeve=True), 3, axis=1), "second.png")
    context.store.ledger.give_consent(upload.id)
    with pytest.raises(BadRequest, match="None of the 2 photos suits it"):
        put_on(context, people=["img2", "img3"])


def test_a_message_with_several_photos_of_a_person_asks_for_the_best() -> None:
    images = [{"what": "a silver watch", "role": "product"}] + [{"what": "a woman", "role": "person"}] * 3
    plan = OfflinePlanner().plan(Brief.model_validate({"text": "show this watch on her wrist", "images": images}))
    assert [step.tool for step in plan.steps] == ["try_on"]
    assert plan.steps[0].args["people"] == ["img2", "img3", "img4"]
