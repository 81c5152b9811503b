"""What an assistant has beside its store, its tools and its planner."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from tools.context import Outline, Painter, Styles
from tools.engines.person.outline import cut_person
from tools.engines.person.seen import Onlooker, landmarks
from tools.specs.words import Engine


@dataclass(frozen=True)
class Extras:
    """The memory of brands' ``styles``, and the generative engines that are set up (``painters``), by name.

    ``onlooker`` finds hands and faces on a person's photo, ``outline`` cuts the person out.
    """

    styles: Styles | None = None
    painters: Mapping[Engine, Painter] = field(default_factory=dict)
    onlooker: Onlooker = field(default_factory=landmarks)
    outline: Outline = cut_person


PLAIN = Extras()
