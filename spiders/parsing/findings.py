"""Findings: what a person should know about a page that was read, besides its claims."""

from typing import Literal, NamedTuple

from spiders.parsing.entries import Entries
from spiders.parsing.json_tree import Node
from spiders.parsing.tables.table import Table

FindingKind = Literal["changed", "crashed", "count", "conflict", "limit", "unread"]


class Finding(NamedTuple):
    """Something about a page that a person should know.

    The kinds:

    - changed: a part, or one thing in it, no longer means what the source reads there; it gave no
      claims.
    - crashed: the source itself failed on a part, which gave no claims.
    - count: a part gave more or fewer claims than expected; all of them were dropped.
    - conflict: the page states two values for one thing; neither was taken.
    - limit: reading went beyond one of its limits; the whole body gave no claims.
    - unread: a key or a value that the source does not read; everything else was taken.
    """

    kind: FindingKind
    part: str
    message: str

    @property
    def is_error(self) -> bool:
        """Whether claims of the page are missing because of it."""
        return self.kind != "unread"


class FindingCollector:
    """Collects the findings of one page."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.counts: dict[str, int] = {}
        """The number of claims of each part that was read, also of one with too few or too many."""
        self.conflicts: set[tuple[object, ...]] = set()
        """What the page states several values of, as keys of claims."""
        self.entries = Entries()
        """The entries of its data that a part reads, and those that it could not."""

    def note_unread(self, part: str, what: str, where: str) -> None:
        """Add a finding for something that the source leaves out; only once for the same `what`."""
        known = {
            finding.message.split(" at ")[0]
            for finding in self.findings
            if finding.kind == "unread"
        }
        if what not in known:
            self.findings.append(Finding("unread", part, f"{what} at {where}"))

    def note_unread_keys(self, part: str, node: Node) -> None:
        """Add a finding for each key below `node` that nobody read. To be called after a source has
        read the node; keys that it leaves out on purpose are named to `node.ignore` before.
        """
        for key, locator in node.unread_keys():
            self.note_unread(part, f"{key!r} is not read by this source", locator)

    def without_torn_rows(self, part: str, table: Table) -> Table:
        """A table without the rows that have not one cell per header; adds a finding for each of
        these.
        """
        sound, torn = table.split_torn_rows()
        for error in torn:
            self.findings.append(Finding("changed", part, str(error)))
        return sound
