"""The README's examples as they stand there: only the folder is another."""

import re
from pathlib import Path

import pytest
import videos

README = Path(__file__).parents[2] / "README.md"

# Twelve seconds: the examples ask for frame 100 and for what is shown from the tenth second on.
TWELVE_SECONDS = videos.Recipe("twelve-seconds.mp4", "libx264", frames=120, rate=10, options=(("g", "50"), ("bf", "2")))


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    folder = tmp_path_factory.mktemp("data")
    videos.make(folder / "videos", [TWELVE_SECONDS])
    return folder


def example(language, data):
    (text,) = re.findall(rf"^```{language}\n(.*?)^```", README.read_text(), re.MULTILINE | re.DOTALL)
    assert "/data/" in text
    return text.replace("/data/", f"{data}/")


def test_the_python_example_runs(spark, data):
    names = {"spark": spark}
    exec(compile(example("python", data), README.name, "exec"), names)
    assert names["picture"].shape == (189, 336, 3)
    truth = videos.decode(data / "videos" / TWELVE_SECONDS.name)
    keys = [frame.time for frame in truth if frame.is_key]
    written = spark.read.parquet(str(data / "key-frames")).collect()
    assert sorted(row.frame_time for row in written) == pytest.approx(keys)
    assert {len(row.data) for row in written} == {336 * 189 * 3}
    assert [row.frame_time for row in names["one_a_second"].select("frame_time").collect()] == pytest.approx([10, 11])


def test_the_sql_example_runs(spark, data):
    *statements, query = [part for part in example("sql", data).split(";") if part.strip()]
    for statement in statements:
        spark.sql(statement)
    ((path, count),) = spark.sql(query).collect()
    assert path.endswith(TWELVE_SECONDS.name)
    assert count == 120
