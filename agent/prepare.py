"""What a first picture should not wait for: compiled kernels, and the tile of the first look. Done by the set-up."""

from pathlib import Path

import numpy as np

from tools.specs.recipe import Recipe
from tools.specs.steps import Placement

PIXELS = 64


def prepare(home: Path) -> tuple[str, ...]:
    """Compile the matting and rendering kernels into ``home`` and return what was done, in words.

    Takes a minute or two in a new environment and seconds afterwards. Raises ``EngineUnavailable`` when an engine
    is missing.
    """
    return _matting(), _studio(home)


def _matting() -> str:
    from tools.engines.cutout.closed_form import closed_form
    from tools.engines.cutout.foreground import foreground

    columns = np.broadcast_to(np.arange(PIXELS, dtype=np.float32), (PIXELS, PIXELS))
    image = np.stack([columns / PIXELS] * 3, -1).astype(np.float32)
    known = np.where(columns < 24, 0.0, np.where(columns > 40, 1.0, 0.5)).astype(np.float32)
    foreground(image, closed_form(image, known))
    return "matting kernels compiled"


def _studio(home: Path) -> str:
    from tools.engines.studio.looks import LOOKS
    from tools.engines.studio.worker import WarmStudio

    product = np.full((PIXELS, PIXELS, 4), 0.5, np.float32)
    product[..., 3] = 0.0
    product[20:46, 22:42, 3] = 1.0
    scene = LOOKS["warm_travertine"]
    recipe = Recipe(
        tool="reference_shoot", source_sha256="", cutout_sha256="", width=PIXELS, height=PIXELS, scene=scene,
        placement=Placement(scale=1.0, x=0, y=0), samples=2, frame_mm=60.0,
    )  # fmt: skip
    studio = WarmStudio(home)
    try:
        studio.render(recipe, product, lambda _: None, lambda: False)
    finally:
        studio.close()
    return "rendering kernels compiled, first surfaces made"
