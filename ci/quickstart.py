"""quickstart.py [PATH...]: reads videos with the packed jar and shows what came out. ci/quickstart starts it.

It prints the inventory, the first frames, and the number of frames of each video, says what could not be read and why, and
leaves a contact sheet, quickstart.png. Only the thumbnails of the sheet ever reach this process; all else stays on executors.
"""

import argparse
import os
import re
import sys
import time
import traceback
from pathlib import Path
from urllib.parse import urlparse

from py4j.protocol import Py4JJavaError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession
from pyspark.sql import functions as f

sys.path.insert(0, str(Path(__file__).parent / "pyspark"))

ROOT = Path(__file__).resolve().parent.parent
SHEET = ROOT / "quickstart.png"
JAR = os.environ["NVVIDEO_JAR"]

ROWS_SHOWN = 40
VIDEOS_ON_SHEET = 40
THUMBNAILS_PER_VIDEO = 5
THUMBNAIL_WIDTH = 192
THUMBNAIL_HEIGHT = 144
DECODED_PER_VIDEO = 3000

SPARK_FAILURES = (PySparkException, Py4JJavaError)


def main():
    parser = argparse.ArgumentParser(prog="ci/quickstart")
    parser.add_argument("--relative-to", default=os.getcwd(), help=argparse.SUPPRESS)
    parser.add_argument("path", nargs="*", help="video files, folders or globs, local or any URL that Hadoop opens")
    arguments = parser.parse_args()
    paths = [absolute(path, arguments.relative_to) for path in arguments.path] or made_videos()

    say("Starting Spark")
    spark = start_spark()
    say(f"Spark {spark.version}; reading {', '.join(paths)}")

    say("Taking the inventory")
    inventory = spark_table(spark, paths, view="videos").cache()
    total = inventory.count()
    if total == 0:
        raise Sorry(f"There is no file in {', '.join(paths)}.")
    readable = inventory.where("error is null")
    print(f"\nThe videos view: {readable.count()} video streams in {inventory.select('path').distinct().count()} files")
    show(inventory_columns(readable).orderBy("video").limit(ROWS_SHOWN).toPandas())

    frames = spark_table(spark, paths, view="frames")
    print("\nThe first rows of the frames view (every row also has the picture, in the column data)")
    columns = ["frame_index", "frame_time", "frame_pts", "is_key_frame", "width", "height", "pixel_format"]
    show(frames.where("error is null").select(file_name("path").alias("video"), *columns).limit(5).toPandas())

    counts = count_frames(frames)
    sheet, failures = thumbnails(spark, counts)
    draw(sheet, counts, streams_by_file(readable), SHEET)
    show_failures(failures_in(inventory), failures)
    spark.stop()

    print(f"\nThe contact sheet of {len({row.path for row in sheet})} videos: {SHEET}")
    print_next_steps(paths)


class Sorry(Exception):
    """Ends the program with one sentence."""


# Spark


