"""Measures what choosing frames costs, by nvvideo and by others. Start it with ci/bench/select, which prepares the machine."""

import argparse
import base64
import csv
import os
import platform
import random
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import av
import clips
import numpy as np
import report
from clips import Clip
from report import Run, Target
from retriever import samples
from worker import START_SECONDS, Failed, Worker

ROOT = Path(__file__).parents[2]
OWN_PYTHON, PEERS_PYTHON = ROOT / ".venv/bin/python", ROOT / ".venv-bench/bin/python"
HEVC = {
    "preset": "veryfast",
    "crf": "24",
    "x265-params": "log-level=none:pools=2:keyint=250:min-keyint=250:scenecut=0:bframes=4:b-adapt=0:b-pyramid=1:open-gop=0",
}
CLIPS = [*(clip for clip in clips.CLIPS if clip.name in ("h264_gop30", "h264_gop250")), Clip("hevc_gop250", "libx265", HEVC)]
PARTS = ["retrieval", "bytes", "files", "splits"]
SPLITS = [1, 2, 8, 32]


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
        for clip, least in (("h264_gop250", 1.6), ("hevc_gop250", 1.8))
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
    "Bytes are those that Hadoop's file system counts. In one process the driver is the executor, too.",
]


class Started(Worker):
    """A worker of this benchmark: another program than that of ci/bench/read, asked and ended in the same way."""

    def __init__(self, program, python, words, pinned, seconds_at_most):
        if not python.exists():
            raise Failed("its packages are not installed")
        self.seconds_at_most = seconds_at_most
        self.errors = tempfile.TemporaryFile()
        command = [str(python), str(Path(__file__).with_name(program)), *map(str, words)]
        if pinned:
            command = ["taskset", "-c", ",".join(map(str, pinned)), *command]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.errors, start_new_session=True
        )
        self._answer(START_SECONDS)


class Results:
    """What was measured, written after each part, so that an interrupted run keeps what it has."""

    def __init__(self, arguments):
        arguments.results.mkdir(parents=True, exist_ok=True)
        self.stem = arguments.results / datetime.now(timezone.utc).strftime("select-%Y-%m-%dT%H%M")
        self.known, self.runs, self.tables, self.notes = facts(arguments), [], [], []

    def note(self, text):
        say("  " + text)
        self.notes.append(text)

    def table(self, title, head, rows):
        self.tables.append([f"## {title}", "", line(head), line(["---"] * len(head)), *map(line, rows), ""])
        self.write()

    def write(self):
        lines = ["# Choosing frames", "", *(f"- {name}: {value}" for name, value in self.known.items()), ""]
        for clip in report.unique(run.clip for run in self.runs):
            lines += [f"## {clip}: frames/s, median (least-greatest)", "", *self._clip_table(clip), ""]
        lines += ["## Targets", "", line(["clip", "target", "measured: median (least-greatest)", ""]), line(["---"] * 4)]
        for clip, target in TARGETS:
            measured = report.ratios(self.runs, clip, target.group, target.name, target.other, target.measure)
            what = f"{target.name} >= {target.least} x {target.other}, {target.group}"
            lines.append(line([clip, what, report.shown(measured), report.verdict(measured, target)]))
        lines += ["", *(each for table in self.tables for each in table)]
        lines += ["## Notes", "", *(f"- {note}" for note in [*NOTES, *self.notes]), ""]
        self.stem.with_suffix(".md").write_text("\n".join(lines))
        with self.stem.with_suffix(".csv").open("w", newline="") as file:
            rows = csv.writer(file)
            rows.writerow(["clip", "frames chosen", "reader", "run", "frames", "seconds", "cpu_seconds"])
            rows.writerows([r.clip, r.group, r.name, r.number, r.frames, f"{r.seconds:.4f}", f"{r.cpu:.3f}"] for r in self.runs)

    def _clip_table(self, clip):
        groups = report.unique(run.group for run in self.runs if run.clip == clip)
        yield line(["reader", *groups])
        yield line(["---"] * (1 + len(groups)))
        for name in report.unique(run.name for run in self.runs if run.clip == clip):
            cells = [list(report.values(self.runs, clip, group, name, "fps").values()) for group in groups]
            yield line([name, *(report.spread(cell, 1) if cell else "" for cell in cells)])


def line(cells):
    return "| " + " | ".join(map(str, cells)) + " |"


def retrieval(arguments, results):
    """Chosen frames of 30 s of 1080p."""
    for clip in CLIPS:
        if clip.name in arguments.clips:
            retrieve(arguments, results, clip)


def retrieve(arguments, results, clip):
    path = str(clips.make(clip, arguments.videos, arguments.frames))
    count = arguments.frames
    choices = {
        "first 100": list(range(min(100, count))),
        "30 random": sorted(random.Random(1).sample(range(count), 30)),
        "30 uniform": [round(n * (count - 1) / 29) for n in range(30)],
    }
    known = all_samples(path)
    last_cpu = sorted(os.sched_getaffinity(0))[-1:]
    workers = {}
    try:
        for each in CONTESTANTS:
            if arguments.only and each.short_name not in arguments.only:
                continue
            try:
                python = PEERS_PYTHON if each.is_peer else OWN_PYTHON
                pinned = last_cpu if each.one_cpu else []
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


