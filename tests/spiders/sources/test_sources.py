"""One strange cell, row or model costs itself: everything else of the sample page is read as
before.
"""

from pathlib import Path

import pytest

from spiders.claims import Claim
from spiders.extraction import extract
from spiders.parsing.page import Page
from spiders.registry import load_sources
from tests.support import ROOT

SAMPLES = ROOT / "spiders/samples"
# The source, a cell of its sample that is there once, and what stands there instead.
CELLS = [
    ("deepseek_pricing", "page.html", "<td>$0.435</td>", "<td>ask us</td>"),
    ("deepseek_pricing", "page.html", "<td>$0.435</td>", "<td>$0.40 to $0.50</td>"),
    ("zai_pricing", "page.md", "| GLM-4.6 | \\$0.6 |", "| GLM-4.6 | From \\$0.6 |"),
    ("zai_pricing", "page.md", "| GLM-4.6 | \\$0.6 |", "| GLM-4.6 | \\$0.6 / fortnight |"),
    ("groq_models", "page.md", "$0.04 per hour", "$0.04 per hour of music"),
    ("gemini_pricing", "page.md", "$1.00 (audio)", "$1.00 (smell)"),
    ("tencent_pricing", "page.html", "<span>3.2</span>", "<span>询价</span>"),
    ("xai_models", "page.html", "<span>$15.00</span>", "<span>$16.00</span>"),
    ("anthropic_pricing", "page.md", "| $1.25 / MTok |", "| on request |"),
    ("openai_pricing", "page.md", '2.5, 0.25, "-", 15]', '2.5, "soon", "-", 15]'),
]


def prices(source: str, file: str, old: str = "", new: str = "") -> list[Claim]:
    folder = (
        max((SAMPLES / source).iterdir())
        if source != "anthropic_pricing"
        else SAMPLES / source / "2026-08-04"
    )
    if not (folder / file).exists() or (old and old not in (folder / file).read_text("utf-8")):
        folder = SAMPLES / source / "2026-08-04"
    text = (Path(folder) / file).read_text("utf-8")
    assert old in text
    cls = load_sources().sources[source]
    page = Page(text.replace(old, new, 1).encode(), url=cls.links[0].url, kind=cls.links[0].kind)
    return [claim for claim in extract(cls(), page).claims if claim.meter]


@pytest.mark.parametrize(("source", "file", "old", "new"), CELLS)
def test_a_cell_that_nobody_can_read_costs_its_row_at_most(
    source: str, file: str, old: str, new: str
) -> None:
    def stated(claims: list[Claim]) -> set[tuple[str, str, str]]:
        return {(claim.subject_name, claim.meter or "", claim.quote.text) for claim in claims}

    whole = stated(prices(source, file, old, old))
    changed = stated(prices(source, file, old, new))
    lost = whole - changed
    subjects = {subject for subject, _, _ in lost}
    assert len(subjects) == 1
    others = {each for each in whole if each[0] not in subjects}
    assert others <= changed
    assert len(others) > len(lost)
