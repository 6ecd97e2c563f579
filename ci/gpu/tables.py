"""Makes tables in Markdown of the lines that the programs of ci/gpu/verify kept. Argument: their folder."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Cell:
    video: str
    what: str
    threads: int
    who: str
    how: str
    pieces: int = 0
    frames: int = 0
    seconds: float = 0.0
    without_opening: float = 0.0
    error: str = ""

    @property
    def row(self):
        return self.video, self.what, self.threads

    @property
    def pieces_per_second(self):
        return self.pieces / self.seconds

    @property
    def frames_per_second(self):
        return self.frames / self.seconds


def read(folder):
    """By table, the cells. The last line of a program that was stopped may be cut off."""
    tables = {}
    for file in sorted(Path(folder).glob("*.jsonl")):
        for line in file.read_text().splitlines():
            try:
                values = json.loads(line)
            except json.JSONDecodeError:
                continue
            tables.setdefault(values.pop("table"), []).append(Cell(**values))
    return tables


def rates(cells, rate, who, how=""):
    """By row, the best of those of a library whose way begins so."""
    best = {}
    for cell in cells:
        if cell.who == who and cell.how.startswith(how) and not cell.error:
            best[cell.row] = max(best.get(cell.row, 0.0), rate(cell))
    return best


def ratio(above, below, row):
    return above[row] / below[row] if row in above and below.get(row) else None


def shown(number, digits=0):
    return "" if number is None else f"{number:.{digits}f}"


def verdict(reached, least):
    if reached is None:
        return "not measured"
    return f"{reached:.2f}, {'met' if reached >= least else 'missed'}"


def rows(cells):
    return sorted({cell.row for cell in cells}, key=lambda row: (natural(row[0]), row[1], row[2]))


def natural(video):
    """h264-480p before h264-1080p."""
    digits = "".join(letter for letter in video.split("-", 1)[-1] if letter.isdigit())
    return video.split("-")[0], int(digits or 0), video


def table(heads, lines):
    return ["| " + " | ".join(heads) + " |", "| " + " | ".join(["---"] * len(heads)) + " |"] + [
        "| " + " | ".join(line) + " |" for line in lines
    ]


def reuse(cells):
    rate = lambda cell: cell.pieces_per_second
    new, kept = (rates(cells, rate, "nvvideo", f"on the GPU, {how}") for how in ("new", "kept"))
    host = rates(cells, rate, "nvvideo", "rgb 336x336")
    simple, cached = (rates(cells, rate, "PyNvVideoCodec", how) for how in ("a new", "reconfigure"))
    lines = [
        [video, str(threads)]
        + [shown(which.get((video, what, threads)), 1) for which in (new, kept, simple, cached, host)]
        + [
            shown(ratio(kept, new, (video, what, threads)), 2),
            shown(ratio(cached, simple, (video, what, threads)), 2),
            verdict(ratio(kept, cached, (video, what, threads)), 1.0),
        ]
        for video, what, threads in rows(cells)
    ]
    return [
        "## Sessions that are kept: clips of 2 s a second",
        "",
        "Every frame in memory of its own on the GPU, but for the one column.",
        "",
        *table(
            [
                "clips",
                "threads",
                "nvvideo, new sessions",
                "nvvideo, kept",
                "PyNvVideoCodec, new",
                "PyNvVideoCodec, reconfigured",
                "nvvideo, rgb 336x336 on the host",
                "nvvideo kept/new",
                "PyNvVideoCodec reconfigured/new",
                "nvvideo kept / PyNvVideoCodec reconfigured, to be >= 1",
            ],
            lines,
        ),
    ]


LEAST = {"random": 1.8, "sequential": 0.97}


def retrieval(cells):
    without = lambda cell: cell.without_opening
    opening = lambda cell: cell.frames_per_second
    who = [("nvvideo", "rgb on the GPU"), ("nvvideo", "rgb on the host"), ("PyNvVideoCodec", ""), ("TorchCodec", "")]
    decoded = [rates(cells, without, *one) for one in who]
    opened = [rates(cells, opening, *one) for one in who]
    lines = []
    for row in rows(cells):
        video, what, threads = row
        line = [video, what, str(threads)]
        for one, other in zip(decoded, opened):
            line.append(f"{one[row]:.0f} ({other[row]:.0f})" if row in one else "")
        against = ratio(decoded[0], decoded[2], row)
        line.append(verdict(against, LEAST[what]) if what in LEAST else shown(against, 2))
        line += [shown(ratio(decoded[1], decoded[2], row), 2), shown(ratio(decoded[0], decoded[3], row), 2)]
        lines.append(line)
    return [
        "## Chosen frames: frames a second",
        "",
        "1080p as rgb, 30 s, by threads that each have the file open; in brackets with the opening of the file.",
        "",
        *table(
            [
                "video",
                "frames",
                "threads",
                "nvvideo, on the GPU",
                "nvvideo, on the host",
                "PyNvVideoCodec, on the GPU",
                "TorchCodec, on the GPU",
                "nvvideo / PyNvVideoCodec, both on the GPU: random to be >= 1.8, sequential >= 0.97",
                "nvvideo on the host / PyNvVideoCodec",
                "nvvideo / TorchCodec, both on the GPU",
            ],
            lines,
        ),
    ]


def spark(cells):
    lines = []
    for video in dict.fromkeys(cell.video for cell in cells):
        engines = [cell for cell in cells if (cell.video, cell.who) == (video, "the engines") and not cell.error]
        most = max(engines, key=lambda cell: cell.frames_per_second, default=None)
        library = best_of(cells, video, "library")
        times = [cell.frames_per_second for cell in cells if cell.video == video and cell.how.startswith("Spark") and not cell.error]
        through = median(times) if times else None
        reached = through / most.frames_per_second if times and most else None
        lines.append(
            [
                video,
                f"{most.frames_per_second:.0f} ({most.threads} threads)" if most else "",
                shown(library),
                f"{through:.0f} ({min(times):.0f}-{max(times):.0f})" if times else "",
                verdict(reached, 0.9),
            ]
        )
    return [
        "## Through Spark: frames a second",
        "",
        *table(
            [
                "video",
                "the engines, nothing mapped",
                "library, 16 threads, rgb 336x336 on the host",
                "Spark, rgb 336x336: median (least-greatest)",
                "Spark / engines, to be >= 0.9",
            ],
            lines,
        ),
    ]


def best_of(cells, video, how):
    return max(
        (cell.frames_per_second for cell in cells if cell.video == video and cell.how.startswith(how) and not cell.error),
        default=None,
    )


def failures(tables):
    told = [
        f"- {table}, {cell.video}, {cell.what}, {cell.threads} threads, {cell.who}, {cell.how}: {cell.error}"
        for table, cells in tables.items()
        for cell in cells
        if cell.error
    ]
    return ["## What failed", "", *told] if told else []


def markdown(tables):
    sections = [make(tables[name]) for name, make in (("reuse", reuse), ("retrieval", retrieval), ("spark", spark)) if name in tables]
    sections.append(failures(tables))
    return "\n\n".join("\n".join(section) for section in sections if section)


def main():
    tables = read(sys.argv[1])
    print(markdown(tables))
    sys.exit(2 if not tables or failures(tables) else 0)


if __name__ == "__main__":
    main()
