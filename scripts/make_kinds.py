"""Make the classifier's two files: the ImageNet network from its published weights, and the head learned on drawings.

python scripts/make_kinds.py network WEIGHTS.pth          (needs torch and onnx; writes weights/imagenet.onnx)
python scripts/make_kinds.py head [--scenes 12]           (a quarter of an hour; writes weights/kinds.npz)
"""

import argparse
import sys
from pathlib import Path

import numpy as np

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from kinds.backbone import export, read_weights  # noqa: E402
from kinds.jewels import HARD  # noqa: E402
from kinds.learn import CLASSES, KINDS, fit, on_backdrops, seen  # noqa: E402
from kinds.splat import draw  # noqa: E402
from kinds.wear import OTHERS  # noqa: E402
from tools.engines.sight.network import Seen  # noqa: E402

WEIGHTS = ROOT / "tools" / "engines" / "weights"
VIEWS = (0.0, 0.4, 0.6)
"""What the whole photo, the product's part of it and the product alone weigh; set on one half of the real photos."""
COPIES = 3
MAKERS = HARD | OTHERS


def main() -> None:
    """Read the command line and make one of the files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("network", "head"))
    parser.add_argument("source", nargs="?", type=Path, help="the PyTorch weights")
    parser.add_argument("--scenes", type=int, default=12, help="drawings of each kind")
    options = parser.parse_args()
    if options.what == "network":
        export(read_weights(options.source), tuple(range(1000)), WEIGHTS / "imagenet.onnx")
    else:
        save(*drawn(options.scenes))


def drawn(scenes: int) -> tuple[Seen, np.ndarray[tuple[int, ...], np.dtype[np.int64]]]:
    """Return what the network sees in ``scenes`` drawings of each kind, and the kinds' numbers."""
    features, logits, kinds = [], [], []
    for name, make in MAKERS.items():
        shots = []
        for scene in range(scenes):
            rng = np.random.default_rng([scene, 7, *name.encode()])
            shots.append(draw(make(rng), rng))
        looked = seen(on_backdrops(np.stack(shots), np.random.default_rng(len(name)), COPIES))
        features.append(looked.features)
        logits.append(looked.logits)
        kinds += [KINDS.index(name)] * len(looked.features)
        print(name, len(kinds), flush=True)
    return Seen(np.concatenate(features), np.concatenate(logits)), np.array(kinds)


def save(what: Seen, kinds: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> None:
    """Fit the head and write it."""
    widest = max(len(rows) for rows in CLASSES.values())
    rows = np.array([[*each, *[-1] * (widest - len(each))] for each in CLASSES.values()], np.int16)
    head = {name: values.astype(np.float16) for name, values in fit(what, kinds).items()}
    np.savez_compressed(
        WEIGHTS / "kinds.npz",
        kinds=np.array(KINDS),
        rows=rows,
        views=np.array(VIEWS, np.float32),
        temperature=1.0,
        **head,
    )


if __name__ == "__main__":
    main()
