"""A working database that holds all tables and views and nothing else: made once in a process,
given to every home that a test fills.
"""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.home import Home
from pipeline.run.steps import derive
from warehouse.working import Warehouse


def give_empty_warehouse(home: Home) -> None:
    """Put the database into a home that has none."""
    for name, content in _files().items():
        path = home.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@cache
def _files() -> dict[str, bytes]:
    with TemporaryDirectory() as folder:
        home = Home(Path(folder))
        with Warehouse(home.path) as made:
            derive(made, home, {})
        return {
            path.relative_to(folder).as_posix(): path.read_bytes()
            for path in home.path.rglob("*")
            if path.is_file()
        }