def bytes_read(arguments, results):
    """What is read of a file of 100 MB."""
    clip = next(clip for clip in CLIPS if clip.name == "h264_gop30")
    one = clips.make(clip, arguments.videos, arguments.frames)
    times = max(1, round(100e6 / one.stat().st_size))
    long = repeated(one, times, arguments.videos / f"long-{times}-{one.name}")
    length = long.stat().st_size
    header, keys = header_and_key_frames(long)
    queries = Started("query.py", OWN_PYTHON, [2], [], 600)
    rows = []
    try:
        for what, options, select, least, target in [
            ("count() of frames", {}, ["count(*)"], length, 0.001),
            ("metadata of the video", {"view": "videos"}, ["num_frames", "codec", "width", "height"], length, 0.001),
            ("key frames", {"keyFramesOnly": "true", "width": 64}, ["count(*)", "sum(length(data))"], header + keys, 1.1),
        ]:
            told = queries.ask(path=str(long), options={**options, "splitVideos": "false"}, select=select)
            ratio = told["bytes"] / least
            of = "the file" if least == length else "header and key frames"
            rows.append([what, told["bytes"], f"{ratio:.4f} of {of}", f"<= {target}", "met" if ratio <= target else "missed"])
            say(f"  {what}: {told['bytes']} bytes, {ratio:.4f} of {of}")
    finally:
        queries.close()
    results.table(
        f"Bytes read of {length} bytes of MP4, {header} of them its header, {keys} its key frames",
        ["query", "bytes", "ratio", "target", ""],
        rows,
    )


def header_and_key_frames(path):
    """Bytes outside of `mdat`, and bytes of key frames."""
    media, position = 0, 0
    with path.open("rb") as file:
        while len(box := file.read(16)) == 16:
            size = int.from_bytes(box[:4], "big")
            size = int.from_bytes(box[8:], "big") if size == 1 else size
            media += size if box[4:8] == b"mdat" else 0
            position += size
            file.seek(position)
    with av.open(str(path)) as container:
        keys = sum(packet.size for packet in container.demux(video=0) if packet.is_keyframe)
    return path.stat().st_size - media, keys


