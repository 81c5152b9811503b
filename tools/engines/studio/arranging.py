"""Props round a product: several seeded arrangements are tried, and the one that breaks the fewest rules is taken.

The tries depend on the look alone, so that thirty products in it are one campaign, and two looks are not alike.
"""

import math
from dataclasses import dataclass, replace
from zlib import crc32

import numpy as np

from tools.engines.studio.composed import Fault, Stage, faults, stage_for, weight
from tools.engines.studio.display_sets import carriers
from tools.engines.studio.lights import direction, rig_of
from tools.engines.studio.mesh import Mesh, cylinder, rounded_box, transform
from tools.engines.studio.part import Extent, Part
from tools.engines.studio.props.blossoms import blossoms
from tools.engines.studio.props.catalog import make_prop
from tools.engines.studio.settling import Deck, deck_of, grounded, moved_in
from tools.engines.studio.spots import SPOTTED, Spot, Way, placed_props
from tools.engines.studio.tints import mixed
from tools.engines.studio.tops import WIDEST
from tools.specs.scene import Scene

LEFT_OUT = 6.0
"""What a prop without a place weighs beside ``WEIGHTS``."""

SHRUNK = {"flowers": 0.75, "candle": 0.75, "book": 0.75, "ribbon": 0.45}
"""Least share of its usual size that a prop of a size in life is shown in, 0.4 of most: no vase as high as a thumb."""

TRIES = 7
"""Arrangements that are tried before the least bad one is taken."""

HOLDS = frozenset({"before", "words", "unseen", "perch", "hidden", "edge", "tiny", "crowds"})
"""Rules that no prop may break: it is left out, and said."""

CLEAR_OF_RIM = 0.05
"""Room between a support and what stands on the ground beside it, in frame widths."""

BEFORE = 0.30
"""How far before the product a low thing lies, in frame widths."""

FLATTEST_BALL = 0.8
"""As flat as a ball may be made to be seen round; flatter, its shadow gives it away."""

DYED = 0.6
"""How far dried flowers take on a palette's colour: their own, straw to white, stays under it."""

TURNED, BROWNED = {"autumn_wood": "#9c5526"}, 0.72
"""Looks whose leaves have turned, to which colour, and how far."""

BLOOM = frozenset({"spring_blossom", "valentine_silk"})
"""Looks whose twigs are in bloom: those of flowers, where no vase has room."""

LEAST_TWIG = 0.30
"""Length down to which such a twig is made shorter, in frame widths: the frame may cut it."""

Placed = tuple[str, list[Part]]


@dataclass(frozen=True)
class Arranged:
    """The props of a set: their parts, the names of those that have no place, and the rules that are still broken."""

    parts: tuple[Part, ...] = ()
    left: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()


def arranged(scene: Scene, frame_mm: float, extent: Extent, floor: float, seed: int) -> Arranged:
    """Return the props of ``scene`` round the product, arranged as well as they can be.

    ``floor`` is the height of the ground beside the support, in millimetres.
    """
    if not any(name in SPOTTED for name in scene.props):
        return Arranged()
    deck = deck_of(scene, frame_mm, extent, floor)
    stage = stage_for(
        extent, frame_mm, scene.caption, direction(rig_of(scene, extent.from_above).lamps[0]),
        carriers(scene, frame_mm, extent, seed), None if deck is None else _lid(deck),
    )  # fmt: skip
    best, least = Arranged(), math.inf
    for way in ways(scene):
        standing, left = placed_props(scene, frame_mm, extent, floor, way)
        made, found = [], []
        for index, (name, spot) in enumerate(standing):
            parts, well = _settled(name, spot, (stage, deck), seed + index, scene)
            made.append((name, parts))
            found += [] if well else [Fault("perch", name)]
            found += [Fault("tiny" if name in SHRUNK else "small", name)] if _tiny(name, spot, frame_mm) else []
        found += faults(stage, [(name, [part.mesh for part in parts]) for name, parts in made])
        bad = weight(found) + LEFT_OUT * len(left)
        if bad < least:
            best, least = _kept(made, tuple(found), left), bad
        if bad == 0.0:
            break
    return best


def _tiny(name: str, spot: Spot, frame_mm: float) -> bool:
    """Say whether a prop's place is far too small for it."""
    return spot.size < SHRUNK.get(name, 0.4) * SPOTTED[name] * frame_mm


def _kept(made: list[Placed], found: tuple[Fault, ...], left: list[str]) -> Arranged:
    """Return the props but for those that break a rule of ``HOLDS``."""
    gone = {fault.prop for fault in found if fault.rule in HOLDS}
    parts = tuple(part for name, parts in made if name not in gone for part in parts)
    return Arranged(parts, (*left, *sorted(gone)), tuple(fault for fault in found if fault.prop not in gone))


def ways(scene: Scene) -> tuple[Way, ...]:
    """Return the arrangements to try for ``scene``, the last as plain as can be: the same set gives the same ones."""
    words = (scene.look, scene.arrangement)  # of an edited set all that stays keeps its place
    random = np.random.default_rng([crc32(repr(words).encode()), 29])
    first = random.random() < 0.5
    tried = [
        Way(
            order=(scene.arrangement + int(random.integers(0, 4))) % 4,
            mirrored=first if number % 2 == 0 else not first,
            larger=float(random.uniform(0.84, 1.12)),
            aside=float(random.uniform(0.0, 0.06)),
            back=float(random.uniform(-0.06, 0.02)),
            tucked=float(random.choice([0.0, 0.0, 0.10])),
        )
        for number in range(TRIES - 1)
    ]
    return (*tried, Way(order=scene.arrangement))


