"""Fits how far a cut-out can be trusted, on pictures with exact mattes.

    python -m training.confidence FOLDER... [--check FOLDER] [--write]

Each FOLDER holds ``images/NAME.jpg`` and ``gt/NAME.png`` (straight alpha), as ``training.staged`` makes them. What a
cut gave is kept beside them in ``cut``, so that a run that was stopped goes on and a new sign costs no new cut. The
kind of a picture is its name up to the first ``_``, and its fold: each kind is told by a model that never saw it.
``--check``: a folder that is only measured. ``--write`` puts the model where the cutter reads it.
"""

import argparse
import json
import logging
from dataclasses import dataclass
from pathlib import Path
from tempfile import gettempdir

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PillowImage

from tools.engines.cutout.backdrop import Backdrop, read_backdrop
from tools.engines.cutout.confidence import GOOD, WEIGHTS, Model
from tools.engines.cutout.lab import Region
from tools.engines.cutout.network import accessory
from tools.engines.cutout.pipeline import ClassicCutter
from tools.engines.cutout.signs import NAMES, Opinions, read_signs
from tools.engines.image import Image, Mask, to_bytes

LOG = logging.getLogger("confidence")
CUTS = Path(gettempdir()) / "parure-cuts"
"""Where cut-outs are kept by folder, for the next fit; delete it when the cutter has changed."""

SHIPPED = Path(__file__).parents[1] / "tools" / "engines" / "weights" / WEIGHTS
LEAST = 3e-4
"""Error below which two cut-outs are equally good."""
STIFFNESS = 64.0
"""Ridge penalty, in pictures: the best of 8 to 1024 in five folds of our own, and better than 8 by kinds."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Rows:
    """Pictures: names (N), signs (N×signs), and mean absolute alpha differences (N)."""

    names: list[str]
    signs: Floats
    errors: Floats

    def only(self, chosen: NDArray[np.bool_]) -> "Rows":
        """Return the pictures that are ``chosen`` (N)."""
        names = [name for name, here in zip(self.names, chosen, strict=True) if here]
        return Rows(names, self.signs[chosen], self.errors[chosen])

    @property
    def kinds(self) -> NDArray[np.str_]:
        """The kind of each picture (N)."""
        return np.array([name.split("_")[0] for name in self.names])


def measured(folder: Path) -> Rows:
    """Return the pictures of ``folder`` on which a product was found."""
    rows = [(file.stem, *_one(file, folder)) for file in sorted((folder / "images").iterdir())]
    rows = [row for row in rows if len(row[1])]
    return Rows([row[0] for row in rows], np.array([row[1] for row in rows]), np.array([row[2] for row in rows]))


def _one(photo: Path, folder: Path) -> tuple[Floats, float]:
    """Return signs and error of one picture, no signs where no product was found."""
    with PillowImage.open(photo) as opened:
        image = np.asarray(opened.convert("RGB"), np.float32) / 255
    kept_at = CUTS / folder.resolve().name / f"{photo.stem}.npz"
    if not kept_at.exists():
        kept_at.parent.mkdir(parents=True, exist_ok=True)
        np.savez_compressed(kept_at, **cut(image))
    kept = np.load(kept_at)
    with PillowImage.open(folder / "gt" / f"{photo.stem}.png") as opened:
        true = np.asarray(opened.convert("RGBA"))[..., 3] / 255.0
    error = float(np.abs(kept["alpha"] / 255.0 - true).mean())
    if not kept["mask"].any():
        return np.zeros(0), error
    alpha, fused, first = (_whole(kept[name]) for name in ("alpha", "opinion", "first"))
    opinions = Opinions(fused, first, _whole(kept["second"]) if "second" in kept else None)
    return read_signs(image, alpha, kept["mask"], opinions, read_backdrop(image)), error


def _whole(share: NDArray[np.uint8]) -> Mask:
    return share.astype(np.float32) / np.float32(255.0)


def cut(image: Image) -> dict[str, NDArray[np.generic]]:
    """Return alpha, mask and the networks' opinions of ``image`` (up to 1.5 MP), each H×W, in 8 bits."""
    seen: dict[str, NDArray[np.generic]] = {}

    def judge(working: Image, alpha: Mask, mask: Region, opinions: Opinions, backdrop: Backdrop) -> float:
        seen.update(mask=mask, alpha=to_bytes(alpha), opinion=to_bytes(opinions.fused), first=to_bytes(opinions.first))
        if opinions.second is not None:
            seen["second"] = to_bytes(opinions.second)
        return 0.0

    ClassicCutter(second=accessory, judge=judge).cut(image)
    return seen


