"""What a brand liked: marks on its pictures, and what follows from them for the next one."""

from typing import Any

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.numbers import Amount, Numbers
from tools.specs.scene import SceneWish


class Mark(Spec):
    """What is known of one of a brand's pictures on a set: where it came from, how it was changed, how it was liked."""

    asset: str
    parent: str = Field("", description="the picture that it is an edit of")
    scene: dict[str, Any] = Field(default_factory=dict, description="its set, as of ``Scene``")
    style: str = Field("", description="the remembered look it was made in, brand/name")
    tuned: Numbers = Field(default_factory=Numbers, description="what was done because it had been liked before")
    changes: dict[str, Any] = Field(default_factory=dict, description="what the edit changed, as of ``edit``")
    threads: tuple[str, ...] = Field((), description="the talks in which it was made; the same picture may come twice")
    thumb: int = Field(0, ge=-1, le=1, description="1 liked, -1 not")


class Taste(Spec):
    """What a brief that is silent gets: the set that was liked, and the light and colour that pictures were moved to.

    ``light`` holds where the set is said and its light is not.
    """

    scene: SceneWish = Field(default_factory=SceneWish)
    light: str | None = None
    tone: Numbers = Field(default_factory=Numbers)
    contrast: Amount = Field(0.0, description="depth of the shadows")

    @property
    def empty(self) -> bool:
        """Whether nothing follows."""
        return self == Taste()
