"""What queries cost that want little of much: of a long file, of many files, of a file in many parts."""

import os
import shutil
import subprocess
from pathlib import Path

import av
import clips
from record import OWN_PYTHON, say
from worker import Started

SPLITS = [1, 2, 8, 32]


def bytes_read(arguments, results):
    """What is read of a file of 100 MB."""
    clip = next(clip for clip in clips.CLIPS if clip.name == "h264_gop30")
    one = clips.make(clip, arguments.videos, arguments.frames)
    times = max(1, round(100e6 / one.stat().st_size))
    long = repeated(one, times, arguments.videos / f"long-{times}-{one.name}")
    length = long.stat().st_size
    header, keys = header_and_key_frames(long)
    queries = Started("query.py", OWN_PYTHON, [2], [], 600)
    rows = []
    try:
        for what, options, select, least, target in [
            ("count() of frames", {}, ["count(*)"], length, 0.001),
            ("metadata of the video", {"view": "videos"}, ["num_frames", "codec", "width", "height"], length, 0.001),
            ("key frames", {"keyFramesOnly": "true", "width": 64}, ["count(*)", "sum(length(data))"], header + keys, 1.1),
        ]:
            told = queries.ask(path=str(long), options={**options, "splitVideos": "false"}, select=select)
            ratio = told["bytes"] / least
            of = "the file" if least == length else "header and key frames"
            rows.append([what, told["bytes"], f"{ratio:.4f} of {of}", f"<= {target}", "met" if ratio <= target else "missed"])
            say(f"  {what}: {told['bytes']} bytes, {ratio:.4f} of {of}")
    finally:
        queries.close()
    results.table(
        f"Bytes read of {length} bytes of MP4, {header} of them its header, {keys} its key frames",
        ["query", "bytes", "ratio", "target", ""],
        rows,
    )


def header_and_key_frames(path):
    """Bytes outside of `mdat`, and bytes of key frames."""
    media, position = 0, 0
    with path.open("rb") as file:
        while len(box := file.read(16)) == 16:
            size = int.from_bytes(box[:4], "big")
            size = int.from_bytes(box[8:], "big") if size == 1 else size
            media += size if box[4:8] == b"mdat" else 0
            position += size
            file.seek(position)
    with av.open(str(path)) as container:
        keys = sum(packet.size for packet in container.demux(video=0) if packet.is_keyframe)
    return path.stat().st_size - media, keys


def small_files(arguments, results):
    """Many small files: hard links of a few."""
    tiny = arguments.videos / "tiny.mp4"
    ffmpeg("-f", "lavfi", "-i", "testsrc2=size=64x48:rate=25:duration=2", "-c:v", "libx264", "-pix_fmt", "yuv420p", tiny)
    folder = arguments.videos / f"files-{arguments.files}"
    for number in range(arguments.files):
        link = folder / str(number // 1000) / f"{number}.mp4"
        link.unlink(missing_ok=True)
        if number % 1000 == 0:
            link.parent.mkdir(parents=True, exist_ok=True)
            # One to link to in each folder: file systems allow a file some ten thousand links.
            shutil.copyfile(tiny, link)
        else:
            os.link(link.with_name(f"{number // 1000 * 1000}.mp4"), link)
    rows = []
    for what, options, expected in [
        ("count() of videos", {"view": "videos"}, arguments.files),
        ("count() of frames", {}, arguments.files * 50),
    ]:
        queries = Started("query.py", OWN_PYTHON, [2], [], 1200)
        try:
            before = queries.cpu_seconds()
            told = queries.ask(path=str(folder / "*"), options=options, select=["count(*)"])
            cpu = queries.cpu_seconds() - before
        finally:
            queries.close()
        if told["row"] != [expected]:
            results.note(f"{what} of {arguments.files} files gave {told['row']}, not {expected}")
        rows.append([what, told["row"][0], f"{told['seconds']:.1f}", f"{cpu:.1f}", told["heap"], told["held"]])
        say(f"  {what} of {arguments.files} files: {told['seconds']:.1f} s, {cpu:.1f} CPU seconds")
    head = ["query", "answer", "seconds", "CPU seconds", "heap in use afterwards, MiB", "most memory of the process, MiB"]
    results.table(f"{arguments.files} files of {tiny.stat().st_size} bytes, local[2]", head, rows)


def splits(arguments, results):
    """One long file, read by one task and by many."""
    part = arguments.videos / "part-360p.mp4"
    source = "testsrc2=size=640x360:rate=25:duration=60,noise=alls=6:allf=t"
    ffmpeg("-f", "lavfi", "-i", source, "-c:v", "libx264", "-preset", "veryfast", "-g", "50", "-pix_fmt", "yuv420p", part)
    long = repeated(part, arguments.minutes, arguments.videos / f"hour-{arguments.minutes}.mp4")
    length = long.stat().st_size
    queries = Started("query.py", OWN_PYTHON, [2], [], 1200)
    told = {}
    try:
        for number in [0, *SPLITS]:  # the first one, of the short part, is not counted
            before = queries.cpu_seconds()
            told[number] = queries.ask(
                path=str(long if number else part),
                options={"maxPartitionBytes": -(-length // max(1, number)), "frameFormat": "native"},
                settings={"spark.sql.files.openCostInBytes": "1", "spark.sql.files.minPartitionNum": "1"},
                select=["count(*)", "sum(length(data))", "bit_xor(xxhash64(frame_index, frame_pts, data))"],
                partitions=True,
            )
            told[number]["cpu"] = queries.cpu_seconds() - before
            say(f"  {number or 'no'} splits: {told[number]['seconds']:.1f} s, {told[number]['cpu']:.1f} CPU seconds")
    finally:
        queries.close()
    whole = told[1]
    rows = []
    for number in SPLITS:
        each = told[number]
        same = "same" if each["row"] == whole["row"] and each["partitions"] == number else f"other: {each['row']}"
        overhead = each["cpu"] / whole["cpu"] - 1
        verdict = "met" if same == "same" and overhead <= 0.1 else "missed"
        rows.append([number, same, f"{each['seconds']:.1f}", f"{each['cpu']:.1f}", f"{overhead:+.1%}", each["bytes"], verdict])
    head = ["splits", "rows", "seconds on local[2]", "CPU seconds", "more CPU than whole (<= 10 %)", "bytes", ""]
    results.table(f"{arguments.minutes} minutes of 640x360 H.264, {length} bytes, {whole['row'][0]} frames", head, rows)


def repeated(clip, times, target):
    """The same packets over and over, not encoded again."""
    if not target.exists():
        ffmpeg("-stream_loop", times - 1, "-i", clip, "-c", "copy", target)
    return target


def ffmpeg(*words):
    target = Path(words[-1])
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name("unfinished-" + target.name)
        command = ["ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *map(str, words[:-1]), str(unfinished)]
        subprocess.run(command, check=True)
        unfinished.rename(target)
