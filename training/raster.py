"""Draws a mesh with reflections of an environment: a z-buffer at several samples a pixel, opaque and see-through apart.

No shadow between parts and no second bounce: what matters here is a coverage that is exact to 1/9 of a pixel.
"""

from __future__ import annotations

import numba
import numpy as np

from training.mesh import Floats, Mesh

DIFFUSE, METAL, GEM, GLASS, NET = range(5)
FIELDS = 14
"""Numbers of a material: kind, colour (3), roughness 0..4, reflection, texture or -1, texture scale, share of the
texture's colour, bump, alpha (glass), share that is open (net), flat shading, brightness of the inside."""


@numba.njit(cache=True, nogil=True)
def _fill(screen, faces, kinds, material, depth, hit, weight, want_glass, behind):  # type: ignore[no-untyped-def]
    """Fill the z-buffer with the nearest opaque (or see-through) face of every sample."""
    side = depth.shape[0]
    for face in range(faces.shape[0]):
        kind = kinds[material[face]]
        if (kind in (GLASS, NET)) != want_glass:
            continue
        a, b, c = faces[face]
        ax, ay, bx, by, cx, cy = screen[a, 0], screen[a, 1], screen[b, 0], screen[b, 1], screen[c, 0], screen[c, 1]
        area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        if abs(area) < 1e-9:
            continue
        left, right = max(0, int(np.ceil(min(ax, bx, cx) - 0.5))), min(side - 1, int(np.floor(max(ax, bx, cx) - 0.5)))
        top, low = max(0, int(np.ceil(min(ay, by, cy) - 0.5))), min(side - 1, int(np.floor(max(ay, by, cy) - 0.5)))
        for row in range(top, low + 1):
            y = row + 0.5
            for column in range(left, right + 1):
                x = column + 0.5
                v = ((x - ax) * (cy - ay) - (y - ay) * (cx - ax)) / area
                w = ((bx - ax) * (y - ay) - (by - ay) * (x - ax)) / area
                u = 1.0 - v - w
                if u < 0.0 or v < 0.0 or w < 0.0:
                    continue
                z = u * screen[a, 2] + v * screen[b, 2] + w * screen[c, 2]
                if z < depth[row, column] and z < behind[row, column]:
                    depth[row, column] = z
                    hit[row, column] = face
                    weight[row, column, 0] = v
                    weight[row, column, 1] = w


@numba.njit(cache=True, nogil=True, fastmath=True)
def _look(env, level, x, y, z, out):  # type: ignore[no-untyped-def]
    """Read the environment (levels×H×W×3) in the direction x, y, z into ``out``."""
    height, width = env.shape[1], env.shape[2]
    low = min(int(level), env.shape[0] - 1)
    column = int((np.arctan2(x, z) / (2 * np.pi) + 0.5) * width) % width
    row = min(max(int(np.arccos(min(max(y, -1.0), 1.0)) / np.pi * height), 0), height - 1)
    for channel in range(3):
        out[channel] = env[low, row, column, channel]


@numba.njit(cache=True, nogil=True, fastmath=True)
def _noise(x, y):  # type: ignore[no-untyped-def]
    """Return smooth value noise in -1..1."""
    ix, iy = int(np.floor(x)), int(np.floor(y))
    fx, fy = x - ix, y - iy
    fx, fy = fx * fx * (3 - 2 * fx), fy * fy * (3 - 2 * fy)
    total = 0.0
    for dy in range(2):
        for dx in range(2):
            seed = (ix + dx) * 374761393 + (iy + dy) * 668265263
            seed = (seed ^ (seed >> 13)) * 1274126177
            value = ((seed ^ (seed >> 16)) & 1023) / 511.5 - 1.0
            total += value * (fx if dx else 1 - fx) * (fy if dy else 1 - fy)
    return total


