"""The product on a backdrop that could not be modelled: the network's opinion, sharpened by GrabCut (Rother 2004)."""

import numpy as np

from tools.engines.cutout.lab import EIGHT, Region, along_frame, resize
from tools.engines.cutout.morphology import depth, dilated, filled, opened
from tools.engines.cutout.pieces import Window, chosen, large
from tools.engines.image import Image, Mask, to_bytes

SIDE = 420
ROUNDS = 4

THIN = 0.008
"""Half the width of a part that GrabCut, at its small size, may lose: as a share of the long side."""

SEEN = 0.75
"""Opinion from which on a part as wide as that counts as thin: the network blurs small holes to less."""

TRUST = 0.6
"""Weight of the network against GrabCut: what it sees with more than 0.83 stays, as does a temple beside its shadow."""

FRAME = 10.0
"""How much less a network is heard whose subject runs along the frame: there the table is, not the product."""

UNDECIDED = 0.6, 1.0
"""Undecided area, in that of the subject, from which on a network is heard less, and as little as can be."""

TORN_FIELDS = 0.15, 0.35
"""Share of undecided fields from which on the second network is heard less, and not at all."""

FURTHER = 0.01, 0.03
"""Share of the frame along which its subject runs more than the first one's, likewise."""

FIELD = 0.005
"""Half the width from which on something undecided is a field, as a share of the long side: outlines are narrower."""

BESIDE = 0.1
"""Weight of the first network beside a second one that is fully heard."""

LEAST = 0.3
"""Weight of the first network however undecided it is."""

FAR_MORE = 1.3
"""Times as undecided as the second network the first one must be, for an undecided second one to be heard as much."""

KNOWN, CORE = 0.5, 6
"""Opinion that so many pixels of a piece must have, or it is seen by none of the networks."""

TORN = 0.02
"""Weight of a network where it is torn, in that of where it is sure."""

FAINT = 0.25
"""Opinion down to which a thin part is followed from where it is plain."""

WIRE = 0.6
"""Share of a piece that is thin from which on it is no stray where the second network is heard."""

SOME_WIRE = 0.05
"""Share of a thing that is thin under which it has no wires that could be broken: a bag's stray slivers are none."""

CRUMB, DENIES = 0.08, 0.25
"""Length, as a share of the long side, of a string that the second network sees alone, and the opinion of the first one
up to which it does."""

ALL_STRING = 0.3
"""Share of a thing from which on it is made of strings, and a short one may be a link of a broken chain."""

CHAIN = 0.025
"""Width of a chain, links and all, as a share of the long side, at most."""

BALL = 3
"""Area of a ball or clasp that it runs through, in squares as wide as a chain, at most."""

STRAY, CLOSE = 0.05, 0.01
"""Share of the largest piece's area under which a piece is a stray, unless it lies that near (of the long side)."""


def agreed(first: Mask, second: Mask, see_through: Mask) -> tuple[Mask, float]:
    """Return what two networks see together, H×W 0..1, and how far the ``second`` was heard, 0..1.

    The second one knows accessories and their lenses, and is heard before the ``first`` unless it is undecided over
    whole fields, not just along outlines and in panes (``see_through``): then it saw a thing's details only. Nor is it
    where its subject runs along the frame and the first one's does not: there the table is.
    """
    pane = see_through > 0.5
    off_frame = _falling(along_frame((second > 0.5) | pane, 3) - along_frame(first > 0.5, 3), FURTHER)
    heard = _falling(torn_fields(second, see_through), TORN_FIELDS) * off_frame
    one = (1.0 - heard + BESIDE * heard) * _decided(first)
    other = heard * np.where(pane, 1.0, _decided(second))
    subject = np.asarray((one * first + other * second) / (one + other), np.float32)
    strings = thin_parts(second > 0.5) if heard >= 1.0 else _strings(second > 0.5)
    if strings.sum() < ALL_STRING * (second > 0.5).sum():
        strings = _no_crumbs(strings, first)
    wires = strings & ~pane & (off_frame > 0.0)  # torn over a stone, it sees the chain still
    return np.where(wires, np.maximum(subject, second), subject).astype(np.float32), heard


