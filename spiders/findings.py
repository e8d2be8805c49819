"""What reading a page brought to light besides claims."""

from typing import Literal, NamedTuple

FindingKind = Literal["changed", "crashed", "count", "conflict", "unread"]


class Finding(NamedTuple):
    """Something about a page that a person should know.

    changed: a part, or one thing in it, no longer means what the source reads there, and gave no claims. crashed: the
    source itself failed on a part, which gave no claims. count: a part gave more or fewer claims than expected, and all
    of them were dropped. conflict: the page states two values for one thing, and neither was taken. unread: a key or
    a value that the source does not read; everything else was taken.
    """

    kind: FindingKind
    part: str
    message: str

    @property
    def is_error(self) -> bool:
        return self.kind != "unread"
