"""How a product is shown otherwise than standing or lying on the ground: the body that carries it, and where it rests.

The product's pixels never turn: the body is built so that they are right. What was photographed from straight before
it lies on a plane that faces the camera. All is in millimetres over y = 0, the ground; the product is read at z = 0.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.studio.camera import View
from tools.specs.words import Display, Holder

Floats = NDArray[np.float64]

RAISED: frozenset[Display | None] = frozenset({"card", "slope", "hang", "bust"})
"""Displays that carry the product above the ground."""

FACING: frozenset[Display | None] = frozenset({"card", "slope", "bust"})
"""Displays whose body the product touches all over, so that its shadow is tight round it."""

TILT: dict[str, float] = {"card": 8.0, "slope": 30.0, "lean": 9.0}
"""Degrees by which the plane that a product rests against leans back from the upright."""

UPRIGHT = 11.0
"""The same of the face of an upright block with a slit: steep enough to be seen from straight before it."""

SEATS: frozenset[Holder | None] = frozenset({"block", "box", "rolls", "slab", "stack"})
"""What a product lies on, or is stuck in the slit of, where it is seen from above."""

BELOW: dict[str, float] = {"card": 0.26, "slope": 0.24, "bust": 0.36}
"""How far over the ground the product is carried, in shares of the mean of its width and height."""

BESIDE: dict[str, float] = {"card": 0.26, "slope": 0.30}
"""How far the board reaches beyond it at either side, and over it, in the same shares."""

HANGS_OVER = 0.89
"""Row of the ground under what hangs, in frame heights; never nearer to it than ``HANGS_CLEAR``, in the same shares."""

HANGS_CLEAR = 0.10


@dataclass(frozen=True)
class Shown:
    """A product that is shown on ``display``: its own box on the plane z = 0, and how far it reaches back.

    ``opening`` is the place (x, y) where a hook goes through it, ``neck`` half the width between the ends of a
    necklace; both nothing where it has none. ``rests``: z of the back and the front of where it touches a cushion.
    ``holder``: the form of what carries it; ``slit``: where a ring's band goes into it, y, or from above z.
    """

    display: Display
    left: float
    right: float
    low: float
    high: float
    deep: float
    opening: tuple[float, float] | None = None
    neck: float = 0.0
    rests: tuple[float, float] | None = None
    holder: Holder | None = None
    slit: float = 0.0

    @property
    def side(self) -> float:
        """The mean of width and height: what room round it is measured in."""
        return (self.right - self.left + self.high - self.low) / 2

    @property
    def middle(self) -> float:
        """x of the middle."""
        return (self.left + self.right) / 2

    @property
    def waist(self) -> float:
        """y of the middle."""
        return (self.low + self.high) / 2


def clearance(display: Display | None, box: tuple[float, float, float], height: int) -> float:
    """Return how many pixels under the product its ground is; ``box``: its width, height and lowest row."""
    side = (box[0] + box[1]) / 2
    if display == "hang":
        return max(HANGS_CLEAR * side, HANGS_OVER * height - box[2])
    return BELOW.get(display or "", 0.0) * side


def tilt_of(shown: Shown) -> float:
    """Return the degrees by which the plane that the product rests against leans back from the upright."""
    return UPRIGHT if shown.holder == "upright" else TILT[shown.display]


def normal_of(tilt: float) -> Floats:
    """Return the direction that a plane leaning back by ``tilt`` degrees faces."""
    turn = np.radians(tilt)
    return np.array([0.0, np.sin(turn), np.cos(turn)])


def rest_point(shown: Shown) -> Floats:
    """Return a place on the plane that the product rests against: a board's cuts z = 0 behind its middle."""
    return np.array([0.0, 0.0 if shown.display == "lean" else shown.waist, 0.0])


