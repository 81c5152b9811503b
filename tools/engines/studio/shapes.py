"""Meshes, lamps and the camera as Mitsuba objects. Nothing here decides anything."""

import math
from types import ModuleType
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tools.engines.color import srgb_to_linear, white_of
from tools.engines.studio.camera import View
from tools.engines.studio.lights import direction, radiance
from tools.engines.studio.mesh import Mesh
from tools.engines.studio.rigs import Lamp
from tools.engines.studio.slides import PICTURES
from tools.engines.studio.stand_in import StandIn
from tools.engines.studio.tone import inverse_tone

DARKEST, BRIGHTEST = 0.01, 0.85
"""Bounds of the stand-in's reflectance: nothing real is blacker or whiter."""

NEAR, FAR = 0.5, 1e6
"""What the camera sees, in millimetres; the same for every set, since the renderer compiles them in."""

EDGE = 1e6
"""Half the side of the cube that every set is counted as filling, in millimetres."""

ALIGNMENT = 64
"""In bytes."""

ROWS = 4096
"""The frame begins at a whole number of these on the film of the view camera."""


def to_mesh(mitsuba: ModuleType, mesh: Mesh, material: Any, glow: Any = None, weight: float = 1.0) -> Any:
    """Return ``mesh`` (millimetres; uv in tiles) as a Mitsuba mesh of ``material``, emitting ``glow``.

    ``weight``: how often its light is picked, beside the others.
    """
    properties = mitsuba.Properties()
    properties["bsdf"] = material
    if glow is not None:
        properties["emitter"] = glow
    made = mitsuba.Mesh(
        "part",
        len(mesh.vertices),
        len(mesh.faces),
        has_vertex_normals=mesh.normals is not None,
        has_vertex_texcoords=mesh.uv is not None,
        props=properties,
    )
    values = mitsuba.traverse(made)
    values["vertex_positions"] = _aligned(np.float32, mesh.vertices)
    values["faces"] = _aligned(np.uint32, mesh.faces)
    if mesh.uv is not None:
        values["vertex_texcoords"] = _aligned(np.float32, mesh.uv)
    if mesh.normals is not None:
        values["vertex_normals"] = _aligned(np.float32, mesh.normals)
    if glow is not None:
        values["emitter.sampling_weight"] = weight
    values.update()
    return made


