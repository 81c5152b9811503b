"""The pieces that a set is made of, before any renderer sees them."""

from dataclasses import dataclass

from tools.engines.studio.mesh import Mesh


@dataclass(frozen=True)
class Extent:
    """The product on the set, in millimetres: its sides, its height, whether it lies, whether it is seen from above."""

    left: float
    right: float
    height: float
    lying: bool
    from_above: bool

    @property
    def width(self) -> float:
        """From side to side."""
        return self.right - self.left

    @property
    def middle(self) -> float:
        """x of the middle."""
        return (self.left + self.right) / 2


@dataclass(frozen=True)
class Part:
    """A mesh and what it is made of: the name of a texture or a plain stuff; ``tint`` is #rrggbb or nothing."""

    mesh: Mesh
    material: str
    tint: str | None
    seed: int = 0
