"""Tiny pipelines of the families that follow a flow: FLUX, Qwen-Image, LTX."""

from pathlib import Path
from typing import Any

from tiny_parts import bytes_written, clip_text, clip_tokens, t5, t5_tokens, vae


def _flux_parts(folder: Path, channels: int, **more: Any) -> dict[str, Any]:
    from diffusers import FlowMatchEulerDiscreteScheduler, FluxTransformer2DModel

    transformer = FluxTransformer2DModel(
        patch_size=1, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=32, pooled_projection_dim=32, axes_dims_rope=(4, 4, 8), guidance_embeds=True, **more,
    ).eval()  # fmt: skip
    tokens = t5_tokens()
    decoder = vae(channels, use_quant_conv=False, use_post_quant_conv=False, shift_factor=0.0609, scaling_factor=1.5035)
    return {
        "scheduler": FlowMatchEulerDiscreteScheduler(), "vae": decoder, "transformer": transformer,
        "text_encoder": clip_text(), "tokenizer": clip_tokens(folder), "text_encoder_2": t5(tokens),
        "tokenizer_2": tokens,
    }  # fmt: skip


def flux_fill(folder: Path) -> None:
    from diffusers import FluxFillPipeline

    latents = 4
    # what is painted, what is kept, and the mask, whose 8 × 8 pixels are channels: packed two by two
    inputs = 4 * (latents + latents + 64)
    FluxFillPipeline(
        **_flux_parts(folder, latents, in_channels=inputs, out_channels=4 * latents)
    ).save_pretrained(folder)  # fmt: skip


def flux_kontext(folder: Path) -> None:
    from diffusers import FluxKontextPipeline

    FluxKontextPipeline(**_flux_parts(folder, 4, in_channels=16)).save_pretrained(folder)


def _qwen_tokens() -> Any:
    from transformers import Qwen2Tokenizer

    marks = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|vision_start|>", "<|vision_end|>", "<|image_pad|>",
             "<|video_pad|>"]  # fmt: skip
    words = [*bytes_written(), *marks]
    tokens = Qwen2Tokenizer(vocab={word: number for number, word in enumerate(words)}, merges=[])
    tokens.add_special_tokens({"additional_special_tokens": marks[1:]})
    return tokens


def _qwen_text(tokens: Any) -> Any:
    from transformers import Qwen2_5_VLConfig, Qwen2_5_VLForConditionalGeneration

    mark = tokens.convert_tokens_to_ids
    rope = {"mrope_section": [1, 1, 2], "rope_type": "default", "type": "default", "rope_theta": 1000000.0}
    config = Qwen2_5_VLConfig(
        text_config={
            "hidden_size": 16, "intermediate_size": 16, "num_hidden_layers": 2, "num_attention_heads": 2,
            "num_key_value_heads": 2, "rope_scaling": rope, "rope_parameters": rope, "vocab_size": len(tokens),
        },
        vision_config={
            "depth": 2, "hidden_size": 16, "intermediate_size": 16, "num_heads": 2, "out_hidden_size": 16,
            "fullatt_block_indexes": [1],
        },
        vision_start_token_id=mark("<|vision_start|>"), vision_end_token_id=mark("<|vision_end|>"),
        image_token_id=mark("<|image_pad|>"), video_token_id=mark("<|video_pad|>"),
    )  # fmt: skip
    return Qwen2_5_VLForConditionalGeneration(config).eval()


def qwen_edit(folder: Path) -> None:
    from diffusers import (
        AutoencoderKLQwenImage,
        FlowMatchEulerDiscreteScheduler,
        QwenImageEditPipeline,
        QwenImageTransformer2DModel,
    )

    tokens = _qwen_tokens()
    decoder = AutoencoderKLQwenImage(
        base_dim=8, z_dim=4, dim_mult=[1, 1, 1, 1], num_res_blocks=1, temperal_downsample=[False, True, True],
        latents_mean=[0.0] * 4, latents_std=[1.0] * 4,
    ).eval()  # fmt: skip
    transformer = QwenImageTransformer2DModel(
        patch_size=2, in_channels=16, out_channels=4, num_layers=1, attention_head_dim=16, num_attention_heads=2,
        joint_attention_dim=16, axes_dims_rope=(8, 4, 4),
    ).eval()  # fmt: skip
    QwenImageEditPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(), vae=decoder, text_encoder=_qwen_text(tokens), tokenizer=tokens,
        processor=_qwen_eye(tokens), transformer=transformer,
    ).save_pretrained(folder)  # fmt: skip


def _qwen_eye(tokens: Any) -> Any:
    from transformers import Qwen2VLImageProcessor, Qwen2VLProcessor, Qwen2VLVideoProcessor

    return Qwen2VLProcessor(
        Qwen2VLImageProcessor(max_pixels=56 * 56, min_pixels=28 * 28), tokens, Qwen2VLVideoProcessor()
    )


def ltx(folder: Path) -> None:
    """LTX's pipeline that makes a clip of a picture."""
    from diffusers import (
        AutoencoderKLLTXVideo,
        FlowMatchEulerDiscreteScheduler,
        LTXImageToVideoPipeline,
        LTXVideoTransformer3DModel,
    )

    tokens = t5_tokens()
    transformer = LTXVideoTransformer3DModel(
        in_channels=8, out_channels=8, num_attention_heads=4, attention_head_dim=8, cross_attention_dim=32,
        num_layers=1, caption_channels=32,
    ).eval()  # fmt: skip
    decoder = AutoencoderKLLTXVideo(
        latent_channels=8, block_out_channels=(8, 8, 8, 8), decoder_block_out_channels=(8, 8, 8, 8),
        layers_per_block=(1, 1, 1, 1, 1), decoder_layers_per_block=(1, 1, 1, 1, 1),
    ).eval()  # fmt: skip
    decoder.use_framewise_encoding = decoder.use_framewise_decoding = False
    LTXImageToVideoPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(), vae=decoder, text_encoder=t5(tokens), tokenizer=tokens,
        transformer=transformer,
    ).save_pretrained(folder)  # fmt: skip
