"""Proposed repairs of sources: what a page renamed, found by what was believed of it, as a patch of the
source with its proof.

Nothing here changes a file: `pipeline/samples/repairs.py` does, where it is told to.
"""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pipeline.facts.normalise import canonical_value
from pipeline.facts.set_aside import SetAside
from spiders.archive import Archive
from spiders.claims import Claim, ContextRole
from spiders.extraction import Extraction, claim_key, extract
from spiders.general.anchored_reading import AcceptedColumn, AnchoredReading
from spiders.general.anchors import LEAST_DISTINCTIVE, read_by_anchors, says_otherwise
from spiders.general.columns import folded
from spiders.parsing.page import Page
from spiders.parsing.tables.headers import normalised
from spiders.source import Source

SOURCES_FOLDER = Path(__file__).resolve().parents[2] / "spiders" / "sources"
SILENT = "page"
"""The part that is named where prices are gone and no part fails."""
LEAST_LOST, SHARE_LOST = 5, 0.1
"""So many prices, and this share of them, are more than go from one day to the next."""
LEAST_IF_ALL = 3
"""So many different values are enough where every lost fact is read with its value, but for those of
one cell.
"""
LEAST_UNCHANGED = 0.8
"""So many of the lost facts must stand unchanged for a proposal."""

_AMOUNT = re.compile(r"[$¥￥€]\s?\d|\d ?元|^\d+\.\d+$")
Key = tuple[object, ...]


class Copy(NamedTuple):
    """A copy of a page: its bytes, and what they are."""

    body: bytes
    url: str
    kind: str
    media_type: str = ""

    def page(self) -> Page:
        return Page(self.body, url=self.url, kind=self.kind, media_type=self.media_type)


class BrokenPage(NamedTuple):
    """A page that its source reads in part or not at all, beside the last copy that it read."""

    source: Source
    good: Copy
    bad: Copy
    parts: tuple[str, ...]
    """The parts that fail."""
    anchored: AnchoredReading
    before: Extraction
    """What the source reads on the good copy."""
    reading: Extraction
    """What it reads on the bad one."""


class Proof(NamedTuple):
    """What the patched source reads, beside what is believed."""

    unchanged: int
    """Lost facts that it reads with the believed value."""
    moved: tuple[str, ...]
    """Facts that it reads with another value than is believed."""
    new: tuple[str, ...]
    """Facts that nothing was believed of."""
    lost: tuple[str, ...]
    """Believed facts that it does not read."""
    faults: tuple[str, ...]
    """What speaks against the patch. Empty: the proof holds."""

    @property
    def holds(self) -> bool:
        return not self.faults


class Patch(NamedTuple):
    """What a source is told of a page of now."""

    headers: Mapping[str, str]
    """The names that headers had before, by their names now."""
    headings: Mapping[str, str]
    ignored: tuple[str, ...] = ()
    """Headers of columns that are new and hold no amounts. A person looks what they say."""


class Proposal(NamedTuple):
    """A patch of a source, and what it reads."""

    broken: BrokenPage
    patch: Patch
    proof: Proof

    def diff(self) -> str:
        """The patch of the source's file."""
        path = SOURCES_FOLDER / f"{self.broken.source.name}.py"
        before = path.read_text(encoding="utf-8")
        after = patched_text(before, self.patch)
        name = f"spiders/sources/{path.name}"
        lines = difflib.unified_diff(
            before.splitlines(keepends=True), after.splitlines(keepends=True), name, name
        )
        return "".join(lines)


def broken_page(
    source: Source, good: Copy, bad: Copy, read: tuple[Page, Extraction] | None = None
) -> BrokenPage | None:
    """What a source lost between two copies of a page; None where it reads all parts of the newer.
    `read` is that page and what the source reads on it, where it was read already.
    """
    before = extract(source, good.page())
    if read is None:
        read_page = bad.page()
        read = read_page, extract(source, read_page)
    read_page, reading = read
    parts = tuple(sorted(_failing(reading) - _failing(before)))
    kept = {claim_key(claim) for claim in reading.claims}
    kept |= read_page.conflicts
    lost = [claim for claim in before.claims if claim.meter and claim_key(claim) not in kept]
    prices = sum(claim.meter is not None for claim in before.claims)
    if not parts and len(lost) >= max(LEAST_LOST, prices * SHARE_LOST):
        parts = (SILENT,)
    if not parts:
        return None
    names = [claim for claim in before.claims if claim.attribute == "name"]
    page = bad.page()
    page.folded_elements = source.folded_elements
    known = [*before.claims, *reading.claims]
    anchored = read_by_anchors(page, [*names, *lost], known)
    return BrokenPage(source, good, bad, parts, anchored, before, reading)


def propose(broken: BrokenPage) -> Proposal | None:
    """The repair of a source that the believed facts show; None where they show none."""
    headers = _renamed_headers(broken)
    new_columns = dict.fromkeys(_new_columns(broken, headers))
    patch = Patch(headers, _renamed_headings(broken), tuple(new_columns))
    if not any(patch):
        return None
    return Proposal(broken, patch, prove(broken, patch))


