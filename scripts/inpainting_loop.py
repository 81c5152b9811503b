"""Show what a plain inpainting loop does to pixels that it was told to keep: the mechanism, on a tiny pipeline.

    python scripts/inpainting_loop.py [--image examples/ring.jpg] [--rounds 10] [--side 96] [--steps 60]

Needs torch and diffusers (`pip install 'parure[diffusion]'`); nothing is downloaded. diffusers' own inpainting pipeline
is built small and of random weights: no model of anybody is measured here. Its autoencoder is fitted to this one photo
for a moment, so that it gives the photo back about as well as a trained one does; text and noise predictor stay random,
for what they paint is not looked at. The mask keeps the middle, where the product is, and paints the rest anew each
round. Printed: largest and mean difference, of 255 steps, of the kept middle to the photo after each round.
"""

import argparse
import importlib
import warnings
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as PillowImage

SEED = 7


def main() -> None:
    """Print the curve; exit 1 with a sentence where the libraries are missing."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--image", type=Path, default=Path("examples/ring.jpg"))
    parser.add_argument("--rounds", type=int, default=10)
    parser.add_argument("--side", type=int, default=96)
    parser.add_argument("--steps", type=int, default=60)
    options = parser.parse_args()
    try:
        diffusers, torch = imported("diffusers"), imported("torch")
    except ImportError as error:
        raise SystemExit(
            f"{error.name} is not installed: pip install 'parure[diffusion]' for this comparison"
        ) from error
    torch.manual_seed(SEED)
    torch.set_num_threads(2)
    warnings.simplefilter("ignore")
    diffusers.logging.set_verbosity_error()
    photo = PillowImage.open(options.image).convert("RGB").resize((options.side, options.side))
    pipeline = tiny_pipeline()
    fitted = fit(pipeline.vae, photo, options.steps)
    mask = np.full((options.side, options.side), 255, np.uint8)
    kept = slice(options.side // 4, 3 * options.side // 4)
    mask[kept, kept] = 0
    now, whole = photo, np.asarray(photo, np.int16)
    largest, mean = [], []
    for number in range(options.rounds):
        now = painted(pipeline, now, PillowImage.fromarray(mask), number)
        off = np.abs(np.asarray(now, np.int16) - whole)[kept, kept]
        largest.append(int(off.max()))
        mean.append(round(float(off.mean()), 1))
    print(f"a tiny random inpainting pipeline, its autoencoder fitted to this photo ({fitted:.0f} dB a round trip):")
    print(f"  kept pixels, largest difference after each round: {' '.join(map(str, largest))}")
    print(f"  kept pixels, mean difference after each round: {' '.join(map(str, mean))}")


def imported(name: str) -> Any:
    """Return a library that most who read this have not got."""
    return importlib.import_module(name)


def tiny_pipeline() -> Any:
    """Return diffusers' inpainting pipeline, small and random."""
    diffusers = imported("diffusers")
    unet = diffusers.UNet2DConditionModel(
        sample_size=64, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(16, 32),
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"),
        cross_attention_dim=16, norm_num_groups=8, attention_head_dim=4,
    )  # fmt: skip
    vae = diffusers.AutoencoderKL(
        block_out_channels=(24, 48, 48), layers_per_block=1, latent_channels=4, norm_num_groups=8,
        down_block_types=("DownEncoderBlock2D",) * 3, up_block_types=("UpDecoderBlock2D",) * 3,
    )  # fmt: skip
    pipeline = diffusers.StableDiffusionInpaintPipeline(
        vae=vae, text_encoder=None, tokenizer=None, unet=unet,
        scheduler=diffusers.DDIMScheduler(clip_sample=False, steps_offset=1),
        safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )  # fmt: skip
    pipeline.set_progress_bar_config(disable=True)
    return pipeline


def fit(vae: Any, photo: PillowImage.Image, steps: int) -> float:
    """Fit the autoencoder to parts of ``photo``; return the PSNR of a round trip of all of it, in dB."""
    torch = imported("torch")
    whole = torch.from_numpy(np.asarray(photo, np.float32).copy()).permute(2, 0, 1)[None] / 127.5 - 1.0
    chance = np.random.default_rng(SEED)
    optimizer = torch.optim.Adam(vae.parameters(), 2e-3)
    side = min(64, whole.shape[2])
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 2e-3 * (1.0 - step / steps) + 1e-5
        at = [chance.integers(0, whole.shape[2] - side + 1, 2) for _ in range(4)]
        part = torch.cat([whole[..., y : y + side, x : x + side] for y, x in at])
        latent = vae.encode(part).latent_dist.mode()
        loss = torch.nn.functional.mse_loss(vae.decode(latent).sample, part) + 1e-4 * latent.square().mean()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    vae.eval()
    with torch.no_grad():
        back = vae.decode(vae.encode(whole).latent_dist.mode()).sample.clamp(-1, 1)
        vae.register_to_config(scaling_factor=float(1.0 / vae.encode(whole).latent_dist.mode().std()))
    return float(10 * torch.log10(4.0 / torch.nn.functional.mse_loss(back, whole)))


def painted(pipeline: Any, picture: PillowImage.Image, mask: PillowImage.Image, seed: int) -> PillowImage.Image:
    """Return ``picture`` painted anew where ``mask`` is white, as the pipeline gives it."""
    torch = imported("torch")
    words = torch.zeros(1, 4, 16)
    made = pipeline(
        prompt_embeds=words, negative_prompt_embeds=words, image=picture, mask_image=mask, num_inference_steps=4,
        guidance_scale=1.0, height=picture.height, width=picture.width, generator=torch.Generator().manual_seed(seed),
    ).images[0]  # fmt: skip
    kept: PillowImage.Image = made.convert("RGB")
    return kept


if __name__ == "__main__":
    main()
