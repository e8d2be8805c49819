"""cardkeep as a library and as a command. In an installed wheel this file is the module `cardkeep`.

`import cardkeep` gives what other programs use:

    with cardkeep.open_catalog(Path("data")) as catalog:
        catalog.query_sql("FROM prices WHERE model_id = ?", ["claude-haiku-4-5"])

The wheel's four packages have common names, and a folder that is searched before them may hold a
package of the same name (a `pipeline` of the user's own). So the packages that were installed beside
this file are imported first, before anything else is looked for.
"""

import sys
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from warehouse.store import Database

PACKAGES = ("spiders", "warehouse", "reports", "pipeline")

__all__ = ["main", "open_catalog"]


def main() -> None:
    """The command `cardkeep`. Ends the process with the command's exit code."""
    from pipeline.cli import main as command_line

    command_line()


def open_catalog(home: Path, as_of: date | None = None) -> "Database":
    """The published catalog of a home folder, read-only, as known at the end of a day, UTC, or now.

    Raises NotPublished where nothing has been published, CatalogDamaged.
    """
    from warehouse.store import open_catalog as open_published

    return open_published(home, as_of)


def _import_packages_beside(folder: Path) -> None:
    """Import the packages that stand in `folder`, whatever else is called so on the module path."""
    if not all((folder / name / "__init__.py").is_file() for name in PACKAGES):
        return  # an editable installation: this file is a copy, and the packages are where they are
    sys.path.insert(0, str(folder))
    try:
        for name in PACKAGES:
            import_module(name)
    finally:
        sys.path.remove(str(folder))


_import_packages_beside(Path(__file__).parent)
