"""Tiny pipelines of the Stable Diffusion families."""

from pathlib import Path
from typing import Any

from tiny_parts import clip_text, clip_tokens, vae

NET: dict[str, Any] = {
    "block_out_channels": (32, 64), "layers_per_block": 1, "attention_head_dim": 8, "cross_attention_dim": 32,
    "down_block_types": ("DownBlock2D", "CrossAttnDownBlock2D"),
}  # fmt: skip
UP = ("CrossAttnUpBlock2D", "UpBlock2D")
XL: dict[str, Any] = {
    "cross_attention_dim": 64, "attention_head_dim": (2, 4), "use_linear_projection": True,
    "addition_embed_type": "text_time", "addition_time_embed_dim": 8, "transformer_layers_per_block": (1, 2),
    "projection_class_embeddings_input_dim": 80,
}  # fmt: skip


def _unet(**more: Any) -> Any:
    from diffusers import UNet2DConditionModel

    told = NET | {"sample_size": 64, "in_channels": 9, "out_channels": 4, "up_block_types": UP} | more
    return UNet2DConditionModel(**told).eval()


def sd(folder: Path) -> None:
    from diffusers import DDIMScheduler, StableDiffusionInpaintPipeline

    scheduler = DDIMScheduler(
        beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, clip_sample=False, set_alpha_to_one=False,
        steps_offset=1,
    )  # fmt: skip
    StableDiffusionInpaintPipeline(
        vae=vae(), text_encoder=clip_text(), tokenizer=clip_tokens(folder), unet=_unet(), scheduler=scheduler,
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    ).save_pretrained(folder)  # fmt: skip


def _xl_parts(folder: Path) -> dict[str, Any]:
    from diffusers import EulerDiscreteScheduler

    scheduler = EulerDiscreteScheduler(
        beta_schedule="scaled_linear", beta_start=0.00085, beta_end=0.012, steps_offset=1, timestep_spacing="leading"
    )
    tokens = clip_tokens(folder)
    return {"vae": vae(), "text_encoder": clip_text(), "text_encoder_2": clip_text(32), "tokenizer": tokens,
            "tokenizer_2": tokens, "scheduler": scheduler}  # fmt: skip


def xl(folder: Path) -> None:
    from diffusers import StableDiffusionXLInpaintPipeline

    parts = _xl_parts(folder) | {"unet": _unet(**XL)}
    StableDiffusionXLInpaintPipeline(**parts, requires_aesthetics_score=False, add_watermarker=False).save_pretrained(
        folder
    )


def xl_depth(folder: Path) -> None:
    """SDXL inpainting with a ControlNet for depth and an IP-Adapter for the mood of a picture."""
    from diffusers import ControlNetModel, StableDiffusionXLControlNetInpaintPipeline

    control = ControlNetModel(
        **NET | XL, in_channels=4, conditioning_embedding_out_channels=(16, 16, 16, 32)
    ).eval()  # fmt: skip
    unet = _unet(**XL, in_channels=4)
    StableDiffusionXLControlNetInpaintPipeline(
        **_xl_parts(folder), unet=unet, controlnet=control, requires_aesthetics_score=False, add_watermarker=False,
        image_encoder=_vision(), feature_extractor=_looks(),
    ).save_pretrained(folder)  # fmt: skip
    _ip_adapter(unet, folder)


def _vision() -> Any:
    from transformers import CLIPVisionConfig, CLIPVisionModelWithProjection

    config = CLIPVisionConfig(
        hidden_size=32, intermediate_size=37, projection_dim=32, num_attention_heads=4, num_hidden_layers=2,
        image_size=32, patch_size=8,
    )  # fmt: skip
    return CLIPVisionModelWithProjection(config).eval()


def _looks() -> Any:
    from transformers import CLIPImageProcessor

    return CLIPImageProcessor(size={"shortest_edge": 32}, crop_size={"height": 32, "width": 32})


def _ip_adapter(unet: Any, folder: Path, tokens: int = 4) -> None:
    """Save an IP-Adapter for ``unet``, in the form in which they are handed out: image_proj.* and ip_adapter.*."""
    import torch
    from safetensors.torch import save_file

    wide = unet.config.cross_attention_dim
    told = {
        "image_proj.proj.weight": torch.randn(tokens * wide, 32),
        "image_proj.proj.bias": torch.zeros(tokens * wide),
        "image_proj.norm.weight": torch.ones(wide),
        "image_proj.norm.bias": torch.zeros(wide),
    }
    for number, name in enumerate(each for each in unet.attn_processors if each.endswith("attn2.processor")):
        inner = unet.get_submodule(name.removesuffix(".processor")).to_k.out_features
        for part in ("to_k_ip", "to_v_ip"):
            told[f"ip_adapter.{2 * number + 1}.{part}.weight"] = 0.1 * torch.randn(inner, wide)
    (folder / "ip_adapter").mkdir()
    save_file(told, folder / "ip_adapter" / "ip_adapter.safetensors")
