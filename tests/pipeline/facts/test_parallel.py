"""Several processes read what one reads, in the same order."""

import pytest

from pipeline.facts import parallel
from pipeline.facts.extraction import ArchivedBody, concatenate
from pipeline.home import Home
from pipeline.run.refresh import all_sources
from spiders.archive import Archive
from warehouse.store import open_catalog

BODIES = """
    SELECT source, document, kind, url, sha256, media_type, bytes
    FROM internal.page WHERE sha256 IS NOT NULL ORDER BY ALL
"""


@pytest.fixture(scope="module")
def bodies(sample_home: Home) -> list[ArchivedBody]:
    with open_catalog(sample_home.path) as catalog:
        return [ArchivedBody(*row) for row in catalog.query_sql(BODIES).rows]


def test_two_processes_read_what_one_reads(
    sample_home: Home, bodies: list[ArchivedBody], monkeypatch: pytest.MonkeyPatch
) -> None:
    sources = all_sources()[0]
    archive = Archive(sample_home.archive)
    assert sum(body.bytes for body in bodies) < parallel.PARALLEL_BYTES
    alone = concatenate(list(parallel.extract_pages(archive, sources, bodies)))
    monkeypatch.setattr(parallel, "PARALLEL_BYTES", 0)
    monkeypatch.setattr("os.cpu_count", lambda: 2)
    beside = concatenate(list(parallel.extract_pages(archive, sources, bodies * 3)))
    assert alone["fact"].num_rows > 0
    for name, table in alone.items():
        assert beside[name].num_rows == 3 * table.num_rows
        assert beside[name].slice(0, table.num_rows).equals(table)
