"""Ordinary classes that stand where the slow engines and the planner stand."""

import hashlib
import io
import time
from collections.abc import Callable, Sequence
from typing import Literal

import numpy as np
from PIL import Image as PillowImage
from pydantic import Field

from tools.context import Context, Result
from tools.engines.cutout.result import CutOut
from tools.engines.generative.task import Ability, Motion, Painted, Task
from tools.engines.image import Bytes8, Image, as_float, to_bytes
from tools.engines.progress import Cancelled, Progress, Report
from tools.engines.studio.shots import Footage, Shot
from tools.errors import Refused, ToolFailed
from tools.specs.asset import Asset
from tools.specs.base import Spec, digest
from tools.specs.brief import Brief
from tools.specs.plan import Plan
from tools.specs.product import Product
from tools.specs.recipe import Recipe
from tools.specs.style import Style, StyleHit, same
from tools.specs.words import LightName

SET = (0.30, 0.25, 0.20)


class FakeCutter:
    """Takes an ellipse in the middle for the product."""

    def cut(self, image: Image | Bytes8) -> CutOut:
        image = as_float(image)
        height, width = image.shape[:2]
        rows, columns = np.mgrid[0:height, 0:width]
        inside = ((rows - height / 2) / (height / 3)) ** 2 + ((columns - width / 2) / (width / 3)) ** 2 < 1
        return CutOut(alpha=inside.astype(np.float32), foreground=image.copy(), confidence=0.9)


