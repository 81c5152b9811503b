"""Putting finished parts where a prop belongs."""

from collections.abc import Sequence

import numpy as np

from tools.engines.studio.mesh import transform
from tools.engines.studio.props.part import PropPart


def rested(parts: Sequence[PropPart]) -> tuple[PropPart, ...]:
    """Return ``parts`` moved together so that they rest on y = 0 and are centred on x = z = 0."""
    every = np.concatenate([part.mesh.vertices for part in parts])
    low, high = every.min(axis=0), every.max(axis=0)
    shift = (-float(low[0] + high[0]) / 2, -float(low[1]), -float(low[2] + high[2]) / 2)
    return tuple(PropPart(transform(part.mesh, shift=shift), part.material, part.tint) for part in parts)
