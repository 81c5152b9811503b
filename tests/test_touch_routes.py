"""The editor's routes: whose product it is, what a bad stroke is told, and that nothing is kept before it is done."""

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, encoded, photo
from fastapi import FastAPI
from PIL import Image as PillowImage
from starlette.testclient import TestClient

from agent.app import Assistant
from agent.owners import Owners, new_owner, new_talk, thread_of
from agent.planner import OfflinePlanner
from agent.policy import allow
from agent.touches import MOST_AWAKE
from tools.prices import price
from tools.registry import Registry
from tools.specs.brief import Brief
from tools.specs.product import Product, Refusal
from tools.store.store import Store
from ui.entrance import Entrance
from ui.touch import MOST_BYTES, TouchRoutes
from ui.tray import Tray

ERASE = {"hand": "erase", "shape": "brush", "points": [[300, 200], [300, 260]], "radius": 20}


@dataclass
class House:
    """The routes over a home with one talk, and the cookies of two people."""

    assistant: Assistant
    tray: Tray
    thread: str
    hers: TestClient
    his: TestClient
    his_thread: str

    def open(self, name: str = "img1") -> str:
        return str(self.hers.post(f"/touch/{self.thread}/{name}").json()["id"])

    def post(self, id: str, what: str, body: Any = None) -> Any:
        return self.hers.post(f"/touch/{self.thread}/{id}/{what}", content=None if body is None else json.dumps(body))

    def touched(self) -> bool:
        ledger = self.assistant.store.ledger
        sha256 = dict(ledger.assets(self.thread))["img1"].sha256
        product = ledger.product(sha256)
        return product is not None and ledger.touches.find(self.thread.partition(".")[0], product) is not None


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    home = tmp_path / "home"
    engines = (FakeCutter(), FakeStudio())
    assistant = Assistant(Store.open(home), Registry(allow, price), OfflinePlanner(), lambda: engines)
    tray, owners, people = Tray(home / "tray"), Owners(home), [new_owner(), new_owner()]
    app = FastAPI()
    app.include_router(TouchRoutes(assistant, tray).router)
    app.add_middleware(Entrance, owners=owners, find=lambda _: new_talk())
    hers, his = (TestClient(app, cookies={owners.cookie: owners.sign(owner)}) for owner in people)
    threads = [str(thread_of(owner, new_talk())) for owner in people]
    file = tmp_path / "ring.png"
    file.write_bytes(encoded(photo(600, 480), "PNG"))
    brief = Brief.model_validate({"text": "white tile", "images": [{"path": str(file), "role": "product"}]})
    assert assistant.run(brief, threads[0]).error is None
    yield House(assistant, tray, threads[0], hers, his, threads[1])
    assistant.close()


def _opened(png: bytes) -> np.ndarray:
    return np.asarray(PillowImage.open(io.BytesIO(png)))


def test_a_stroke_gives_back_the_part_that_changed(house: House) -> None:
    id = house.open()
    whole = _opened(house.hers.get(f"/touch/{house.thread}/{id}/cutout").content).copy()
    assert whole.shape == (480, 600, 4)
    assert house.hers.get(f"/touch/{house.thread}/{id}/photo").headers["content-type"] == "image/jpeg"
    answer = house.post(id, "stroke", ERASE)
    x, y, width, height = json.loads(answer.headers["x-place"])
    assert (answer.headers["x-strokes"], answer.headers["x-undo"]) == ("1", "1")
    whole[y : y + height, x : x + width] = _opened(answer.content)
    assert whole[230, 300, 3] == 0
    assert np.array_equal(whole, _opened(house.hers.get(f"/touch/{house.thread}/{id}/cutout").content))
    assert house.post(id, "stroke", ERASE).status_code == 204
    assert not house.touched()
    assert len(house.post(id, "done").json()["cutout_sha256"]) == 64
    assert house.touched()


def test_undo_start_over_and_cancel(house: House) -> None:
    id = house.open()
    house.post(id, "stroke", ERASE)
    assert house.post(id, "undo").headers["x-strokes"] == "0"
    house.post(id, "stroke", ERASE)
    assert _opened(house.post(id, "afresh").content)[230, 300, 3] == 255
    house.post(id, "stroke", ERASE)
    assert house.post(id, "cancel").status_code == 204
    gone = house.post(id, "done")
    assert (gone.status_code, gone.json()["detail"]) == (
        400, "This touch-up is not open any more: close it and open it again."
    )  # fmt: skip
    assert not house.touched()


