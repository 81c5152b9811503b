"""Weights are named by a person, shown with size and licence, then fetched; what they can is read from the folder."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from agent.doctor import Finding, _weights
from agent.models import get_model, known_models
from agent.settings import Settings
from agent.weights import Offer, weights_folder
from tools.engines.generative.families import family_of, working_size
from tools.errors import BadRequest, EngineUnavailable, ToolFailed

ROOT = Path(__file__).parents[1]


class FakeHub:
    """Has one pipeline; keeps what was told before it was asked for the files."""

    def __init__(self, files: tuple[str, ...] = ("model_index.json", "unet/a.safetensors")) -> None:
        self.files = files
        self.told: list[str] = []
        self.known: list[str] = []

    def look(self, name: str) -> Offer:
        if name != "house/painter":
            raise ToolFailed(f"Nothing is known of {name}.")
        return Offer(self.files, 6_900_000_000, "openrail++")

    def fetch(self, name: str, offer: Offer, folder: Path) -> None:
        self.known = list(self.told)
        index(folder, "StableDiffusionXLInpaintPipeline")


def index(folder: Path, kind: str, **parts: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model_index.json").write_text(json.dumps({"_class_name": kind} | parts), "utf-8")
    return folder


def test_size_and_licence_come_before_the_files(tmp_path: Path) -> None:
    settings, hub = Settings(home=tmp_path, diffusion_model="house/painter"), FakeHub()
    assert not known_models(settings)[-1].there
    told = get_model("diffusion", settings, hub.told.append, hub)
    assert "6.9 GB" in hub.known[0]
    assert "openrail++" in hub.known[0]
    folder = weights_folder(settings)
    assert folder is not None
    assert str(folder) in told
    assert folder.parent.parent == tmp_path
    assert known_models(settings)[-1].there
    assert "nothing was downloaded" in get_model("diffusion", settings, hub.told.append, hub)


@pytest.mark.parametrize(("named", "error", "words"), [
    (None, BadRequest, "PARURE_DIFFUSION_MODEL"),
    ("/no/such/folder", BadRequest, "PARURE_DIFFUSION_MODEL"),
    ("house/other", ToolFailed, "Nothing is known"),
])  # fmt: skip
def test_only_what_is_named_is_fetched(named: str | None, error: type[Exception], words: str, tmp_path: Path) -> None:
    with pytest.raises(error, match=words):
        get_model("diffusion", Settings(home=tmp_path, diffusion_model=named), lambda _: None, FakeHub())


def test_a_thing_that_is_no_pipeline_is_not_fetched(tmp_path: Path) -> None:
    hub = FakeHub(("weights/a.safetensors",))
    with pytest.raises(BadRequest, match="no diffusers pipeline"):
        get_model("diffusion", Settings(home=tmp_path, diffusion_model="house/painter"), hub.told.append, hub)
    assert hub.told == []


@pytest.mark.parametrize(
    ("kind", "loaded_as", "can"),
    [
        ("StableDiffusionPipeline", "StableDiffusionInpaintPipeline", {"inpaint", "image_to_image"}),
        ("StableDiffusionXLPipeline", "StableDiffusionXLInpaintPipeline", {"inpaint", "image_to_image"}),
        ("StableDiffusionXLControlNetPipeline", "StableDiffusionXLControlNetInpaintPipeline",
         {"inpaint", "image_to_image", "depth"}),
        ("FluxFillPipeline", "FluxFillPipeline", {"inpaint", "image_to_image"}),
        ("FluxKontextPipeline", "FluxKontextInpaintPipeline", {"inpaint", "image_to_image", "words", "references"}),
        ("QwenImageEditPipeline", "QwenImageEditInpaintPipeline", {"inpaint", "image_to_image", "words"}),
        ("QwenImageEditPlusPipeline", "QwenImageEditPlusPipeline", {"words", "references"}),
        ("WanImageToVideoPipeline", "WanImageToVideoPipeline", {"video"}),
        ("StableVideoDiffusionPipeline", "StableVideoDiffusionPipeline", {"video"}),
    ],
)  # fmt: skip
def test_what_weights_can_is_read_from_their_index(kind: str, loaded_as: str, can: set[str], tmp_path: Path) -> None:
    family = family_of(index(tmp_path, kind))
    assert (family.pipeline, set(family.abilities)) == (loaded_as, can)


def test_an_adapter_and_the_native_size_are_the_folders_own(tmp_path: Path) -> None:
    folder = index(tmp_path, "StableDiffusionXLPipeline", image_encoder=["transformers", "CLIPVisionModel"])
    (folder / "ip_adapter").mkdir()
    for part, told in (("unet", {"sample_size": 96}), ("vae", {"block_out_channels": [1, 2, 3, 4]})):
        (folder / part).mkdir()
        (folder / part / "config.json").write_text(json.dumps(told), "utf-8")
    family = family_of(folder)
    assert "references" in family.abilities
    assert family.pixels == (96 * 8) ** 2
    width, height = working_size(912, 1144, family)
    assert width % 8 == height % 8 == 0
    assert width * height == pytest.approx(family.pixels, rel=0.03)
    assert width / height == pytest.approx(912 / 1144, rel=0.02)


@pytest.mark.parametrize("kind", ["", "ShapEPipeline", "../../etc"])
def test_other_weights_are_said_to_be_none(kind: str, tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="none that can be used"):
        family_of(index(tmp_path, kind))


def test_an_empty_folder_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(EngineUnavailable, match="model_index"):
        family_of(tmp_path)


def test_the_doctor_tells_what_is_missing(tmp_path: Path) -> None:
    def told(named: str | None) -> Finding:
        return _weights(Settings(home=tmp_path, diffusion_model=named))

    assert "PARURE_DIFFUSION_MODEL" in told(None).needs
    assert told("house/painter").needs == "parure models get diffusion"
    assert "none that can be used" in told(str(index(tmp_path / "x", "ShapEPipeline"))).needs
    good = told(str(index(tmp_path / "y", "FluxFillPipeline")))
    assert good.there
    assert "inpaint" in good.found


def test_no_engine_is_loaded_before_a_picture_is_asked_of_it(tmp_path: Path) -> None:
    """Building the assistant, asking what its painters can and planning load no torch, no diffusers, no openai."""
    index(tmp_path / "weights", "StableDiffusionInpaintPipeline")
    script = (
        "import sys, json\nfrom agent.settings import Settings\nfrom agent.app import build\n"
        "from tools.specs.brief import Brief\n"
        f"home, weights = {str(tmp_path / 'home')!r}, {str(tmp_path / 'weights')!r}\n"
        "built = build(Settings(home=home, diffusion_model=weights))\n"
        "image = {'role': 'product', 'what': 'a silver ring'}\n"
        "plan = built.plan(Brief(text='the ring on a rooftop, with the diffusion engine', images=(image,)))\n"
        "assert plan.steps[0].args['engine'] == 'diffusion', plan\n"
        "built.close()\n"
        "heavy = {'torch', 'diffusers', 'transformers', 'openai', 'huggingface_hub'}\n"
        "sys.stderr.write(json.dumps(sorted(heavy & set(sys.modules))))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, timeout=200)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.splitlines()[-1]) == []
