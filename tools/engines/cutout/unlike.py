"""How unlike a backdrop each pixel is: ΔE76 from the nearest of a few colours that surely are backdrop (k-means)."""

import numpy as np

from tools.engines.cutout.lab import Lab, Region
from tools.engines.image import Mask

COLOURS, SAMPLES = 4, 3_000
RARE = 0.04
"""Share of the samples under which a colour is no backdrop's: a crumb of product among them."""

FEWEST = 60
"""Pixels of backdrop under which nothing is known of it."""


def unlike(lab: Lab, known: Region) -> Mask | None:
    """Return H×W of the distance in ΔE76 from what is seen at ``known`` (H×W); nothing when too little is."""
    import cv2

    samples = lab[known]
    if len(samples) < FEWEST:
        return None
    samples = np.ascontiguousarray(samples[:: max(1, len(samples) // SAMPLES)])
    cv2.setRNGSeed(7)  # its k-means starts at random
    stop = (cv2.TERM_CRITERIA_MAX_ITER + cv2.TERM_CRITERIA_EPS, 12, 0.5)
    _, labels, colours = cv2.kmeans(samples, COLOURS, None, stop, 1, cv2.KMEANS_PP_CENTERS)
    common = np.bincount(labels.ravel(), minlength=COLOURS) >= RARE * len(samples)
    planes = [np.ascontiguousarray(lab[..., channel]) for channel in range(3)]
    nearest = np.full(lab.shape[:2], np.inf, np.float32)
    for colour in colours[common]:
        squared = sum((plane - value) ** 2 for plane, value in zip(planes, colour, strict=True))
        nearest = np.minimum(nearest, np.asarray(squared, np.float32))
    return np.asarray(np.sqrt(nearest), np.float32)
