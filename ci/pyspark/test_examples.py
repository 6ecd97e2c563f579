"""The example programs, started with spark-submit as their documentation says."""

import os
import subprocess
import sys
from pathlib import Path

import pyarrow.parquet
import videos

ROOT = Path(__file__).parents[2]


def submit(program, *arguments):
    spark_submit = Path(sys.executable).with_name("spark-submit")
    (jar,) = (ROOT / "examples" / "target").glob("nvvideo-examples-*[!s].jar")
    command = [spark_submit, "--master", "local[2]", "--conf", "spark.ui.enabled=false"]
    command += ["--jars", os.environ["NVVIDEO_JAR"], "--class", f"io.nvvideo.examples.{program}", jar, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=300).stdout


def test_inventory_counts_the_videos_of_each_kind(folder):
    table = submit("Inventory", f"{folder}/*.{{mp4,webm}}")
    (h264,) = [line for line in table.splitlines() if line.startswith("|h264")]
    assert [cell.strip() for cell in h264.split("|")[1:7]] == ["h264", "yuv420p", "320", "180", "2", "120"]


def test_frames_to_parquet_writes_the_key_frames(folder, tmp_path):
    submit("FramesToParquet", f"{folder}/h264.mp4", str(tmp_path / "table"))
    table = pyarrow.parquet.read_table(tmp_path / "table").to_pydict()
    keys = [index for index, frame in enumerate(videos.decode(folder / "h264.mp4")) if frame.is_key]
    assert sorted(table["frame_index"]) == keys
    assert {len(data) for data in table["data"]} == {336 * 189 * 3}
