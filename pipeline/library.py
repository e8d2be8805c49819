"""cardkeep as a library and as a command. In an installed wheel this file is the package
`cardkeep`.

`import cardkeep` gives what other programs use (docs/library.md):

    with cardkeep.open_catalog("data", max_age=timedelta(days=2)) as catalog:
        cost = catalog.price_at("claude-haiku-4-5", "anthropic", cardkeep.Usage(input_tokens=1000))

The wheel's other packages have common names, and a folder that is searched before them may hold a
package of the same name (a `pipeline` of the user's own). So the packages that were installed
beside this one are imported first, before anything else is looked for.
"""

import sys
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from reports.bill.answer import Cost, CostInterval, ExactCost, UnknownCost
    from reports.bill.price_at import UnknownSeller, WrongTime
    from reports.bill.usage import ToolCalls, Usage
    from reports.bill.usage_objects import ReadUsage, UnknownUsage, read_usage
    from reports.catalog.catalog import Catalog, CatalogStale, Change, Difference, Model, Offer
    from reports.data.model_lookup import AmbiguousModel, UnknownModel
    from warehouse.errors import CatalogDamaged, NotPublished, QueryFailed

PACKAGES = ("spiders", "warehouse", "reports", "pipeline")

__all__ = [
    "AmbiguousModel",
    "Catalog",
    "CatalogDamaged",
    "CatalogStale",
    "Change",
    "Cost",
    "CostInterval",
    "Difference",
    "ExactCost",
    "Model",
    "NotPublished",
    "Offer",
    "QueryFailed",
    "ReadUsage",
    "ToolCalls",
    "UnknownCost",
    "UnknownModel",
    "UnknownSeller",
    "UnknownUsage",
    "Usage",
    "WrongTime",
    "main",
    "open_catalog",
    "read_usage",
]

# Where each name is; they are imported when they are asked for.
_PLACES = {
    "reports.bill.answer": ("Cost", "CostInterval", "ExactCost", "UnknownCost"),
    "reports.bill.price_at": ("UnknownSeller", "WrongTime"),
    "reports.bill.usage": ("ToolCalls", "Usage"),
    "reports.bill.usage_objects": ("ReadUsage", "UnknownUsage", "read_usage"),
    "reports.catalog.catalog": (
        "Catalog",
        "CatalogStale",
        "Change",
        "Difference",
        "Model",
        "Offer",
    ),
    "reports.data.model_lookup": ("AmbiguousModel", "UnknownModel"),
    "warehouse.errors": ("CatalogDamaged", "NotPublished", "QueryFailed"),
}


def main() -> None:
    """The command `cardkeep`. Ends the process with the command's exit code."""
    from pipeline.cli import main as command_line

    command_line()


def open_catalog(
    home: Path | str, as_of: date | None = None, *, max_age: timedelta | None = None
) -> "Catalog":
    """The published catalog of a home folder, read-only, as known at the end of a day, UTC, or now.

    `max_age` refuses one whose newest page was read longer ago. Raises NotPublished where nothing
    has been published, CatalogDamaged, CatalogStale.
    """
    from reports.catalog.catalog import Catalog

    return Catalog(home, as_of, max_age=max_age)


def __getattr__(name: str) -> Any:
    for place, names in _PLACES.items():
        if name in names:
            return getattr(import_module(place), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def _import_packages_beside(folder: Path) -> None:
    """Import the packages that stand in `folder`, whatever else is called so on the module path."""
    found = [name for name in PACKAGES if (folder / name / "__init__.py").is_file()]
    sys.path.insert(0, str(folder))
    try:
        for name in found:
            import_module(name)
    finally:
        sys.path.remove(str(folder))


if __name__ == "cardkeep":
    # In an editable installation this file is a copy: the packages are where they are.
    _import_packages_beside(Path(__file__).parent.parent)
