"""A cluster of two executors, each a process of its own, that gets the packed jar as spark.jars."""

import os
from pathlib import Path

import pyspark
import pytest
from pyspark.sql import SparkSession


@pytest.fixture(scope="session")
def spark(tmp_path_factory):
    # Workers leave files in SPARK_HOME, which is a Python package otherwise.
    home = tmp_path_factory.mktemp("spark-home")
    for part in Path(pyspark.__file__).parent.iterdir():
        (home / part.name).symlink_to(part)
    os.environ["SPARK_HOME"] = str(home)
    session = (
        SparkSession.builder.master("local-cluster[2,1,1024]")
        .appName("packed jar on a cluster")
        .config("spark.jars", os.environ["NVVIDEO_JAR"])
        .config("spark.ui.enabled", "false")
        .config("spark.executor.memory", "1024m")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
        .getOrCreate()
    )
    yield session
    session.stop()
