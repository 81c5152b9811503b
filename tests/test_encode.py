"""Every kind of picture file comes in as 8-bit sRGB; every bad one ends in a sentence."""

import base64
import contextlib
import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from PIL import Image as PillowImage
from PIL import ImageCms

from tools.engines.decode import decode, read_photo_file
from tools.engines.encode import encode_jpeg, encode_png, encode_webp, srgb_profile
from tools.engines.image import Bytes8
from tools.errors import BadRequest

HEIC = base64.b64decode(
    "AAAAHGZ0eXBoZWljAAAAAG1pZjFoZWljbWlhZgAAAb5tZXRhAAAAAAAAACFoZGxyAAAAAAAAAABwaWN0AAAAAAAAAAAAAAAAAAAAADRpbG9jAA"
    "AAAERAAAIAAQAAAAAB4gABAAAAAAAAAKIAAgAAAAAChAABAAAAAAAAACQAAAA4aWluZgAAAAAAAgAAABVpbmZlAgAAAAABAABodmMxAAAAABVp"
    "bmZlAgAAAQACAABFeGlmAAAAAA5waXRtAAAAAAABAAAA/WlwcnAAAADdaXBjbwAAAHZodmNDAQNwAAAAkAAAAAAAHvAA/P34+AAADwNgAAEAGE"
    "ABDAH//wNwAAADAJAAAAMAAAMAHroCQGEAAQAqQgEBA3AAAAMAkAAAAwAAAwAeoCCBBZbq5Ka5uAhoMCAAAAMDIAAAAwAhYgABAAZEAcFzwIkA"
    "AAATY29scm5jbHgAAQANAAaAAAAAFGlzcGUAAAAAAAAAQAAAAEAAAAAoY2xhcAAAAEAAAAABAAAAMAAAAAEAAAAAAAAAAv////AAAAACAAAAEH"
    "BpeGkAAAAAAwgICAAAABhpcG1hAAAAAAAAAAEAAQWBAgMFhAAAABppcmVmAAAAAAAAAA5jZHNjAAIAAQABAAAAzm1kYXQAAACeKAGvBjjj59j5"
    "Wb/Mu5JfKa9/6oKP//yRX2X7Jh7Ag0LSvV28F6fwOahAG1GyhfY1primeepHMbzq7x2ShlUcFb2Nd5Sj+DzcmFiIwUa+ySlIngL6NhkoRgnlBa"
    "qHAVt8OPpH8/Ef//Uc3PinDkLe9zXuvn6/0YSbqC9KEtK9jLjt+5lZhflpCkRDxgJr8rfejmjml0nYM1vCGPC004AAAAAGRXhpZgAATU0AKgAA"
    "AAgAAQESAAMAAAABAAYAAAAAAAA="
)
"""64×48: the upper third white, below it red on the left and blue on the right."""

PATCHES = np.zeros((48, 64, 3), np.uint8)
PATCHES[:, :32], PATCHES[:, 32:], PATCHES[:16] = (200, 40, 40), (40, 60, 200), (240, 240, 240)


def file_of(picture: PillowImage.Image, kind: str, **options: object) -> bytes:
    file = io.BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()


def patches(mode: str = "RGB") -> PillowImage.Image:
    return PillowImage.fromarray(PATCHES).convert(mode)


def png_16_bit(values: NDArray[np.uint16], colour: int) -> bytes:
    """A 16-bit PNG of ``values`` (H×W or H×W×3) by hand, because Pillow writes no 16-bit colour."""
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in values)
    return png(values.shape[1], values.shape[0], colour, zlib.compress(rows))


def png(width: int, height: int, colour: int, body: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, 16, colour, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
    )


