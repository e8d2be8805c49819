"""docs/sources.md: what every source reads on every recorded day. UPDATE_GOLDEN=1 writes the table
anew.
"""

import os

import pytest

from pipeline.home import Home
from pipeline.output import format_rows
from tests.support import ROOT
from warehouse.store import open_catalog

TABLE = ROOT / "docs" / "sources.md"


@pytest.mark.recorded
def test_the_table_is_what_the_sources_read_today(recorded_home: Home) -> None:
    with open_catalog(recorded_home.path) as catalog:
        coverage = catalog.query("coverage")
    made = format_rows(coverage.columns, [list(row) for row in coverage.rows], "md")
    page, heading, further = TABLE.read_text(encoding="utf-8").partition("\n## Further copies")
    introduction, header, kept = page.partition(made.splitlines()[0])
    assert header, "the table begins with its columns"
    if os.environ.get("UPDATE_GOLDEN") == "1":
        TABLE.write_text(introduction + made + heading + further, encoding="utf-8")
    else:
        assert header + kept == made
