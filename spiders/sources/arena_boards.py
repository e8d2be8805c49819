"""Arena's boards of models, from the dataset that it publishes."""

from collections.abc import Iterator
from functools import partial
from urllib.parse import quote

from spiders.authoring import Claims, Leaderboard, Link, Node, Page, Score, read_run_label

DATASET = "lmarena-ai/leaderboard-dataset"
ROWS = (
    "https://datasets-server.huggingface.co/rows"
    f"?dataset={quote(DATASET, safe='')}&config={{board}}&split=latest&offset={{offset}}&length=100"
)
BOARDS = ("text_style_control", "vision_style_control", "webdev")
PAGES = 20
"""The most pages of a hundred rows that are read of a board."""
IGNORED = ("organization", "license", "variance", "vote_count", "rank")


class ArenaBoards(Leaderboard):
    """Arena's ratings of models, from votes of people between two answers: of texts, of pictures and of
    pages for the web.

    A rating is on a scale of its own, on which only distances mean something; it stands with the ends
    of its interval and the day of its board. The older boards with all categories are those of
    lmarena.py.
    """

    publisher = "arena"
    terms = "open data, CC BY 4.0"
    links = [
        Link(kind="rows", url=ROWS.format(board=board, offset=0), document=board)
        for board in BOARDS
    ]
    follow_patterns = {
        "rows": r"https://datasets-server\.huggingface\.co/rows\?dataset=lmarena-ai%2F"
        r"leaderboard-dataset&config=(\w+)&split=latest&offset=\d+&length=100"
    }
    expect = {"ratings": range(101)}
    partial_kinds = ("rows",)
    unverified_reason = "written from descriptions of the dataset's rows by others; none was seen"

    def follow(self, page: Page) -> Iterator[Link]:
        board = page.quote_in_url(r"[?&]config=(\w+)").text
        offset = int(page.quote_in_url(r"[?&]offset=(\d+)").text)
        total = page.json().require("num_rows_total")
        following = offset + 100
        if following < min(int(total.text), PAGES * 100):
            url = ROWS.format(board=board, offset=following)
            yield Link(kind="rows", url=url, document=board)

    def ratings(self, page: Page) -> Claims:
        board = page.quote_in_url(r"[?&]config=(\w+)").text
        answer = page.json()
        answer.ignore("features", "num_rows_total", "num_rows_per_page", "partial")
        rows = [entry.require_node("row") for entry in answer.children("rows")]
        yield from self.read_each(page, "ratings", rows, partial(self.rating, board))

    def rating(self, board: str, row: Node) -> Claims:
        row.ignore(*IGNORED)
        what, _, control = board.partition("_")
        score = Score(
            benchmark=f"Arena {what}, {row.require('category').text}",
            version=control.replace("_", "-") or None,
        )
        rating = row.require("rating").with_context(
            lower=row.get("rating_lower"),
            upper=row.get("rating_upper"),
            measured=row.get("leaderboard_publish_date"),
        )
        yield read_run_label(row.require("model_name")).scored(score, rating)
