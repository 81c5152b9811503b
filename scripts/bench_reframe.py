"""How long does a picture take in another ratio? From a set, rendered anew, and from a plain photo, carried on.

    python scripts/bench_reframe.py [--photo examples/ring.jpg] [--ratios 16:9 9:16 1:1]

The worker is warm, as it is behind the page. Prints the seconds of the wall, and half of those of all cores: the least
that two idle ones take. Exit 1 when a set takes more than ``LIMIT`` s, idle.
"""

import argparse
import os
import sys
import tempfile
import time

from agent.app import build
from agent.settings import Settings
from agent.uploads import keep_uploads
from processes import spent
from tools.specs.brief import Brief

LIMIT = 15.0
THREAD = "bench.reframe"


def main() -> int:
    """Run the bench; 1 when something took too long."""
    read = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    read.add_argument("--photo", default="examples/ring.jpg")
    read.add_argument("--ratios", nargs="+", default=["16:9", "9:16", "1:1"])
    read.add_argument("--home")
    given = read.parse_args()
    os.setsid()
    slow = 0
    with tempfile.TemporaryDirectory() as folder:
        assistant = build(Settings.model_validate({"home": given.home or folder}))
        assistant.store.ledger.set_unlimited(True)
        brief = Brief.model_validate({"text": "", "images": [{"path": given.photo, "role": "product"}]})
        photo = keep_uploads(brief, assistant.store, THREAD)[0].asset
        context = assistant.context(THREAD)
        made = assistant.registry.call("reference_shoot", {"product": photo.id}, context)
        if made.error is not None:
            raise made.error
        for asset, what in ((made.assets[0], "set"), (photo, "photo")):
            for ratio in given.ratios:
                begun, before = time.perf_counter(), spent(os.getsid(0))[0]
                outcome = assistant.registry.call("reframe", {"asset": asset.id, "aspect": ratio}, context)
                wall, half = time.perf_counter() - begun, (spent(os.getsid(0))[0] - before) / 2
                said = "" if outcome.error is None else f"  {outcome.text}"
                print(f"{what:6s}{ratio:>6s}{wall:7.1f} s {half:7.1f} s{said}", flush=True)
                slow += outcome.error is None and what == "set" and min(wall, half) > LIMIT
        assistant.close()
    return int(slow > 0)


if __name__ == "__main__":
    sys.exit(main())
