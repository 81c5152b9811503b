"""A hosted images service that speaks as OpenAI's does: a picture, a mask, words, further pictures; one picture back.

The one engine that talks to a network, to the address that it was given and to no other but where the answer lies.
"""

import base64
import binascii
import io
import threading
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx2
import numpy as np
import openai
from PIL import Image as PillowImage

from tools.engines.decode import decode
from tools.engines.encode import encode_png
from tools.engines.generative.task import Ability, Motion, Painted, Task
from tools.engines.image import Bytes8, Image, Mask, to_bytes, to_float
from tools.engines.progress import Cancelled, Progress, Report
from tools.errors import BadRequest, EngineUnavailable, ParureError, ToolFailed

CANVASES = ((1024, 1024), (1536, 1024), (1024, 1536))
"""Sizes that such a service paints, width by height."""
SAME_RATIO = 0.02
"""Ratios nearer than this are one ratio."""
HEAVIEST = 60_000_000
"""Bytes that an answer may have."""
MOST_REFERENCES = 4
MODERATED = ("moderation_blocked", "content_policy_violation", "content_filter")
FREE = "nothing was charged here"


@dataclass(frozen=True)
class Prices:
    """What a service charges in dollars: a million tokens read, and written, or a picture. Nothing: nobody told."""

    read: float | None = None
    written: float | None = None
    picture: float | None = None

    def cents(self, read: int, written: int) -> float | None:
        """Return what an answer of so many tokens cost; nothing where it cannot be told."""
        if (self.read is not None or self.written is not None) and read + written > 0:
            return ((self.read or 0.0) * read + (self.written or 0.0) * written) / 10_000
        return None if self.picture is None else 100 * self.picture


@dataclass(frozen=True)
class Service:
    """Where a service is and which model of it; ``seconds`` is how long an answer may take, all tries together."""

    url: str
    model: str
    key: str = ""
    prices: Prices = Prices()
    seconds: float = 240.0
    retries: int = 2


Noted = Callable[[str, int, int, float | None], None]


def unnoted(model: str, read: int, written: int, cents: float | None) -> None:
    """Pass over what an answer took."""


class HostedPainter:
    """Paints by a service. Holds no connection between pictures; safe to share between threads."""

    abilities: frozenset[Ability] = frozenset({"inpaint", "words", "references"})

    def __init__(self, service: Service, note: Noted = unnoted) -> None:
        """``note`` is told each answer's model, tokens and cents, as soon as it is there."""
        self._service = service
        self._note = note

    def paint(self, task: Task, report: Report, cancelled: Cancelled) -> Painted:
        """Return the task's picture; see ``tools.context.Painter``."""
        height, width = task.mask.shape
        canvas = min(CANVASES, key=lambda size: abs(np.log(size[0] / size[1] * height / width)))
        lie = _lie((width, height), canvas)
        files = [_file("start", _laid(to_bytes(task.start), lie, canvas))]
        files += [_file(f"reference{n}", to_bytes(picture)) for n, picture in enumerate(task.references)]
        mask = _file("mask", _see_through(task.mask, lie, canvas))
        size = f"{canvas[0]}x{canvas[1]}"
        client = self._client()

        def ask() -> openai.types.ImagesResponse:
            return client.images.edit(
                model=self._service.model, image=files[: 1 + MOST_REFERENCES], mask=mask, prompt=task.words,
                size=size, n=1,
            )  # fmt: skip

        report(Progress("paint", 0.0))
        answer = _waited(ask, client, cancelled, self._service)
        usage = answer.usage
        read, written = (usage.input_tokens, usage.output_tokens) if usage else (0, 0)
        cents = self._service.prices.cents(read, written)
        self._note(self._service.model, read, written, cents)
        pixels = _fitting(self._picture(answer), canvas)
        report(Progress("paint", 1.0))
        return Painted(_taken_out(pixels, lie, (width, height)), self._service.model, cents, read, written)

    def move(self, motion: Motion, report: Report, cancelled: Cancelled) -> tuple[Image, ...]:
        """Raise ``EngineUnavailable``: such a service makes pictures."""
        raise EngineUnavailable("The images service makes pictures and no clips; leave the engine out for the studio.")

    def _client(self) -> openai.OpenAI:
        told = self._service
        try:
            return openai.OpenAI(
                base_url=told.url, api_key=told.key or "none", timeout=told.seconds, max_retries=told.retries
            )
        except (openai.OpenAIError, httpx2.InvalidURL, ValueError) as error:
            raise EngineUnavailable("PARURE_IMAGES_URL is no address of an images service.") from error

    def _picture(self, answer: openai.types.ImagesResponse) -> Bytes8:
        """Return the answer's picture, H×W×3: in it, or where it says that it lies."""
        first = answer.data[0] if answer.data else None
        try:
            if first is not None and first.b64_json:
                data = base64.b64decode(first.b64_json, validate=True)
            elif first is not None and first.url:
                data = self._fetched(first.url)
            else:
                raise ToolFailed(f"The images service answered without a picture; {FREE}.")
            return decode(data, "the service's picture").pixels[..., :3]
        except (binascii.Error, ValueError, BadRequest) as error:
            raise ToolFailed(f"The images service's answer is no picture that can be read; {FREE}.") from error

    def _fetched(self, url: str) -> bytes:
        """Return what lies at ``url``: over TLS, or at the service's own host. Raises ``ToolFailed``."""
        asked, own = urlsplit(url), urlsplit(self._service.url)
        if asked.scheme != "https" and (asked.scheme, asked.hostname) != (own.scheme, own.hostname):
            raise ToolFailed("The images service named a place for its picture that is not safe to fetch from.")
        found = bytearray()
        try:
            with httpx2.stream("GET", url, timeout=30.0, follow_redirects=False) as answer:
                answer.raise_for_status()
                for piece in answer.iter_bytes():
                    found += piece
                    if len(found) > HEAVIEST:
                        raise ToolFailed("The images service's picture is larger than any that was asked for.")
        except httpx2.HTTPError as error:
            raise ToolFailed(f"The images service's picture could not be fetched; {FREE}.") from error
        return bytes(found)


