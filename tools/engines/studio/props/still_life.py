"""Books, a candle and a shell."""

import numpy as np

from tools.engines.studio.mesh import Mesh, grid, lathe, merge, rounded_box, transform
from tools.engines.studio.noise import fractal
from tools.engines.studio.props.part import PropPart
from tools.engines.studio.props.placing import rested
from tools.engines.studio.props.stems import curve, outlined, tube

COVERS = ("#c9b79c", "#8d6b58", "#a9ab97", "#6f7680", "#d9cbbd")
PILLAR = (
    (0.93, 0.0), (0.985, 0.012), (1.0, 0.05), (1.0, 0.5), (0.995, 0.93), (0.975, 0.985), (0.91, 1.0), (0.82, 0.975),
    (0.70, 0.935), (0.35, 0.915), (0.06, 0.912),
)  # fmt: skip
"""Outline of a candle that has burned a little, as shares of its radius and height."""

FLAME = ((0.0, 0.0), (0.07, 0.06), (0.125, 0.24), (0.105, 0.48), (0.045, 0.78), (0.0, 1.0))
SHELLS = ("#e8d5c3", "#ecdfd2", "#dfbfae")
LEAVES = 22
"""Sheets that show at a book's edge; each stands for several."""


def book(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return two cloth-bound books, the smaller askew on the larger."""
    random = np.random.default_rng([seed, 61])
    first, second = random.permutation(len(COVERS))[:2]
    low = _book(size_mm, 0.70 * size_mm, 0.115 * size_mm, COVERS[first], random)
    high = _book(0.84 * size_mm, 0.60 * size_mm, 0.085 * size_mm, COVERS[second], random)
    top = max(float(part.mesh.vertices[:, 1].max()) for part in low)
    yaw = float(random.uniform(6, 14)) * (1 if random.random() < 0.5 else -1)
    askew = [
        PropPart(transform(part.mesh, yaw=yaw, shift=(0.02 * size_mm, top, 0.01 * size_mm)), part.material, part.tint)
        for part in high
    ]
    return rested([*low, *askew])


def _book(long: float, wide: float, thick: float, cover: str, random: np.random.Generator) -> list[PropPart]:
    """Return a closed book that lies with its spine to the back."""
    board = 0.010 * long
    over = 0.012 * long
    lid = rounded_box((long, board, wide), 0.45 * board)
    low = transform(lid, shift=(0.0, board / 2, 0.0))
    high = transform(lid, shift=(0.0, thick - board / 2, 0.0))
    spine = transform(rounded_box((long, thick, board), 0.45 * board), shift=(0.0, thick / 2, -wide / 2))
    step = (thick - 2 * board) / LEAVES
    sheets = []
    for number in range(LEAVES):
        short = float(random.uniform(0.0, 0.004)) * long
        sheet = rounded_box((long - 2 * over - short, 0.93 * step, wide - over - short), 0.3 * step, 2)
        jitter = float(random.normal(0, 0.0008)) * long
        sheets.append(transform(sheet, shift=(jitter, board + (number + 0.5) * step, -over / 2 - short / 2)))
    return [PropPart(merge(low, high, spine), "paper", cover), PropPart(merge(*sheets), "paper_page")]


def candle(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a burning pillar candle, ``size_mm`` high with its flame."""
    radius, high = 0.20 * size_mm, 0.70 * size_mm
    outline = outlined(PILLAR, 80)
    profile = np.concatenate([[[0.0, 0.0]], outline, [[0.0, 0.912]]]) * [radius, high]
    wax = _melted(lathe(profile, 128), high, seed)
    pool = 0.912 * high
    wick = tube(
        curve([(0.0, pool, 0.0), (0.0, pool + 0.03 * size_mm, 0.0), (0.012 * size_mm, pool + 0.06 * size_mm, 0.0)], 10),
        0.006 * size_mm,
    )
    shape = outlined(FLAME, 40)
    shape[:, 0] = np.maximum(shape[:, 0], 0.0)
    flame = transform(lathe(shape * 0.27 * size_mm, 32), shift=(0.005 * size_mm, pool + 0.045 * size_mm, 0.0))
    wax, flame = _by_height(wax), _by_height(flame)
    return rested([PropPart(wax, "wax"), PropPart(wick, "bark", "#2a2420"), PropPart(flame, "flame")])


def _by_height(mesh: Mesh) -> Mesh:
    """Return ``mesh`` with uv of a picture that glows from its top (v = 0) to its foot (v = 1)."""
    y = mesh.vertices[:, 1]
    v = (y.max() - y) / np.ptp(y)
    return Mesh(mesh.vertices, mesh.faces, np.stack([np.full_like(v, 0.5), v], -1).astype(np.float32), mesh.normals)


def _melted(wax: Mesh, high: float, seed: int) -> Mesh:
    """Return the pillar with a rim that burned down unevenly; the foot stays as it is.

    The coordinates are copied first: NumPy's ``arctan2`` rounds strided arrays otherwise than whole ones, and
    which of its loops it takes hangs on where the result happens to lie in memory.
    """
    wave = fractal(128, 3.6, 1000 * seed + 63)[0]
    x, y, z = np.ascontiguousarray(wax.vertices.T)
    turn = (np.arctan2(x, z) / (2 * np.pi)) % 1.0 * len(wave)
    low = np.interp(turn, np.arange(len(wave) + 1), np.append(wave, wave[0]))
    share = np.clip((y / high - 0.90) / 0.10, 0.0, 1.0) ** 2
    vertices = np.stack([x, y + 0.016 * high * low * share, z], -1).astype(np.float32)
    return Mesh(vertices, wax.faces, wax.uv, wax.normals)


def shell(size_mm: float, seed: int) -> tuple[PropPart, ...]:
    """Return a scallop shell lying with its ribs up, its hinge away from the camera."""
    random = np.random.default_rng([seed, 67])
    ribs = int(random.integers(17, 22))
    side = np.linspace(-1.0, 1.0, 281)[None, :]
    out = np.linspace(0.015, 1.0, 70)[:, None]
    angle = side * np.radians(68.0)
    rib = 0.5 + 0.5 * np.cos(side * np.pi * ribs)
    reach = out * (np.cos(angle) ** 0.62 + 0.020 * rib * out**3)
    growth = 0.006 * np.sin(out * 34.0 + 0.5 * np.sin(out * 11.0)) * out
    dome = (
        0.34 * np.sin(np.pi * np.clip(0.06 + 0.94 * out, 0, 1) ** 0.62) ** 0.8 * np.cos(side * np.pi / 2 * 0.96) ** 0.55
    )
    y = dome + (0.030 * rib**1.4 * out**0.8 + growth) * (1 - 0.85 * np.abs(side) ** 6)
    points = np.stack(np.broadcast_arrays(reach * np.sin(angle), y, reach * np.cos(angle)), -1)
    ears = np.array([[(-0.24, 0.02, -0.03), (0.24, 0.02, -0.03)], [(-0.20, 0.05, 0.12), (0.20, 0.05, 0.12)]])
    wide = size_mm / float(np.ptp(points[..., 0]))
    uv = np.stack(np.broadcast_arrays(0.5 + 0.5 * side, out), -1)
    fan = grid(points * wide, uv)
    hinge = grid(ears * wide, np.full((2, 2, 2), 0.02))
    turned = transform(merge(fan, hinge), yaw=float(random.uniform(-30, 30)))
    return rested([PropPart(turned, "shell", SHELLS[int(random.integers(len(SHELLS)))])])
