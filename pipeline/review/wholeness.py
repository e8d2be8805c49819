"""Wholeness: whether a page shows that what it does not state is gone, measured by what was
believed of its document.

A pure function of the history of one document. Prices, lifecycle and all else are measured apart: a
page that keeps its names and loses its prices is not whole.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

BELIEVED_FOR = timedelta(days=30)
"""What the whole pages of so many days stated is believed."""

_FEWEST_LOST = 5
_LARGEST_SHARE_LOST = 0.1


class ReadPage(NamedTuple):
    """A page of a document, in the order of history."""

    page_seq: int
    version_seq: int
    seen_at: datetime
    is_read_whole: bool
    """Whether every part of it was read: no part failed, and it is no extract."""
    accepted_page_seq: int | None
    """The page of which a person has said, since the page before this one, that what it lacks is
    gone; or none.
    """


class Presence(NamedTuple):
    """Versions of a document, first to last, that state something of a subject. The last is None
    while the newest one does.
    """

    subject: str
    kind: str
    """What is stated of it: price, lifecycle or other."""
    first_version_seq: int
    last_version_seq: int | None


class Wholeness(NamedTuple):
    """How a page was judged: how many subjects were believed, and how many of them it lacks."""

    page_seq: int
    is_whole: bool
    believed: int
    lost: int


def judge_pages(pages: Sequence[ReadPage], presences: Iterable[Presence]) -> Iterator[Wholeness]:
    """Whether each page is whole. `pages` are in order; `presences` in any order.

    A page is not whole when it lacks more than a tenth, and at least five, of the subjects that the
    whole pages of the last 30 days stated, or, where there is none, the last whole page. That holds
    however often such a page comes, until its subjects are back or a person accepts it.
    """
    kinds: dict[str, list[Presence]] = {}
    for presence in presences:
        kinds.setdefault(presence.kind, []).append(presence)
    beliefs = [_Belief(of_kind) for of_kind in kinds.values()]
    last_whole_at: datetime | None = None
    for page in pages:
        for belief in beliefs:
            belief.turn_to(page, last_whole_at)
        is_whole = page.is_read_whole and not any(belief.lost_much() for belief in beliefs)
        worst = max(beliefs, key=_Belief.share_lost, default=None)
        yield Wholeness(
            page_seq=page.page_seq,
            is_whole=is_whole,
            believed=len(worst.believed) if worst else 0,
            lost=len(worst.lost) if worst else 0,
        )
        if is_whole:
            last_whole_at = page.seen_at
            for belief in beliefs:
                belief.believed |= belief.stated


class _Lost(NamedTuple):
    """A believed subject that a page lacks: the last whole page that stated it, and the first page
    that did not.
    """

    believed_at: datetime
    page_seq: int


class _Belief:
    """What is believed of a document, of one kind of statements, page after page."""

    def __init__(self, presences: Iterable[Presence]) -> None:
        self.stated: set[str] = set()
        self.believed: set[str] = set()
        self.lost: dict[str, _Lost] = {}
        self._version_seq = 0
        self._comes: dict[int, list[str]] = {}
        self._goes: dict[int, list[str]] = {}
        for presence in presences:
            self._comes.setdefault(presence.first_version_seq, []).append(presence.subject)
            if presence.last_version_seq is not None:
                self._goes.setdefault(presence.last_version_seq + 1, []).append(presence.subject)

    def share_lost(self) -> float:
        return len(self.lost) / len(self.believed) if self.lost else 0

    def lost_much(self) -> bool:
        return len(self.lost) >= _FEWEST_LOST and self.share_lost() > _LARGEST_SHARE_LOST

    def turn_to(self, page: ReadPage, last_whole_at: datetime | None) -> None:
        """Take in what a page states and lacks, and forget what is no longer believed by then."""
        for seq in range(self._version_seq + 1, page.version_seq + 1):
            for subject in self._goes.get(seq, ()):
                self.stated.discard(subject)
                if subject in self.believed and last_whole_at:
                    self.lost[subject] = _Lost(last_whole_at, page.page_seq)
            for subject in self._comes.get(seq, ()):
                self.stated.add(subject)
                self.lost.pop(subject, None)
        self._version_seq = page.version_seq
        if page.accepted_page_seq is not None:
            self._forget(lambda lost: lost.page_seq <= (page.accepted_page_seq or 0))
        if last_whole_at:
            horizon = min(page.seen_at - BELIEVED_FOR, last_whole_at)
            self._forget(lambda lost: lost.believed_at < horizon)

    def _forget(self, is_over: Callable[[_Lost], bool]) -> None:
        over = {subject for subject, lost in self.lost.items() if is_over(lost)}
        self.believed -= over
        for subject in over:
            del self.lost[subject]
