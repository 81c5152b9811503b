"""Whether a real person's likeness is asked for who has not agreed to it."""

from agent.nearby import REACH, near, only_style
from agent.scan import Hit, find
from agent.text import PAUSE, Text


def likeness_taken(text: Text, person_shown: bool) -> bool:
    """Return whether ``text`` asks for somebody's likeness. A person's own photo carries its own consent."""
    names = find("celebrities", text)
    if any(_as_model(text, name) for name in names):
        return True
    said = find("policy", text)
    if any(hit.meaning == "likeness_always" for hit in said):
        return True
    if person_shown:
        return False
    if any(hit.meaning == "famous" and not only_style(text, hit) for hit in said):
        return True
    return any(hit.meaning == "likeness" and not only_style(text, hit) and _of_somebody(text, hit) for hit in said)


def _as_model(text: Text, name: Hit) -> bool:
    """A name is a likeness unless only the style, the era or a thing of that person is meant."""
    after = text.tokens[name.end : name.end + 2]
    styles = [hit for hit in find("logic", text) if hit.meaning == "style" and hit.start >= name.end]
    if any(near(text, name, hit, 0, 0) for hit in styles):
        return _has_face(text, name)
    fan = {"wore", "era", "fan", "fans", "concert", "tour", "song", "songs", "movie", "wears", "lyrics", "album"}
    return not (set(after) & fan) or _has_face(text, name)


def _has_face(text: Text, name: Hit) -> bool:
    faces = ("face", "gesicht", "visage", "cara", "rostro", "volto", "rosto", "gezicht", "yuzu", "顔", "脸")
    around = text.tokens[max(0, name.start - REACH) : name.end + REACH]
    return any(word in faces for word in around)


def _of_somebody(text: Text, hit: Hit) -> bool:
    """'The face of the watch' is no person's; a face of somebody is."""
    after = text.tokens[hit.end : hit.end + 3]
    people = [other for other in find("pictures", text) if other.meaning == "person"]
    if any(near(text, hit, other, 0, 2) for other in people if other.end <= hit.start or other.start >= hit.end):
        return False  # "the model's face" is nobody's in particular
    things = {"watch", "dial", "the", "uhr", "montre", "reloj", "orologio", "relogio", "horloge", "clock", "ring"}
    return not (after and after[0] != PAUSE and set(after) & (things - {"the"}))
