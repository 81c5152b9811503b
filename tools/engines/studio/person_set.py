"""The set behind a person: what is asked of it, in the light of their photo; nothing stands on it that they would hide.

The frame cuts a person off, so that the floor is not in it; the camera is as high as their chest.
"""

from dataclasses import dataclass

from tools.engines.key_light import KeyLight
from tools.engines.studio.key import with_key
from tools.engines.studio.open_air import LOW_SUNS
from tools.engines.studio.resolve import Photo, resolve
from tools.specs.scene import Scene, SceneWish, Stance
from tools.specs.words import Backdrop, Light, Prop

HARD = 0.3
"""Softness of a photo's light under which its set has a sun, where no light is named."""

OPEN: frozenset[Backdrop] = frozenset({"horizon", "sky"})

THROWN: frozenset[Prop] = frozenset({"leaf_shadow"})
"""Props that a person's set may have: all else stands on a ground that is not in the picture."""

FLOOR_MM = 1000.0
"""How far under the frame the floor lies: a person is cut off at the hips, or a raised hand is all that is seen."""

EYE, LEAST_EYE, MOST_EYE = 0.62, 0.42, 0.78
"""Row of the camera's height where no face tells it, and its bounds where one does, in shares of the frame's height."""

CHEST = 1.15
"""How far under the chin the chest is, in heights of the face."""

FLOOR: dict[str, str | None] = {"surface": "concrete", "surface_tint": None}
"""What a room's floor is of, where feet are seen and nothing is said of it."""

DUSK = 0.55
"""How much less bright a sky is behind a person in low light than round a thing: they stand out before it."""

BLUR = {"wall": 0.45, "arch": 0.4, "drape": 0.45, "window": 0.6, "horizon": 0.6, "sky": 0.6}
"""Aperture before each backdrop, where the brief says nothing: the far is softer by itself."""


@dataclass(frozen=True)
class Rows:
    """Rows of a frame: ``face``, of a forehead and a chin, and ``foot``, of what a person stands on; or nothing."""

    face: tuple[float, float] | None = None
    foot: float | None = None

    def placed(self, scale: float, down: float) -> "Rows":
        """Return them in a frame that the photo was resized for by ``scale`` and moved ``down`` in."""
        face = None if self.face is None else (self.face[0] * scale + down, self.face[1] * scale + down)
        return Rows(face, None if self.foot is None else self.foot * scale + down)


def stance_of(rows: Rows, height: int, px_per_mm: float) -> Stance:
    """Return camera and floor of a person at ``rows`` of a frame ``height`` rows high."""
    eye = EYE
    if rows.face is not None:
        top, chin = rows.face
        eye = min(MOST_EYE, max(LEAST_EYE, (chin + CHEST * (chin - top)) / height))
    floor = FLOOR_MM if rows.foot is None else min(-1e-3, (rows.foot - height) / px_per_mm)
    return Stance(eye=round(eye, 4), floor_mm=round(floor, 3))


def person_scene(wish: SceneWish, photo: Photo, key: KeyLight | None, stance: Stance) -> Scene:
    """Return the set of ``wish`` behind a person, its key where that of their ``photo`` stood."""
    asked = _meant(wish)
    if not (wish.light or wish.look):
        asked = asked.model_copy(update={"light": _light(photo)})
    scene = resolve(asked, photo)
    backdrop = asked.backdrop or ("wall" if scene.backdrop == "gradient" else scene.backdrop)
    scene = scene.model_copy(
        update={
            "backdrop": backdrop, "support": "ground", "camera": "front", "display": None, "caption": None,
            "props": tuple(prop for prop in scene.props if prop in THROWN or (prop == "shell" and backdrop in OPEN)),
            "blur": min(1.0, max(0.0, BLUR.get(backdrop, 0.5) + (wish.blur or 0.0))), "stance": stance,
        }
    )  # fmt: skip
    if backdrop not in OPEN and not (wish.surface or wish.look):
        plain = backdrop in ("seamless", "gradient")
        floor = {"surface": "paper", "surface_tint": scene.backdrop_tint} if plain else FLOOR
        scene = scene.model_copy(update=floor | {"polish": None})
    if backdrop in OPEN and scene.light in LOW_SUNS:
        scene = scene.model_copy(update={"brightness": round(DUSK * scene.brightness, 3)})
    return scene if wish.light_from else with_key(scene, "standing", key)


def _meant(wish: SceneWish) -> SceneWish:
    """Return ``wish`` with what a person stands before: an arch among things is one, and a ground alone is a wall."""
    update: dict[str, object] = {}
    if wish.backdrop is None:
        if "arch" in wish.props:
            update["backdrop"] = "arch"
        elif not wish.look:
            update["backdrop"] = "horizon" if wish.light in LOW_SUNS - {"rim"} and not wish.surface else "wall"
    if update.get("backdrop", wish.backdrop) == "horizon" and not (wish.surface or wish.look):
        update |= {"surface": "sand", "props": (*wish.props, "shell")}  # a shore: nothing is as plain as the sea
    return wish.model_copy(update=update)


def _light(photo: Photo) -> Light:
    return "hard_sun" if photo.softness < HARD else "soft_window"


def left_out(wish: SceneWish) -> tuple[str, ...]:
    """Return the words for what ``wish`` asks for and no person's set has."""
    taken = THROWN | {"shell"} | ({"arch"} if wish.backdrop in (None, "arch") else frozenset())
    return tuple(prop.replace("_", " ") for prop in wish.props if prop not in taken)
