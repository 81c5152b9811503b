"""What one product does to a set that several share: rendered only where its shadow, colour and mirror image reach.

Where that is, is seen on a small picture of the set with the stand-in and without it. The two draw the same samples, so
that they differ by not a bit where no path meets the product.
"""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import ndimage as ndi

from tools.engines.color import LUMINANCE, srgb_to_linear
from tools.engines.image import Image, Mask
from tools.engines.progress import Progress
from tools.engines.studio import render, shapes
from tools.engines.studio.camera import View
from tools.engines.studio.glow import with_halos
from tools.engines.studio.job import KeptSet, Prepared, Tick, loaded, prepared
from tools.engines.studio.panes import behind_panes
from tools.specs.recipe import Recipe

COARSE, SAMPLES = 96, 32
"""Pixels along the small picture's longer side, and its samples."""

LEAST, WHOLE = 0.02, 0.05
"""Change of brightness from which on the product counts, and from which on all that is seen is rendered with it."""

SHARP, BROAD, OVER = 1.0, 4.0, 2.5
"""Small pixels over which noise is smoothed, for what has edges and for what is soft; of what has edges only what is
so many times as plain counts: a single bright path may be that, too."""

SPECK = 6
"""Small pixels of which a change has no fewer."""

ROUND = 2
"""Small pixels by which that is widened."""

PAD = 24
"""Pixels round what is rendered that the denoiser sees, too."""

DARK = 0.02
"""Linear luminance under which a change is no longer held against what was there."""

SOLID, RIM = 0.998, 3
"""Alpha from which on nothing is seen through, and pixels from the outline at which nothing is sampled any more."""

UNDER = -4e5
"""Height in millimetres at which the stand-in is out of the set, which is compiled as if it were there."""

Part = tuple[slice, slice]
"""Rows and columns of the frame."""

Places = NDArray[np.int64]


def render_on(empty: Image, recipe: Recipe, product: Image, folder: Path, tick: Tick, kept: KeptSet) -> Image:
    """Return the plate of the shared set of ``recipe`` with the product on it, H×W×3 linear, metered.

    ``empty`` is the plate without it, ``product`` (H×W×5) as of ``job.emptied``. Raises ``ToolFailed`` as
    ``job.render_job`` does.
    """
    ready = prepared(recipe, product, folder, tick, kept)
    clean = kept.guides(lambda: _guides(ready))
    share, haze = _reach(ready, recipe, product[..., 3], kept), _haze(ready)
    here = part_of(share)
    noisy = _rendered(ready, recipe, np.where(hidden(product[..., 3]), np.float32(0), share), tick)
    bare = (empty - haze) / ready.gain
    noisy = np.where(np.isnan(noisy), bare, noisy)[here]
    tick(Progress("denoise", 0.92))
    plate = render.denoised(noisy, _with_product(clean, product, here)) * ready.gain
    if ready.screened:
        plate = behind_panes(plate, np.ascontiguousarray(product[..., 3][here]), ready.view)
    return laid(plate + haze[here], share[here], empty, here)


def hidden(alpha: Mask) -> NDArray[np.bool_]:
    """Return where the photo with ``alpha`` (H×W) hides the set for good, away from its soft rim."""
    return np.asarray(ndi.binary_erosion(alpha > SOLID, iterations=RIM))


def laid(plate: Image, share: Mask, empty: Image, here: Part) -> Image:
    """Return ``empty`` (H×W×3) with ``plate`` in its part ``here`` as far as ``share`` counts there."""
    made = empty.copy()
    made[here] += (plate - made[here]) * share[..., None]
    return made


def render_empty(recipe: Recipe, product: Image, folder: Path, tick: Tick, kept: KeptSet) -> Image:
    """Return the plate of the set that ``recipe`` shares with nothing on it, H×W×3 linear; see ``render_patch``."""
    ready = prepared(recipe, product, folder, tick, kept)
    scene = _bare(ready)
    clean = kept.guides(lambda: _guides(ready))
    noisy = render.accumulate(ready.mitsuba, scene, recipe.samples, recipe.seed, _telling(tick))
    tick(Progress("denoise", 0.92))
    return np.asarray(render.denoised(noisy, clean) * ready.gain + _haze(ready), np.float32)