def _beside(meshes: list[Mesh], spot: Spot, frame_mm: float, extent: Extent) -> tuple[float, float]:
    """Return (x, z) that put a prop's near side at the spot's edge.

    What is too wide for that lies before the product if it is too low to hide any of it, and else behind it.
    """
    corners = np.concatenate([mesh.vertices for mesh in meshes])
    inner = -corners[:, 0].min() if spot.side > 0 else corners[:, 0].max()
    x = spot.edge + float(inner)
    if x < 0.50 * frame_mm:
        return spot.side * x, spot.z
    before = BEFORE * frame_mm - float(corners[:, 2].min())
    if extent.hidden_by(float(corners[:, 1].max()) + spot.y, before + float(corners[:, 2].min())) <= 0.0:
        return spot.side * 0.37 * frame_mm, before
    return spot.side * 0.40 * frame_mm, min(spot.z, -0.22 * frame_mm - float(corners[:, 2].max()))


def _lid(deck: Deck) -> Mesh:
    """Return the top of a support as a thin mesh."""
    top = deck.top
    made = cylinder(top.wide / 2, 0.01, 0.001) if deck.round else rounded_box((top.wide, 0.01, top.deep), 0.001)
    return transform(made, shift=(top.x, -0.005, top.z))


def _settled(name: str, spot: Spot, on: tuple[Stage, Deck | None], seed: int, scene: Scene) -> tuple[list[Part], bool]:
    """Return (a prop where it comes to rest, whether it stands well there): nearer to the middle of its support, or
    on the ground beside, where it would stand on the rim."""
    made, well = _rested(name, spot, on, seed, scene)
    stage, deck = on
    if well or deck is None or stage.extent.from_above or spot.y < 0.0:
        return made, well
    mm = stage.frame.mm
    size = _size(name, spot, mm)
    edge = abs(deck.top.x) + deck.top.wide / 2 + CLEAR_OF_RIM * mm
    nearer = replace(spot, z=deck.top.z - 0.02 * mm, size=0.85 * size)
    beside = replace(spot, y=deck.floor, edge=edge, z=0.02 * mm, size=0.6 * size)
    for other in (nearer, beside):
        again, well = _rested(name, other, on, seed, scene)
        if well:
            return again, True
    return made, False


def _rested(name: str, spot: Spot, on: tuple[Stage, Deck | None], seed: int, scene: Scene) -> tuple[list[Part], bool]:
    """Return (a prop at its spot, moved into the frame or clearly out of it, whether its ground carries it)."""
    stage, deck = on
    parts = _prop(name, spot, stage.frame.mm, stage.extent, seed, scene)
    move = moved_in(stage, name, [part.mesh for part in parts], spot.side)
    if move.larger != 1.0:
        smaller = replace(spot, size=move.larger * _size(name, spot, stage.frame.mm))
        parts = _prop(name, smaller, stage.frame.mm, stage.extent, seed, scene)
        again = moved_in(stage, name, [part.mesh for part in parts], spot.side, made_anew=True)
        move = replace(again, larger=1.0)
    parts = [replace(part, mesh=transform(part.mesh, shift=(move.x, 0.0, move.z))) for part in parts]
    down, well = grounded([part.mesh for part in parts], spot.y, deck, stage)
    return [replace(part, mesh=transform(part.mesh, shift=(0.0, -down, 0.0))) for part in parts], well


def _size(name: str, spot: Spot, frame_mm: float) -> float:
    """Return the size of a prop at its spot: its usual one there, or what the place has room for."""
    return min(SPOTTED[name] * frame_mm * spot.larger, spot.size)


def _prop(name: str, spot: Spot, frame_mm: float, extent: Extent, seed: int, scene: Scene) -> list[Part]:
    size = _size(name, spot, frame_mm)
    if name == "sphere" and not extent.from_above:
        size = min(size, WIDEST * frame_mm - spot.edge)
    random = np.random.default_rng(seed)
    yaw = float(random.uniform(-25, 25))
    parts = []
    blooms = name == "branch" and scene.look in BLOOM
    made_parts = blossoms(max(size, LEAST_TWIG * frame_mm), seed) if blooms else make_prop(name, size, seed)
    upright = _looking_round(extent) if name == "sphere" else 1.0
    turned = [transform(made.mesh, scale=(1.0, upright, 1.0), yaw=yaw) for made in made_parts]
    x, z = _beside(turned, spot, frame_mm, extent)
    for made, mesh in zip(made_parts, turned, strict=True):
        mesh = transform(mesh, shift=(x, spot.y, z))
        parts.append(Part(mesh, made.material, _prop_tint(made.material, made.tint, scene), seed))
    return parts


def _looking_round(extent: Extent) -> float:
    """Return how tall a ball is made, in shares of its width, to be seen round.

    The film of a view camera stays upright: looked down upon, a ball is drawn as an egg, sqrt(1 + tan²) tall.
    """
    down = 0.0 if extent.from_above else extent.eye_height / extent.eye_distance
    return max(FLATTEST_BALL, math.sqrt(max(0.0, 1.0 - down**2)))


def _prop_tint(material: str, own: str | None, scene: Scene) -> str | None:
    """Return a prop's colour: cloth and ceramics follow what is said of them, or the palette's third colour."""
    if material == "blade" and own and scene.look in TURNED:
        return mixed(own, TURNED[scene.look], BROWNED)
    if material not in ("ceramic", "stoneware", "cloth", "ribbon", "petal"):
        return own
    said = scene.prop_tint or (scene.palette[2] if len(scene.palette) > 2 else None)
    return mixed(own, said, DYED) if said and own and material == "petal" else said or own
