"""Measures how fast frames are read, by nvvideo and by others. Start it with ci/bench/read, which prepares the machine."""

import argparse
import csv
import os
import platform
import subprocess
import sys
from datetime import datetime, timezone
from pathlib import Path

import clips
import contestants
import reader
import report
from report import Run
from worker import Failed, Worker

ROOT = Path(__file__).parents[2]
OWN_PYTHON, PEERS_PYTHON = ROOT / ".venv/bin/python", ROOT / ".venv-bench/bin/python"
GREATEST_DIFFERENCE = 25  # of a mean colour: more is another picture, less can be another matrix


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
        self._measure(clip, "1 core", processors[-1:], [path], reference)
        if len(processors) > 1:
            self._measure(clip, "2 cores", processors[-2:], [path, str(second)], reference)

    def _measure(self, clip, group, processors, paths, reference):
        chosen = contestants.chosen(group, clip == clips.CLIPS[0], self.arguments.only, self.arguments.all)
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
    text = report.markdown(known, [run for run in runs if run.number > 0], [*contestants.NOTES, *notes])
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
    parser.add_argument("--warm-ups", type=int, default=2, help="runs of each reader before them, besides its first")
    parser.add_argument("--all", action="store_true", help="all readers on all clips, not only on the first")
    parser.add_argument("--only", type=comma_separated, default=[], help=f"readers: {', '.join(contestants.short_names())}")
    parser.add_argument("--clips", type=comma_separated, default=names, help=f"clips: {', '.join(names)}")
    parser.add_argument("--frames", type=int, default=300, help="frames of each clip")
    parser.add_argument("--results", type=Path, default=ROOT / "ci/bench/results", help="folder for the results")
    parser.add_argument("--videos", type=Path, default=ROOT / "target/bench-videos", help="folder for the clips")
    arguments = parser.parse_args(words)
    for given, known in ((arguments.only, contestants.short_names()), (arguments.clips, names)):
        if unknown := set(given) - set(known):
            parser.error(f"there is no {', '.join(sorted(unknown))}; there are {', '.join(known)}")
    return arguments


def comma_separated(text):
    return text.split(",")


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
