"""What a prop is made of."""

from dataclasses import dataclass

from tools.engines.studio.mesh import Mesh


@dataclass(frozen=True)
class PropPart:
    """A mesh and its material: the name of a texture, or one of the plain stuffs (ceramic, stoneware, shell, wax,
    flame, clear_glass, petal, leaf, blade, bark, stone, paper_page, cloth, ribbon). ``tint`` is #rrggbb, or nothing for
    its own colour.
    """

    mesh: Mesh
    material: str
    tint: str | None = None
