"""Makes small videos with PyAV, and decodes them with PyAV: the truth that the packed jar is compared with.

PyAV brings an FFmpeg of its own, so its decode is independent of the one in the jar.
"""

import os
import struct
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

os.environ.setdefault("SVT_LOG", "1")  # errors only


@dataclass(frozen=True)
class Recipe:
    name: str
    encoder: str
    pixel_format: str = "yuv420p"
    width: int = 320
    height: int = 180
    frames: int = 60
    rate: int = 30
    rotation: int = 0
    options: tuple = ()


RECIPES = [
    Recipe("h264.mp4", "libx264", options=(("g", "15"), ("bf", "2"))),
    Recipe("h264_rotated.mp4", "libx264", rotation=90),
    Recipe("hevc_10bit.mp4", "libx265", "yuv420p10le", options=(("x265-params", "log-level=none:pools=2"),)),
    Recipe("vp9.webm", "libvpx-vp9", options=(("deadline", "realtime"), ("cpu-used", "8"))),
    Recipe("av1.mkv", "libsvtav1", frames=30, options=(("preset", "12"), ("svtav1-params", "lp=2"))),
    Recipe("mpeg4.avi", "mpeg4", rate=25, frames=50),
]


def make(folder, recipes=RECIPES):
    """Makes the videos that are not there yet. Returns their paths."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for recipe in recipes:
        path = folder / recipe.name
        if not path.exists():
            unfinished = folder / ("unfinished-" + recipe.name)
            _encode(recipe, unfinished)
            unfinished.rename(path)
        made.append(path)
    return made


def _encode(recipe, path):
    with av.open(str(path), "w") as container:
        stream = container.add_stream(recipe.encoder, rate=recipe.rate, options=dict(recipe.options))
        stream.width, stream.height, stream.pix_fmt = recipe.width, recipe.height, recipe.pixel_format
        stream.time_base = Fraction(1, recipe.rate)
        for number in range(recipe.frames):
            frame = av.VideoFrame.from_ndarray(_picture(recipe, number), format="rgb24")
            frame.pts = number
            frame.time_base = Fraction(1, recipe.rate)
            for packet in stream.encode(frame.reformat(format=recipe.pixel_format)):
                container.mux(packet)
        for packet in stream.encode(None):
            container.mux(packet)
    if recipe.rotation == 90:
        _rotate_by_90(path)


def _picture(recipe, number):
    """Smooth colours and a white square that moves, so that every frame differs and chroma siting hardly matters."""
    y, x = np.mgrid[0 : recipe.height, 0 : recipe.width]
    t = number / recipe.frames
    picture = np.stack(
        [
            127 + 90 * np.sin(2 * np.pi * (x / recipe.width + t)),
            127 + 90 * np.sin(2 * np.pi * (y / recipe.height - t)),
            127 + 90 * np.cos(2 * np.pi * (x / recipe.width + y / recipe.height)),
        ],
        axis=-1,
    ).astype(np.uint8)
    side = recipe.height // 5
    left = int(t * (recipe.width - side))
    picture[side : 2 * side, left : left + side] = 235
    return picture


def _rotate_by_90(path):
    """Writes the display matrix of a quarter turn into the track header (ISO/IEC 14496-12, 8.3.2) of an MP4 file."""
    upright = struct.pack(">9i", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)
    turned = struct.pack(">9i", 0, 0x10000, 0, -0x10000, 0, 0, 0, 0, 0x40000000)
    data = path.read_bytes()
    at = data.index(upright, data.index(b"tkhd"))
    path.write_bytes(data[:at] + turned + data[at + len(upright) :])


@dataclass(frozen=True)
class Frame:
    pts: int
    time: float
    is_key: bool
    native: bytes
    rgb: np.ndarray


def decode(path):
    """Every frame of the first video stream, as stored (not rotated)."""
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        return [_frame(frame, stream.time_base) for frame in container.decode(stream)]


def _frame(frame, time_base):
    return Frame(
        pts=frame.pts,
        time=float(frame.pts * time_base),
        is_key=frame.key_frame,
        native=b"".join(_rows(plane, frame) for plane in frame.planes),
        rgb=frame.to_ndarray(format="rgb24"),
    )


def _rows(plane, frame):
    """The plane's samples without the padding at the end of each row."""
    bytes_per_sample = 2 if frame.format.components[0].bits > 8 else 1
    rows = np.frombuffer(plane, np.uint8).reshape(-1, abs(plane.line_size))
    return rows[: plane.height, : plane.width * bytes_per_sample].tobytes()
