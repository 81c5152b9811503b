"""What every noun is: frozen plain data with one canonical form and one hash."""

import hashlib
import json
from collections.abc import Collection
from typing import Any

from pydantic import BaseModel, ConfigDict


class Spec(BaseModel):
    """A frozen pydantic model that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def without_unsaid(spec: BaseModel, plain: dict[str, Any], later: Collection[str]) -> dict[str, Any]:
    """Return the fields ``plain`` of ``spec`` but for those of ``later`` that are at their default.

    Such fields came after the first of their kind were kept: unsaid they are left out, so that old ones keep names.
    """
    fields = type(spec).model_fields
    return {name: value for name, value in plain.items() if name not in later or value != fields[name].default}


def canonical_json(spec: BaseModel) -> str:
    """Return the one JSON text of ``spec``: sorted keys, no spaces, floats as Python prints them, 0 unsigned."""
    plain = _unsigned(spec.model_dump(mode="json"))
    return json.dumps(plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _unsigned(value: Any) -> Any:
    """Return plain data with 0.0 for -0.0: the two are equal, and must not make two digests."""
    if isinstance(value, dict):
        return {name: _unsigned(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_unsigned(each) for each in value]
    return value + 0.0 if isinstance(value, float) else value


def seed_of(asked: str) -> int:
    """Return a seed (24 bits) that depends on what was ``asked`` and on nothing else."""
    return int.from_bytes(hashlib.sha256(asked.encode()).digest()[:3], "big")


def digest(spec: BaseModel) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON."""
    return hashlib.sha256(canonical_json(spec).encode("utf-8")).hexdigest()
