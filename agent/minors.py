"""Whether the person in a photo is said to be a child: a cautious rule, for no picture tells an age surely."""

import re

from agent.scan import said
from agent.text import Text

_AGE = re.compile(
    r"(?<!\d)(?:1[0-7]|[1-9])\s*(?:-|–)?\s*(?:years?|yrs?|year)?\s*(?:-|–)?\s*(?:old\b|y/?o\b)|"
    r"(?<!\d)(?:1[0-7]|[1-9])\s*(?:jahre alt|jährige?[rsn]?\b|ans\b|años\b|anni\b|anos\b|jaar oud|yaşında|歳|才|岁)"
)


def child_shown(text: Text, photo: Text, person_shown: bool) -> bool:
    """Return whether ``text``, or what is told of a ``photo``, makes the person who is shown a child."""
    if not person_shown:
        return False
    return any(said("children", "child", told) or bool(_AGE.search(told.raw.lower())) for told in (text, photo))