@numba.njit(cache=True, nogil=True, fastmath=True)
def _shade(eye, normal, u, v, stuff, textures, env, light, shine, around, out):  # type: ignore[no-untyped-def]
    """Write the light that leaves a point towards ``eye`` into ``out`` (linear RGB)."""
    facing = normal[0] * eye[0] + normal[1] * eye[1] + normal[2] * eye[2]
    inside = facing < 0
    flip = -1.0 if inside else 1.0
    nx, ny, nz = flip * normal[0], flip * normal[1], flip * normal[2]
    if stuff[9] > 0:
        scale = 6.0 * stuff[7]
        nx += stuff[9] * _noise(u * scale, v * scale)
        ny += stuff[9] * _noise(u * scale + 37.0, v * scale + 11.0)
        size = np.sqrt(nx * nx + ny * ny + nz * nz) + 1e-9
        nx, ny, nz = nx / size, ny / size, nz / size
    facing = min(max(nx * eye[0] + ny * eye[1] + nz * eye[2], 0.02), 1.0)
    _look(env, stuff[4], 2 * facing * nx - eye[0], 2 * facing * ny - eye[1], 2 * facing * nz - eye[2], shine)
    _look(env, env.shape[0] - 1, nx, ny, nz, around)
    key = max(nx * light[0] + ny * light[1] + nz * light[2], 0.0) * light[3]
    grazing = (1 - facing) ** 5
    texture = int(stuff[6])
    for channel in range(3):
        colour = stuff[1 + channel]
        if texture >= 0:
            size = textures.shape[1]
            row, column = int(v * stuff[7] * size) % size, int(u * stuff[7] * size) % size
            colour *= 1 - stuff[8] + stuff[8] * textures[texture, row, column, channel]
        if stuff[0] == METAL:
            value = (colour + (1 - colour) * grazing) * shine[channel]
        elif stuff[0] == GEM:  # facets: what the eye sees through the crown is another part of the room
            value = 0.25 * shine[channel] + colour * (1.6 * shine[(channel + 1) % 3] + 0.3 * around[channel])
            value *= 0.35 + 1.3 * (0.5 + 0.5 * _noise(nx * 9 + channel * stuff[5], ny * 9 + nz * 5))
        else:
            share = stuff[5] + (1 - stuff[5]) * grazing * 0.6
            value = colour * (around[channel] + key) * (1 - share) + share * shine[channel]
        out[channel] = value * (stuff[13] if inside else 1.0) * (0.55 + 0.45 * min(1.0, facing * 2.2))


@numba.njit(cache=True, nogil=True, fastmath=True)
def _unit(way):  # type: ignore[no-untyped-def]
    """Scale ``way`` to length 1."""
    size = np.sqrt(way[0] * way[0] + way[1] * way[1] + way[2] * way[2]) + 1e-12
    for axis in range(3):
        way[axis] /= size


@numba.njit(cache=True, nogil=True, fastmath=True)
def _facet(points, a, b, c, normal):  # type: ignore[no-untyped-def]
    """Write the normal of the flat face a, b, c into ``normal``."""
    for axis in range(3):
        one, two = (axis + 1) % 3, (axis + 2) % 3
        first, second = points[b, one] - points[a, one], points[c, two] - points[a, two]
        third, fourth = points[b, two] - points[a, two], points[c, one] - points[a, one]
        normal[axis] = first * second - third * fourth


@numba.njit(cache=True, nogil=True, fastmath=True)
def _see_through(stuff, u, v, facing):  # type: ignore[no-untyped-def]
    """Return how opaque a see-through face is where it is met, 0..1."""
    if stuff[0] == GLASS:
        return min(1.0, stuff[10] + (1 - stuff[10]) * (1 - facing) ** 4)
    x, y = u * stuff[7] * 40.0, v * stuff[7] * 40.0
    open_x, open_y = abs(x - np.floor(x) - 0.5) * 2, abs(y - np.floor(y) - 0.5) * 2
    return 0.12 if max(open_x, open_y) < stuff[11] else stuff[10]


