"""Posing: a thing stands or lies as it would on a table, seen from the height its photo was taken from."""

import numpy as np

from tools.engines.posing import camera_of, diagonal, pose_of


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