def _aligned(kind: type[np.generic], values: NDArray[Any]) -> NDArray[Any]:
    """Return ``values``, flat, in memory that begins at a multiple of ``ALIGNMENT``.

    Mitsuba shares NumPy's memory, and its kernels differ by whether it happens to begin so: they were compiled again.
    """
    room = np.empty(values.size + ALIGNMENT // 4, dtype=kind)
    start = -room.ctypes.data % ALIGNMENT // 4
    flat = room[start : start + values.size]
    flat[:] = np.ravel(values)
    return flat


def _texture(mitsuba: ModuleType, linear: NDArray[np.float32]) -> Any:
    return {
        "type": "bitmap",
        "bitmap": mitsuba.Bitmap(np.ascontiguousarray(linear, dtype=np.float32)),
        "raw": True,
        "wrap_mode": "clamp",
    }


def _diffuse(mitsuba: ModuleType, linear: NDArray[np.float32]) -> Any:
    inner = {"type": "diffuse", "reflectance": _texture(mitsuba, linear)}
    return mitsuba.load_dict({"type": "twosided", "inner": inner})


def to_stand_in(mitsuba: ModuleType, stand_in: StandIn) -> Any:
    """Return the product's stand-in: diffuse, never emitting, or it would light its own contact shadow away."""
    linear = inverse_tone(srgb_to_linear(stand_in.texture))
    material = _diffuse(mitsuba, np.clip(linear, DARKEST, BRIGHTEST))
    mesh = Mesh(stand_in.vertices, stand_in.faces, stand_in.uv, None)
    return to_mesh(mitsuba, mesh, material)


def white_ball(mitsuba: ModuleType, center: NDArray[np.float64], radius: float) -> Any:
    """Return the ball that the light is read off; the same kinds of objects as a stand-in, so kernels are shared."""
    theta, phi = np.meshgrid(np.linspace(0, math.pi, 33), np.linspace(0, 2 * math.pi, 65), indexing="ij")
    unit = np.stack([np.sin(theta) * np.sin(phi), np.cos(theta), np.sin(theta) * np.cos(phi)], -1).reshape(-1, 3)
    row, column = np.meshgrid(np.arange(32), np.arange(64), indexing="ij")
    corner = (row * 65 + column).reshape(-1)
    faces = np.concatenate(
        [np.stack([corner, corner + 65, corner + 66], -1), np.stack([corner, corner + 66, corner + 1], -1)]
    )
    uv = np.stack([phi / (2 * math.pi), theta / math.pi], -1).reshape(-1, 2)
    white = np.full((2, 2, 3), BRIGHTEST, dtype=np.float32)
    ball = Mesh((unit * radius + center).astype(np.float32), faces.astype(np.uint32), uv.astype(np.float32), None)
    return to_mesh(mitsuba, ball, _diffuse(mitsuba, white))


def _rgb(values: NDArray[np.floating[Any]]) -> dict[str, Any]:
    return {"type": "rgb", "value": [float(v) for v in values]}


def to_lamp(mitsuba: ModuleType, lamp: Lamp, target: NDArray[np.float64], frame_mm: float, weight: float = 1.0) -> Any:
    """Return a lamp as an emitting rectangle or disk that faces ``target``; sizes are in frame widths.

    ``weight``: how often it is picked, beside the others. Its place is a variable of the kernel: a rectangle's would be
    a constant.
    """
    import drjit

    made = mitsuba.load_dict(_lamp_dict(mitsuba, lamp, target, frame_mm))
    values = mitsuba.traverse(made)
    for name in ("to_world", "position", "intensity.value"):
        if name in values:
            number = {"to_world": mitsuba.AffineTransform4f, "position": mitsuba.Point3f}.get(name, mitsuba.Color3f)
            place = number(values[name])
            drjit.make_opaque(place)
            values[name] = place
    values[next(key for key in values.properties if key.endswith("sampling_weight"))] = weight
    values.update()
    return made


def _color_of(lamp: Lamp) -> NDArray[np.float32]:
    return white_of(lamp.kelvin) if lamp.color is None else np.array(lamp.color, np.float32)


def _lamp_dict(mitsuba: ModuleType, lamp: Lamp, target: NDArray[np.float64], frame_mm: float) -> dict[str, Any]:
    transform = mitsuba.ScalarTransform4f()
    origin = target + direction(lamp) * lamp.distance * frame_mm
    if lamp.shape == "point":
        return {"type": "point", "position": list(origin), "intensity": _intensity(lamp, frame_mm)}
    if lamp.shape in ("spot", "slide"):
        return _spot_dict(mitsuba, lamp, origin, target + np.array(lamp.aim) * frame_mm, frame_mm)
    half = [s * frame_mm / 2 for s in lamp.size]
    up = [0.0, 1.0, 0.001] if lamp.elevation < 75 else [0.0, 0.001, -1.0]
    placed = transform.look_at(origin=list(origin), target=list(target), up=up) @ transform.scale([*half, 1.0])
    return {
        "type": "rectangle" if lamp.shape == "panel" else "disk",
        "to_world": placed,
        "bsdf": {"type": "diffuse", "reflectance": {"type": "rgb", "value": [0.0, 0.0, 0.0]}},
        "emitter": {"type": "area", "radiance": _rgb(_color_of(lamp) * radiance(lamp))},
    }


def _spot_dict(
    mitsuba: ModuleType, lamp: Lamp, origin: NDArray[np.float64], aim: NDArray[np.float64], frame_mm: float
) -> dict[str, Any]:
    thrown = (
        {"texture": _texture(mitsuba, np.repeat(PICTURES[lamp.slide]()[..., None], 3, -1))}
        if lamp.shape == "slide"
        else {}
    )
    up = [0.0, 1.0, 0.0] if thrown else [1.0, 0.0, 0.0]
    to_world = mitsuba.ScalarTransform4f().look_at(origin=list(origin), target=list(aim), up=up)
    return {
        "type": "spot",
        "to_world": to_world,
        "intensity": _intensity(lamp, frame_mm),
        "cutoff_angle": lamp.size[0],
        "beam_width": lamp.size[1],
        **thrown,
    }


def _intensity(lamp: Lamp, frame_mm: float) -> dict[str, Any]:
    return _rgb(_color_of(lamp) * radiance(lamp) * frame_mm**2)


def ambient_dict(share: float, kelvin: float, weight: float = 1.0) -> dict[str, Any]:
    """Return an even sky that gives ``share`` of irradiance; ``weight``: how often it is picked, beside the others."""
    return {"type": "constant", "radiance": _rgb(white_of(kelvin) * share / math.pi), "sampling_weight": weight}


def _film(width: int, height: int, crop: tuple[int, int, int, int]) -> dict[str, Any]:
    return {
        "type": "hdrfilm",
        "width": width,
        "height": height,
        "crop_offset_x": crop[0],
        "crop_offset_y": crop[1],
        "crop_width": crop[2],
        "crop_height": crop[3],
        "pixel_format": "rgb",
        "component_format": "float32",
        "rfilter": {"type": "box"},
    }


def bounds(mitsuba: ModuleType) -> Any:
    """Return two triangles without area at ``EDGE``: an even sky is compiled for the size of the set it is over."""
    corners = np.repeat([[-EDGE] * 3, [EDGE] * 3], 3, axis=0)
    faces = np.arange(6, dtype=np.uint32).reshape(2, 3)
    return to_mesh(mitsuba, Mesh(corners, faces, None, None), mitsuba.load_dict({"type": "null"}))


def sensor_of(mitsuba: ModuleType, view: View, focus: float | None = None) -> Any:
    """Return the shifted view camera: a taller film whose crop is the frame; sharp at ``focus`` mm, or at the product.

    The crop begins at the same row whatever the photo: the kernel holds it.
    """
    offset = ROWS * math.ceil(max(view.height - 2 * view.axis_row, 1) / ROWS)
    film_height = 2 * (offset + round(view.axis_row))
    full_mm = film_height / view.px_per_mm
    eye = view.eye
    target = np.array([0.0, 0.0, 0.0]) if view.from_above else np.array([0.0, eye[1], 0.0])
    up = [0.0, 0.0, -1.0] if view.from_above else [0.0, 1.0, 0.0]
    sensor: dict[str, Any] = {
        "type": "thinlens" if view.aperture > 0 else "perspective",
        "fov": math.degrees(2 * math.atan(full_mm / 2 / view.distance)),
        "fov_axis": "y",
        "near_clip": NEAR,
        "far_clip": FAR,
        "to_world": mitsuba.ScalarTransform4f().look_at(origin=list(eye), target=list(target), up=up),
        "film": _film(view.width, film_height, (0, offset, view.width, view.height)),
        "sampler": {"type": "independent"},
    }
    if view.aperture == 0:
        return mitsuba.load_dict(sensor)
    return _focused(mitsuba, sensor, view.aperture, focus or view.distance)


def _focused(mitsuba: ModuleType, sensor: dict[str, Any], aperture: float, distance: float) -> Any:
    """Return the lens of ``sensor``, its opening and its focus as variables of the kernel: they would be constants."""
    import drjit

    made = mitsuba.load_dict({**sensor, "aperture_radius": 1.0, "focus_distance": 1.0})
    values = mitsuba.traverse(made)
    values["aperture_radius"] = drjit.opaque(mitsuba.Float, aperture)
    values["focus_distance"] = drjit.opaque(mitsuba.Float, distance)
    values.update()
    return made


def meter_sensor(mitsuba: ModuleType, view: View, center: NDArray[np.float64], radius: float, pixels: int) -> Any:
    """Return a camera at the picture's own place whose square frame the ball fills."""
    distance = float(np.linalg.norm(view.eye - center))
    up = [0.0, 0.0, -1.0] if view.from_above else [0.0, 1.0, 0.0]
    sensor = {
        "type": "thinlens",
        "fov": math.degrees(2 * math.atan(0.7 * radius / distance)),
        "near_clip": NEAR,
        "far_clip": FAR,
        "to_world": mitsuba.ScalarTransform4f().look_at(origin=list(view.eye), target=list(center), up=up),
        "film": _film(pixels, pixels, (0, 0, pixels, pixels)),
        "sampler": {"type": "independent"},
    }
    return _focused(mitsuba, sensor, max(view.aperture, 1e-3) * 0.01, distance)
