"""The incident meter and a renderer that now and then gives no number."""

from types import ModuleType
from typing import Any

import numpy as np
import pytest

from tools.engines.studio.render import accumulate, meter


class Renderer(ModuleType):
    """A renderer whose film is ``value`` everywhere, and no number at one pixel."""

    def __init__(self, value: float) -> None:
        super().__init__("renderer")
        self.value = value

    def load_dict(self, plain: dict[str, Any]) -> dict[str, Any]:
        return plain

    def render(self, scene: Any, **_: Any) -> np.ndarray:
        film = np.full((8, 8, 3), self.value, np.float32)
        film[3, 4] = np.nan
        return film


class Sensed:
    """A scene, its one sensor and its film, of 8 by 8 pixels."""

    def sensors(self) -> list["Sensed"]:
        return [self]

    def film(self) -> "Sensed":
        return self

    def crop_size(self) -> tuple[int, int]:
        return (8, 8)


def test_a_sample_that_is_no_number_does_not_blacken_the_picture() -> None:
    assert meter(Renderer(0.3), None, 0.9) == pytest.approx([3.0] * 3, rel=1e-3)
    made = accumulate(Renderer(0.3), Sensed(), 4, 1, lambda _: None)
    assert np.isfinite(made).all()
    assert made[0, 0] == pytest.approx([0.3] * 3)
