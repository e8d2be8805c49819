"""Renders the Atom feed of all changes, newest first, each with an id that never changes."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from xml.etree import ElementTree as ET

from warehouse.store import Database

ENTRIES = 200
PROVIDER_ENTRIES = 30
ATOM = "http://www.w3.org/2005/Atom"
# RFC 4151: an id of our own, good without any host.
TAG = "tag:cardkeep,2026:"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def changes_feed(catalog: Database) -> str:
    """The feed as XML. The same catalog gives the same bytes."""
    changes = catalog.query("feed", {"entries": ENTRIES}).dicts()
    return _feed("changes", "cardkeep: changes", _updated(catalog, changes), changes)


def provider_feeds(catalog: Database) -> dict[str, str]:
    """The newest changes at each seller where anything changed, as XML by seller."""
    rows = catalog.query("dataset/provider_changes", {"entries": PROVIDER_ENTRIES}).dicts()
    feeds: dict[str, str] = {}
    for provider, found in groupby(rows, key=itemgetter("provider")):
        changes = list(found)
        newest = changes[0]["changed_at"]
        title = f"cardkeep: changes at {provider}"
        feeds[provider] = _feed(f"changes/{provider}", title, newest, changes)
    return feeds


def _feed(name: str, title: str, updated: datetime, changes: Iterable[dict[str, Any]]) -> str:
    feed = ET.Element("feed", xmlns=ATOM)
    _add(feed, "id", f"{TAG}{name}")
    _add(feed, "title", title)
    _add(feed, "updated", _timestamp(updated))
    author = _add(feed, "author")
    _add(author, "name", "cardkeep")
    _add(
        feed,
        "link",
        rel="self",
        href="changes.atom",
        type="application/atom+xml",
    )
    for change in changes:
        _add_entry(feed, change)
    ET.indent(feed)
    declaration = '<?xml version="1.0" encoding="utf-8"?>'
    xml = ET.tostring(feed, encoding="unicode")
    return f"{declaration}\n{xml}\n"


def _updated(catalog: Database, changes: list[dict[str, Any]]) -> datetime:
    """The time of the newest change, or of publication where there is none."""
    if changes:
        return changes[0]["changed_at"]
    return catalog.query("published").rows[0][1]


def _add_entry(feed: ET.Element, change: dict[str, Any]) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", f"{TAG}change/{change['id']}")
    _add(entry, "title", _title(change))
    _add(entry, "updated", _timestamp(change["changed_at"]))
    _add(entry, "category", term=change["change"])
    _add(entry, "content", _content(change), type="text")


def _add(
    parent: ET.Element,
    name: str,
    text: str | None = None,
    **attributes: str,
) -> ET.Element:
    clean_attributes = {key: _clean(value) for key, value in attributes.items()}
    child = ET.SubElement(parent, name, clean_attributes)
    if text is not None:
        child.text = _clean(text)
    return child


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def _title(change: dict[str, Any]) -> str:
    subject = change["subject_stated"]
    provider = change["provider"]
    old = change["old_value"]
    new = change["new_value"]
    about = f"{subject} at {provider}, {change['about']}"
    match change["change"]:
        case "appeared":
            return f"{about}: {new} (new)"
        case "missing":
            return f"{about}: no longer stated"
        case "held" | "rejected" as state:
            return f"{about}: {old} -> {new} ({state})"
        case _:
            return f"{about}: {old} -> {new}"


def _content(change: dict[str, Any]) -> str:
    old = change["old_value"] or "nothing stated"
    new = change["new_value"] or "nothing stated; the last value stands, marked missing"
    seen = _timestamp(change["changed_at"])
    lines = [
        f"{change['change']}, seen {seen} by {change['source']}",
        f"before: {old}",
        f"after: {new}",
    ]
    if change["gate_reasons"]:
        lines.append(f"held because {change['gate_reasons']}")
    lines.append(f"receipt: cardkeep explain {change['fact_id']}")
    return "\n".join(lines)


def _timestamp(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
