"""Posing: a thing stands or lies as it would on a table, seen from the height its photo was taken from."""

import numpy as np
import pytest

from tools.engines.posing import camera_of, diagonal, pose_of, view_of


def block(width: int, height: int, canvas: int = 300) -> np.ndarray:
    mask = np.zeros((canvas, canvas), np.float32)
    mask[20 : 20 + height, 30 : 30 + width] = 1
    return mask


def test_poses() -> None:
    ring = block(100, 100)
    assert pose_of(ring, "ring", "front", None) == "standing"
    assert pose_of(ring, "ring", "top", None) == "lying"
    assert pose_of(ring, "ring", None, "flat_lay") == "lying"
    assert pose_of(ring, "necklace", None, None) == "lying"
    assert camera_of("lying", "front", None) == "flat_lay"
    assert camera_of("standing", "three_quarter", None) == "three_quarter"
    assert camera_of("standing", "front", "low") == "low"


def test_a_strap_lying_askew_lies() -> None:
    y, x = np.mgrid[:300, :300]
    strap = (np.abs(y - x) < 12) & (x > 40) & (x < 260)
    assert diagonal(strap.astype(np.float32))
    assert pose_of(strap.astype(np.float32), "watch", "front", None) == "lying"
    assert not diagonal(block(200, 40))


def test_a_watch_is_never_balanced_on_the_end_of_its_strap() -> None:
    assert pose_of(block(60, 200), "watch", "front", None) == "lying"
    assert pose_of(block(120, 150), "watch", "front", None) == "standing"


def sloping(rise: float, width: int = 200, height: int = 90) -> np.ndarray:
    """A block whose straight base climbs by ``rise`` rows per column."""
    y, x = np.mgrid[:300, :300]
    inside = (x >= 40) & (x < 40 + width) & (y > 200 - height - rise * (x - 40)) & (y < 200 - rise * (x - 40))
    return inside.astype(np.float32)


def on_two_feet(rise: float) -> np.ndarray:
    """A bar on two round feet with air between them, the right one ``rise`` rows per column higher."""
    y, x = np.mgrid[:300, :300]
    bar = (x >= 60) & (x <= 240) & (np.abs(y - 140 + rise * (x - 90)) < 10)
    feet = [np.hypot(x - c, y - 160 + rise * (c - 90)) < 34 for c in (90, 210)]
    return (bar | feet[0] | feet[1]).astype(np.float32)


def pair_from_above() -> np.ndarray:
    """Two long soles side by side, their toes round."""
    y, x = np.mgrid[:300, :300]
    soles = [((x - c) / 32.0) ** 2 + ((y - 150) / 90.0) ** 2 < 1 for c in (110, 185)]
    return (soles[0] | soles[1]).astype(np.float32)


@pytest.mark.parametrize(
    ("alpha", "category", "view", "expected"),
    [
        (sloping(0.0), "bag", None, ("standing", "front")),
        (sloping(0.08), "bag", None, ("standing", "front")),
        (sloping(0.2), "bag", None, ("standing", "three_quarter")),
        (sloping(0.2), "bag", "front", ("standing", "front")),
        (on_two_feet(0.0), "eyewear", None, ("standing", "front")),
        (on_two_feet(0.2), "eyewear", None, ("standing", "three_quarter")),
        (on_two_feet(0.2), "ring", None, ("standing", "front")),
        (on_two_feet(0.24), "shoes", None, ("standing", "three_quarter")),
        (sloping(0.0, 200, 150), "eyewear", None, ("lying", "three_quarter")),
        (sloping(0.0, 200, 150), "eyewear", "front", ("lying", "three_quarter")),
        (pair_from_above(), "shoes", None, ("lying", "three_quarter")),
        (sloping(0.0, 80, 180), "shoes", None, ("standing", "front")),
        (sloping(0.0, 80, 180), "bag", None, ("standing", "front")),
    ],
)
def test_table_of_outlines(alpha: np.ndarray, category: str, view: str | None, expected: tuple[str, str]) -> None:
    seen = view_of(alpha, category, view)  # type: ignore[arg-type]
    pose = pose_of(alpha, category, seen, None)
    assert (pose, camera_of(pose, seen, None)) == expected


def test_a_wallet_on_its_corner_was_seen_from_above() -> None:
    rows, columns = np.mgrid[:200, :200]
    diamond = (np.abs(rows - 100) + np.abs(columns - 100) * 1.1 < 80).astype(np.float32)
    assert pose_of(diamond, "wallet", None, None) == "lying"
    assert pose_of(diamond, "ring", None, None) == "standing"
    assert pose_of(block(100, 140), "wallet", None, None) == "standing"
