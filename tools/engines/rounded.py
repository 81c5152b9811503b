"""Normals of a silhouette that is rounded off like a cushion: steep at its outline, facing the camera in its middle.

The height's square u solves Poisson's equation Δu = -4 with u = 0 along the outline. That is a ball over a disc and
an elliptic tube over a strip, each part by its own width (Gorelick et al., 2006, use the same field).
"""

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import spsolve


def normals_of(solid: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return unit normals H×W×3 (x right, y up, z to the camera) over ``solid``; 0, 0, 1 outside."""
    square = _squared_height(solid)
    down, right = np.gradient(square)
    normal = np.stack([-right / 2, down / 2, np.sqrt(np.maximum(square, 0.25))], -1)
    normal[~solid] = (0.0, 0.0, 1.0)
    return np.asarray(normal / np.linalg.norm(normal, axis=-1, keepdims=True))


def _squared_height(solid: NDArray[np.bool_]) -> NDArray[np.float64]:
    """Return u (H×W), 0 outside."""
    padded = np.pad(solid, 1)
    index = np.full(padded.shape, -1, np.int64)
    index[padded] = np.arange(int(padded.sum()))
    here = index[padded]
    rows, columns = [here], [here]
    values = [np.full(len(here), 4.0)]
    for axis, step in ((0, 1), (0, -1), (1, 1), (1, -1)):
        beside = np.roll(index, step, axis)[padded]
        inner = beside >= 0
        rows.append(here[inner])
        columns.append(beside[inner])
        values.append(np.full(int(inner.sum()), -1.0))
    matrix = sparse.csc_matrix((np.concatenate(values), (np.concatenate(rows), np.concatenate(columns))))
    height = np.zeros(padded.shape)
    height[padded] = spsolve(matrix, np.full(len(here), 4.0))
    return height[1:-1, 1:-1]
