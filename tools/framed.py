"""A product's photo in the frame of its set: as large as its kind allows, on what carries it, beside room for words."""

from tools.engines.base_line import without_crumbs
from tools.engines.framing import Framed, by_look, frame, with_room
from tools.engines.image import to_float
from tools.engines.showing import reframed_for
from tools.engines.studio.spots import SPOTTED
from tools.product_photo import ProductPhoto
from tools.specs.recipe import Pose
from tools.specs.scene import Scene


def framed_on(photo: ProductPhoto, scene: Scene, pose: Pose, size: tuple[int, int]) -> Framed:
    """Return where ``photo`` goes in a frame of ``size`` (width, height) pixels; ``ValueError`` for no product."""
    alpha, product = without_crumbs(to_float(photo.cutout[..., 3])), photo.product
    framed = frame(alpha, product.category, pose, scene.camera, size, product.size_mm)
    if pose == "standing" and scene.display in (None, "stand", "lean") and scene.camera in ("front", "low"):
        beside = scene.support == "ground" and any(prop in SPOTTED for prop in scene.props)
        framed = by_look(framed, alpha, size, scene.look, beside)
    framed = reframed_for(scene.display, framed, alpha, size, scene.holder)
    return with_room(framed, alpha, scene.caption, size, pose)
