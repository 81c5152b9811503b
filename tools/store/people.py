"""People whose word was given: who they are, and taking it back with all that was made of their photos."""

import json
from dataclasses import dataclass
from sqlite3 import Connection

from tools.errors import BadRequest
from tools.specs.asset import Asset
from tools.specs.base import digest
from tools.store.database import Database


@dataclass(frozen=True)
class PersonKept:
    """A person's photo whose uploader gave their word: when, and how many pictures came of it."""

    id: str
    name: str
    given_at: str
    made: int


@dataclass(frozen=True)
class Withdrawn:
    """What a withdrawal takes away: a person's photo, the pictures made of it, and what is to remove of them.

    ``files`` are names of images; ``plates`` keys of renders in which the person stands.
    """

    id: str
    pictures: tuple[str, ...]
    files: tuple[str, ...]
    plates: tuple[str, ...] = ()


class People:
    """The consents of a ledger."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[PersonKept, ...]:
        """Return everybody whose photo is kept, the oldest first."""
        rows = self._database.rows("SELECT asset, given_at FROM consents ORDER BY given_at, asset")
        assets = self._assets()
        known = {asset.id: asset for asset in assets}
        return tuple(
            PersonKept(id, known[id].note, str(given_at), len(_made_of(known[id], assets)))
            for id, given_at in rows
            if id in known
        )

    def withdraw(self, prefix: str) -> Withdrawn:
        """Take the word back that was given for the photo whose id begins so, and forget all that came of it.

        Short names keep their numbers. The files are the caller's to remove. Raises ``BadRequest`` when not one is
        meant.
        """
        wanted = prefix.strip().lower()
        kept = [person for person in self.all() if person.id.startswith(wanted)]
        if len(kept) != 1 or not wanted:
            known = ", ".join(person.id for person in self.all()) or "nobody"
            raise BadRequest(f"{prefix[:40]!r} does not name one person's photo. Kept: {known}.")
        assets = self._assets()
        photo = next(asset for asset in assets if asset.id == kept[0].id)
        made = _made_of(photo, assets)
        with self._database.transaction() as connection:
            for gone in (photo, *made):
                connection.execute("DELETE FROM assets WHERE id = ?", (gone.id,))
                connection.execute("DELETE FROM consents WHERE asset = ?", (gone.id,))
                connection.execute("DELETE FROM products WHERE id = ?", (gone.sha256,))
                connection.execute("DELETE FROM calls WHERE instr(outcome, ?) > 0", (gone.id,))
                if gone.recipe is not None:
                    connection.execute("DELETE FROM recipes WHERE sha256 = ?", (gone.recipe.sha256,))
            rows = connection.execute("SELECT thread, name, asset FROM names").fetchall()
            ids = {gone.id for gone in made}
            for thread in {row[0] for row in rows if row[2] in ids}:
                names = {row[1] for row in rows if row[0] == thread and row[2] in ids}
                _forget_names(connection, thread, names)
        return Withdrawn(photo.id, tuple(asset.id for asset in made), _files(photo, made), _plates(made))

    def _assets(self) -> tuple[Asset, ...]:
        return tuple(Asset.model_validate_json(row[0]) for row in self._database.rows("SELECT body FROM assets"))


def _made_of(photo: Asset, assets: tuple[Asset, ...]) -> tuple[Asset, ...]:
    """Return every picture that the person of ``photo`` is in: tries-on, and what was made of these."""
    seen, shown = {photo.sha256}, {photo.id}
    made: list[Asset] = []
    while found := [asset for asset in assets if asset.id not in shown and _shows(asset, seen, shown)]:
        made += found
        seen |= {asset.sha256 for asset in found}
        shown |= {asset.id for asset in found}
    return tuple(made)


def _shows(asset: Asset, seen: set[str], shown: set[str]) -> bool:
    recipe = asset.recipe
    worn = recipe.worn if recipe is not None else None
    sources = {recipe.source_sha256 if recipe else "", worn.person_sha256 if worn else ""}
    return bool(sources & seen) or asset.parent in shown


def _files(photo: Asset, made: tuple[Asset, ...]) -> tuple[str, ...]:
    """Return the SHA-256 of all files that show the person; a product's own photo and cut-out are not among them."""
    pictures = {photo.sha256, *(asset.sha256 for asset in made)}
    recipes = [asset.recipe for asset in made if asset.recipe is not None]
    masks = {recipe.worn.masks_sha256 for recipe in recipes if recipe.worn is not None}
    outlines = {recipe.cutout_sha256 for recipe in recipes if recipe.source_sha256 in pictures}
    origins = {asset.receipt.origin.mask_sha256 for asset in made if asset.receipt and asset.receipt.origin}
    return tuple(sorted(pictures | masks | outlines | origins))


def _plates(made: tuple[Asset, ...]) -> tuple[str, ...]:
    """Return the keys of the renders that a person's outline and colours are in."""
    recipes = [asset.recipe for asset in made if asset.recipe is not None and asset.recipe.scene is not None]
    return tuple(sorted({digest(recipe.geometry()) for recipe in recipes}))


def _forget_names(connection: Connection, thread: str, names: set[str]) -> None:
    """Take pictures out of what a talk remembers."""
    row = connection.execute("SELECT state FROM threads WHERE name = ?", (thread,)).fetchone()
    if row is not None:
        state = json.loads(row[0])
        state["assets"] = [name for name in state.get("assets", ()) if name not in names]
        connection.execute("UPDATE threads SET state = ? WHERE name = ?", (json.dumps(state), thread))
