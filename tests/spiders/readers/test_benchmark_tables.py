"""Tables of benchmark scores: which benchmark, which setting, which model."""

from spiders.parsing.page import Page
from spiders.readers.benchmark_tables import read_score_table


def test_a_column_that_says_nothing_of_the_run_leaves_no_setting() -> None:
    page = Page(
        b"# Scores\n\n| Benchmark | Metric | m-1 |\n|---|---|---|\n| IFEval | - | 80.4 |\n| | loose | 81 |\n",
        url="",
    )
    found = list(read_score_table(page.outline.table("Benchmark"), "m-"))
    assert [(one.score.benchmark, one.setting, one.cell.text) for one in found] == [
        ("IFEval", None, "80.4"),
        ("IFEval", "loose", "81"),
    ]
