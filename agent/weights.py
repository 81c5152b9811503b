"""Weights of a generative model: where they lie, and how they are brought when a person names them."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from agent.settings import Settings
from tools.errors import BadRequest, EngineUnavailable, ToolFailed

HUB_NAME = re.compile(r"[\w.-]{1,96}/[\w.-]{1,96}")
_ENDINGS = (".json", ".txt", ".model", ".safetensors", ".jinja")


@dataclass(frozen=True)
class Offer:
    """What a hub has under a name: its files, their bytes together, and the licence."""

    files: tuple[str, ...]
    bytes: int
    licence: str


class Hub(Protocol):
    """Where weights are fetched from."""

    def look(self, name: str) -> Offer:
        """Return what is there under ``name``. Raises ``ToolFailed``."""
        ...

    def fetch(self, name: str, offer: Offer, folder: Path) -> None:
        """Bring the files of ``offer`` into ``folder``. Raises ``ToolFailed``."""
        ...


class HuggingFace:
    """The hub of that name; asked only by ``parure models get``."""

    def look(self, name: str) -> Offer:
        """Return the files of a diffusers pipeline: its parts in their folders, no second copy in another form."""
        try:
            from huggingface_hub import HfApi
        except ImportError as error:
            raise EngineUnavailable("Fetching weights needs: pip install 'parure[diffusion]'.") from error
        try:
            told = HfApi().model_info(name, files_metadata=True)
        except (OSError, ValueError) as error:
            raise ToolFailed(f"Nothing is known of {name}: the hub cannot be reached, or has no such model.") from error
        files = {
            file.rfilename: file.size or 0
            for file in told.siblings or ()
            if file.rfilename.endswith(_ENDINGS)
            and ("/" in file.rfilename or file.rfilename == "model_index.json")
            and ".fp16." not in file.rfilename
        }
        licence = (told.card_data or {}).get("license") if told.card_data else None
        return Offer(tuple(sorted(files)), sum(files.values()), str(licence or "not told: read the model's card"))

    def fetch(self, name: str, offer: Offer, folder: Path) -> None:
        """Bring the files; what is there already is not brought again."""
        from huggingface_hub import snapshot_download

        try:
            snapshot_download(name, local_dir=folder, allow_patterns=list(offer.files))
        except (OSError, ValueError) as error:
            raise ToolFailed(f"{name} could not be fetched whole; say it again and it goes on.") from error


def weights_folder(settings: Settings) -> Path | None:
    """Return where the weights that the settings name are, or would be put; nothing where none are named."""
    named = settings.diffusion_model
    if not named:
        return None
    folder = Path(named).expanduser()
    if folder.is_dir() or not HUB_NAME.fullmatch(named):
        return folder
    return settings.home.expanduser() / "models" / named.replace("/", "--")


def fetched(settings: Settings, hub: Hub, tell: Callable[[str], None]) -> str:
    """Bring the weights that the settings name, after ``tell`` heard their size and licence; return what was done.

    Raises ``BadRequest`` when none are named by a hub's name, ``ToolFailed`` when they cannot be had.
    """
    named, folder = settings.diffusion_model or "", weights_folder(settings)
    if folder is None or not HUB_NAME.fullmatch(named):
        raise BadRequest(
            "Name the weights first: PARURE_DIFFUSION_MODEL is a folder of diffusers weights, or a name on the hub as "
            "owner/model."
        )
    offer = hub.look(named)
    if "model_index.json" not in offer.files:
        raise BadRequest(f"{named} is no diffusers pipeline: it has no model_index.json. Name another one.")
    tell(f"{named}: {offer.bytes / 1e9:.1f} GB in {len(offer.files)} files, licence: {offer.licence}.")
    hub.fetch(named, offer, folder)
    return f"{named} lies in {folder}."
