"""Arrow schemas of the tables that Python fills in the warehouse, and rows as Arrow tables."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from pipeline.facts.fact import KEY_COLUMNS

TEXT = pa.string()
WHOLE = pa.int64()
FLAG = pa.bool_()
DAY = pa.date32()
TIME = pa.timestamp("us", tz="UTC")
_ARROW_TYPES: Mapping[type, pa.DataType] = {str: TEXT, int: WHOLE, date: DAY}


def _schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


def _texts(*names: str) -> dict[str, pa.DataType]:
    """Columns of text."""
    return dict.fromkeys(names, TEXT)


SCHEMAS: Mapping[str, pa.Schema] = {
    "page": _schema(
        **_texts("source", "document", "kind", "url"),
        seen_at=TIME,
        **_texts("seen_precision", "form", "outcome", "detail"),
        http_status=pa.int32(),
        sha256=TEXT,
        bytes=WHOLE,
        **_texts("media_type", "run_id", "record_id", "answered_url"),
    ),
    "extraction": _schema(
        **_texts("source", "document", "sha256", "parser_version"),
        is_whole=FLAG,
        claims=WHOLE,
        facts=WHOLE,
        prices=WHOLE,
        set_aside=WHOLE,
    ),
    "anchored_body": _schema(
        **_texts("source", "document", "sha256", "anchor_sha256", "anchor_version"),
        believed=WHOLE,
        confirmed=WHOLE,
        moved=WHOLE,
        new=WHOLE,
    ),
    "finding": _schema(**_texts("source", "document", "sha256", "kind", "part", "message")),
    "claim_set_aside": _schema(
        **_texts(
            "source",
            "document",
            "sha256",
            "claim_id",
            "provider",
            "subject_kind",
            "subject_stated",
            "attribute",
            "meter",
            "qualifiers",
            "quote",
            "locator",
            "code",
            "message",
        ),
    ),
    "fact": _schema(
        **_texts("source", "document", "sha256", "key_id"),
        wording=pa.uint64(),
        value_text=TEXT,
        value_number=pa.decimal128(38, 18),
        amount=pa.decimal128(38, 18),
        **_texts("currency", "unit"),
        usd_per_mtok=pa.decimal128(28, 12),
        **_texts("measured_date", "quote", "locator", "context"),
        is_anchored=FLAG,
    ),
    "fact_key": _schema(
        key_id=TEXT,
        **{name: _ARROW_TYPES[kind] for name, kind in KEY_COLUMNS.items()},
        is_plain=FLAG,
        qualifiers=TEXT,
    ),
    "source_info": _schema(
        **_texts("source", "publisher", "lineage", "role"), every_hours=WHOLE, terms=TEXT
    ),
    "source_file": _schema(source=TEXT),
    "source_off": _schema(source=TEXT),
    "provider_info": _schema(**_texts("provider", "name", "publisher")),
    "shipped_rate": _schema(currency=TEXT, rate_date=DAY, per_euro=pa.float64()),
    "copying": _schema(**_texts("publisher", "copied", "reason")),
    "freshness_policy": _schema(
        **_texts("kind", "source", "tier"),
        checked_warn_days=WHOLE,
        checked_error_days=WHOLE,
        reviewed_warn_days=WHOLE,
        reviewed_error_days=WHOLE,
        review_required=FLAG,
    ),
    "decision": _schema(
        decided_at=TIME,
        **_texts("decided_by", "fact_id", "verdict", "reason"),
        against=pa.list_(TEXT),
    ),
    "identity": _schema(
        **_texts(
            "provider",
            "subject_kind",
            "subject_stated",
            "model_id",
            "route_id",
            "route_variant",
            "rule",
        ),
        is_provisional=FLAG,
    ),
    "model_info": _schema(**_texts("model_id", "lab", "slug")),
    "page_wholeness": _schema(
        **_texts("source", "document"), page_seq=WHOLE, is_whole=FLAG, believed=WHOLE, lost=WHOLE
    ),
    "gate": _schema(
        key_id=TEXT, period_number=WHOLE, **_texts("state", "reasons"), accepted_at=TIME
    ),
    "run": _schema(
        **_texts("run_id", "kind"), started_at=TIME, finished_at=TIME, **_texts("outcome", "detail")
    ),
}


def arrow_table(name: str, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """The rows, each a sequence in the order of the schema `name`, as an Arrow table."""
    schema = SCHEMAS[name]
    columns = list(zip(*rows, strict=True)) or [()] * len(schema)
    types: list[pa.DataType] = list(schema.types)
    arrays = [pa.array(column, type=kind) for column, kind in zip(columns, types, strict=True)]
    return pa.table(arrays, schema=schema)
