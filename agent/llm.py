"""The language model: questions to any OpenAI-compatible server, streamed, bounded in time and in length.

Reached only when a server is set: this is the one file that imports the client.
"""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from socket import SHUT_RDWR
from threading import Timer
from typing import Any

import httpx2
import openai
from pydantic import SecretStr, ValidationError

from agent.llm_stream import Said, gather
from tools.errors import EngineUnavailable
from tools.store.spending import Spent

_BROKEN = (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.DecodingError)
LETTERS = 4
_SLOW = "did not answer in time"
COUNTED, NATIVE, TEXT = range(3)
"""Forms of a question, each for servers that do not take the one before: tokens counted, tools as schemas, text."""


@dataclass(frozen=True)
class Patience:
    """Seconds. ``total`` is for one plan with its second try; after a failure the server is left alone for ``rest``."""

    connect: float = 5.0
    silence: float = 30.0
    total: float = 50.0
    longest_wait: float = 8.0
    pause: float = 0.5
    rest: float = 60.0
    retries: int = 2
    tokens: int = 900


@dataclass(frozen=True)
class Question:
    """One question in two forms: with tools and pictures, and as text alone for servers that know neither."""

    messages: tuple[dict[str, Any], ...]
    tools: tuple[dict[str, Any], ...]
    plain: tuple[dict[str, Any], ...]

    @property
    def shows(self) -> bool:
        """Whether pictures go along."""
        return any(isinstance(message["content"], list) for message in self.messages)

    def answered(self, answer: str, more_said: str) -> "Question":
        """Return the question with the answer that was given and what is said to it."""
        more = ({"role": "assistant", "content": answer}, {"role": "user", "content": more_said})
        return Question((*self.messages, *more), self.tools, (*self.plain, *more))


@dataclass(frozen=True)
class _Failure:
    """Why an attempt came to nothing. ``wait``: seconds until another may help, or nothing when none will."""

    why: str
    wait: float | None = None
    rejected: bool = False


class LanguageModel:
    """One model of one server. Holds no connection between questions; safe to share between threads."""

    def __init__(
        self,
        url: str,
        model: str,
        key: SecretStr | None = None,
        patience: Patience | None = None,
        note: Callable[[str, Spent], None] = lambda model, spent: None,
        form: int = COUNTED,
    ) -> None:
        """``note`` is told each answer's tokens; ``form`` is the first that is tried."""
        self._url = url
        self._model = model
        self._key = key
        self.patience = patience or Patience()
        self._note = note
        self._form = form

    def ask(self, question: Question, deadline: float) -> Said:
        """Return the answer, at the latest at ``deadline`` (``time.monotonic``).

        Raises ``EngineUnavailable`` with half a sentence: why the model could not be used.
        """
        first = self._form
        for form in range(first, TEXT + 1):
            outcome = self._tried(self._request(question, form), deadline)
            if not (isinstance(outcome, _Failure) and outcome.rejected):
                break
        if isinstance(outcome, _Failure):
            raise EngineUnavailable(outcome.why)
        if form != TEXT or not question.shows:
            self._form = form  # what a server did not take once it is not offered again
        self._note(self._model, _spent(outcome, self._request(question, form)))
        return outcome

    def _request(self, question: Question, form: int) -> dict[str, Any]:
        messages = question.plain if form == TEXT else question.messages
        request: dict[str, Any] = {"model": self._model, "messages": list(messages), "stream": True, "temperature": 0.2}
        if form != TEXT:
            request["tools"] = [{"type": "function", "function": tool} for tool in question.tools]
        if form == COUNTED:
            request["stream_options"] = {"include_usage": True}
        return request | {"max_tokens": self.patience.tokens}

    def _tried(self, request: dict[str, Any], deadline: float) -> Said | _Failure:
        """Try, and twice again where that may help and time is left. A long wait is not waited for."""
        outcome = self._once(request, deadline)
        for _ in range(self.patience.retries):
            if isinstance(outcome, Said) or outcome.wait is None:
                break
            if outcome.wait > self.patience.longest_wait or time.monotonic() + outcome.wait >= deadline:
                break
            time.sleep(outcome.wait)
            outcome = self._once(request, deadline)
        late = isinstance(outcome, _Failure) and time.monotonic() >= deadline
        return _Failure(_SLOW) if late else outcome

    def _once(self, request: dict[str, Any], deadline: float) -> Said | _Failure:
        again = self.patience.pause
        try:
            with self._client(deadline) as client, client.chat.completions.create(**request) as stream:
                said = gather(chunk.model_dump(exclude_unset=True, warnings=False) for chunk in stream)
        except openai.APITimeoutError:
            return _Failure(_SLOW)
        except openai.APIStatusError as error:
            return _refused(error, again)
        except openai.APIConnectionError as error:
            broken = isinstance(error.__cause__, _BROKEN)
            return _Failure("broke off its answer" if broken else "cannot be reached", again)
        except httpx2.HTTPError:
            return _Failure("broke off its answer", again)
        except httpx2.InvalidURL:
            return _Failure("has an address that cannot be read: see PARURE_LLM_URL")
        except (openai.OpenAIError, ValidationError, ValueError, AttributeError, TypeError):
            return _Failure("gave an answer that cannot be read", again)
        if not said.whole:
            return _Failure("broke off its answer", again)
        return _Failure("gave an empty answer") if said.empty else said

    def _client(self, deadline: float) -> openai.OpenAI:
        left = max(0.1, deadline - time.monotonic())
        timeout = httpx2.Timeout(min(self.patience.silence, left), connect=min(self.patience.connect, left))

        def bound(response: httpx2.Response) -> None:
            response.stream = _Bounded(response, deadline)

        # a redirect could carry the brief to another host
        web = openai.DefaultHttpx2Client(event_hooks={"response": [bound]}, follow_redirects=False, timeout=timeout)
        key = self._key.get_secret_value() if self._key else "none"
        return openai.OpenAI(base_url=self._url, api_key=key, max_retries=0, timeout=timeout, http_client=web)


