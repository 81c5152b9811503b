"""A hosted images service, played by a scripted one: each way it can answer is one picture or one sentence."""

import threading
import time
from dataclasses import replace

import images_server as server
import numpy as np
import pytest
from fakes import FakeCutter, FakeStudio, png
from products import cutout_of, upload

from agent.painters import painters_of
from agent.policy import allow
from agent.settings import Settings
from tools.context import Context
from tools.engines.decode import decode, decode_rgba
from tools.engines.generative.hosted import CANVASES, HostedPainter, Prices, Service
from tools.engines.generative.task import Painted, Task
from tools.errors import EngineUnavailable, ParureError, ToolFailed
from tools.prices import price
from tools.registry import Outcome, Registry
from tools.store.store import Store

TASK = Task(
    start=np.full((80, 64, 3), 0.5, np.float32),
    mask=np.pad(np.zeros((20, 16), np.float32), ((30, 30), (24, 24)), constant_values=1.0),
    words="a café table",
    references=(np.full((20, 20, 3), 0.2, np.float32),),
)


def answer(width: int = 1024, height: int = 1536) -> bytes:
    across = np.linspace(0, 255, width).astype(np.uint8)[None, :, None]
    return png(np.broadcast_to(across, (height, width, 3)).copy())


def painter(url: str, **told: object) -> HostedPainter:
    return HostedPainter(Service(url, "painter-1", "secret", **{"retries": 2} | told))  # type: ignore[arg-type]


def painted(act: server.Act, *more: server.Act, **told: object) -> Painted:
    with server.ImagesServer(act, *more) as service:
        return painter(service.url, **told).paint(TASK, lambda _: None, lambda: False)


@pytest.mark.parametrize("act", [server.b64(answer()), server.by_url(answer()), server.b64(answer(512, 768))])
def test_a_picture_comes_back_in_its_frame(act: server.Act) -> None:
    made = painted(act)
    assert made.image.shape == (80, 64, 3)
    assert made.image.dtype == np.float32
    assert made.model == "painter-1"
    assert made.image[40, 60].mean() > made.image[40, 4].mean() + 0.5


def test_what_is_asked() -> None:
    with server.ImagesServer(server.b64(answer())) as service:
        painter(service.url).paint(TASK, lambda _: None, lambda: False)
    form = service.forms[0]
    fields = dict(form)
    assert (fields["model"], fields["prompt"], fields["size"]) == (b"painter-1", "a café table".encode(), b"1024x1536")
    pictures = [data for name, data in form if name.startswith("image")]
    assert decode(pictures[0]).pixels.shape == (1536, 1024, 3)
    assert decode(pictures[1]).pixels.shape == (20, 20, 3)
    mask = decode_rgba(fields["mask"])
    assert mask[768, 512, 3] == 255  # the product's place is kept
    assert mask[5, 5, 3] == 0
    assert 0.02 < (mask[..., 3] == 255).mean() < 0.2
    assert service.keys == ["Bearer secret"]


@pytest.mark.parametrize(
    ("usage", "prices", "cents"),
    [
        ((1000, 4000), Prices(read=10.0, written=40.0), 17.0),
        ((1000, 4000), Prices(), None),
        ((0, 0), Prices(picture=0.04), 4.0),
        ((0, 0), Prices(read=10.0, written=40.0), None),
    ],
)
def test_it_costs_what_its_usage_says(usage: tuple[int, int], prices: Prices, cents: float | None) -> None:
    made = painted(server.b64(answer(), *usage), prices=prices)
    assert made.cents == (None if cents is None else pytest.approx(cents))
    assert (made.read, made.written) == usage


def test_it_tries_again_where_that_helps() -> None:
    busy = server.failing(429, retry_after="0")
    assert painted(busy, server.failing(500), server.b64(answer())).image.shape == (80, 64, 3)


