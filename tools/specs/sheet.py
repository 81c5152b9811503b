"""A collection: a sheet of products, what each is to get, and what became of it."""

from typing import Literal

from pydantic import Field

from tools.specs.base import Spec, digest
from tools.specs.words import Category, Hardness, Market, Output, hardness_of

Status = Literal["done", "refused", "failed", "skipped"]
"""``skipped``: it was not tried, because the sheet or the credits do not allow it."""

MOST_ROWS = 10_000
MOST_CREDITS_A_SKU = 6


class Order(Spec):
    """What is asked for all rows of a sheet, where the row itself says nothing."""

    outputs: tuple[Output, ...] = Field((), description="what each product gets; a tile and a look when left out")
    words: str = Field("", max_length=2000, description="the set of the looks, in a person's words")
    brand: str = Field("", max_length=200)
    market: Market | None = Field(None, description="the marketplace whose rules the tiles must meet")
    max_credits: int | None = Field(None, ge=0, description="most that may be spent; it goes on until that is reached")


class Row(Spec):
    """One product of a sheet, as it was written there. ``number`` is the row as a spreadsheet counts."""

    number: int = Field(ge=1)
    sku: str
    photo: str = Field("", description="its photo's file, by the sheet; empty: looked for by the SKU")
    name: str = Field("", description="what the product is called; words, never orders")
    category: Category | None = None
    price: str | None = Field(None, description="with its currency where one is known")
    brand: str = ""
    style: str = Field("", description="a remembered look's name, or a set in words")
    outputs: tuple[Output, ...] = ()
    market: Market | None = None
    remarks: tuple[str, ...] = Field((), description="what of this row is not used, in sentences")

    @property
    def key(self) -> str:
        """What the row orders, wherever in the sheet it stands: 32 hex digits."""
        return digest(self.model_copy(update={"number": 1, "remarks": ()}))[:32]

    @property
    def hardness(self) -> Hardness:
        """Hard where the kind is not known."""
        return hardness_of(self.category or "other")


class Sheet(Spec):
    """A sheet that was read. ``columns`` says which of its headings is taken for what."""

    name: str
    sha256: str
    columns: dict[str, str]
    unused: tuple[str, ...] = Field((), description="headings that mean nothing here")
    rows: tuple[Row, ...]
    remarks: tuple[str, ...] = ()


class RowOutcome(Spec):
    """What became of one output of one row: a picture, or a sentence that says why there is none."""

    row: int
    sku: str
    output: Output
    status: Status
    text: str = ""
    rule: str = Field("", description="of a refusal")
    advice: str = Field("", description="of a refusal: the real way to get it")
    photo_sha256: str = ""
    asset: str = Field("", description="the picture's id")
    sha256: str = Field("", description="the picture's file")
    look: str = Field("", description="which set it was taken on: rows with the same share one")
    credits: int = Field(0, ge=0, description="what it cost, once")
    seconds: float = Field(0.0, ge=0.0)


class Quote(Spec):
    """What a sheet would cost, before anything is made."""

    sheet: Sheet
    credits: int
    pictures: int
    made: int = Field(0, description="pictures that are there already, from an earlier run")
    outcomes: tuple[RowOutcome, ...] = Field((), description="what is known not to be made, and why")
    remarks: tuple[str, ...] = Field((), description="words for looks that say nothing")
    left: int | None = Field(None, description="credits that may be spent; none: no limit")
    agreed: bool = Field(False, description="the person has agreed to this sheet at this price or a higher one")


class SkuLine(Spec):
    """One line of a sheet's table: a product, its pictures by their ids, what it cost, and what is to be said of it."""

    sku: str
    status: Status
    made: tuple[tuple[Output, str], ...] = ()
    text: str = ""
    credits: int = 0
    seconds: float = 0.0


class Report(Spec):
    """What became of a sheet. ``stopped`` says why it did not come to its end."""

    sheet: Sheet
    outcomes: tuple[RowOutcome, ...]
    stopped: str = ""
    over_budget: bool = False
    spent: int = Field(0, description="what this run charged; pictures that were there already are not charged again")
    seconds: float = 0.0

    def count(self, status: Status) -> int:
        """Return how many outputs ended so."""
        return sum(outcome.status == status for outcome in self.outcomes)

    @property
    def credits(self) -> int:
        """What the pictures cost, those of earlier runs included."""
        return sum(outcome.credits for outcome in self.outcomes)
