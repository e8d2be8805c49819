"""How true the reading is: sellers' own pages beside the tables that others keep, as
docs/accuracy.md tells.

What is compared was counted before any value was looked at (truth/audit/counted.csv). Every
difference was reviewed, with a dated witness (truth/audit/differences.csv). With UPDATE_GOLDEN=1
both are written anew: what is new then has no verdict, and fails until a person has given one.
"""

import csv
import os
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.audit.comparison import Audit, CatalogPrice, ComparedPrice, audit_table
from pipeline.audit.report import qualifiers_text
from pipeline.facts.money import decimal_text
from pipeline.home import Home
from pipeline.output import format_rows
from pipeline.tables.files import read_table_files
from pipeline.tables.formats import FORMATS, find_format, is_of_format
from pipeline.tables.statement import TableFile, TablePrice
from spiders.readers.seller_ids import seller_id
from spiders.registry import load_sources
from tests.support import ROOT, TRUTH
from warehouse.store import Database, open_catalog

pytestmark = pytest.mark.recorded

REVIEWED = TRUTH / "audit"
DOCUMENT = ROOT / "docs" / "accuracy.md"
OURS, THEIRS, DATES, DIMENSION = (
    "our mistake",
    "their mistake",
    "dates differ",
    "dimension they cannot say",
)
EXPLAINED = (THEIRS, DATES, DIMENSION)
VERDICTS = (OURS, *EXPLAINED, "undecided")
REVIEW = ("verdict", "witness", "witness_name", "witness_usd", "why")
SOON = timedelta(days=31)

Row = dict[str, str]


class Table(NamedTuple):
    """A table that others keep, as it was on a day."""

    name: str
    day: date
    documents: tuple[TableFile, ...]
    found: Audit

    @property
    def differences(self) -> list[tuple[Row, ComparedPrice]]:
        return [
            (_about(self, value), value)
            for value in self.found.values
            if value.outcome == "different"
        ]


def _about(table: Table, value: ComparedPrice) -> Row:
    here, there = _both(value)
    return {
        "table": table.name,
        "day": str(table.day),
        "provider": there.provider,
        "id": there.stated,
        "meter": there.meter,
        "qualifiers": qualifiers_text(there),
        "ours": decimal_text(here.usd_per_mtok),
        "theirs": decimal_text(there.usd_per_mtok),
        "page": here.url,
        "page_day": str(here.last_checked_at.date()),
        "quote": here.quote,
    }


def _both(value: ComparedPrice) -> tuple[CatalogPrice, TablePrice]:
    assert value.here
    assert value.there
    return value.here, value.there


@pytest.fixture(scope="module")
def catalog(recorded_home: Home) -> Iterator[Database]:
    with open_catalog(recorded_home.path) as opened:
        yield opened


@pytest.fixture(scope="module")
def tables(catalog: Database, recorded: Path) -> list[Table]:
    found: list[Table] = []
    for path in sorted(recorded.glob("ground_truth/*/*.tar")):
        files, day = read_table_files(path).files, date.fromisoformat(path.name[:10])
        form = find_format(path, files)
        files = [file for file in files if is_of_format(form, file)]
        found.append(
            Table(
                form.name, day, tuple(files), audit_table(catalog, form, files, day, nearest=True)
            )
        )
    return sorted(found, key=lambda table: table[:2])


