"""Who is measured by ci/bench/read, on how many cores, on which clips, and what must be known to read the results."""

import os
from dataclasses import dataclass


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
GROUPS = {"1 core": ONE_CORE, "2 cores": TWO_CORES}
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
    "Wall time is that of a machine that may also do other things (see its load); CPU seconds are of the reader alone.",
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


def chosen(group, clip_is_first, only, everything):
    """The contestants of a group of cores for a clip: those named, or all, or those that targets ask for on every clip."""
    contestants = GROUPS[group]
    if only:
        return [each for each in contestants if each.short_name in only]
    return [each for each in contestants if everything or clip_is_first or each.name in ON_EVERY_CLIP[group]]


def short_names():
    return list(dict.fromkeys(each.short_name for group in GROUPS.values() for each in group))
