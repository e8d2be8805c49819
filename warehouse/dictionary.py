"""The data dictionary, made from the comments of the published views and their columns."""

import sys
import tempfile
from pathlib import Path

from warehouse.sql_files import names_in
from warehouse.store import Database
from warehouse.working import Warehouse

PUBLIC_VIEWS = (
    "models",
    "model_fact",
    "routes",
    "offers",
    "prices",
    "price_history",
    "price_rules",
    "capabilities",
    "scores",
    "facts",
    "disputes",
    "changes",
    "freshness",
    "reviews",
    "sources",
    "alerts",
    "runs",
    "pages",
    "unresolved",
    "set_aside",
)


def dictionary(database: Database) -> str:
    """Every view with its columns, as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Made from `warehouse/columns.toml` and the comments of `warehouse/views` by `python -m warehouse.dictionary`.",
        "",
    ]
    comments = dict(database.query("view_comments").rows)
    columns = database.query("column_comments").rows
    for view in PUBLIC_VIEWS:
        lines += [
            f"## {view}",
            "",
            comments[view] or "",
            "",
            "| column | type | meaning |",
            "|---|---|---|",
        ]
        lines += [
            f"| {name} | {kind} | {meaning or ''} |"
            for table, name, kind, meaning in columns
            if table == view
        ]
        lines.append("")
    return "\n".join(lines)


def main() -> None:
    """Print the dictionary of a database made anew in a temporary folder."""
    with tempfile.TemporaryDirectory() as folder, Warehouse(Path(folder)) as warehouse:
        for step in names_in("derive"):
            warehouse.execute(step)
        warehouse.define_views()
        sys.stdout.write(dictionary(warehouse))


if __name__ == "__main__":
    main()
