"""Vectara's hallucination leaderboard: how faithfully a model summarises, judged by Vectara's own
model.
"""

from spiders.claims import Claims, Link, Score
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.readers.run_labels import read_run_label
from spiders.source import Leaderboard


class Vectara(Leaderboard):
    publisher = "vectara"
    terms = "public repository"
    links = [
        Link(
            kind="leaderboard",
            url="https://raw.githubusercontent.com/vectara/hallucination-leaderboard/main/README.md",
        )
    ]
    expect = {"rates": range(12, 5_000)}

    def rates(self, page: Page) -> Claims:
        judges = page.outline.first_in_sections(r"uses (HHEM-[\d.]+),")
        days = page.outline.first_in_sections(r"Last updated on ([A-Z][a-z]+ \d{1,2}, \d{4})")
        if len(judges) != 1 or len(days) != 1:
            raise LayoutChanged(
                "the page does not say once which model judges, and when", found=f"{judges}, {days}"
            )
        for row in page.outline.table("Model", "Hallucination Rate").rows():
            run = read_run_label(row.pop("Model"))
            for measure, cell in row.pop_rest():
                unit = "percent" if cell.text.endswith("%") else None
                score = Score(
                    benchmark=f"Vectara {measure.lower()}", version=judges[0].text, unit=unit
                )
                yield run.scored(score, cell.with_context(measured=days[0]))
