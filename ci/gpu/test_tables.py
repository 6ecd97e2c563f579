import json
import time
from pathlib import Path

import pytest
from peers import choices, together
from tables import Cell, markdown, read, verdict

HERE = Path(__file__).parent


def cell(who, how, pieces, threads=8, video="h264-360p", what="all frames", **more):
    return Cell(video, what, threads, who, how, pieces, 60 * pieces, 2.0, 60.0 * pieces, **more)


def lines(text):
    return [line for line in text.splitlines() if line.startswith("| ")]


def test_clips_a_second_stand_beside_those_of_the_other_library():
    cells = [
        cell("nvvideo", "on the GPU, new sessions", 100),
        cell("nvvideo", "on the GPU, kept sessions", 250),
        cell("nvvideo", "rgb 336x336 on the host, kept sessions", 240),
        cell("PyNvVideoCodec", "a new SimpleDecoder each", 50),
        cell("PyNvVideoCodec", "reconfigure_decoder", 200),
    ]
    assert "| h264-360p | 8 | 50.0 | 125.0 | 25.0 | 100.0 | 120.0 | 2.50 | 4.00 | 1.25, met |" in lines(markdown({"reuse": cells}))


def test_clips_are_sorted_by_their_size():
    cells = [cell("nvvideo", "on the GPU, kept sessions", 10, video=video) for video in ("h264-1080p", "h264-480p", "hevc-360p")]
    assert [line.split(" | ")[0] for line in lines(markdown({"reuse": cells}))[2:]] == ["| h264-480p", "| h264-1080p", "| hevc-360p"]


def test_frames_are_compared_with_the_better_way_of_the_other_library():
    cells = [
        cell("nvvideo", "rgb on the GPU", 10, what="sequential"),
        cell("nvvideo", "rgb on the host", 5, what="sequential"),
        cell("PyNvVideoCodec", "get_batch_frames_by_index", 4, what="sequential"),
        cell("PyNvVideoCodec", "get_batch_frames(5)", 20, what="sequential"),
    ]
    row = lines(markdown({"retrieval": cells}))[-1]
    assert row == "| h264-360p | sequential | 8 | 600 (300) | 300 (150) | 1200 (600) |  | 0.50, missed | 0.25 |  |"


def test_spark_is_compared_with_the_threads_that_the_engines_like_best():
    cells = [
        cell("the engines", "decoded, nothing mapped", 90, 8),
        cell("the engines", "decoded, nothing mapped", 100, 16),
        cell("nvvideo", "library, rgb 336x336", 95, 16),
        cell("nvvideo", "Spark, rgb 336x336", 80, 16),
        cell("nvvideo", "Spark, rgb 336x336", 91, 16),
        cell("nvvideo", "Spark, rgb 336x336", 92, 16),
    ]
    row = lines(markdown({"spark": cells}))[-1]
    assert row == "| h264-360p | 3000 (16 threads) | 2850 | 2730 (2400-2760) | 0.91, met |"


def test_what_was_not_measured_meets_and_misses_nothing():
    assert verdict(None, 1.0) == "not measured"
    row = lines(markdown({"reuse": [cell("nvvideo", "on the GPU, kept sessions", 10)]}))[-1]
    assert row.endswith("|  |  | not measured |")


def test_a_cell_that_failed_is_told_and_has_no_rate():
    text = markdown({"reuse": [cell("PyNvVideoCodec", "reconfigure_decoder", 0, error="no driver")]})
    assert "- reuse, h264-360p, all frames, 8 threads, PyNvVideoCodec, reconfigure_decoder: no driver" in text
    assert lines(text)[-1] == "| h264-360p | 8 |  |  |  |  |  |  |  | not measured |"


def test_a_line_that_was_cut_off_is_left_out(tmp_path):
    whole = {"table": "reuse", "video": "h264-360p", "what": "all frames", "threads": 8, "who": "nvvideo", "how": "on the GPU"}
    result = {"pieces": 3, "frames": 180, "seconds": 1.5, "without_opening": 130.0}
    (tmp_path / "a.jsonl").write_text(json.dumps(whole | result) + "\n" + json.dumps(whole)[:40])
    assert read(tmp_path) == {"reuse": [Cell("h264-360p", "all frames", 8, "nvvideo", "on the GPU", 3, 180, 1.5, 130.0)]}


class Worker:
    def __init__(self, done, wait=0.0):
        self.done, self.wait = done, wait

    def work(self, number):
        time.sleep(self.wait)
        self.done.append(number)
        return 60, 0.5

    def close(self):
        self.done.append("closed")


def test_every_piece_is_done_once_and_one_of_each_thread_before():
    done = []
    rate = together(3, 20, 60, lambda: Worker(done))
    assert sorted(number for number in done if number != "closed") == sorted([0, 0, 0, *range(20)])
    assert done.count("closed") == 3
    assert (rate["pieces"], rate["frames"]) == (20, 1200)
    assert rate["without_opening"] == pytest.approx(120 * min(3, 20), rel=1) and rate["seconds"] >= 0


def test_no_piece_is_begun_when_time_is_up():
    rate = together(2, 1000, 0.1, lambda: Worker([], 0.05))
    assert 2 <= rate["pieces"] <= 6


def test_one_that_fails_ends_all():
    def make():
        raise RuntimeError("no driver")

    with pytest.raises(RuntimeError, match="no driver"):
        together(4, 10, 60, make)


def test_everybody_is_asked_for_frames_that_are_there():
    chosen = choices(HERE / "chosen-frames")
    assert {name: len(set(numbers)) for name, numbers in chosen.items()} == {"sequential": 100, "random": 30, "uniform": 30}
    assert all(0 <= number < 900 for numbers in chosen.values() for number in numbers)
    assert chosen["sequential"] == list(range(100)) and (chosen["uniform"][0], chosen["uniform"][-1]) == (0, 899)
