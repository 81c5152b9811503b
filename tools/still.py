"""The picture behind a clip: what is asked of a clip but to be played is asked of that."""

from tools.context import Context
from tools.errors import BadRequest
from tools.specs.asset import Asset


def still_behind(asset: Asset, context: Context) -> Asset:
    """Return ``asset``, or the picture that it is a clip of. Raises ``BadRequest`` when that is gone."""
    if not asset.moves:
        return asset
    if asset.parent is None:
        raise BadRequest("This clip has no picture behind it; name a picture.")
    return context.store.ledger.find_asset(asset.parent, context.thread)
