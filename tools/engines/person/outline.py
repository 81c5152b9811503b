"""A person cut out of their photo with all they wear and hold: two networks' opinions, a graph cut, a matte.

MediaPipe's selfie segmentation (Apache-2.0, 256 px) knows people; the saliency network sees things in hands and plain
backdrops better. Where both agree it is so, between them colours decide (Rother et al., GrabCut, 2004).
"""

import numpy as np

from tools.engines.cutout.lab import Region, resize
from tools.engines.cutout.matte import matte_clutter
from tools.engines.cutout.result import CutOut
from tools.engines.cutout.saliency import saliency
from tools.engines.image import Bytes8, Image, Mask, to_bytes, to_float
from tools.engines.person.faces import find_faces
from tools.engines.person.faint_edge import calmed
from tools.engines.person.hair import through_hair
from tools.engines.person.looking import answers
from tools.engines.person.seen import whole

SIDE = 256
WORKING = 512
"""Pixels of the longer side that the graph cut works with."""
SURE, NOTHING = 0.9, 0.08
CUTS = 4
CRUMB = 0.02
"""Share of the largest piece under which another is no part of anybody."""
FAINT, FULL = 0.3, 0.12
"""Alpha that a matte over clutter still has where there is nothing of a person, and lacks where there is all."""
LEAST, MOST = 0.02, 0.97
"""Shares of the frame between which a person can be told from what is behind."""


def seen_as_person(photo: Image) -> Mask:
    """Return how much each pixel of ``photo`` (H×W×3) looks like a person, H×W 0..1."""
    height, width = photo.shape[:2]
    told = next(iter(answers("selfie.tflite", resize(np.ascontiguousarray(photo), (SIDE, SIDE))).values()))
    return np.clip(resize(np.ascontiguousarray(told.reshape(SIDE, SIDE)), (height, width)), 0.0, 1.0)


def cut_person(photo: Bytes8, worn: Bytes8, product: Mask) -> CutOut | None:
    """Return the person of ``photo`` (H×W×3) as they look in ``worn``, with the product of alpha ``product`` (H×W).

    The outline is that of the photo without the product, so that what shows between handles stays behind. Nothing
    where nobody is seen.
    """
    height, width = photo.shape[:2]
    shrink = min(1.0, WORKING / max(height, width))
    size = max(1, round(height * shrink)), max(1, round(width * shrink))
    pixels = to_float(photo)
    small = resize(pixels, size)
    mask = _cut(small, seen_as_person(small), saliency(small))
    if not LEAST < mask.mean() < MOST:
        return None
    region = resize(mask.astype(np.float32), (height, width)) > 0.5
    alpha, colour = matte_clutter(pixels, region, 1.0 / shrink)
    alpha = np.clip((alpha - FAINT) / (1.0 - FAINT - FULL), 0.0, 1.0).astype(np.float32)
    alpha = calmed(pixels, region, alpha, 1.0 / shrink)
    solid = alpha > 0.98
    for face in find_faces(pixels, whole(pixels)):
        alpha, freed = through_hair(pixels, region, alpha, face)
        colour = np.where((solid & (alpha < 0.98))[..., None], freed, colour)
    own = np.maximum(np.float32(alpha > 0.98), product)[..., None]
    colour = own * to_float(worn) + (1.0 - own) * colour
    return CutOut(np.maximum(alpha, product), np.asarray(colour, np.float32), 1.0)


def _cut(photo: Image, person: Mask, subject: Mask) -> Region:
    """Return where the person is, H×W."""
    import cv2

    both = 0.6 * person + 0.4 * subject
    marks = np.where(both > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    marks[(person > SURE) & (subject > 0.5) | (np.minimum(person, subject) > 0.8)] = cv2.GC_FGD
    marks[(both < NOTHING) | (np.maximum(person, subject) < 0.2)] = cv2.GC_BGD
    if (marks == cv2.GC_FGD).sum() < 50 or (marks == cv2.GC_BGD).sum() < 50:
        return np.asarray(both > 0.5, np.bool_)
    cv2.setRNGSeed(0)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(to_bytes(photo), marks, None, *models, CUTS, cv2.GC_INIT_WITH_MASK)
    found = ((marks == cv2.GC_FGD) | (marks == cv2.GC_PR_FGD)) & (both > 0.25) | (both > 0.8)
    return _without_crumbs(found)


def _without_crumbs(found: Region) -> Region:
    """Return ``found`` without specks, and without pinholes within."""
    import cv2

    brush = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    smooth = cv2.morphologyEx(cv2.medianBlur(found.astype(np.uint8), 5), cv2.MORPH_OPEN, brush)
    kept = smooth.copy()
    for value in (1, 0):
        count, labels, stats, _ = cv2.connectedComponentsWithStats((kept == value).astype(np.uint8), connectivity=4)
        areas = stats[1:, cv2.CC_STAT_AREA]
        least = CRUMB * areas.max(initial=0) if value else 0.0015 * kept.size
        for number in range(1, count):
            if areas[number - 1] < least:
                kept[labels == number] = 1 - value
    return np.asarray(kept > 0, np.bool_)
