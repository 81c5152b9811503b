"""A try-on that is open under somebody's hand: the person is looked at once, and each new set of points drawn anew."""

from dataclasses import dataclass

import numpy as np

from tools.context import Context
from tools.engines.image import Bytes8
from tools.engines.person.scale import ring_diameter
from tools.engines.person.seen import Known
from tools.engines.worn.dressed import Scenery, dressed
from tools.engines.worn.laid import Laid, Wish
from tools.photo_file import read_photo
from tools.product_photo import ProductPhoto, open_product
from tools.specs.words import Category
from tools.specs.worn import Worn
from tools.try_on import TryOnArgs, person_photo, worn_kind
from tools.wearing import POINTS, frame_of, lay_on_person

HINT: dict[Category, str] = {
    "earring": "Drag a point onto each ear lobe; take one away for a single earring.",
    "necklace": "Drag the two points to where the necklace goes behind the neck, on either side.",
    "bag": "Drag the point to where the hand or the shoulder carries the bag.",
    "brooch": "Drag the point to where the brooch is pinned.",
    "hair_accessory": "Drag the point to where it sits in the hair; add a second one for its other end.",
    "belt": "Drag the two points to the waist's sides.",
    "hat": "Drag the two points to the temples, where the knitted edge ends.",
}
BESIDE: dict[Category, tuple[int, int]] = {"earring": (132, 361), "hat": (127, 356)}
"""The landmarks of a face that are nearest to the places."""
FOUND = "The place was found on the photo: only the size can be set."
Point = tuple[float, float]


@dataclass(frozen=True)
class OpenFitting:
    """A product, a person's frame (H×W×3) and who was seen on it."""

    photo: ProductPhoto
    category: Category
    person: str
    sha256: str
    frame: Bytes8
    scale: float
    seen: Known

    @property
    def hint(self) -> str:
        """What a hand is to do."""
        return HINT.get(self.category, FOUND)

    @property
    def points(self) -> tuple[int, int]:
        """The fewest and the most points."""
        return POINTS.get(self.category, (0, 0))

    def draw(self, args: TryOnArgs) -> tuple[Bytes8, Laid]:
        """Return the frame with the product on it, as the kept try-on will be. Raises ``BadRequest``."""
        height, width = self.frame.shape[:2]
        body = ring_diameter(args.ring_size) if args.ring_size else args.wrist_mm
        wish = Wish(args.size_mm, body, tuple((x * width, y * height) for x, y in args.handles))
        laid = lay_on_person(self.category, self.frame, self.photo.cutout[..., 3], wish, self.seen)
        worn = Worn(
            person_sha256=self.sha256, person_scale=1.0, part=laid.part, warps=laid.warps, masks_sha256="",
            shadow=laid.shadow, softness=laid.softness, scale=laid.scale, size_mm=laid.size_mm,
        )  # fmt: skip
        scenery = Scenery(self.photo.source, self.photo.cutout, self.frame, laid.masks)
        return dressed(worn, scenery, (width, height)), laid


def open_fitting(product: str, person: str, context: Context) -> OpenFitting:
    """Return a fitting of an upload on a person's photo. Raises as ``try_on`` does."""
    upload = person_photo(person, context)
    photo = open_product(product, context)
    category = worn_kind(photo, None, by_hand=True)
    frame, scale = frame_of(read_photo(upload, context).pixels, "1k", enlarge=False)
    return OpenFitting(photo, category, person, upload.sha256, frame, scale, Known(context.onlooker.look(frame)))


def begun(fitting: OpenFitting) -> tuple[Point, ...]:
    """Return where the points may begin, as shares of the photo: near the face that was seen, else in the middle."""
    most = fitting.points[1]
    if most == 0:
        return ()
    height, width = fitting.frame.shape[:2]
    faces = fitting.seen.look(fitting.frame).sure_faces
    share = np.array([width, height], np.float32)
    if fitting.category in BESIDE and faces:
        return tuple(tuple(np.round(faces[0].points[at, :2] / share, 4).tolist()) for at in BESIDE[fitting.category])
    if fitting.category == "necklace" and faces:
        left, right, chin = faces[0].points[[132, 361, 152], :2]
        down = 0.95 * (chin - (left + right) / 2)
        return tuple(tuple(np.clip(np.round((each + down) / share, 4), 0, 1).tolist()) for each in (left, right))
    hands = fitting.seen.look(fitting.frame).sure_hands
    if fitting.category == "bag" and hands:
        return (tuple(np.round(hands[0].points[9, :2] / share, 4).tolist()),)
    return ((0.4, 0.5), (0.6, 0.5))[:most]
