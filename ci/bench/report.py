"""What the runs say: medians, ratios with their spread, and the targets."""

from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Run:
    clip: str
    group: str
    name: str
    number: int
    frames: int
    seconds: float
    cpu: float

    @property
    def fps(self):
        return self.frames / self.seconds

    @property
    def frames_per_cpu_second(self):
        return self.frames / self.cpu


@dataclass(frozen=True)
class Target:
    """`name` is to be at least `least` times as fast as `other`, by wall clock or by CPU second; None only tells the ratio."""

    group: str
    name: str
    other: str
    least: float | None
    measure: str = "fps"


TARGETS = [
    Target("1 core", "nvvideo native", "ffmpeg null", 0.95),
    Target("1 core", "nvvideo native columns", "ffmpeg null", 0.95),
    Target("1 core", "nvvideo fast", "ffmpeg rgb24", 0.95),
    Target("1 core", "nvvideo fast columns", "ffmpeg rgb24", 0.95),
    Target("1 core", "nvvideo fast", "TorchCodec", 1.0),
    Target("1 core", "nvvideo fast columns", "TorchCodec", 1.0),
    Target("1 core", "nvvideo exact", "nvvideo fast", 0.75),
    Target("1 core", "nvvideo native columns", "Debian ffmpeg null", None),
    Target("1 core", "nvvideo fast columns", "Debian ffmpeg rgb24", None),
    Target("1 core", "ffmpeg null", "Debian ffmpeg null", None),
    Target("2 cores", "nvvideo fast", "Daft", 1.6),
    Target("2 cores", "nvvideo fast", "Daft", 2.5, "frames_per_cpu_second"),
    Target("2 cores", "nvvideo fast", "mapInPandas", 1.7),
    Target("2 cores", "nvvideo fast", "Ray Data", 1.4),
    Target("2 cores", "nvvideo fast advised JVM", "nvvideo fast", None),
    Target("2 cores", "nvvideo fast advised JVM", "nvvideo fast", None, "frames_per_cpu_second"),
]


def values(runs, clip, group, name, measure):
    """By number of the run."""
    chosen = (run for run in runs if (run.clip, run.group, run.name) == (clip, group, name))
    return {run.number: getattr(run, measure) for run in chosen}


def ratios(runs, clip, group, name, other, measure):
    """Of the runs with the same number, which were made right after each other. Median, least, greatest; None without runs."""
    above = values(runs, clip, group, name, measure)
    below = values(runs, clip, group, other, measure)
    each = [above[number] / below[number] for number in above if number in below]
    return (median(each), min(each), max(each)) if each else None


def spread(numbers, digits):
    return f"{median(numbers):.{digits}f} ({min(numbers):.{digits}f}-{max(numbers):.{digits}f})"


def markdown(facts, runs, notes):
    lines = ["# Reading 1080p video", "", *(f"- {name}: {value}" for name, value in facts.items()), ""]
    for clip in unique(run.clip for run in runs):
        for group in unique(run.group for run in runs if run.clip == clip):
            lines += [f"## {clip}, {group}", "", *table(runs, clip, group), ""]
    lines += ["## Ratios and targets", "", *target_table(runs), ""]
    lines += ["## Notes", "", *(f"- {note}" for note in notes), ""]
    return "\n".join(lines)


def table(runs, clip, group):
    lines = [
        "| reader | frames/s: median (least-greatest) | frames per CPU second | of ffmpeg rgb24, by CPU second |",
        "| --- | --- | --- | --- |",
    ]
    for name in unique(run.name for run in runs if (run.clip, run.group) == (clip, group)):
        wall = list(values(runs, clip, group, name, "fps").values())
        cpu = list(values(runs, clip, group, name, "frames_per_cpu_second").values())
        against = ratios(runs, clip, group, name, "ffmpeg rgb24", "frames_per_cpu_second")
        lines.append(f"| {name} | {spread(wall, 1)} | {spread(cpu, 1)} | {shown(against)} |")
    return lines


def target_table(runs):
    lines = ["| clip | ratio | target | measured: median (least-greatest) | |", "| --- | --- | --- | --- | --- |"]
    for clip in unique(run.clip for run in runs):
        for target in TARGETS:
            measured = ratios(runs, clip, target.group, target.name, target.other, target.measure)
            if measured is None and target.least is None:
                continue
            unit = "frames/s" if target.measure == "fps" else "frames per CPU second"
            what = f"{target.name} / {target.other}, {target.group}, {unit}"
            least = "" if target.least is None else f">= {target.least}"
            lines.append(f"| {clip} | {what} | {least} | {shown(measured)} | {verdict(measured, target)} |")
    return lines


def verdict(measured, target):
    if measured is None:
        return "not measured"
    if target.least is None:
        return ""
    return "met" if measured[0] >= target.least else "missed"


def shown(ratio):
    return "" if ratio is None else f"{ratio[0]:.2f} ({ratio[1]:.2f}-{ratio[2]:.2f})"


def unique(names):
    return list(dict.fromkeys(names))
