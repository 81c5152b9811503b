"""What follows from a brand's marks for a brief that is silent: what was liked, and what pictures were moved to.

A change counts where two of the last pictures were moved the same way, or one that was then liked, and the newest
picture was not moved back. What was done on its own account and left alone counts like a change, so that a default
stays until it is corrected.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from tools.brand_styles import wish_of_scene
from tools.specs.numbers import Numbers
from tools.specs.scene import Scene, SceneWish
from tools.specs.taste import Mark, Taste

LAST = 6
"""First pictures, with all their edits, that are looked back on."""
FELT = 0.15
"""A smaller change tells nothing."""
MOST = 0.4
AGREEING = 2
_WORDS = {
    "warmth": ("warmer", "cooler"), "exposure": ("brighter", "darker"),
    "contrast": ("more contrast", "softer contrast"),
    "saturation": ("more colourful", "more muted"), "tint": ("pinker", "greener"), "grain": ("grainier", "less grain"),
    "vignette": ("with darker corners", "with brighter corners"),
}  # fmt: skip


@dataclass(frozen=True)
class _Story:
    """One first picture and its edits: where the numbers ended, how it was liked, its last set, in how many talks."""

    numbers: dict[str, float]
    thumb: int
    scene: Scene | None
    light: str | None
    talks: int

    @property
    def weight(self) -> int:
        """How much it tells: a thumb as much as another talk in which the same was done."""
        return self.talks + self.thumb


def liking_of(marks: Sequence[Mark]) -> Taste:
    """Return what follows from ``marks``, the newest first. Pure."""
    stories = _stories(marks)[:LAST]
    moved = {name: _way(name, stories) for name in (*Numbers.model_fields, "shadow")}
    tone = Numbers(**{name: moved[name] for name in Numbers.model_fields})
    return Taste(scene=_set(stories), light=_light(stories), tone=tone, contrast=moved["shadow"])


def liking_words(taste: Taste) -> str:
    """Return a taste in words, such as ``warmer, softer shadows, in the look clay arch``."""
    moved = [(getattr(taste.tone, name), pair) for name, pair in _WORDS.items()]
    words = [pair[0 if amount > 0 else 1] for amount, pair in moved if amount]
    words += ["deeper shadows" if taste.contrast > 0 else "softer shadows"] if taste.contrast else []
    scene = taste.scene
    if scene.look:
        words.append(f"in the look {scene.look.replace('_', ' ')}")
    elif scene.surface:
        words.append(f"on {scene.surface}")
    light = taste.light or (scene.light if not scene.look else None)
    words += [f"in {light.replace('_', ' ')} light"] if light else []
    return ", ".join(words)


def _stories(marks: Sequence[Mark]) -> list[_Story]:
    """Return the stories that the marks tell, the newest first."""
    by_asset = {mark.asset: mark for mark in marks}
    chains: dict[str, list[Mark]] = {}
    for mark in marks:
        first = mark
        while first.parent in by_asset and first.parent != first.asset:
            first = by_asset[first.parent]
        chains.setdefault(first.asset, []).append(mark)
    return [_story(chain) for chain in chains.values()]


def _story(chain: list[Mark]) -> _Story:
    """Return the story of one picture and its edits, the newest first."""
    numbers: dict[str, float] = {}
    for mark in chain:
        for name, value in (*mark.tuned.model_dump().items(), *mark.changes.items()):
            if isinstance(value, int | float) and not isinstance(value, bool):
                numbers[name] = numbers.get(name, 0.0) + value
    thumb = next((mark.thumb for mark in chain if mark.thumb), 0)
    liked = next((mark for mark in chain if mark.thumb > 0 and mark.scene), chain[0])
    light = next((str(mark.changes["light"]) for mark in chain if mark.changes.get("light")), None)
    talks = max(1, len(chain[0].threads))
    return _Story(numbers, thumb, Scene.model_validate(liked.scene) if liked.scene else None, light, talks)


def _way(name: str, stories: Sequence[_Story]) -> float:
    """Return how far pictures are moved by themselves: the median of those that agree, at most ``MOST``."""
    told = [story for story in stories if story.thumb >= 0 and abs(story.numbers.get(name, 0.0)) >= FELT]
    if not told:
        return 0.0
    up = told[0].numbers[name] > 0
    agreeing = [story for story in told if (story.numbers[name] > 0) == up]
    if len(agreeing) != len(told) or sum(story.weight for story in agreeing) < AGREEING:
        return 0.0
    amount = median(abs(story.numbers[name]) for story in agreeing)
    return round(min(MOST, amount) * (1 if up else -1), 2)


def _set(stories: Sequence[_Story]) -> SceneWish:
    """Return the set that was liked last, if none like it was disliked since."""
    disliked: set[tuple[object, ...]] = set()
    for story in stories:
        if story.scene is None:
            continue
        kind = (story.scene.look, story.scene.surface, story.scene.light)
        if story.thumb < 0:
            disliked.add(kind)
        if story.thumb > 0 and kind not in disliked:
            return _wish(story.scene)
    return SceneWish()


def _wish(scene: Scene) -> SceneWish:
    whole = wish_of_scene(scene)
    return SceneWish(look=whole.look) if whole.look else SceneWish(surface=whole.surface, light=whole.light)


def _light(stories: Iterable[_Story]) -> str | None:
    """Return the light that two of the last pictures were put into, or one that was then liked."""
    told = [story for story in stories if story.light and story.thumb >= 0]
    same = [story for story in told if story.light == told[0].light] if told else []
    return told[0].light if sum(story.weight for story in same) >= AGREEING else None
