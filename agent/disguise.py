"""What a text says when its disguise is taken off: letters apart, digits for letters, words backwards or in a code.

Only policy reads this. A disguised word is replaced when what is under it is a word of the rules, and a code when it
holds plain words: what nobody hid stays as it is, and most texts have no second reading at all.
"""

import re
from codecs import decode as decoded
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise

from agent.encodings import hidden
from agent.scan import Scanner, forms, scanner
from agent.spelling import put_right, understand
from agent.text import CJK, Text, fold
from prompts import lexicon, table

SHORTEST = 5
_MOST_READ = 20_000
_HUMP = re.compile(r"(?<=[a-zß-ÿ])(?=[A-Z])")
_APART = re.compile(r"(?<![^\W_])(?:[^\W_][\s\-._*·•|/\\,~+=']{1,3}){2,80}[^\W_](?![^\W_])")
_CJK_APART = re.compile(rf"(?<=[{CJK}])[\s\-._*·•・|/~]+(?=[{CJK}])")
_WORD = re.compile(r"[^\s,;:()?\"<>\[\]{}、。，；：]+")
_LETTERS = re.compile(r"[a-z]+")
_DIGITS = tuple(
    str.maketrans({"0": "o", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g", "@": "a", "$": "s", "€": "e"}
                  | {"2": "z", "6": "g", "!": "i", "|": "l", "¡": "i", "+": "t"} | {"1": one})
    for one in "il"
)  # fmt: skip
_NO_LETTER = str.maketrans("", "", "*_·•|~^#`=+0123456789")
_ARTICLES = frozenset("aeioyu")
_REFUSING = (
    "nudity", "harm", "likeness", "likeness_always", "famous", "counterfeit", "logo", "their_mark", "bespoke",
    "commission", "authenticity", "high_jewellery",
)  # fmt: skip


@lru_cache(maxsize=256)
def readings(raw: str) -> tuple[Text, ...]:
    """Return ``raw`` as it stands and, where it hides something, as what it hides. Pure; any string will do."""
    text = understand(raw)
    found = [text]
    for meant in (_undressed(raw), *hidden(raw[:_MOST_READ])):
        if meant:
            found.append(replace(understand(meant), language=text.language))
    return tuple(found)


def _undressed(raw: str) -> str | None:
    """Return ``raw`` with its disguised words replaced, or nothing when there are none."""
    plain = fold(_HUMP.sub(" ", raw[:_MOST_READ]))
    meant = _CJK_APART.sub("", plain)
    meant = _APART.sub(_joined, meant)
    meant = _WORD.sub(_said, meant)
    meant = _pieced(meant)
    return meant if meant != fold(raw[:_MOST_READ]) else None


def _joined(match: re.Match[str]) -> str:
    """Join letters that stand apart: 'b e s p o k e'. An article before them may be one of them or not."""
    letters = re.sub(r"[\W_]", "", match.group())
    if sum(map(str.isalpha, letters)) < max(3, 0.6 * len(letters)):
        return match.group()
    whole = _plain_letters(letters)
    if not _rule_word(whole) and (letters[0] in _ARTICLES or whole[1:] in _rule_words()):
        return f" {letters[0]} {_with_words_apart(whole[1:])} "
    return f" {_with_words_apart(whole)} "


def _plain_letters(letters: str) -> str:
    return letters if letters.isalpha() else letters.translate(_DIGITS[0])


def _with_words_apart(letters: str) -> str:
    """Return a run of letters with the longest words of the rules in it set apart."""
    longest = max((word for word in _long_words() if word in letters), key=len, default=None)
    if longest is None or longest == letters:
        return letters
    before, _, after = letters.partition(longest)
    return " ".join(filter(None, [before, longest, after]))


def _said(match: re.Match[str]) -> str:
    token = match.group()
    bare = token.strip(".!'’*_-#")
    if not any(map(str.isalpha, bare)) or bare in _rule_words():
        return token
    if len(bare) < SHORTEST:
        return _part(token)
    coded = bare.isalpha()  # backwards and rot13 make other words of plain ones: no slip is put right there
    whole = next((found for one in _candidates(bare) if (found := _rule_word(one, slips=not coded))), None)
    if whole:
        return whole
    parts = re.split(r"([-/_'.#])", token)
    return "".join(_part(part) for part in parts) if len(parts) > 1 else token


def _part(part: str) -> str:
    if part.isalpha() or not any(map(str.isalpha, part)):
        return part
    return next((one for one in _leet(part) if one in _short_words() or _rule_word(one)), part)


def _candidates(token: str) -> Iterator[str]:
    """Give what a word may hide, likeliest first."""
    if not token.isalpha():
        yield from _leet(token)
        yield token.translate(_NO_LETTER)
        return
    if _LETTERS.fullmatch(token) and len(token) > SHORTEST:
        yield token[::-1]
        yield decoded(token, "rot13")
        yield _phrases().get(token, "")


def _leet(token: str) -> Iterator[str]:
    digits = sum(map(str.isdigit, token))
    if digits == len(token) or (token[0].isdigit() and token[-1:] in "kmx" and digits == len(token) - 1):
        return
    for letters in _DIGITS:
        yield token.translate(letters).translate(_NO_LETTER)


@lru_cache(maxsize=4096)
def _rule_word(word: str, slips: bool = True) -> str | None:
    """Return ``word``, its ``slips`` put right, when the rules know it; a phrase as it is."""
    if " " in word:
        return word
    if len(word) < SHORTEST or not _LETTERS.fullmatch(word):
        return None
    for form in (word, put_right(word) if slips else word):
        if any(each in _rule_words() for each in forms(form)):
            return form
        if any(form.startswith(start) for start in _starts()):
            return form
    return None


def _pieced(plain: str) -> str:
    """Join two neighbours that make one word of the rules: 'be spoke', 'au ction'."""
    words = list(re.finditer(r"[a-z]+", plain))
    made, at = [], 0
    for one, two in pairwise(words):
        between = plain[one.end() : two.start()]
        if one.start() >= at and between in (" ", "-", "_", "  ", "\n") and one.group() + two.group() in _long_words():
            made.append(plain[at : one.start()] + one.group() + two.group())
            at = two.end()
    return "".join(made) + plain[at:]


@lru_cache(maxsize=1)
def _lists() -> Scanner:
    rules = {meaning: words for meaning, words in lexicon("policy").items() if meaning in _REFUSING}
    return Scanner(rules)


@lru_cache(maxsize=1)
def _rule_words() -> frozenset[str]:
    words = _lists().vocabulary | scanner("celebrities").vocabulary
    for name in ("value", "marks"):
        words |= {word for phrase in lexicon("houses")[name] for word in fold(phrase).split()}
    words |= {fold(name) for names in table("currencies")["names"].values() for name in names if len(name) > 3}
    return frozenset(word for word in words if len(word) >= SHORTEST - 1 and _LETTERS.fullmatch(word))


@lru_cache(maxsize=1)
def _short_words() -> frozenset[str]:
    return frozenset(word for word in _lists().vocabulary if len(word) < SHORTEST)


@lru_cache(maxsize=1)
def _starts() -> tuple[str, ...]:
    return tuple(sorted(start for start in _lists().beginnings if len(start) >= SHORTEST))


@lru_cache(maxsize=1)
def _long_words() -> frozenset[str]:
    """Words that break a rule by themselves, and names: not the pieces of phrases."""
    alone = {fold(word).rstrip("*") for meaning in _REFUSING for word in lexicon("policy").get(meaning, ())}
    names = {fold(word) for name in ("value", "marks") for word in lexicon("houses")[name]} | {
        fold(word) for word in lexicon("celebrities")["name"]
    }
    return frozenset(word for word in alone | names if len(word) > SHORTEST and _LETTERS.fullmatch(word))


@lru_cache(maxsize=1)
def _phrases() -> dict[str, str]:
    """Return phrases of the rules by their letters without spaces: 'pezzounico'."""
    found = {}
    for meaning in _REFUSING:
        for phrase in lexicon("policy").get(meaning, ()):
            plain = fold(phrase).rstrip("*")
            if " " in plain and re.fullmatch(r"[a-z ]+", plain) and len(plain) > 8:
                found[plain.replace(" ", "")] = plain
    return found
