"""How a set is developed so that the product belongs in it: white, sharpness and grain are the photo's own."""

from tools.engines.reading import Reading
from tools.engines.studio.looks import VIGNETTE_OF_LIGHT
from tools.specs.scene import Scene
from tools.specs.steps import Blur, DevelopStep, Grain, Vignette, WhiteBalance, WhitePoint

VIGNETTE = 0.25
"""How much darker the corners are in most lights."""

PIXEL_BLUR = 0.5
"""Standard deviation, in pixels, of a sharp rendered edge."""

SOFTEST = 1.4
SMALLEST_GRAIN = 0.0035
"""Less would show bands in a smooth wall."""


def first_steps(scene: Scene, reading: Reading, scale: float) -> tuple[DevelopStep, ...]:
    """Return the develop steps of a first picture: white point, sharpness and grain come from the photo."""
    soft = min(SOFTEST, max(0.0, (reading.blur * scale) ** 2 - PIXEL_BLUR**2) ** 0.5)
    steps: list[DevelopStep] = [WhitePoint(rgb=reading.white)]
    if scene.warmth:
        steps.append(WhiteBalance(warmth=scene.warmth))
    steps.append(Vignette(amount=VIGNETTE_OF_LIGHT.get(scene.light, VIGNETTE)))
    if soft > 0.2:
        steps.append(Blur(sigma=round(soft, 2)))
    steps.append(Grain(sigma=round(max(SMALLEST_GRAIN, min(0.02, reading.grain * min(1.0, scale))), 4)))
    return tuple(steps)
