"""Photographs of things under a light whose place is known, path-traced: what light estimation is measured on.

The camera's side is azimuth 0, the right is 90, behind is 180; elevation is above the horizon (``studio/lights.py``).
"""

from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import linear_to_srgb
from tools.engines.image import Image, Mask
from tools.engines.studio import render, shapes
from tools.engines.studio.backend import start
from tools.engines.studio.rigs import Lamp

Floats = NDArray[np.float32]

SIDE = 288
"""Pixels of a picture's side."""

SAMPLES = 16
DISTANCE = 5.6
"""Of the camera, in radii of the thing; its field of view is made for that."""

FIELD = 31.0


@dataclass(frozen=True)
class Thing:
    """A mesh that rests on y = 0 round x = z = 0, its bounding sphere about 1: points N×3, faces, normals N×3.

    ``colour`` N×3 linear, ``rough`` and ``metal`` N.
    """

    points: Floats
    faces: NDArray[np.uint32]
    normals: Floats
    colour: Floats
    rough: Floats
    metal: Floats


@dataclass(frozen=True)
class Take:
    """One photograph: where key and camera are, in degrees; ``wide`` is the key's width as seen from the thing."""

    azimuth: float
    elevation: float
    wide: float
    ambient: float
    fill: float
    fill_at: tuple[float, float]
    camera: float
    ground: tuple[float, float, float]
    wall: float
    exposure: float
    seed: int


@dataclass(frozen=True)
class Photograph:
    """sRGB H×W×3 with the shadow on its backdrop; the same cut out onto one colour; alpha H×W."""

    image: Image
    bare: Image
    alpha: Mask


def chance_take(seed: int) -> Take:
    """Return a take by chance: keys from all round but right behind the backdrop, hard and soft."""
    rng = np.random.default_rng((77, seed))
    grey = float(rng.choice([0.85, 0.75, 0.55, 0.3, 0.08], p=[0.35, 0.25, 0.2, 0.12, 0.08]))
    tint = rng.uniform(0.9, 1.1, 3) if rng.random() < 0.7 else rng.uniform(0.5, 1.2, 3)
    ground = np.clip(grey * tint, 0.02, 0.9)
    return Take(
        azimuth=float(rng.uniform(-150, 150)),
        elevation=float(rng.uniform(15, 75)),
        wide=float(np.exp(rng.uniform(np.log(1.0), np.log(38.0)))),
        ambient=float(rng.uniform(0.12, 0.5)),
        fill=float(rng.choice([0.0, 0.12, 0.25])),
        fill_at=(float(rng.uniform(-180, 180)), float(rng.uniform(10, 80))),
        camera=90.0 if rng.random() < 0.18 else float(rng.choice([4, 9, 12, 18, 26, 38])),
        ground=(float(ground[0]), float(ground[1]), float(ground[2])),
        wall=float(rng.uniform(1.4, 3.5)),
        exposure=float(rng.uniform(0.7, 1.0)),
        seed=seed,
    )


def resting(thing: Thing, flat: bool) -> Thing:
    """Return ``thing`` of unit size on the ground; ``flat``: laid down, its front up."""
    points, normals = thing.points, thing.normals
    if flat:
        turn = np.array([[1, 0, 0], [0, 0, 1], [0, -1, 0]], np.float32)
        points, normals = points @ turn.T, normals @ turn.T
    middle = (points.max(0) + points.min(0)) / 2
    points = points - middle
    points = points / np.linalg.norm(points, axis=1).max()
    points = points - [0, points[:, 1].min(), 0]
    return replace(thing, points=points.astype(np.float32), normals=normals.astype(np.float32))


def photographed(thing: Thing, take: Take) -> Photograph:
    """Return the photograph of ``thing`` in ``take``."""
    mitsuba = start()
    flat = take.camera > 80
    thing = resting(thing, flat)
    target = (thing.points.max(0) + thing.points.min(0)).astype(np.float64) / 2
    mesh = _mesh(mitsuba, thing.points, thing.faces, thing.normals, (thing.colour, thing.rough, thing.metal))
    sensor = _sensor(mitsuba, take, target)
    objects = {"type": "scene", "product": mesh, "sensor": sensor}
    alpha = np.array(
        mitsuba.render(
            mitsuba.load_dict({**objects, "bounds": shapes.bounds(mitsuba)}, parallel=False, optimize=False),
            integrator=mitsuba.load_dict({"type": "aov", "aovs": "depth:depth", "img": {"type": "direct"}}),
            spp=16,
            seed=1,
        )
    )[..., 3]
    objects |= {"ground": _ground(mitsuba, take), "bounds": shapes.bounds(mitsuba)}
    objects |= _lamps(mitsuba, take, target)
    scene = mitsuba.load_dict(objects, parallel=False, optimize=False)
    guide = render.guides(mitsuba, scene)
    film = mitsuba.render(scene, integrator=render.path_integrator(mitsuba), spp=SAMPLES, seed=take.seed + 1)
    noisy = np.array(film)[..., :3].astype(np.float32)
    return _developed(render.denoise(noisy, guide), np.clip(alpha, 0, 1).astype(np.float32), take)


