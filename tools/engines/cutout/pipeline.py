"""The classical cut-out: which stage comes after which. Each stage is a file of its own and can be replaced."""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple, Protocol

import numpy as np

from tools.engines.cutout import judgement
from tools.engines.cutout.backdrop import Backdrop, read_backdrop
from tools.engines.cutout.clutter import agreed, alike, on_clutter, without_strays
from tools.engines.cutout.confidence import confidence
from tools.engines.cutout.contact import up_to_contact
from tools.engines.cutout.denied import WIDE, knows_holes, without_denied
from tools.engines.cutout.disputed import Both, both, is_disputed, settled, with_agreed, without_doubt, without_unseen
from tools.engines.cutout.faint import without_faint
from tools.engines.cutout.false_gaps import without_false_gaps
from tools.engines.cutout.foreign import without_foreign
from tools.engines.cutout.framed import without_surroundings
from tools.engines.cutout.holes import open_holes, resolves_holes
from tools.engines.cutout.lab import EIGHT, Region, blur, from_lab, length, resize, window_of
from tools.engines.cutout.lenses import find_panes, of_spectacles
from tools.engines.cutout.matte import matte_clutter, matte_plain
from tools.engines.cutout.morphology import opened
from tools.engines.cutout.network import Sight
from tools.engines.cutout.openings import open_openings
from tools.engines.cutout.outline import mended
from tools.engines.cutout.overlooked import with_overlooked
from tools.engines.cutout.panes import behind_clutter, let_through
from tools.engines.cutout.plain import evidence, explained, of_substance, tighten, without_bites
from tools.engines.cutout.result import CutOut
from tools.engines.cutout.saliency import saliency
from tools.engines.cutout.shadow import without_cast_shadow, without_contact_shadow
from tools.engines.cutout.signs import Opinions
from tools.engines.cutout.slits import open_slits
from tools.engines.cutout.torn import with_torn
from tools.engines.cutout.turned import from_all_sides
from tools.engines.image import Bytes8, Image, Mask, as_float, check_image, to_float

WORKING_PIXELS = 1_500_000
ROOM = 48
"""Pixels round the evidence that are looked at with it: more than any stage reaches."""

SMALLEST_SIDE = 16

LEADS = 0.5
"""How far the second network is heard from which on it leads, and it does not matter how torn the first one is."""


class Seen(NamedTuple):
    """What a network sees: the ``subject``, H×W 0..1, and where it is ``see_through``, if it can tell.

    ``exact``: its outline is better than what colours tell, so that on clutter it is taken at its word.
    ``sees_shade``: on a plain backdrop what it denies and looks like the backdrop in shade is no product, but where the
    product is narrower than that (as a share of the long side).
    ``first`` and ``second``: what each network sees, if two were asked. ``found``: the evidence by the subject, if
    known. ``heard``: how far the subject is the other network's, 0..1. ``explained``: all that differs from a nearly
    plain backdrop is the product.
    """

    subject: Mask
    see_through: Mask | None = None
    exact: bool = False
    sees_shade: float | None = None
    first: Mask | None = None
    second: Mask | None = None
    found: Region | None = None
    heard: float = 0.0
    both: Both | None = None
    explained: bool = False

    @property
    def opinions(self) -> Opinions:
        """What the networks see, the one that was gone by before each of them."""
        return Opinions(self.subject, self.subject if self.first is None else self.first, self.second)


Opinion = Callable[[Image], "Mask | Seen"]


class Second(Protocol):
    """Another network."""

    def __call__(self, image: Image, near: Mask | None = None, /) -> Sight:
        """Return what it sees (H×W 0..1) in ``image``, or only where the first one saw something (``near``)."""


Judge = Callable[[Image, Mask, Region, Opinions, Backdrop], float]
"""Says 0..1 how far to trust a cut-out: photo, alpha, mask, what the networks see, backdrop."""


