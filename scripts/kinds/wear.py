"""What is worn, carried or put into hair, soft things first, from a few numbers each. Millimetres, y up."""

from collections.abc import Callable

import numpy as np

from kinds.jewels import FRONT, UP, Rng, Thing, circle, moved, turned
from kinds.stuff import Stuff, cloth, leather, metal_like, resin
from samples.mesh import Mesh, Points, lathe, quads, spline, superellipse, sweep, tube

ACROSS = (1.0, 0.0, 0.0)


def _hide(rng: Rng, share: float = 0.7) -> Stuff:
    return leather(rng) if rng.random() < share else cloth(rng)


def _slab(outline: Points, thick: float) -> Mesh:
    """Return a plate of ``thick`` mm with an x-y outline, its edges rounded."""
    steps = np.linspace(-1, 1, 9)
    path = np.stack([0 * steps, 0 * steps, steps * thick / 2], -1)
    grow = 1 - (1 - np.sqrt(np.maximum(1 - np.abs(steps) ** 3, 0.0))) * min(0.1, thick / np.ptp(outline))
    return sweep(path, outline, UP, scale=np.repeat(grow[:, None], 2, 1))


def bag(rng: Rng) -> Thing:
    """Return a tote, a box or a sack with one or two handles, mostly with a flap and metal."""
    wide, high, deep = rng.uniform(180, 340), rng.uniform(130, 300), rng.uniform(60, 140)
    hide, metal = _hide(rng), metal_like(rng)
    rise = np.linspace(0, 1, 20)
    taper = 1 - rng.uniform(-0.1, 0.35) * rise
    path = np.stack([0 * rise, rise * high, 0 * rise], -1)
    profile = superellipse(deep, wide, rng.uniform(2.5, 8))
    thing: Thing = [(sweep(path, profile, ACROSS, scale=np.repeat(taper[:, None], 2, 1)), hide)]
    reach, thick = rng.uniform(0.25, 0.9) * high, rng.uniform(4, 9)
    half = wide * rng.uniform(0.15, 0.42)
    for z in (-1, 1) if rng.random() < 0.6 else (0,):
        top = high * 1.0
        arch = spline(
            [
                [-half, top * 0.85, 0],
                [-half * 0.9, top + reach, 0],
                [half * 0.9, top + reach, 0],
                [half, top * 0.85, 0],
            ],
            80,
        )
        thing.append((tube(arch, thick / 2, FRONT).moved(z=z * deep * 0.4), hide))
    if rng.random() < 0.6:
        flap = superellipse(wide * taper[-1] * 0.98, high * rng.uniform(0.5, 1.0), rng.uniform(2, 6))
        thing.append((_slab(flap, 4).moved(y=high * 0.75, z=deep / 2), hide))
        lock = superellipse(18, 14, 4)
        thing.append((_slab(lock, 5).moved(y=high * 0.5, z=deep / 2 + 4), metal))
    return thing


def wallet(rng: Rng) -> Thing:
    """Return a folded wallet or a card holder, flat or ajar."""
    wide, high, thick = rng.uniform(90, 200), rng.uniform(75, 105), rng.uniform(8, 22)
    hide = leather(rng)
    outline = superellipse(wide, high, rng.uniform(6, 14))
    thing: Thing = [
        (_slab(outline, thick / 2).moved(z=-thick / 4), hide),
        (_slab(outline * 0.985, thick / 2).moved(z=thick / 3), hide),
    ]
    if rng.random() < 0.4:
        thing.append((_slab(superellipse(9, 9, 2), 3).moved(x=wide * 0.4, z=thick * 0.7), metal_like(rng)))
    return turned(thing, "x", rng.choice([-90.0, -60.0, -5.0]))