def _bare(ready: Prepared) -> Any:
    """Return the scene of the frame without the product."""
    sensor = shapes.sensor_of(ready.mitsuba, ready.view)
    return loaded(ready.mitsuba, {**ready.objects, "product": _away(ready), "sensor": sensor})


def _guides(ready: Prepared) -> render.Clean:
    """Return what guides the denoiser over the empty set, H×W: made once for all products on it."""
    return render.cleaned(render.guides(ready.mitsuba, _bare(ready)))


def _telling(tick: Tick) -> Callable[[float], None]:
    return lambda done: tick(Progress("render", 0.3 + 0.6 * done))


def _with_product(clean: render.Clean, product: Image, here: Part) -> render.Clean:
    """Return the empty set's guides of a part, and the photo's own colours where ``product`` (H×W×5) hides the set.

    What is rendered there hides under the photo; the denoiser must only not take it for the set beside it.
    """
    covered = product[..., 3][here][..., None] > 0.5
    facing = np.broadcast_to(np.array([0.0, 0.0, 1.0], np.float32), clean.normal[here].shape)
    return render.Clean(
        np.where(covered, srgb_to_linear(np.ascontiguousarray(product[..., :3][here])), clean.albedo[here]),
        np.where(covered, facing, clean.normal[here]),
        np.where(covered, np.float32(1), clean.grain[here]),
    )


