"""A comparison as rows, one a value with both receipts, and as a report in Markdown."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from pipeline.audit.comparison import OUTCOMES, Audit, CatalogPrice, ComparedPrice, Outcome
from pipeline.output import format_rows
from pipeline.tables.statement import TablePrice

REPORTED_OUTCOMES: tuple[Outcome, ...] = ("equal", "different", "only there", "only here")
"""In the order of the report; rows are in that of OUTCOMES."""
BY_SELLER = """## By seller

A price that the seller itself states is its own; any other is a third party's word.
"""
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
    return sorted((_cells(value) for value in values), key=_order)


def _order(row: list[Any]) -> tuple[Any, ...]:
    outcome, provider, id_there, name_here, meter, qualifiers, *_ = row
    return (OUTCOMES.index(outcome), provider, id_there or name_here, meter, qualifiers)


def _cells(value: ComparedPrice) -> list[Any]:
    """The cells of COLUMNS; None for what only the other side has."""
    here, there, either = value.here, value.there, value.either
    return [
        value.outcome,
        either.provider,
        there.stated if there else None,
        here.stated if here else None,
        either.meter,
        qualifiers_text(either),
        here.usd_per_mtok if here else None,
        there.usd_per_mtok if there else None,
        here.source if here else None,
        here.fact_id if here else None,
        here.quote if here else None,
        here.url if here else None,
        there.file if there else None,
        there.place if there else None,
        here.locator if here else None,
        here.last_checked_at if here else None,
        here.authority if here else None,
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
        f"{price.lifetime} cache" if price.lifetime else None,
        price.modality,
        f"{price.hours} UTC" if price.hours else None,
    ]
    return ", ".join(word for word in words if word)


def audit_summary(audit: Audit) -> str:
    """What was compared and how it came out, in one line."""
    counts = Counter(value.outcome for value in audit.values)
    outcomes = ", ".join(f"{counts[outcome]:,} {outcome}" for outcome in REPORTED_OUTCOMES)
    return f"{audit.table}: {audit.comparable:,} comparable values (set {audit.set_id}): {outcomes}"


def audit_markdown(audit: Audit, name: str) -> str:
    """The report: counts by seller, every difference with both receipts, and what was left out.
    Only the counts tell of values that one side lacks; as JSON lines each of them stands with its
    receipt.
    """
    different = [_receipts(value) for value in audit.values if value.outcome == "different"]
    left_out = [list(item) for item in sorted(audit.left_out.items())]
    parts = [
        f"# {name} beside {audit.basis}\n\n{audit_summary(audit)}.\n",
        BY_SELLER,
        format_rows(("seller", "stated by", *REPORTED_OUTCOMES), _by_seller(audit), "md"),
        "## Different\n",
        format_rows(
            ("seller", "name", "price", "here", "there", "here it stands", "there it stands"),
            different,
            "md",
        ),
        "## Cannot be read\n",
        format_rows(("why", "file", "place"), [list(row) for row in audit.unreadable], "md"),
        "## Left out\n",
        format_rows(("what", "how many"), left_out, "md"),
    ]
    return "\n".join(parts)


def _by_seller(audit: Audit) -> list[list[Any]]:
    """How many values of each seller, by who states them here, came out how."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for value in audit.values:
        of_seller = counts.setdefault(_seller(value), Counter())
        of_seller[value.outcome] += 1
    rows: list[list[Any]] = []
    for seller, by_outcome in sorted(counts.items(), key=lambda item: item[0]):
        rows.append([*seller, *(by_outcome[outcome] for outcome in REPORTED_OUTCOMES)])
    return rows


def _seller(value: ComparedPrice) -> tuple[str, str]:
    """The seller, and who states the price here."""
    if value.here is None:
        stated_by = "nobody here"
    elif value.here.authority == 0:
        stated_by = "itself"
    else:
        stated_by = "others"
    return value.either.provider, stated_by


def _receipts(value: ComparedPrice) -> list[Any]:
    """A difference with where each side states it."""
    here, there, either = value.here, value.there, value.either
    price = f"{either.meter} {qualifiers_text(either)}".rstrip()
    ours = here and f"“{here.quote}”, {here.url}, fact {here.fact_id}, {here.source}"
    theirs = there and f"{there.file}, {there.place}"
    return [
        either.provider,
        either.stated,
        price,
        here.usd_per_mtok if here else None,
        there.usd_per_mtok if there else None,
        ours,
        theirs,
    ]
