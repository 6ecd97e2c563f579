"""Measures what choosing frames costs, by nvvideo and by others. Start it with ci/bench/select, which prepares the machine."""

import argparse
import os
import sys
from pathlib import Path

from files import bytes_read, small_files, splits
from record import ROOT, Results, say
from retrieval import CLIPS, CONTESTANTS, NOTES, TARGETS, retrieval
from worker import Failed

PARTS = {"retrieval": retrieval, "bytes": bytes_read, "files": small_files, "splits": splits}


def parsed(words):
    parser = argparse.ArgumentParser(prog="ci/bench/select", description=__doc__)
    names, short = [clip.name for clip in CLIPS], [each.short_name for each in CONTESTANTS]
    parser.add_argument("--parts", type=comma_separated, default=list(PARTS), help=f"parts: {', '.join(PARTS)}")
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
    results = Results(arguments, TARGETS, NOTES)
    for part in arguments.parts:
        say(f"{part}: {PARTS[part].__doc__}")
        try:
            PARTS[part](arguments, results)
        except Failed as failure:
            results.note(f"{part}: not measured, {failure}")
    results.known["load average afterwards"] = f"{os.getloadavg()[0]:.2f}"
    results.write()
    say("\n" + results.stem.with_suffix(".md").read_text())
    say(f"Written: {results.stem}.md and {results.stem}.csv")


if __name__ == "__main__":
    main()
