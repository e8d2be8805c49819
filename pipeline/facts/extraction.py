"""Extraction of archived pages: bytes to claims to facts, once for each body and parser."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.facts.arrow_schemas import arrow_table
from pipeline.facts.fact import KEY_COLUMNS, FactKey
from pipeline.facts.normalise import canonical_value, fact_key
from pipeline.facts.parser_version import parser_version
from pipeline.facts.set_aside import SetAside
from spiders.archive import Archive
from spiders.claims import Claim, Context, Quote
from spiders.extraction import Extraction, extract
from spiders.parsing.page import Page
from spiders.source import Source

Row = tuple[Any, ...]
_DAY_COLUMNS = [name for name, kind in KEY_COLUMNS.items() if kind is date]


class ArchivedBody(NamedTuple):
    """An archived body to be read: whose document it is, and its digest."""

    source: str
    document: str
    kind: str
    url: str
    sha256: str
    media_type: str


class ExtractedPage(NamedTuple):
    """What was read on one body, as Arrow tables by their name in the warehouse. `claims` and
    `errors` are counts.
    """

    claims: int
    errors: int
    tables: dict[str, pa.Table]


def extract_page(archive: Archive, source: Source, body: ArchivedBody) -> ExtractedPage:
    """What the source reads on one archived body."""
    page = Page(archive.body(body.sha256), url=body.url, kind=body.kind, media_type=body.media_type)
    extraction = extract(source, page)
    facts: list[Row] = []
    keys: dict[str, Row] = {}
    set_aside: list[Row] = []
    for claim in extraction.claims:
        key = fact_key(
            claim, source=body.source, document=body.document, publisher=source.publisher
        )
        try:
            value = canonical_value(claim)
        except SetAside as reason:
            set_aside.append(_set_aside_row(body, claim, key, reason))
            continue
        key_id = key._replace(source=source.renamed_from or key.source).key_id
        quote = claim.quote
        place = (quote.text, quote.locator, _context(claim))
        facts.append((body.source, body.sha256, key_id, *value, *place))
        if key_id not in keys:
            keys[key_id] = _key_row(key_id, key)
    tables = {
        "extraction": arrow_table("extraction", [_extraction_row(body, source, extraction)]),
        "finding": arrow_table(
            "finding", [(body.source, body.sha256, *finding) for finding in extraction.findings]
        ),
        "claim_set_aside": arrow_table("claim_set_aside", set_aside),
        "fact": arrow_table("fact", facts),
        "fact_key": arrow_table("fact_key", keys.values()),
    }
    errors = sum(finding.is_error for finding in extraction.findings)
    return ExtractedPage(len(extraction.claims), errors, tables)


def extract_pages(
    archive: Archive, sources: Mapping[str, Source], bodies: Iterable[ArchivedBody]
) -> Iterator[ExtractedPage]:
    """What each body says, in order."""
    for body in bodies:
        yield extract_page(archive, sources[body.source], body)


def concatenate(pages: Sequence[ExtractedPage]) -> dict[str, pa.Table]:
    """The rows of all pages together, by table."""
    return {
        name: pa.concat_tables([page.tables[name] for page in pages]) for name in pages[0].tables
    }


def _extraction_row(body: ArchivedBody, source: Source, extraction: Extraction) -> Row:
    is_whole = extraction.complete and body.kind not in source.partial_kinds
    version = parser_version(type(source))
    count = len(extraction.claims)
    return (body.source, body.document, body.sha256, version, is_whole, count)


def _set_aside_row(body: ArchivedBody, claim: Claim, key: FactKey, reason: SetAside) -> Row:
    return (
        body.source,
        body.document,
        body.sha256,
        key.provider,
        key.subject_kind,
        key.subject_stated,
        key.attribute,
        key.meter,
        key.qualifiers_text,
        claim.quote.text,
        claim.quote.locator,
        reason.code,
        str(reason),
    )


def _key_row(key_id: str, key: FactKey) -> Row:
    columns: dict[str, Any] = key.columns()
    for name in _DAY_COLUMNS:
        if columns[name]:
            columns[name] = date.fromisoformat(columns[name])
    return (key_id, *columns.values(), key.is_plain, key.qualifiers_text)


def _context(claim: Claim) -> str:
    """The texts that give the value its meaning, as JSON: first the subject."""
    around = list(claim.quote.context)
    if claim.meter and claim.value == "free":
        # The page says it in other words than ours: 免费, or a flag that is true.
        around.append(claim.quote.as_context("free"))
    texts = [_context_entry("subject", claim.subject)]
    texts += [_context_entry(context.role, context) for context in around]
    return json.dumps(texts, ensure_ascii=False)


def _context_entry(role: str, text: Quote | Context) -> dict[str, str]:
    return {"role": role, "text": text.text, "locator": text.locator}
