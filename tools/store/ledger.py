"""What was uploaded, made, asked and paid: the ledger over one SQLite file."""

import re
from sqlite3 import Connection

from tools.errors import BadRequest
from tools.specs.asset import Asset
from tools.specs.base import canonical_json
from tools.specs.brief import ThreadState
from tools.specs.product import Product
from tools.specs.recipe import Recipe
from tools.store.appearances import Appearances
from tools.store.calls import Calls
from tools.store.collections import Collections
from tools.store.credits import Credits
from tools.store.database import Database
from tools.store.marks import Marks
from tools.store.people import People
from tools.store.redaction import Redaction
from tools.store.said import Transcript
from tools.store.spending import Spending
from tools.store.touches import Touches

UPLOAD = "upload"
_PREFIX = re.compile(r"[0-9a-f]{4,64}")


class Ledger:
    """Assets, products, recipes, threads and credits in one file, with ``calls``, ``touches``, ``said`` and more.

    ``appearances`` is what refused products look like, ``spending`` what language models were asked.
    """

    def __init__(self, database: Database, owner: str) -> None:
        """``owner`` names this process in the calls it runs."""
        self._database = database
        self._credits = Credits(database)
        self.calls = Calls(database, self._credits, owner)
        self.said = Transcript(database)
        self.redaction = Redaction(database)
        self.touches = Touches(database)
        self.appearances = Appearances(database)
        self.marks = Marks(database)
        self.collections = Collections(database)
        self.spending = Spending(database)
        self.people = People(database)

    # -- assets ---------------------------------------------------------------------------------------------------

    def save_asset(self, asset: Asset, thread: str) -> str:
        """Keep ``asset`` and return its short name in ``thread``: img1, … for an upload, else a1, …

        The same bytes keep their first record and, in the same thread, their name.
        """
        kind = "img" if asset.tool == UPLOAD else "a"
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR IGNORE INTO assets (id, sha256, body) VALUES (?, ?, ?)",
                (asset.id, asset.sha256, canonical_json(asset)),
            )
            if asset.recipe is not None:
                connection.execute(
                    "INSERT OR IGNORE INTO recipes (sha256, body) VALUES (?, ?)",
                    (asset.recipe.sha256, canonical_json(asset.recipe)),
                )
            return _name(connection, thread, kind, asset.id)

    def find_asset(self, ref: str, thread: str) -> Asset:
        """Return what ``ref`` means in ``thread``: a short name, an id or a unique beginning of one.

        Raises ``BadRequest`` with the names that exist.
        """
        wanted = ref.strip().lower()
        sql = "SELECT body FROM assets JOIN names ON asset = id WHERE thread = ? AND name = ?"
        bodies = [row[0] for row in self._database.rows(sql, thread, wanted)]
        if not bodies and _PREFIX.fullmatch(wanted):
            sql = "SELECT body FROM assets WHERE substr(sha256, 1, ?) = ?"
            bodies = [row[0] for row in self._database.rows(sql, len(wanted), wanted)]
        if len(bodies) == 1:
            return Asset.model_validate_json(bodies[0])
        if bodies:
            raise BadRequest(f"{_shown(ref)} is the beginning of {len(bodies)} pictures; give more of its digits.")
        known = ", ".join(name for name, _ in self.assets(thread)) or "none yet"
        raise BadRequest(f"There is no picture {_shown(ref)} in this thread. Pictures here: {known}.")

    def assets(self, thread: str) -> tuple[tuple[str, Asset], ...]:
        """Return (short name, asset) of a thread, oldest first."""
        sql = "SELECT name, body FROM names JOIN assets ON asset = id WHERE thread = ? ORDER BY place"
        return tuple((name, Asset.model_validate_json(body)) for name, body in self._database.rows(sql, thread))

    def by_output(self, sha256: str) -> Asset | None:
        """Return the asset whose file has this SHA-256."""
        body = self._database.one("SELECT body FROM assets WHERE sha256 = ?", sha256)
        return None if body is None else Asset.model_validate_json(body)

    def by_id(self, id: str) -> Asset | None:
        """Return an asset by its whole id, whichever talk it was made in."""
        body = self._database.one("SELECT body FROM assets WHERE id = ?", id)
        return None if body is None else Asset.model_validate_json(body)

    def recipe(self, sha256: str) -> Recipe | None:
        """Return a kept recipe by its identity."""
        body = self._database.one("SELECT body FROM recipes WHERE sha256 = ?", sha256)
        return None if body is None else Recipe.model_validate_json(body)

    # -- products and people --------------------------------------------------------------------------------------

    def save_product(self, product: Product) -> None:
        """Keep what is known of a product. A kept refusal stays: only ``lift`` takes it away."""
        with self._database.transaction() as connection:
            row = connection.execute("SELECT body FROM products WHERE id = ?", (product.id,)).fetchone()
            kept = None if row is None else Product.model_validate_json(row[0])
            if kept is not None and kept.refusal is not None:
                product = product.model_copy(update={"refusal": kept.refusal, "known_as": kept.known_as})
            _put_product(connection, product)

    def product(self, id: str) -> Product | None:
        """Return the product by the SHA-256 of its uploaded file."""
        body = self._database.one("SELECT body FROM products WHERE id = ?", id)
        return None if body is None else Product.model_validate_json(body)

    def refused(self) -> tuple[Product, ...]:
        """Return the products that policy declined."""
        rows = self._database.rows("SELECT body FROM products WHERE refused = 1 ORDER BY id")
        return tuple(Product.model_validate_json(row[0]) for row in rows)

    def refused_first(self) -> tuple[str, ...]:
        """Return the ids of the products that policy declined, without the photos that only show one of them again."""
        sql = "SELECT id FROM products WHERE refused = 1 AND json_extract(body, '$.known_as') IS NULL ORDER BY id"
        return tuple(row[0] for row in self._database.rows(sql))

    def lift(self, prefix: str) -> tuple[Product, ...]:
        """Take the refusal off the one product whose id begins so, and off the photos in which it was known again.

        One of these is lifted by itself, and not taken for that product any more. Return the products, the named one
        first. Raises ``BadRequest`` when there is not one.
        """
        refused = self.refused()
        found = [product for product in refused if product.id.startswith(prefix.strip().lower())]
        if len(found) != 1 or not prefix.strip():
            known = ", ".join(product.id[:16] for product in refused) or "none"
            raise BadRequest(f"{_shown(prefix)} does not name one refused product. Refused: {known}.")
        again = tuple(product for product in refused if product.known_as == found[0].id)
        lifted = tuple(_let_go(product, found[0]) for product in (found[0], *again))
        with self._database.transaction() as connection:
            for product in lifted:
                _put_product(connection, product)
                connection.execute("DELETE FROM appearances WHERE product = ?", (product.id,))
        return lifted

    def give_consent(self, asset: str) -> None:
        """Note that the uploader gave their word for the person in the upload with this id."""
        self._database.write("INSERT OR IGNORE INTO consents (asset) VALUES (?)", asset)

    def has_consent(self, asset: str) -> bool:
        """Say whether that word was given."""
        return self._database.one("SELECT 1 FROM consents WHERE asset = ?", asset) is not None

    def hide(self, asset: str, thread: str, hidden: bool) -> None:
        """Note whether small copies of an upload are kept from language models in a talk."""
        hiding = "INSERT OR IGNORE INTO hidden (thread, asset) VALUES (?, ?)"
        self._database.write(hiding if hidden else "DELETE FROM hidden WHERE thread = ? AND asset = ?", thread, asset)

    def is_hidden(self, asset: str, thread: str) -> bool:
        """Say whether they are."""
        return self._database.one("SELECT 1 FROM hidden WHERE thread = ? AND asset = ?", thread, asset) is not None

    # -- threads --------------------------------------------------------------------------------------------------

    def state(self, thread: str) -> ThreadState:
        """Return what the talk remembers; a new thread remembers nothing."""
        body = self._database.one("SELECT state FROM threads WHERE name = ?", thread)
        return ThreadState() if body is None else ThreadState.model_validate_json(body)

    def save_state(self, thread: str, state: ThreadState) -> None:
        """Keep what the talk remembers."""
        sql = "INSERT INTO threads (name, state) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET state = excluded.state"
        self._database.write(sql, thread, canonical_json(state))

    # -- credits --------------------------------------------------------------------------------------------------

    def balance(self) -> int | None:
        """Return the credits left, ``None`` when they are unlimited."""
        return self._credits.balance()

    def charge(self, key: str, tool: str, credits: int) -> None:
        """Take ``credits`` once per ``key``. Raises ``BudgetExceeded`` when there are not enough."""
        self._credits.charge(key, tool, credits)

    def grant(self, credits: int) -> None:
        """Add ``credits`` (at least 1)."""
        self._credits.grant(credits)

    def set_unlimited(self, unlimited: bool) -> None:
        """Stop or start counting; what was left before comes back when counting starts again."""
        self._credits.set_unlimited(unlimited)


