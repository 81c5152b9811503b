"""Path-trace a sample in crops, so that twelve megapixels fit into little memory, and its matte with it."""

import ctypes.util
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from samples.materials import paper
from samples.mesh import Mesh, normals
from samples.stage import Bsdf, Eye, Pixels, Sample, environment, frame, sweep_paper

CROP = 1000
"""Side of a crop in pixels. A crop of 12 samples per pixel keeps the wavefront below 2 GB."""
COVER = 16
"""Rays a pixel of the matte, which needs no light."""
DEPTH = 14
"""Bounces: light leaves a brilliant-cut stone after about ten."""
FIREFLY = 12.0
"""Samples brighter than this many times white are clipped before denoising."""


@dataclass(frozen=True)
class Shot:
    """``photo_linear`` H×W×3 and ``matte`` H×W, both 0.., of the same camera."""

    photo_linear: Pixels
    matte: Pixels


def start() -> Any:
    """Return Mitsuba with its compiled variant, or the slow one when no LLVM lies in the environment."""
    library = Path(sys.prefix) / "lib" / "libLLVM.so"
    if "DRJIT_LIBLLVM_PATH" not in os.environ and library.exists():
        os.environ["DRJIT_LIBLLVM_PATH"] = str(library)
    import mitsuba as mi

    found = "DRJIT_LIBLLVM_PATH" in os.environ or ctypes.util.find_library("LLVM")
    mi.set_variant("llvm_ad_rgb" if found else "scalar_rgb")
    return mi


def shoot(sample: Sample, scale: float, samples: int) -> Shot:
    """Render ``sample`` at ``scale`` times its size with ``samples`` rays a pixel."""
    mi = start()
    width, height = round(sample.width * scale), round(sample.height * scale)
    eye = frame(sample)
    product = {f"part{i}": _shape(mi, part.mesh, part.material) for i, part in enumerate(sample.parts)}
    room = {"type": "envmap", "bitmap": mi.Bitmap(environment()), "to_world": mi.ScalarTransform4f()}
    sheet = {"type": "bitmap", "bitmap": mi.Bitmap(paper(sample.paper, len(sample.name))), "raw": True}
    backdrop = _shape(mi, sweep_paper(sample), {"type": "twosided", "inner": {"type": "diffuse", "reflectance": sheet}})
    whole = mi.load_dict({"type": "scene", "room": room, "backdrop": backdrop, **product})
    alone = mi.load_dict({"type": "scene", **product})
    path = mi.load_dict({"type": "path", "max_depth": DEPTH, "rr_depth": 8})
    guide = mi.load_dict({"type": "aov", "aovs": "albedo:albedo,normal:sh_normal"})
    cover = mi.load_dict({"type": "path", "max_depth": 3, "hide_emitters": True})
    color = np.zeros((height, width, 3), np.float32)
    guides = np.zeros((height, width, 6), np.float32)
    matte = np.zeros((height, width), np.float32)
    for number, (rows, columns) in enumerate(_crops(width, height)):
        sensor = mi.load_dict(_sensor(mi, eye, (width, height), (rows, columns)))
        color[rows, columns] = _pixels(mi.render(whole, sensor=sensor, integrator=path, spp=samples, seed=number))[
            ..., :3
        ]
        guides[rows, columns] = _pixels(mi.render(whole, sensor=sensor, integrator=guide, spp=4, seed=number))[..., -6:]
        matte[rows, columns] = _pixels(mi.render(alone, sensor=sensor, integrator=cover, spp=COVER, seed=number))[
            ..., 3
        ]
    return Shot(_denoise(np.minimum(color, FIREFLY), guides), np.clip(matte, 0.0, 1.0))


def _crops(width: int, height: int) -> Iterator[tuple[slice, slice]]:
    for top in range(0, height, CROP):
        for left in range(0, width, CROP):
            yield slice(top, min(top + CROP, height)), slice(left, min(left + CROP, width))


def _pixels(tensor: Any) -> Pixels:
    return np.nan_to_num(np.array(tensor, dtype=np.float32))


def _sensor(mi: Any, eye: Eye, size: tuple[int, int], crop: tuple[slice, slice]) -> dict[str, Any]:
    rows, columns = crop
    return {
        "type": "perspective",
        "fov": eye.angle,
        "fov_axis": "x",
        "near_clip": 1.0,
        "far_clip": 1e5,
        "to_world": mi.ScalarTransform4f().look_at(origin=eye.origin, target=eye.target, up=[0, 1, 0]),
        "film": {
            "type": "hdrfilm", "width": size[0], "height": size[1], "rfilter": {"type": "box"},
            "pixel_format": "rgba", "component_format": "float32",
            "crop_offset_x": columns.start, "crop_offset_y": rows.start,
            "crop_width": columns.stop - columns.start, "crop_height": rows.stop - rows.start,
        },
        "sampler": {"type": "independent"},
    }  # fmt: skip


def _shape(mi: Any, mesh: Mesh, material: Bsdf) -> Any:
    """Return a Mitsuba mesh with the material, its normals and, where it has them, its colours."""
    properties = mi.Properties()
    properties["bsdf"] = mi.load_dict(material)
    properties["face_normals"] = not mesh.smooth
    shape = mi.Mesh(
        "mesh", len(mesh.points), len(mesh.faces), has_vertex_normals=mesh.smooth, has_vertex_texcoords=True,
        props=properties,
    )  # fmt: skip
    if mesh.colors is not None:
        shape.add_attribute("vertex_color", 3, np.ravel(mesh.colors).astype(np.float32))
    values = mi.traverse(shape)
    values["vertex_positions"] = np.ravel(mesh.points).astype(np.float32)
    values["faces"] = np.ravel(mesh.faces).astype(np.uint32)
    values["vertex_texcoords"] = np.ravel(mesh.uv).astype(np.float32)
    if mesh.smooth:
        shading = normals(mesh) if mesh.shading is None else mesh.shading
        values["vertex_normals"] = np.ravel(shading).astype(np.float32)
    values.update()
    return shape


def _denoise(color: Pixels, guides: Pixels, strip: int = 1000, overlap: int = 48) -> Pixels:
    """Return ``color`` denoised in strips that overlap, by Open Image Denoise with albedo and normal guides."""
    import mitsuba_oidn

    clean = np.empty_like(color)
    for top in range(0, len(color), strip):
        first, last = max(0, top - overlap), min(len(color), top + strip + overlap)
        part = mitsuba_oidn.denoise(
            np.ascontiguousarray(color[first:last]),
            albedo=np.ascontiguousarray(np.clip(guides[first:last, :, :3], 0.0, 1.0)),
            normal=np.ascontiguousarray(guides[first:last, :, 3:]),
            hdr=True,
        )
        keep = min(top + strip, len(color)) - top
        clean[top : top + keep] = np.array(part)[top - first : top - first + keep]
    return np.maximum(clean, 0.0)
