"""A clip's file: H.264, yuv420p, BT.709, its index in front so that it plays while it loads. PyAV (x264).

The same frames give the same bytes: one thread of frames, no time in the file.
"""

import io
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from tools.engines.image import Bytes8
from tools.errors import BadRequest, EngineUnavailable

CRF = "16"
PRESET = "veryfast"
BT709 = 1


@dataclass(frozen=True)
class Facts:
    """What a file says of itself."""

    width: int
    height: int
    frames: int
    fps: float
    seconds: float
    codec: str
    pixel_format: str
    faststart: bool


def _av() -> Any:
    try:
        import av
    except ImportError as error:
        raise EngineUnavailable("Clips need PyAV: install it with `pip install av`.") from error
    return av


def write_mp4(frames: Iterable[Bytes8], size: tuple[int, int], fps: int) -> bytes:
    """Return the MP4 of ``frames`` (H×W×3 8-bit sRGB each, of ``size`` width and height, both even)."""
    av = _av()
    if size[0] % 2 or size[1] % 2:
        raise ValueError(f"a clip's sides are even numbers, not {size}")
    with tempfile.TemporaryDirectory() as folder:  # the index goes to the front of a file that has a name
        path = Path(folder) / "clip.mp4"
        _write(av, path, frames, size, fps)
        return path.read_bytes()


def _write(av: Any, path: Path, frames: Iterable[Bytes8], size: tuple[int, int], fps: int) -> None:
    with av.open(str(path), "w", options={"movflags": "+faststart"}) as container:
        stream = container.add_stream("libx264", rate=fps, options={"crf": CRF, "preset": PRESET, "threads": "2"})
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        coder = stream.codec_context
        coder.color_primaries = coder.color_trc = coder.colorspace = BT709
        coder.color_range = 1  # broadcast
        for pixels in frames:
            picture = av.VideoFrame.from_ndarray(np.ascontiguousarray(pixels), format="rgb24")
            whole = picture.reformat(format="yuv420p", dst_colorspace="ITU709", dst_color_range="MPEG")
            whole.pts = None
            container.mux(stream.encode(whole))
        container.mux(stream.encode())


def read_facts(data: bytes) -> Facts:
    """Return what the MP4 in ``data`` says of itself. Raises ``BadRequest`` for what is none."""
    av = _av()
    try:
        with av.open(io.BytesIO(data)) as container:
            stream = container.streams.video[0]
            fps = float(stream.average_rate or 0)
            seconds = float((stream.duration or 0) * (stream.time_base or 0))
            return Facts(
                stream.width, stream.height, stream.frames, fps, seconds, stream.codec_context.name,
                str(stream.codec_context.pix_fmt), 0 <= data.find(b"moov") < data.find(b"mdat"),
            )  # fmt: skip
    except (av.error.FFmpegError, IndexError) as error:
        raise BadRequest("This file is no clip that can be read.") from error


def read_frames(data: bytes, every: int = 1) -> Iterator[tuple[int, Bytes8]]:
    """Give (number, H×W×3 8-bit sRGB) of each ``every``-th frame of the MP4 in ``data``."""
    av = _av()
    with av.open(io.BytesIO(data)) as container:
        for number, frame in enumerate(container.decode(video=0)):
            if number % every == 0:
                shown = frame.reformat(format="rgb24", src_colorspace="ITU709", src_color_range="MPEG")
                yield number, shown.to_ndarray()
