"""What sources and anchors keep of an edited page, and whether a proposal is right."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.facts.normalise import canonical_value
from pipeline.facts.repairs import Copy, Patch, broken_page, patched, propose
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim
from spiders.errors import LayoutChanged
from spiders.extraction import claim_key, extract
from spiders.general.columns import folded
from spiders.parsing.page import Page
from spiders.source import Source
from tests.reader_mutations.edits import EditedPage

Key = tuple[object, ...]


class BasePage(NamedTuple):
    """A page before it is edited, and what its source reads on it."""

    name: str
    source: Source
    copy: Copy
    claims: list[Claim]


class Judged(NamedTuple):
    """What came out for an edited page. Counts are of believed prices."""

    page: str
    edit: EditedPage
    believed: int
    """Those that the edit leaves as they were."""
    kept: int
    by_anchors: int
    wrong: tuple[str, ...]
    is_broken: bool
    is_proposed: bool
    """Whether a patch is proposed whose proof holds."""
    is_right: bool
    """Whether what it reads is what the page means."""
    why: str
    """What speaks against the patch; empty where none is proposed."""


def base_page(name: str, source: Source, copy: Copy) -> BasePage | None:
    """A page to edit; None for one with few prices, or one that its source does not read whole."""
    reading = extract(source, copy.page())
    prices = [claim for claim in reading.claims if claim.meter]
    has_errors = any(found.is_error for found in reading.findings)
    return None if has_errors or len(prices) < 10 else BasePage(name, source, copy, prices)


def judge(base: BasePage, edit: EditedPage) -> Judged:
    """Judge an edited copy of a page."""
    copy = base.copy._replace(body=edit.body)
    before = values(base.claims)
    changed = _changed(base, copy.page(), edit)
    page = copy.page()
    reading = extract(base.source, page)
    read = values(claim for claim in reading.claims if claim.meter)
    broken = broken_page(base.source, base.copy, copy, (page, reading))
    confirmed = values(broken.anchored.confirmed) if broken else {}
    wrong = [f"anchors: {key} is {confirmed[key]}" for key in confirmed if key in changed]
    if edit.effect == "keeps":
        wrong += _wrong("the source", read, before)
    wrong += _wrong("anchors", confirmed, before)
    left = _without(before, changed)
    together = {**confirmed, **read}
    proposal = propose(broken) if broken else None
    is_proposed = proposal is not None and proposal.proof.holds
    is_right = False
    if proposal is not None and is_proposed:
        repaired = _read_by_patch(base, proposal.patch, copy)
        faults = _wrong("the patch", _without(repaired, changed), left)
        faults += [f"the patch: {key}" for key in changed if _is_stale(edit, key, repaired, before)]
        is_right = not faults
    return Judged(
        page=base.name,
        edit=edit,
        believed=len(left),
        kept=sum(together.get(key) == value for key, value in left.items()),
        by_anchors=sum(read.get(key) != value for key, value in confirmed.items()),
        wrong=tuple(wrong),
        is_broken=broken is not None and any(key not in read for key in left),
        is_proposed=is_proposed,
        is_right=is_right,
        why="; ".join(proposal.proof.faults[:3]) if proposal else "none",
    )


def _without(facts: dict[Key, str], changed: set[Key]) -> dict[Key, str]:
    return {key: value for key, value in facts.items() if key not in changed}


def _read_by_patch(base: BasePage, patch: Patch, copy: Copy) -> dict[Key, str]:
    """The prices that the patched source reads on a copy."""
    reading = extract(patched(base.source, patch), copy.page())
    return values(claim for claim in reading.claims if claim.meter)


def _is_stale(edit: EditedPage, key: Key, repaired: dict[Key, str], before: dict[Key, str]) -> bool:
    """Whether a patched source reads a fact of an edited cell as it was before."""
    return edit.kind != "headers exchanged" and repaired.get(key) == before.get(key)


def _wrong(who: str, read: dict[Key, str], before: dict[Key, str]) -> list[str]:
    """Facts with another value than before, and facts that nothing said before."""
    return [
        f"{who}: {key} is {value}, and was {before.get(key)}"
        for key, value in read.items()
        if before.get(key) != value
    ]


def _changed(base: BasePage, page: Page, edit: EditedPage) -> set[Key]:
    """The facts of which a text was edited: their name, of values that moved their cell, and of changed
    meanings what gives it to them.
    """
    keys: set[Key] = set()
    original = base.copy.page()
    is_edited: dict[str, bool] = {}
    for claim in base.claims:
        places: list[str] = []
        if edit.is_in_place and edit.moves(claim.subject.text):
            places.append(claim.subject.locator)
        if edit.effect == "changes" or (edit.effect == "moves" and edit.moves(claim.quote.text)):
            places.append(claim.quote.locator)
        if edit.effect == "changes":
            places += [context.locator for context in claim.quote.context]
        for locator in places:
            place = re.sub(r" > chars:[\d-]+", "", locator)
            if place not in is_edited:
                is_edited[place] = _text(page, place) != _text(original, place)
            if is_edited[place]:
                keys.add(_key(claim))
    return keys


def _text(page: Page, locator: str) -> str:
    try:
        return page.text_at(locator)
    except LayoutChanged:
        return ""


def values(claims: Iterable[Claim]) -> dict[Key, str]:
    """The values of claims that are facts, by what they are about."""
    found: dict[Key, str] = {}
    for claim in claims:
        try:
            found[_key(claim)] = canonical_value(claim).text
        except SetAside:
            continue
    return found


def _key(claim: Claim) -> Key:
    kind, name, *rest = claim_key(claim)
    return (kind, folded(str(name)), *(part for part in rest))
