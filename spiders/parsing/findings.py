"""What reading a page brought to light besides claims."""

from typing import Literal, NamedTuple

from spiders.parsing.json_tree import Node
from spiders.parsing.tables import Table

FindingKind = Literal["changed", "crashed", "count", "conflict", "unread"]


class Finding(NamedTuple):
    """Something about a page that a person should know.

    changed: a part, or one thing in it, no longer means what the source reads there, and gave no
    claims. crashed: the source itself failed on a part, which gave no claims. count: a part gave
    more or fewer claims than expected, and all of them were dropped. conflict: the page states two
    values for one thing, and neither was taken. unread: a key or a value that the source does not
    read; everything else was taken.
    """

    kind: FindingKind
    part: str
    message: str

    @property
    def is_error(self) -> bool:
        return self.kind != "unread"


class FindingCollector:
    """Keeps what reading a page brought to light."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.counts: dict[str, int] = {}
        """Claims of each part that was read, also of one that gave too few or too many."""

    def note_unread(self, part: str, what: str, where: str) -> None:
        """List something that was left out on purpose, once, while the rest of the part is read."""
        known = {
            finding.message.split(" at ")[0]
            for finding in self.findings
            if finding.kind == "unread"
        }
        if what not in known:
            self.findings.append(Finding("unread", part, f"{what} at {where}"))

    def note_unread_keys(self, part: str, node: Node) -> None:
        """List what nobody read below `node`, once a key."""
        for key, locator in node.unread_keys():
            self.note_unread(part, f"{key!r} is not read by this source", locator)

    def without_torn_rows(self, part: str, table: Table) -> Table:
        """A table without its torn rows, each of which is listed as lost."""
        sound, torn = table.split_torn_rows()
        self.findings.extend(Finding("changed", part, str(error)) for error in torn)
        return sound