class _Bounded(httpx2.SyncByteStream):
    """A response's bytes until a deadline: a server that says a little now and then would never time out."""

    def __init__(self, response: httpx2.Response, deadline: float) -> None:
        self._response_stream: Any = response.stream
        self._socket = response.extensions["network_stream"].get_extra_info("socket")
        self._deadline = deadline

    def __iter__(self) -> Iterator[bytes]:
        end = Timer(max(0.0, self._deadline - time.monotonic()), self._hang_up)
        end.daemon = True
        end.start()
        try:
            yield from self._response_stream
        finally:
            end.cancel()

    def _hang_up(self) -> None:
        with suppress(OSError):  # it may be closed already
            self._socket.shutdown(SHUT_RDWR)  # wakes whoever reads; closing would not

    def close(self) -> None:
        self._response_stream.close()


def _spent(said: Said, request: dict[str, Any]) -> Spent:
    """Return the tokens of an answer: as the server counted them, else about four letters each."""
    if said.tokens:
        return Spent(*said.tokens)
    written = len(said.text) + sum(len(name) + len(args) for name, args in said.calls)
    return Spent(len(json.dumps(request)) // LETTERS, written // LETTERS + 1, counted=False)


def _refused(error: openai.APIStatusError, again: float) -> _Failure:
    status = error.status_code
    if status == 429:
        return _Failure("is asked too often (429)", _retry_after(error.response, again))
    if status >= 500 or status in (408, 409):
        return _Failure(f"is not well ({status})", _retry_after(error.response, again))
    if status in (401, 403):
        return _Failure(f"does not accept the key ({status})")
    if status == 404:
        return _Failure("does not know this address or model (404)")
    return _Failure(f"did not take the question ({status})", rejected=status in (400, 413, 415, 422))


def _retry_after(response: httpx2.Response, otherwise: float) -> float:
    """Return the seconds to wait. A date, as HTTP allows, is read as longer than anybody waits."""
    told = response.headers.get("retry-after")
    if told is None:
        return otherwise
    try:
        return max(0.0, float(json.loads(told)))
    except (ValueError, TypeError):
        return float("inf")
