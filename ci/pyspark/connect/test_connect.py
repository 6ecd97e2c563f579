"""What a client of Spark Connect gets, which has no JVM: the same rows, plans by name, and errors that still say what to do."""

import numpy as np
import pyarrow as pa
import pytest
from pyspark.errors import PySparkException
from pyspark.sql.connect.session import SparkSession as ConnectSession


def read(spark, path, **options):
    return spark.read.format("nvvideo").options(**options).load(str(path))


def test_the_session_is_one_of_spark_connect(spark):
    assert isinstance(spark, ConnectSession)


def test_native_bytes_equal_pyavs_decode(spark, video, truth):
    rows = read(spark, video, frameFormat="native").orderBy("frame_index").collect()
    assert [row.frame_pts for row in rows] == [frame.pts for frame in truth]
    assert [row.frame_index for row, frame in zip(rows, truth) if bytes(row.data) != frame.native] == []


def test_pictures_come_as_arrow_and_as_pandas(spark, folder):
    frames = read(spark, folder / "h264.mp4", framesPerVideo="4", width="96", height="64", resizeMode="crop")
    table = frames.toArrow()
    assert table.num_rows == 4
    assert {len(data.as_py()) for data in table["data"]} == {96 * 64 * 3}
    pandas = frames.toPandas()
    assert [np.frombuffer(data, np.uint8).shape for data in pandas["data"]] == [(96 * 64 * 3,)] * 4


def test_sql_reads_a_view_with_options(spark, folder):
    spark.sql(
        f"CREATE OR REPLACE TEMPORARY VIEW frames USING nvvideo OPTIONS (path '{folder}/h264.mp4', everyNthFrame '10')"
    )
    assert spark.sql("SELECT count(*) FROM frames").first()[0] == 6
    (row,) = read(spark, folder / "h264.mp4", view="videos").select("codec", "num_frames").collect()
    assert (row.codec, row.num_frames) == ("h264", 60)


def test_python_functions_take_batches(spark, folder):
    def brightness(batches):
        for batch in batches:
            means = [float(np.frombuffer(data.as_py(), np.uint8).mean()) for data in batch.column("data")]
            yield pa.RecordBatch.from_pydict({"frame_index": batch.column("frame_index"), "mean": means})

    frames = read(spark, folder / "h264.mp4", framesPerVideo="5", width="32").select("frame_index", "data")
    rows = frames.mapInArrow(brightness, "frame_index long, mean double").collect()
    assert len(rows) == 5
    assert all(0 < row.mean < 255 for row in rows)


def test_a_plan_shows_what_was_pushed_down(spark, folder, capsys):
    read(spark, folder / "h264.mp4").where("is_key_frame and frame_index < 30").select("frame_time").explain()
    assert "is_key_frame" in capsys.readouterr().out


def test_errors_name_the_option_or_the_file(spark, tmp_path):
    with pytest.raises(PySparkException, match="there is no such option. Did you mean 'width'"):
        read(spark, tmp_path, widht="3").count()
    broken = tmp_path / "broken.mp4"
    broken.write_bytes(b"no video at all")
    with pytest.raises(PySparkException, match="broken.mp4"):
        read(spark, broken).collect()
    (row,) = read(spark, broken, mode="PERMISSIVE").collect()
    assert "broken.mp4" in row.error