def _rendered(ready: Prepared, recipe: Recipe, share: Mask, tick: Tick) -> Image:
    """Return the frame with the product on the set, H×W×3 linear, noisy, not metered; NaN where ``share`` is nothing.

    Only these pixels are sampled. Their places are variables, so that no part of the frame has a kernel of its own.
    """
    mitsuba, view = ready.mitsuba, ready.view
    sensor = shapes.sensor_of(mitsuba, view)
    scene = loaded(mitsuba, {**ready.objects, "sensor": sensor})
    places = np.nonzero(share > 0)
    total, done = np.zeros((len(places[0]), 3), np.float32), 0
    most = max(1, min(recipe.samples, render.PASS_RAYS // max(1, len(places[0]))))
    while done < recipe.samples:
        count = min(most, recipe.samples - done)
        seed = (recipe.seed * 1009 + done) % render.SEEDS
        total += sampled(mitsuba, scene, (places, view), count, seed) * np.float32(count)
        done += count
        _telling(tick)(done / recipe.samples)
    made = np.full((view.height, view.width, 3), np.nan, np.float32)
    made[places] = total / np.float32(recipe.samples)
    return made


def sampled(mitsuba: Any, scene: Any, of: tuple[tuple[Places, ...], View], count: int, seed: int) -> Image:
    """Return the mean light (n×3 linear) of ``count`` samples in each of n pixels; ``of``: their rows and columns, and
    the view."""
    (rows, columns), view = of
    sampler = mitsuba.load_dict({"type": "independent"})
    sampler.seed(seed, len(rows) * count)
    x, y = (np.ascontiguousarray(np.repeat(each, count), dtype=np.float32) for each in (columns, rows))
    within = sampler.next_2d()
    size = mitsuba.Point2f(view.width, view.height)
    place = (mitsuba.Point2f(mitsuba.Float(x), mitsuba.Float(y)) + within) / size
    lens = sampler.next_2d()
    ray, weight = scene.sensors()[0].sample_ray_differential(0.0, sampler.next_1d(), place, lens)
    light, _, _ = render.path_integrator(mitsuba).sample(scene, sampler, ray)
    film = np.array(light * weight, dtype=np.float32)
    colours = film.T if film.shape[0] == 3 else film
    return without_nan(colours.reshape(len(rows), count, 3))


def without_nan(samples: Image) -> Image:
    """Return the mean of ``samples`` (n×count×3) along the middle; those that are no number are left out."""
    known = np.isfinite(samples).all(-1, keepdims=True)
    total = np.where(known, samples, np.float32(0)).sum(1)
    return np.asarray(total / np.maximum(known.sum(1), 1), np.float32)


def _haze(ready: Prepared) -> Image:
    """Return what ``with_halos`` adds to a plate of the frame."""
    none = np.zeros((ready.view.height, ready.view.width, 3), np.float32)
    return with_halos(none, ready.built.parts, ready.view, ready.scene.light)


def _reach(ready: Prepared, recipe: Recipe, alpha: Mask, kept: KeptSet) -> Mask:
    """Return how far the product with ``alpha`` (H×W) counts in each pixel of the frame, H×W, 0..1."""
    import cv2

    small = ready.view.resized(COARSE / max(ready.view.width, ready.view.height))
    full = _seen(ready, small, recipe, ready.objects)
    empty = kept.glance(lambda: _seen(ready, small, recipe, {**ready.objects, "product": _away(ready)}))
    change = changed(full, empty)
    covered = cv2.resize(
        np.ascontiguousarray(alpha, dtype=np.float32), (small.width, small.height), interpolation=cv2.INTER_AREA
    )
    change = np.maximum(change, np.where(covered > 0.01, np.float32(1), np.float32(0)))
    wide = ndi.maximum_filter(without_specks(change), 2 * ROUND + 1)
    soft = np.clip((wide - LEAST) / (WHOLE - LEAST), 0.0, 1.0).astype(np.float32)
    share = cv2.resize(soft, (ready.view.width, ready.view.height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(share * share * (3 - 2 * share), np.float32)


def changed(full: Image, empty: Image) -> Mask:
    """Return how much brighter or darker ``full`` (h×w×3 linear) is than ``empty``, as a share, h×w, without noise."""
    gap, light = (np.asarray(each @ LUMINANCE, np.float32) for each in (full - empty, empty))
    sharp, broad = (
        np.abs(ndi.gaussian_filter(gap, sigma)) / (ndi.gaussian_filter(light, sigma) + np.float32(DARK))
        for sigma in (SHARP, BROAD)
    )
    return np.asarray(np.maximum(broad, sharp / np.float32(OVER)), np.float32)


def without_specks(change: Mask) -> Mask:
    """Return ``change`` (h×w) without what counts in few places only: bright paths that met the product by chance."""
    patches, count = ndi.label(change > LEAST, structure=np.ones((3, 3)))
    large = ndi.sum_labels(change > LEAST, patches, np.arange(count + 1)) >= SPECK
    return np.where(large[patches], change, np.float32(0)).astype(np.float32)


def part_of(share: Mask) -> Part:
    """Return the rows and columns of the frame in which ``share`` (H×W) is more than nothing, and some round them."""
    ends = []
    for axis, whole in ((1, share.shape[0]), (0, share.shape[1])):
        there = np.flatnonzero((share > 0).any(axis))
        first, last = (int(there[0]), int(there[-1]) + 1) if len(there) else (0, 1)
        ends.append(slice(max(0, first - PAD), min(whole, last + PAD)))
    return ends[0], ends[1]


def _seen(ready: Prepared, view: View, recipe: Recipe, objects: dict[str, Any]) -> Image:
    """Return a small picture of the set with ``objects``, h×w×3 linear: all samples in one pass."""
    mitsuba = ready.mitsuba
    scene = loaded(mitsuba, {**objects, "sensor": shapes.sensor_of(mitsuba, view)})
    film = np.array(mitsuba.render(scene, integrator=render.path_integrator(mitsuba), spp=SAMPLES, seed=recipe.seed))
    return render.without_holes(film[..., :3].astype(np.float32)) * ready.gain


def _away(ready: Prepared) -> Any:
    """Return the stand-in far under the set: the same kinds of objects, so that nothing is compiled anew."""
    return shapes.to_stand_in(
        ready.mitsuba, replace(ready.body, vertices=ready.body.vertices + np.array([0.0, UNDER, 0.0], np.float32))
    )
