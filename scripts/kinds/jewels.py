"""Hard accessories from a few numbers each, for the classifier to learn on. Millimetres, y up; rough on purpose."""

from collections.abc import Callable

import numpy as np

from kinds.stuff import Stuff, gem, metal_like, pearl
from samples.mesh import Mesh, Points, lathe, sphere, spline, superellipse, sweep, tube
from samples.ring import brilliant

Rng = np.random.Generator
Thing = list[tuple[Mesh, Stuff]]
UP = (0.0, 1.0, 0.0)
FRONT = (0.0, 0.0, 1.0)


def circle(radius: float, count: int = 160, start: float = 0.0, end: float = 360.0) -> Points:
    """Return points of an arc in the x-y plane; a full turn leaves its last point out."""
    angle = np.radians(np.linspace(start, end, count, endpoint=end - start < 360.0))
    return np.stack([np.cos(angle), np.sin(angle), 0 * angle], -1) * radius


def moved(thing: Thing, x: float = 0.0, y: float = 0.0, z: float = 0.0) -> Thing:
    """Return the thing shifted."""
    return [(mesh.moved(x, y, z), stuff) for mesh, stuff in thing]


def turned(thing: Thing, axis: str, degrees: float) -> Thing:
    """Return the thing turned about an axis."""
    return [(mesh.turned(axis, degrees), stuff) for mesh, stuff in thing]


def ring(rng: Rng) -> Thing:
    """Return a band, plain or with a head: a stone, a row of stones, a signet, a twist; now and then two bands."""
    inner, metal = rng.uniform(8.0, 10.2), metal_like(rng)
    thick, wide = rng.uniform(1.2, 2.4), rng.uniform(1.6, 8.0)
    profile = superellipse(thick, wide, rng.uniform(2.0, 5.0), 48)
    path = circle(inner + thick / 2)
    kind = rng.integers(6)
    if kind == 4:
        path = path + np.array([0, 0, 1.0]) * np.sin(np.linspace(0, 2 * np.pi * rng.integers(1, 9), 160))[:, None]
    thing: Thing = [(sweep(path, profile, FRONT, closed=True), metal)]
    top = inner + thick
    if kind in (0, 1):
        radius, stone = rng.uniform(1.6, 5.0), gem(rng)
        thing.append((brilliant(radius).moved(y=top + radius * 0.9), stone))
        thing += [
            (tube(spline([[0.3 * x, top - 0.5, 0.3 * z], [x, top + radius, z]], 12), 0.35, FRONT), metal)
            for x, z in radius * 0.98 * np.array([[0.7, 0.7], [-0.7, 0.7], [0.7, -0.7], [-0.7, -0.7]])
        ]
    elif kind == 2:
        seal = superellipse(rng.uniform(8, 15), rng.uniform(8, 15), rng.uniform(2, 8))
        path = np.array([[0, top - 1.0, 0], [0, top + 1.2, 0]])
        thing.append((sweep(path, seal, FRONT), metal))
    elif kind == 3:
        stones, stone = int(rng.integers(5, 15)), gem(rng)
        for angle in np.linspace(30, 150, stones):
            one = brilliant(1.3).moved(y=top + 0.5)
            thing.append((one.turned("z", angle - 90.0), stone))
    if rng.random() < 0.15:
        other = turned(ring(rng), "y", rng.uniform(-60, 60))
        return thing + moved(other, x=rng.uniform(14, 24) * rng.choice([-1, 1]), z=rng.uniform(-8, 8))
    return thing


def _links(path: Points, rng: Rng, stuff: Stuff) -> Thing:
    """Return a chain along ``path`` (in order, about evenly spaced): links, beads or a rope."""
    kind, size = rng.integers(3), rng.uniform(1.0, 4.5)
    length = np.concatenate([[0.0], np.cumsum(np.linalg.norm(np.diff(path, axis=0), axis=1))])
    if kind == 2:
        return [(tube(path, size / 2.2, (0.3, 0.4, 0.8)), stuff)]
    count = int(np.clip(length[-1] / (size * (1.0 if kind == 0 else 1.5)), 8, 110))
    at = np.linspace(0, length[-1], count)
    places = np.stack([np.interp(at, length, path[:, axis]) for axis in range(3)], -1)
    ahead = np.gradient(places, axis=0)
    pitch = length[-1] / count
    if kind == 0:
        return [(sphere(pitch * 0.5, 14).moved(*place), stuff) for place in places]
    loop = circle(1.0, 24) * np.array([pitch * 0.85, pitch * 0.55, 0])
    link = tube(loop, pitch * rng.uniform(0.12, 0.22), FRONT, closed=True)
    thing: Thing = []
    for number, (place, step) in enumerate(zip(places, ahead, strict=True)):
        yaw = float(np.degrees(np.arctan2(-step[2], step[0])))
        one = link.turned("x", 90.0 * (number % 2) + 20.0)
        thing.append((one.turned("y", yaw).moved(*place), stuff))
    return thing