def belt(rng: Rng) -> Thing:
    """Return a belt rolled up, in a loop or straight, with a buckle."""
    hide, metal, wide, kind = leather(rng), metal_like(rng), rng.uniform(20, 42), rng.integers(3)
    if kind == 0:
        turn = np.linspace(0, rng.uniform(2, 4.5) * 2 * np.pi, 500)
        radius = 22 + turn * rng.uniform(1.0, 2.2)
        path = np.stack([radius * np.cos(turn), 0 * turn, radius * np.sin(turn)], -1)
    elif kind == 1:
        path = circle(rng.uniform(90, 140), 300, 0, 350)[:, [0, 2, 1]] * np.array([1, 1, rng.uniform(0.5, 1.0)])
    else:
        x = np.linspace(-450, 450, 200)
        path = np.stack([x * 0.5, 30 * np.sin(x / rng.uniform(90, 400)), 0 * x], -1)
    side = FRONT if kind == 2 else UP
    thing: Thing = [(sweep(path, superellipse(3.2, wide, 8), UP if kind == 2 else side), hide)]
    frame = superellipse(wide * 1.15, wide * 1.35, rng.uniform(2.5, 8), 60)
    loop = np.concatenate([frame, np.zeros((60, 1))], -1)
    buckle: Thing = [
        (tube(loop, rng.uniform(1.8, 3.5), FRONT, closed=True), metal),
        (tube(np.array([[-wide * 0.55, 0, 1.0], [wide * 0.6, 0, 1]]), 1.6, UP), metal),
    ]
    end = path[-1]
    return thing + moved(buckle if kind == 2 else turned(buckle, "y", 90.0 if kind else 0.0), *end)


def tie(rng: Rng) -> Thing:
    """Return a tie laid straight or rolled."""
    stuff, long = cloth(rng), rng.uniform(350, 700)
    y = np.linspace(0, 1, 60)
    wide = np.clip(80 - 55 * y, 22, 80) * np.clip(y * 9, 0.05, 1)
    path = np.stack([rng.uniform(0, 20) * np.sin(4 * y), y * long, 0 * y], -1)
    body = sweep(path, superellipse(4.0, 1.0, 4), ACROSS, scale=np.stack([0 * y + 1, wide], -1))
    return turned([(body, stuff)], "z", rng.uniform(-50, 50))


def hat(rng: Rng) -> Thing:
    """Return a beanie, a brimmed hat or a cap."""
    stuff, kind = cloth(rng) if rng.random() < 0.85 else leather(rng), rng.integers(3)
    high, wide = rng.uniform(95, 150), rng.uniform(85, 105)
    t = np.linspace(0.02, np.pi / 2, 30)
    power = rng.uniform(0.3, 1.0) if kind != 1 else 0.3
    crown = np.stack([wide * np.sin(t) ** power, high * np.cos(t) ** rng.uniform(0.5, 1.0)], -1)
    if kind == 0:
        fold = rng.uniform(35, 70)
        cuff = [[wide + 1, 0], [wide + 5, -2], [wide + 5, -fold], [wide, -fold - 2]]
        thing: Thing = [(lathe(np.concatenate([crown, cuff]), 120), stuff)]
        if rng.random() < 0.4:
            thing.append(
                (lathe(np.stack([26 * np.sin(2 * t) + 1e-3, 26 * np.cos(2 * t) + high + 14], -1), 60), cloth(rng))
            )
        return thing
    if kind == 1:
        brim = wide + rng.uniform(35, 110)
        rim = np.array(
            [
                [wide, -2],
                [(wide + brim) / 2, rng.uniform(-16, 4)],
                [brim, rng.uniform(-25, 14)],
                [brim, -4.0],
                [wide, -6],
            ]
        )
        band = np.array([[wide + 1, 0], [wide + 1.5, 1], [wide * 0.99 + 1.5, 22], [wide * 0.95, 24]])
        return [(lathe(np.concatenate([crown, rim]), 160), stuff), (lathe(band, 120), cloth(rng))]
    peak = [
        np.array([np.sin(a) * r, -3 - 10 * (r / 160 - 0.5) + 14 * np.cos(2 * a), np.cos(a) * r])
        for r in np.linspace(wide - 4, wide + 72, 8)
        for a in np.radians(np.linspace(-52, 52, 40))
    ]
    points = np.array(peak)
    return [
        (lathe(crown, 120), stuff),
        (Mesh(points, quads(8, 40), points[:, [0, 2]].copy()), stuff if rng.random() < 0.6 else cloth(rng)),
    ]


