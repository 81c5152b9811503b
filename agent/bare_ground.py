"""Stuffs that products are made of, too, named by themselves: "leather and old books" is a hard product's ground."""

from dataclasses import replace

from agent.nearby import AND, beside, denied, near
from agent.reading_scene import SceneWords
from agent.scan import Hit, find
from agent.spelling import understand
from agent.text import PAUSE, Text
from tools.specs.category_words import category_of

_BEFORE = 3
_SET = ("props", "surfaces", "backdrops", "lights")


def with_bare_ground(scene: SceneWords, text: Text, shown: str) -> SceneWords:
    """Return the set with a stuff that is named by itself as its ground.

    ``shown``: the words for the product's photo; a stuff that is named there is the product's own.
    """
    if scene.first("surface"):
        return scene
    own = {hit.meaning for hit in find("bare_grounds", understand(shown))}
    for hit in find("bare_grounds", text):
        if hit.meaning not in own and not denied(text, hit) and _by_itself(text, hit):
            return replace(scene, named=scene.named | {"surface": (hit.meaning,)})
    return scene


def _by_itself(text: Text, hit: Hit) -> bool:
    """Whether nothing the stuff could be of stands beside it: no "leather strap", no "Armband aus Leder"."""
    before, after = text.tokens[max(0, hit.start - _BEFORE) : hit.start], text.tokens[hit.end : hit.end + 1]
    while PAUSE in before:
        before = before[before.index(PAUSE) + 1 :]
    if category_of(" ".join(before)) or any(near(text, hit, part, 2, 1) for part in beside("parts", text, hit)):
        return False
    if any(near(text, hit, other, 2, 2) and other.meaning != "make" for other in beside("alterations", text, hit)):
        return False
    joined = not after or after[0] == PAUSE or after[0] in AND
    return joined or any(other.start == hit.end for name in _SET for other in beside(name, text, hit))
