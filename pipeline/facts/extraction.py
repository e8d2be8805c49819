"""Reading archived pages: bytes to claims to facts, once for each body and parser."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

import pyarrow as pa

from pipeline.facts.arrow_schemas import table
from pipeline.facts.fact import FactKey
from pipeline.facts.normalise import fact_key, value
from pipeline.facts.parser_version import parser_version
from pipeline.facts.set_aside import SetAside
from spiders.archive import Archive
from spiders.claims import Claim
from spiders.extraction import extract
from spiders.parsing.page import Page
from spiders.source import Source


class Body(NamedTuple):
    """An archived body to be read: whose document it is, and its digest."""

    source: str
    document: str
    kind: str
    url: str
    sha256: str
    media_type: str


class Reading(NamedTuple):
    """What was read on one body, as Arrow columns by table of the warehouse."""

    claims: int
    errors: int
    tables: dict[str, pa.Table]


def read_body(archive: Archive, source: Source, body: Body) -> Reading:
    """What the source reads on one archived body."""
    page = Page(archive.body(body.sha256), url=body.url, kind=body.kind, media_type=body.media_type)
    claims, findings = extraction = extract(source, page)
    facts: list[tuple[Any, ...]] = []
    keys: dict[str, tuple[Any, ...]] = {}
    aside: list[tuple[Any, ...]] = []
    for claim in claims:
        key = fact_key(
            claim, source=body.source, document=body.document, publisher=source.publisher
        )
        quote = claim.quote
        try:
            found = value(claim)
        except SetAside as reason:
            about = (
                key.provider,
                key.subject_kind,
                key.subject_stated,
                key.attribute,
                key.meter,
                key.qualifiers,
            )
            aside.append(
                (
                    body.source,
                    body.document,
                    body.sha256,
                    *about,
                    quote.text,
                    quote.locator,
                    reason.code,
                    str(reason),
                )
            )
            continue
        key_id = key._replace(source=source.renamed_from or key.source).key_id
        facts.append(
            (body.source, body.sha256, key_id, *found, quote.text, quote.locator, _context(claim))
        )
        if key_id not in keys:
            keys[key_id] = _key_row(key_id, key)
    version = parser_version(type(source))
    is_whole = extraction.complete and body.kind not in source.partial_kinds
    tables = {
        "extraction": table(
            "extraction",
            [(body.source, body.document, body.sha256, version, is_whole, len(claims))],
        ),
        "finding": table("finding", [(body.source, body.sha256, *finding) for finding in findings]),
        "claim_set_aside": table("claim_set_aside", aside),
        "fact": table("fact", facts),
        "fact_key": table("fact_key", keys.values()),
    }
    return Reading(len(claims), sum(finding.is_error for finding in findings), tables)


def read_bodies(
    archive: Archive, sources: Mapping[str, Source], bodies: Iterable[Body]
) -> Iterator[Reading]:
    """What each body says, in order."""
    for body in bodies:
        yield read_body(archive, sources[body.source], body)


def joined(readings: Sequence[Reading]) -> dict[str, pa.Table]:
    """All readings together, by table."""
    return {
        name: pa.concat_tables([reading.tables[name] for reading in readings])
        for name in readings[0].tables
    }


def _key_row(key_id: str, key: FactKey) -> tuple[Any, ...]:
    days = [date.fromisoformat(day) if day else None for day in (key.valid_from, key.valid_to)]
    first, after = FactKey._fields.index("valid_from"), FactKey._fields.index("valid_to") + 1
    return (key_id, *key[:first], *days, *key[after:], key.is_plain, key.qualifiers)


def _context(claim: Claim) -> str:
    subject = {"role": "subject", "text": claim.subject.text, "locator": claim.subject.locator}
    context = claim.quote.context
    if (
        claim.meter and claim.value == "free"
    ):  # in other words than ours: 免费, or a flag that is true
        context = (*context, claim.quote.as_context("free"))
    around = [{"role": c.role, "text": c.text, "locator": c.locator} for c in context]
    return json.dumps([subject, *around], ensure_ascii=False)
