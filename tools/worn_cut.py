"""A try-on taken out of its surroundings: the person and what was put on them, as one cut-out that is kept."""

from dataclasses import dataclass

from tools.context import Context
from tools.engines.cutout.result import pack
from tools.engines.decoded import decoded_file, decoded_rgba_file, keep_decoded
from tools.engines.image import Bytes8, to_float
from tools.engines.worn.dressed import Scenery, person_in, product_on
from tools.errors import BadRequest
from tools.specs.asset import Asset

NOBODY = (
    "The person could not be told from what is behind them: photograph them before a plain wall, with some room round "
    "the head and shoulders."
)


@dataclass(frozen=True)
class CutPerson:
    """A try-on's pixels (H×W×3) and its cut-out (H×W×4), which lies in the store as ``sha256``."""

    picture: Bytes8
    cutout: Bytes8
    sha256: str


def try_on_behind(asset: Asset, context: Context) -> Asset | None:
    """Return the try-on that ``asset`` is, or that its person was cut out of; nothing where it shows nobody's."""
    if asset.recipe is None or asset.recipe.worn is not None:
        return asset if asset.recipe is not None else None
    source = context.store.ledger.by_output(asset.recipe.source_sha256)
    worn = source is not None and source.recipe is not None and source.recipe.worn is not None
    return source if worn else None


def cut_worn(asset: Asset, context: Context) -> CutPerson:
    """Return the person of a try-on, product and all. Raises ``BadRequest`` when nobody can be made out."""
    images, recipe = context.store.images, asset.recipe
    if recipe is None or recipe.worn is None:
        raise BadRequest("This picture is no try-on: put the product on a person first.")
    worn, size = recipe.worn, (asset.width, asset.height)

    def read(sha256: str, name: str) -> Bytes8:
        return decoded_file(sha256, lambda: images.read(sha256), name).pixels

    picture = read(asset.sha256, "the try-on")
    cutout = decoded_rgba_file(recipe.cutout_sha256, lambda: images.read(recipe.cutout_sha256), "the cut-out")
    scenery = Scenery(
        read(recipe.source_sha256, "the product's photo"), cutout,
        read(worn.person_sha256, "the person's photo"), read(worn.masks_sha256, "the masks"),
    )  # fmt: skip
    before = person_in(worn, scenery.person, size)
    found = context.outline(before, picture, to_float(product_on(worn, scenery, size).alpha))
    if found is None:
        raise BadRequest(NOBODY)
    packed = pack(found)
    sha256 = images.put(packed.png, "png")
    keep_decoded(sha256, packed.rgba)
    return CutPerson(picture, packed.rgba, sha256)
