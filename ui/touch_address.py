"""Where a touch-up is opened; apart from its routes, which need more than markup does."""


def touch_url(thread: str, name: str) -> str:
    """Return the address at which the touch-up of ``name``, a picture of the talk or of the tray, is opened."""
    return f"/touch/{thread}/{name}"