def scarf(rng: Rng) -> Thing:
    """Return a cloth: folded in bands, hanging in folds, or a square lying with waves."""
    stuff = cloth(rng)
    u, v = np.meshgrid(np.linspace(-1, 1, 90), np.linspace(-1, 1, 90))
    kind = rng.integers(3)
    folds = rng.uniform(4, 14)
    if kind == 0:
        points = np.stack([u * 120 + 10 * np.sin(3 * v), v * 260, 16 * np.sin(folds * u + 2 * v)], -1)
    elif kind == 1:
        points = np.stack([u * 200, 8 * np.sin(folds * u + rng.uniform(1, 6) * v) + 7 * np.sin(5 * v), v * 200], -1)
        points[..., [0, 2]] *= 1 + 0.1 * np.sin(3 * np.arctan2(v, u))[..., None]
    else:
        turn = np.linspace(0, 2 * np.pi, 90)
        ring_ = 90 + 22 * np.sin(folds * turn)[None] * np.abs(v) + 12 * np.sin(2 * turn)[None]
        points = np.stack(
            [ring_ * np.cos(turn)[None], v * 90 + 10 * np.sin(3 * turn)[None], ring_ * np.sin(turn)[None]], -1
        )
    flat = points.reshape(-1, 3)
    uv = np.stack([u, v], -1).reshape(-1, 2)
    return [(Mesh(flat, quads(90, 90), uv * rng.uniform(60, 200)), stuff)]


def hair_accessory(rng: Rng) -> Thing:
    """Return a barrette, a claw, a pin or a band for the hair."""
    stuff, kind = resin(rng) if rng.random() < 0.6 else metal_like(rng), rng.integers(4)
    if kind == 0:
        bow = circle(rng.uniform(50, 90), 60, 65, 115)
        return turned(
            [
                (sweep(bow, superellipse(3.5, rng.uniform(8, 22), 3), FRONT), stuff),
                (tube(bow * 0.93, 1.5, FRONT), metal_like(rng)),
            ],
            "x",
            rng.uniform(-60, 10),
        )
    if kind == 1:
        thing: Thing = []
        for side in (-1, 1):
            spine = np.stack([np.linspace(-35, 35, 40), 0 * np.arange(40) + 14.0, 0 * np.arange(40) + side * 8.0], -1)
            thing.append((sweep(spine, superellipse(14, 6, 3), UP), stuff))
            for x in np.linspace(-32, 32, int(rng.integers(5, 9))):
                tooth = spline([[x, 14, side * 8], [x, 0, side * 20], [x * 0.9, -22, side * 4]], 20)
                thing.append((tube(tooth, 2.4, ACROSS), stuff))
        return thing
    if kind == 2:
        pin = spline([[-4, -35, 0], [-5, 20, 0], [0, 32, 0], [5, 20, 0], [4, -35, 0]], 80)
        return turned([(tube(pin, rng.uniform(0.8, 1.8), FRONT), stuff)], "z", rng.uniform(-90, 90))
    return [
        (
            sweep(circle(62, 120, -35, 215), superellipse(2.5, rng.uniform(5, 35), 4), FRONT),
            stuff if rng.random() < 0.5 else cloth(rng),
        )
    ]