@pytest.mark.parametrize(
    ("data", "tolerance"),
    [
        (file_of(patches(), "PNG"), 0),
        (file_of(patches(), "TIFF"), 0),
        (file_of(patches(), "TIFF", compression="tiff_lzw"), 0),
        (file_of(patches(), "WEBP", lossless=True), 0),
        (file_of(patches().quantize(16), "PNG"), 2),
        (file_of(patches(), "GIF"), 2),
        (file_of(patches(), "JPEG", quality=98, subsampling=0), 4),
        (file_of(patches("CMYK"), "TIFF"), 2),
        (HEIC, 24),
    ],
    ids=["png", "tiff", "lzw", "webp", "palette", "gif", "jpeg", "cmyk", "heic"],
)
def test_a_picture_comes_in_as_it_is(data: bytes, tolerance: int) -> None:
    photo = decode(data)
    assert photo.pixels.dtype == np.uint8
    assert not photo.pixels.flags.writeable  # one decoded picture may serve several
    assert photo.alpha is None
    inner = (slice(None), np.r_[0:28, 36:64])  # where two colours meet a lossy codec may smear
    assert int(np.abs(photo.pixels.astype(int) - PATCHES)[inner].max()) <= tolerance


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_photo_is_turned_as_its_exif_says(orientation: int) -> None:
    exif = PillowImage.Exif()
    exif[0x0112] = orientation
    turned = {
        1: PATCHES, 2: PATCHES[:, ::-1], 3: PATCHES[::-1, ::-1], 4: PATCHES[::-1], 5: PATCHES.transpose(1, 0, 2),
        6: np.rot90(PATCHES, -1), 7: PATCHES[::-1, ::-1].transpose(1, 0, 2), 8: np.rot90(PATCHES),
    }[orientation]  # fmt: skip
    photo = decode(file_of(patches(), "PNG", exif=exif))
    np.testing.assert_array_equal(photo.pixels, turned)
    assert photo.exif_turned == (orientation > 1)


def test_16_bits_are_scaled_not_clipped() -> None:
    ramp = np.linspace(0, 65535, 64).astype(np.uint16)[None].repeat(32, 0)
    grey = decode(png_16_bit(ramp, 0)).pixels
    colour = decode(png_16_bit(ramp[..., None].repeat(3, 2), 2)).pixels
    tiff = decode(file_of(PillowImage.fromarray(ramp), "TIFF")).pixels
    for pixels in (grey, colour, tiff):
        assert int(np.abs(pixels[..., 0].astype(int) - np.round(ramp / 257.0)).max()) <= 1
        assert np.ptp(pixels.astype(int), axis=2).max() == 0


def test_alpha_is_kept_apart_and_colours_stay_straight() -> None:
    alpha = np.linspace(0, 255, 64).astype(np.uint8)[None].repeat(48, 0)
    photo = decode(encode_png(np.dstack([PATCHES, alpha])))
    np.testing.assert_array_equal(photo.pixels, PATCHES)
    assert photo.alpha is not None
    np.testing.assert_array_equal(photo.alpha, alpha)
    np.testing.assert_array_equal(photo.rgba[..., 3], alpha)
    grey = PillowImage.merge("LA", (patches("L"), PillowImage.fromarray(alpha)))
    np.testing.assert_array_equal(decode(file_of(grey, "PNG")).rgba[..., 3], alpha)
    opaque = decode(encode_png(np.dstack([PATCHES, np.full_like(alpha, 255)])))
    assert opaque.alpha is None
    assert opaque.rgba.shape == (48, 64, 4)


def test_a_palette_with_a_see_through_colour_keeps_it() -> None:
    picture = patches("P")
    hidden = picture.getpixel((0, 47))
    photo = decode(file_of(picture, "PNG", transparency=hidden))
    assert photo.alpha is not None
    assert (photo.alpha[40, 5], photo.alpha[40, 60]) == (0, 255)


def test_an_embedded_profile_is_converted_to_srgb() -> None:
    swapped = srgb_profile().replace(b"rXYZ", b"____").replace(b"gXYZ", b"rXYZ").replace(b"____", b"gXYZ")
    photo = decode(file_of(patches(), "PNG", icc_profile=swapped))  # its red is green, and its green red
    assert photo.icc is not None
    assert int(np.abs(photo.pixels[..., [1, 0, 2]].astype(int) - PATCHES).max()) <= 1


def test_lab_comes_in_as_srgb() -> None:
    lab = ImageCms.createProfile("LAB")
    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB")
    picture = ImageCms.applyTransform(patches(), to_lab)
    assert picture is not None
    back = decode(file_of(picture, "TIFF"))
    assert int(np.abs(back.pixels.astype(int) - PATCHES).max()) <= 8


def test_the_srgb_profile_changes_nothing_worth_a_step() -> None:
    noise = np.random.default_rng(5).integers(0, 256, (64, 64, 3), np.uint8)
    photo = decode(file_of(PillowImage.fromarray(noise), "PNG", icc_profile=srgb_profile()))
    assert int(np.abs(photo.pixels.astype(int) - noise).max()) <= 1


