"""Extraction of archived pages: bytes to claims to facts, once for each body and parser."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.facts.anchored import AnchoredClaims, anchored_claims
from pipeline.facts.arrow_schemas import arrow_table
from pipeline.facts.fact import KEY_COLUMNS, CanonicalValue, FactKey, key_id_of
from pipeline.facts.limits import check_limits
from pipeline.facts.normalise import canonical_value, fact_key
from pipeline.facts.parser_version import parser_version
from pipeline.facts.repairs import Copy
from pipeline.facts.set_aside import SetAside
from spiders.archive import Archive
from spiders.claims import Claim, Context, Quote
from spiders.extraction import extract
from spiders.general.anchored_reading import ANCHORED, is_anchored
from spiders.parsing.findings import Finding, FindingKind
from spiders.parsing.page import Page
from spiders.source import Source

Row = tuple[Any, ...]
TABLES = ("extraction", "finding", "claim_set_aside", "fact", "fact_key")
"""The tables that a reading fills."""
BATCH_CLAIMS = 200_000
"""Claims that are held in memory before they are loaded: about 250 MB."""
_to_json = json.JSONEncoder(ensure_ascii=False).encode
_DAY_COLUMNS = [name for name, kind in KEY_COLUMNS.items() if kind is date]


class ArchivedBody(NamedTuple):
    """An archived body to be read: whose document it is, and its digest."""

    source: str
    document: str
    kind: str
    url: str
    sha256: str
    media_type: str
    bytes: int


class AnchoredFigures(NamedTuple):
    """How many prices of an anchor its source does not read, and how many of these stand unchanged on
    the page, moved, or are new there.
    """

    believed: int
    confirmed: int
    moved: int
    new: int

    @property
    def shown(self) -> int:
        """Prices that are read by anchors."""
        return self.confirmed + self.moved + self.new


class ExtractedPage(NamedTuple):
    """What was read on one body, as Arrow tables by their name in the warehouse. `claims` and
    `errors` are counts.
    """

    claims: int
    errors: int
    tables: dict[str, pa.Table]
    anchored: AnchoredFigures | None = None


class Anchor(NamedTuple):
    """The last body that a source could read where it cannot read the next, and its bytes."""

    body: ArchivedBody
    content: bytes


def extract_page(
    archive: Archive, source: Source, body: ArchivedBody, anchor: ArchivedBody | None = None
) -> ExtractedPage:
    """What the source reads on one archived body, in this process. Raises ArchiveDamaged."""
    content = archive.body(body.sha256)
    last_good = Anchor(anchor, archive.body(anchor.sha256)) if anchor else None
    return read_body(source, body, content, parser_version(type(source)), last_good)


def read_body(
    source: Source,
    body: ArchivedBody,
    content: bytes,
    version: str,
    anchor: Anchor | None = None,
) -> ExtractedPage:
    """What the source, of a parser version, reads on the bytes of one body; and what it does not read
    and the prices on its anchor show.
    """
    page = Page(content, url=body.url, kind=body.kind, media_type=body.media_type)
    extraction = extract(source, page)
    for finding in extraction.findings:
        if finding.kind == "limit":
            return refused_page(body, version, "limit", finding.message)
    figures = None
    claims = extraction.claims
    if anchor:
        good, bad = _copy(*anchor), _copy(body, content)
        found = anchored_claims(source, good, bad, (page, extraction))
        figures = _figures(found)
        if found:
            claims = [*claims, *found.claims]
            extraction.findings.extend(found.findings)
    facts: list[Row] = []
    keys: dict[str, Row] = {}
    set_aside: list[Row] = []
    repetitions: Counter[str] = Counter()
    own_facts, prices = 0, 0
    contradicted = check_limits(claims)
    for claim in claims:
        key = fact_key(
            claim, source=body.source, document=body.document, publisher=source.publisher
        )
        try:
            value = canonical_value(claim, contradicted)
        except SetAside as reason:
            set_aside.append(_set_aside_row(body, claim, key, reason, repetitions))
            continue
        columns = key.columns()
        key_id = key_id_of(columns | {"source": source.renamed_from or key.source})
        around = _around(claim)
        quote = claim.quote
        by_anchors = is_anchored(claim)
        wording = _wording(value, quote.text, around, by_anchors)
        place = (quote.text, quote.locator, _context_json(around), by_anchors)
        facts.append((body.source, body.document, body.sha256, key_id, wording, *value, *place))
        own_facts += not by_anchors
        prices += key.attribute == "price" and not by_anchors
        if key_id not in keys:
            keys[key_id] = _key_row(key_id, key, columns)
    is_whole = extraction.complete and not source.is_partial(body.kind)
    counts = (len(extraction.claims), own_facts, prices, len(set_aside))
    tables = {
        "extraction": arrow_table("extraction", [_extraction_row(body, version, is_whole, counts)]),
        "finding": arrow_table("finding", _finding_rows(body, extraction.findings)),
        "claim_set_aside": arrow_table("claim_set_aside", set_aside),
        "fact": arrow_table("fact", facts),
        "fact_key": arrow_table("fact_key", keys.values()),
    }
    errors = sum(finding.is_error for finding in extraction.findings)
    return ExtractedPage(len(extraction.claims), errors, tables, figures)


def _copy(body: ArchivedBody, content: bytes) -> Copy:
    return Copy(content, body.url, body.kind, body.media_type)


def _figures(found: AnchoredClaims | None) -> AnchoredFigures:
    if found is None:
        return AnchoredFigures(0, 0, 0, 0)
    read = found.reading
    return AnchoredFigures(read.believed, len(read.confirmed), len(read.moved), len(read.new))


def refused_page(body: ArchivedBody, version: str, kind: FindingKind, reason: str) -> ExtractedPage:
    """A body that could not be read, within the limits or at all: no claims, and a finding that says why. It counts
    as read by this version of the parser, so that only another version reads it again.
    """
    message = (
        f"{body.url}, sha256 {body.sha256}, {body.bytes:,} bytes, was not read: {reason}; kept: the archived page, and "
        f"what is known already; it is read again when spiders/sources/{body.source}.py or a reader that it uses "
        "changes; if the page is what its publisher means, change that"
    )
    tables = {name: arrow_table(name, []) for name in TABLES}
    row = _extraction_row(body, version, is_whole=False, counts=(0, 0, 0, 0))
    tables["extraction"] = arrow_table("extraction", [row])
    tables["finding"] = arrow_table(
        "finding", _finding_rows(body, [Finding(kind, "page", message)])
    )
    return ExtractedPage(0, 1, tables)


def left_page() -> ExtractedPage:
    """What stands for a body that is left for a later run: nothing, not even that it was read."""
    return ExtractedPage(0, 0, {name: arrow_table(name, []) for name in TABLES})


def batches(pages: Iterable[ExtractedPage]) -> Iterator[list[ExtractedPage]]:
    """The pages in order, in lists of about BATCH_CLAIMS claims: what is held in memory at once."""
    batch: list[ExtractedPage] = []
    claims = 0
    for page in pages:
        batch.append(page)
        claims += page.claims
        if claims >= BATCH_CLAIMS:
            yield batch
            batch, claims = [], 0
    if batch:
        yield batch


def concatenate(pages: Sequence[ExtractedPage]) -> dict[str, pa.Table]:
    """The rows of all pages together, by table; empty tables where there are no pages."""
    return {
        name: pa.concat_tables([arrow_table(name, []), *(page.tables[name] for page in pages)])
        for name in TABLES
    }


def _extraction_row(
    body: ArchivedBody, version: str, is_whole: bool, counts: tuple[int, int, int, int]
) -> Row:
    """`counts`: claims, facts, prices, and claims that were set aside."""
    return (body.source, body.document, body.sha256, version, is_whole, *counts)


def _finding_rows(body: ArchivedBody, findings: Iterable[Finding]) -> list[Row]:
    return [(body.source, body.document, body.sha256, *finding) for finding in findings]


def _set_aside_row(
    body: ArchivedBody, claim: Claim, key: FactKey, reason: SetAside, repetitions: Counter[str]
) -> Row:
    """The row of a claim that is no fact. `repetitions` counts, on one page, claims that say the
    same: the second of them has another id than the first.
    """
    said = (
        key.provider,
        key.subject_kind,
        key.subject_stated,
        key.attribute,
        key.meter,
        key.qualifiers_text,
        claim.quote.text,
    )
    why = (reason.code, str(reason))
    content = json.dumps([body.source, body.document, *said, *why], ensure_ascii=False)
    repetitions[content] += 1
    numbered = f"{content}{repetitions[content]}"
    claim_id = hashlib.blake2b(numbered.encode(), digest_size=8).hexdigest()
    return (
        body.source,
        body.document,
        body.sha256,
        claim_id,
        *said,
        claim.quote.locator,
        *why,
    )


def _key_row(key_id: str, key: FactKey, columns: Mapping[str, str | int | None]) -> Row:
    values: dict[str, Any] = dict(columns)
    for name in _DAY_COLUMNS:
        if values[name]:
            values[name] = date.fromisoformat(values[name])
    return (key_id, *values.values(), key.is_plain, key.qualifiers_text)


def _around(claim: Claim) -> list[tuple[str, Quote | Context]]:
    """The texts that give the value its meaning, by role: first the subject."""
    around: list[tuple[str, Quote | Context]] = [("subject", claim.subject)]
    around += [
        (context.role, context) for context in claim.quote.context if context.text != ANCHORED
    ]
    if claim.meter and claim.value == "free":
        # The page says it in other words than ours: 免费, or a flag that is true.
        context = claim.quote.as_context("free")
        around.append((context.role, context))
    return around


def _context_json(around: list[tuple[str, Quote | Context]]) -> str:
    entries = [{"role": role, "text": text.text, "locator": text.locator} for role, text in around]
    return _to_json(entries)


def _wording(
    value: CanonicalValue, quote: str, around: list[tuple[str, Quote | Context]], by_anchors: bool
) -> int:
    """A hash of 64 bits of a value, its quote and the texts around it, wherever these stand: pages
    that state it with the same hash state it in the same words, and are read in the same way.
    """
    stated = [quote, ANCHORED] if by_anchors else [quote]
    stated += ["" if part is None else str(part) for part in value]
    for role, text in around:
        stated.extend((role, text.text))
    digest = hashlib.blake2b("\x1f".join(stated).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big")
