"""What a person corrects of a moodboard."""

from pydantic import Field

from tools.specs.base import Spec
from tools.specs.numbers import Amount
from tools.specs.scene import HexColor

Few = tuple[HexColor, ...]


class BoardChanges(Spec):
    """Corrections of what was read: colours by their own hex or one of their kind, and the light."""

    without: Few = Field((), max_length=8, description="colours of the board that are left out")
    more: Few = Field((), max_length=8, description="colours that there should be more of")
    less: Few = Field((), max_length=8, description="colours that there should be less of")
    swap: tuple[tuple[HexColor, HexColor], ...] = Field(
        (), max_length=8, description="pairs: a colour of the board, and what comes in its place"
    )
    softness: Amount = Field(0.0, description="+ softer light than the board's, - harder")

    def then(self, later: "BoardChanges") -> "BoardChanges":
        """Return these corrections and later ones together; of two about one colour the later holds."""
        touched = {*later.without, *later.more, *later.less, *(first for first, _ in later.swap)}
        return BoardChanges(
            without=(*(c for c in self.without if c not in touched), *later.without)[-8:],
            more=(*(c for c in self.more if c not in touched), *later.more)[-8:],
            less=(*(c for c in self.less if c not in touched), *later.less)[-8:],
            swap=(*(pair for pair in self.swap if pair[0] not in touched), *later.swap)[-8:],
            softness=max(-1.0, min(1.0, self.softness + later.softness)),
        )