def against(view: View, plane: Floats, shown: Shown, above: Floats) -> Floats:
    """Return the points of ``plane`` (…×3, on z = 0) moved along their rays to ``above`` (…) mm before the body."""
    if shown.display == "bust":
        return _on_bust(view, plane, shown, above)
    normal, eye = normal_of(tilt_of(shown)), view.eye
    reach = (rest_point(shown) - eye) @ normal + above
    return np.asarray(eye + (plane - eye) * (reach / ((plane - eye) @ normal))[..., None])


NECK_DEEP, CHEST_DEEP = 0.80, 0.36
"""Depth of a bust over its half width, at the neck and at the shoulders."""

SHOULDER = 0.86
"""Half the width of a bust's shoulders over the necklace's width."""

FLARE = 0.52
"""Height over which the neck runs out into the shoulders, in shares of the necklace's height."""

NARROWER = 0.7
"""How fast a neck grows narrower over the necklace, in shares of its width over the necklace's height."""

ROUND = 0.05
"""Roundness of the shoulders' corner, in the same share."""

TAPER = 0.36
"""How much narrower than its shoulders a bust's foot is."""


def bust_width(y: Floats, shown: Shown) -> Floats:
    """Return half the width of the bust at the heights ``y``: a neck, shoulders wider than the necklace, a foot."""
    high = shown.high - shown.low
    nodes = (np.arange(-3.0, 3.01, 0.5) * ROUND * high)[:, None]
    weights = np.exp(-0.5 * (nodes / (ROUND * high)) ** 2)
    return np.asarray(
        (weights * _bust_outline(y[None].ravel() + nodes, shown)).sum(0) / weights.sum(), dtype=np.float64
    ).reshape(np.shape(y))


def _bust_outline(y: Floats, shown: Shown) -> Floats:
    """Return ``bust_width`` with sharp corners."""
    high = shown.high - shown.low
    shoulder = max(SHOULDER * (shown.right - shown.left), 1.25 * shown.neck)
    start = shown.high + 0.02 * high
    down = np.clip((start - y) / (FLARE * high), 0.0, 1.0)
    fall = np.clip((start - FLARE * high - y) / max(start - FLARE * high, 1e-6), 0.0, 1.0)
    return np.asarray(
        (shown.neck + (shoulder - shown.neck) * down**1.15)
        * (1.0 - NARROWER * np.clip((y - start) / high, 0.0, 0.4))
        * (1.0 - TAPER * fall**1.2),
        dtype=np.float64,
    )


def bust_depth(y: Floats, shown: Shown) -> Floats:
    """Return half the depth of the bust at the heights ``y``."""
    wide = bust_width(y, shown)
    shoulder = max(SHOULDER * (shown.right - shown.left), 1.25 * shown.neck)
    high = shown.high - shown.low
    down = np.clip((shown.high - y) / high, 0.0, 1.0)
    share = down * down * (3.0 - 2.0 * down)
    neck, chest = NECK_DEEP * shown.neck, CHEST_DEEP * shoulder
    return np.asarray(
        (neck + (chest - neck) * share) * np.minimum(1.0, 0.5 + 0.5 * wide / shown.neck), dtype=np.float64
    )


def bust_front(x: Floats, y: Floats, shown: Shown) -> Floats:
    """Return z of the bust's front; its deepest part is at z = 0 behind the necklace's middle."""
    wide, deep = bust_width(y, shown), bust_depth(y, shown)
    away = np.clip((x - shown.middle) / wide, -1.0, 1.0)
    return np.asarray(bust_axis(shown) + deep * np.sqrt(1.0 - away**2), dtype=np.float64)


def bust_axis(shown: Shown) -> float:
    """Return z of the bust's middle."""
    return -float(bust_depth(np.array([shown.waist]), shown)[0])


def _on_bust(view: View, plane: Floats, shown: Shown, above: Floats) -> Floats:
    points = plane
    for _ in range(8):  # the eye is far: each step takes a tenth of the last one's error
        z = bust_front(points[..., 0], points[..., 1], shown) + above
        points = view.eye + (plane - view.eye) * ((view.eye[2] - z) / view.eye[2])[..., None]
    return np.asarray(points, dtype=np.float64)