def test_nobody_else_touches_up_her_product(house: House) -> None:
    id = house.open()
    hers = f"/touch/{house.thread}"
    for method, path in (
        ("POST", "img1"), ("GET", f"{id}/photo"), ("GET", f"{id}/cutout"), ("POST", f"{id}/stroke"),
        ("POST", f"{id}/undo"), ("POST", f"{id}/afresh"), ("POST", f"{id}/done"), ("POST", f"{id}/cancel"),
    ):  # fmt: skip
        assert house.his.request(method, f"{hers}/{path}", content=json.dumps(ERASE)).status_code == 404
    for method, what in (("POST", "stroke"), ("GET", "cutout"), ("GET", "photo"), ("POST", "done"), ("POST", "undo")):
        path = f"/touch/{house.his_thread}/{id}/{what}"  # his own talk, her touch-up
        assert house.his.request(method, path, content=json.dumps(ERASE)).status_code == 400
    house.his.post(f"/touch/{house.his_thread}/{id}/cancel")
    assert house.post(id, "stroke", ERASE).status_code == 200
    asset = dict(house.assistant.store.ledger.assets(house.thread))["img1"]
    for name in (asset.id, asset.sha256, "img1", "a1", "img9", "..%2fledger"):
        assert house.his.post(f"/touch/{house.his_thread}/{name}").status_code == 404


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{", "This stroke cannot be drawn"),
        (json.dumps(ERASE | {"hand": "paint"}), "hand must be one of 'keep' or 'erase', not 'paint'."),
        (json.dumps(ERASE | {"points": [[1, 2]] * 600}), "This stroke cannot be drawn: points"),
        (json.dumps(ERASE | {"radius": 1e12}), "This stroke cannot be drawn: radius"),
        (json.dumps(ERASE | {"shape": "point", "points": [[9999, 3]]}), "which is 600×480 px."),
    ],
)
def test_a_bad_stroke_is_told_in_one_sentence(house: House, body: str, sentence: str) -> None:
    answer = house.hers.post(f"/touch/{house.thread}/{house.open()}/stroke", content=body)
    assert answer.status_code == 400
    assert sentence in answer.json()["detail"]
    assert "\n" not in answer.json()["detail"]


def test_a_stroke_without_end_is_not_read(house: House) -> None:
    answer = house.hers.post(f"/touch/{house.thread}/{house.open()}/stroke", content=b" " * (MOST_BYTES + 1))
    assert (answer.status_code, answer.json()["detail"]) == (
        413, "This stroke is too long: lift the brush now and then."
    )  # fmt: skip


def test_a_refused_product_is_not_opened(house: House) -> None:
    ledger = house.assistant.store.ledger
    sha256 = dict(ledger.assets(house.thread))["img1"].sha256
    refusal = Refusal(rule="bespoke", reason="It is one of a kind.", advice="Book a photographer.")
    ledger.save_product(Product(id=sha256, size_mm=None, refusal=refusal))
    answer = house.hers.post(f"/touch/{house.thread}/img1")
    assert answer.status_code == 409
    assert "one of a kind" in answer.json()["detail"]


def test_many_open_ones_are_drawn_again_when_they_are_needed(house: House) -> None:
    first = house.open()
    house.post(first, "stroke", ERASE)
    for _ in range(MOST_AWAKE + 1):
        house.post(house.open(), "undo")
    assert house.post(first, "undo").headers["x-strokes"] == "0"


def test_a_photo_that_waits_to_be_sent_can_be_touched_up(house: House, tmp_path: Path) -> None:
    file = tmp_path / "hoop.png"
    file.write_bytes(encoded(photo(300, 300, 5), "PNG"))
    house.tray.add(house.thread, file, "hoop.png")
    (waiting,) = house.tray.waiting(house.thread)
    id = house.open(waiting.id)
    house.post(id, "stroke", ERASE | {"points": [[150, 150]]})
    house.post(id, "done")
    ledger = house.assistant.store.ledger
    product = ledger.product(waiting.sha256)
    assert product is not None
    assert ledger.touches.find(house.thread.partition(".")[0], product) is not None
    assert "img2" not in dict(house.assistant.store.ledger.assets(house.thread)), "it is not sent by that"
    assert house.his.post(f"/touch/{house.his_thread}/{waiting.id}").status_code == 404
