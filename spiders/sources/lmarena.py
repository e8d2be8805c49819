"""LMArena's boards of models."""

from spiders.authoring import Claims, Leaderboard, Link, Page, Score, read_run_label

BOARDS = ("text", "text-style-control", "vision", "vision-style-control")
FILES = "https://raw.githubusercontent.com/lmarena/arena-catalog/main/data"


class LMArena(Leaderboard):
    """LMArena's ratings of models, from votes of people between two answers.

    A board is a JSON file: of texts or of pictures, with style control or without it. In it each
    category has its models with their ratings. A rating is on a scale of its own, on which only
    distances mean something; it stands with the ends of its interval.
    """

    publisher = "lmarena"
    terms = "open data in a public repository"
    links = [Link(kind=board, url=f"{FILES}/leaderboard-{board}.json") for board in BOARDS]
    expect = {"ratings": range(5, 100_000)}

    def ratings(self, page: Page) -> Claims:
        board, _, control = page.kind.partition("-")
        categories = page.json()
        for category, models in categories.object_members():
            score = Score(benchmark=f"LMArena {board}, {category.text}", version=control or None)
            for label, entry in models.object_members():
                lower = entry.require("rating_q025")
                upper = entry.require("rating_q975")
                rating = entry.require("rating").with_context(lower=lower, upper=upper)
                yield read_run_label(label).scored(score, rating)
        page.note_unread_keys("ratings", categories)