def _no_crumbs(strings: Region, first: Mask) -> Region:
    """Return ``strings`` without short ones that the ``first`` network denies: a shadow's sliver, a glint."""
    least = CRUMB * max(strings.shape)

    def is_string(piece: Region, window: Window) -> bool:
        long = float(np.hypot(window[0].stop - window[0].start, window[1].stop - window[1].start))
        return long >= least or float(first[window][piece].mean()) > DENIES

    return chosen(strings, is_string, 0)


def _falling(value: float, ends: tuple[float, float]) -> float:
    """Return 1 up to the first of ``ends``, 0 from the second on."""
    return float(np.clip((ends[1] - value) / (ends[1] - ends[0]), 0.0, 1.0))


def torn_fields(seen: Mask, see_through: Mask) -> float:
    """Return the area of the fields in which ``seen`` says neither, without panes, as a share of all that it sees."""
    pane = see_through > 0.5
    torn = opened((seen > 0.2) & (seen < 0.8) & ~pane, times=max(2, round(FIELD * max(seen.shape))))
    subject = int(((seen > 0.5) | pane | torn).sum())
    return float(torn.sum() / subject) if subject else 1.0


def _decided(seen: Mask) -> Mask:
    """Return how sure each pixel is, H×W."""
    return np.asarray((2.0 * seen - 1.0) ** 2 + TORN, np.float32)


def alike(first: Mask, second: Mask) -> Mask:
    """Return the mean of two networks' opinions, H×W 0..1 each, weighted by how little each has along the frame.

    Each is heard less the less it is decided, on the whole and at each pixel; an undecided ``second``, which knows
    fewer things, not at all, unless ``first`` is undecided too and far more so.
    """
    torn = undecided(first)
    one, other = _weight(first, torn, LEAST), _weight(second, undecided(second), 0.0, torn)
    return np.asarray((one * first + other * second) / (one + other), np.float32)


def _weight(seen: Mask, torn: float, least: float, other: float = 0.0) -> Mask:
    """Return how much ``seen`` counts, H×W; ``torn`` is how undecided it is, ``other`` the network beside it."""
    decided = float(np.clip((UNDECIDED[1] - torn) / (UNDECIDED[1] - UNDECIDED[0]), least, 1.0))
    decided = max(decided, LEAST) if other > FAR_MORE * max(torn, UNDECIDED[1]) else decided
    on_the_whole = decided / (1.0 + FRAME * along_frame(seen > 0.5, 3))
    return np.asarray(on_the_whole * ((2.0 * seen - 1.0) ** 2 + TORN), np.float32)


def undecided(seen: Mask) -> float:
    """Return the area in which ``seen`` says neither, in that of its subject; infinite without one."""
    subject = int((seen > 0.5).sum())
    return float(((seen > 0.2) & (seen < 0.8)).sum() / subject) if subject else float("inf")


def on_clutter(image: Image, opinion: Mask, heard: float = 0.0) -> Mask:
    """Return a soft mask, H×W 0..1: the mean of both opinions, weighted, and the larger one on thin parts.

    Where the second network is fully ``heard`` (1), thin parts are its own: GrabCut has lost them.
    """
    cut = _grab(image, opinion)
    thin = _thin(opinion > 0.5, 6) | (_thin(opinion > 0.5, round(THIN * max(opinion.shape))) & (opinion > SEEN))
    mask = np.where(thin, np.maximum(opinion, cut), TRUST * opinion + (1.0 - TRUST) * cut).astype(np.float32)
    mask = np.where(_links(opinion) & (opinion < FAINT), opinion, mask)
    return np.maximum(mask, _followed(opinion)) if heard >= 1.0 else mask


def _links(opinion: Mask) -> Region:
    """Return the chains in ``opinion`` (H×W 0..1), their links' openings too: GrabCut is too coarse to see them."""
    seen = opinion > 0.5
    gaps = filled(seen) & ~seen
    return _strings(seen | (gaps & ~large(gaps, round((CHAIN * max(seen.shape)) ** 2))))


def _followed(opinion: Mask) -> Mask:
    """Return the thin parts of ``opinion``, followed to where it is faint: a chain of a pixel's width is; else 0."""
    from scipy import ndimage

    thin = thin_parts(opinion > FAINT)
    followed = ndimage.binary_propagation(thin & (opinion > 0.5), EIGHT, mask=thin)
    return np.asarray(np.where(followed, np.maximum(opinion, 0.51), 0.0), np.float32)


