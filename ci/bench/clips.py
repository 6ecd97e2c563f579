"""The clips that readers are measured on: 1080p, made with PyAV's encoders, the same on every machine.

The picture is meant to cost a decoder what filmed material costs it: a texture with the spectrum of natural pictures that
pans, an object that moves across it, and grain. Flat test patterns decode too fast, pure noise too slowly.
"""

import os
import sys
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

os.environ.setdefault("SVT_LOG", "1")  # errors only

WIDTH, HEIGHT, RATE = 1920, 1080, 30
X264 = {"preset": "medium", "crf": "21", "bf": "3", "x264-params": "b-pyramid=normal:scenecut=0:threads=2"}


@dataclass(frozen=True)
class Clip:
    name: str
    encoder: str
    options: dict

    def path(self, folder, frames):
        return Path(folder) / f"{self.name}_{frames}.mp4"


CLIPS = [
    Clip("h264_gop30", "libx264", {**X264, "g": "30"}),
    Clip("h264_gop250", "libx264", {**X264, "g": "250"}),
    Clip("hevc", "libx265", {"preset": "veryfast", "crf": "24", "x265-params": "log-level=none:pools=2:keyint=60:bframes=3"}),
    Clip("av1", "libsvtav1", {"preset": "8", "crf": "34", "g": "60", "svtav1-params": "lp=2"}),
]


def make(clip, folder, frames):
    """Makes a clip if it is not there yet. Returns its path."""
    path = clip.path(folder, frames)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name("unfinished-" + path.name)
        _encode(clip, unfinished, frames)
        unfinished.rename(path)
    return path


def _encode(clip, path, frames):
    with av.open(str(path), "w") as container:
        stream = container.add_stream(clip.encoder, rate=RATE, options=clip.options)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        context = stream.codec_context
        context.color_range = av.video.reformatter.ColorRange.MPEG
        context.colorspace = av.video.reformatter.Colorspace.ITU709
        context.color_primaries, context.color_trc = 1, 1  # BT.709
        for number, planes in enumerate(_pictures(frames)):
            frame = av.VideoFrame.from_ndarray(planes, format="yuv420p")
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))


def _pictures(frames):
    """Planes of yuv420p, one above the other."""
    random = np.random.default_rng(1)
    margin = 2 * frames + 64
    luma = _texture(random, HEIGHT + margin // 2, WIDTH + margin, 40)
    blue = _texture(random, (HEIGHT + margin // 2) // 2, (WIDTH + margin) // 2, 14)
    red = _texture(random, (HEIGHT + margin // 2) // 2, (WIDTH + margin) // 2, 14)
    object_luma = _texture(random, 480, 480, 40)
    y, x = np.mgrid[-1:1:480j, -1:1:480j]
    inside = x * x + y * y < 1
    grain = random.normal(0, 2.2, (8, HEIGHT, WIDTH)).astype(np.float32)
    for number in range(frames):
        left, top = 2 * number, number // 2
        picture = luma[top : top + HEIGHT, left : left + WIDTH].copy()
        at_x = int((WIDTH - 480) * (0.5 + 0.5 * np.sin(number / 40)))
        at_y = int((HEIGHT - 480) * (0.5 + 0.5 * np.cos(number / 55)))
        patch = picture[at_y : at_y + 480, at_x : at_x + 480]
        patch[inside] = object_luma[inside]
        picture += grain[number % 8]
        chroma = [plane[top // 2 : top // 2 + HEIGHT // 2, left // 2 : left // 2 + WIDTH // 2] for plane in (blue, red)]
        planes = [np.clip(np.rint(plane + 128), 16, 235).astype(np.uint8).reshape(-1, WIDTH) for plane in (picture, *chroma)]
        yield np.concatenate(planes)


def _texture(random, height, width, deviation):
    """Noise whose amplitude falls with frequency, as that of natural pictures does."""
    y = np.fft.fftfreq(height)[:, None]
    x = np.fft.rfftfreq(width)[None, :]
    distance = np.sqrt(x * x + y * y) + 1 / max(height, width)
    spectrum = np.fft.rfft2(random.normal(size=(height, width))) / distance**1.4
    texture = np.fft.irfft2(spectrum, (height, width))
    return (texture / texture.std() * deviation).astype(np.float32)


if __name__ == "__main__":
    target, number_of_frames, *names = sys.argv[1:]
    for each in CLIPS:
        if each.name in names:
            print(make(each, target, int(number_of_frames)), flush=True)
