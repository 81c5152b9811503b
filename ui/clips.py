"""Clips as markup, and what makes one of a picture at one press."""

from html import escape

from tools.specs.asset import Asset
from ui.files import url


def player(thread: str, name: str, asset: Asset) -> str:
    """Return a clip that plays in the page, silent and over and over."""
    shown = escape(f"{name}, clip")
    return (
        f'<video src="{url(thread, name)}" poster="{url(thread, name, "small")}" aria-label="{shown}" '
        f'width="{asset.width}" height="{asset.height}" controls autoplay muted loop playsinline></video>'
    )


def mark(asset: Asset) -> str:
    """Return what tells a clip from a picture in the gallery."""
    return '<span class="moves">clip</span>' if asset.moves else ""


def actions(name: str, asset: Asset) -> str:
    """Return what can be made of a picture at one press; of a clip nothing."""
    if asset.moves:
        return ""
    return (
        f'<button data-act="say" data-text="make {name} warmer">Warmer</button>'
        f'<button data-act="say" data-text="make a 4 second clip of {name}">Clip</button>'
    )
