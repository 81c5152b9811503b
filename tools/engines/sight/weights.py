"""Where the small networks lie: package data, described in ``CARD.md`` beside them."""

from pathlib import Path

from tools.errors import EngineUnavailable

FOLDER = Path(__file__).parents[1] / "weights"


def weights_path(name: str) -> Path:
    """Return the path of a weights file. Raises ``EngineUnavailable`` when the installation lacks it."""
    path = FOLDER / name
    if not path.is_file():
        raise EngineUnavailable(f"The file {name} is missing from the installation: install Parure again.")
    return path