def _name(connection: Connection, thread: str, kind: str, asset: str) -> str:
    sql = "SELECT name FROM names WHERE thread = ? AND kind = ? AND asset = ?"
    row = connection.execute(sql, (thread, kind, asset)).fetchone()
    if row is not None:
        return str(row[0])
    sql = "SELECT count(*) FROM names WHERE thread = ? AND kind = ?"
    name = f"{kind}{connection.execute(sql, (thread, kind)).fetchone()[0] + 1}"
    sql = "INSERT INTO names (thread, name, kind, asset) VALUES (?, ?, ?, ?)"
    connection.execute(sql, (thread, name, kind, asset))
    return name


def _let_go(product: Product, named: Product) -> Product:
    """Return the product without its refusal; it is another one than it was taken for if it was lifted by name."""
    other = product.known_as if product is named else None
    unlike = product.unlike if other is None else (*product.unlike, other)
    return product.model_copy(update={"refusal": None, "known_as": None, "unlike": unlike})


def _put_product(connection: Connection, product: Product) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO products (id, body, refused) VALUES (?, ?, ?)",
        (product.id, canonical_json(product), int(product.refusal is not None)),
    )


def _shown(ref: str) -> str:
    return repr(ref if len(ref) <= 40 else ref[:37] + "…")
