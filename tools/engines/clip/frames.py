"""One frame of a clip: the set seen by the moved camera, the photographed product over it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tools.engines.clip.camera import Camera, Rest, back, lying_near, seen_on_plane
from tools.engines.clip.layers import Sprite
from tools.engines.color import linear_to_srgb, srgb_to_linear
from tools.engines.image import Bytes8, Image, Mask, to_bytes

COARSE = 4
"""Pixels between two places that are reckoned: how the set moves changes slowly (``layers.spread``)."""

ROUNDS = 7
"""Times that a place is looked up again; each leaves at most half of what it was off."""

Part = tuple[slice, slice]
"""Rows and columns of the frame."""

Grid = NDArray[np.float32]


@dataclass(frozen=True)
class Stage:
    """What stands before the camera: the developed set (H×W×3 sRGB, ``room`` pixels larger on each side than the
    picture), how near it is (spread out), the picture's own camera."""

    picture: Image
    near: Mask
    room: tuple[int, int]
    rest: Rest


def set_of(stage: Stage, camera: Camera) -> Image:
    """Return the set as ``camera`` sees it, H×W×3 sRGB."""
    import cv2

    x, y = _sources(stage, camera)
    size = (stage.rest.width, stage.rest.height)
    x, y = (_finer(each, size) for each in (x, y))
    seen = cv2.remap(
        stage.picture, x - np.float32(0.5), y - np.float32(0.5), cv2.INTER_CUBIC, borderMode=cv2.BORDER_REPLICATE
    )
    return np.clip(np.asarray(seen, dtype=np.float32), 0.0, 1.0)


def _sources(stage: Stage, camera: Camera) -> tuple[Grid, Grid]:
    """Return where the set's picture shows what the frame shows, on a coarse grid, corners of the frame included."""
    import cv2

    rest, room = stage.rest, stage.room
    across = np.linspace(0, rest.width, -(-rest.width // COARSE) + 1, dtype=np.float32)
    down = np.linspace(0, rest.height, -(-rest.height // COARSE) + 1, dtype=np.float32)
    places = seen_on_plane(camera, rest, *np.meshgrid(across, down))
    x, y = places
    for _ in range(ROUNDS):
        near = cv2.remap(
            stage.near, x + np.float32(room[0] - 0.5), y + np.float32(room[1] - 0.5), cv2.INTER_LINEAR,
            borderMode=cv2.BORDER_REPLICATE,
        )  # fmt: skip
        x, y = back(camera, rest, places, np.asarray(near, np.float32))
    return x + np.float32(room[0]), y + np.float32(room[1])


def _finer(coarse: Grid, size: tuple[int, int]) -> Grid:
    """Return a grid of corners as the values in the middles of all pixels of ``size`` (width, height)."""
    import cv2

    columns = (np.arange(size[0], dtype=np.float32) + 0.5) * np.float32((coarse.shape[1] - 1) / size[0])
    rows = (np.arange(size[1], dtype=np.float32) + 0.5) * np.float32((coarse.shape[0] - 1) / size[1])
    across, down = np.meshgrid(columns, rows)
    return np.asarray(cv2.remap(coarse, across, down, cv2.INTER_LINEAR), dtype=np.float32)


def product_of(sprite: Sprite, rest: Rest, camera: Camera) -> tuple[Image, Part]:
    """Return (the product as ``camera`` sees it, rows×columns×4 premultiplied sRGB, and which part of the frame it is).

    Geometry only: each pixel is a resampled photographed one.
    """
    import cv2

    box = _box(sprite, rest, camera)
    columns = np.arange(box[1].start, box[1].stop, dtype=np.float32) + np.float32(0.5)
    rows = np.arange(box[0].start, box[0].stop, dtype=np.float32) + np.float32(0.5)
    places = seen_on_plane(camera, rest, *np.meshgrid(columns, rows))
    x, y = back(camera, rest, places, lying_near(camera, rest, places[1]))
    across = np.asarray((x - sprite.corner[0]) * sprite.finer[0] - 0.5, np.float32)
    down = np.asarray((y - sprite.corner[1]) * sprite.finer[1] - 0.5, np.float32)
    seen = cv2.remap(sprite.pixels, across, down, cv2.INTER_LANCZOS4)
    return np.clip(np.asarray(seen, np.float32), 0.0, 1.0), box


def out_of_focus(sprite: Sprite, rest: Rest, camera: Camera, radius: float) -> tuple[Image, Part]:
    """Return what ``product_of`` does, each of its points spread over a disk of ``radius`` pixels, in linear light."""
    import cv2

    product, box = product_of(sprite, rest, camera)
    if radius < 0.5:
        return product, box
    pad = int(radius) + 2
    rows, columns = (
        slice(max(0, part.start - pad), min(side, part.stop + pad))
        for part, side in zip(box, (rest.height, rest.width), strict=True)
    )
    wide = np.pad(
        product,
        (
            (box[0].start - rows.start, rows.stop - box[0].stop),
            (box[1].start - columns.start, columns.stop - box[1].stop),
            (0, 0),
        ),
    )
    y, x = np.mgrid[-pad : pad + 1, -pad : pad + 1].astype(np.float32)
    disk = np.clip(np.float32(radius) + np.float32(0.5) - np.hypot(x, y), 0.0, 1.0)
    alpha = wide[..., 3:]
    linear = srgb_to_linear(np.minimum(wide[..., :3] / np.maximum(alpha, np.float32(1e-3)), 1.0)) * alpha
    spread = cv2.filter2D(np.dstack([linear, alpha]), -1, disk / disk.sum(), borderType=cv2.BORDER_REPLICATE)
    share = np.clip(spread[..., 3:], 0.0, 1.0)
    colour = linear_to_srgb(np.clip(spread[..., :3] / np.maximum(share, np.float32(1e-3)), 0.0, 1.0).astype(np.float32))
    return np.asarray(np.dstack([colour * share, share]), np.float32), (rows, columns)


def _box(sprite: Sprite, rest: Rest, camera: Camera) -> Part:
    """Return the part of the frame that the product may be seen in, with some room."""
    height, width = sprite.pixels.shape[:2]
    sides = []
    for axis, length, whole in ((1, height, rest.height), (0, width, rest.width)):
        ends = sprite.corner[axis], sprite.corner[axis] + length / sprite.finer[axis]
        seen = [(end - camera.center[axis]) * camera.zoom + whole / 2 for end in ends]
        spare = (
            8
            + 0.08 * (seen[1] - seen[0]) * (rest.ground is not None)
            + abs(camera.x - rest.x) * (rest.ground is not None)
        )
        sides.append(slice(max(0, int(seen[0] - spare)), min(whole, int(seen[1] + spare) + 1)))
    return sides[0], sides[1]


def laid_over(background: Image, product: Image, box: Part) -> Bytes8:
    """Return ``background`` (H×W×3 sRGB) with the premultiplied ``product`` over its part ``box``; see ``lay_back``."""
    picture = to_bytes(background)
    alpha = product[..., 3:]
    colour = np.minimum(product[..., :3] / np.maximum(alpha, np.float32(1e-3)), 1.0)
    part = picture[box]
    opaque = alpha[..., 0] > 0.998
    part[opaque] = to_bytes(colour[opaque])
    edge = (alpha[..., 0] > 0.002) & ~opaque
    share = alpha[edge]
    mixed = srgb_to_linear(colour[edge]) * share + srgb_to_linear(background[box][edge]) * (np.float32(1) - share)
    part[edge] = to_bytes(linear_to_srgb(np.asarray(mixed, np.float32)))
    return picture
