"""What only a cluster shows: classes that executors cannot find, objects that do not travel, executors that die."""

import hashlib
import os
import signal
import sys
from pathlib import Path

import pyarrow as pa
import pytest
import videos
from py4j.protocol import Py4JJavaError
from pyspark import cloudpickle
from pyspark.errors import PySparkException
from pyspark.sql import functions as F

# Python workers cannot import this file.
cloudpickle.register_pickle_by_value(sys.modules[__name__])


def read(spark, path, **options):
    return spark.read.format("nvvideo").options(**options).load(str(path))


def digests_of(frames):
    return [hashlib.sha256(frame.native).hexdigest() for frame in frames]


def test_executors_are_processes_of_their_own(spark):
    def processes(batches):
        for _ in batches:
            yield pa.RecordBatch.from_pydict({"pid": [executor_process()]})

    pids = {row.pid for row in spark.range(8).repartition(8).mapInArrow(processes, "pid long").collect()}
    assert os.getpid() not in pids
    assert spark._jvm.java.lang.ProcessHandle.current().pid() not in pids


def test_a_full_scan_gives_every_frame(spark, video, truth):
    rows = (
        read(spark, video, frameFormat="native")
        .select("frame_index", F.sha2("data", 256).alias("digest"))
        .orderBy("frame_index")
        .collect()
    )
    assert [row.digest for row in rows] == digests_of(truth)


def test_every_column_of_both_views_travels(spark, folder):
    for view in ["frames", "videos"]:
        rows = read(spark, folder, view=view, pathGlobFilter="*.mp4").collect()
        assert {Path(row.path).name for row in rows} == {"h264.mp4", "h264_rotated.mp4", "hevc_10bit.mp4"}


def test_permissive_rows_come_from_executors_too(spark, folder, tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"this is no video" * 64)
    (tmp_path / "good.mp4").symlink_to(folder / "h264.mp4")
    rows = read(spark, tmp_path, mode="PERMISSIVE").select("path", "data", "error").collect()
    assert [Path(row.path).name for row in rows if row.error is not None] == ["broken.mp4"]
    assert sum(row.data is not None for row in rows) == 60


def test_the_text_of_a_failure_arrives_at_the_driver(spark, tmp_path):
    (tmp_path / "broken.mp4").write_bytes(b"this is no video" * 64)
    with pytest.raises((PySparkException, Py4JJavaError), match="io.nvvideo.VideoException: Cannot .*broken.mp4"):
        read(spark, tmp_path).select("data").collect()


def test_a_query_outlives_an_executor_that_dies_in_the_middle(spark, folder, tmp_path):
    died = tmp_path / "died"

    def digest(batches):
        for number, batch in enumerate(batches):
            if number == 1 and first_to_make(died):
                os.kill(executor_process(), signal.SIGKILL)
            digests = [hashlib.sha256(data.as_py()).hexdigest() for data in batch.column("data")]
            yield pa.RecordBatch.from_pydict({"digest": digests})

    spark.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "10")
    try:
        frames = read(spark, folder, frameFormat="native", pathGlobFilter="{h264,hevc_10bit}.mp4", maxPartitionBytes="1")
        rows = frames.select("data").mapInArrow(digest, "digest string").collect()
    finally:
        spark.conf.unset("spark.sql.execution.arrow.maxRecordsPerBatch")
    assert died.exists()
    expected = [digest for name in ["h264.mp4", "hevc_10bit.mp4"] for digest in digests_of(videos.decode(folder / name))]
    assert sorted(row.digest for row in rows) == sorted(expected)


def first_to_make(path):
    try:
        path.touch(exist_ok=False)
        return True
    except FileExistsError:
        return False


def executor_process():
    """The JVM above this Python process."""
    pid = os.getpid()
    while b"CoarseGrainedExecutorBackend" not in Path(f"/proc/{pid}/cmdline").read_bytes():
        status = Path(f"/proc/{pid}/status").read_text()
        pid = int(next(line for line in status.splitlines() if line.startswith("PPid:")).split()[1])
    return pid