def _developed(linear: Image, alpha: Mask, take: Take) -> Photograph:
    rng = np.random.default_rng((78, take.seed))
    luminance = linear.mean(-1)
    solid = alpha > 0.9
    level = max(float(np.percentile(luminance, 97)), float(np.percentile(luminance[solid], 90)))
    linear = linear * np.float32(0.85 * take.exposure / max(level, 1e-6))
    plain = np.broadcast_to(np.array(take.ground, np.float32) * take.exposure, linear.shape)
    bare = linear * alpha[..., None] + plain * (1 - alpha[..., None])
    noise = rng.normal(0, 0.004, linear.shape).astype(np.float32)
    image, bare = (np.clip(linear_to_srgb(np.clip(each, 0, 1)) + noise, 0, 1) for each in (linear, bare))
    return Photograph(image.astype(np.float32), bare.astype(np.float32), alpha)


def _material(mitsuba: ModuleType) -> Any:
    def attribute(name: str) -> dict[str, str]:
        return {"type": "mesh_attribute", "name": f"vertex_{name}"}

    inner = {"type": "principled", "base_color": attribute("color"), "roughness": attribute("rough"),
             "metallic": attribute("metal"), "specular": 0.5}  # fmt: skip
    return mitsuba.load_dict({"type": "twosided", "inner": inner})


def _mesh(
    mitsuba: ModuleType,
    points: Floats,
    faces: NDArray[np.uint32],
    normals: Floats,
    stuff: tuple[Floats, Floats, Floats],
) -> Any:
    """Return a mesh whose material is told per point: all things then share one kernel."""
    properties = mitsuba.Properties()
    properties["bsdf"] = _material(mitsuba)
    made = mitsuba.Mesh("thing", len(points), len(faces), has_vertex_normals=True, props=properties)
    for name, size, values in zip(("color", "rough", "metal"), (3, 1, 1), stuff, strict=True):
        made.add_attribute(f"vertex_{name}", size, np.ascontiguousarray(values, np.float32).ravel())
    values = mitsuba.traverse(made)
    values["vertex_positions"] = np.ascontiguousarray(points, np.float32).ravel()
    values["vertex_normals"] = np.ascontiguousarray(normals, np.float32).ravel()
    values["faces"] = np.ascontiguousarray(faces, np.uint32).ravel()
    values.update()
    return made


def _ground(mitsuba: ModuleType, take: Take) -> Any:
    """Return the ground, and behind the thing a curved wall unless the key would stand behind it."""
    walled = take.camera < 80 and abs(take.azimuth) < 95
    far = -take.wall if walled else -60.0
    curve = np.linspace(0, np.pi / 2, 9)
    bend = 0.5
    z = np.concatenate([[40.0, far + bend], far + bend - bend * np.sin(curve), [far]])
    y = np.concatenate([[0.0, 0.0], bend - bend * np.cos(curve), [30.0 if walled else bend + 0.01]])
    x = np.array([-60.0, 60.0])
    points = np.stack(np.broadcast_arrays(x[:, None], y[None], z[None]), -1).reshape(-1, 3).astype(np.float32)
    slope = np.stack(
        [0 * y, np.cos(np.clip(y / bend, 0, 1) * np.pi / 2), np.sin(np.clip(y / bend, 0, 1) * np.pi / 2)], -1
    )
    normals = np.concatenate([slope, slope]).astype(np.float32)
    n = len(y)
    at = np.arange(n - 1, dtype=np.uint32)
    faces = np.concatenate([np.stack([at, at + 1, at + n], -1), np.stack([at + 1, at + n + 1, at + n], -1)])
    colour = np.broadcast_to(np.array(take.ground, np.float32), points.shape)
    rough = np.full(len(points), 0.9, np.float32)
    return _mesh(mitsuba, points, faces, normals, (colour, rough, 0 * rough))


def _lamps(mitsuba: ModuleType, take: Take, target: NDArray[np.float64]) -> dict[str, Any]:
    """Return key, fill and an even sky; an unlit fill stays, that all takes share one kernel."""
    away = 300.0
    size = 2 * away * np.tan(np.radians(take.wide / 2))
    key = Lamp("key", "disk", take.azimuth, take.elevation, away, (size, size), 5600, 1.0)
    fill = Lamp("fill", "panel", *take.fill_at, 6.0, (3.0, 3.0), 5600, max(take.fill, 1e-4))
    made = {lamp.group: shapes.to_lamp(mitsuba, lamp, target, 1.0) for lamp in (key, fill)}
    return made | {"sky": shapes.ambient_dict(take.ambient, 5600)}


def _sensor(mitsuba: ModuleType, take: Take, target: NDArray[np.float64]) -> Any:
    import drjit

    degrees = np.radians(min(take.camera, 89.99))
    way = np.array([0.0, np.sin(degrees), np.cos(degrees)])
    flat = take.camera > 80
    place = mitsuba.ScalarTransform4f().look_at(
        origin=list(target + DISTANCE * way), target=list(target), up=[0, 0, -1] if flat else [0, 1, 0]
    )
    film = {"type": "hdrfilm", "width": SIDE, "height": SIDE, "pixel_format": "rgba", "rfilter": {"type": "box"},
            "component_format": "float32"}  # fmt: skip
    made = mitsuba.load_dict(
        {"type": "perspective", "fov": FIELD, "near_clip": 0.1, "far_clip": 1e4, "to_world": place, "film": film,
         "sampler": {"type": "independent"}}
    )  # fmt: skip
    values = mitsuba.traverse(made)
    moved = (
        mitsuba.AffineTransform4f(values["to_world"]) if hasattr(mitsuba, "AffineTransform4f") else values["to_world"]
    )
    drjit.make_opaque(moved)
    values["to_world"] = moved
    values.update()
    return made
