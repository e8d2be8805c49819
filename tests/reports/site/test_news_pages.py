"""What the pages of changes and disputes say."""

from collections.abc import Iterator

import pytest

from pipeline.home import Home
from reports.data.directory import Directory, build_directory
from reports.data.model_rows import read_snapshot
from reports.site.news_pages import read_changes, read_disputes
from reports.values.stated_text import printed
from tests.support.small_catalog import NOW
from warehouse.store import Database, open_catalog


@pytest.fixture
def catalog(small_home: Home) -> Iterator[Database]:
    with open_catalog(small_home.path, NOW) as opened:
        yield opened


@pytest.fixture
def directory(catalog: Database) -> Directory:
    return build_directory(read_snapshot(catalog).models)


def test_changes_stand_by_day_with_names_and_units(catalog: Database, directory: Directory) -> None:
    days = read_changes(catalog, directory, NOW)
    assert [each.day for each in days] == sorted({each.day for each in days}, reverse=True)
    changes = [
        (one.entry.name, one.seller, change.about, change.old, change.new)
        for each in days
        for one in each.models
        for change in one.changes
    ]
    expected = catalog.query_sql(
        "SELECT count(*) FROM changes WHERE change = 'changed' AND model_id IS NOT NULL "
        "AND attribute NOT IN ('name', 'alias', 'family', 'max_input_tokens', 'score')"
    ).rows[0][0]
    assert sum(old is not None and new is not None for *_, old, new in changes) == expected > 0
    assert not [about for _, _, about, _, _ in changes if "_" in about]
    assert read_changes(catalog, directory, days[-1].day)[-1].day == days[-1].day


def test_every_open_dispute_stands_with_all_its_values(
    catalog: Database, directory: Directory
) -> None:
    disputes = read_disputes(catalog, directory)
    stated = catalog.query_sql(
        "SELECT model_id, len(statements) FROM disputes WHERE state = 'open' ORDER BY ALL"
    ).rows
    shown = [(dispute.entry.model_id, len(dispute.statements)) for dispute in disputes]
    assert sorted(shown) == stated
    assert stated
    is_folded = [dispute.folded_because is not None for dispute in disputes]
    assert is_folded == sorted(is_folded)


@pytest.mark.parametrize(
    ("attribute", "text", "expected"),
    [
        ("price", "0.1 USD per 1M tokens", "$0.10 per 1M tokens"),
        ("price", "2 CNY per 1M tokens", "2 CNY per 1M tokens"),
        ("context_tokens", "262144", "262,144 tokens"),
        ("max_output_tokens", "unlimited", "unlimited"),
        ("knowledge_cutoff", "2025", "2025"),
    ],
)
def test_a_value_is_printed_in_its_form(attribute: str, text: str, expected: str) -> None:
    assert printed(attribute, text) == expected
