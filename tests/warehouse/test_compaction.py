"""A working database much of whose file holds nothing is written anew when it is opened; no kill and no
full disk on the way costs what it holds.
"""

import shutil
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.run.steps import derive
from tests.support.faults import Fault, no_room_beyond, run_with_faults
from warehouse import working
from warehouse.working import Warehouse

ROWS = 400_000
"""Of 16 bytes each: some thirty blocks."""
FILL = f"CREATE TABLE internal.filler AS SELECT uuid() AS id FROM range({ROWS})"  # noqa: S608
EVERYTHING = """
SELECT schema_name, table_name, comment, '' FROM duckdb_tables()
UNION ALL SELECT schema_name, view_name, comment, '' FROM duckdb_views() WHERE NOT internal
UNION ALL SELECT schema_name, table_name, comment, column_name FROM duckdb_columns() WHERE NOT internal
UNION ALL SELECT schema_name, function_name, '', '' FROM duckdb_functions() WHERE NOT internal
ORDER BY ALL
"""


@pytest.fixture(scope="module")
def sparse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose working database holds nothing in most of its file."""
    home = tmp_path_factory.mktemp("compaction") / "home"
    with Warehouse(home) as warehouse:
        derive(warehouse, Home(home), {})
        warehouse.run_sql(FILL)
        warehouse.run_sql("CREATE TABLE internal.kept AS SELECT range AS number FROM range(1000)")
        assert warehouse.publish("run-1") == 1
        warehouse.run_sql("DROP TABLE internal.filler")
        warehouse.run_sql("CHECKPOINT")
    return home


@pytest.fixture
def home(sparse: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(sparse, tmp_path / "home", symlinks=True))


@pytest.fixture
def before(home: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[object, ...]:
    """What the database holds; from here on so small a one is written anew, too."""
    with Warehouse(home) as warehouse:
        known = known_of(warehouse)
    monkeypatch.setattr(working, "LEAST_BLOCKS", 10)
    return known


def file_of(home: Path) -> Path:
    return home / "warehouse" / "working.duckdb"


def known_of(warehouse: Warehouse) -> tuple[object, ...]:
    kept = warehouse.query_sql("SELECT sum(number), count(*) FROM internal.kept").rows
    return warehouse.query_sql(EVERYTHING).rows, kept, warehouse.content_hash()


def test_a_small_database_stays_as_it_is(home: Path) -> None:
    before = file_of(home).stat().st_ino
    with Warehouse(home):
        pass
    assert file_of(home).stat().st_ino == before


def test_a_sparse_database_is_written_anew_with_all_that_it_holds(
    home: Path, before: tuple[object, ...]
) -> None:
    size = file_of(home).stat().st_size
    with Warehouse(home) as warehouse:
        assert known_of(warehouse) == before
        assert file_of(home).stat().st_size < size * 2 / 3
        assert warehouse.publish("run-2") is None, "readers see this content already"
        warehouse.run_sql("INSERT INTO internal.kept VALUES (-1)")
    with Warehouse(home) as warehouse:
        assert warehouse.query_sql("SELECT min(number) FROM internal.kept").rows == [(-1,)]
    assert [path.name for path in sorted(file_of(home).parent.iterdir())] == [
        "working.duckdb",
        "writer.lock",
    ]


def test_what_only_the_log_holds_is_written_anew_too(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Warehouse(home) as warehouse:
        warehouse.run_sql("INSERT INTO internal.kept VALUES (-2)")
        log = file_of(home).with_name("working.duckdb.wal")
        copies = [(path, path.read_bytes()) for path in (file_of(home), log)]
    for path, content in copies:
        path.write_bytes(content)
    monkeypatch.setattr(working, "LEAST_BLOCKS", 10)
    size = file_of(home).stat().st_size
    for _ in range(2):
        with Warehouse(home) as warehouse:
            assert warehouse.query_sql("SELECT min(number) FROM internal.kept").rows == [(-2,)]
            assert file_of(home).stat().st_size < size * 2 / 3


OPEN = """
import sys
from pathlib import Path
from warehouse import working
working.LEAST_BLOCKS = 10
with working.Warehouse(Path(sys.argv[1])) as warehouse:
    warehouse.content_hash()
"""


@pytest.mark.parametrize("fault", ["kill", "full"])
def test_a_fault_at_any_step_costs_nothing(home: Path, fault: Fault) -> None:
    with Warehouse(home) as warehouse:
        before = known_of(warehouse)
    sparse_file = file_of(home).read_bytes()
    steps = 0
    for _ in run_with_faults(OPEN, file_of(home).parent, fault, str(home)):
        steps += 1
        with Warehouse(home) as warehouse:
            assert known_of(warehouse) == before
        file_of(home).write_bytes(sparse_file)
    assert steps > 3, "every step was tried"


def test_a_disk_without_room_for_both_leaves_the_file(
    home: Path, before: tuple[object, ...]
) -> None:
    size = file_of(home).stat().st_size
    with no_room_beyond(300_000), Warehouse(home) as warehouse:
        assert known_of(warehouse) == before
        assert file_of(home).stat().st_size == size
    assert not file_of(home).with_name("working.duckdb.new").exists()
