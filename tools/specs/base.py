"""What every noun is: frozen plain data with one canonical form and one hash."""

import hashlib
import json

from pydantic import BaseModel, ConfigDict


class Spec(BaseModel):
    """A frozen pydantic model that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def canonical_json(spec: BaseModel) -> str:
    """Return the one JSON text of ``spec``: sorted keys, no spaces, floats as Python prints them."""
    return json.dumps(spec.model_dump(mode="json"), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest(spec: BaseModel) -> str:
    """Return the SHA-256 (64 hex digits) of the canonical JSON."""
    return hashlib.sha256(canonical_json(spec).encode("utf-8")).hexdigest()