@pytest.mark.parametrize(
    ("act", "kind", "words"),
    [
        (server.failing(429, retry_after="0"), ToolFailed, "too much to do"),
        (server.failing(429, "insufficient_quota", retry_after="0"), EngineUnavailable, "no credit left"),
        (server.failing(400, "moderation_blocked"), ToolFailed, "declined this by its own rules"),
        (server.failing(400, message="Rejected by the safety system."), ToolFailed, "declined this by its own rules"),
        (server.failing(401), EngineUnavailable, "PARURE_IMAGES_KEY"),
        (server.failing(404), EngineUnavailable, "PARURE_IMAGES_MODEL"),
        (server.failing(400), ToolFailed, r"could not do this \(400\)"),
        (server.failing(503), ToolFailed, r"could not do this \(503\)"),
        (server.b64(answer(1536, 1024)), ToolFailed, "1536×1024 where 1024×1536"),
        (server.b64(b"no picture"), ToolFailed, "no picture that can be read"),
        (server.told({"created": 1, "data": []}), ToolFailed, "without a picture"),
        (server.told({"created": 1, "data": [{"b64_json": "%%"}]}), ToolFailed, "no picture that can be read"),
        (server.told(b"<html>"), ToolFailed, "sense|without"),
        (server.by_url(b"", "http://10.0.0.1/x.png"), ToolFailed, "not safe to fetch"),
        (server.by_url(b"", "file:///etc/passwd"), ToolFailed, "not safe to fetch"),
    ],
)
def test_each_failure_is_one_sentence(act: server.Act, kind: type[ParureError], words: str) -> None:
    with pytest.raises(kind, match=words) as told:
        painted(act, retries=1)
    assert str(told.value).count("\n") == 0


def test_a_slow_one_is_not_waited_for_for_ever() -> None:
    begun = time.monotonic()
    with pytest.raises(ToolFailed, match="did not answer within"):
        painted(server.silent, seconds=0.6, retries=0)
    assert time.monotonic() - begun < 10


def test_a_cancel_does_not_wait_for_the_answer() -> None:
    stop = threading.Event()
    threading.Timer(0.3, stop.set).start()
    with server.ImagesServer(server.silent) as service:
        begun = time.monotonic()
        with pytest.raises(ToolFailed, match="cancelled"):
            painter(service.url).paint(TASK, lambda _: None, stop.is_set)
        assert time.monotonic() - begun < 5


def test_nobody_there() -> None:
    with pytest.raises(EngineUnavailable, match="cannot be reached"):
        painter("http://127.0.0.1:9/v1", retries=0).paint(TASK, lambda _: None, lambda: False)


def shot(act: server.Act, store: Store) -> Outcome:
    with server.ImagesServer(act) as service:
        settings = Settings(
            images_url=service.url, images_model="painter-1", images_price_read=10.0, images_price_written=40.0
        )
        context = Context(store, FakeCutter(), FakeStudio(), "t", painters=painters_of(settings, store))
        upload(context, cutout_of("bag", long=300), "bag.png", "bag")
        return Registry(allow, price).call("reference_shoot", {"product": "img1", "engine": "remote"}, context)


def test_it_is_charged_and_entered_in_the_ledger(store: Store) -> None:
    outcome = shot(server.b64(answer(), 1000, 1000), store)
    assert outcome.error is None, outcome.text
    assert outcome.credits == 4 + 5
    assert store.ledger.balance() == 100 - 9
    assert [(model, count, spent.cents) for model, count, spent in store.ledger.spending.by_model()] == [
        ("painter-1", 1, pytest.approx(5.0))
    ]
    made = outcome.assets[0]
    assert made.receipt is not None
    assert (made.receipt.engine, made.receipt.max_diff) == ("remote", 0)


@pytest.mark.parametrize("act", [server.failing(400, "moderation_blocked"), server.b64(answer(1536, 1024), 10, 10)])
def test_what_came_to_nothing_is_not_charged(act: server.Act, store: Store) -> None:
    outcome = shot(act, store)
    assert outcome.credits == 0
    assert store.ledger.balance() == 100
    assert "nothing was charged" in outcome.text


def test_frames_of_every_ratio_fit_a_canvas() -> None:
    for width, height in ((91, 114), (156, 67), (76, 136), (50, 50)):
        with server.ImagesServer(*(server.b64(answer(*size)) for size in CANVASES)) as service:
            mask = np.ones((height, width), np.float32)
            start = np.full((height, width, 3), 0.4, np.float32)
            chosen = replace(TASK, start=start, mask=mask)
            for _ in CANVASES:
                try:
                    made = painter(service.url, retries=0).paint(chosen, lambda _: None, lambda: False)
                except ToolFailed:
                    continue
                assert made.image.shape == (height, width, 3)
                break
            else:
                pytest.fail("no canvas was taken")
