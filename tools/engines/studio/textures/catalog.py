"""All surfaces by name."""

from collections.abc import Callable

from tools.engines.studio.textures.concrete import concrete
from tools.engines.studio.textures.glass import acrylic, glass, mirror
from tools.engines.studio.textures.leather import leather
from tools.engines.studio.textures.linen import linen
from tools.engines.studio.textures.marble import marble
from tools.engines.studio.textures.moss import moss
from tools.engines.studio.textures.paper import paper, seamless_paper
from tools.engines.studio.textures.plaster import plaster
from tools.engines.studio.textures.sand import sand
from tools.engines.studio.textures.silk import silk
from tools.engines.studio.textures.slate import slate
from tools.engines.studio.textures.snow import snow
from tools.engines.studio.textures.terrazzo import terrazzo
from tools.engines.studio.textures.texture import Texture
from tools.engines.studio.textures.travertine import travertine
from tools.engines.studio.textures.velvet import velvet
from tools.engines.studio.textures.water import water
from tools.engines.studio.textures.wood import wood
from tools.errors import BadRequest

SURFACES: dict[str, Callable[..., Texture]] = {
    "marble": marble,
    "travertine": travertine,
    "slate": slate,
    "wood": wood,
    "linen": linen,
    "silk": silk,
    "velvet": velvet,
    "sand": sand,
    "plaster": plaster,
    "concrete": concrete,
    "terrazzo": terrazzo,
    "glass": glass,
    "mirror": mirror,
    "water": water,
    "acrylic": acrylic,
    "leather": leather,
    "paper": paper,
    "moss": moss,
    "snow": snow,
    "seamless_paper": seamless_paper,
}

PAINTED = frozenset(SURFACES) - {"terrazzo", "water"}
"""Those whose colour is a pattern times their base: another tint is the same pattern times another colour."""


TRUE_TO_SCALE = frozenset(
    {"travertine", "velvet", "silk", "linen", "sand", "snow", "moss", "water", "leather", "terrazzo", "wood"}
)
"""Those that can be made at any size of the tile: what has a size in life has it on a ring's set and on a bag's."""


def make_texture(
    name: str, seed: int, tint: str | None = None, size: int = 1024, tile_mm: float | None = None
) -> Texture:
    """Return the surface ``name``, size×size; ``tint`` (#rrggbb) recolours its base.

    ``tile_mm``: side of the tile, for what is in ``TRUE_TO_SCALE``; its usual one if nothing is said. The same name,
    seed, tint, size and tile give the same arrays. Raises ``BadRequest`` for an unknown name.
    """
    if name not in SURFACES:
        raise BadRequest(f"There is no surface called {name!r}; choose one of: {', '.join(sorted(SURFACES))}.")
    if tile_mm is not None and name in TRUE_TO_SCALE:
        return SURFACES[name](size, 1000 * seed, tint, tile_mm)
    return SURFACES[name](size, 1000 * seed, tint)