def _waited(
    ask: Callable[[], openai.types.ImagesResponse], client: openai.OpenAI, cancelled: Cancelled, service: Service
) -> openai.types.ImagesResponse:
    """Return what ``ask`` gives, asked in a thread of its own, so that a cancel need not wait for the answer."""
    answers: list[openai.types.ImagesResponse] = []
    errors: list[Exception] = []

    def work() -> None:
        try:
            answers.append(ask())
        except (openai.OpenAIError, httpx2.HTTPError, httpx2.InvalidURL, ValueError, RuntimeError) as error:
            errors.append(error)

    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    left = service.seconds
    try:
        while thread.is_alive():
            thread.join(0.1)
            left -= 0.1
            if cancelled():
                raise ToolFailed(f"Painting was cancelled; {FREE}.")
            if left <= 0:
                raise ToolFailed(f"The images service did not answer within {service.seconds:.0f} s; {FREE}.")
    finally:
        client.close()
    if errors:
        raise _in_words(errors[0], service) from errors[0]
    if not answers:
        raise ToolFailed(f"The images service gave no answer; {FREE}.")
    return answers[0]


def _in_words(error: Exception, service: Service) -> ParureError:
    """Return what went wrong with a service, as one of ours."""
    code = str(getattr(error, "code", "") or "")
    if code in MODERATED or "safety system" in str(error).casefold():
        return ToolFailed(
            f"The images service declined this by its own rules; {FREE}. Say it in other words, or leave "
            "the engine out to use the studio."
        )
    match error:
        case openai.AuthenticationError() | openai.PermissionDeniedError():
            return EngineUnavailable("The images service does not accept the key: set PARURE_IMAGES_KEY.")
        case openai.NotFoundError():
            return EngineUnavailable(f"The images service has no model {service.model!r}: set PARURE_IMAGES_MODEL.")
        case openai.RateLimitError() if code == "insufficient_quota":
            return EngineUnavailable("The account at the images service has no credit left.")
        case openai.RateLimitError():
            return ToolFailed(f"The images service has too much to do; {FREE}. Try again in a minute.")
        case openai.APITimeoutError():
            return ToolFailed(f"The images service did not answer within {service.seconds:.0f} s; {FREE}.")
        case openai.APIConnectionError():
            return EngineUnavailable("The images service cannot be reached: see PARURE_IMAGES_URL and the network.")
        case openai.APIStatusError():
            return ToolFailed(f"The images service could not do this ({error.status_code}); {FREE}.")
    return ToolFailed(f"The images service's answer makes no sense; {FREE}.")


Lie = tuple[int, int, int, int]
"""Where the frame lies in a canvas: left, top, width, height in its pixels."""


def _lie(frame: tuple[int, int], canvas: tuple[int, int]) -> Lie:
    scale = min(canvas[0] / frame[0], canvas[1] / frame[1])
    width, height = (max(1, round(side * scale)) for side in frame)
    return (canvas[0] - width) // 2, (canvas[1] - height) // 2, width, height


def _laid(pixels: Bytes8, lie: Lie, canvas: tuple[int, int]) -> Bytes8:
    """Return the frame in the middle of the canvas; what it does not fill carries its edge on."""
    left, top, width, height = lie
    small = np.asarray(PillowImage.fromarray(pixels).resize((width, height), PillowImage.Resampling.LANCZOS))
    rest = ((top, canvas[1] - top - height), (left, canvas[0] - left - width))
    return np.pad(small, (*rest, (0, 0)), mode="edge")


def _see_through(mask: Mask, lie: Lie, canvas: tuple[int, int]) -> Bytes8:
    """Return H×W×4 of the canvas: transparent where the service may paint, as it wants it."""
    keep = np.zeros((canvas[1], canvas[0]), np.uint8)
    left, top, width, height = lie
    kept = PillowImage.fromarray(to_bytes(1.0 - mask)).resize((width, height), PillowImage.Resampling.BILINEAR)
    keep[top : top + height, left : left + width] = np.where(np.asarray(kept) > 127, 255, 0)
    return np.dstack([keep, keep, keep, keep])


def _fitting(pixels: Bytes8, canvas: tuple[int, int]) -> Bytes8:
    """Return the picture of the canvas's size. Raises ``ToolFailed`` when it is of another ratio."""
    height, width = pixels.shape[:2]
    if (width, height) == canvas:
        return pixels
    if abs(width / height / (canvas[0] / canvas[1]) - 1.0) > SAME_RATIO:
        raise ToolFailed(
            f"The images service gave {width}×{height} where {canvas[0]}×{canvas[1]} was asked for, so the product "
            f"would stand elsewhere; {FREE}. Try again, or leave the engine out to use the studio."
        )
    return np.asarray(PillowImage.fromarray(pixels).resize(canvas, PillowImage.Resampling.LANCZOS))


def _taken_out(pixels: Bytes8, lie: Lie, frame: tuple[int, int]) -> Image:
    left, top, width, height = lie
    part = PillowImage.fromarray(np.ascontiguousarray(pixels[top : top + height, left : left + width]))
    return to_float(np.asarray(part.resize(frame, PillowImage.Resampling.LANCZOS)))


def _file(name: str, pixels: Bytes8) -> tuple[str, io.BytesIO, str]:
    return f"{name}.png", io.BytesIO(encode_png(pixels)), "image/png"
