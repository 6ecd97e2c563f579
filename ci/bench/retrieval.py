"""Chosen frames of 30 s of 1080p, by nvvideo and by others, each picture looked up among all of the clip first."""

import base64
import os
import random
import re
import subprocess
from dataclasses import dataclass

import av
import clips
import numpy as np
from clips import Clip
from record import OWN_PYTHON, PEERS_PYTHON, say
from report import Run, Target
from retriever import samples
from worker import Failed, Started

HEVC = {
    "preset": "veryfast",
    "crf": "24",
    "x265-params": "log-level=none:pools=2:keyint=250:min-keyint=250:scenecut=0:bframes=4:b-adapt=0:b-pyramid=1:open-gop=0",
}
CLIPS = [
    *(clip for clip in clips.CLIPS if clip.name in ("h264_gop30", "h264_gop250")),
    Clip("hevc_gop250", "libx265", HEVC),
    # The same pictures with fewer bits for what P pictures hold: B pictures are then most of the work, as on the clips that
    # the targets were set on.
    Clip("h264_gop250_lean", "libx264", {**clips.X264, "g": "250", "crf": "28"}),
    Clip("hevc_gop250_lean", "libx265", {**HEVC, "crf": "30"}),
]
LEAST = {"h264_gop250": 1.6, "h264_gop250_lean": 1.6, "hevc_gop250": 1.8, "hevc_gop250_lean": 1.8}


@dataclass(frozen=True)
class Contestant:
    name: str
    reader: str
    variant: str = "-"
    is_peer: bool = False
    all_runs: bool = False  # the others are shown, but no target is about them: one run is enough
    one_cpu: bool = True

    @property
    def short_name(self):
        return self.name.lower().replace(" ", "-")


CONTESTANTS = [
    Contestant("nvvideo library", "library", all_runs=True),
    Contestant("nvvideo Spark", "spark", all_runs=True),
    Contestant("TorchCodec exact", "torchcodec", "exact", is_peer=True, all_runs=True),
    Contestant("TorchCodec approximate", "torchcodec", "approximate", is_peer=True, all_runs=True),
    Contestant("decord", "decord", is_peer=True),
    Contestant("PyAV", "pyav", is_peer=True),
    Contestant("Daft", "daft", is_peer=True, one_cpu=False),
]
TARGETS = [
    *(
        (clip, Target("30 random", "nvvideo library", other, least))
        for clip, least in LEAST.items()
        for other in ("TorchCodec exact", "TorchCodec approximate")
    ),
    *((clip.name, Target("first 100", "nvvideo library", "TorchCodec exact", 1.0)) for clip in CLIPS),
]
NOTES = [
    "Frames: seconds from opening the file to the last frame as 1080p RGB, one decoding thread, the process bound to one CPU (Daft:"
    " not bound, it hangs on one). Numbers are given in ascending order. Runs of those with a target take turns, after one that is"
    " not counted; the others run once. Before, the 30 random pictures of every reader were looked up among all of the clip.",
    "Spark: one query with the option `frameIndices` on `local[1]`, planning and start of its job included.",
    "PyAV seeks to the time that a number has in these clips, for every frame that does not follow the one before. Daft has no"
    " numbers to seek by and decodes the whole file.",
    "Leaving pictures out: `ffmpeg -skip_frame noref`, a whole clip, nothing converted. No reader that skips non-reference"
    " pictures alone can be faster, against one that decodes all, than the time with all of them over the time without.",
    "Bytes are those that Hadoop's file system counts. In one process the driver is the executor, too.",
]


def retrieval(arguments, results):
    """Chosen frames of 30 s of 1080p."""
    rows = []
    for clip in CLIPS:
        if clip.name in arguments.clips:
            path = clips.make(clip, arguments.videos, arguments.frames)
            retrieve(arguments, results, clip, str(path))
            rows.append([clip.name, *without_non_references(path)])
    head = ["clip", "all pictures", "without non-reference pictures", "of it", "so that at most", "pictures left out"]
    results.table("What leaving pictures out can give: CPU seconds of the presets' ffmpeg, one thread, a whole clip", head, rows)


