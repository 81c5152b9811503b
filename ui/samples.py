"""Sample products to begin with, each with a brief that is ready to be sent."""

from pathlib import Path

FOLDER = Path(__file__).parents[1] / "examples"
SAMPLES = {
    "ring": "The ring on warm travertine, leaf shadows, late sun, 4:5",
    "watch": "The watch on dark slate, one hard light from the left, 4:5",
    "bag": "The bag on a plaster podium, soft window light, 4:5",
    "sunglasses": "The sunglasses on sand, hard sun, a shell beside them, 1:1",
    "earrings": "The earrings on ivory silk, golden hour, 4:5",
    "scarf": "The scarf on pale marble, overcast light, 1:1",
}


def sample_path(name: str) -> Path | None:
    """Return a sample's photo, or nothing where the samples were not installed along."""
    path = FOLDER / f"{name}.jpg"
    return path if name in SAMPLES and path.is_file() else None


def samples_there() -> tuple[str, ...]:
    """Return the samples whose photos are there."""
    return tuple(name for name in SAMPLES if sample_path(name) is not None)
