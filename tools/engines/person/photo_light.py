"""The light of a person's photo: read off the face where one is seen, else off all that was cut out."""

from dataclasses import dataclass, replace

import numpy as np

from tools.engines.color import LUMINANCE, srgb_to_linear
from tools.engines.image import Bytes8, to_float
from tools.engines.person.face_key import light_of_face
from tools.engines.person.seen import Person
from tools.engines.reading import Reading, read_photo
from tools.engines.studio.person_set import Rows
from tools.specs.words import LightFrom

BRIGHT, USUAL_BRIGHT = 97.0, 0.62
"""Percentile of a person's linear light that says how their photo was exposed, and what it usually is."""

FOLLOWED, MOST_STOPS = 0.75, (-1.6, 0.25)
"""How far a set follows a photo's exposure, in shares of it and at most in stops."""


STANDS, AT_EDGE = 4.6, 0.01
"""Heights of a face that somebody takes at least from the forehead to the ground, seated; share of the photo's height
that may be missing at its lower edge where it cuts them off."""


SOLES = 0.22
"""Share of a body's width that soles take of its last row at most."""


@dataclass(frozen=True)
class PhotoLight:
    """``reading`` of the photo, its key and softness the face's where ``by_face``; ``stops``: its set's exposure.

    ``rows`` say where the face and the feet are.
    """

    reading: Reading
    stops: float
    by_face: bool
    rows: Rows


def photo_light(picture: Bytes8, alpha: Bytes8, seen: Person) -> PhotoLight:
    """Return the light of ``picture`` (H×W×3), of which the person is cut out with ``alpha`` (H×W)."""
    pixels = to_float(picture)
    reading = read_photo(pixels, to_float(alpha))
    faces = seen.sure_faces
    light = light_of_face(pixels, faces[0]) if faces else None
    if light is not None:
        reading = replace(reading, key=light.key, softness=light.softness, light_from=_side(light.key.towards[0]))
    return PhotoLight(reading, _stops(picture, alpha), light is not None, rows_of(alpha, seen))


def rows_of(alpha: Bytes8, seen: Person) -> Rows:
    """Return where face and feet are. Raises ``ValueError`` where a body ends in the air: not all was cut out."""
    if not seen.sure_faces:
        return Rows()
    points = seen.sure_faces[0].points
    face = (float(points[10, 1]), float(points[152, 1]))
    there = np.flatnonzero((alpha > 127).any(1))
    lowest = int(there[-1]) + 1 if len(there) else len(alpha)
    tall = (lowest - face[0]) / max(face[1] - face[0], 1e-6)
    if lowest >= len(alpha) - AT_EDGE * len(alpha) and not (tall > STANDS and _on_tiptoe(alpha, lowest)):
        return Rows(face)
    if tall < STANDS:
        raise ValueError("the body ends in the air")
    return Rows(face, float(lowest))


def _on_tiptoe(alpha: Bytes8, lowest: int) -> bool:
    """Whether next to nothing of a body reaches its last row: shoes on the photo's edge, and no legs cut off by it."""
    there = alpha > 127
    columns = np.flatnonzero(there.any(0))
    return bool(there[lowest - 1].sum() < SOLES * (columns[-1] - columns[0] + 1))


def _side(across: float) -> LightFrom | None:
    return None if abs(across) < 0.2 else "right" if across > 0 else "left"


def _stops(picture: Bytes8, alpha: Bytes8) -> float:
    """Return how many stops darker than usual the person was exposed, as far as a set follows that."""
    step = max(1, max(alpha.shape) // 400)
    there = picture[::step, ::step][alpha[::step, ::step] > 240]
    if len(there) < 50:
        return 0.0
    bright = float(np.percentile(srgb_to_linear(to_float(there[None])) @ LUMINANCE, BRIGHT))
    return round(float(np.clip(FOLLOWED * np.log2(max(bright, 1e-3) / USUAL_BRIGHT), *MOST_STOPS)), 3)
