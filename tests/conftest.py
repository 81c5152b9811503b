"""What the tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.store.store import Store


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store.open(tmp_path / "home")
    yield opened
    opened.close()
