"""Reads clips with one reader, in a process of its own: `reader.py NAME CORES`.

A line of standard input is a JSON object {"do": "read" or "check", "variant": ..., "paths": [...]}, the answer a line of JSON.
"read" reads every frame of the paths and answers with their number and the seconds. "check" answers with the mean colours
of a grid over three frames of the first path.

Every reader hands each frame over as 1080p RGB unless its variant says otherwise, in the process or engine where a user
would go on with it, and with one decoding thread for each core.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

WIDTH, HEIGHT = 1920, 1080
GRID = 8


def checked_frames(count):
    return [0, count // 2, count - 1]


def grid_means(picture):
    """Mean colours of a grid of cells: enough to tell a wrong frame, a shifted picture or a wrong matrix."""
    cells = np.asarray(picture, np.float32).reshape(GRID, HEIGHT // GRID, GRID, WIDTH // GRID, 3)
    return cells.mean(axis=(1, 3)).round(2).tolist()


class Ffmpeg:
    """The program; it decodes, and converts with `rgb24`, but hands nothing over. Its own clock leaves its start out."""

    def __init__(self, cores):
        self.program = os.environ["BENCH_FFMPEG"]
        self.environment = dict(os.environ, LD_LIBRARY_PATH=os.environ.get("BENCH_FFMPEG_LIBRARIES", ""))

    def read(self, variant, paths):
        layout = [] if variant == "null" else ["-pix_fmt", "rgb24"]
        told = self._run(["-benchmark", "-threads", "1", "-i", paths[0]], [*layout, "-f", "null", "-"]).stderr.decode()
        frames = int(told.rsplit("frame=", 1)[1].split()[0])
        user, system, seconds = (float(told.rsplit(f"{name}time=", 1)[1].split("s")[0]) for name in "usr")
        return {"frames": frames, "seconds": seconds, "cpu": user + system}

    def pictures(self, path, wanted):
        chosen = "+".join(f"eq(n,{number})" for number in wanted)
        out = self._run(["-i", path], ["-vf", f"select='{chosen}'", "-pix_fmt", "rgb24", "-f", "rawvideo", "-"]).stdout
        return np.frombuffer(out, np.uint8).reshape(-1, HEIGHT, WIDTH, 3)

    def _run(self, source, sink):
        command = [self.program, "-nostdin", "-hide_banner", *source, "-an", "-fps_mode", "passthrough", *sink]
        return subprocess.run(command, check=True, capture_output=True, env=self.environment)


class Library:
    """nvvideo without Spark: ReadLibrary.java, into memory outside the heap."""

    def __init__(self, cores):
        spark_jars = Path(os.environ["BENCH_SPARK_JARS"])
        classes = ":".join([os.environ["NVVIDEO_JAR"], *map(str, spark_jars.glob("slf4j-api-*.jar"))])
        program = Path(__file__).with_name("ReadLibrary.java")
        java = Path(os.environ["JAVA_HOME"], "bin", "java")
        self.process = subprocess.Popen(
            [java, "-cp", classes, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.process.stdout.readline()

    def read(self, variant, paths):
        self.process.stdin.write(f"{variant} {paths[0]}\n")
        self.process.stdin.flush()
        frames, nanos = self.process.stdout.readline().split()
        return {"frames": int(frames), "seconds": int(nanos) / 1e9}


class Spark:
    """nvvideo in PySpark, and PyAV in mapInPandas: one table of frames, and the same queries on it."""

    OPTIONS = {
        "native": {"frameFormat": "native"},
        "fast": {"conversion": "fast"},
        "exact": {},
        "stretch336": {"width": 336, "height": 336, "resizeMode": "stretch"},
        "crop336": {"width": 336, "height": 336, "resizeMode": "crop"},
    }

    def __init__(self, cores):
        from pyspark.sql import SparkSession

        self.spark = (
            SparkSession.builder.master(f"local[{cores}]")
            .config("spark.jars", os.environ["NVVIDEO_JAR"])
            .config("spark.ui.enabled", "false")
            .config("spark.driver.memory", "2g")
            .config("spark.driver.extraClassPath", os.environ["BENCH_CLASSES"])
            .config("spark.driver.extraJavaOptions", os.environ.get("BENCH_JAVA_OPTIONS", ""))
            .config("spark.sql.execution.arrow.maxRecordsPerBatch", "16")
            .getOrCreate()
        )

    def read(self, variant, paths):
        layout, _, sink = variant.partition("-")
        table = self._table(layout, paths)
        began = time.monotonic()
        frames = SINKS[sink or "sum"](table)
        return {"frames": frames, "seconds": time.monotonic() - began}

    def pictures(self, path, wanted, layout="fast"):
        rows = self._table(layout, [path]).where(f"frame_index in ({', '.join(map(str, wanted))})").collect()
        return [np.frombuffer(row.data, np.uint8).reshape(HEIGHT, WIDTH, 3) for row in sorted(rows, key=lambda r: r.frame_index)]

    def _table(self, layout, paths):
        if layout == "pandas":
            files = self.spark.read.format("binaryFile").load(list(paths))
            table = files.select("content").mapInPandas(frames_in_pandas, "frame_index long, data binary")
        else:
            table = self.spark.read.format("nvvideo").options(**self.OPTIONS[layout]).load(list(paths))
        return table.select("frame_index", "data")


def frames_in_pandas(batches):
    import io

    import av
    import pandas

    for batch in batches:
        for content in batch.content:
            with av.open(io.BytesIO(content)) as container:
                stream = container.streams.video[0]
                stream.thread_type = "NONE"
                rows = []
                for number, frame in enumerate(container.decode(stream)):
                    rows.append((number, frame.to_ndarray(format="rgb24").tobytes()))
                    if len(rows) == 16:
                        yield pandas.DataFrame(rows, columns=["frame_index", "data"])
                        rows = []
                if rows:
                    yield pandas.DataFrame(rows, columns=["frame_index", "data"])


def sum_of_lengths(table):
    """Reads the bytes of each row as any SQL function does: one copy out of the batch, onto the heap."""
    frames, _ = table.selectExpr("count(frame_index)", "sum(length(data))").first()
    return frames


def noop(table):
    """Spark's own sink for benchmarks. It wants rows that can leave the operator, which is a second copy of the bytes."""
    table.write.format("noop").mode("overwrite").save()
    return None  # the sink does not say


