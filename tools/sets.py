"""The set of a picture: resolved from a wish and its guide, or another picture's own, used again."""

from tools.changes import changed_scene
from tools.context import Context
from tools.edit import Changes
from tools.engines.holding import held
from tools.engines.image import to_float
from tools.engines.posing import view_of
from tools.engines.reading import Reading
from tools.engines.showing import Choice, Looked, shown_as
from tools.engines.studio.camera import elevation
from tools.engines.studio.key import disagreement, like_key, with_key
from tools.engines.studio.resolve import Photo, in_scale, resolve, seen_from_above
from tools.engines.studio.sizes import longest_mm
from tools.engines.studio.variants import varied
from tools.errors import BadRequest
from tools.guide import Guide, guided
from tools.product_photo import ProductPhoto
from tools.specs.recipe import Pose
from tools.specs.scene import Scene, SceneWish
from tools.specs.words import Camera, Display, Holder

OF_THE_SET = ("surface", "backdrop", "light", "props", "leaf", "surface_color", "backdrop_color", "prop_color")
"""What a wish may name that another picture's set has already."""

UNASKED = 90.0
"""Degrees between the set's key and the photo's up to which nothing is said of it, where no light was asked for."""


def set_of(
    guide: Guide, photo: ProductPhoto, reading: Reading, variant: int, like: Scene | None = None
) -> tuple[Scene, Pose]:
    """Return (the scene of a variant, the pose). ``like`` is a set that is used again, whatever this photo is like.

    A campaign is one set: of the next product only the camera, the side of the light and how it is shown are its own.
    """
    product, wish = photo.product, guide.wish
    alpha = to_float(photo.cutout[..., 3])
    view = view_of(alpha, product.category, product.view)
    looked = Looked(alpha, product.category, view)
    choice = shown_as(looked, wish.display, wish.camera)
    known = reading.light_from is not None
    if like is not None:
        side = wish.light_from or reading.light_from or like.light_from
        own, pose = carried(choice, looked, wish, like, variant)
        scene = like_key(like, side).model_copy(update=own | {"light_from": side})
        return varied(scene, wish, variant, known), pose
    see_through = product.category == "eyewear"
    scene = resolve(wish, Photo(view, reading.light_from, reading.softness, reading.tone, see_through), shade=variant)
    scene = in_scale(scene, wish.props, product.size_mm or longest_mm(product.category))
    own, pose = carried(choice, looked, wish, scene, variant)
    scene = varied(guided(scene.model_copy(update=own), guide), wish, variant, known)
    scene = seen_from_above(scene, wish.props, elevation(scene, pose))
    return scene if wish.light_from else with_key(scene, pose, reading.key), pose


def carried(
    choice: Choice, looked: Looked, wish: SceneWish, scene: Scene, variant: int
) -> tuple[dict[str, Camera | Display | Holder | None], Pose]:
    """Return (what of the scene is the product's own: camera, display and holder; the pose)."""
    way = held(choice, looked, wish, scene, variant)
    pose: Pose = choice.pose if way.display == choice.display else "lying" if way.display == "lie" else "standing"
    return {"camera": way.camera, "display": way.display, "holder": way.holder}, pose


def scene_like(ref: str, wish: SceneWish, context: Context) -> Scene:
    """Return the set of the picture ``ref`` with what ``wish`` names exchanged. Raises ``BadRequest`` for no set."""
    asset = context.store.ledger.find_asset(ref, context.thread)
    if asset.recipe is None or asset.recipe.scene is None:
        raise BadRequest(f"{ref} has no set to use again: name a picture on a set, for example a1.")
    scene = asset.recipe.scene
    named = {name: getattr(wish, name) for name in ("surface", "backdrop", "light") if getattr(wish, name)}
    colors = {name: getattr(wish, name) for name in OF_THE_SET[4:] if getattr(wish, name)}
    add = tuple(prop for prop in wish.props if prop not in scene.props)
    fresh = {name: value for name, value in named.items() if value != getattr(scene, name)}
    changed = changed_scene(scene, Changes(**fresh, **colors, add=add)) if fresh or colors or add else scene
    return changed.model_copy(update={"caption": wish.caption}) if wish.caption else changed


def say_light(wish: SceneWish, scene: Scene, pose: Pose, reading: Reading) -> str:
    """Return a sentence about the set's light and the product's own coming from different places, or nothing."""
    wished, told = wish.light_from, reading.light_from
    if reading.key is None:
        opposite = wished in ("left", "right") and told in ("left", "right") and wished != told
        return (
            f" The light comes from the {wished} as asked, but the product was lit from the {told}." if opposite else ""
        )
    off = disagreement(scene, pose, reading.key)
    if off is None:
        return ""
    ours, photo, apart = off
    if not (wished or wish.light) and apart <= UNASKED:
        return ""
    asked = " as asked" if wished or wish.light else ""
    far = "the opposite side" if apart > 130 else "about a quarter turn away" if apart > 70 else "noticeably elsewhere"
    return f" The light comes from {ours}{asked}, but the product was lit from {photo}: {far}."
