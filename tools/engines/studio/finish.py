"""The finish of a surface: matt, honed or polished, whatever it is made of."""

from dataclasses import replace

import numpy as np

from tools.engines.studio.textures.texture import Texture

FINISHED = frozenset({"marble", "travertine", "slate", "wood", "plaster", "concrete", "terrazzo", "leather", "paper"})
"""What can be ground, oiled or waxed. Cloth, sand, water and glass have the finish that they are made of."""

MATT, POLISHED = 0.90, 0.07
"""Mean roughness at finish 0 and 1."""

GROUND_OFF = 0.65
"""Share of the relief that the last polish takes away."""


def finished(texture: Texture, name: str, polish: float | None) -> Texture:
    """Return ``texture`` with the finish ``polish``, 0 matt to 1 polished, or its own if nothing is said."""
    if polish is None or name not in FINISHED:
        return texture
    level = MATT * (POLISHED / MATT) ** polish
    rough = texture.roughness * np.float32(level / float(texture.roughness.mean()))
    return replace(
        texture,
        roughness=np.clip(rough, 0.02, 1.0).astype(np.float32),
        bump_mm=texture.bump_mm * (1.0 - GROUND_OFF * polish),
        specular=max(texture.specular, 0.5 * polish),
    )
