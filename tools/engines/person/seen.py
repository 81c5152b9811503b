"""All that a photo shows of a person and that may be built upon; what failed a gate is kept with its reasons."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, Protocol, TypeVar

import numpy as np

from tools.engines.image import Bytes8, Image, to_float
from tools.engines.person.faces import Face, find_faces
from tools.engines.person.gates import face_faults, hand_faults
from tools.engines.person.hands import Hand, find_hands
from tools.engines.person.scale import of_face
from tools.engines.sight.boxes import Window

Found = TypeVar("Found")
CLOSE, STEP = 0.62, 0.38
"""Sides and steps of the closer looks, in shares of the photo's longer side."""


@dataclass(frozen=True)
class Judged(Generic[Found]):
    """A detection with its quality: why it is not built upon, or nothing."""

    found: Found
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Person:
    """The hands and faces of a photo, the largest first."""

    hands: tuple[Judged[Hand], ...]
    faces: tuple[Judged[Face], ...]

    @property
    def sure_hands(self) -> tuple[Hand, ...]:
        """The hands that passed every gate."""
        return tuple(hand.found for hand in self.hands if not hand.faults)

    @property
    def sure_faces(self) -> tuple[Face, ...]:
        """The faces that passed every gate."""
        return tuple(face.found for face in self.faces if not face.faults)


class Onlooker(Protocol):
    """Finds hands and faces. A better one plugs in here."""

    def look(self, photo: Bytes8) -> Person:
        """Return what ``photo`` (H×W×3, 8-bit sRGB) shows of a person."""
        ...


class Landmarks:
    """MediaPipe's networks, the whole photo first; closer looks only where it shows nothing."""

    def look(self, photo: Bytes8) -> Person:
        """Return what ``photo`` shows. Raises ``EngineUnavailable`` when a network is missing."""
        pixels = to_float(photo)
        faces = find_faces(pixels, whole(pixels)) or find_faces(pixels, closer(pixels))
        judged = tuple(Judged(face, face_faults(face)) for face in faces)
        sure = [each.found for each in judged if not each.faults]
        scale = of_face(sure[0]).px_per_mm if sure else None
        hands = find_hands(pixels, whole(pixels)) or find_hands(pixels, closer(pixels))
        found = sorted(hands, key=lambda hand: -hand.palm)
        return Person(tuple(Judged(hand, hand_faults(hand, scale)) for hand in found), judged)


@dataclass(frozen=True)
class Known:
    """An onlooker that has looked already."""

    person: Person

    def look(self, photo: Bytes8) -> Person:
        """Return the person that was seen before; ``photo`` is not looked at again."""
        return self.person


@lru_cache(maxsize=1)
def landmarks() -> Landmarks:
    """Return the one onlooker of this installation."""
    return Landmarks()


def whole(photo: Image) -> tuple[Window, ...]:
    """Return the square that holds the whole photo."""
    height, width = photo.shape[:2]
    side = float(max(height, width))
    return (Window((width - side) / 2, (height - side) / 2, side),)


def closer(photo: Image) -> tuple[Window, ...]:
    """Return overlapping squares of the photo, in which smaller hands and faces are found."""
    height, width = photo.shape[:2]
    side = CLOSE * max(height, width)
    starts = [
        np.linspace(0, max(0.0, length - side), 1 + int(np.ceil(max(0.0, length - side) / (STEP * max(height, width)))))
        for length in (height, width)
    ]
    return tuple(Window(float(x), float(y), side) for y in starts[0] for x in starts[1])
