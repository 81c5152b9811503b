"""Alpha of the edge on a known backdrop, put right by a small network that has seen what photos do to edges.

Lens blur, grain, sharpening, JPEG's halved chroma and the product's own shading each bend the projection on F − B in a
way of their own, and what lies round a pixel tells which of them it was. A perceptron adds to alpha what seven signs
in the 7×7 pixels about it say; ``training/rims.py`` makes its weights.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import srgb_to_linear
from tools.engines.cutout.lab import Region, dot, length
from tools.engines.cutout.morphology import dilated
from tools.engines.cutout.perceptron import Floats, answer, layers
from tools.engines.image import Image, Mask

FILE = "rim.npz"

ROUND = 3
"""Steps that are looked at on each side of a pixel."""

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
"""JPEG's own."""

FAR = 3.5
"""Pixels from the outline from which on it does not matter how far it is."""

AT_ONCE = 8192
"""Pixels that are looked at together: their surroundings take 11 MB."""

NOTHING = 0.02
"""What is nearer than this to 0 or to 1 is 0 or 1."""


class Scene(NamedTuple):
    """A photo H×W×3 sRGB, what is ``behind`` the product, the product's ``colour`` as it was carried over its edge."""

    image: Image
    behind: Image
    colour: Image


class Signs(NamedTuple):
    """What the network is told of each pixel, H×W each: ``near`` also of those round it, ``here`` of it alone."""

    near: tuple[Mask, ...]
    here: tuple[Mask, ...]


class Spots(NamedTuple):
    """Pixels (rows and columns, N each), and how many pixels lie between those that are looked at round one."""

    rows: NDArray[np.intp]
    columns: NDArray[np.intp]
    step: int

    def part(self, start: int) -> "Spots":
        """Return those from ``start`` on that are looked at together."""
        some = slice(start, start + AT_ONCE)
        return Spots(self.rows[some], self.columns[some], self.step)


def spots(where: Region, reach: int) -> Spots:
    """Return the pixels of ``where``; one that is unsure over more than three pixels (``reach``) is looked at wider."""
    rows, columns = np.nonzero(where)
    return Spots(rows, columns, max(1, round(reach / 3.0)))


def signs(scene: Scene, inside: Mask, alpha: Mask, noise: float, at: Spots) -> Signs:
    """Return what is told of ``scene`` at the spots.

    ``inside`` (H×W) is how many pixels each lies within the mask, less than 0 outside; ``alpha`` the one so far;
    ``noise`` is the backdrop's standard deviation in ΔE76. Far from the spots the signs are 0.
    """
    where = np.zeros(alpha.shape, bool)
    where[at.rows, at.columns] = True
    where = dilated(where, np.ones((2 * ROUND + 1, 2 * ROUND + 1), bool), at.step)
    image, behind, colour = (array[where] for array in scene)
    off, toward = image - behind, colour - behind
    past = srgb_to_linear(behind)
    line = srgb_to_linear(colour) - past
    by_light = dot(srgb_to_linear(image) - past, line) / np.maximum(dot(line, line), 2e-3)
    strength = length(toward)
    by_value = dot(off, toward) / np.maximum(strength**2, 5e-4)
    luma = off @ LUMA
    near = (
        alpha[where],
        np.clip(by_light, -0.5, 1.5),
        np.clip(by_value, -0.5, 1.5),
        length(off - by_value[:, None] * toward) * 4.0,
        np.clip(inside[where] / (FAR * at.step), -1.0, 1.0),
        luma * 2.0,
        length(off - luma[:, None]) * 2.0,
    )
    here = (strength, behind @ LUMA, colour @ LUMA, np.full(len(luma), noise / 5.0))
    return Signs(
        tuple(_calm(_placed(each, where), at.step) for each in near), tuple(_placed(each, where) for each in here)
    )


def _placed(values: Floats, where: Region) -> Mask:
    """Return H×W of the ``values`` at ``where``, 0 elsewhere."""
    array = np.zeros(where.shape, np.float32)
    array[where] = values
    return array


def put_right(told: Signs, alpha: Mask, at: Spots) -> Mask:
    """Return ``alpha`` (H×W) with that ``at`` the spots put right."""
    network = layers(FILE, "alpha")
    better = alpha.copy()
    for start in range(0, len(at.rows), AT_ONCE):
        some = at.part(start)
        more = answer(network, surroundings(told, some))[:, 0]
        right = (told.near[0][some.rows, some.columns] + more - NOTHING) / (1.0 - 2.0 * NOTHING)
        better[some.rows, some.columns] = np.clip(right, 0.0, 1.0)
    return better


def surroundings(told: Signs, at: Spots) -> Floats:
    """Return N×(49 a near sign + 1 a sign here) at N spots; beyond the picture its border goes on."""
    offsets = np.arange(-ROUND, ROUND + 1) * at.step
    height, width = told.near[0].shape
    down = np.clip(at.rows[:, None] + offsets, 0, height - 1)[:, :, None]
    across = np.clip(at.columns[:, None] + offsets, 0, width - 1)[:, None, :]
    places = (down * width + across).reshape(len(at.rows), -1)
    near = [np.take(each, places) for each in told.near]
    return np.concatenate([*near, *(each[at.rows, at.columns][:, None] for each in told.here)], axis=1)


def _calm(values: Mask, step: int) -> Mask:
    """Return ``values`` averaged over the pixels that one look stands for."""
    import cv2

    return values if step == 1 else np.asarray(cv2.blur(values, (step, step)), np.float32)
