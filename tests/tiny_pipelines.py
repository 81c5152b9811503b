"""Diffusers pipelines with a few thousand random weights, built in code: what they paint is nonsense."""

import json
from pathlib import Path
from typing import Any

VOCABULARY = 514


def save(kind: str, folder: Path) -> Path:
    """Build the tiny pipeline ``kind`` and save it to ``folder``."""
    import torch

    torch.manual_seed(0)
    KINDS[kind](folder / "tokens").save_pretrained(folder)
    return folder


def _tokenizer(folder: Path) -> Any:
    from transformers import CLIPTokenizer

    folder.mkdir(parents=True, exist_ok=True)
    kept = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    letters = [chr(code) for code in kept] + [chr(256 + n) for n in range(256 - len(kept))]
    words = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    assert len(words) == VOCABULARY
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", "utf-8")
    told = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "bos_token": "<|startoftext|>"}
    told |= dict.fromkeys(("eos_token", "pad_token", "unk_token"), "<|endoftext|>")
    (folder / "tokenizer_config.json").write_text(json.dumps(told), "utf-8")
    return CLIPTokenizer.from_pretrained(folder, local_files_only=True)


def _text(projected: int | None = None) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=VOCABULARY, hidden_size=32, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2,
        max_position_embeddings=77, bos_token_id=VOCABULARY - 2, eos_token_id=VOCABULARY - 1,
        pad_token_id=VOCABULARY - 1, hidden_act="gelu", projection_dim=projected or 512,
    )  # fmt: skip
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config).eval()


def _vae(channels: int = 4) -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=channels, block_out_channels=(32, 64),
        down_block_types=("DownEncoderBlock2D",) * 2, up_block_types=("UpDecoderBlock2D",) * 2, norm_num_groups=32,
        sample_size=64,
    ).eval()  # fmt: skip


def _unet(**more: Any) -> Any:
    from diffusers import UNet2DConditionModel

    told: dict[str, Any] = {
        "sample_size": 32, "in_channels": 9, "out_channels": 4, "block_out_channels": (32, 64), "layers_per_block": 1,
        "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
        "up_block_types": ("CrossAttnUpBlock2D", "UpBlock2D"), "cross_attention_dim": 32, "attention_head_dim": 8,
    }  # fmt: skip
    return UNet2DConditionModel(**(told | more)).eval()


def _sd(tokens: Path) -> Any:
    from diffusers import DDIMScheduler, StableDiffusionInpaintPipeline

    scheduler = DDIMScheduler(
        beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, clip_sample=False, set_alpha_to_one=False,
        steps_offset=1,
    )  # fmt: skip
    return StableDiffusionInpaintPipeline(
        vae=_vae(), text_encoder=_text(), tokenizer=_tokenizer(tokens), unet=_unet(), scheduler=scheduler,
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip


XL: dict[str, Any] = {
    "cross_attention_dim": 64, "attention_head_dim": (2, 4), "use_linear_projection": True,
    "addition_embed_type": "text_time", "addition_time_embed_dim": 8, "transformer_layers_per_block": (1, 2),
    "projection_class_embeddings_input_dim": 80,
}  # fmt: skip


def _xl_parts(tokens: Path) -> dict[str, Any]:
    from diffusers import EulerDiscreteScheduler

    scheduler = EulerDiscreteScheduler(
        beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, steps_offset=1, timestep_spacing="leading"
    )
    token = _tokenizer(tokens)
    return {"vae": _vae(), "text_encoder": _text(), "text_encoder_2": _text(32), "tokenizer": token,
            "tokenizer_2": token, "scheduler": scheduler}  # fmt: skip


def _xl(tokens: Path) -> Any:
    from diffusers import StableDiffusionXLInpaintPipeline

    parts = _xl_parts(tokens) | {"unet": _unet(**XL)}
    return StableDiffusionXLInpaintPipeline(**parts, requires_aesthetics_score=False, add_watermarker=False)


KINDS = {"sd": _sd, "xl": _xl}
