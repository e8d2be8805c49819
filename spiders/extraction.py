"""Extraction: the claims of one page, without those that contradict each other. A pure function of
the bytes and the source.
"""

import gc
import re
from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from spiders.claims import Claim, Claims, qualifier_values
from spiders.errors import LayoutChanged
from spiders.limits import CLAIMS, NAME_LENGTH, NAMES, TEXT_LENGTH, LimitExceeded
from spiders.parsing.findings import Finding
from spiders.parsing.json_tree import Json, resolve_pointer
from spiders.parsing.page import Page
from spiders.readers.stated_prices.settle import settle
from spiders.source import Source


class Extraction(NamedTuple):
    """The claims of a page, and the findings about it."""

    claims: list[Claim]
    findings: list[Finding]

    @property
    def complete(self) -> bool:
        """Whether the whole page was read, so that what has no claim is not on the page. What a page
        states in a doubtful way is on it.
        """
        has_errors = any(finding.is_error for finding in self.findings)
        return not has_errors and not any(claim.doubt for claim in self.claims)


def extract(source: Source, page: Page) -> Extraction:
    """The claims of `page` and the findings about it. Never raises because of the page's content: one
    that goes beyond a limit of reading has no claims, and that one finding.
    """
    try:
        return _extract_all(source, page)
    except LimitExceeded as error:
        reason = str(error)
    except MemoryError:
        reason = "no memory was left within the limit of the reading process"
    except RecursionError:
        reason = "values inside each other: deeper than can be read"
    except Exception as error:  # noqa: BLE001 (whatever a source does, other pages are read)
        reason = f"{type(error).__name__}: {error}"
        return Extraction([], [*page.findings, Finding("crashed", "page", reason)])
    return Extraction([], [Finding("limit", "page", reason)])


def _extract_all(source: Source, page: Page) -> Extraction:
    claims: list[Claim] = []
    with _without_collection():
        try:
            claims.extend(source.claims(page))
        except LayoutChanged as error:
            page.findings.append(Finding("changed", "page", str(error)))
        _check_amount(claims)
        readable = list(_without_long_texts(claims, page.findings))
        settled = settle(
            readable, page.text if readable else "", partial(objects_around, page), page.text_at
        )
        kept = list(drop_conflicts(settled, page.findings, page.conflicts))
        return Extraction(kept, page.findings)


@contextmanager
def _without_collection() -> Generator[None]:
    """No search for garbage meanwhile: the claims of a page are made to stay, and looking through them
    again and again took two fifths of the time of a large one.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _check_amount(claims: Sequence[Claim]) -> None:
    """Raises LimitExceeded for too many claims, or too many names in them."""
    if len(claims) > CLAIMS:
        raise LimitExceeded("claims of one page", limit=f"{CLAIMS:,}", found=f"{len(claims):,}")
    names = {claim.subject_name for claim in claims}
    if len(names) > NAMES:
        raise LimitExceeded("names on one page", limit=f"{NAMES:,}", found=f"{len(names):,}")


def _without_long_texts(claims: Iterable[Claim], findings: list[Finding]) -> Claims:
    """The claims whose texts have a length that is read. Adds a finding that counts the others."""
    dropped = 0
    longest = 0
    for claim in claims:
        texts = [claim.quote.text, *(context.text for context in claim.quote.context)]
        text_length = max(len(text) for text in texts)
        if len(claim.subject_name) > NAME_LENGTH or text_length > TEXT_LENGTH:
            dropped += 1
            longest = max(longest, text_length, len(claim.subject_name))
        else:
            yield claim
    if dropped:
        message = (
            f"{dropped:,} claims with a text that is too long: expected names of at most {NAME_LENGTH:,} "
            f"characters and texts of at most {TEXT_LENGTH:,}, found {longest:,}; none of them was taken"
        )
        findings.append(Finding("changed", "page", message))


def objects_around(page: Page, locator: str) -> list[Json]:
    """The objects that hold a value of a JSON page, the innermost first: its own, and the one around
    that; none for a value of another form.
    """
    if not locator.startswith("json:/") or " > " in locator:
        return []
    pointer = locator.removeprefix("json:")
    parent = pointer.rpartition("/")[0]
    around = [parent, parent.rpartition("/")[0]] if parent else [parent]
    return [resolve_pointer(page.json().value, place) for place in around]


def drop_conflicts(
    claims: Iterable[Claim],
    findings: list[Finding],
    conflicts: set[tuple[object, ...]] | None = None,
) -> Claims:
    """The claims, each key once: of claims with the same key and value only the first, of claims
    with the same key and different values none. The latter gives a finding, and their keys are added
    to `conflicts`. A doubtful value stands back behind one without doubt.
    """
    first_by_key: dict[tuple[object, ...], Claim] = {}
    if conflicts is None:
        conflicts = set()
    for claim in claims:
        key = claim_key(claim)
        first = first_by_key.setdefault(key, claim)
        if first is claim:
            continue
        if first.doubt or claim.doubt:
            first_by_key[key] = claim if first.doubt else first
            continue
        if comparable_value(first) == comparable_value(claim) or key in conflicts:
            continue
        conflicts.add(key)
        message = (
            f"two values for {claim.subject_name}, {claim.meter or claim.attribute}:"
            f" {_value_and_place(first)}, {_value_and_place(claim)}; neither was taken"
        )
        findings.append(Finding("conflict", "page", message))
    return (claim for key, claim in first_by_key.items() if key not in conflicts)


def _value_and_place(claim: Claim) -> str:
    return f"{comparable_value(claim)!r} at {claim.quote.locator}"


def comparable_value(claim: Claim) -> str:
    """The value of a claim, for comparing. Of a price with one number it is the number, so that
    "$5.00" and "5" are equal.
    """
    text = claim.value or claim.quote.text
    if claim.meter is None:
        return text
    numbers = re.findall(r"\d+(?:\.\d+)?", text)
    if len(numbers) != 1:
        return text
    return str(Decimal(numbers[0]).normalize())


def claim_key(claim: Claim) -> tuple[object, ...]:
    """What a claim is about: its subject, its meter or attribute, and all qualifiers. Two claims of
    one page with the same key must have the same value.
    """
    return (
        claim.subject_kind,
        claim.subject_name,
        claim.seller,
        claim.meter,
        claim.attribute,
        *qualifier_values(claim),
        claim.score,
        comparable_value(claim) if claim.attribute == "alias" else None,
    )
