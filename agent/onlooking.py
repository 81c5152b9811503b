"""Which of several photos show a person, so that their word is asked for where the photo is given."""

from pathlib import Path

from agent.pictures import sort_pictures
from agent.spelling import understand
from agent.uploads import described
from tools.engines.person.seen import Onlooker
from tools.errors import ParureError
from tools.specs.brief import Brief

SIDE = 640
"""Pixels of the longer side that a photo is looked at with: a person who can wear something is larger than that."""


def shows_a_person(path: Path, onlooker: Onlooker) -> bool:
    """Return whether a face or an empty hand is plain to see on a photo; what cannot be read shows nobody."""
    import numpy as np
    from PIL import Image, ImageOps

    from tools.engines.decode import read_photo_file
    from tools.engines.decoded import decoded

    try:
        pixels = decoded(read_photo_file(path), path.name).pixels
        person = onlooker.look(np.asarray(ImageOps.contain(Image.fromarray(pixels), (SIDE, SIDE))))
    except ParureError:
        return False
    return bool(person.sure_faces or person.sure_hands)


def people_in(brief: Brief) -> tuple[int, ...]:
    """Return the places of the pictures that the words, names and roles of ``brief`` make a person's."""
    named = sort_pictures(described(brief), understand(brief.text)).people
    given = (place for place, image in enumerate(brief.images) if image.role == "person")
    return tuple(sorted({*given, *(int(name.removeprefix("img")) - 1 for name in named)}))
