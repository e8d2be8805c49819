"""LiveBench: a table a release, a model a row and a task a column, each the share of questions
solved.

The averages that its site shows are means over tasks; the tables do not state them.
"""

from spiders.claims import Claims, Link, Score
from spiders.parsing.page import Page
from spiders.readers.run_labels import read_run_label
from spiders.source import Leaderboard


class LiveBench(Leaderboard):
    publisher = "livebench"
    terms = "open data, published as files in a public repository"
    links = [
        Link(kind="table", url=f"https://livebench.ai/table_{release}.csv", document=release)
        for release in ("2026_06_25", "2026_01_08")
    ]
    follow_patterns = {"table": r"https://livebench\.ai/table_(\d{4}_\d\d_\d\d)\.csv"}
    expect = {"scores": range(20, 50_000)}

    def scores(self, page: Page) -> Claims:
        release = page.quote_in_url(r"table_(\d{4}_\d\d_\d\d)\.csv").text.replace("_", "-")
        for row in page.without_torn_rows("scores", page.csv()).rows():
            run = read_run_label(row.pop("model"))
            for task, cell in row.pop_stated():
                yield run.scored(Score(benchmark=f"LiveBench {task}", version=release), cell)
