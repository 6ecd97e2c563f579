"""A Spark session with nothing but the packed jar. NVVIDEO_JAR names the jar, NVVIDEO_VIDEOS the folder for the test videos."""

import os
from pathlib import Path

import pytest
import videos
from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    session = (
        SparkSession.builder.master("local[2]")
        .appName("packed jar")
        .config("spark.jars", os.environ["NVVIDEO_JAR"])
        .config("spark.ui.enabled", "false")
        .config("spark.driver.memory", "2g")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    yield session
    session.stop()


@pytest.fixture(scope="session")
def folder():
    path = Path(os.environ["NVVIDEO_VIDEOS"]).resolve()
    videos.make(path)
    return path


@pytest.fixture(scope="session", params=[recipe.name for recipe in videos.RECIPES])
def video(request, folder):
    return folder / request.param


@pytest.fixture(scope="session")
def truth(video):
    return videos.decode(video)
