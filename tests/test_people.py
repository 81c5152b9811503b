"""A person's word, taken back: nothing that shows them stays, and nothing of the product goes."""

import pytest
from test_person_on_white import seen
from test_try_on import put_on, sitting

from tools.context import Context
from tools.errors import BadRequest
from tools.white_studio import WhiteStudioArgs, white_studio


def test_a_word_taken_back_takes_all_that_came_of_it(context: Context) -> None:
    context = seen(context)
    ledger, images = context.store.ledger, context.store.images
    product, photo = (ledger.find_asset(name, context.thread) for name in ("img1", "img2"))
    worn = put_on(context)[0]
    white = white_studio(WhiteStudioArgs(product="a1"), context).assets[0]
    assert [(person.id, person.made) for person in ledger.people.all()] == [(photo.id, 2)]
    gone = ledger.people.withdraw(photo.id[:6])
    assert set(gone.pictures) == {worn.id, white.id}
    assert {photo.sha256, worn.sha256, white.sha256} < set(gone.files)
    assert product.sha256 not in gone.files
    assert worn.recipe is not None
    assert worn.recipe.cutout_sha256 not in gone.files
    assert all(images.remove(sha256) for sha256 in gone.files)
    assert ledger.people.all() == ()
    assert [name for name, _ in ledger.assets(context.thread)] == ["img1"]
    assert images.read(product.sha256)
    assert not ledger.has_consent(photo.id)
    with pytest.raises(BadRequest, match="no picture 'img2'"):
        put_on(context)


def test_names_keep_their_numbers(context: Context) -> None:
    context = sitting(context)
    put_on(context)
    ledger = context.store.ledger
    ledger.people.withdraw(ledger.find_asset("img2", context.thread).id)
    again = sitting(context, mirrored=True)
    assert [name for name, _ in again.store.ledger.assets(context.thread)] == ["img1", "img3"]


@pytest.mark.parametrize("prefix", ["", "zz", "0123"])
def test_nobody_else_is_forgotten(context: Context, prefix: str) -> None:
    context = sitting(context)
    with pytest.raises(BadRequest, match="does not name one person"):
        context.store.ledger.people.withdraw(prefix)
