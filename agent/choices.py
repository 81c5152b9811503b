"""What a person answered to one of our questions, read out of the message that it was joined to."""

from dataclasses import replace

from agent.facts import Facts
from agent.scan import said
from agent.text import Text

KINDS = ("surface", "light", "camera")
"""Parts of a set that one picture has one of."""
WHITE = "#ffffff"
"""Where white is one of two backgrounds it is the tile's and not the set's."""


def chose(text: Text, answer: str) -> bool:
    """Return whether ``answer``, a meaning of ``answers.yaml``, is said."""
    return said("answers", answer, text)


def settled(facts: Facts) -> Facts:
    """Return the facts of a message at odds with itself as an answer settled it: "white only", "two pictures"."""
    scene = replace(facts.scene, palette=tuple(colour for colour in facts.scene.palette if colour != WHITE))
    if chose(facts.text, "white_only"):
        named = {key: values for key, values in scene.named.items() if key in ("light_from", "camera")}
        bare = replace(scene, named=named, palette=(), moods=(), mood_words="", place=None, place_kind=None)
        return replace(facts, scene=bare, intents=(facts.intents | {"white"}) - {"on_model", "scene"})
    if chose(facts.text, "set_only"):
        return replace(facts, scene=scene, intents=facts.intents - {"white"}, markets=())
    if chose(facts.text, "both"):
        return replace(facts, scene=scene, variants=1)  # two pictures of different things, not twice the same
    named = {key: _only(facts.text, values) if key in KINDS else values for key, values in scene.named.items()}
    return replace(facts, scene=replace(facts.scene, named=named), aspects=_only(facts.text, facts.aspects))


def spoken_value(value: str) -> str:
    """Return a value as a person says it: ``hard_sun`` is "hard sun"."""
    return value.replace("_", " ")


def _only(text: Text, values: tuple[str, ...]) -> tuple[str, ...]:
    """Return the one value that "… only" picks, else all of them."""
    picked = tuple(value for value in values if f"{spoken_value(value)} only" in text.plain)
    return picked if len(values) > 1 and len(picked) == 1 else values
