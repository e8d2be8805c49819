"""A patch to someone else's table: what differs there and is certain here, written over in place, a
receipt for each. What is not certain, or is no matter of one number, is left, with the reason.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Literal, NamedTuple

from pipeline.audit.comparison import FIRST_BAND, Audit, CatalogPrice, ComparedPrice
from pipeline.audit.patch import Change, changed_text, line_of, number_like, patch_text
from pipeline.audit.report import qualifiers_text
from pipeline.audit.spans import Span, value_spans
from pipeline.facts.money import decimal_text
from pipeline.tables.statement import TableFile, TablePrice
from warehouse.store import Database

Why = Literal[
    "not the seller's word",
    "rejected",
    "held",
    "disputed",
    "not sold",
    "missing",
    "stale",
    "several prices",
    "ends",
    "free",
    "band",
    "period",
    "shared",
    "place",
]
FIX_COLUMNS = (
    "proposal",
    "why",
    "detail",
    "provider",
    "id_there",
    "meter",
    "qualifiers",
    "written",
    "proposed",
    "usd_per_mtok_there",
    "usd_per_mtok_here",
    "file",
    "line",
    "place",
    "source",
    "url",
    "checked_at",
    "quote",
    "fact_id",
)


class Standing(NamedTuple):
    """What stands against handing on a price of the catalog."""

    fact_id: str
    review_rank: int
    held_value: str | None
    held_because: str | None
    missing_since: Any
    is_stale: bool
    price_class: str | None
    valid_from: date | None
    valid_to: date | None
    status: str | None
    is_live: bool
    is_disputed: bool
    has_changed: bool


class Proposal(NamedTuple):
    """A difference, and the number that is to stand there; or why it is left as it is."""

    here: CatalogPrice
    there: TablePrice
    line: int | None
    new: str | None
    why: Why | None = None
    detail: str = ""
    valid_from: date | None = None
    """The day from which the page says that the price holds."""


class Fix(NamedTuple):
    """A proposal for every difference, and the files with what is proposed in them, by name."""

    proposals: list[Proposal]
    old: dict[str, str]
    new: dict[str, str]

    @property
    def proposed(self) -> list[Proposal]:
        return [one for one in self.proposals if one.new is not None]

    @property
    def left(self) -> list[Proposal]:
        return [one for one in self.proposals if one.new is None]


class _Place(NamedTuple):
    """A span of a file."""

    file: str
    span: Span


def propose_fix(catalog: Database, audit: Audit, documents: Sequence[TableFile]) -> Fix:
    """What to write into a table so that the differences that are certain are gone."""
    pairs = _differences(audit.values)
    standing = _standing(catalog, [here.fact_id for here, _, _ in pairs])
    spans = _spans(audit.values, documents)
    texts = {document.name: document.text for document in documents}
    forms = {document.name: document.form for document in documents}
    wanted: dict[tuple[str, str], Proposal] = {}
    for here, there, value in pairs:
        fact = standing[here.fact_id]
        text = texts[there.file]
        why, detail = why_left(value, here, there, fact)
        span = spans.get((there.file, there.place))
        line = line_of(text, span.start) if span else None
        if why is None and not (span and _is_found(there, spans, text)):
            why, detail = "place", "the number is not found in the text as it is read"
        new = None
        if why is None:
            price = here.usd_per_mtok / there.scale
            new = number_like(there.written, price, forms[there.file])
        wanted[_key_of(there)] = Proposal(here, there, line, new, why, detail, fact.valid_from)
    _leave_shared(wanted, audit.values, spans)
    changes: defaultdict[str, set[Change]] = defaultdict(set)
    for (file, _), proposal in wanted.items():
        if proposal.new is None:
            continue
        for place in (proposal.there.place, *proposal.there.repeats):
            changes[file].add(Change(spans[file, place], proposal.new))
    old_texts: dict[str, str] = {}
    new_texts: dict[str, str] = {}
    for file, found in changes.items():
        old_texts[file] = texts[file]
        new_texts[file] = changed_text(texts[file], sorted(found))
    return Fix(list(wanted.values()), old_texts, new_texts)


def _key_of(there: TablePrice) -> tuple[str, str]:
    """What tells the prices of a table apart: one place can be the price of several hours."""
    return there.file, f"{there.place} {there.stated} {qualifiers_text(there)}"


def _differences(
    values: Iterable[ComparedPrice],
) -> list[tuple[CatalogPrice, TablePrice, ComparedPrice]]:
    return [
        (value.here, value.there, value)
        for value in values
        if value.outcome == "different" and value.here and value.there
    ]


def _standing(catalog: Database, facts: Sequence[str]) -> dict[str, Standing]:
    rows = catalog.query("audited_standing", {"facts": list(facts)}).rows
    return {standing.fact_id: standing for standing in (Standing(*row) for row in rows)}


def _spans(
    values: Iterable[ComparedPrice], documents: Sequence[TableFile]
) -> dict[tuple[str, str], Span]:
    """Where the prices of the files stand in which something differs."""
    places: defaultdict[str, list[str]] = defaultdict(list)
    differing = {
        value.there.file for value in values if value.there and value.outcome == "different"
    }
    for value in values:
        if value.there and value.there.file in differing:
            places[value.there.file] += [value.there.place, *value.there.repeats]
    return {
        (document.name, place): span
        for document in documents
        if document.name in places
        for place, span in value_spans(document, places[document.name]).items()
    }


def _is_found(there: TablePrice, spans: Mapping[tuple[str, str], Span], text: str) -> bool:
    """Whether the number stands where it was read from, and wherever the file repeats it."""
    for place in (there.place, *there.repeats):
        span = spans.get((there.file, place))
        if span is None or text[span.start : span.end] != there.written:
            return False
    return True


def why_left(
    value: ComparedPrice, here: CatalogPrice, there: TablePrice, standing: Standing
) -> tuple[Why | None, str]:
    """Why a difference is left, with details; no reason where it is certain."""
    reasons: list[tuple[bool, Why, str]] = [
        (here.authority > 0, "not the seller's word", f"{here.source} says it"),
        (standing.review_rank >= 2, "rejected", "a person rejected it"),
        (
            standing.held_value is not None,
            "held",
            f"{standing.held_value} waits for review: {standing.held_because}",
        ),
        (standing.is_disputed, "disputed", "the seller's pages contradict each other"),
        (not standing.is_live, "not sold", standing.status or "no route"),
        (standing.missing_since is not None, "missing", "its page states it no more"),
        (standing.is_stale, "stale", f"last checked {here.last_checked_at.date()}"),
        (
            value.is_one_of_several or standing.price_class is not None,
            "several prices",
            standing.price_class or "its source states several",
        ),
        (standing.valid_to is not None, "ends", f"on {standing.valid_to}"),
        (not here.usd_per_mtok, "free", "0 can be a plan"),
        (
            FIRST_BAND in value.same_by,
            "band",
            f"{qualifiers_text(here)} here, for inputs of every length there",
        ),
        (
            there.is_dated and standing.has_changed,
            "period",
            "it was another one before: the table needs a new period, not another number",
        ),
    ]
    for holds, why, detail in reasons:
        if holds:
            return why, detail
    return None, ""


def _leave_shared(
    wanted: dict[tuple[str, str], Proposal],
    values: Iterable[ComparedPrice],
    spans: Mapping[tuple[str, str], Span],
) -> None:
    """Leave what stands where the table has another price, too, of which the same is not proposed."""
    at: defaultdict[_Place, set[tuple[str | None, str]]] = defaultdict(set)
    for value in values:
        there = value.there
        if there is None:
            continue
        proposal = wanted.get(_key_of(there)) if value.outcome == "different" else None
        for place in (there.place, *there.repeats):
            span = spans.get((there.file, place))
            if span:
                name = f"{there.provider} {there.stated}"
                at[_Place(there.file, span)].add((proposal.new if proposal else None, name))
    for key, proposal in wanted.items():
        there = proposal.there
        shared: set[tuple[str | None, str]] = set()
        for place in (there.place, *there.repeats):
            span = spans.get((there.file, place))
            shared |= at[_Place(there.file, span)] if span else set()
        others = sorted(name for new, name in shared if new != proposal.new)
        if proposal.new is not None and others:
            wanted[key] = proposal._replace(
                new=None, why="shared", detail=f"the number is that of {others[0]} too"
            )


def broken_promises(fix: Fix, before: Audit, after: Audit) -> list[str]:
    """What the audit of the patched table shows that was not promised: values that are not equal now
    though it was proposed, and any other value that is not what it was.
    """
    promised = {_key_of(one.there) for one in fix.proposed}
    was = {_key_of(value.there): value for value in before.values if value.there}
    now = {_key_of(value.there): value for value in after.values if value.there}
    broken: list[str] = []
    for key in sorted(was.keys() | now.keys()):
        old, new = was.get(key), now.get(key)
        if key in promised:
            is_kept = new is not None and new.outcome == "equal"
        else:
            is_kept = _seen(old) == _seen(new)
        if not is_kept:
            broken.append(" ".join(key))
    if len(before.unreadable) != len(after.unreadable):
        broken.append("rows that cannot be read")
    return broken


def _seen(value: ComparedPrice | None) -> tuple[str, Decimal] | None:
    return (value.outcome, value.there.usd_per_mtok) if value and value.there else None


def fix_patch(fix: Fix) -> str:
    """The patch, with a receipt for each change in front, which programs that apply it pass over."""
    receipts = [f"# {_receipt(one)}\n" for one in fix.proposed]
    return "".join(receipts) + patch_text(fix.old, fix.new)


def _receipt(proposal: Proposal) -> str:
    """Where the number stands, what it is of, and what says so: in one line."""
    here, there = proposal.here, proposal.there
    what = " ".join(filter(None, (there.meter, qualifiers_text(there))))
    quote = " ".join(here.quote.split())
    since = f", from {proposal.valid_from} on" if proposal.valid_from else ""
    return (
        f"{there.file}:{proposal.line}: {there.provider} {there.stated}, {what}: {there.written} -> "
        f"{proposal.new} ({decimal_text(here.usd_per_mtok)} US dollars per million tokens{since}); "
        f'{here.url} on {here.last_checked_at.date()}: "{quote}"; fact {here.fact_id}'
    )


def left_line(proposal: Proposal) -> str:
    """Why a difference is left, in a line."""
    there = proposal.there
    what = " ".join(filter(None, (there.meter, qualifiers_text(there))))
    return f"{there.provider} {there.stated}, {what}: {proposal.why}, {proposal.detail}"


def fix_rows(fix: Fix) -> list[list[Any]]:
    """The cells of FIX_COLUMNS for each difference: what is proposed first."""
    ordered = sorted(
        fix.proposals, key=lambda one: (one.new is None, one.why or "", _key_of(one.there))
    )
    return [_cells(one) for one in ordered]


def _cells(proposal: Proposal) -> list[Any]:
    here, there = proposal.here, proposal.there
    return [
        "change" if proposal.new is not None else "left",
        proposal.why,
        proposal.detail or None,
        there.provider,
        there.stated,
        there.meter,
        qualifiers_text(there),
        there.written,
        proposal.new,
        there.usd_per_mtok,
        here.usd_per_mtok,
        there.file,
        proposal.line,
        there.place,
        here.source,
        here.url,
        here.last_checked_at,
        here.quote,
        here.fact_id,
    ]
