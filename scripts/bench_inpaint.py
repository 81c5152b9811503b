"""What one inpaint of SDXL's size costs on this machine, with random weights: seconds a step and the most memory held.

    python scripts/bench_inpaint.py FOLDER [--steps 4] [--image examples/ring.jpg]

FOLDER gets the weights (7 GB, once). Their values are noise, so the picture is; times and memory are those of a real
model of that size. Needs the extra ``diffusion``. Sizes: SDXL's published configurations (Podell and others, 2023).
"""

import argparse
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PillowImage

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from tiny_parts import VOCABULARY, clip_tokens

from tools.engines.generative.diffusion import DiffusionPainter
from tools.engines.generative.task import Task
from tools.engines.image import to_float
from tools.engines.progress import Progress

UNET: dict[str, Any] = {
    "sample_size": 128, "in_channels": 9, "out_channels": 4, "layers_per_block": 2, "cross_attention_dim": 2048,
    "block_out_channels": (320, 640, 1280), "attention_head_dim": (5, 10, 20), "use_linear_projection": True,
    "transformer_layers_per_block": (1, 2, 10), "addition_embed_type": "text_time", "addition_time_embed_dim": 256,
    "projection_class_embeddings_input_dim": 2816,
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
    "up_block_types": ("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
}  # fmt: skip
VAE: dict[str, Any] = {
    "block_out_channels": (128, 256, 512, 512), "layers_per_block": 2, "latent_channels": 4, "sample_size": 1024,
    "scaling_factor": 0.13025, "down_block_types": ("DownEncoderBlock2D",) * 4,
    "up_block_types": ("UpDecoderBlock2D",) * 4,
}  # fmt: skip
TEXT: dict[str, Any] = {
    "vocab_size": 49408, "max_position_embeddings": 77, "bos_token_id": VOCABULARY - 2, "eos_token_id": VOCABULARY - 1,
    "pad_token_id": VOCABULARY - 1,
}  # fmt: skip
FIRST: dict[str, Any] = {
    "hidden_size": 768, "intermediate_size": 3072, "num_attention_heads": 12, "num_hidden_layers": 12,
    "hidden_act": "quick_gelu", "projection_dim": 768,
}  # fmt: skip
SECOND: dict[str, Any] = {
    "hidden_size": 1280, "intermediate_size": 5120, "num_attention_heads": 20, "num_hidden_layers": 32,
    "hidden_act": "gelu", "projection_dim": 1280,
}  # fmt: skip


def main() -> None:
    """Make the weights where they are missing, paint once, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--steps", type=int, default=4)
    parser.add_argument("--image", type=Path, default=Path("examples/ring.jpg"))
    options = parser.parse_args()
    if not (options.folder / "model_index.json").exists():
        make(options.folder)
        print(f"weights made in {options.folder}; run it again to measure in a process of its own")
        return
    print(painted(options.folder, options.image, options.steps))


def make(folder: Path) -> None:
    """Save a pipeline of SDXL inpainting's size with random weights of 16 bits."""
    import torch
    from diffusers import AutoencoderKL, EulerDiscreteScheduler, StableDiffusionXLInpaintPipeline, UNet2DConditionModel
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    torch.manual_seed(0)
    torch.set_default_dtype(torch.bfloat16)
    tokens = clip_tokens(folder)
    parts = {
        "vae": AutoencoderKL(**VAE), "unet": UNet2DConditionModel(**UNET),
        "text_encoder": CLIPTextModel(CLIPTextConfig(**TEXT, **FIRST)),
        "text_encoder_2": CLIPTextModelWithProjection(CLIPTextConfig(**TEXT, **SECOND)),
        "scheduler": EulerDiscreteScheduler(beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012),
    }  # fmt: skip
    StableDiffusionXLInpaintPipeline(
        **parts, tokenizer=tokens, tokenizer_2=tokens, requires_aesthetics_score=False, add_watermarker=False
    ).save_pretrained(folder)


def painted(folder: Path, image: Path, steps: int) -> str:
    """Return the table of one picture of 1024² around a locked middle."""
    photo = PillowImage.open(image).convert("RGB").resize((1024, 1024))
    mask = np.ones((1024, 1024), np.float32)
    mask[300:700, 300:700] = 0.0
    task = Task(to_float(np.asarray(photo)), mask, "a ring on a rooftop at dusk", strength=0.99)
    begun = time.monotonic()
    at: list[float] = []

    def told(_: Progress) -> None:
        at.append(time.monotonic() - begun)

    made = DiffusionPainter(folder, steps=steps).paint(task, told, lambda: False)
    whole = time.monotonic() - begun
    each = (at[-1] - at[1]) / max(1, len(at) - 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return "\n".join((
        f"until the first step ended {at[1]:.0f} s, a step {each:.1f} s, decoding {whole - at[-1]:.1f} s",
        f"25 steps: {at[1] + 24 * each + whole - at[-1]:.0f} s",
        f"most memory: {peak / 1e9:.2f} GB",
        f"picture {made.image.shape}, finite: {bool(np.isfinite(made.image).all())}",
    ))  # fmt: skip


if __name__ == "__main__":
    main()