def thin_parts(region: Region, wide: float = 0.0) -> Region:
    """Return what of ``region`` (H×W) is less than nine pixels wide, or than ``wide`` of the long side."""
    thin: Region = region & ~opened(region, EIGHT, times=_half(wide, region))
    return thin


def _half(wide: float, region: Region) -> int:
    """Return half of a width in pixels, given as a share of the long side; four at least."""
    return max(4, round(0.5 * wide * max(region.shape)))


def _strings(region: Region) -> Region:
    """Return the chains and wires of ``region`` (H×W) with the small balls, knots and clasps that they run through."""
    chains = thin_parts(region, wide=CHAIN)
    bodies = region & ~chains
    strings: Region = chains | (bodies & ~large(bodies, BALL * (2 * _half(CHAIN, region) + 1) ** 2))
    return strings


def without_strays(mask: Region, opinion: Mask, heard: float = 0.0) -> Region:
    """Return ``mask`` (H×W) without small pieces far from the large ones, and without those that no network sees.

    Letters on a box, the end of a tool: GrabCut takes whatever has the product's colours, but of a product at least
    a part is seen as more than doubtful. ``opinion`` is H×W 0..1.
    """
    from scipy import ndimage

    labels, count = ndimage.label(mask, EIGHT)
    if count < 2:
        return mask
    seen = np.bincount(labels[mask & (opinion > KNOWN)], minlength=count + 1) >= CORE
    if seen[1:].any() and not seen[1:].all():
        return without_strays(mask & seen[labels], opinion, heard)
    areas = np.bincount(labels.ravel(), minlength=count + 1)
    areas[0] = 0
    stays = areas >= STRAY * areas.max()
    thin = thin_parts(mask)
    if heard >= 1.0 and thin.sum() > SOME_WIRE * mask.sum():  # a broken chain is still a chain, no bag's
        stays |= np.bincount(labels[thin], minlength=count + 1) > WIRE * areas
        stays[0] = False
    sizable = stays[labels] & mask
    near = depth(~(sizable | _strung(mask, sizable))) <= CLOSE * max(mask.shape)
    kept: Region = ndimage.binary_propagation(mask & near, EIGHT, mask=mask)
    return kept


def _strung(mask: Region, sizable: Region) -> Region:
    """Return the broken wires of ``mask`` that lead, gap by gap, to what is ``sizable`` (H×W each)."""
    from scipy import ndimage

    wires = _strings(mask)
    bridged = depth(~(wires | sizable)) <= 0.5 * CLOSE * max(mask.shape)
    led: Region = wires & ndimage.binary_propagation(sizable, EIGHT, mask=bridged)
    return led


def _thin(seen: Region, radius: int) -> Region:
    """Return the parts of ``seen`` that are narrower than twice ``radius``."""
    thick = dilated(opened(seen, times=max(radius, 1)), times=3)
    thin: Region = seen & (depth(seen) < radius) & ~thick
    return thin


def _grab(image: Image, opinion: Mask) -> Mask:
    """Return GrabCut's answer at a small size, seeded by the opinion; the opinion itself when it names no subject."""
    import cv2
    from scipy import ndimage

    height, width = opinion.shape
    factor = min(1.0, SIDE / max(height, width))
    shape = (max(8, round(height * factor)), max(8, round(width * factor)))
    small, seen = resize(image, shape), resize(opinion, shape)
    labels = np.where(seen > 0.5, cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[ndimage.binary_erosion(seen > 0.95, iterations=4)] = cv2.GC_FGD
    labels[~ndimage.binary_dilation(seen > 0.08, iterations=12)] = cv2.GC_BGD
    if not _both((labels & 1) > 0):
        return (opinion > 0.5).astype(np.float32)
    cv2.setRNGSeed(7)  # its k-means starts at random
    pixels = np.ascontiguousarray(to_bytes(small)[..., ::-1])
    cv2.grabCut(pixels, labels, None, np.zeros((1, 65)), np.zeros((1, 65)), ROUNDS, cv2.GC_INIT_WITH_MASK)
    return resize((labels & 1).astype(np.float32), (height, width))


def _both(labels: Region) -> bool:
    """Whether there are at least 10 pixels of subject and of backdrop: GrabCut's k-means needs them."""
    subject = int(labels.sum())
    return subject >= 10 and labels.size - subject >= 10