def test_what_was_guessed_is_said() -> None:
    assert "CMYK without a profile" in decode(file_of(patches("CMYK"), "JPEG")).notes[0]
    assert "passed over" in decode(file_of(patches(), "PNG", icc_profile=b"not a profile")).notes[0]
    assert "passed over" in decode(file_of(patches("CMYK"), "JPEG", icc_profile=srgb_profile())).notes[0]
    moving = file_of(patches(), "WEBP", save_all=True, append_images=[patches("L")], lossless=True, duration=40)
    photo = decode(moving)
    assert "2 frames" in photo.notes[0]
    np.testing.assert_array_equal(photo.pixels, PATCHES)


GOOD = file_of(patches(), "JPEG")
BAD = {
    "empty": (b"", "empty"),
    "text": (b"Dear customer, please find attached the ring.\n" * 40, "not a picture"),
    "web page": (b"<!doctype html><html><body>404</body></html>" * 9, "not a picture"),
    "cut JPEG": (GOOD[: len(GOOD) // 2], "damaged"),
    "cut PNG": (encode_png(PATCHES)[:90], "damaged"),
    "cut WebP": (file_of(patches(), "WEBP")[:60], "damaged|not a picture"),
    "cut TIFF": (file_of(patches(), "TIFF")[:500], "damaged|not a picture"),
    "cut HEIC": (HEIC[:520], "damaged|not a picture"),
    "BMP": (file_of(patches(), "BMP"), "not a picture that can be read here"),
    "tiny": (file_of(patches().resize((15, 64)), "PNG"), "only 15×64"),
    "101 MP": (png(10_100, 10_000, 0, b""), "101 megapixels"),
    "bomb": (png(60_000, 60_000, 0, b""), "over 100 megapixels|3600 megapixels"),
    "float": (file_of(PillowImage.fromarray(np.ones((32, 32), np.float32)), "TIFF"), "floating-point"),
    "61 MB": (b"\xff\xd8" + bytes(61 * 1024 * 1024), "61 MB"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_ends_in_one_sentence(case: str) -> None:
    data, words = BAD[case]
    with pytest.raises(BadRequest, match=words) as raised:
        decode(data, "ring.jpg")
    sentence = raised.value.sentence
    assert sentence.startswith("ring.jpg ")
    assert sentence.endswith(".")
    assert "\n" not in sentence


def test_a_path_that_is_no_file_ends_in_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadRequest, match="is a folder"):
        read_photo_file(tmp_path)
    with pytest.raises(BadRequest, match=r"no file ring\.jpg"):
        read_photo_file(tmp_path / "ring.jpg")
    (tmp_path / "heavy.tif").touch()
    with (tmp_path / "heavy.tif").open("r+b") as file:
        file.truncate(61 * 1024 * 1024)
    with pytest.raises(BadRequest, match="61 MB"):
        read_photo_file(tmp_path / "heavy.tif")
    (tmp_path / "good.jpg").write_bytes(GOOD)
    assert read_photo_file(tmp_path / "good.jpg") == GOOD


@settings(deadline=None, max_examples=150)
@given(kind=st.sampled_from(["JPEG", "PNG", "WEBP", "TIFF", "GIF"]), share=st.floats(0, 1), byte=st.integers(0, 255))
def test_no_damage_ends_in_a_traceback(kind: str, share: float, byte: int) -> None:
    file = bytearray(file_of(patches(), kind))
    file[int(share * (len(file) - 1))] = byte
    with contextlib.suppress(BadRequest):
        assert decode(bytes(file)).pixels.ndim == 3


def test_a_png_says_srgb_and_is_the_same_twice() -> None:
    first = encode_png(PATCHES)
    assert first == encode_png(PATCHES.copy())
    assert b"sRGB" in first[:60]
    assert b"tIME" not in first


@pytest.mark.parametrize("encode", [encode_jpeg, encode_webp])
def test_a_delivery_carries_the_profile(encode: object) -> None:
    assert callable(encode)
    data = encode(PATCHES)
    assert data == encode(PATCHES)
    photo = decode(data)
    assert photo.icc is not None
    assert "sRGB" in photo.icc
    assert int(np.abs(photo.pixels.astype(int) - PATCHES)[4:12].max()) <= 6


def test_only_8_bit_colour_is_written() -> None:
    wrong: Bytes8 = np.zeros((20, 20), np.uint8)
    with pytest.raises(ValueError, match="uint8"):
        encode_png(wrong)
    with pytest.raises(ValueError, match="no alpha"):
        encode_jpeg(np.zeros((20, 20, 4), np.uint8))
