"""A picture file in, 8-bit sRGB out. Pillow and its colour management stay at this door.

The photo is turned as its EXIF says and converted by its embedded ICC profile to sRGB, relative colorimetric with
black point compensation (ISO 15076-1). Whatever cannot be read ends in one sentence that says what to do.
"""

import io
import struct
import warnings
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import (
    GifImagePlugin,
    ImageCms,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
    UnidentifiedImageError,
    WebPImagePlugin,
)
from PIL import Image as PillowImage

from tools.engines.image import Bytes8
from tools.errors import BadRequest, EngineUnavailable

MAX_BYTES = 60 * 1024 * 1024
MAX_PIXELS = 100_000_000
MIN_SIDE = 16
FORMATS = tuple(
    plugin.format
    for plugin in (
        JpegImagePlugin.JpegImageFile,
        PngImagePlugin.PngImageFile,
        WebPImagePlugin.WebPImageFile,
        TiffImagePlugin.TiffImageFile,
        GifImagePlugin.GifImageFile,
    )
)
"""Pillow's readers by name; naming their classes loads them, and no other reader is ever tried."""
READABLE = "JPEG, PNG, WebP, TIFF or HEIC"
PROFILE_SPACE = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}
MODES_WITH_ALPHA = ("RGBA", "RGBa", "LA", "La", "PA")
DECODING_ERRORS = (OSError, SyntaxError, ValueError, EOFError, LookupError, TypeError, struct.error, zlib.error)
"""What Pillow's and libheif's readers raise on a broken file; ``OSError`` holds ``UnidentifiedImageError``."""


@dataclass(frozen=True)
class Photo:
    """``pixels`` is H×W×3 8-bit sRGB with straight colours; ``alpha`` H×W, or nothing where all is opaque.

    Both are read-only, because what was decoded once serves whoever asks for the same file (``decoded.py``).
    ``icc`` names the profile it was converted from; ``notes`` are sentences for the person.
    """

    pixels: Bytes8
    alpha: Bytes8 | None = None
    exif_turned: bool = False
    icc: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def rgba(self) -> Bytes8:
        """H×W×4: the colours with the alpha, 255 where the file has none."""
        alpha = np.full(self.pixels.shape[:2], 255, np.uint8) if self.alpha is None else self.alpha
        return np.dstack([self.pixels, alpha])


def read_photo_file(path: Path) -> bytes:
    """Return the bytes of a picture file; ``BadRequest`` for a folder, a missing or an oversized file."""
    if path.is_dir():
        raise BadRequest(f"{path.name} is a folder: name one picture file in it.")
    try:
        if path.stat().st_size > MAX_BYTES:
            raise BadRequest(_too_heavy(path.name, path.stat().st_size))
        return path.read_bytes()
    except FileNotFoundError as error:
        raise BadRequest(f"There is no file {path.name}: check its name and folder.") from error
    except OSError as error:
        raise BadRequest(f"{path.name} cannot be opened ({error.strerror}): check that you may read it.") from error


def decode(data: bytes, name: str = "the file") -> Photo:
    """Return the photo in ``data``, EXIF-turned, in 8-bit sRGB; of an animated one its first frame.

    Raises ``BadRequest`` for what is empty, no picture, damaged, over 60 MB or 100 MP, or under 16 px a side.
    """
    if not data:
        raise BadRequest(f"{name} is empty (0 bytes): export or download it again.")
    if len(data) > MAX_BYTES:
        raise BadRequest(_too_heavy(name, len(data)))
    with _foreign_errors(name):
        picture = _open(data)
        _check_size(picture.size, name)
        notes = [_frames_note(picture)] if _frames_note(picture) else []
        picture.load()
        exif_turned = picture.getexif().get(0x0112, 1) in range(2, 9)
        turned = ImageOps.exif_transpose(picture) if exif_turned else picture
    colours, alpha = _split_alpha(_to_8_bit(turned, name))
    pixels, icc, note = _to_srgb(colours, picture.info.get("icc_profile"))
    return Photo(pixels, alpha, exif_turned, icc, tuple([*notes, note] if note else notes))


def decode_rgba(data: bytes, name: str = "the file") -> Bytes8:
    """Return ``decode(data, name).rgba``, read-only; an RGBA file without profile or turn, as cut-outs are, in one go.

    Raises ``BadRequest`` as ``decode`` does.
    """
    with _foreign_errors(name):
        picture = _open(data)
        _check_size(picture.size, name)
        if picture.mode == "RGBA" and not picture.info.get("icc_profile") and 0x0112 not in picture.getexif():
            return np.asarray(picture)
    rgba = decode(data, name).rgba
    rgba.setflags(write=False)
    return rgba


