"""What the tests share: a store, fakes of the engines, pictures; and a network that is off."""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("parure", deadline=None)  # other work beside a test is no fault of it
hypothesis.settings.load_profile("parure")
HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "offline"), str(HERE)]
os.environ["PYTHONPATH"] = os.pathsep.join([str(HERE / "offline"), str(HERE), str(HERE.parent)])
for name, folder in (("NUMBA_CACHE_DIR", "numba"), ("DRJIT_CACHE_DIR", "drjit")):
    # a home of a test is gone soon: compiled kernels stay where the next run finds them
    os.environ.setdefault(name, str(HERE.parent / ".pytest_cache" / folder))

import no_network  # noqa: E402

from tools.context import Context  # noqa: E402
from tools.store.store import Store  # noqa: E402


@pytest.fixture(autouse=True)
def nothing_but_loopback(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Fail the test if it, or a Python process it started, contacted anything else, even if the error was caught."""
    record = tmp_path / "contacts.txt"
    monkeypatch.setenv(no_network.RECORD, str(record))
    yield
    assert not record.exists(), f"contacted: {record.read_text()}"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "home")
    yield opened
    opened.close()


@pytest.fixture
def context(store: Store) -> Context:
    from fakes import FakeCutter, FakeStudio, FakeStyles

    return Context(store, FakeCutter(), FakeStudio(), "t", styles=FakeStyles())