def _laid(rng: Rng, size: float, open_: bool) -> Points:
    """Return a chain's way over the table (x-z): a loop, a U or a wavy heap."""
    turns = np.linspace(0, 2 * np.pi, 12, endpoint=False)
    radius = size * (1 + rng.uniform(0.02, 0.25) * rng.standard_normal(12))
    knots = np.stack([radius * np.cos(turns) * rng.uniform(0.5, 1.0), 0 * turns, radius * np.sin(turns)], -1)
    if open_:
        knots = knots[1:-1]
    return spline(knots, 400, closed=not open_)


def necklace(rng: Rng) -> Thing:
    """Return a chain or pearls, laid or hanging, mostly with a pendant."""
    metal = pearl(rng) if rng.random() < 0.25 else metal_like(rng)
    size = rng.uniform(50, 90)
    hangs = rng.random() < 0.5
    if hangs:
        x = np.linspace(-1, 1, 300)
        deep = rng.uniform(1.0, 2.4)
        path = np.stack([x * size * 0.6, size * deep * (np.abs(x) ** rng.uniform(1.2, 2.6) - 1), 0 * x], -1)
    else:
        path = _laid(rng, size, bool(rng.random() < 0.4))
    thing = _links(path, rng, metal)
    if rng.random() < 0.7:
        low = path[np.argmin(path[:, 1])] if hangs else path[np.argmax(path[:, 2])]
        drop = _pendant(rng, metal)
        thing += moved(drop if hangs else turned(drop, "x", -85.0), *(low + np.array([0, -4.0 if hangs else 1.0, 2.0])))
    return thing


def _pendant(rng: Rng, metal: Stuff) -> Thing:
    """Return a disc, a heart, a drop or a set stone that hangs from its top."""
    size, kind = rng.uniform(5, 16), rng.integers(4)
    if kind == 0:
        plate = sweep(np.array([[0, 0, 0], [0, 0, 1.2]]), superellipse(size, size * rng.uniform(0.8, 1.4)), UP)
        return [(plate.moved(y=-size / 2), metal)]
    if kind == 1:
        t = np.linspace(0, 2 * np.pi, 80, endpoint=False)
        heart = np.stack([16 * np.sin(t) ** 3, 13 * np.cos(t) - 5 * np.cos(2 * t) - 2 * np.cos(3 * t)], -1) * size / 32
        return [(sweep(np.array([[0, 0, 0], [0, 0, 1.5]]), heart, UP).moved(y=-size / 2), metal)]
    if kind == 2:
        return [(brilliant(size / 2.5).turned("x", 90).moved(y=-size / 2), gem(rng))]
    t = np.linspace(0, np.pi, 30)
    drop = np.stack([size / 3 * np.sin(t) * np.sin(t / 2) ** 1.5 + 1e-3, size / 2 * np.cos(t) - size / 2], -1)
    return [(lathe(drop, 48), gem(rng) if rng.random() < 0.6 else pearl(rng))]


def bracelet(rng: Rng) -> Thing:
    """Return a bangle, a cuff, beads or links, standing or laid round."""
    radius, kind = rng.uniform(27, 34), rng.integers(4)
    metal = metal_like(rng) if rng.random() < 0.8 else pearl(rng)
    if kind == 0:
        profile = superellipse(rng.uniform(1.8, 6), rng.uniform(2, 22), rng.uniform(2, 6), 40)
        end = 360.0 if rng.random() < 0.5 else rng.uniform(290, 335)
        path = circle(radius, 200, 0, end) * np.array([1.0, rng.uniform(0.8, 1.0), 1.0])
        thing: Thing = [(sweep(path, profile, FRONT, closed=end == 360.0), metal)]
        return turned(turned(thing, "z", rng.uniform(0, 360)), "x", rng.choice([0.0, -90.0, -80.0]))
    thing = _links(_laid(rng, radius * (1.0 if kind < 3 else 1.3), bool(kind == 3)), rng, metal)
    return thing


def earring(rng: Rng) -> Thing:
    """Return two hoops, studs or drops, side by side; now and then one."""
    state = int(rng.integers(1 << 30))
    first, second = (_one_earring(np.random.default_rng(state)) for _ in range(2))
    if rng.random() < 0.12:
        return first
    wide = np.ptp(np.concatenate([mesh.points for mesh, _ in first])[:, 0])
    gap = float(wide) * rng.uniform(1.05, 2.2) + 1.0
    turn = rng.uniform(-50, 50)
    first, second = turned(first, "y", turn), turned(second, "y", -turn if rng.random() < 0.5 else turn)
    return moved(first, x=-gap / 2) + moved(second, x=gap / 2, z=rng.uniform(-4, 4), y=0.0)


