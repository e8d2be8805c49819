"""LMArena: ratings from votes between two answers, a board a list of models; with style control or
without it.

A rating is on a scale of its own, on which only distances mean something; it stands with the ends
of its interval.
"""

from spiders.claims import Claims, Link, Score
from spiders.parsing.page import Page
from spiders.readers.run_labels import read_run_label
from spiders.source import Leaderboard

BOARDS = ("text", "text-style-control", "vision", "vision-style-control")


class LMArena(Leaderboard):
    publisher = "lmarena"
    terms = "open data in a public repository"
    links = [
        Link(
            kind=board,
            url=f"https://raw.githubusercontent.com/lmarena/arena-catalog/main/data/leaderboard-{board}.json",
        )
        for board in BOARDS
    ]
    expect = {"ratings": range(5, 100_000)}

    def ratings(self, page: Page) -> Claims:
        board, _, control = page.kind.partition("-")
        boards = page.json()
        for category, models in boards.object_members():
            score = Score(benchmark=f"LMArena {board}, {category.text}", version=control or None)
            for key, entry in models.object_members():
                low, high = entry.require("rating_q025"), entry.require("rating_q975")
                yield read_run_label(key).scored(
                    score, entry.require("rating").with_context(lower=low, upper=high)
                )
        page.note_unread_keys("ratings", boards)
