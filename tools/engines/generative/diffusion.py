"""A model of one's own: diffusers weights from a folder, on CPU, CUDA or Apple's GPU. Nothing is ever downloaded here.

The one file that imports torch and diffusers, and only when a picture is asked for.
"""

import inspect
import os
import threading
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PillowImage

from tools.engines.generative.by_turns import Turns
from tools.engines.generative.families import Family, family_of, working_size
from tools.engines.generative.task import Ability, Motion, Painted, Task
from tools.engines.image import Image, Mask, to_bytes, to_float
from tools.engines.progress import Cancelled, Progress, Report
from tools.errors import EngineUnavailable, ToolFailed

INSTALL = "pip install 'parure[diffusion]'"
CANCELLED = "Painting was cancelled; nothing was charged."
LARGE = 3_000_000_000
"""Bytes of weights from which on a CPU holds them in 16 bits, and only those of the part that is at work."""
ROOM = 1.35
"""How much more memory than its weights a pipeline takes on a GPU; with less it is moved there part by part."""
MOOD = 0.5
"""How much a picture's mood counts beside the words: more, and its things are painted, too."""
TILED = 1_500_000
"""Pixels from which on a picture is decoded in tiles."""


class DiffusionPainter:
    """One pipeline of one folder, loaded at the first picture and kept; one picture at a time."""

    def __init__(self, folder: Path, steps: int | None = None, pixels: int | None = None) -> None:
        """``steps`` and ``pixels`` are instead of what is usual for the model."""
        self._folder = folder
        self._steps, self._pixels = steps, pixels
        self._turns: Turns | None = None
        self._one = threading.Lock()

    @cached_property
    def _family(self) -> Family:
        told = family_of(self._folder)
        return Family(
            told.pipeline, told.abilities, self._pixels or told.pixels, told.multiple, self._steps or told.steps
        )

    @property
    def abilities(self) -> frozenset[Ability]:
        """What the folder's pipeline can. Raises ``EngineUnavailable`` when it is none that is known."""
        return self._family.abilities

    def paint(self, task: Task, report: Report, cancelled: Cancelled) -> Painted:
        """Return the task's picture; see ``tools.context.Painter``."""
        size = working_size(task.start.shape[1], task.start.shape[0], self._family)
        with self._one, _calmly():
            pipe = self._pipe
            wanted = _given(pipe, self._family, task, size) | {"num_inference_steps": self._family.steps}
            made = self._run(pipe, wanted, task.seed, (report, cancelled))
        if any(getattr(made, "nsfw_content_detected", None) or ()):
            raise ToolFailed("The model's own check withheld the picture. Say it in other words, or use the studio.")
        image = _resized(np.asarray(made.images[0], np.float32)[..., :3], task.start.shape[1], task.start.shape[0])
        return Painted(image, self._folder.name)

    def move(self, motion: Motion, report: Report, cancelled: Cancelled) -> tuple[Image, ...]:
        """Return a clip's frames; see ``tools.context.Painter``."""
        height, width = motion.start.shape[:2]
        size = working_size(width, height, self._family)
        told = {"image": _picture(motion.start, size), "width": size[0], "height": size[1], "prompt": motion.words,
                "num_frames": motion.frames, "num_inference_steps": self._family.steps}  # fmt: skip
        with self._one, _calmly():
            pipe = self._pipe
            made = self._run(pipe, _taken(pipe, told), motion.seed, (report, cancelled))
        return tuple(_resized(np.asarray(frame, np.float32), width, height) for frame in made.frames[0])

    def _run(self, pipe: Any, wanted: dict[str, Any], seed: int, watch: tuple[Report, Cancelled]) -> Any:
        import torch

        report, cancelled = watch
        steps = wanted["num_inference_steps"]

        def stepped(at_work: Any, step: int, _: Any, tensors: dict[str, Any]) -> dict[str, Any]:
            if cancelled():
                raise ToolFailed(CANCELLED)
            left_of = getattr(at_work, "num_timesteps", None) or steps  # a start that is kept in part saves steps
            report(Progress("paint", min(1.0, (step + 1) / left_of)))
            if self._turns and step + 1 >= left_of:
                self._turns.end()
            return tensors

        if cancelled():
            raise ToolFailed(CANCELLED)
        report(Progress("paint", 0.0))
        generator = torch.Generator("cpu").manual_seed(seed)
        if self._turns:
            self._turns.begin()
        try:
            return pipe(**wanted, generator=generator, output_type="np", callback_on_step_end=stepped)
        except (torch.OutOfMemoryError, MemoryError) as error:
            raise ToolFailed("The model needs more memory than this machine has; use a smaller one.") from error
        except (ValueError, RuntimeError, TypeError) as error:
            raise ToolFailed(f"The model could not paint this, and nothing was charged: {_said(error)}") from error
        finally:
            pipe.maybe_free_model_hooks()
            if self._turns:
                self._turns.end()

    @cached_property
    def _pipe(self) -> Any:
        os.environ.setdefault("HF_HUB_DISABLE_TELEMETRY", "1")
        try:
            import diffusers
            import torch
            import transformers
        except ImportError as error:
            raise EngineUnavailable(f"The diffusion engine needs torch and diffusers: {INSTALL}.") from error
        for library in (diffusers, transformers):
            library.utils.logging.set_verbosity_error()
            library.utils.logging.disable_progress_bar()
        family, device = self._family, _device(torch)
        kind = getattr(diffusers, family.pipeline, None)
        if kind is None:
            raise EngineUnavailable(f"This diffusers knows no {family.pipeline}: {INSTALL} --upgrade.")
        weights = sum(file.stat().st_size for file in self._folder.rglob("*.safetensors"))
        dtype = torch.float32 if device == "cpu" and weights < LARGE else torch.bfloat16
        try:
            pipe = kind.from_pretrained(self._folder, local_files_only=True, dtype=dtype)
            if device == "cpu" and weights >= LARGE:
                self._turns = Turns(pipe, self._folder)
            _with_adapter(pipe, self._folder, family)
        except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
            raise EngineUnavailable(f"The weights in {self._folder} cannot be loaded: {_said(error)}") from error
        pipe.set_progress_bar_config(disable=True)
        if family.pixels > TILED and hasattr(getattr(pipe, "vae", None), "enable_tiling"):
            pipe.vae.enable_tiling()
        _moved(pipe, device, weights, torch)
        return pipe