def _read(name: str) -> list[Row]:
    with (REVIEWED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _kept(name: str, rows: list[Row]) -> list[Row]:
    """The rows of a reviewed file; with UPDATE_GOLDEN=1 it is made of these rows first."""
    if os.environ.get("UPDATE_GOLDEN") == "1":
        with (REVIEWED / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    return _read(name)


def test_what_is_compared_is_what_was_counted(tables: list[Table]) -> None:
    counted = [
        {
            "table": table.name,
            "day": str(table.day),
            "values": str(table.found.comparable),
            "set": table.found.set_id,
        }
        for table in tables
    ]
    assert len(counted) == 12
    assert counted == _kept("counted.csv", counted)


def test_every_difference_was_looked_at(tables: list[Table]) -> None:
    reviews = {
        tuple(row[key] for key in row if key not in REVIEW): row for row in _read("differences.csv")
    }
    found = [about for table in tables for about, _ in table.differences]
    reviewed = [
        about | {key: reviews.get(tuple(about.values()), {}).get(key, "") for key in REVIEW}
        for about in found
    ]
    reviewed.sort(
        key=lambda row: [
            row[key] for key in ("table", "day", "provider", "id", "meter", "qualifiers")
        ]
    )
    assert reviewed == _kept("differences.csv", reviewed)
    assert {row["verdict"] for row in reviewed} <= {*VERDICTS}, (
        "a difference that nobody has looked at"
    )
    assert all(row["why"] for row in reviewed)


def test_of_1000_values_995_are_equal_or_explained(tables: list[Table]) -> None:
    verdicts = Counter(row["verdict"] for row in _read("differences.csv"))
    values = sum(table.found.comparable for table in tables)
    equal = sum(one.outcome == "equal" for table in tables for one in table.found.values)
    assert values >= 2400
    assert equal + verdicts.total() == values
    assert verdicts[OURS] == 0
    assert equal + sum(verdicts[verdict] for verdict in EXPLAINED) >= values * Decimal("0.995")


def test_a_verdict_rests_on_a_dated_witness(tables: list[Table], catalog: Database) -> None:
    """Their mistake: by their day a witness said otherwise, or the seller's own page did within a
    month. Dates differ: a witness said theirs before our page, or their entry itself says that it
    was checked before. A dimension they cannot say: our very page says theirs too, of one modality.
    """
    reviews = {
        tuple(row[key] for key in row if key not in REVIEW): row for row in _read("differences.csv")
    }
    for table in tables:
        for about, value in table.differences:
            review, (here, there) = reviews[tuple(about.values())], _both(value)
            page_day = here.last_checked_at.date()
            if review["verdict"] == "undecided":
                assert not review["witness"]
                continue
            witness, _, said_on = review["witness"].rpartition(" ")
            day = date.fromisoformat(said_on)
            if witness == "prices_checked":
                assert review["verdict"] == DATES
                assert day < min(table.day, page_day)
                assert day.isoformat() in _checked(table, there), review
                continue
            assert _publisher(witness) != FORMATS[table.name].publisher, review
            usd = Decimal(review["witness_usd"])
            said = _said(tables, catalog, (witness, day, review["witness_name"]), there)
            match review["verdict"]:
                case "their mistake":
                    assert day <= table.day or (
                        witness == here.source and day - table.day <= SOON
                    ), review
                    assert usd == here.usd_per_mtok or (
                        usd != there.usd_per_mtok and table.day < page_day
                    ), review
                    assert (usd, there.modality) in said, review
                case "dates differ":
                    assert day < page_day, review
                    assert usd == there.usd_per_mtok, review
                    assert (usd, there.modality) in said, review
                case _:
                    assert (witness, day) == (here.source, page_day), review
                    assert usd == there.usd_per_mtok, review
                    assert (usd, "image") in said, review


@cache
def _publisher(witness: str) -> str:
    """Whose word it is: that of a table, or of a source of the catalog."""
    return (
        FORMATS[witness].publisher
        if witness in FORMATS
        else load_sources().sources[witness].publisher
    )


def _checked(table: Table, there: TablePrice) -> set[str]:
    """The days on which the table says that it checked this entry."""
    (document,) = (document for document in table.documents if document.name == there.file)
    models = document.root().require_node("models").nodes()
    return {
        quote.text
        for model in models
        if model.require("id").text == there.stated and (quote := model.get("prices_checked"))
    }


STATED = """
    SELECT f.usd_per_mtok, CASE WHEN k.modality <> 'text' THEN k.modality END
    FROM internal.fact f
    JOIN internal.fact_key k USING (key_id)
    JOIN internal.page_order p ON p.source = f.source AND p.document = f.document
        AND p.version_seq >= f.first_version_seq
        AND (f.last_version_seq IS NULL OR p.version_seq <= f.last_version_seq)
    WHERE k.source = ? AND (p.seen_at AT TIME ZONE 'UTC')::DATE = ? AND k.subject_stated = ? AND k.provider = ?
      AND k.meter = ? AND k.tier = ? AND coalesce(k.context_from_tokens, 0) // 10 = ?
"""


def _said(
    tables: list[Table], catalog: Database, witness: tuple[str, date, str], about: TablePrice
) -> set[tuple[Any, ...]]:
    """What a witness said on its day of the price of this kind: amounts, and the modality of each."""
    name, day, stated = witness
    kind = (about.meter, about.tier, (about.context_from_tokens or 0) // 10)
    table = next((table for table in tables if (table.name, table.day) == (name, day)), None)
    if table is None:
        return {
            tuple(row)
            for row in catalog.query_sql(STATED, [name, day, stated, about.provider, *kind]).rows
        }
    told = FORMATS[name].read([*table.documents], day)
    return {
        (one.usd_per_mtok, one.modality)
        for one in told
        if isinstance(one, TablePrice)
        and (seller_id(one.provider), one.stated) == (about.provider, stated)
        and (one.meter, one.tier, (one.context_from_tokens or 0) // 10) == kind
    }


COLUMNS = ("", "values", "equal", *EXPLAINED, "undecided", OURS, "equal or explained")


def test_the_document_says_what_was_found(tables: list[Table]) -> None:
    equal = [
        (f"{table.name} {table.day}", one.either.provider, "equal")
        for table in tables
        for one in table.found.values
        if one.outcome == "equal"
    ]
    rows = [
        (f"{row['table']} {row['day']}", row["provider"], row["verdict"])
        for row in _read("differences.csv")
    ]
    found = [*equal, *rows]
    made = [
        format_rows(
            (first, *COLUMNS[1:]), [*_counts(found, place), ["all", *_figures(found)]], "md"
        )
        for place, first in enumerate(("table", "seller"))
    ]
    written = DOCUMENT.read_text(encoding="utf-8")
    introduction, *_ = written.partition("| table ")
    if os.environ.get("UPDATE_GOLDEN") == "1":
        DOCUMENT.write_text(introduction + "\n".join(made), encoding="utf-8")
    else:
        assert written == introduction + "\n".join(made)


def _counts(found: list[tuple[str, str, str]], place: int) -> list[list[Any]]:
    names = sorted({row[place] for row in found})
    return [[name, *_figures([row for row in found if row[place] == name])] for name in names]


def _figures(found: list[tuple[str, str, str]]) -> list[Any]:
    counts = Counter(outcome for *_, outcome in found)
    good = counts["equal"] + sum(counts[verdict] for verdict in EXPLAINED)
    counted = [counts[outcome] for outcome in ("equal", *EXPLAINED, "undecided", OURS)]
    return [len(found), *counted, f"{Decimal(good) / len(found):.2%}"]
