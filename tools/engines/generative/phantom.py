"""What a model put into a set that nobody asked for: a second product, writing, a sign. Measured, not guessed."""

from tools.engines.composite import Placed
from tools.engines.generative.found import Phantom
from tools.engines.generative.second_product import twin
from tools.engines.generative.writing import written
from tools.engines.image import Image, check_image


def phantoms(painted: Image, placed: Placed, signs: bool = True) -> tuple[Phantom, ...]:
    """Return what stands outside the product in ``painted`` (H×W×3 sRGB), whose own place ``placed`` tells.

    At most one of each kind, the surest. Without ``signs`` flat marks are none: the gaps between limbs, locks of hair
    and stripes of a person look like them.
    """
    check_image(painted, "painted", (3,))
    found = [twin(painted, placed), *written(painted, placed)]
    return tuple(each for each in found if each is not None and (signs or each.kind != "logo"))
