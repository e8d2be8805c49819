"""The data dictionary, made from the comments of the published tables and views."""

from warehouse.store import Database, statement

VIEWS = (
    "models", "routes", "offers", "prices", "price_history", "capabilities", "scores", "facts", "disputes",
    "changes", "freshness", "reviews", "sources", "alerts", "runs", "pages", "unresolved", "set_aside",
)  # fmt: skip


def dictionary(database: Database) -> str:
    """Every view with its columns, as Markdown."""
    lines = [
        "# Data dictionary",
        "",
        "Made from the comments in `warehouse/marts/*.sql` by `python -m warehouse.dictionary`.",
        "",
    ]
    comments = dict(database.query(statement("queries", "view_comments")).rows)
    columns = database.query(statement("queries", "column_comments")).rows
    for view in VIEWS:
        lines += [f"## {view}", "", comments[view] or "", "", "| column | type | meaning |", "|---|---|---|"]
        lines += [f"| {name} | {kind} | {meaning or ''} |" for table, name, kind, meaning in columns if table == view]
        lines.append("")
    return "\n".join(lines)
