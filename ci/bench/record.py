"""What choosing frames was measured to cost, with what and where, as files that can be kept."""

import csv
import os
import platform
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import report

ROOT = Path(__file__).parents[2]
OWN_PYTHON, PEERS_PYTHON = ROOT / ".venv/bin/python", ROOT / ".venv-bench/bin/python"
PEERS = ["torch", "torchcodec", "av", "decord", "daft"]


class Results:
    """What was measured, written after each part, so that an interrupted run keeps what it has."""

    def __init__(self, arguments, targets, notes):
        arguments.results.mkdir(parents=True, exist_ok=True)
        self.stem = arguments.results / datetime.now(timezone.utc).strftime("select-%Y-%m-%dT%H%M")
        self.known, self.runs, self.tables, self.notes = facts(arguments), [], [], list(notes)
        self.targets = targets

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
        lines += ["## Targets", "", line(["clip", "target", "measured: median (least-greatest)", "", "by CPU second"])]
        lines.append(line(["---"] * 5))
        for clip, target in self.targets:
            measured = report.ratios(self.runs, clip, target.group, target.name, target.other, target.measure)
            what = f"{target.name} >= {target.least} x {target.other}, {target.group}"
            by_cpu = report.ratios(self.runs, clip, target.group, target.name, target.other, "frames_per_cpu_second")
            told = [report.shown(measured), report.verdict(measured, target), report.shown(by_cpu)]
            lines.append(line([clip, what, *told]))
        lines += ["", *(each for table in self.tables for each in table)]
        lines += ["## Notes", "", *(f"- {note}" for note in self.notes), ""]
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


def packages(python, names):
    program = "import sys, importlib.metadata as m\nfor n in sys.argv[1:]: print(n, m.version(n))"
    return output(python, "-c", program, *names).splitlines() if python.exists() else []


def output(*command):
    told = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    return told.stdout.strip() or "nothing said"


def say(text):
    print(text, flush=True)