def start_spark():
    return (
        SparkSession.builder.master("local[*]")
        .appName("nvvideo quickstart")
        .config("spark.jars", JAR)
        .config("spark.driver.memory", "2g")
        .config("spark.ui.enabled", "false")
        .config("spark.ui.showConsoleProgress", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.sql.warehouse.dir", str(ROOT / "target" / "spark-warehouse"))
        .getOrCreate()
    )


def spark_table(spark, paths, **options):
    reader = spark.read.format("nvvideo").option("mode", "PERMISSIVE").option("recursiveFileLookup", "true")
    return reader.options(**options).load(paths if len(paths) > 1 else paths[0])


def file_name(column):
    return f.element_at(f.split(column, "/"), -1)


def inventory_columns(videos):
    return videos.select(
        file_name("path").alias("video"),
        f.col("stream_index").alias("stream"),
        "codec",
        "profile",
        f.concat_ws("x", "width", "height").alias("size"),
        "pixel_format",
        "rotation",
        f.expr("format_number(avg_frame_rate.num / avg_frame_rate.den, '0.###')").alias("fps"),
        f.format_string("%.2f", "duration").alias("seconds"),
        f.col("num_frames").alias("frames"),
        f.col("num_key_frames").alias("key_frames"),
    )


def streams_by_file(readable):
    columns = ["path", "stream_index", "codec", "width", "height", "pixel_format"]
    return {(row.path, row.stream_index): row for row in readable.select(*columns).toLocalIterator()}


def count_frames(frames):
    """Frames of each video, counted by a scan of the frames view that decodes nothing."""
    say("\nCounting frames")
    counts = frames.where("error is null").groupBy("path", "stream_index").count().orderBy("path").collect()
    print(f"Frames in each of the {len(counts)} videos: {sum(row['count'] for row in counts)} in all")
    for row in counts[:ROWS_SHOWN]:
        print(f"  {row['count']:>8}  {short(row.path)}")
    if len(counts) > ROWS_SHOWN:
        print(f"  ... and {len(counts) - ROWS_SHOWN} videos more")
    return counts


def thumbnails(spark, counts):
    """Decodes up to VIDEOS_ON_SHEET videos, a line each. Returns their sampled frames, and pairs of path and reason."""
    chosen = spread(counts, VIDEOS_ON_SHEET)
    kept, failures = [], []
    print(f"\nDecoding {len(chosen)} videos for the contact sheet, {DECODED_PER_VIDEO} frames of each at most")
    for number, video in enumerate(chosen, 1):
        began = time.monotonic()
        decoded = min(video["count"], DECODED_PER_VIDEO)
        try:
            rows = sampled(spark, video.path, spread(range(decoded), THUMBNAILS_PER_VIDEO))
        except SPARK_FAILURES as failure:  # what no mode passes over, such as a picture that is too large for memory
            rows = []
            failures.append((video.path, reason(failure)))
        kept += [row for row in rows if row.error is None]
        failures += [(row.path, row.error) for row in rows if row.error is not None]
        seconds = time.monotonic() - began
        print(f"  {number:>3}/{len(chosen)}  {decoded:>5} frames  {seconds:6.1f} s  {short(video.path)}", flush=True)
    return kept, failures


def sampled(spark, path, indices):
    """The frames with these indices, and rows that tell of errors. Spark stops the decoder at the limit."""
    columns = ["path", "stream_index", "frame_index", "frame_time", "width", "height", "data", "error"]
    frames = spark_table(spark, [escaped(path)], width=THUMBNAIL_WIDTH, height=THUMBNAIL_HEIGHT).select(*columns)
    is_wanted = f"frame_index in ({', '.join(map(str, indices))}) and data is not null"
    return frames.limit(DECODED_PER_VIDEO).where(f"error is not null or ({is_wanted})").orderBy("frame_index").collect()


def failures_in(inventory):
    rows = inventory.where("error is not null").select("path", "error").orderBy("path").collect()
    return [(row.path, row.error) for row in rows]


def reason(failure):
    """The sentence in a failure of Spark: nvvideo's own where there is one."""
    lines = str(failure).splitlines()
    own = [line for line in lines if "VideoException: " in line]
    if own:
        return own[0].split("VideoException: ", 1)[1]
    cause = [line for line in lines if line.startswith(": ")]
    return cause[0][2:] if cause else (lines or [type(failure).__name__])[0]


# The contact sheet


def draw(thumbnails, counts, streams, path):
    """One row a video: its name and what it is at the left, its thumbnails with their times at the right."""
    from PIL import Image, ImageDraw, ImageFont

    videos = {}
    for row in thumbnails:
        videos.setdefault((row.path, row.stream_index), []).append(row)
    frames_of = {(row.path, row.stream_index): row["count"] for row in counts}

    label_width, gap, caption = 300, 8, 18
    row_height = THUMBNAIL_HEIGHT + caption + gap
    size = (label_width + THUMBNAILS_PER_VIDEO * (THUMBNAIL_WIDTH + gap), max(1, len(videos)) * row_height + gap)
    sheet = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(sheet)
    bold, plain = ImageFont.load_default(15), ImageFont.load_default(12)

    for number, (key, rows) in enumerate(videos.items()):
        top = gap + number * row_height
        stream = streams.get(key)
        pen.text((gap, top), fitted(Path(key[0]).name, 36), "black", bold)
        if stream:
            about = f"{stream.codec}  {stream.width}x{stream.height}  {stream.pixel_format}"
            pen.text((gap, top + 24), about, "#444444", plain)
        pen.text((gap, top + 42), f"{frames_of[key]} frames", "#444444", plain)
        for column, row in enumerate(rows[:THUMBNAILS_PER_VIDEO]):
            left = label_width + column * (THUMBNAIL_WIDTH + gap)
            picture = Image.frombytes("RGB", (row.width, row.height), bytes(row.data))
            picture.thumbnail((THUMBNAIL_WIDTH, THUMBNAIL_HEIGHT))
            sheet.paste(picture, (left + (THUMBNAIL_WIDTH - picture.width) // 2, top))
            time_shown = "no time" if row.frame_time is None else f"{row.frame_time:.3f} s"
            pen.text((left, top + picture.height + 2), f"frame {row.frame_index}   {time_shown}", "#444444", plain)
    sheet.save(path)


# Words and numbers


def say(text):
    print(text, "...", flush=True)


def show(table):
    known = table.astype(object).where(table.notna(), "")
    print(known.to_string(index=False, max_colwidth=48) if len(table) else "(none)")


def show_failures(unreadable, undecodable):
    reasons = dict([*undecodable, *unreadable])
    if not reasons:
        print("\nEverything could be read.")
        return
    print(f"\nNot or only partly readable: {len(reasons)} of the files that were tried")
    for path, why in sorted(reasons.items())[:ROWS_SHOWN]:
        print(f"  {short(path)}: {fitted(' '.join(why.split()), 220)}")
    if len(reasons) > ROWS_SHOWN:
        print(f"  ... and {len(reasons) - ROWS_SHOWN} files more")


def print_next_steps(paths):
    java, jar = f"JAVA_HOME={os.environ['JAVA_HOME']}", os.path.relpath(JAR, ROOT)
    print(
        f"""
What to do next, from {ROOT}:

  {java} .venv/bin/pyspark --jars {jar}
  >>> spark.read.format("nvvideo").option("view", "videos").load({paths[0]!r}).show()
  >>> spark.read.format("nvvideo").option("width", 336).load({paths[0]!r}).select("path", "frame_time", "data").show()

  {java} .venv/bin/spark-shell --jars {jar}
  scala> spark.read.format("nvvideo").load("{paths[0]}").groupBy("path").count().show(false)

The jar works on any Spark from 3.5.4 to 4.2. README.md has the options; notebooks/quickstart.ipynb is for a notebook."""
    )


def short(path):
    return path.rsplit("/", 1)[-1]


def fitted(text, length):
    return text if len(text) <= length else text[: length - 1] + "…"


def spread(items, count):
    """Up to count of the items, evenly spread from the first to the last."""
    if len(items) <= count:
        return list(items)
    return [items[round(i * (len(items) - 1) / (count - 1))] for i in range(count)]


# Paths


def absolute(path, base):
    """Local paths as the caller meant them; URLs of other file systems as they are."""
    return path if urlparse(path).scheme else os.path.normpath(os.path.join(base, path))


def escaped(path):
    """A path that was read, as one to read: without the meaning that globs give to some characters."""
    return re.sub(r"([*?\[\]{}\\])", r"\\\1", path)


def made_videos():
    import videos

    folder = ROOT / "target" / "quickstart-videos"
    say(f"No path given: making {len(videos.RECIPES)} videos in {folder}")
    videos.make(folder)
    return [str(folder)]


if __name__ == "__main__":
    try:
        main()
    except Exception as failure:
        traceback.print_exc()
        print("\n" + (str(failure) if isinstance(failure, Sorry) else reason(failure)))
        sys.exit(1)