def _new_columns(broken: BrokenPage, headers: Mapping[str, str]) -> Iterator[str]:
    """The headers of columns without amounts that no table had before, in a table that else has the
    headers of one before.
    """
    before: list[list[str]] = []
    known: set[str] = set()
    for table in broken.good.page().outline.tables():
        labels = [normalised(label) for label in table.labels]
        before.append(labels)
        known.update(labels)
    for table in broken.bad.page().outline.tables():
        labels = [headers.get(label, label) for label in table.labels]
        fresh = [label for label in labels if label and normalised(label) not in known]
        rest = [normalised(label) for label in labels if label not in fresh]
        if rest not in before:
            continue
        for label in fresh:
            has_amounts = any(_AMOUNT.search(text) for text in table.column(label))
            if not has_amounts:
                yield label


def _renamed_headers(broken: BrokenPage) -> dict[str, str]:
    """The headers that are called otherwise now, with their names before."""
    tables_now = broken.bad.page().outline.tables()
    known: set[str] = set()
    for table in broken.good.page().outline.tables():
        known.update(normalised(label) for label in table.labels)
    renamed: dict[str, str] = {}
    for found in broken.anchored.columns:
        former = " / ".join(dict.fromkeys(_said(found, "column")))
        name = found.column.label
        is_header = found.column.table[0] != "across"
        if not former or not name or not is_header or normalised(name) in known:
            continue
        if not any(table.has_headers(former, name) for table in tables_now):
            renamed.setdefault(name, former)
    return {**_renamed_by_place(broken, known), **renamed}


def _renamed_headings(broken: BrokenPage) -> dict[str, str]:
    """The headings that are called otherwise now, with their names before."""
    names_now = {section.normalised_name for section in broken.bad.page().outline.sections()}
    names_before = {section.normalised_name for section in broken.good.page().outline.sections()}
    renamed: dict[str, str] = {}
    for found in broken.anchored.columns:
        former = _said(found, "section")
        headings = found.column.around.headings
        if not former or not headings:
            continue
        is_gone = normalised(former[0]) not in names_now
        is_new = normalised(headings[0].text) not in names_before
        if is_gone and is_new and headings[0].text:
            renamed.setdefault(headings[0].text, former[0])
    return renamed


def _said(found: AcceptedColumn, role: ContextRole) -> list[str]:
    """What was said in one role beside the believed value by which a column was found."""
    return [context.text for context in found.meaning.quote.context if context.role == role]


def _renamed_by_place(broken: BrokenPage, known: Collection[str]) -> dict[str, str]:
    """The headers that are called otherwise now in a table that else has the headers of one before.
    Whether they mean the same, the proof shows.
    """
    renamed: dict[str, str] = {}
    before = broken.good.page().outline.tables()
    for table in broken.bad.page().outline.tables():
        fresh = {label for label in table.labels if label and normalised(label) not in known}
        if len(fresh) != 1:
            continue
        (name,) = fresh
        for old in before:
            gone = set(old.labels) - set(table.labels)
            if len(gone) != 1:
                continue
            (former,) = gone
            labels_before = [former if label == name else label for label in table.labels]
            if labels_before == old.labels:
                renamed[name] = former
    return renamed


def patched(source: Source, patch: Patch) -> Source:
    """A source that knows what a patch says."""
    old = type(source)
    members = {
        "__module__": old.__module__,
        "renamed_headers": {**old.renamed_headers, **patch.headers},
        "renamed_headings": {**old.renamed_headings, **patch.headings},
        "ignored_headers": (*old.ignored_headers, *patch.ignored),
    }
    return type(old.__name__, (old,), members)()


def prove(broken: BrokenPage, patch: Patch) -> Proof:
    """What a patched source reads of both copies: the old one as before, the new one as believed."""
    source = patched(broken.source, patch)
    now = extract(source, broken.bad.page())
    believed = _facts(broken.before)
    read = _facts(now)
    otherwise = [key for key in read if key in believed and read[key] != believed[key]]

    faults: list[str] = []
    if _facts(extract(source, broken.good.page())) != believed:
        faults.append("the copy before is read otherwise")
    faults += _misnamed(broken.before, patch)
    still_failing = sorted(_failing(now) & set(broken.parts))
    faults += [f"the part {part} still fails" for part in still_failing]
    faults += _against_anchors(broken, {key: read[key] for key in otherwise})

    lost = _lost_prices(broken)
    back = {key: value for key, value in lost.items() if read.get(key) == value}
    moved = {key for key in lost if key in read and key not in back}
    is_all = len(back) + len(moved) == len(lost)
    if moved and not _stand_in_one_cell(now, moved):
        is_all = False
    faults += _too_little(lost, back, is_all=is_all)

    return Proof(
        unchanged=len(back),
        moved=tuple(f"{_named(key)}: {believed[key]} -> {read[key]}" for key in otherwise),
        new=tuple(f"{_named(key)}: {read[key]}" for key in read if key not in believed),
        lost=tuple(f"{_named(key)}: {believed[key]}" for key in believed if key not in read),
        faults=tuple(faults),
    )


