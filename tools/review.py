"""A measured look at new pictures: is the product exact, and what else is off."""

from tools.specs.asset import Asset
from tools.specs.finding import Finding
from tools.store.store import Store


def review(made: tuple[tuple[str, Asset], ...], store: Store) -> tuple[Finding, ...]:
    """Return what is off in the pictures ``made`` (short name, asset); nothing when all is well."""
    return ()