class ClassicCutter:
    """Backdrop model and saliency network, fused. ``opinion`` is the network; a fake one will do in tests.

    ``second`` is another network, heard beside it where the backdrop is no help; ``judge`` says how far to trust.
    """

    def __init__(
        self,
        opinion: Opinion = saliency,
        second: Second | None = None,
        judge: Judge = confidence,
    ) -> None:
        self._opinion = opinion
        self._second = second
        self._judge = judge

    def cut(self, image: Image | Bytes8) -> CutOut:
        """Return the cut-out of ``image`` (H×W×3 sRGB, 0..1 or 8 bit, 16 px a side at least), of the same size.

        Raises ``EngineUnavailable`` when the network's weights are missing, ``ValueError`` on a tiny picture.
        """
        image = as_float(image)
        check_image(image, channels=(3,))
        height, width = image.shape[:2]
        if min(height, width) < SMALLEST_SIDE:
            raise ValueError(f"a picture of {width}×{height} px is too small to cut out")
        factor = min(1.0, (WORKING_PIXELS / (height * width)) ** 0.5)
        working = resize(image, (round(height * factor), round(width * factor)))
        backdrop = read_backdrop(working)  # not beside the network: that held half as much memory again
        seen = self._seen(working, backdrop)
        backdrop = replace(backdrop, plain=backdrop.plain or seen.explained)
        mask = _mask(working, backdrop, seen)
        panes = find_panes(mask, backdrop, seen.see_through)
        alpha, colour = _matte(image, working, mask, panes, backdrop)
        small = resize(alpha, (mask.shape[0], mask.shape[1]))
        trust = self._judge(working, small, mask, seen.opinions, backdrop)
        return CutOut(
            alpha=alpha,
            foreground=colour,
            confidence=trust,
            unsure=judgement.unsure(small, mask, seen.opinions, 1.0 / factor),
            instances=judgement.instances(small),
            advice=judgement.advice(working, mask, 1.0 if backdrop.plain else trust),
            plain=backdrop.plain,
            backdrop=backdrop.colour,
        )

    def _seen(self, image: Image, backdrop: Backdrop) -> Seen:
        """Return what the network sees; a second one is heard on clutter, and where the first one fills the holes."""
        seen = _seen_by(self._opinion(image))
        if self._second is None or seen.exact:
            return seen
        if backdrop.plain and resolves_holes(found := evidence(backdrop, seen.subject), seen.subject):
            knows = knows_holes(seen.subject, found, backdrop)
            seen = seen._replace(found=found, sees_shade=WIDE if knows else None)
            if not is_disputed(found, seen.subject):
                return seen
            told = self._second(image, seen.subject)
            seen = seen._replace(first=seen.subject, second=_whole(told))
            two = both(seen.subject, told.subject)
            return seen._replace(subject=settled(seen.subject, told.subject), both=two)
        if backdrop.plain:
            return _on_plain(seen, self._second(image, seen.subject), backdrop)
        told = self._second(image)
        if backdrop.nearly and explained(backdrop, seen.subject, _whole(told)):
            return _on_plain(seen, told, backdrop)._replace(explained=True)
        return self._on_clutter(image, seen, told)

    def _on_clutter(self, image: Image, seen: Seen, told: Sight) -> Seen:
        """Return what is ``seen`` on a backdrop that cannot be modelled, with what the second network has ``told``."""
        both_see = _together(image, seen.subject, told)
        if both_see.heard >= LEADS:
            return both_see
        first = from_all_sides(image, seen.subject, lambda turned: _seen_by(self._opinion(turned)).subject)
        return both_see if first is seen.subject else _together(image, first, told)


def _together(image: Image, first: Mask, told: Sight) -> Seen:
    """Return what two networks see together on clutter: the ``first`` one, and what the other one has ``told``."""
    first, second = without_surroundings(first, told.subject)
    panes = of_spectacles(second, told.see_through, first)
    subject, heard = agreed(first, second, panes)
    if heard > 0.0:
        subject = with_overlooked(image, subject, first, second, panes > 0.5)
    elif not panes.any():
        subject = with_torn(image, subject, second)
    whole = np.maximum(second, told.see_through)
    return Seen(subject, panes * np.float32(heard), first=first, second=whole, heard=heard)


def _seen_by(told: Mask | Seen) -> Seen:
    """Return what a network has ``told``, which may be its subject alone."""
    return told if isinstance(told, Seen) else Seen(told)


def _on_plain(seen: Seen, told: Sight, backdrop: Backdrop) -> Seen:
    """Return what is seen with what a second network has ``told``: that one alone where it alone knows the holes."""
    first, second = seen.subject, told.subject
    seen = seen._replace(first=first, second=_whole(told))
    if knows_holes(second, found := evidence(backdrop, second), backdrop):
        return seen._replace(subject=second, sees_shade=0.0, found=found)
    return seen._replace(subject=alike(first, second), both=both(first, second))


def _whole(told: Sight) -> Mask:
    """Return the product as a network sees it, its panes too."""
    return np.maximum(told.subject, told.see_through)


def from_alpha(pixels: Bytes8, alpha: Bytes8) -> CutOut:
    """Return the cut-out of a picture that brings its own alpha (H×W×3 and H×W, 8 bit): it is taken as it is."""
    own = to_float(alpha)
    return CutOut(alpha=own, foreground=to_float(pixels), confidence=1.0, instances=judgement.instances(own))


