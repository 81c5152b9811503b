"""Parts of diffusers pipelines with a few thousand random weights, built in code: what reads, what decodes."""

import json
from pathlib import Path
from typing import Any

VOCABULARY = 514
BLOCKS = 4
"""Resolutions of an autoencoder: eightfold reduction."""


def bytes_written() -> list[str]:
    """Return how byte-level tokenizers write the 256 bytes."""
    kept = [*range(ord("!"), ord("~") + 1), *range(0xA1, 0xAD), *range(0xAE, 0x100)]
    return [chr(code) for code in kept] + [chr(256 + n) for n in range(256 - len(kept))]


def clip_tokens(folder: Path) -> Any:
    from transformers import CLIPTokenizer

    folder = folder / "tokens"
    folder.mkdir(parents=True, exist_ok=True)
    letters = bytes_written()
    words = [*letters, *(letter + "</w>" for letter in letters), "<|startoftext|>", "<|endoftext|>"]
    assert len(words) == VOCABULARY
    (folder / "vocab.json").write_text(json.dumps({word: number for number, word in enumerate(words)}), "utf-8")
    (folder / "merges.txt").write_text("#version: 0.2\n", "utf-8")
    told = {"tokenizer_class": "CLIPTokenizer", "model_max_length": 77, "bos_token": "<|startoftext|>"}
    told |= dict.fromkeys(("eos_token", "pad_token", "unk_token"), "<|endoftext|>")
    (folder / "tokenizer_config.json").write_text(json.dumps(told), "utf-8")
    return CLIPTokenizer.from_pretrained(folder, local_files_only=True)


def clip_text(projected: int | None = None, hidden: int = 32) -> Any:
    from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection

    config = CLIPTextConfig(
        vocab_size=VOCABULARY, hidden_size=hidden, intermediate_size=37, num_attention_heads=4, num_hidden_layers=2,
        max_position_embeddings=77, bos_token_id=VOCABULARY - 2, eos_token_id=VOCABULARY - 1,
        pad_token_id=VOCABULARY - 1, hidden_act="gelu", projection_dim=projected or 512,
    )  # fmt: skip
    return (CLIPTextModelWithProjection if projected else CLIPTextModel)(config).eval()


def t5_tokens() -> Any:
    from transformers import T5Tokenizer

    pieces = ["<pad>", "</s>", "<unk>", "▁", *"abcdefghijklmnopqrstuvwxyz", ",", "."]
    return T5Tokenizer(vocab=[(piece, -float(at)) for at, piece in enumerate(pieces)], extra_ids=0, model_max_length=64)


def t5(tokens: Any) -> Any:
    from transformers import T5Config, T5EncoderModel

    config = T5Config(
        vocab_size=len(tokens), d_model=32, d_kv=8, d_ff=37, num_layers=1, num_heads=4, relative_attention_num_buckets=8
    )
    return T5EncoderModel(config).eval()


def vae(channels: int = 4, **more: Any) -> Any:
    from diffusers import AutoencoderKL

    return AutoencoderKL(
        in_channels=3, out_channels=3, latent_channels=channels, block_out_channels=(8,) * BLOCKS, layers_per_block=1,
        down_block_types=("DownEncoderBlock2D",) * BLOCKS, up_block_types=("UpDecoderBlock2D",) * BLOCKS,
        norm_num_groups=4, sample_size=64, **more,
    ).eval()  # fmt: skip