@numba.njit(cache=True, nogil=True, fastmath=True)
def _resolve(points, normals, uv, faces, material, stuffs, hits, weights, textures, env, light, step):  # type: ignore[no-untyped-def]
    """Return premultiplied linear RGB, alpha and the see-through share, H×W×5, each pixel a mean of step² samples."""
    side = hits.shape[1] // step
    out = np.zeros((side, side, 5), np.float32)
    eye, normal, colour, seen = np.zeros(3), np.zeros(3), np.zeros(3), np.zeros(3)
    shine, around = np.zeros(3), np.zeros(3)
    share = 1.0 / (step * step)
    for row in range(side * step):
        for column in range(side * step):
            if hits[0, row, column] < 0 and hits[1, row, column] < 0:
                continue
            kept = 1.0
            for channel in range(3):
                seen[channel] = 0.0
            for layer in (1, 0):  # see-through first, then what is behind it
                face = hits[layer, row, column]
                if face < 0:
                    continue
                a, b, c = faces[face]
                v, w = weights[layer, row, column, 0], weights[layer, row, column, 1]
                u = 1 - v - w
                for axis in range(3):
                    eye[axis] = -(u * points[a, axis] + v * points[b, axis] + w * points[c, axis])
                    normal[axis] = u * normals[a, axis] + v * normals[b, axis] + w * normals[c, axis]
                stuff = stuffs[material[face]]
                if stuff[12] > 0:
                    _facet(points, a, b, c, normal)
                _unit(eye)
                _unit(normal)
                at_u = u * uv[a, 0] + v * uv[b, 0] + w * uv[c, 0]
                at_v = u * uv[a, 1] + v * uv[b, 1] + w * uv[c, 1]
                _shade(eye, normal, at_u, at_v, stuff, textures, env, light, shine, around, colour)
                facing = abs(eye[0] * normal[0] + eye[1] * normal[1] + eye[2] * normal[2])
                opaque = 1.0 if layer == 0 else _see_through(stuff, at_u, at_v, facing)
                for channel in range(3):
                    seen[channel] += kept * opaque * colour[channel]
                kept *= 1 - opaque
            y, x = row // step, column // step
            for channel in range(3):
                out[y, x, channel] += share * min(seen[channel], 4.0)
            out[y, x, 3] += share * (1 - kept)
            if hits[1, row, column] >= 0 and hits[0, row, column] < 0:
                out[y, x, 4] += share
    return out


def draw(
    mesh: Mesh, stuffs: Floats, textures: Floats, env: Floats, light: Floats, side: int, step: int = 3,
    closer: tuple[float, int] | None = None,
) -> Floats:  # fmt: skip
    """Return the mesh as side×side×5 (premultiplied linear RGB, alpha, see-through).

    ``mesh`` is in camera space: the eye at the origin, looking along -z; it is fitted into the frame. ``stuffs`` is
    materials×``FIELDS``, ``textures`` T×S×S×3 0..1, ``env`` levels×H×W×3 linear, ``light`` a direction and a strength.
    ``closer`` shows a part so many times larger, the point of that number in the middle.
    """
    depth = -mesh.points[:, 2]
    flat = mesh.points[:, :2] / depth[:, None]
    low, high = flat.min(0), flat.max(0)
    factor = 0.94 * side * step / float((high - low).max())
    centre = (low + high) / 2
    if closer is not None:
        factor *= closer[0]
        centre = flat[closer[1] % len(flat)]
    screen = np.empty((len(flat), 3), np.float32)
    screen[:, 0] = (flat[:, 0] - centre[0]) * factor + side * step / 2
    screen[:, 1] = (centre[1] - flat[:, 1]) * factor + side * step / 2
    screen[:, 2] = depth
    hits = np.full((2, side * step, side * step), -1, np.int32)
    weights = np.zeros((2, side * step, side * step, 2), np.float32)
    depths = np.full((2, side * step, side * step), np.inf, np.float32)
    kinds = stuffs[:, 0].astype(np.int32)
    _fill(screen, mesh.faces, kinds, mesh.material, depths[0], hits[0], weights[0], False, depths[1])
    _fill(screen, mesh.faces, kinds, mesh.material, depths[1], hits[1], weights[1], True, depths[0])
    return np.asarray(
        _resolve(
            mesh.points,
            mesh.normals,
            mesh.uv,
            mesh.faces,
            mesh.material,
            stuffs,
            hits,
            weights,
            textures,
            env,
            light,
            step,
        )
    )
