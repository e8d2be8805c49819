"""Sixty conclusions that another table contradicts, each judged by hand with the archived page open:
docs/events.md has the figures, tests/truth/conclusions/differences.csv the verdicts.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest

from pipeline.home import Home
from pipeline.output import format_rows
from tests.support import ROOT, TRUTH
from warehouse.store import Database, open_catalog

SEED = "2026"
DRAWN = 60
OURS = "our mistake"
UNDECIDED = "undecided"
EXPLAINED = (
    "their mistake",
    "dates differ",
    "another currency",
    "of another route or band",
    "one list is shorter",
)
MOST_WRONG = 0.05
DOCUMENT = ROOT / "docs" / "events.md"
DRAW = (ROOT / "tests/recorded/conclusion_differences.sql").read_text(encoding="utf-8")

Row = dict[str, str]


def judged() -> list[Row]:
    with (TRUTH / "conclusions" / "differences.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_has_a_verdict_with_its_reason_and_ours_are_rarely_wrong() -> None:
    rows = judged()
    assert len({(row["subject"], row["attribute"]) for row in rows}) == len(rows) == DRAWN
    assert {row["verdict"] for row in rows} <= {*EXPLAINED, UNDECIDED, OURS}
    assert all(row["why"] for row in rows)
    assert sum(row["verdict"] == OURS for row in rows) < MOST_WRONG * len(rows)


def test_the_table_of_the_documentation_has_these_verdicts() -> None:
    counts = Counter((row["verdict"], row["kind"]) for row in judged())
    made = format_rows(
        ("verdict", "headlines", "models"),
        [
            [verdict, counts[verdict, "price"], counts[verdict, "model"]]
            for verdict in (*EXPLAINED, UNDECIDED, OURS)
        ],
        "md",
    )
    assert made in DOCUMENT.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def catalog(recorded_home: Home) -> Iterator[Database]:
    with open_catalog(recorded_home.path) as opened:
        yield opened


@pytest.mark.recorded
def test_the_draw_gives_as_many(catalog: Database) -> None:
    assert len(catalog.query_sql(DRAW, {"seed": SEED}).rows) == DRAWN


@pytest.mark.recorded
@pytest.mark.parametrize("row", judged(), ids=lambda row: f"{row['subject']} {row['attribute']}")
def test_what_was_judged_is_still_concluded(catalog: Database, row: Row) -> None:
    found = catalog.query_sql(
        "SELECT input_usd_per_mtok::VARCHAR FROM offers WHERE route_id = $subject AND $attribute = "
        "'input' UNION ALL SELECT output_usd_per_mtok::VARCHAR FROM offers WHERE route_id = $subject "
        "AND $attribute = 'output' UNION ALL SELECT value_text FROM model_fact WHERE model_id = "
        "$subject AND attribute = $attribute UNION ALL SELECT state FROM capabilities WHERE model_id "
        "= $subject AND capability = $attribute",
        {"subject": row["subject"], "attribute": row["attribute"]},
    ).rows
    ((concluded,),) = found
    if row["kind"] == "price":
        assert Decimal(concluded) == Decimal(row["ours"])
    else:
        assert concluded == row["ours"]
