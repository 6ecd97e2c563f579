"""Measures how fast frames are read, by nvvideo and by others. Start it with ci/bench/read, which prepares the machine."""

import argparse
import csv
import os
import platform
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

import clips
import reader
import report
from report import Run
from worker import Failed, Worker

ROOT = Path(__file__).parents[2]
OWN_PYTHON, PEERS_PYTHON = ROOT / ".venv/bin/python", ROOT / ".venv-bench/bin/python"
GREATEST_DIFFERENCE = 25  # of a mean colour: more is another picture, less can be another matrix


@dataclass(frozen=True)
class Contestant:
    name: str
    reader: str
    variant: str = ""
    is_peer: bool = False
    environment: tuple = ()

    @property
    def short_name(self):
        return self.name.lower().replace(" ", "-")

    @property
    def process(self):
        """Contestants with the same one share a process."""
        return self.reader, self.environment

    @property
    def shows_whole_pictures(self):
        return self.reader != "library" and self.variant in ("", "rgb24", "fast", "exact", "pandas")


PRESETS = (("BENCH_FFMPEG", os.environ["BENCH_PRESETS_FFMPEG"]), ("BENCH_FFMPEG_LIBRARIES", os.environ["BENCH_PRESETS_LIBRARIES"]))
DEBIAN = (("BENCH_FFMPEG", os.environ["BENCH_DEBIAN_FFMPEG"]),)
ADVISED = (("BENCH_JAVA_OPTIONS", "-XX:+UseParallelGC"),)  # as the README says
ONE_CORE = [
    Contestant("ffmpeg null", "ffmpeg", "null", environment=PRESETS),
    Contestant("ffmpeg rgb24", "ffmpeg", "rgb24", environment=PRESETS),
    Contestant("Debian ffmpeg null", "ffmpeg", "null", environment=DEBIAN),
    Contestant("Debian ffmpeg rgb24", "ffmpeg", "rgb24", environment=DEBIAN),
    Contestant("library native", "library", "native"),
    Contestant("library fast", "library", "fast"),
    Contestant("library exact", "library", "exact"),
    Contestant("nvvideo native", "spark", "native"),
    Contestant("nvvideo native columns", "spark", "native-columns"),
    Contestant("nvvideo fast", "spark", "fast"),
    Contestant("nvvideo fast columns", "spark", "fast-columns"),
    Contestant("nvvideo fast noop", "spark", "fast-noop"),
    Contestant("nvvideo exact", "spark", "exact"),
    Contestant("nvvideo 336 stretch", "spark", "stretch336"),
    Contestant("nvvideo 336 crop", "spark", "crop336"),
    Contestant("TorchCodec", "torchcodec", is_peer=True),
    Contestant("PyAV", "pyav", is_peer=True),
    Contestant("decord", "decord", is_peer=True),
    Contestant("mapInPandas", "spark", "pandas"),
    Contestant("Ray Data", "ray", is_peer=True),
]
TWO_CORES = [
    Contestant("nvvideo fast", "spark", "fast"),
    Contestant("nvvideo fast columns", "spark", "fast-columns"),
    Contestant("nvvideo fast advised JVM", "spark", "fast", environment=ADVISED),
    Contestant("nvvideo exact", "spark", "exact"),
    Contestant("mapInPandas", "spark", "pandas"),
    Contestant("Ray Data", "ray", is_peer=True),
    Contestant("Daft", "daft", is_peer=True),
]
# On the other clips only these, unless --all or --only says otherwise: what targets and the decoders of AV1 ask for.
ON_EVERY_CLIP = {
    "1 core": ["ffmpeg null", "ffmpeg rgb24", "Debian ffmpeg null", "Debian ffmpeg rgb24", "nvvideo native", "nvvideo native columns"]
    + ["nvvideo fast", "nvvideo fast columns", "nvvideo exact", "TorchCodec"],
    "2 cores": ["nvvideo fast", "nvvideo fast columns", "nvvideo fast advised JVM", "Daft"],
}
NOTES = [
    "Every run reads all frames of the clip; runs of all readers take turns, after some that are not counted (numbers below 1 in the"
    " table of runs), in which the JVM compiles most of what it will. Ratios are of runs that were made beside each other.",
    "One core: one file, one decoding thread, the process bound to one CPU. Two cores: two files, one for each core.",
    "Not counted: starts of processes, of Spark and of Ray. ffmpeg says itself how long it took. CPU seconds are user and"
    " system time of the process and all below it.",
    "ffmpeg hands nothing over: `null` throws decoded frames away, `rgb24` converts them and throws them away.",
    "nvvideo in Spark and mapInPandas: rows, `sum(length(data))`, which takes each row's bytes out of the batch as SQL functions do,"
    " one copy made by Spark. `columns`: the same batches taken as Arrow vectors, as Arrow functions and columnar plugins take them,"
    " no copy. `noop` is Spark's noop sink, which makes another copy for each row. `library` is nvvideo without Spark, into one"
    " buffer outside the heap.",
    "The JVM is as it comes, with 2 GB of heap: the serial collector on one CPU, G1 on two. `advised JVM` is the same query with"
    f" {ADVISED[0][1]}, the other collector that the README names.",
    "TorchCodec, PyAV and decord make one array after the other in Python. Daft and Ray: their own partitions or blocks, counted."
    " Daft reads one file after the other: it hangs when it has as many files as CPUs.",
    "For AV1 the presets' FFmpeg, and so nvvideo, has libaom; Debian's ffmpeg and most peers decode with dav1d, which is more than"
    " twice as fast. The ratios are stated against both.",
]