def _one_earring(rng: Rng) -> Thing:
    metal, kind = metal_like(rng), rng.integers(4)
    if kind == 0:
        radius, wire = rng.uniform(6, 28), rng.uniform(0.6, 3.2)
        swell = 0.4 + 0.6 * np.sin(np.linspace(0, np.pi, 200))[:, None] ** rng.uniform(0.2, 1.2)
        hoop = tube(circle(radius, 200, 105, 435), wire, FRONT, scale=np.repeat(swell, 2, 1))
        return [(hoop, metal)]
    post = tube(np.array([[0, 0, 0.0], [0, 0, -9.0]]), 0.45, UP)
    if kind == 1:
        size = rng.uniform(2, 6)
        body = brilliant(size).turned("x", 90) if rng.random() < 0.5 else sphere(size, 28)
        return [(body, gem(rng) if rng.random() < 0.6 else pearl(rng)), (post, metal)]
    if kind == 2:
        return [*moved(_pendant(rng, metal), y=-3.0), (sphere(1.8, 16), metal), (post, metal)]
    hook = tube(spline([[0, 0, 0], [1, 7, 0], [5, 9, 0], [8, 4, 0], [9, -4, 0]], 60), 0.4, FRONT)
    long = [(tube(np.array([[0, 0, 0.0], [0, -rng.uniform(4, 20), 0]]), 0.5, FRONT), metal)]
    return [(hook, metal), *long, *moved(_pendant(rng, metal), y=-float(np.ptp(long[0][0].points[:, 1])))]


def brooch(rng: Rng) -> Thing:
    """Return a flower, a leaf, a bar or a bow, seen from the front."""
    metal, stone, kind = metal_like(rng), gem(rng), rng.integers(3)
    thing: Thing = []
    if kind == 0:
        petals, size = int(rng.integers(5, 10)), rng.uniform(7, 14)
        for number in range(petals):
            petal = sweep(np.array([[0, 0, 0], [0, 0, 1.4]]), superellipse(size * 0.8, size, 2.2), UP)
            turned_ = petal.moved(y=size * 0.7).turned("x", -15).turned("z", 360 * number / petals)
            thing.append((turned_, metal))
        return [*thing, (sphere(size * 0.35, 24).moved(z=2.0), stone if rng.random() < 0.5 else pearl(rng))]
    if kind == 1:
        long = rng.uniform(25, 55)
        thing.append((tube(np.array([[-long / 2, 0, 0.0], [long / 2, 0, 0]]), rng.uniform(0.8, 2.2), UP), metal))
        return thing + [
            (brilliant(rng.uniform(1.5, 3.5)).turned("x", 90).moved(x=x, z=2.0), stone)
            for x in np.linspace(-long * 0.4, long * 0.4, int(rng.integers(1, 8)))
        ]
    for side in (-1, 1):
        loop = spline([[0, 0, 0], [side * 10, 8, 0], [side * 18, 2, 0], [side * 9, -5, 0], [0, 0, 0]], 80)
        tail = spline([[0, 0, 0], [side * 5, -9, 0], [side * 11, -16, 0]], 30)
        thing += [(tube(curve, rng.uniform(0.8, 1.6), FRONT), metal) for curve in (loop, tail)]
    return [*thing, (brilliant(3.0).turned("x", 90).moved(z=2.0), stone)]


def cufflinks(rng: Rng) -> Thing:
    """Return two faces with a stem and a toggle."""
    metal, size, power = metal_like(rng), rng.uniform(12, 19), rng.uniform(2, 9)
    face = metal if rng.random() < 0.5 else gem(rng)

    def one() -> Thing:
        plate = sweep(np.array([[0, 0, 0], [0, 0, 2.5]]), superellipse(size, size, power), UP)
        inlay = sweep(np.array([[0, 0, 2.5], [0, 0, 3.0]]), superellipse(size * 0.8, size * 0.8, power), UP)
        stem = tube(np.array([[0, 0, 0.0], [0, 0, -14.0]]), 1.3, UP)
        toggle = tube(np.array([[-7, 0, -15.0], [7, 0, -15.0]]), 2.2, UP)
        return [(plate, metal), (inlay, face), (stem, metal), (toggle, metal)]

    left, right = (turned(turned(one(), "y", rng.uniform(-65, 65)), "x", rng.uniform(-40, 30)) for _ in range(2))
    return moved(left, x=-size * 0.8) + moved(right, x=size * 0.8, z=rng.uniform(-6, 6))


HARD: dict[str, Callable[[Rng], Thing]] = {
    "ring": ring,
    "necklace": necklace,
    "bracelet": bracelet,
    "earring": earring,
    "brooch": brooch,
    "cufflinks": cufflinks,
}
