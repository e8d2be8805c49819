"""Isolation: an entry of a page's data, or a row of its tables, that cannot be read costs itself,
whichever source reads it.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress

from pydantic import ValidationError

from spiders.claims import Claim, Claims
from spiders.errors import LayoutChanged
from spiders.limits import LimitExceeded
from spiders.parsing.entries import RowPlace
from spiders.parsing.findings import Finding
from spiders.parsing.json_tree import names_price
from spiders.parsing.page import Page
from spiders.wrong_claims import describe_wrong_claim

_MOST_LEFT_OUT = 20
"""Entries and rows of a part that may fail. After each the part is read anew, and a page on which more fail
has another layout.
"""
_MOST_READ_ANEW = 400_000
"""Claims of runs that failed, together: what is read anew stays far below the limit on a body's time."""


def read_part(source: str, name: str, part: Callable[[Page], Claims], page: Page) -> list[Claim]:
    """The claims of one part of a page. What fails while an entry of the page's JSON or YAML is read
    costs the claims of that entry, with a finding; an entry is what states a subject and its values. So
    does what fails while a row of a table is read.

    Raises what the part raises where no such entry or row is at fault, or too many are.
    """
    entries = page.entries
    entries.left_out.clear()
    entries.rows_left_out.clear()
    found_before = len(page.findings)
    failures: list[Finding] = []
    depth: int | None = None
    read_in_vain = 0
    while True:
        del page.findings[found_before:]
        entries.reading = ()
        entries.row = None
        odd_prices: dict[str, str] = {}
        entries.odd_prices = odd_prices
        entries.trees.clear()
        if page.searches:
            page.searches.forget()
        claims: list[Claim] = []
        try:
            claims.extend(part(page))
        except (LimitExceeded, MemoryError, RecursionError):
            raise  # a limit of the whole body
        except Exception as error:
            read_in_vain += len(claims)
            if len(failures) == _MOST_LEFT_OUT or read_in_vain > _MOST_READ_ANEW:
                raise
            row = _row_at_fault(error, entries.row)
            if row is not None:
                entries.rows_left_out.add(row)
                failures.append(_finding(source, name, f"the row at {row.where}", error))
                continue
            reading = entries.reading
            depth = depth or _entry_depth(claims) or _depth_without_outermost(part, page)
            entry = _entry_at_fault(error, reading, depth)
            if entry is None:
                raise
            entries.left_out.add(entry)
            failures.append(_finding(source, name, entry, error))
            continue
        page.findings.extend(failures)
        for odd in odd_prices.values():
            page.findings.append(Finding("changed", name, f"{odd}; this price was not taken"))
        _note_unread_prices(page, name, claims)
        entries.trees.clear()
        return claims


def _note_unread_prices(page: Page, part: str, claims: Iterable[Claim]) -> None:
    """Add a finding for each key that is called like a price, in objects where prices stand, and that
    nobody read: a price with a new name is not lost in silence.
    """
    depths = {claim.quote.locator.count("/") for claim in claims if _is_price_of_data(claim)}
    if not depths:
        return
    for tree in page.entries.trees:
        for key, locator in tree.unread_keys():
            if locator.count("/") in depths and names_price(key):
                page.note_unread(part, f"{key!r} is not read by this source", locator)


def _is_price_of_data(claim: Claim) -> bool:
    return claim.meter is not None and claim.quote.locator.startswith("json:/")


def failure_finding(source: str, part: str, error: Exception) -> Finding:
    """The finding about what a part raised."""
    if isinstance(error, LayoutChanged):
        return Finding("changed", part, str(error))
    if isinstance(error, ValidationError):
        return Finding("crashed", part, describe_wrong_claim(source, error))
    return Finding("crashed", part, f"{type(error).__name__}: {error}")


def _finding(source: str, part: str, entry: str, error: Exception) -> Finding:
    found = failure_finding(source, part, error)
    return found._replace(
        message=f"{found.message}; no claim of {entry} was taken, all others were"
    )


def _row_at_fault(error: Exception, row: RowPlace | None) -> RowPlace | None:
    """The row that an error costs: the one being read, unless the error is about something else."""
    if row is None:
        return None
    where = error.where if isinstance(error, LayoutChanged) else ""
    return row if not where or row.has(where) else None


def _entry_at_fault(error: Exception, reading: Sequence[str], depth: int | None) -> str | None:
    """The entry that an error costs: of those being read the one that states a subject, or else the
    nearest around it. None where something outside of it is at fault.
    """
    if depth is None:
        return None
    around = [entry for entry in reading if len(_steps(entry)) <= depth]
    if not around:
        return None
    entry = around[-1]
    where = error.where if isinstance(error, LayoutChanged) else ""
    is_outside = bool(where) and where != entry and entry.startswith(where)
    return None if is_outside else entry


def _entry_depth(claims: Sequence[Claim]) -> int | None:
    """How many steps lead to the values that state a subject and what is said of it, as most claims
    do; None where no claim has both in one tree.
    """
    depths: Counter[int] = Counter()
    for claim in claims:
        subject = claim.route or claim.model or claim.service
        if subject is None:
            continue
        steps = _steps(subject.locator)
        if subject.locator == claim.quote.locator:
            steps = steps[:-1]
        shared = _shared_steps(steps, _steps(claim.quote.locator))
        if shared > 1:
            depths[shared] += 1
    return depths.most_common(1)[0][0] if depths else None


def _shared_steps(steps: Sequence[str], others: Sequence[str]) -> int:
    shared = 0
    for mine, other in zip(steps, others, strict=False):
        if mine != other:
            break
        shared += 1
    return shared


def _steps(locator: str) -> list[str]:
    """The steps of a pointer, with what stands before it as the first."""
    pointer_start = locator.rfind("json:/")
    if pointer_start < 0:
        pointer_start = locator.rfind("yaml:/")
    pointer = locator[max(pointer_start, 0) :].partition(" > ")[0]
    return [locator[: max(pointer_start, 0)], *pointer.split("/")[1:]]


def _depth_without_outermost(part: Callable[[Page], Claims], page: Page) -> int | None:
    """The depth of entries as the claims show it that come without the outermost entry, which fails."""
    entries = page.entries
    if not entries.reading:
        return None
    outermost = entries.reading[0]
    entries.left_out.add(outermost)
    entries.reading = ()
    claims: list[Claim] = []
    with suppress(Exception):
        # As far as it comes: what was read before it fails is kept.
        claims.extend(part(page))
    entries.left_out.discard(outermost)
    return _entry_depth(claims)