def _said(error: Exception) -> str:
    """Return the first line of what a library says of its error."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[0][:200] if lines else type(error).__name__


@contextmanager
def _calmly() -> Iterator[None]:
    """Keep the libraries' own warnings, which are for who writes programs, from those who make pictures."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _device(torch: Any) -> str:
    if torch.cuda.is_available():
        return "cuda"
    return "mps" if torch.backends.mps.is_available() else "cpu"


def _moved(pipe: Any, device: str, weights: int, torch: Any) -> None:
    """Put the pipeline on its device: whole, or part by part where there is no room for all of it."""
    if device == "cpu":
        return
    if device == "cuda" and torch.cuda.mem_get_info()[0] < weights * ROOM:
        pipe.enable_model_cpu_offload()
    else:
        pipe.to(device)


def _with_adapter(pipe: Any, folder: Path, family: Family) -> None:
    """Load the folder's IP-Adapter, by which a picture's mood goes in beside the words."""
    if "references" not in family.abilities or not hasattr(pipe, "load_ip_adapter"):
        return
    files = sorted((folder / "ip_adapter").glob("*.safetensors"))
    if files:
        pipe.load_ip_adapter(str(folder), subfolder="ip_adapter", weight_name=files[0].name, local_files_only=True)


def _given(pipe: Any, family: Family, task: Task, size: tuple[int, int]) -> dict[str, Any]:
    """Return the arguments that the pipeline takes of ``task``, at ``size``."""
    start = _picture(task.start, size)
    told: dict[str, Any] = {
        "prompt": task.words,
        "negative_prompt": " ",  # without one some leave out the guidance that they were trained for
        "image": start,
        "mask_image": _grey(task.mask, size),
        "width": size[0],
        "height": size[1],
        "max_area": size[0] * size[1],
        "_auto_resize": False,  # the product must be where it was
        "strength": task.strength,
    }
    return _taken(pipe, told | _depth(family, task, size) | _mood(pipe, family, task, start))


def _depth(family: Family, task: Task, size: tuple[int, int]) -> dict[str, Any]:
    """Return the depth for a ControlNet, which must have one: where none is known, a flat one that does not count."""
    if "depth" not in family.abilities:
        return {}
    if task.depth is None:
        return {"control_image": PillowImage.new("RGB", size, "gray"), "controlnet_conditioning_scale": 0.0}
    return {"control_image": _grey(task.depth, size).convert("RGB")}


def _mood(pipe: Any, family: Family, task: Task, start: PillowImage.Image) -> dict[str, Any]:
    """Return the further pictures in the way in which the pipeline takes them."""
    if "references" not in family.abilities:
        return {}
    pictures = [PillowImage.fromarray(to_bytes(picture)) for picture in task.references]
    takes = inspect.signature(type(pipe).__call__).parameters
    if "ip_adapter_image" in takes and "words" not in family.abilities:
        pipe.set_ip_adapter_scale(MOOD if pictures else 0.0)  # it must have a picture; this one then does not count
        return {"ip_adapter_image": pictures[0] if pictures else start}
    if not pictures:
        return {}
    return {"image_reference": pictures[0]} if "image_reference" in takes else {"image": [start, *pictures]}


def _taken(pipe: Any, told: dict[str, Any]) -> dict[str, Any]:
    """Return what of ``told`` the pipeline has a parameter for."""
    takes = inspect.signature(type(pipe).__call__).parameters
    return {name: value for name, value in told.items() if name in takes}


def _picture(image: Image, size: tuple[int, int]) -> PillowImage.Image:
    return PillowImage.fromarray(to_bytes(image)).resize(size, PillowImage.Resampling.LANCZOS)


def _grey(mask: Mask, size: tuple[int, int]) -> PillowImage.Image:
    return PillowImage.fromarray(to_bytes(mask)).resize(size, PillowImage.Resampling.BILINEAR)


def _resized(image: Image, width: int, height: int) -> Image:
    if image.shape[:2] == (height, width):
        return image
    picture = PillowImage.fromarray(to_bytes(image)).resize((width, height), PillowImage.Resampling.LANCZOS)
    return to_float(np.asarray(picture))