def small_files(arguments, results):
    """Many small files: hard links of a few."""
    tiny = arguments.videos / "tiny.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=2", "-c:v", "libx264", "-pix_fmt", "yuv420p", tiny)
    folder = arguments.videos / f"files-{arguments.files}"
    for number in range(arguments.files):
        link = folder / str(number // 1000) / f"{number}.mp4"
        link.unlink(missing_ok=True)
        if number % 1000 == 0:
            link.parent.mkdir(parents=True, exist_ok=True)
            # One to link to in each folder: file systems allow a file some ten thousand links.
            shutil.copyfile(tiny, link)
        else:
            os.link(link.with_name(f"{number // 1000 * 1000}.mp4"), link)
    rows = []
    for what, options, expected in [
        ("count() of videos", {"view": "videos"}, arguments.files),
        ("count() of frames", {}, arguments.files * 50),
    ]:
        queries = Started("query.py", OWN_PYTHON, [2], [], 1200)
        try:
            before = queries.cpu_seconds()
            told = queries.ask(path=str(folder / "*"), options=options, select=["count(*)"])
            cpu = queries.cpu_seconds() - before
        finally:
            queries.close()
        if told["row"] != [expected]:
            results.note(f"{what} of {arguments.files} files gave {told['row']}, not {expected}")
        rows.append([what, told["row"][0], f"{told['seconds']:.1f}", f"{cpu:.1f}", told["heap"], told["held"]])
        say(f"  {what} of {arguments.files} files: {told['seconds']:.1f} s, {cpu:.1f} CPU seconds")
    head = ["query", "answer", "seconds", "CPU seconds", "heap in use afterwards, MiB", "most memory of the process, MiB"]
    results.table(f"{arguments.files} files of {tiny.stat().st_size} bytes, local[2]", head, rows)


def splits(arguments, results):
    """One long file, read by one task and by many."""
    part = arguments.videos / "part-360p.mp4"
    source = "testsrc2=size=640x360:rate=25:duration=60,noise=alls=6:allf=t"
    ffmpeg("-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "veryfast", "-g", "50", "-pix_fmt", "yuv420p", part)
    long = repeated(part, arguments.minutes, arguments.videos / f"hour-{arguments.minutes}.mp4")
    length = long.stat().st_size
    queries = Started("query.py", OWN_PYTHON, [2], [], 1200)
    told = {}
    try:
        for number in [0, *SPLITS]:  # the first one, of the short part, is not counted
            before = queries.cpu_seconds()
            told[number] = queries.ask(
                path=str(long if number else part),
                options={"maxPartitionBytes": -(-length // max(1, number)), "frameFormat": "native"},
                settings={"spark.sql.files.openCostInBytes": "1", "spark.sql.files.minPartitionNum": "1"},
                select=["count(*)", "sum(length(data))", "bit_xor(xxhash64(frame_index, frame_pts, data))"],
                partitions=True,
            )
            told[number]["cpu"] = queries.cpu_seconds() - before
            say(f"  {number or 'no'} splits: {told[number]['seconds']:.1f} s, {told[number]['cpu']:.1f} CPU seconds")
    finally:
        queries.close()
    whole = told[1]
    rows = []
    for number in SPLITS:
        each = told[number]
        same = "same" if each["row"] == whole["row"] and each["partitions"] == number else f"other: {each['row']}"
        overhead = each["cpu"] / whole["cpu"] - 1
        verdict = "met" if same == "same" and overhead <= 0.1 else "missed"
        rows.append([number, same, f"{each['seconds']:.1f}", f"{each['cpu']:.1f}", f"{overhead:+.1%}", each["bytes"], verdict])
    head = ["splits", "rows", "seconds on local[2]", "CPU seconds", "more CPU than whole (<= 10 %)", "bytes", ""]
    results.table(f"{arguments.minutes} minutes of 640x360 H.264, {length} bytes, {whole['row'][0]} frames", head, rows)


def repeated(clip, times, target):
    """The same packets over and over, not encoded again."""
    if not target.exists():
        ffmpeg("-stream_loop", times - 1, "-i", clip, "-c", "copy", target)
    return target


def ffmpeg(*words):
    target = Path(words[-1])
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name("unfinished-" + target.name)
        command = ["ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *map(str, words[:-1]), str(unfinished)]
        subprocess.run(command, check=True)
        unfinished.rename(target)


def facts(arguments):
    model = next((row.split(":")[1].strip() for row in open("/proc/cpuinfo") if row.startswith("model name")), "unknown")
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "CPU": f"{model}, {len(os.sched_getaffinity(0))} CPUs",
        "load average before": f"{os.getloadavg()[0]:.2f}",
        "system": f"{platform.platform()}, glibc {platform.libc_ver()[1]}",
        "nvvideo": output("git", "-C", ROOT, "describe", "--always", "--dirty"),
        "Java": output(f"{os.environ['JAVA_HOME']}/bin/java", "--version").splitlines()[0],
        "Python packages": ", ".join([*packages(OWN_PYTHON, ["pyspark", "av"]), *packages(PEERS_PYTHON, PEERS)]),
        "clips": f"{arguments.frames} frames, 1920x1080, {arguments.runs} runs",
    }


PEERS = ["torch", "torchcodec", "av", "decord", "daft"]


def packages(python, names):
    program = "import sys, importlib.metadata as m\nfor n in sys.argv[1:]: print(n, m.version(n))"
    return output(python, "-c", program, *names).splitlines() if python.exists() else []


def output(*command):
    told = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    return told.stdout.strip() or "nothing said"


def say(text):
    print(text, flush=True)


def parsed(words):
    parser = argparse.ArgumentParser(prog="ci/bench/select", description=__doc__)
    names, short = [clip.name for clip in CLIPS], [each.short_name for each in CONTESTANTS]
    parser.add_argument("--parts", type=comma_separated, default=PARTS, help=f"parts: {', '.join(PARTS)}")
    parser.add_argument("--runs", type=int, default=2, help="counted runs of each reader with a target")
    parser.add_argument("--only", type=comma_separated, default=[], help=f"readers: {', '.join(short)}")
    parser.add_argument("--clips", type=comma_separated, default=names, help=f"clips: {', '.join(names)}")
    parser.add_argument("--frames", type=int, default=900, help="frames of each clip")
    parser.add_argument("--files", type=int, default=100_000, help="small files")
    parser.add_argument("--minutes", type=int, default=60, help="of the file that is split")
    parser.add_argument("--results", type=Path, default=ROOT / "ci/bench/results", help="folder for the results")
    parser.add_argument("--videos", type=Path, default=ROOT / "target/bench-videos", help="folder for the clips")
    arguments = parser.parse_args(words)
    for given, known in ((arguments.parts, PARTS), (arguments.only, short), (arguments.clips, names)):
        if unknown := set(given) - set(known):
            parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    return arguments


def comma_separated(text):
    return text.split(",")


def main():
    arguments = parsed(sys.argv[1:])
    results = Results(arguments)
    measures = {"retrieval": retrieval, "bytes": bytes_read, "files": small_files, "splits": splits}
    for part in arguments.parts:
        say(f"{part}: {measures[part].__doc__}")
        try:
            measures[part](arguments, results)
        except Failed as failure:
            results.note(f"{part}: not measured, {failure}")
    results.known["load average afterwards"] = f"{os.getloadavg()[0]:.2f}"
    results.write()
    say("\n" + results.stem.with_suffix(".md").read_text())
    say(f"Written: {results.stem}.md and {results.stem}.csv")


if __name__ == "__main__":
    main()
