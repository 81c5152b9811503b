"""Closed-form matting (Levin, Lischinski and Weiss 2008) with pymatting's Laplacian, in the unknown band only."""

import numpy as np

from tools.engines.cutout.trimap import UNKNOWN
from tools.engines.image import Image, Mask

EPSILON = 1e-6
ROUNDS = 60


def closed_form(image: Image, known: Mask) -> Mask:
    """Return alpha, H×W, of ``image`` (sRGB) where ``known`` is a trimap. Known pixels keep their value.

    Conjugate gradients stop after a fixed number of rounds, converged or not: the band is narrow and bounded on
    both sides. The diagonal preconditions, as pymatting's incomplete Cholesky now and then takes half a minute.
    """
    from pymatting import cf_laplacian
    from scipy import sparse
    from scipy.sparse.linalg import cg

    unknown = known == UNKNOWN
    if not unknown.any() or unknown.all():
        return (known > UNKNOWN).astype(np.float32)
    laplacian = cf_laplacian(image.astype(np.float64), EPSILON, 1, is_known=~unknown).tocsr()
    rows = laplacian[unknown.ravel()]
    system = rows[:, unknown.ravel()]
    right = -rows[:, ~unknown.ravel()] @ known.ravel()[~unknown.ravel()].astype(np.float64)
    inverse = sparse.diags(1.0 / np.maximum(system.diagonal(), 1e-9))
    solved, _ = cg(system, right, x0=np.full(right.shape, UNKNOWN), maxiter=ROUNDS, M=inverse)
    alpha = known.copy()
    alpha[unknown] = np.clip(solved, 0.0, 1.0).astype(np.float32)
    return alpha
