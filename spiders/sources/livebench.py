"""LiveBench's tables of scores."""

from spiders.authoring import Claims, Leaderboard, Link, Page, Score, read_run_label

RELEASES = ("2026_06_25", "2026_01_08")
RELEASE_IN_URL = r"table_(\d{4}_\d\d_\d\d)\.csv"


class LiveBench(Leaderboard):
    """The share of questions solved: one CSV table per release, one row per model, one column per
    task.

    The averages that LiveBench's site shows are means over tasks; the tables do not state them.
    """

    publisher = "livebench"
    terms = "open data, published as files in a public repository"
    links = [
        Link(kind="table", url=f"https://livebench.ai/table_{release}.csv", document=release)
        for release in RELEASES
    ]
    follow_patterns = {"table": r"https://livebench\.ai/table_(\d{4}_\d\d_\d\d)\.csv"}
    expect = {"scores": range(20, 50_000)}

    def scores(self, page: Page) -> Claims:
        release = page.quote_in_url(RELEASE_IN_URL).text.replace("_", "-")
        for row in page.without_torn_rows("scores", page.csv()).rows():
            run = read_run_label(row.pop("model"))
            for task, cell in row.pop_stated():
                score = Score(benchmark=f"LiveBench {task}", version=release)
                yield run.scored(score, cell)
