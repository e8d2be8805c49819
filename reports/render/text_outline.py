"""A page as headings, paragraphs, lists and tables of plain text: what Markdown and the terminal
lay out.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from reports.model.cost import MonthlyBill, MonthlyCost
from reports.model.events import Event
from reports.model.route_listing import History, ModelRoutes
from reports.model.routes import STANDING_WORDS, Route
from reports.pages.comparison import Comparison
from reports.pages.sections.paired_rows import Cell, Row
from reports.render.part_cache import PartCache
from reports.render.plain_text import (
    cell_text,
    footnotes_text,
    paragraph_text,
    sentence_text,
    sources,
    value_text,
)
from reports.render.template_filters import is_value
from reports.values.sentence import Sentence


class Heading(NamedTuple):
    level: int
    text: str


class Paragraph(NamedTuple):
    text: str


class Bullets(NamedTuple):
    items: list[str]


class Table(NamedTuple):
    head: list[str]
    rows: list[list[str]]


Block = Heading | Paragraph | Bullets | Table


def outline(page: Comparison, part_cache: PartCache) -> Iterable[Block]:
    """Every section of the page, in order; `once` remembers what was made of parts that other pages
    hold too.
    """
    a, b = page.header.a.name, page.header.b.name
    yield Heading(1, page.header.title)
    yield Paragraph(paragraph_text(page.header.lede))
    yield Heading(2, "Verdict")
    yield Paragraph(sentence_text(page.verdict.sentence))
    confidence = f"Confidence: {page.verdict.confidence}. " if page.verdict.confidence else ""
    yield Paragraph(confidence + sentence_text(page.verdict.confidence_because))
    yield Heading(2, "Decision scorecard")
    yield _table("Signal", a, b, page.scorecard.rows, part_cache)
    yield Heading(2, "Decision tradeoffs")
    yield from _bullets(f"For {a}", page.tradeoffs.a_for)
    yield from _bullets(f"Against {a}", page.tradeoffs.a_against)
    yield from _bullets(f"For {b}", page.tradeoffs.b_for)
    yield from _bullets(f"Against {b}", page.tradeoffs.b_against)
    yield Heading(2, "Monthly cost at traffic")
    yield Paragraph(f"{page.cost.chosen.profile.title}: {page.cost.chosen.shape}.")
    rows = [
        [
            "This profile",
            part_cache(_cost, page.cost.chosen.a),
            part_cache(_cost, page.cost.chosen.b),
        ]
    ]
    rows += [
        [
            f"{cost.profile.title} ({cost.shape})",
            part_cache(_cost, cost.a),
            part_cache(_cost, cost.b),
        ]
        for cost in page.cost.others
    ]
    yield Table(["Profile", a, b], rows)
    yield Paragraph(sentence_text(page.cost.difference))
    yield Heading(2, "Switch friction")
    yield Paragraph(paragraph_text(page.switching.both))
    yield from _bullets(f"From {a} to {b}", page.switching.leaving_a)
    yield from _bullets(f"From {b} to {a}", page.switching.leaving_b)
    yield from _bullets("Gaps in our data, which are no cost of switching", page.switching.gaps)
    yield Heading(2, "Specs")
    yield _table("Specification", a, b, page.specs.rows, part_cache)
    yield from _bullets("Conflicts", tuple(conflict.sentence for conflict in page.specs.conflicts))
    yield Heading(2, "Pricing and availability")
    for name, routes in ((a, page.pricing.a), (b, page.pricing.b)):
        yield Heading(3, f"{name}: {len(routes.live)} live, {len(routes.ended)} ended")
        yield from part_cache(_routes, routes)
    yield Heading(2, "Capabilities")
    yield _table("Capability", a, b, page.capabilities.rows, part_cache)
    if page.capabilities.unsaid:
        yield Paragraph(sentence_text(page.capabilities.unsaid))
    yield Heading(2, "Benchmarks")
    yield Paragraph(sentence_text(page.benchmarks.note))
    shared = [
        [s.a.benchmark, value_text(s.a.value), value_text(s.b.value)]
        for s in page.benchmarks.shared
    ]
    if shared:
        yield Table(["Benchmark", a, b], shared)
    yield Heading(2, "Deep dive")
    for sentences in page.deep_dive.paragraphs:
        yield Paragraph(paragraph_text(sentences))
    yield Heading(2, "Questions")
    for question in page.faq.questions:
        yield Heading(3, sentence_text(question.question))
        yield Paragraph(paragraph_text(question.answer))
    yield Heading(2, "Continue comparing")
    yield Bullets([f"{neighbour.title} ({neighbour.reason})" for neighbour in page.related])
    yield Heading(2, "What changed")
    yield Bullets([part_cache(_event, event) for event in page.events])
    yield Heading(2, "Sources")
    yield Bullets(
        [
            f"[{s.number}] {s.publisher} {s.url} captured {s.captured}, checked {s.checked}, "
            f"{f'reviewed {s.reviewed}' if s.reviewed else 'not reviewed'}, sha256 {s.digest}"
            for s in page.sources
        ]
    )
    yield Heading(2, "Last reviewed")
    reviewed = (
        f"{page.dates.oldest_review} to {page.dates.newest_review}"
        if page.dates.newest_review
        else "not reviewed"
    )
    checked = f"{page.dates.oldest_check} to {page.dates.newest_check}"
    yield Paragraph(f"Reviewed: {reviewed}. Checked: {checked}. As of {page.header.as_of}.")


def _table(question: str, a: str, b: str, rows: Sequence[Row], part_cache: PartCache) -> Table:
    def text(cell: Cell, form: str) -> str:
        return part_cache(value_text, cell, form) if is_value(cell) else cell_text(cell, form)

    return Table(
        [question, a, b],
        [[row.label, text(row.a, row.form), text(row.b, row.form)] for row in rows],
    )


def _bullets(title: str, sentences: Sequence[Sentence]) -> Iterable[Block]:
    if sentences:
        yield Heading(3, title)
        yield Bullets([sentence_text(sentence) for sentence in sentences])


def _cost(cost: MonthlyCost) -> str:
    if isinstance(cost.best, MonthlyBill):
        paid = f"; the cheapest that is charged for: {_bill(cost.paid)}" if cost.paid else ""
        return f"{_bill(cost.best)}{paid}"
    if cost.last_known is None:
        return f"Unavailable. {sentence_text(cost.best.because)}"
    last = cost.last_known
    return f"Unavailable. Last known {_bill(last.bill)}; {last.status} {last.ended.text}{footnotes_text(last.ended.receipts)}"


def _bill(bill: MonthlyBill) -> str:
    region = f"region {bill.region}" if bill.region else "no region stated"
    stale = ", stale" if bill.is_stale else ""
    stale += ", converted" if bill.is_converted else ""
    return f"{bill.total.text} ({bill.provider}, {bill.tier} tier, {region}, confirmed {bill.confirmed.text}{stale})"


def _route(route: Route) -> list[str]:
    more = ", ".join(f"{price.label}: {value_text(price.value)}" for price in route.prices)
    ended = f" {route.ended.text}{footnotes_text(route.ended.receipts)}" if route.ended else ""
    return [
        f"{route.seller}{footnotes_text([route.listed])}",
        value_text(route.input),
        value_text(route.output),
        more or "none stated",
        f"{STANDING_WORDS[route.standing]}{ended}",
    ]


def _routes(routes: ModelRoutes) -> Sequence[Block]:
    head = ["Seller", "Input", "Output", "Also priced", "Standing"]
    table = Table(head, [_route(route) for route in (*routes.live, *routes.ended)])
    return [table, _history(routes.history)] if routes.history else [table]


def _event(event: Event) -> str:
    return f"{event.day} {sentence_text(event.sentence)}{sources(event.sources)}"


def _history(history: History) -> Table:
    rows = [
        [
            str(point.since),
            *(
                value_text(price) if price else "Not sourced"
                for price in (point.input, point.output)
            ),
        ]
        for point in history.points
    ]
    return Table([f"Price on {history.provider} since", "Input", "Output"], rows)