class FakeStudio:
    """Gives an even plate, each geometry its own shade, in ``passes`` passes of ``seconds``; stops when cancelled."""

    def __init__(self, passes: int = 1, seconds: float = 0.0) -> None:
        self.renders = 0
        self.films = 0
        self.on_sets = 0
        self.warmed_up = 0
        self.closed = False
        self._passes = passes
        self._seconds = seconds

    def render(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        self.renders += 1
        for number in range(self._passes):
            time.sleep(self._seconds)
            if cancelled():
                raise ToolFailed("The render was cancelled.")
            report(Progress("render", (number + 1) / self._passes))
        shade = 0.5 + int(digest(recipe)[:4], 16) / 65536
        return np.broadcast_to(np.array(SET, np.float32) * np.float32(shade), (recipe.height, recipe.width, 3)).copy()

    def lights(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> dict[LightName, Image]:
        """Three quarters of the plate's light come from the left and are the key's, the rest fills."""
        plate = self.render(recipe, product, report, cancelled)
        across = np.linspace(1.0, 0.5, recipe.width, dtype=np.float32)[None, :, None]
        return {"key": plate * across, "fill": plate * (1 - across)}

    def film(
        self, recipe: Recipe, product: Image, shots: tuple[Shot, ...], report: Report, cancelled: Cancelled
    ) -> Footage:
        """Give a striped wall at half the product's nearness over a ground that comes nearer, dark where turned."""
        plates = tuple(self._striped(recipe, shot) for shot in shots)
        if cancelled():
            raise ToolFailed("The render was cancelled.")
        self.films += 1
        report(Progress("render", 1.0))
        room = shots[0].room if shots else (0, 0)
        rows = np.linspace(0.5, 1.2, recipe.height + 2 * room[1], dtype=np.float32)[:, None]
        return Footage(plates, np.repeat(np.maximum(rows, 0.7), recipe.width + 2 * room[0], 1))

    def empty(self, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Give the plate of the set that is shared, by its own shade."""
        assert product.shape[-1] == 5
        return self.render(recipe.emptied(), product, report, cancelled)

    def on_set(self, empty: Image, recipe: Recipe, product: Image, report: Report, cancelled: Cancelled) -> Image:
        """Give the empty plate with its lower half in shadow."""
        self.on_sets += 1
        made = empty.copy()
        made[recipe.height // 2 :] = 0.1
        return made

    def _striped(self, recipe: Recipe, shot: Shot) -> Image:
        width, height = recipe.width + 2 * shot.room[0], recipe.height + 2 * shot.room[1]
        x = np.arange(width) - shot.room[0]
        wall = (
            0.5 + 0.2 * np.sin(x / 6.0) - 0.3 * (np.abs(x - recipe.width * (0.5 - shot.turn / 90)) < recipe.width / 8)
        )
        tint = np.array(dict(shot.lights).get("key", (1.0, 1.0, 1.0)), np.float32)
        return np.broadcast_to(wall[None, :, None], (height, width, 3)).astype(np.float32) * tint

    def warm_up(self) -> None:
        self.warmed_up += 1

    def close(self) -> None:
        self.closed = True


class FakeStyles:
    """Keeps styles in a dict; what is named in the words comes first, all else scores by shared words."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], Style] = {}
        self.looks: dict[tuple[str, str], Sequence[float]] = {}
        self.closed = False

    def remember(self, style: Style, look: Sequence[float] | None) -> None:
        key = (same(style.brand), same(style.name))
        self.kept[key] = style
        self.looks.pop(key, None)
        if look is not None:
            self.looks[key] = look

    def recall(self, brand: str, words: str, most: int = 3) -> tuple[StyleHit, ...]:
        said = set(same(words).split())
        hits = [StyleHit(style=style, score=_shared(said, style)) for style in self.all(brand)]
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:most])

    def alike(self, brand: str, look: Sequence[float], most: int = 3) -> tuple[StyleHit, ...]:
        ours = [key for key in self.looks if key[0] == same(brand)]
        hits = [StyleHit(style=self.kept[key], score=_cosine(look, self.looks[key])) for key in ours]
        return tuple(sorted(hits, key=lambda hit: -hit.score)[:most])

    def meant(self, brand: str, words: str) -> tuple[Style, ...]:
        hits = self.recall(brand, words, 9)
        named = tuple(hit.style for hit in hits if hit.score >= 1.0)
        return named or tuple(hit.style for hit in hits if hit.score > 0.0)

    def find(self, brand: str, name: str) -> Style | None:
        return self.kept.get((same(brand), same(name)))

    def all(self, brand: str) -> tuple[Style, ...]:
        return tuple(style for key, style in sorted(self.kept.items()) if key[0] == same(brand))

    def brands(self) -> tuple[str, ...]:
        return tuple(sorted({style.brand for style in self.kept.values()}))

    def forget(self, brand: str, name: str) -> bool:
        self.looks.pop((same(brand), same(name)), None)
        return self.kept.pop((same(brand), same(name)), None) is not None

    def traces(self, style: Style) -> int:
        return sum(style.note in kept.note for kept in self.kept.values() if style.note)

    def close(self) -> None:
        self.closed = True


def _shared(said: set[str], style: Style) -> float:
    told = set(same(style.note).split())
    return 1.0 if same(style.name) in said else len(said & told) / (1 + len(said | told))


def _cosine(first: Sequence[float], second: Sequence[float]) -> float:
    return float(np.dot(first, second) / (np.linalg.norm(first) * np.linalg.norm(second)))


class ScriptedPlanner:
    """Gives the plans it was handed, one a brief, the last one for ever; keeps the briefs it saw."""

    def __init__(self, *plans: Plan) -> None:
        self._plans = list(plans)
        self.briefs: list[Brief] = []

    def plan(self, brief: Brief) -> Plan:
        self.briefs.append(brief)
        return self._plans.pop(0) if len(self._plans) > 1 else self._plans[0]


class PaintArgs(Spec):
    """What to paint."""

    product: str | None = Field(default=None, description="the photo")
    colour: Literal["red", "green"] = Field(default="red", description="the paint")
    strength: float = Field(default=0.5, ge=0.0, le=1.0)


def paint(args: PaintArgs, context: Context) -> Result:
    """Paint a square; a fake of a tool that makes a picture."""
    if args.strength == 1.0:
        raise ToolFailed("Too strong.")
    if args.strength == 0.99:
        raise ZeroDivisionError("a bug")
    square = np.full((20, 20, 3), [255, 0, 0] if args.colour == "red" else [0, 255, 0], np.uint8)
    square[0, 0, 2] = round(args.strength * 100)
    parent = context.store.ledger.find_asset(args.product, context.thread).id if args.product else None
    square[0, 1] = list(bytes.fromhex((parent or "000000")[:6]))
    data = png(square)
    asset = kept(data, context, "paint", parent)
    return Result(f"Painted {args.colour}.", (asset,), {"colour": args.colour})


class ShootArgs(Spec):
    """What to shoot."""

    product: str = Field(description="the photo")


def shoot(args: ShootArgs, context: Context) -> Result:
    """Render for as long as the studio takes; a fake of a tool that is slow."""
    source = context.store.ledger.find_asset(args.product, context.thread)
    place = {"scale": 1.0, "x": 0, "y": 0}
    hashes = {"source_sha256": source.sha256, "cutout_sha256": source.sha256}
    recipe = Recipe.model_validate({"tool": "shoot", **hashes, "width": 20, "height": 20, "placement": place})
    plate = context.studio.render(recipe, np.zeros((20, 20, 4), np.float32), context.report, context.cancelled)
    return Result("Shot.", (kept(png(to_bytes(plate)), context, "shoot", source.id),))


def kept(data: bytes, context: Context, tool: str, parent: str | None) -> Asset:
    sha256 = context.store.images.put(data, "png")
    asset = Asset(id=sha256[:16], sha256=sha256, suffix="png", width=20, height=20, tool=tool, parent=parent, note="")
    context.store.ledger.save_asset(asset, context.thread)
    return asset


def fake_price(tool: str, args: dict[str, object]) -> int:
    """Return 4 for what makes a picture, 0 for all else."""
    return 4 if tool in ("paint", "shoot") else 0


def fake_allow(tool: str, product: Product | None, mode: str | None = None) -> None:
    """Refuse to paint a refused product, as the real policy does."""
    if tool == "paint" and product is not None and product.refusal is not None:
        raise Refused(product.refusal.rule, product.refusal.reason, product.refusal.advice)


def png(pixels: Bytes8, **options: object) -> bytes:
    """Return a PNG of 8-bit pixels."""
    return encoded(PillowImage.fromarray(pixels), "PNG", **options)


def encoded(picture: PillowImage.Image, kind: str, **options: object) -> bytes:
    """Return a picture as a file's bytes."""
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def photo(width: int = 64, height: int = 48, seed: int = 0) -> PillowImage.Image:
    """Return a grey ellipse with some grain on white: as much of a product photo as the fakes need."""
    grain = np.random.default_rng(seed).integers(0, 8, (height, width, 3))
    cut = FakeCutter().cut(np.zeros((height, width, 3), np.float32))
    pixels = np.where(cut.alpha[..., None] > 0, 120, 245) + grain
    return PillowImage.fromarray(pixels.astype(np.uint8))


def pattern(width: int = 64, height: int = 48, seed: int = 0) -> PillowImage.Image:
    """Return a photo that looks like no other: broad patches of random colours."""
    patches = np.random.default_rng(seed).integers(0, 256, (6, 8, 3)).astype(np.uint8)
    return PillowImage.fromarray(patches).resize((width, height), PillowImage.Resampling.BICUBIC)


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


class FakePainter:
    """Paints the same thing at each call: ``picture`` of the task's size, or what it makes of the start."""

    def __init__(
        self,
        *pictures: Callable[[Task], Image],
        abilities: frozenset[Ability] = frozenset({"inpaint"}),
        cents: float | None = 0.0,
    ) -> None:
        self.abilities = abilities
        self.tasks: list[Task] = []
        self.motions: list[Motion] = []
        self._pictures = pictures or (another_set,)
        self._cents = cents

    def paint(self, task: Task, report: Report, cancelled: Cancelled) -> Painted:
        if cancelled():
            raise ToolFailed("Painting was cancelled; nothing was charged.")
        make = self._pictures[min(len(self.tasks), len(self._pictures) - 1)]
        self.tasks.append(task)
        report(Progress("paint", 1.0))
        return Painted(make(task), "fake", self._cents)

    def move(self, motion: Motion, report: Report, cancelled: Cancelled) -> tuple[Image, ...]:
        if cancelled():
            raise ToolFailed("Painting was cancelled; nothing was charged.")
        self.motions.append(motion)
        report(Progress("paint", 1.0))
        ways = np.linspace(0.0, 0.2, motion.frames, dtype=np.float32)
        return tuple(np.clip(motion.start * (1 - way) + way, 0, 1).astype(np.float32) for way in ways)


def another_set(task: Task) -> Image:
    """A warm slope of light all over, the product's place included: a model that keeps nothing."""
    height, width = task.mask.shape
    slope = np.linspace(0.35, 0.65, height, dtype=np.float32)[:, None, None] * np.array([1.1, 1.0, 0.85], np.float32)
    return np.broadcast_to(slope, (height, width, 3)).astype(np.float32).copy()