def without_non_references(path):
    """What decoding costs with and without the pictures that no other refers to, and how many those are; the less of three."""
    seconds, pictures = {"default": [], "noref": []}, {}
    for _ in range(3):
        for skip, times in seconds.items():
            told = presets_ffmpeg("-benchmark", "-threads", 1, "-skip_frame", skip, "-i", path, "-fps_mode", "passthrough")
            times.append(sum(map(float, re.search(r"utime=([\d.]+)s stime=([\d.]+)s", told).groups())))
            pictures[skip] = int(re.findall(r"frame=\s*(\d+)", told)[-1])
    whole, part = min(seconds["default"]), min(seconds["noref"])
    left_out = f"{pictures['default'] - pictures['noref']} of {pictures['default']}"
    say(f"  {path.name}: without non-reference pictures {part:.2f} of {whole:.2f} CPU seconds")
    return [f"{whole:.2f}", f"{part:.2f}", f"{part / whole:.2f}", f"{whole / part:.2f} x", left_out]


def presets_ffmpeg(*words):
    """What it says while it decodes."""
    command = ["taskset", "-c", str(last_cpu()), os.environ["BENCH_PRESETS_FFMPEG"], "-nostdin", "-hide_banner", *map(str, words)]
    environment = {**os.environ, "LD_LIBRARY_PATH": os.environ["BENCH_PRESETS_LIBRARIES"]}
    told = subprocess.run([*command, "-f", "null", "-"], env=environment, capture_output=True, text=True, check=True)
    return told.stderr


def last_cpu():
    return max(os.sched_getaffinity(0))


def retrieve(arguments, results, clip, path):
    count = arguments.frames
    choices = {
        "first 100": list(range(min(100, count))),
        "30 random": sorted(random.Random(1).sample(range(count), 30)),
        "30 uniform": [round(n * (count - 1) / 29) for n in range(30)],
    }
    known = all_samples(path)
    workers = {}
    try:
        for each in CONTESTANTS:
            if arguments.only and each.short_name not in arguments.only:
                continue
            try:
                python = PEERS_PYTHON if each.is_peer else OWN_PYTHON
                pinned = [last_cpu()] if each.one_cpu else []
                workers[each] = Started("retriever.py", python, [each.reader, each.variant], pinned, 300)
                wanted = choices["30 random"]
                check(workers[each].ask(do="check", path=path, wanted=wanted), wanted, known)
            except Failed as failure:
                results.note(f"{clip.name}, {each.name}: not measured, {failure}")
                if each in workers:
                    workers.pop(each).close()
        for number in range(1, arguments.runs + 1):
            for group, wanted in choices.items():
                for each, worker in workers.items():
                    if number == 1 or each.all_runs:
                        measure(results, clip, group, each, number, worker, path, wanted)
        results.write()
    finally:
        for worker in workers.values():
            worker.close()


def measure(results, clip, group, each, number, worker, path, wanted):
    before = worker.cpu_seconds()
    try:
        told = worker.ask(do="read", path=path, wanted=wanted)
    except Failed as failure:
        results.note(f"{clip.name}, {group}, {each.name}: run {number} failed, {failure}")
        return
    run = Run(clip.name, group, each.name, number, told["frames"], told["seconds"], max(worker.cpu_seconds() - before, 0.01))
    if run.frames != len(wanted):
        results.note(f"{clip.name}, {group}, {each.name}: run {number} gave {run.frames} of {len(wanted)} frames")
        return
    results.runs.append(run)
    say(f"  {run.clip}  {run.group:<10}  {run.number}  {run.name:<22} {run.fps:8.1f} frames/s  {run.cpu:6.2f} CPU seconds")


def all_samples(path):
    """Every 40th pixel of every 40th line of all pictures, decoded one after the other."""
    with av.open(path) as container:
        pictures = (frame.to_ndarray(format="rgb24") for frame in container.decode(video=0))
        return np.stack([np.frombuffer(samples(picture), np.uint8) for picture in pictures]).astype(np.int16)


def check(told, wanted, known):
    """Fails unless each picture is, of all pictures of the clip, most like the one that was wanted."""
    given = np.frombuffer(base64.b64decode(told["samples"]), np.uint8).astype(np.int16)
    if given.size != len(wanted) * known.shape[1]:
        raise Failed(f"it gave {given.size // known.shape[1]} of {len(wanted)} frames")
    for number, picture in zip(wanted, given.reshape(len(wanted), -1), strict=True):
        nearest = int(np.abs(known - picture).mean(axis=1).argmin())
        if nearest != number:
            raise Failed(f"for frame {number} it gave frame {nearest}")