def watch(rng: Rng) -> Thing:
    """Return a case with a dial, hands and marks on a strap, lying or looped."""
    metal, case = metal_like(rng), rng.uniform(14, 23)
    rim = [[case * 0.86, 9.5], [case * 0.9, 10.5], [case, 8], [case * 1.02, 2], [case * 0.9, 0]]
    body = lathe([[0.01, 0.0], *rim[::-1]], 120).turned("x", 90)
    face = (
        Stuff("plastic", tuple(rng.choice([0.01, 0.85, 0.05, 0.4], 3)), 0.1)
        if rng.random() < 0.3
        else Stuff("plastic", (float(rng.choice([0.01, 0.8])),) * 3, 0.1)
    )
    dial = lathe([[0.01, 8.2], [case * 0.87, 8.2], [case * 0.87, 8.0]], 100).turned("x", 90)
    mark = metal if rng.random() < 0.6 else Stuff("plastic", (0.9,) * 3 if face.color[0] < 0.3 else (0.02,) * 3, 0.2)
    thing: Thing = [(body, metal), (dial, face)]
    for hour in range(12):
        stick = tube(np.array([[0, case * 0.66, 8.5], [0, case * 0.8, 8.5]]), 0.5, ACROSS)
        thing.append((stick.turned("z", 30.0 * hour), mark))
    for reach, angle in ((0.45, rng.uniform(0, 360)), (0.7, rng.uniform(0, 360))):
        thing.append((tube(np.array([[0, 0, 9.0], [0, case * reach, 9]]), 0.55, ACROSS).turned("z", angle), mark))
    thing.append((tube(np.array([[case, 0, 5.0], [case + 4, 0, 5]]), 2.0, UP), metal))
    strap = leather(rng) if rng.random() < 0.5 else metal if rng.random() < 0.6 else resin(rng)
    band, wide = superellipse(3, case * 1.05, 6), rng.random() < 0.5
    if wide:
        for sign in (-1, 1):
            path = np.array(
                [[0, sign * case * 0.9, 4.0], [0, sign * case * 1.2, 3], [0, sign * rng.uniform(55, 95), 1.5]]
            )
            thing.append((sweep(path, band, ACROSS), strap))
        return turned(thing, "z", rng.uniform(-70, 70))
    loop = circle(28, 120, 115, 425)[:, [2, 0, 1]] * np.array([1, 1, 1.0]) + np.array([0, 0, -24.0])
    return [*thing, (sweep(loop, band, ACROSS), strap)]


def eyewear(rng: Rng) -> Thing:
    """Return a frame with lenses and temples."""
    stuff = resin(rng) if rng.random() < 0.6 else metal_like(rng)
    wide, high, power, gap = rng.uniform(44, 56), rng.uniform(32, 50), rng.uniform(2, 4), rng.uniform(9, 13)
    wire = rng.uniform(0.6, 3.2)
    glass = Stuff("plastic", tuple(rng.uniform(0.0, 0.12, 3)), 0.03)
    tinted = rng.random() < 0.6
    thing: Thing = []
    for side in (-1, 1):
        rim = np.concatenate([superellipse(wide, high, power, 90), np.zeros((90, 1))], -1)
        thing.append((tube(rim, wire, FRONT, closed=True).moved(x=side * (wide + gap) / 2), stuff))
        if tinted:
            thing.append((_slab(superellipse(wide, high, power), 2).moved(x=side * (wide + gap) / 2), glass))
        out = side * (wide + gap / 2)
        arm = spline(
            [
                [out, high * 0.2, 0],
                [out * 1.04, high * 0.2, -30],
                [out * 1.02, high * 0.15, -100],
                [out, -high * 0.5, -138],
            ],
            50,
        )
        thing.append((tube(arm, max(wire * 0.8, 1.0), UP), stuff))
    thing.append((tube(spline([[-gap / 2, 4, 0], [0, 8, 2], [gap / 2, 4, 0]], 20), wire, FRONT), stuff))
    return turned(thing, "y", rng.uniform(-40, 40))


OTHERS: dict[str, Callable[[Rng], Thing]] = {
    "bag": bag, "wallet": wallet, "belt": belt, "tie": tie, "hat": hat, "scarf": scarf,
    "hair_accessory": hair_accessory, "watch": watch, "eyewear": eyewear,
}  # fmt: skip
