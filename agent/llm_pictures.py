"""Small copies of pictures for a language model that may see them. Off unless the owner switched it on."""

import base64
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from agent.pictures import Pictures
from agent.scan import said
from agent.spelling import understand
from tools.errors import ParureError
from tools.specs.brief import Brief, BriefImage

LONGEST_SIDE = 512
MOST_PICTURES = 4
QUALITY = 80


@dataclass(frozen=True)
class Sight:
    """What may be shown: ``images`` of products and moodboards; ``people`` only where ``agreed`` to by their file."""

    images: bool = False
    people: bool = False
    agreed: Callable[[Path], bool] = field(default=lambda path: False)


def shown(brief: Brief, pictures: Pictures, sight: Sight) -> tuple[tuple[str, str], ...]:
    """Return (img1…, data URL) of what may be shown. A picture that may be a person's is treated as one."""
    if not sight.images:
        return ()
    thumbnails: list[tuple[str, str]] = []
    for number, image in enumerate(brief.images, start=1):
        name = f"img{number}"
        if image.path is None or image.hidden or len(thumbnails) == MOST_PICTURES:
            continue
        path = Path(image.path)
        of_a_thing = name != pictures.person and not _may_be_a_person(image)
        if (of_a_thing or (sight.people and sight.agreed(path))) and (url := _data_url(path)):
            thumbnails.append((name, url))
    return tuple(thumbnails)


def _may_be_a_person(image: BriefImage) -> bool:
    """Only a role that somebody gave is sure, and not even that beside words that say a person is in it."""
    return image.role not in ("product", "inspiration") or said("pictures", "person", understand(image.what))


def _data_url(path: Path) -> str | None:
    """Return a JPEG made from the pixels alone, so that no EXIF, place or file name goes along."""
    from tools.engines.thumbnail import thumbnail

    try:
        data = thumbnail(path, LONGEST_SIDE, QUALITY)
    except ParureError:
        return None
    return f"data:image/jpeg;base64,{base64.b64encode(data).decode()}"
