"""What a folder of diffusers weights can do, read from its ``model_index.json``: no model is loaded for that."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tools.engines.generative.task import Ability
from tools.errors import EngineUnavailable

MEGAPIXEL = 1_048_576


@dataclass(frozen=True)
class Family:
    """How a kind of pipeline is used: the diffusers class it is loaded as, and what it can.

    ``pixels`` is the size of picture that it was trained on, ``multiple`` what its sides are multiples of.
    """

    pipeline: str
    abilities: frozenset[Ability]
    pixels: int = MEGAPIXEL
    multiple: int = 16
    steps: int = 28


def _family(pipeline: str, *abilities: Ability, pixels: int = MEGAPIXEL, multiple: int = 16, steps: int = 28) -> Family:
    return Family(pipeline, frozenset(abilities), pixels, multiple, steps)


FAMILIES: tuple[tuple[str, Family], ...] = (
    (r"StableDiffusionXLControlNet(Img2Img|Inpaint)?Pipeline",
     _family("StableDiffusionXLControlNetInpaintPipeline", "inpaint", "image_to_image", "depth", multiple=8)),
    (r"StableDiffusionXL(Img2Img|Inpaint)?Pipeline",
     _family("StableDiffusionXLInpaintPipeline", "inpaint", "image_to_image", multiple=8)),
    (r"StableDiffusion3(Img2Img|Inpaint)?Pipeline",
     _family("StableDiffusion3InpaintPipeline", "inpaint", "image_to_image")),
    (r"StableDiffusionControlNet(Img2Img|Inpaint)?Pipeline",
     _family("StableDiffusionControlNetInpaintPipeline", "inpaint", "image_to_image", "depth",
             pixels=512 * 512, multiple=8)),
    (r"StableDiffusion(Img2Img|Inpaint)?Pipeline",
     _family("StableDiffusionInpaintPipeline", "inpaint", "image_to_image", pixels=512 * 512, multiple=8)),
    (r"FluxFillPipeline", _family("FluxFillPipeline", "inpaint", "image_to_image")),
    (r"FluxKontext(Inpaint)?Pipeline",
     _family("FluxKontextInpaintPipeline", "inpaint", "image_to_image", "words", "references")),
    (r"Flux(Img2Img|Inpaint)?Pipeline", _family("FluxInpaintPipeline", "inpaint", "image_to_image")),
    (r"QwenImageEditPlusPipeline", _family("QwenImageEditPlusPipeline", "words", "references", steps=40)),
    (r"QwenImageEdit(Inpaint)?Pipeline",
     _family("QwenImageEditInpaintPipeline", "inpaint", "image_to_image", "words", steps=40)),
    (r"QwenImage(Img2Img|Inpaint)?Pipeline", _family("QwenImageInpaintPipeline", "inpaint", "image_to_image")),
    (r"StableVideoDiffusionPipeline", _family("StableVideoDiffusionPipeline", "video", pixels=1024 * 576, multiple=64)),
    (r"(Wan|LTX|LTX2|CogVideoX|Sana)ImageToVideoPipeline", _family("", "video", pixels=832 * 480, multiple=32)),
)  # fmt: skip
"""Pipelines by the name in their ``model_index.json``; an empty class is that name itself."""


def family_of(folder: Path) -> Family:
    """Return what the weights in ``folder`` can do. Raises ``EngineUnavailable`` when they are none that is known."""
    index = _read(folder / "model_index.json")
    if index is None:
        raise EngineUnavailable(f"{folder} holds no diffusers pipeline: its model_index.json is missing or broken.")
    name = str(index.get("_class_name", ""))
    for pattern, family in FAMILIES:
        if re.fullmatch(pattern, name):
            return _as_there(folder, index, family, name)
    raise EngineUnavailable(f"The weights in {folder} are a {name[:60]}, which is none that can be used here.")


def _as_there(folder: Path, index: dict[str, Any], family: Family, name: str) -> Family:
    """Return the family with what the folder itself tells: an IP-Adapter, the size it was trained on."""
    abilities = family.abilities
    if (folder / "ip_adapter").is_dir() and (index.get("image_encoder") or [None])[0]:
        abilities = abilities | {"references"}
    side = _native_side(folder)
    pixels = side * side if side else family.pixels
    return Family(family.pipeline or name, abilities, pixels, family.multiple, family.steps)


def _native_side(folder: Path) -> int | None:
    """Return the side in pixels of the square pictures that a UNet was trained on, if its configuration tells."""
    unet, vae = _read(folder / "unet" / "config.json"), _read(folder / "vae" / "config.json")
    side = (unet or {}).get("sample_size")
    blocks = (vae or {}).get("block_out_channels") or ()
    return side * 2 ** (len(blocks) - 1) if isinstance(side, int) and blocks else None


def _read(file: Path) -> dict[str, Any] | None:
    try:
        told = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return None
    return told if isinstance(told, dict) else None


def working_size(width: int, height: int, family: Family) -> tuple[int, int]:
    """Return (width, height) that a picture is painted at: no larger than it is, or than the model was trained on."""
    scale = min(1.0, (family.pixels / (width * height)) ** 0.5)
    sides = (max(family.multiple, round(side * scale / family.multiple) * family.multiple) for side in (width, height))
    first, second = sides
    return first, second