def columns(table):
    """Takes batches as Arrow vectors, as Arrow functions and columnar plugins do: no copy. ReadColumns.java."""
    return table.sparkSession._jvm.bench.ReadColumns.read(table._jdf)


SINKS = {"sum": sum_of_lengths, "noop": noop, "columns": columns}


class TorchCodec:
    def __init__(self, cores):
        from torchcodec.decoders import VideoDecoder

        self.open = lambda path: VideoDecoder(path, dimension_order="NHWC", num_ffmpeg_threads=1, seek_mode="exact")

    def read(self, variant, paths):
        began = time.monotonic()
        decoder = self.open(paths[0])
        frames = sum(1 for _ in decoder)
        return {"frames": frames, "seconds": time.monotonic() - began}

    def pictures(self, path, wanted):
        return [self.open(path)[number].numpy() for number in wanted]


class PyAv:
    def __init__(self, cores):
        import av

        self.av = av

    def frames(self, path):
        with self.av.open(path) as container:
            stream = container.streams.video[0]
            stream.thread_type = "NONE"
            for frame in container.decode(stream):
                yield frame.to_ndarray(format="rgb24")

    def read(self, variant, paths):
        began = time.monotonic()
        frames = sum(1 for _ in self.frames(paths[0]))
        return {"frames": frames, "seconds": time.monotonic() - began}

    def pictures(self, path, wanted):
        return [picture for number, picture in enumerate(self.frames(path)) if number in wanted]


class Decord:
    def __init__(self, cores):
        import decord

        self.open = lambda path: decord.VideoReader(path, ctx=decord.cpu(0), num_threads=1)

    def read(self, variant, paths):
        began = time.monotonic()
        reader = self.open(paths[0])
        frames = sum(1 for _ in range(len(reader)) if reader.next() is not None)
        return {"frames": frames, "seconds": time.monotonic() - began}

    def pictures(self, path, wanted):
        reader = self.open(path)
        return [reader[number].asnumpy() for number in wanted]


class Daft:
    def __init__(self, cores):
        import daft

        daft.set_runner_native()
        self.daft = daft

    def _table(self, paths):
        return self.daft.read_video_frames(list(paths), image_height=HEIGHT, image_width=WIDTH)

    def read(self, variant, paths):
        began = time.monotonic()
        # Two files at once hang on two CPUs, as one file does on one. One file at a time keeps both busy.
        tables = (self._table([path]).select("frame_index", "data") for path in paths)
        frames = sum(len(part) for table in tables for part in table.iter_partitions())
        return {"frames": frames, "seconds": time.monotonic() - began}

    def pictures(self, path, wanted):
        table = self._table([path]).select("frame_index", "data")
        rows = table.where(self.daft.col("frame_index").is_in(list(wanted))).sort("frame_index").to_pydict()
        return [np.asarray(picture) for picture in rows["data"]]


class Ray:
    def __init__(self, cores):
        import ray

        self.ray = ray
        ray.init(num_cpus=cores, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
        ray.data.DataContext.get_current().enable_progress_bars = False

    def read(self, variant, paths):
        began = time.monotonic()
        bundles = self.ray.data.read_videos(list(paths)).iter_internal_ref_bundles()
        frames = sum(bundle.num_rows() for bundle in bundles)
        return {"frames": frames, "seconds": time.monotonic() - began}

    def pictures(self, path, wanted):
        rows = self.ray.data.read_videos([path]).filter(lambda row: row["frame_index"] in wanted).take_all()
        return [row["frame"] for row in sorted(rows, key=lambda row: row["frame_index"])]


READERS = {
    "ffmpeg": Ffmpeg,
    "library": Library,
    "spark": Spark,
    "torchcodec": TorchCodec,
    "pyav": PyAv,
    "decord": Decord,
    "daft": Daft,
    "ray": Ray,
}


def answer(reader, request):
    if request["do"] == "read":
        return reader.read(request["variant"], request["paths"])
    layout = {"layout": request["variant"]} if isinstance(reader, Spark) else {}
    pictures = reader.pictures(request["paths"][0], checked_frames(request["frames"]), **layout)
    return {"means": [grid_means(picture) for picture in pictures]}


def main():
    name, cores = sys.argv[1], int(sys.argv[2])
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print must not come between the answers
    reader = READERS[name](cores)
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        try:
            told = answer(reader, json.loads(line))
        except Exception as failure:
            # What a remote worker died of comes as the cause; its trace would put paths of this machine into the results.
            reason = getattr(failure, "cause", None) or failure
            told = {"error": f"{type(failure).__name__}: {' '.join(str(reason).split())[:300]}"}
        print(json.dumps(told), file=answers, flush=True)


if __name__ == "__main__":
    main()
