"""A comparison as rows, one a value with both receipts, and as a report in Markdown."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.audit.comparison import OUTCOMES, Audit, CatalogPrice, ComparedPrice
from pipeline.audit.statement import TablePrice
from pipeline.output import format_rows

COLUMNS = (
    "outcome",
    "provider",
    "id_there",
    "name_here",
    "meter",
    "qualifiers",
    "usd_per_mtok_here",
    "usd_per_mtok_there",
    "source",
    "fact_id",
    "quote",
    "url",
    "file",
    "place",
    "locator",
    "checked_at",
    "authority",
    "same_by",
)


def comparison_rows(values: Iterable[ComparedPrice]) -> list[list[Any]]:
    """The cells of COLUMNS for each value: what differs first, then by provider, name and meter."""
    cells = [_cells(value) for value in values]
    return sorted(
        cells, key=lambda row: (OUTCOMES.index(row[0]), row[1], row[2] or row[3], row[4], row[5])
    )


def _cells(value: ComparedPrice) -> list[Any]:
    here, there, one = value.here, value.there, value.either
    ours = (here.source, here.fact_id, here.quote, here.url) if here else (None,) * 4
    about_ours = (here.locator, here.last_checked_at, here.authority) if here else (None,) * 3
    return [
        value.outcome,
        one.provider,
        there and there.stated,
        here and here.stated,
        one.meter,
        qualifiers_text(one),
        here and here.usd_per_mtok,
        there and there.usd_per_mtok,
        *ours,
        there and there.file,
        there and there.place,
        *about_ours,
        value.same_by or None,
    ]


def qualifiers_text(price: CatalogPrice | TablePrice) -> str:
    """All but the meter in one line, for people, as the catalog writes it: "batch, under 200,000
    tokens".
    """
    over, upto = price.context_from_tokens, price.context_to_tokens
    words = [
        price.tier if price.tier != "standard" else None,
        f"from {over:,} tokens" if over else None,
        f"under {upto:,} tokens" if upto else None,
        price.lifetime and f"{price.lifetime} cache",
        price.modality,
        price.hours and f"{price.hours} UTC",
    ]
    return ", ".join(word for word in words if word)


def audit_summary(audit: Audit) -> str:
    """What was compared and how it came out, in one line."""
    counts = Counter(value.outcome for value in audit.values)
    told = ", ".join(
        f"{counts[outcome]:,} {outcome}"
        for outcome in ("equal", "different", "only there", "only here")
    )
    return f"{audit.table}: {audit.comparable:,} comparable values (set {audit.set_id}): {told}"


def audit_markdown(audit: Audit, name: str) -> str:
    """The report: counts by seller, every difference with both receipts, and what was left out.
    Only the counts tell of values that one side lacks; as JSON lines each of them stands with its
    receipt.
    """
    return "\n".join(_markdown(audit, name))


def _markdown(audit: Audit, name: str) -> Iterator[str]:
    yield f"# {name} beside {audit.basis}\n\n{audit_summary(audit)}.\n"
    yield "## By seller\n\nA price that the seller itself states is its own; any other is a third party's word.\n"
    yield format_rows(
        ("seller", "stated by", "equal", "different", "only there", "only here"),
        _by_seller(audit),
        "md",
    )
    yield "## Different\n"
    columns = ("seller", "name", "price", "here", "there", "here it stands", "there it stands")
    yield format_rows(
        columns, [_receipts(value) for value in audit.values if value.outcome == "different"], "md"
    )
    yield "## Left out\n"
    yield format_rows(
        ("what", "how many"), [list(item) for item in sorted(audit.left_out.items())], "md"
    )


def _by_seller(audit: Audit) -> list[list[Any]]:
    counts = Counter((*_seller(value), value.outcome) for value in audit.values)
    sellers = sorted({key[:2] for key in counts})
    return [
        [
            *seller,
            *(
                counts[*seller, outcome]
                for outcome in ("equal", "different", "only there", "only here")
            ),
        ]
        for seller in sellers
    ]


def _seller(value: ComparedPrice) -> tuple[str, str]:
    stated_by = (
        ("itself" if value.here.authority == 0 else "others") if value.here else "nobody here"
    )
    return value.either.provider, stated_by


def _receipts(value: ComparedPrice) -> list[Any]:
    here, there, one = value.here, value.there, value.either
    price = " ".join(filter(None, [one.meter, qualifiers_text(one)]))
    ours = here and f"“{here.quote}”, {here.url}, fact {here.fact_id}, {here.source}"
    theirs = there and f"{there.file}, {there.place}"
    return [
        one.provider,
        one.stated,
        price,
        here and here.usd_per_mtok,
        there and there.usd_per_mtok,
        ours,
        theirs,
    ]