def _lost_prices(broken: BrokenPage) -> dict[Key, str]:
    """The believed prices that the source does not read on the bad copy."""
    kept = _facts(broken.reading)
    prices = _prices(broken.before)
    believed = _facts(broken.before)
    return {key: value for key, value in believed.items() if key in prices and key not in kept}


def _against_anchors(broken: BrokenPage, moved: Mapping[Key, str]) -> Iterator[str]:
    """Which of the values that a patch moves are others by anchors."""
    confirmed = _values(broken.anchored.confirmed)
    for key, value in moved.items():
        if key in confirmed:
            yield f"{_named(key)} is {value}, and {confirmed[key]} by anchors"


def _stand_in_one_cell(reading: Extraction, keys: Collection[Key]) -> bool:
    """Whether prices of a reading stand in one cell of the page: one value moved, of however many names."""
    cells = {
        re.sub(r" > chars:[\d-]+", "", claim.quote.locator)
        for claim in reading.claims
        if claim.meter and _folded(claim) in keys
    }
    return len(cells) == 1


def _too_little(lost: Mapping[Key, str], back: Mapping[Key, str], *, is_all: bool) -> Iterator[str]:
    """Why the values that a patch brings back are too few to prove it. `is_all` says that these are all
    of the lost ones, but for what stands in one cell.
    """
    different = len(set(back.values()))
    is_small = is_all and different >= LEAST_IF_ALL
    if len(back) < LEAST_UNCHANGED * len(lost) and not is_small:
        yield f"of {len(lost)} lost facts {len(back)} are read with the believed value"
    if different < LEAST_DISTINCTIVE and not is_small:
        yield f"fewer than {LEAST_DISTINCTIVE} different values show it"


def _misnamed(before: Extraction, patch: Patch) -> Iterator[str]:
    """What new names of headers say that is not what the prices below the old ones mean."""
    for now, former in patch.headers.items():
        for claim in before.claims:
            above = [found.text for found in claim.quote.context if found.role == "column"]
            if claim.meter and former in above and says_otherwise(now, claim):
                yield f"{now!r} says something else than {former!r}"
                break


def _prices(reading: Extraction) -> set[Key]:
    return {_folded(claim) for claim in reading.claims if claim.meter}


def _facts(reading: Extraction) -> dict[Key, str]:
    return _values(reading.claims)


def _values(claims: Iterable[Claim]) -> dict[Key, str]:
    """The values of claims that are facts, by what they are about."""
    values: dict[Key, str] = {}
    for claim in claims:
        try:
            values[_folded(claim)] = canonical_value(claim).text
        except SetAside:
            continue
    return values


def _folded(claim: Claim) -> Key:
    kind, name, *rest = claim_key(claim)
    return (kind, folded(str(name)), *rest)


def _named(key: Key) -> str:
    said = [str(part) for part in key[1:] if part not in (None, "standard", "list")]
    return " ".join(said)


def patched_text(text: str, patch: Patch) -> str:
    """The text of a source's file with what a patch says added."""
    renamed = {"renamed_headers": patch.headers, "renamed_headings": patch.headings}
    for attribute, names in renamed.items():
        if not names:
            continue
        entries = [f"{_quoted(now)}: {_quoted(before)}" for now, before in names.items()]
        known = re.search(rf"^    {attribute} = \{{\n", text, re.MULTILINE)
        if known:
            lines = "".join(f"        {entry},\n" for entry in entries)
            text = text[: known.end()] + lines + text[known.end() :]
            continue
        place = re.search(r"^    expect = ", text, re.MULTILINE)
        start = place.start() if place else len(text)
        lines = "".join(f"        {entry},\n" for entry in entries)
        text = f"{text[:start]}    {attribute} = {{\n{lines}    }}\n{text[start:]}"
    if patch.ignored:
        place = re.search(r"^    expect = ", text, re.MULTILINE)
        start = place.start() if place else len(text)
        names = "".join(f"{_quoted(header)}, " for header in patch.ignored)
        text = f"{text[:start]}    ignored_headers = ({names.rstrip()})\n{text[start:]}"
    return text


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def archived_copies(archive: Archive, source: Source) -> Iterator[tuple[str, Copy, Copy]]:
    """(document, last copy of which the source read what it cannot read now, newest copy) for each
    document of a source that has such parts.
    """
    copies: dict[str, list[Copy]] = {}
    for outcome in sorted(archive.outcomes(), key=lambda outcome: outcome.seen_at):
        if outcome.source != source.name or not outcome.sha256:
            continue
        body = archive.body(outcome.sha256)
        copies.setdefault(outcome.document, []).append(Copy(body, outcome.page_url, outcome.kind))
    for document, of_document in sorted(copies.items()):
        newest = of_document[-1]
        for copy in of_document[-2::-1]:
            if copy.body != newest.body:
                if broken_page(source, copy, newest):
                    yield document, copy, newest
                    break
                if not _failing(extract(source, newest.page())):
                    break


def _failing(reading: Extraction) -> set[str]:
    """The parts that gave no claims, or lost some."""
    return {found.part for found in reading.findings if found.is_error}
