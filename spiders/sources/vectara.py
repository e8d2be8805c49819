"""Vectara's hallucination leaderboard."""

from spiders.authoring import Claims, LayoutChanged, Leaderboard, Link, Page, Score, read_run_label

# "uses HHEM-2.3, ..." or "are computed using the HHEM-2.1 ... model"
JUDGE = r"(?:uses|using the) (HHEM-\d+(?:\.\d+)*)"
UPDATED = r"Last updated on ([A-Z][a-z]+ \d{1,2}(?:st|nd|rd|th)?, \d{4})"


class Vectara(Leaderboard):
    """How faithfully a model summarises, judged by Vectara's own model.

    A README with one table: a model per row, a measure per column, mostly in percent. Sentences say
    which version of the judge was used, and on which day.
    """

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
        judges = page.outline.first_in_sections(JUDGE)
        days = page.outline.first_in_sections(UPDATED)
        if len({judge.text for judge in judges}) != 1 or len(days) != 1:
            raise LayoutChanged(
                "the page does not say once which model judges, and when", found=f"{judges}, {days}"
            )
        for row in page.outline.table("Model", "Hallucination Rate").rows():
            run = read_run_label(row.pop("Model"))
            for measure, cell in row.pop_rest():
                score = Score(
                    benchmark=f"Vectara {measure.lower()}",
                    version=judges[0].text,
                    unit="percent" if cell.text.endswith("%") else None,
                )
                yield run.scored(score, cell.with_context(measured=days[0]))
