"""Pictures go to who owns them: by their name in the talk, from the cookie alone, and small where small is asked."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, encoded, photo
from fastapi import FastAPI
from PIL import Image as PillowImage
from starlette.testclient import TestClient

from agent.app import Assistant
from agent.events import Message
from agent.live import Live
from agent.owners import Owners, new_owner, new_talk, thread_of
from agent.planner import OfflinePlanner
from agent.policy import allow
from tools.errors import BadRequest
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.store.store import Store
from ui.entrance import Entrance
from ui.files import Files
from ui.tray import MOST, Tray, guess_role

BRIEF = "the ring on travertine, 1:1"


@dataclass
class House:
    """The routes over a store with one picture, and the cookies of two people."""

    app: FastAPI
    assistant: Assistant
    tray: Tray
    owners: Owners
    thread: str
    hers: TestClient
    his: TestClient


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    folder = tmp_path_factory.mktemp("house")
    home = folder / "home"
    assistant = Assistant(
        Store.open(home), Registry(allow, price), OfflinePlanner(), lambda: (FakeCutter(), FakeStudio())
    )
    live, tray, owners = Live(assistant), Tray(home / "tray"), Owners(home)
    app = FastAPI()
    app.include_router(Files(assistant, live, tray).router)
    app.add_middleware(Entrance, owners=owners, find=lambda _: new_talk())
    people = [new_owner(), new_owner()]
    hers, his = (TestClient(app, cookies={owners.cookie: owners.sign(owner)}) for owner in people)
    thread = thread_of(people[0], new_talk())
    assert thread is not None
    file = folder / "ring.png"
    file.write_bytes(encoded(photo(1200, 900), "PNG"))
    brief = Brief.model_validate({"text": BRIEF, "images": [{"path": str(file), "role": "product"}]})
    result = assistant.run(brief, thread)
    assert result.error is None
    yield House(app, assistant, tray, owners, thread, hers, his)
    live.close()
    assistant.close()


def _opened(data: bytes) -> PillowImage.Image:
    return PillowImage.open(io.BytesIO(data))


def test_her_picture_comes_whole_small_and_as_a_file(house: House) -> None:
    whole = house.hers.get(f"/files/{house.thread}/a1")
    asset = dict(house.assistant.store.ledger.assets(house.thread))["a1"]
    assert whole.content == house.assistant.picture(asset.sha256)
    assert whole.headers["content-type"] == "image/png"
    assert "private" in whole.headers["cache-control"]
    small = _opened(house.hers.get(f"/files/{house.thread}/a1/small").content)
    assert max(small.size) <= 900
    saved = house.hers.get(f"/files/{house.thread}/a1?download")
    assert saved.headers["content-disposition"].endswith('-a1.png"')


def test_the_photo_lies_where_the_picture_has_it(house: House) -> None:
    before = _opened(house.hers.get(f"/files/{house.thread}/a1/placed").content)
    after = _opened(house.hers.get(f"/files/{house.thread}/a1/small").content)
    assert before.size == after.size
    middle = (before.width // 2, before.height // 2)
    assert np.abs(np.subtract(before.getpixel(middle), after.getpixel(middle))).max() < 12
    assert before.getpixel((2, 2)) != after.getpixel((2, 2))
    assert house.hers.get(f"/files/{house.thread}/img1/placed").status_code == 404


@pytest.mark.parametrize("form", ["", "/small", "/placed"])
def test_nobody_elses_picture_is_there(house: House, form: str) -> None:
    assert house.his.get(f"/files/{house.thread}/a1{form}").status_code == 404
    assert TestClient(house.app).get(f"/files/{house.thread}/a1{form}").status_code == 404


def test_a_hash_leads_to_no_picture(house: House) -> None:
    asset = dict(house.assistant.store.ledger.assets(house.thread))["a1"]
    owner = house.owners.read(house.his.cookies[house.owners.cookie])
    mine = thread_of(str(owner), new_talk())
    for name in (asset.sha256, asset.id, asset.sha256[:8]):
        assert house.his.get(f"/files/{mine}/{name}").status_code == 404
        assert house.hers.get(f"/files/{house.thread}/{name}").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/files/x/a1",
        "/files/{thread}/a9",
        "/files/{thread}/..%2f..%2fledger.sqlite",
        "/files/{thread}/tray/../../ledger.sqlite",
        "/files/{thread}/tray/0123456789abcdef",
        "/files/{thread}/preview",
        "/files/sample/..%2fREADME.md",
        "/files/sample/ring_matte",
    ],
)
def test_what_is_not_there_is_not_there(house: House, path: str) -> None:
    assert house.hers.get(path.format(thread=house.thread)).status_code == 404


def test_a_sample_is_anybodys(house: House) -> None:
    sample = house.his.get("/files/sample/ring")
    assert max(_opened(sample.content).size) <= 240


def test_what_waits_is_seen_by_its_owner_only(house: House, tmp_path: Path) -> None:
    file = tmp_path / "upload.png"
    file.write_bytes(encoded(photo(), "PNG"))
    house.tray.add(house.thread, file, "../../me, a portrait.png")
    assert not file.exists()
    (waiting,) = house.tray.waiting(house.thread)
    assert waiting.path.name == "me_ a portrait.png"
    assert waiting.path.is_relative_to(house.assistant.store.home / "tray")
    url = f"/files/{house.thread}/tray/{waiting.id}"
    assert house.hers.get(url).status_code == 200
    assert house.his.get(url).status_code == 404
    house.tray.remove(house.thread, waiting.id)
    assert house.hers.get(url).status_code == 404
    assert not waiting.path.exists()


def test_the_tray_takes_pictures_and_not_too_many(tmp_path: Path) -> None:
    tray = Tray(tmp_path / "tray")
    for number in range(MOST + 1):
        (tmp_path / f"{number}.png").write_bytes(encoded(photo(seed=number), "PNG"))
    for number in range(MOST):
        tray.add("t", tmp_path / f"{number}.png", "ring.png")
    with pytest.raises(BadRequest, match="send these first"):
        tray.add("t", tmp_path / f"{MOST}.png", "ring.png")
    text = tmp_path / "ring.jpg"
    text.write_text("<script>alert(1)</script>")
    with pytest.raises(BadRequest):
        tray.add("u", text, "ring.jpg")
    assert tray.waiting("u") == ()
    assert not text.exists()


def test_a_role_is_guessed_from_the_name_and_can_be_put_right(tmp_path: Path) -> None:
    assert guess_role("gold ring.jpg") == "product"
    assert guess_role("moodboard.png") == "inspiration"
    assert guess_role("portrait of a woman.jpg") == "person"
    assert guess_role("IMG_2041.jpg") == "unknown"
    tray = Tray(tmp_path / "tray")
    (tmp_path / "a.png").write_bytes(encoded(photo(), "PNG"))
    tray.add("t", tmp_path / "a.png", "IMG_1.png")
    id = tray.waiting("t")[0].id
    tray.set_role("t", id, "inspiration")
    tray.set_role("t", id, "owner")
    assert tray.waiting("t")[0].image.role == "inspiration"


def test_a_message_through_live_keeps_its_error_for_the_next_load(house: House, tmp_path: Path) -> None:
    live = Live(house.assistant)
    gone = Brief.model_validate({"text": "this one too", "images": [{"path": str(tmp_path / "gone.png")}]})
    live.send(Message(gone, house.thread))
    list(live.follow(house.thread))
    live.close()
    said = house.assistant.store.ledger.said.read(house.thread)
    assert (said[-2].side, said[-2].text) == ("person", "this one too")
    assert said[-1].failed
    assert "gone.png" in said[-1].text