def fitted(rows: Rows) -> Model:
    """Return ridge regression of the log error with no weight under 0, and Platt's curve of being ``GOOD`` over it."""
    from scipy.optimize import lsq_linear, minimize

    middle, spread = rows.signs.mean(0), rows.signs.std(0) + 1e-6
    inputs, target = (rows.signs - middle) / spread, np.log(np.maximum(rows.errors, LEAST))
    held = np.vstack([inputs, STIFFNESS**0.5 * np.eye(len(NAMES))])
    weights = lsq_linear(held, np.append(target - target.mean(), np.zeros(len(NAMES))), (0, np.inf)).x / spread
    constant = float(target.mean() - middle @ weights)
    told, good = rows.signs @ weights + constant, rows.errors <= GOOD

    def surprise(curve: Floats) -> float:
        exponent = curve[0] * (told - curve[1])
        return float(np.where(good, np.logaddexp(0, exponent), np.logaddexp(0, -exponent)).mean())

    slope, turn = minimize(surprise, np.array([1.5, np.log(GOOD)]), method="Nelder-Mead").x
    return Model(weights, constant, float(slope), float(turn))


def caught(errors: Floats, trust: Floats) -> float:
    """Return which share of the worst fifth by error is among the three tenths that are trusted least."""
    count = len(errors)
    worst, doubted = np.argsort(-errors)[: round(0.2 * count)], np.argsort(trust)[: round(0.3 * count)]
    return len(np.intersect1d(worst, doubted)) / max(len(worst), 1)


def report(rows: Rows, trust: Floats, title: str) -> None:
    """Print what the confidence is worth on pictures that the model has not seen."""
    good = rows.errors <= GOOD
    LOG.info(
        f"{title}: {len(good)} pictures, {good.mean():.0%} good, worst fifth caught {caught(rows.errors, trust):.0%}"
    )
    unplain = rows.signs[:, NAMES.index("unplain")] > 0.5
    for name, part in (("plain", ~unplain), ("clutter", unplain), *((k, rows.kinds == k) for k in set(rows.kinds))):
        if part.sum() >= 20:
            LOG.info(f"  {name}: {part.sum()} pictures, caught {caught(rows.errors[part], trust[part]):.0%}")
    fifths = np.minimum((trust * 5).astype(int), 4)
    there = [fifths == k for k in range(5)]
    for k, part in enumerate(there):
        if part.any():
            LOG.info(
                f"  {k / 5:.1f} to {k / 5 + 0.2:.1f}: {part.sum():4d}, "
                f"told {trust[part].mean():.2f}, good {good[part].mean():.2f}"
            )
    gap = sum(part.mean() * abs(trust[part].mean() - good[part].mean()) for part in there if part.any())
    blind = good.mean() * (1 - good.mean())
    LOG.info(f"  Brier {np.mean((trust - good) ** 2):.3f} (always the mean: {blind:.3f}), ECE {gap:.3f}")


def crossed(rows: Rows) -> Floats:
    """Return the confidence of each picture (N) by a model that saw none of its kind."""
    trust = np.zeros(len(rows.names))
    for kind in set(rows.kinds):
        model = fitted(rows.only(rows.kinds != kind))
        for at in np.flatnonzero(rows.kinds == kind):
            trust[at] = model.good(rows.signs[at])
    return trust


def _told(model: Model) -> str:
    weights = {name: round(float(w), 4) for name, w in zip(NAMES, model.weights, strict=True) if w > 5e-5}
    curve = {name: round(float(getattr(model, name)), 4) for name in ("constant", "slope", "turn")}
    return json.dumps({"weights": weights, **curve}, indent=1) + "\n"


def main() -> None:
    """Measure, fit, report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+")
    parser.add_argument("--check", type=Path)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    parts = [measured(folder) for folder in options.folders]
    names = [name for part in parts for name in part.names]
    rows = Rows(names, np.concatenate([p.signs for p in parts]), np.concatenate([p.errors for p in parts]))
    report(rows, crossed(rows), "each kind by a model that never saw it")
    model = fitted(rows)
    LOG.info(_told(model))
    if options.check:
        others = measured(options.check)
        report(others, np.array([model.good(signs) for signs in others.signs]), options.check.name)
    if options.write:
        SHIPPED.write_text(_told(model), encoding="utf-8")


if __name__ == "__main__":
    main()
