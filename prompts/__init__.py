"""Text for the language model (``*.md``) and the offline planner's word lists (``lexicon/*.yaml``), read strictly.

A word list maps a meaning to the words that say it, by language: ``marble: {en: "marble, carrara", de: "marmor*"}``.
How a word is written: ``marmor*`` matches any ending, ``*tasche`` any beginning, `` .. `` stands for up to three words.
A table is a YAML mapping of any other shape (rates, sentences, what a mood means).
"""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from string import Formatter
from types import MappingProxyType
from typing import Any

import yaml

LANGUAGES = frozenset({"any", "en", "de", "fr", "es", "it", "pt", "nl", "tr", "ja", "zh"})

Lexicon = Mapping[str, tuple[str, ...]]
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml where it is there: ten times as fast


def load(name: str, **values: object) -> str:
    """Return the prompt ``name`` (without ``.md``) with its ``{fields}`` filled.

    Raises ``LookupError`` when there is no such prompt, ``ValueError`` when a field has no value or a value no field.
    """
    return fill(_read(f"{name}.md"), name, **values)


def fill(template: str, name: str, **values: object) -> str:
    """Return ``template`` with its ``{fields}`` filled; ``ValueError`` on a missing or an unused value."""
    fields = {field for _, field, _, _ in Formatter().parse(template) if field is not None}
    if missing := fields - values.keys():
        raise ValueError(f"{name}: no value for {', '.join(sorted(missing))}")
    if unused := values.keys() - fields:
        raise ValueError(f"{name}: nothing uses {', '.join(sorted(unused))}")
    return template.format_map(values)


@cache
def lexicon(name: str) -> Lexicon:
    """Return the word list ``lexicon/<name>.yaml`` as meaning -> words of all languages, in file order.

    Raises ``LookupError`` when there is no such list, ``ValueError`` when it is not in the form above.
    """
    lists: dict[str, tuple[str, ...]] = {}
    for meaning, languages in table(name).items():
        lists[meaning] = tuple(_words(name, meaning, languages))
    return MappingProxyType(lists)


@cache
def table(name: str) -> Mapping[str, Any]:
    """Return the mapping in ``lexicon/<name>.yaml``; ``LookupError`` or ``ValueError`` as :func:`lexicon`."""
    content = yaml.load(_read(f"lexicon/{name}.yaml"), Loader=_LOADER)
    if not isinstance(content, dict) or not content:
        raise ValueError(f"lexicon/{name}.yaml must be a mapping with something in it")
    if odd := [key for key in content if not isinstance(key, str)]:
        raise ValueError(f"lexicon/{name}.yaml: {odd[0]!r} must be quoted, YAML reads it as no text")
    return MappingProxyType(content)


def _words(name: str, meaning: str, languages: object) -> list[str]:
    where = f"lexicon/{name}.yaml: {meaning}"
    if not isinstance(languages, dict) or not languages:
        raise ValueError(f"{where} must map languages to words")
    found: list[str] = []
    for language, words in languages.items():
        if language not in LANGUAGES:
            raise ValueError(f"{where}: {language!r} is no language code")
        if not isinstance(words, str):
            raise ValueError(f"{where}.{language} must be text: words with commas between them")
        parts = [part.strip() for part in words.split(",")]
        if not all(parts):
            raise ValueError(f"{where}.{language} has an empty word")
        found.extend(parts)
    return found


def _read(path: str) -> str:
    try:
        return files(__name__).joinpath(path).read_text(encoding="utf-8")
    except (FileNotFoundError, NotADirectoryError) as error:
        raise LookupError(f"there is no prompts/{path}") from error