class Benchmark:
    def __init__(self, arguments):
        self.arguments = arguments
        self.runs = []
        self.notes = []

    def measure(self, clip):
        path = str(clips.make(clip, self.arguments.videos, self.arguments.frames))
        second = Path(path).with_name("second-" + Path(path).name)
        second.unlink(missing_ok=True)
        os.link(path, second)
        reference = reader.PyAv(1).pictures(path, reader.checked_frames(self.arguments.frames))
        reference = [reader.grid_means(picture) for picture in reference]
        processors = sorted(os.sched_getaffinity(0))
        self._measure(clip, "1 core", ONE_CORE, processors[-1:], [path], reference)
        if len(processors) > 1:
            self._measure(clip, "2 cores", TWO_CORES, processors[-2:], [path, str(second)], reference)

    def _measure(self, clip, group, contestants, processors, paths, reference):
        chosen = [each for each in contestants if self._is_chosen(clip, group, each)]
        workers = {}
        try:
            fit = [each for each in chosen if self._is_fit(clip, group, each, workers, processors, paths, reference)]
            for number in range(1 - self.arguments.warm_ups, self.arguments.runs + 1):
                for each in fit:
                    try:
                        told = self._read(workers[each.process], each, paths)
                    except Failed as failure:
                        self._note(f"{clip.name}, {group}, {each.name}: run {number} failed, {failure}")
                        continue
                    run = Run(clip.name, group, each.name, number, told["frames"], told["seconds"], told["cpu"])
                    self.runs.append(run)
                    say(f"  {run.clip}  {run.group}  {run.number}  {run.name:<20} {run.fps:8.1f} frames/s"
                        f" {run.frames_per_cpu_second:8.1f} frames per CPU second")
        finally:
            for worker in workers.values():
                if worker:
                    worker.close()

    def _is_chosen(self, clip, group, each):
        if self.arguments.only:
            return each.short_name in self.arguments.only
        return self.arguments.all or clip == clips.CLIPS[0] or each.name in ON_EVERY_CLIP[group]

    def _is_fit(self, clip, group, each, workers, processors, paths, reference):
        """Starts the reader if it is not running, has it read once, and looks at what it read."""
        try:
            if each.process not in workers:
                workers[each.process] = None
                workers[each.process] = self._start(each, processors)
            if workers[each.process] is None:
                raise Failed("its process did not start")
            self._read(workers[each.process], each, paths)
            if each.shows_whole_pictures:
                self._check(clip, group, each, workers[each.process], paths, reference)
            return True
        except Failed as failure:
            self._note(f"{clip.name}, {group}, {each.name}: not measured, {failure}")
            return False

    def _start(self, each, processors):
        python = PEERS_PYTHON if each.is_peer else OWN_PYTHON
        if not python.exists():
            raise Failed(os.environ.get("BENCH_WITHOUT_PEERS", "its packages are not installed"))
        return Worker(
            str(python),
            each.reader,
            len(processors),
            processors,
            {**os.environ, **dict(each.environment), "SVT_LOG": "1"},
            seconds_at_most=120 + self.arguments.frames,
        )

    def _read(self, worker, each, paths):
        told = worker.read(each.variant, paths)
        expected = len(paths) * self.arguments.frames
        if told["frames"] is None:
            told["frames"] = expected
        if told["frames"] != expected:
            raise Failed(f"it read {told['frames']} of {expected} frames")
        return told

    def _check(self, clip, group, each, worker, paths, reference):
        means = worker.ask(do="check", variant=each.variant, paths=paths, frames=self.arguments.frames)["means"]
        if len(means) != len(reference):
            raise Failed(f"it gave {len(means)} of {len(reference)} frames to compare")
        pairs = zip(flat(means), flat(reference), strict=True)
        difference = max(abs(own - other) for own, other in pairs)
        if difference > GREATEST_DIFFERENCE:
            raise Failed(f"its pictures differ from PyAV's by up to {difference:.1f} of 255 on average over a cell")
        if difference > 1:
            self._note(f"{clip.name}, {group}, {each.name}: cells of pictures differ from PyAV's by up to {difference:.1f} of 255")

    def _note(self, text):
        say("  " + text)
        self.notes.append(text)


