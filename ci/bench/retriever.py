"""Reads chosen frames of a clip with one reader, in a process of its own: `retriever.py NAME VARIANT`.

A line of standard input is a JSON object {"do": "read" or "check", "path": ..., "wanted": [...]}, the answer a line of JSON: the
number of frames and the seconds from opening the file to the last frame as 1080p RGB, and for "check" every 40th pixel of every
40th line. Numbers are ascending. Every reader decodes on one thread.
"""

import base64
import json
import os
import subprocess
import sys
import time
from pathlib import Path

import numpy as np

STEP = 40


def samples(picture):
    return np.ascontiguousarray(np.asarray(picture)[STEP // 2 :: STEP, STEP // 2 :: STEP]).tobytes()


class Library:
    """nvvideo without Spark: RetrieveLibrary.java, into memory outside the heap."""

    def __init__(self, variant):
        spark_jars = Path(os.environ["BENCH_SPARK_JARS"])
        classes = ":".join([os.environ["NVVIDEO_JAR"], *map(str, spark_jars.glob("slf4j-api-*.jar"))])
        program = Path(__file__).with_name("RetrieveLibrary.java")
        java = Path(os.environ["JAVA_HOME"], "bin", "java")
        self.process = subprocess.Popen(
            [java, "-cp", classes, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.process.stdout.readline()

    def answer(self, what, path, wanted):
        self.process.stdin.write(f"{what} {','.join(map(str, wanted))} {path}\n")
        self.process.stdin.flush()
        frames, nanos, pixels = self.process.stdout.readline().split()
        told = {"frames": int(frames), "seconds": int(nanos) / 1e9}
        return told if what == "read" else {**told, "samples": pixels}


class Timed:
    """A reader in Python. `frames(path, wanted)` gives something countable, `pictures` arrays."""

    def answer(self, what, path, wanted):
        began = time.monotonic()
        if what == "read":
            return {"frames": self.count(path, wanted), "seconds": time.monotonic() - began}
        pixels = b"".join(map(samples, self.pictures(path, wanted)))
        return {"frames": len(wanted), "seconds": time.monotonic() - began, "samples": base64.b64encode(pixels).decode()}

    def count(self, path, wanted):
        return len(self.pictures(path, wanted))


class Spark(Timed):
    def __init__(self, variant):
        from pyspark.sql import SparkSession

        self.spark = (
            SparkSession.builder.master("local[1]")
            .config("spark.jars", os.environ["NVVIDEO_JAR"])
            .config("spark.ui.enabled", "false")
            .config("spark.driver.memory", "2g")
            .getOrCreate()
        )

    def _table(self, path, wanted):
        numbers = f"0:{len(wanted)}" if wanted == list(range(len(wanted))) else ",".join(map(str, wanted))
        return self.spark.read.format("nvvideo").option("conversion", "fast").option("frameIndices", numbers).load(path)

    def count(self, path, wanted):
        frames, _ = self._table(path, wanted).selectExpr("count(frame_index)", "sum(length(data))").first()
        return frames

    def pictures(self, path, wanted):
        rows = self._table(path, wanted).select("frame_index", "height", "width", "data").collect()
        rows = sorted(rows, key=lambda row: row.frame_index)
        return [np.frombuffer(row.data, np.uint8).reshape(row.height, row.width, 3) for row in rows]


class TorchCodec(Timed):
    def __init__(self, variant):
        from torchcodec.decoders import VideoDecoder

        self.open = lambda path: VideoDecoder(path, dimension_order="NHWC", num_ffmpeg_threads=1, seek_mode=variant)

    def pictures(self, path, wanted):
        return self.open(path).get_frames_at(indices=wanted).data.numpy()


class Decord(Timed):
    def __init__(self, variant):
        import decord

        self.open = lambda path: decord.VideoReader(path, ctx=decord.cpu(0), num_threads=1)

    def pictures(self, path, wanted):
        return self.open(path).get_batch(wanted).asnumpy()


class PyAv(Timed):
    """Has no numbers of frames: seeks to the time that a number has in these clips, and reads on to it."""

    def __init__(self, variant):
        import av

        self.av = av

    def pictures(self, path, wanted):
        pictures = []
        with self.av.open(path) as container:
            stream = container.streams.video[0]
            stream.thread_type = "NONE"
            ticks = 1 / (stream.average_rate * stream.time_base)
            frames, at = container.decode(stream), -1
            for number in wanted:
                if number > at + 1:
                    container.seek(int(number * ticks), stream=stream)
                    frames = container.decode(stream)
                for frame in frames:
                    at = round(frame.pts / ticks)
                    if at == number:
                        pictures.append(frame.to_ndarray(format="rgb24"))
                        break
        return pictures


class Daft(Timed):
    def __init__(self, variant):
        import daft

        daft.set_runner_native()
        self.daft = daft

    def _table(self, path, wanted):
        table = self.daft.read_video_frames([path], image_height=1080, image_width=1920).select("frame_index", "data")
        return table.where(self.daft.col("frame_index").is_in(list(wanted)))

    def count(self, path, wanted):
        return sum(len(part) for part in self._table(path, wanted).iter_partitions())

    def pictures(self, path, wanted):
        return [np.asarray(picture) for picture in self._table(path, wanted).sort("frame_index").to_pydict()["data"]]


READERS = {"library": Library, "spark": Spark, "torchcodec": TorchCodec, "decord": Decord, "pyav": PyAv, "daft": Daft}


def main():
    name, variant = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print must not come between the answers
    reader = READERS[name](variant)
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        try:
            told = reader.answer(request["do"], request["path"], request["wanted"])
        except Exception as failure:
            told = {"error": f"{type(failure).__name__}: {' '.join(str(failure).split())[:300]}"}
        print(json.dumps(told), file=answers, flush=True)


if __name__ == "__main__":
    main()
