from report import Run, Target, markdown, ratios, target_table, verdict


def run(name, number, seconds):
    return Run("clip", "1 core", name, number, 100, seconds, 2 * seconds)


RUNS = [run("a", 1, 1), run("b", 1, 2), run("a", 2, 10), run("b", 2, 10), run("a", 3, 1), run("b", 3, 4), run("a", 4, 1)]


def test_runs_are_compared_with_the_run_beside_them():
    assert ratios(RUNS, "clip", "1 core", "a", "b", "fps") == (2, 1, 4)


def test_a_reader_that_was_not_measured_meets_and_misses_nothing():
    measured = ratios(RUNS, "clip", "1 core", "a", "c", "fps")
    assert measured is None
    assert verdict(measured, Target("1 core", "a", "c", 1.0)) == "not measured"


def test_a_target_is_met_by_the_median():
    assert verdict((1.0, 0.5, 2.0), Target("1 core", "a", "b", 1.0)) == "met"
    assert verdict((0.99, 0.5, 2.0), Target("1 core", "a", "b", 1.0)) == "missed"


def test_a_ratio_without_a_target_is_only_told_where_it_was_measured():
    assert verdict((0.5, 0.4, 0.6), Target("1 core", "a", "b", None)) == ""
    columns, null = run("nvvideo native columns", 1, 2), run("Debian ffmpeg null", 1, 1)
    told = "| clip | nvvideo native columns / Debian ffmpeg null, 1 core, frames/s |  | 0.50 (0.50-0.50) |  |"
    assert told in target_table([columns, null])
    assert not any("Debian" in line for line in target_table([columns]))


def test_the_report_shows_every_reader_with_its_median():
    text = markdown({"CPU": "one"}, RUNS, ["a note"])
    assert "| a | 100.0 (10.0-100.0) | 50.0 (5.0-50.0) |  |" in text
    assert "- CPU: one" in text and "- a note" in text
