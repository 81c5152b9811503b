"""How long work tells how far it is, and learns that nobody waits for it any more."""

from collections.abc import Callable
from dataclasses import dataclass

from tools.engines.image import Image


@dataclass(frozen=True)
class Progress:
    """One word about work under way: ``share`` runs 0..1, ``preview`` is a small sRGB picture or nothing."""

    stage: str
    share: float
    preview: Image | None = None


Report = Callable[[Progress], None]
Cancelled = Callable[[], bool]
