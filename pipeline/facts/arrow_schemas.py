"""Arrow columns for the warehouse: rows given as named tuples or dictionaries, typed by a schema."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa

TEXT, WHOLE, FLAG, TIME = pa.string(), pa.int64(), pa.bool_(), pa.timestamp("us", tz="UTC")


def schema(**columns: pa.DataType) -> pa.Schema:
    return pa.schema(list(columns.items()))


def texts(*names: str) -> dict[str, pa.DataType]:
    return dict.fromkeys(names, TEXT)


SCHEMAS: Mapping[str, pa.Schema] = {
    "page": schema(
        **texts("source", "document", "kind", "url"),
        seen_at=TIME,
        **texts("seen_precision", "form", "outcome", "detail"),
        http_status=pa.int32(),
        sha256=TEXT,
        bytes=WHOLE,
        **texts("media_type", "run_id", "record_id"),
    ),
    "extraction": schema(
        **texts("source", "document", "sha256", "parser_version"), is_whole=FLAG, claims=WHOLE
    ),
    "finding": schema(**texts("source", "sha256", "kind", "part", "message")),
    "claim_set_aside": schema(
        **texts(
            "source",
            "document",
            "sha256",
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
    "fact": schema(
        **texts("source", "sha256", "key_id", "value_text"),
        value_number=pa.decimal128(38, 18),
        amount=pa.decimal128(38, 18),
        **texts("currency", "unit"),
        usd_per_mtok=pa.decimal128(28, 12),
        **texts("measured_date", "quote", "locator", "context"),
    ),
    "fact_key": schema(
        **texts(
            "key_id",
            "source",
            "document",
            "provider",
            "subject_kind",
            "subject_stated",
            "attribute",
        ),
        **texts("meter", "tier"),
        context_from_tokens=WHOLE,
        context_to_tokens=WHOLE,
        **texts("lifetime", "modality", "variant"),
        valid_from=pa.date32(),
        valid_to=pa.date32(),
        **texts(
            "benchmark",
            "version",
            "runner",
            "band_rule",
            "region",
            "mode",
            "hours",
            "price_class",
            "plan",
        ),
        is_plain=FLAG,
        qualifiers=TEXT,
    ),
    "source_info": schema(**texts("source", "publisher", "lineage"), every_hours=WHOLE, terms=TEXT),
    "source_file": schema(source=TEXT),
    "provider_info": schema(**texts("provider", "name", "publisher")),
    "freshness_policy": schema(
        **texts("kind", "source", "tier"),
        checked_warn_days=WHOLE,
        checked_error_days=WHOLE,
        reviewed_warn_days=WHOLE,
        reviewed_error_days=WHOLE,
    ),
    "decision": schema(
        decided_at=TIME,
        **texts("decided_by", "fact_id", "verdict", "reason"),
        against=pa.list_(TEXT),
    ),
    "identity": schema(
        **texts(
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
    "model_info": schema(**texts("model_id", "lab", "slug")),
    "gate": schema(key_id=TEXT, period_number=WHOLE, **texts("state", "reasons"), accepted_at=TIME),
    "run": schema(
        **texts("run_id", "kind"), started_at=TIME, finished_at=TIME, **texts("outcome", "detail")
    ),
}


def table(name: str, rows: Iterable[Sequence[Any]]) -> pa.Table:
    """The rows, each a sequence in the order of the schema `name`, as an Arrow table."""
    form = SCHEMAS[name]
    columns = list(zip(*rows, strict=True)) or [()] * len(form)
    types: list[pa.DataType] = list(form.types)
    return pa.table(
        [pa.array(column, type=kind) for column, kind in zip(columns, types, strict=True)],
        schema=form,
    )
