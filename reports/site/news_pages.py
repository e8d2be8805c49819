"""What the pages of changes and of disputes, and the first page, say of models that the catalog has."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from itertools import groupby
from typing import Any, NamedTuple

from reports.data.directory import Directory, DirectoryEntry
from reports.model.capability_values import capability_in_prose
from reports.values.stated_text import printed
from warehouse.store import Database

LISTED_CHANGES = 400
"""As many changes stand on their page; all are in the data."""
_LABELS = {
    "context_tokens": "context window",
    "max_output_tokens": "max output",
    "retired_date": "retirement date",
    "deprecated_date": "deprecation date",
    "released_date": "release date",
}
_HOW = {"held": "held for review", "missing": "no longer on its page"}


class Change(NamedTuple):
    """A value that changed."""

    about: str
    old: str | None
    new: str | None
    how: str | None
    """Where it is more than another value: held for review, or no longer on its page."""
    fact_id: str


class ModelChanges(NamedTuple):
    """What changed of a model at one seller on a day."""

    entry: DirectoryEntry
    seller: str
    changes: tuple[Change, ...]


class DayOfChanges(NamedTuple):
    """What changed on a day."""

    day: date
    models: tuple[ModelChanges, ...]


class StatedOtherwise(NamedTuple):
    """One of the values that are stated of a thing, and by whom."""

    value: str
    publisher: str
    checked: date
    fact_id: str


class Dispute(NamedTuple):
    """A thing of which equals state different values."""

    entry: DirectoryEntry
    seller: str | None
    about: str
    statements: tuple[StatedOtherwise, ...]
    folded_because: str | None
    """Why no person is asked about it; None where one is."""


def known_rows(rows: Iterable[Mapping[str, Any]], directory: Directory) -> list[dict[str, Any]]:
    """The rows of models that have a page, each with the entry of its model."""
    return [
        {**row, "entry": directory[row["model_id"]]} for row in rows if row["model_id"] in directory
    ]


def read_changes(catalog: Database, directory: Directory, day: date) -> list[DayOfChanges]:
    """The newest changes up to a day, by day, the newest first."""
    asked = {"day": day, "rows": LISTED_CHANGES}
    rows = known_rows(catalog.query("pages/change_list", asked).dicts(), directory)
    days: list[DayOfChanges] = []
    for of_day, found in groupby(rows, key=_column("day")):
        models: list[ModelChanges] = []
        for _, some in groupby(found, key=lambda row: (row["model_id"], row["provider_name"])):
            of_model = list(some)
            first = of_model[0]
            changes = tuple(map(_change, of_model))
            models.append(ModelChanges(first["entry"], first["provider_name"], changes))
        days.append(DayOfChanges(of_day, tuple(models)))
    return days


def read_disputes(catalog: Database, directory: Directory) -> list[Dispute]:
    """Every open dispute, those about which a person is asked first."""
    rows = known_rows(catalog.query("pages/dispute_list").dicts(), directory)
    disputes: list[Dispute] = []
    for row in rows:
        statements = tuple(
            StatedOtherwise(
                value=printed(row["attribute"], said["value"]),
                publisher=said["publisher"],
                checked=said["checked"],
                fact_id=said["fact_id"],
            )
            for said in row["statements"]
        )
        dispute = Dispute(
            entry=row["entry"],
            seller=row["provider_name"],
            about=_about(row),
            statements=statements,
            folded_because=row["folded_because"],
        )
        disputes.append(dispute)
    return disputes


def _change(row: Mapping[str, Any]) -> Change:
    old, new = row["old_value"], row["new_value"]
    return Change(
        about=_about(row),
        old=printed(row["attribute"], old) if old is not None else None,
        new=printed(row["attribute"], new) if new is not None else None,
        how=_HOW.get(row["change"]),
        fact_id=row["fact_id"],
    )


def _about(row: Mapping[str, Any]) -> str:
    """What a value is of: `output price, batch`, `context window`."""
    attribute = row["attribute"]
    if attribute == "capability":
        return capability_in_prose(row["qualifiers"])
    if attribute == "price":
        words = f"{row['meter'].replace('_', ' ')} price"
    else:
        words = _LABELS.get(attribute) or capability_in_prose(attribute)
    return f"{words}, {row['qualifiers'].replace('_', ' ')}" if row["qualifiers"] else words


def _column(name: str) -> Callable[[Mapping[str, Any]], Any]:
    return lambda row: row[name]
