"""The Atom feed of changes: each with an id that never changes, newest first."""

import re
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree as ET

from warehouse.store import Database

ENTRIES = 200
ATOM = "http://www.w3.org/2005/Atom"
# RFC 4151: an id of our own, good without any host.
TAG = "tag:cardkeep,2026:"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def changes_feed(catalog: Database) -> str:
    """The feed as XML. The same catalog gives the same bytes."""
    changes = catalog.query("feed", {"entries": ENTRIES}).dicts()
    updated = changes[0]["changed_at"] if changes else catalog.query("published").rows[0][1]
    feed = ET.Element("feed", xmlns=ATOM)
    _add(feed, "id", f"{TAG}changes")
    _add(feed, "title", "cardkeep: changes")
    _add(feed, "updated", _moment(updated))
    _add(_add(feed, "author"), "name", "cardkeep")
    _add(feed, "link", rel="self", href="changes.atom", type="application/atom+xml")
    for change in changes:
        entry = _add(feed, "entry")
        _add(entry, "id", f"{TAG}change/{change['id']}")
        _add(entry, "title", _title(change))
        _add(entry, "updated", _moment(change["changed_at"]))
        _add(entry, "category", term=change["change"])
        _add(entry, "content", _content(change), type="text")
    ET.indent(feed)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + ET.tostring(feed, encoding="unicode") + "\n"


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, name, {key: _clean(value) for key, value in attributes.items()})
    child.text = None if text is None else _clean(text)
    return child


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)


def _title(change: dict[str, Any]) -> str:
    about = f"{change['subject_stated']} at {change['provider']}, {change['about']}"
    match change["change"]:
        case "appeared":
            return f"{about}: {change['new_value']} (new)"
        case "missing":
            return f"{about}: no longer stated"
        case "held" | "rejected" as state:
            return f"{about}: {change['old_value']} -> {change['new_value']} ({state})"
        case _:
            return f"{about}: {change['old_value']} -> {change['new_value']}"


def _content(change: dict[str, Any]) -> str:
    lines = [
        f"{change['change']}, seen {_moment(change['changed_at'])} by {change['source']}",
        f"before: {change['old_value'] or 'nothing stated'}",
        f"after: {change['new_value'] or 'nothing stated; the last value stands, marked missing'}",
        *([f"held because {change['gate_reasons']}"] if change["gate_reasons"] else []),
        f"receipt: cardkeep explain {change['fact_id']}",
    ]
    return "\n".join(lines)


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