@contextmanager
def _foreign_errors(name: str) -> Iterator[None]:
    """Turn what the readers raise into sentences, and keep their warnings off the person's screen."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # sizes are checked here; a torn EXIF block is no reason to say anything
        try:
            yield
        except PillowImage.DecompressionBombError as error:
            raise BadRequest(f"{name} has over 100 megapixels: save it smaller and try again.") from error
        except UnidentifiedImageError as error:
            raise BadRequest(f"{name} is not a picture that can be read here: save it as {READABLE}.") from error
        except DECODING_ERRORS as error:
            raise BadRequest(f"{name} is damaged or was cut short: export or download it again.") from error


def _too_heavy(name: str, size: int) -> str:
    return f"{name} has {size / 1024 / 1024:.0f} MB; the limit is 60 MB: save it as JPEG or smaller."


def _open(data: bytes) -> PillowImage.Image:
    """Open by content, never by the file's name; libheif is only loaded for a HEIC file."""
    formats = FORMATS
    if data[4:8] == b"ftyp":
        try:
            import pi_heif
        except ImportError as error:
            raise EngineUnavailable("HEIC needs pi-heif: pip install pi-heif, or save the photo as JPEG.") from error
        pi_heif.register_heif_opener()
        formats = ("HEIF",)
    return PillowImage.open(io.BytesIO(data), formats=formats)


def _check_size(size: tuple[int, int], name: str) -> None:
    width, height = size
    if width * height > MAX_PIXELS:
        megapixels = width * height / 1e6
        raise BadRequest(f"{name} has {megapixels:.0f} megapixels; the limit is 100: save it smaller and try again.")
    if min(size) < MIN_SIDE:
        raise BadRequest(f"{name} is only {width}×{height} pixels: send a photo of at least {MIN_SIDE} px a side.")


def _frames_note(picture: PillowImage.Image) -> str:
    # An MPO is an ordinary phone JPEG with a depth map or preview behind it: nothing to say.
    frames = 1 if picture.format in ("MPO", "HEIF") else getattr(picture, "n_frames", 1)
    return f"It holds {frames} frames or pages; the first was used." if frames > 1 else ""


def _to_8_bit(picture: PillowImage.Image, name: str) -> PillowImage.Image:
    """Return it in L, LA, RGB, RGBA, CMYK or LAB. Pillow itself clips 16-bit grey instead of scaling it."""
    mode = picture.mode
    if mode.startswith("I"):
        grey = np.asarray(picture).astype(np.float64)
        if grey.min() < 0 or grey.max() > 65535:
            raise BadRequest(f"{name} has 32 bits per pixel: save it with 8 or 16 bits per colour.")
        return PillowImage.fromarray((grey / 257.0 + 0.5).astype(np.uint8))
    if mode == "F":
        raise BadRequest(f"{name} holds floating-point values: save it with 8 or 16 bits per colour.")
    if mode in MODES_WITH_ALPHA or "transparency" in picture.info:
        return picture if mode in ("RGBA", "LA") else picture.convert("LA" if mode == "La" else "RGBA")
    if mode == "1":
        return picture.convert("L")
    return picture if mode in ("L", "RGB", "CMYK", "LAB") else picture.convert("RGB")


def _split_alpha(picture: PillowImage.Image) -> tuple[PillowImage.Image, Bytes8 | None]:
    if picture.mode not in ("RGBA", "LA"):
        return picture, None
    alpha = np.asarray(picture.getchannel("A"))
    # Pillow's RGBA to RGB drops the alpha: the colours under a transparent pixel stay what they are
    colours = picture.convert("RGB") if picture.mode == "RGBA" else picture.getchannel("L")
    return colours, None if alpha.min() == 255 else alpha


def _to_srgb(picture: PillowImage.Image, icc: bytes | None) -> tuple[Bytes8, str | None, str | None]:
    """Return (H×W×3 sRGB, the profile's name, a note). A profile that does not fit its pixels is passed over."""
    if picture.mode == "LAB":
        return _convert(picture, ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))), "CIE L*a*b*", None
    if icc:
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            space = profile.profile.xcolor_space.strip()
            picture = picture.convert("RGB") if (picture.mode, space) == ("L", "RGB") else picture
            if PROFILE_SPACE[picture.mode] == space:
                return _convert(picture, profile), ImageCms.getProfileDescription(profile).strip(), None
        except (ImageCms.PyCMSError, OSError):
            pass  # a broken profile: go on as if there were none, and say so
        return _plain(picture), None, "Its colour profile does not fit the picture and was passed over."
    if picture.mode == "CMYK":
        return _plain(picture), None, "It is CMYK without a profile: its colours are a guess; an sRGB file is safer."
    return _plain(picture), None, None


def _plain(picture: PillowImage.Image) -> Bytes8:
    return np.asarray(picture if picture.mode == "RGB" else picture.convert("RGB"))


def _convert(picture: PillowImage.Image, profile: ImageCms.ImageCmsProfile) -> Bytes8:
    converted = ImageCms.profileToProfile(
        picture,
        profile,
        ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")),
        renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        outputMode="RGB",
        flags=ImageCms.Flags.BLACKPOINTCOMPENSATION,
    )
    if converted is None:  # only with inPlace=True
        raise ValueError("no picture came back from the colour conversion")
    return np.asarray(converted)