def flat(nested):
    return [number for part in nested for number in flat(part)] if isinstance(nested, list) else [nested]


def facts(arguments, load_before):
    model = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")), "unknown")
    return {
        "date": datetime.now(timezone.utc).strftime("%Y-%m-%d %H:%M UTC"),
        "CPU": f"{model}, {len(os.sched_getaffinity(0))} CPUs",
        "load average before and after": f"{load_before[0]:.2f} and {os.getloadavg()[0]:.2f}",
        "system": f"{platform.platform()}, glibc {platform.libc_ver()[1]}",
        "nvvideo": output("git", "-C", str(ROOT), "describe", "--always", "--dirty"),
        "Java": output(f"{os.environ['JAVA_HOME']}/bin/java", "--version").splitlines()[0],
        "ffmpeg of the presets": output("sh", "-c", '"$BENCH_PRESETS_FFMPEG" -version', LD_LIBRARY_PATH=os.environ["BENCH_PRESETS_LIBRARIES"])[:30],
        "ffmpeg of Debian": output(os.environ["BENCH_DEBIAN_FFMPEG"], "-version")[:40],
        "Python packages": ", ".join([*packages(OWN_PYTHON, ["pyspark", "av", "pandas", "pyarrow"]), *packages(PEERS_PYTHON, PEERS)]),
        "runs": f"{arguments.runs} of {arguments.frames} frames, 1920x1080, "
        + ", ".join(f"{path.name} {path.stat().st_size} bytes" for path in made(arguments) if path.exists()),
    }


PEERS = ["torch", "torchcodec", "av", "decord", "daft", "ray"]


def packages(python, names):
    program = "import sys, importlib.metadata as m\nfor n in sys.argv[1:]: print(n, m.version(n))"
    return output(str(python), "-c", program, *names).splitlines()


def output(*command, **environment):
    try:
        told = subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment})
    except OSError as failure:
        return f"cannot be started: {failure.strerror}"
    return told.stdout.strip() or "nothing said"


def made(arguments):
    return [clip.path(arguments.videos, arguments.frames) for clip in clips.CLIPS if clip.name in arguments.clips]


def write(stem, known, runs, notes):
    """Writes all that was measured so far: a run that is broken off keeps the clips that it has finished."""
    stem.parent.mkdir(parents=True, exist_ok=True)
    text = report.markdown(known, [run for run in runs if run.number > 0], [*NOTES, *notes])
    stem.with_suffix(".md").write_text(text)
    with stem.with_suffix(".csv").open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["clip", "group", "reader", "run", "frames", "seconds", "cpu_seconds"])
        rows.writerows([run.clip, run.group, run.name, run.number, run.frames, f"{run.seconds:.4f}", f"{run.cpu:.3f}"] for run in runs)
    say(f"Written: {stem}.md and {stem}.csv")
    return text


def say(text):
    print(text, flush=True)


def parsed(words):
    parser = argparse.ArgumentParser(prog="ci/bench/read", description=__doc__)
    names = [clip.name for clip in clips.CLIPS]
    parser.add_argument("--runs", type=int, default=5, help="counted runs of each reader")
    parser.add_argument("--warm-ups", type=int, default=1, help="runs of each reader before them, besides its first")
    parser.add_argument("--all", action="store_true", help="all readers on all clips, not only on the first")
    parser.add_argument("--only", type=comma_separated, default=[], help=f"readers: {', '.join(short_names())}")
    parser.add_argument("--clips", type=comma_separated, default=names, help=f"clips: {', '.join(names)}")
    parser.add_argument("--frames", type=int, default=200, help="frames of each clip")
    parser.add_argument("--results", type=Path, default=ROOT / "ci/bench/results", help="folder for the results")
    parser.add_argument("--videos", type=Path, default=ROOT / "target/bench-videos", help="folder for the clips")
    arguments = parser.parse_args(words)
    for given, known in ((arguments.only, short_names()), (arguments.clips, names)):
        if unknown := set(given) - set(known):
            parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    return arguments


def comma_separated(text):
    return text.split(",")


def short_names():
    return report.unique(each.short_name for each in [*ONE_CORE, *TWO_CORES])


def main():
    arguments = parsed(sys.argv[1:])
    load_before = os.getloadavg()
    benchmark = Benchmark(arguments)
    stem = arguments.results / datetime.now(timezone.utc).strftime("read-%Y-%m-%dT%H%M")
    text = ""
    for clip in clips.CLIPS:
        if clip.name in arguments.clips:
            say(f"{clip.name} ...")
            benchmark.measure(clip)
            text = write(stem, facts(arguments, load_before), benchmark.runs, benchmark.notes)
    print("\n" + text)


if __name__ == "__main__":
    main()
