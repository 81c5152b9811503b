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

SURFACES: dict[str, Callable[[int, int, str | None], Texture]] = {
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


def make_texture(name: str, seed: int, tint: str | None = None, size: int = 1024) -> Texture:
    """Return the surface ``name``, size×size; ``tint`` (#rrggbb) recolours its base.

    The same name, seed, tint and size give the same arrays. Raises ``BadRequest`` for an unknown name.
    """
    if name not in SURFACES:
        raise BadRequest(f"There is no surface called {name!r}; choose one of: {', '.join(sorted(SURFACES))}.")
    return SURFACES[name](size, 1000 * seed, tint)
