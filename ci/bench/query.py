"""Runs queries of nvvideo in a PySpark of its own: `query.py CORES`.

A line of standard input is a JSON object {"options": {...}, "settings": {...}, "path": ..., "select": [...]}; the answer is a line
of JSON: the first row, the partitions, the seconds, the bytes that Hadoop read, and what memory the process has taken so far.
"""

import json
import os
import sys
import time
from pathlib import Path


class Queries:
    def __init__(self, cores):
        from pyspark.sql import SparkSession

        self.spark = (
            SparkSession.builder.master(f"local[{cores}]")
            .config("spark.jars", os.environ["NVVIDEO_JAR"])
            .config("spark.ui.enabled", "false")
            .config("spark.driver.memory", "2g")
            .getOrCreate()
        )
        self.jvm = self.spark._jvm
        self.pid = self.jvm.java.lang.ProcessHandle.current().pid()

    def answer(self, request):
        for key, value in request.get("settings", {}).items():
            self.spark.conf.set(key, value)
        bytes_before = self._bytes_read()
        began = time.monotonic()
        table = self.spark.read.format("nvvideo").options(**request["options"]).load(request["path"])
        row = table.selectExpr(*request["select"]).first()
        seconds = time.monotonic() - began
        return {
            "row": list(row),
            "seconds": seconds,
            "bytes": self._bytes_read() - bytes_before,
            "partitions": table.select("path", "data").rdd.getNumPartitions() if request.get("partitions") else None,
            **self._memory(),
        }

    def _bytes_read(self):
        return sum(each.getBytesRead() for each in self.jvm.org.apache.hadoop.fs.FileSystem.getAllStatistics())

    def _memory(self):
        """Heap in use after a collection, and the most that the process has ever held, both in MiB."""
        self.jvm.java.lang.System.gc()
        runtime = self.jvm.java.lang.Runtime.getRuntime()
        status = Path(f"/proc/{self.pid}/status").read_text()
        held = int(status.split("VmHWM:")[1].split()[0])
        return {"heap": (runtime.totalMemory() - runtime.freeMemory()) >> 20, "held": held >> 10}


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what libraries print must not come between the answers
    queries = Queries(sys.argv[1])
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        try:
            told = queries.answer(json.loads(line))
        except Exception as failure:
            told = {"error": f"{type(failure).__name__}: {' '.join(str(failure).split())[:300]}"}
        print(json.dumps(told, default=str), file=answers, flush=True)


if __name__ == "__main__":
    main()