def _mask(image: Image, backdrop: Backdrop, seen: Seen) -> Region:
    """Return the product's mask, its holes open, at the working size."""
    if backdrop.plain:
        return _plain_mask(image, backdrop, seen)
    if seen.exact:
        return np.asarray(seen.subject > 0.5)
    mask = without_strays(on_clutter(image, seen.subject, seen.heard) > 0.5, seen.subject, seen.heard)
    if seen.first is None or seen.second is None or (seen.see_through is not None and seen.see_through.max() > 0.5):
        return mask
    return without_false_gaps(mask, image, np.maximum(seen.first, seen.second))


def _matte(image: Image, working: Image, mask: Region, panes: list[Region], backdrop: Backdrop) -> tuple[Mask, Image]:
    """Return (alpha, foreground) of ``image``; all else is of the working size."""
    scale = image.shape[0] / mask.shape[0]
    solid = np.logical_or.reduce([mask, *panes])
    full = _enlarged(solid, (image.shape[0], image.shape[1]))
    matte = matte_plain(image, full, backdrop, scale) if backdrop.plain else matte_clutter(image, full, scale)
    if not panes:
        return matte
    behind = from_lab(backdrop.field) if backdrop.plain else behind_clutter(working, solid)
    return let_through(image, working, behind, panes, matte)


def _enlarged(mask: Region, shape: tuple[int, int]) -> Region:
    """Return ``mask`` at the photo's size, its stairs rounded off; what is thinner than 3 px stays as it is."""

    if mask.shape == shape:
        return mask
    thin = mask & ~opened(mask, EIGHT)
    rounded = np.maximum(blur(mask.astype(np.float32), 0.7), thin)
    large: Region = resize(rounded.astype(np.float32), shape) > 0.5
    return large


def _plain_mask(image: Image, backdrop: Backdrop, seen: Seen) -> Region:
    """Return the product's mask on a backdrop that could be modelled, at the working size."""
    found = evidence(backdrop, seen.subject) if seen.found is None else seen.found
    mask = np.zeros_like(found)
    if found.any():
        window = window_of(found, ROOM)
        mask[window] = _mask_of(
            np.ascontiguousarray(image[window]),
            backdrop.part(window),
            np.ascontiguousarray(seen.subject[window]),
            np.ascontiguousarray(found[window]),
            seen.sees_shade,
            None if seen.both is None else seen.both.part(window),
        )
    return mask


def _mask_of(
    image: Image, backdrop: Backdrop, opinion: Mask, found: Region, sees_shade: float | None, two: Both | None = None
) -> Region:
    """Return the product's mask within the part of the picture that has all the evidence (``found``) in it."""
    heard = opinion if resolves_holes(found, opinion) else np.minimum(opinion, 0.5)  # no say on shadow in a loop
    mask = without_cast_shadow(found, image, backdrop, heard)
    mask = without_contact_shadow(mask, image, backdrop)
    mask = of_substance(mask, opinion, backdrop.shape[0] * backdrop.shape[1])
    if sees_shade is not None:
        mask = without_denied(mask, image, backdrop, opinion, sees_shade)
        if two is not None:
            mask = without_denied(mask, image, backdrop, two.either)
    if two is not None:
        mask = without_unseen(mask, backdrop.distance, two.either)
    mask = open_holes(mask, backdrop, opinion, found & ~mask)
    if two is not None:
        mask, opinion = with_agreed(mask, two), without_doubt(opinion, two)
    trusted = resolves_holes(mask, opinion)
    mask = tighten(mask, length(blur(image - from_lab(backdrop.field), 0.6)), sure=opinion > (0.95 if trusted else 1.0))
    mask = without_bites(up_to_contact(mask, image, backdrop, opinion), opinion) if trusted else mask
    mask = mended(mask, backdrop.distance, opinion, trusted)
    doubt = opinion if two is None else (opinion + np.minimum(opinion, two.each)) / 2.0  # one of them may see it open
    mask = open_openings(open_slits(mask, backdrop, opinion), image, backdrop, doubt)
    if sees_shade is None:
        return mask if two is None else without_faint(mask, backdrop.distance, two)
    mask = without_denied(mask, image, backdrop, opinion, sees_shade)
    if not sees_shade:  # the second network, that knows accessories
        mask = without_foreign(mask, backdrop.lab, opinion)
    if two is None:
        return mask
    return without_faint(without_denied(mask, image, backdrop, two.either), backdrop.distance, two)
