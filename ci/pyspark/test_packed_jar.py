"""What a PySpark user gets from the packed jar, against PyAV's decode of the same files."""

import hashlib
import shutil

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
import videos
from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException

RECIPES = {recipe.name: recipe for recipe in videos.RECIPES}
SPARK_FAILURES = (PySparkException, Py4JJavaError)


def read(spark, path, **options):
    return spark.read.format("nvvideo").options(**options).load(str(path))


def in_order(frames):
    return frames.orderBy("frame_index").collect()


def test_frames_carry_the_index_time_and_pts_that_pyav_gives(spark, video, truth):
    rows = in_order(read(spark, video).select("frame_index", "frame_pts", "frame_time", "is_key_frame"))
    assert [row.frame_index for row in rows] == list(range(len(truth)))
    assert [row.frame_pts for row in rows] == [frame.pts for frame in truth]
    assert [row.is_key_frame for row in rows] == [frame.is_key for frame in truth]
    np.testing.assert_allclose([row.frame_time for row in rows], [frame.time for frame in truth], atol=1e-9)


def test_native_bytes_equal_pyavs_decode(spark, video, truth):
    recipe = RECIPES[video.name]
    rows = in_order(read(spark, video, frameFormat="native").select("frame_index", "pixel_format", "data"))
    assert {row.pixel_format for row in rows} == {recipe.pixel_format}
    differing = [row.frame_index for row, frame in zip(rows, truth) if bytes(row.data) != frame.native]
    assert len(rows) == len(truth)
    assert differing == []


def test_rgb_is_an_upright_picture_near_pyavs(spark, video, truth):
    rows = in_order(read(spark, video).select("frame_index", "width", "height", "channels", "pixel_format", "data"))
    assert len(rows) == len(truth)
    for row, frame in zip(rows, truth):
        got = np.frombuffer(row.data, np.uint8).reshape(row.height, row.width, row.channels)
        expected = np.rot90(frame.rgb, -RECIPES[video.name].rotation // 90)
        assert got.shape == expected.shape
        # PyAV converts with swscale's rounding and chroma siting, so equal only on average.
        assert np.abs(got.astype(int) - expected).mean() < 2.5


def test_every_column_goes_to_arrow(spark, folder, tmp_path):
    if not hasattr(spark.range(1), "toArrow"):
        pytest.skip("PySpark 3.5 has no toArrow")
    (tmp_path / "broken.mp4").write_bytes(b"no video at all")
    shutil.copy(folder / "h264.mp4", tmp_path)
    for view, count in (("frames", 61), ("videos", 2)):
        table = read(spark, tmp_path, view=view, mode="PERMISSIVE", width="32").toArrow()
        assert table.num_rows == count
        assert sorted(name for name in table["path"].to_pylist())[0].endswith("broken.mp4")


def test_videos_view_describes_each_file(spark, folder, video, truth):
    recipe = RECIPES[video.name]
    (row,) = read(spark, video, view="videos").collect()
    assert row.error is None
    assert row.path.endswith("/" + recipe.name)
    assert row.length == video.stat().st_size
    assert (row.width, row.height) == (recipe.width, recipe.height)
    assert row.pixel_format == recipe.pixel_format
    assert row.bit_depth == (10 if "10" in recipe.pixel_format else 8)
    assert row.num_frames == len(truth)
    assert row.num_key_frames == sum(frame.is_key for frame in truth)
    assert row.avg_frame_rate.num / row.avg_frame_rate.den == pytest.approx(recipe.rate, rel=0.01)
    assert abs(row.rotation) % 180 == recipe.rotation


def test_count_of_a_folder(spark, folder):
    expected = sum(recipe.frames for recipe in videos.RECIPES)
    assert read(spark, folder, pathGlobFilter="*.{mp4,webm,mkv,avi}").count() == expected


def test_to_pandas(spark, folder, video, truth):
    frame = read(spark, video, width=64).select("frame_index", "frame_time", "width", "data").toPandas()
    assert len(frame) == len(truth)
    assert (frame["width"] == 64).all()


@pytest.mark.parametrize("arrow", ["true", "false"])
def test_to_pandas_is_the_same_with_and_without_arrow(spark, folder, arrow):
    spark.conf.set("spark.sql.execution.arrow.pyspark.enabled", arrow)
    try:
        pictures = read(spark, folder / "h264.mp4", width=32).orderBy("frame_index").select("data").toPandas()["data"]
    finally:
        spark.conf.unset("spark.sql.execution.arrow.pyspark.enabled")
    expected = [row.data for row in in_order(read(spark, folder / "h264.mp4", width=32).select("frame_index", "data"))]
    assert [bytes(picture) for picture in pictures] == [bytes(data) for data in expected]


def expected_digests(folder):
    return sorted(hashlib.sha256(frame.native).hexdigest() for frame in videos.decode(folder / "h264.mp4"))


def test_map_in_pandas(spark, folder):
    def digest(batches):
        for batch in batches:
            yield pd.DataFrame({"digest": [hashlib.sha256(data).hexdigest() for data in batch["data"]]})

    frames = read(spark, folder / "h264.mp4", frameFormat="native").select("data")
    rows = frames.mapInPandas(digest, "digest string").collect()
    assert sorted(row.digest for row in rows) == expected_digests(folder)


def test_map_in_arrow(spark, folder):
    def digest(batches):
        for batch in batches:
            digests = [hashlib.sha256(data.as_py()).hexdigest() for data in batch.column("data")]
            yield pa.RecordBatch.from_pydict({"digest": digests})

    frames = read(spark, folder / "h264.mp4", frameFormat="native").select("data")
    rows = frames.mapInArrow(digest, "digest string").collect()
    assert sorted(row.digest for row in rows) == expected_digests(folder)


@pytest.fixture
def folder_with_a_broken_file(folder, tmp_path):
    shutil.copy(folder / "h264.mp4", tmp_path)
    (tmp_path / "broken.mp4").write_bytes(b"this is no video" * 64)
    return tmp_path


def test_a_broken_file_fails_the_query_and_is_named(spark, folder_with_a_broken_file):
    with pytest.raises(SPARK_FAILURES, match="broken.mp4"):
        read(spark, folder_with_a_broken_file).count()


def test_permissive_mode_says_what_is_broken_and_reads_the_rest(spark, folder_with_a_broken_file):
    rows = read(spark, folder_with_a_broken_file, mode="PERMISSIVE").select("path", "frame_index", "error").collect()
    assert [row.path.rsplit("/")[-1] for row in rows if row.error is not None] == ["broken.mp4"]
    assert sum(row.error is None for row in rows) == RECIPES["h264.mp4"].frames


def test_an_unknown_option_is_an_error_that_suggests_the_right_one(spark, folder):
    with pytest.raises(SPARK_FAILURES, match="frameFormat"):
        read(spark, folder, frameFormt="rgb").count()
