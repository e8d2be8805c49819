"""The feed of changes: well-formed, whatever a page says; ids that stay; written only when it says
something else.
"""

from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import duckdb
import pytest

from reports.render.atom_feed import changes_feed
from tests.support.demo_run import DemoRun
from warehouse.store import Database, open_catalog

NAMES = {"a": "http://www.w3.org/2005/Atom"}
CHANGES = """
CREATE TABLE changes AS
SELECT TIMESTAMPTZ '2026-05-22 03:15:00+00' AS changed_at, 'changed' AS change, 'acme' AS provider,
       $name AS subject_stated, 'price' AS attribute, 'input' AS meter,
       '' AS qualifiers, '1 USD' AS old_value, '2 USD' AS new_value,
       NULL::VARCHAR AS gate_reasons, 'acme_pricing' AS source, 'abc' AS fact_id;
"""


def test_every_change_is_an_entry(demo: DemoRun) -> None:
    with open_catalog(demo.home.path) as catalog:
        text = changes_feed(catalog)
        changes = catalog.query_sql("SELECT count(*) FROM changes").rows[0][0]
        assert changes_feed(catalog) == text
    feed = ET.fromstring(text)  # noqa: S314 (our own)
    ids = [entry.text for entry in feed.findall("a:entry/a:id", NAMES)]
    assert len(set(ids)) == changes == len(ids) > 4
    for entry in [feed, *feed.findall("a:entry", NAMES)]:
        for name in ("id", "title", "updated"):
            assert len(entry.findall(f"a:{name}", NAMES)) == 1
        updated = entry.findtext("a:updated", "", NAMES)
        assert datetime.strptime(updated, "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC) <= datetime.now(
            UTC
        )
    titles = {entry.text for entry in feed.findall("a:entry/a:title", NAMES)}
    assert "claude-opus-4-1-20250805 at anthropic, status: deprecated -> retired" in titles


@pytest.mark.parametrize(
    "name", ["<script>alert(1)</script>", "a\x00b\x1b\ufffe", "]]>&lt;", "\U0001f600"]
)
def test_hostile_names_stay_text(name: str) -> None:
    with duckdb.connect() as connection:
        catalog = Database(connection)
        connection.execute(CHANGES, {"name": name})
        feed = ET.fromstring(changes_feed(catalog))  # noqa: S314 (our own)
    (entry,) = feed.findall("a:entry", NAMES)
    assert {element.tag.rpartition("}")[2] for element in entry.iter()} == {
        "entry",
        "id",
        "title",
        "updated",
        "category",
        "content",
    }
    assert entry.findtext("a:id", "", NAMES).startswith("tag:cardkeep,2026:change/")
