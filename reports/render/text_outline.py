"""Outlines a page as headings, paragraphs, lists and tables of plain text, for Markdown and the
terminal.
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
    source_marks,
    value_text,
)
from reports.render.template_filters import is_value, review_words
from reports.values.citations import Source
from reports.values.sentence import Sentence
from reports.values.translations import in_english


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


def first_screen(page: Comparison, part_cache: PartCache) -> Iterable[Block]:
    """The blocks that answer; those of `outline` after them are the evidence."""
    yield Heading(1, page.header.title)
    traffic = page.cost.chosen.profile.volume
    yield _table(page, f"At {traffic} a month", page.at_a_glance.rows, part_cache)
    yield Paragraph(sentence_text(page.verdict.sentence))
    checked = page.at_a_glance.checked
    sure = [sentence_text(checked)] if checked else []
    sure.append(review_words(page.dates))
    sure += map(sentence_text, page.at_a_glance.exceptions)
    yield Paragraph(" ".join(sure))


def outline(page: Comparison, part_cache: PartCache) -> Iterable[Block]:
    """The blocks of every section, in the order of the page."""
    yield from first_screen(page, part_cache)
    yield from _signals(page)
    yield Paragraph(paragraph_text(page.header.lede))
    yield Heading(2, "Decision scorecard")
    yield _table(page, "Signal", page.scorecard.rows, part_cache)
    yield from _tradeoffs(page)
    yield from _monthly_cost(page, part_cache)
    yield from _switching(page)
    yield Heading(2, "Specs")
    yield _table(page, "Specification", page.specs.rows, part_cache)
    yield from _bullets("Conflicts", [conflict.sentence for conflict in page.specs.conflicts])
    yield from _pricing(page, part_cache)
    yield Heading(2, "Capabilities")
    yield _table(page, "Capability", page.capabilities.rows, part_cache)
    if page.capabilities.unsaid:
        yield Paragraph(sentence_text(page.capabilities.unsaid))
    yield from _benchmarks(page)
    yield Heading(2, "Deep dive")
    for sentences in page.deep_dive.paragraphs:
        yield Paragraph(paragraph_text(sentences))
    yield Heading(2, "Questions")
    for question in page.faq.questions:
        yield Heading(3, sentence_text(question.question))
        yield Paragraph(paragraph_text(question.answer))
    yield Heading(2, "Continue comparing")
    yield Bullets([f"{other.title} ({other.reason})" for other in page.related])
    yield Heading(2, "What changed")
    yield Bullets([part_cache(_event, event) for event in page.events])
    yield Heading(2, "Sources")
    yield Bullets([_source(source) for source in page.sources])
    yield from _review_dates(page)


def _signals(page: Comparison) -> Iterable[Block]:
    """How the verdict is decided."""
    confidence = ""
    if page.verdict.confidence:
        confidence = f"Confidence: {page.verdict.confidence}. "
    yield Paragraph(confidence + sentence_text(page.verdict.confidence_because))
    verdict = page.verdict
    signals = (*verdict.decisive, *verdict.level, *verdict.missing)
    yield Bullets([f"{signal.label}: {sentence_text(signal.because)}" for signal in signals])


def _tradeoffs(page: Comparison) -> Iterable[Block]:
    a, b = _names(page)
    yield Heading(2, "Decision tradeoffs")
    yield from _bullets(f"For {a}", page.tradeoffs.a_for)
    yield from _bullets(f"Against {a}", page.tradeoffs.a_against)
    yield from _bullets(f"For {b}", page.tradeoffs.b_for)
    yield from _bullets(f"Against {b}", page.tradeoffs.b_against)


def _monthly_cost(page: Comparison, part_cache: PartCache) -> Iterable[Block]:
    chosen = page.cost.chosen
    yield Heading(2, "Monthly cost at traffic")
    yield Paragraph(f"{chosen.profile.title}: {chosen.shape}.")
    profiles = [("This profile", chosen)]
    profiles += [(f"{other.profile.title} ({other.shape})", other) for other in page.cost.others]
    rows = [
        [
            title,
            part_cache(_cost, profile.a),
            part_cache(_cost, profile.b),
        ]
        for title, profile in profiles
    ]
    yield Table(["Profile", *_names(page)], rows)
    yield Paragraph(sentence_text(page.cost.difference))


def _switching(page: Comparison) -> Iterable[Block]:
    a, b = _names(page)
    switching = page.switching
    yield Heading(2, "Switch friction")
    yield Paragraph(paragraph_text(switching.both))
    yield from _bullets(f"From {a} to {b}", switching.leaving_a)
    yield from _bullets(f"From {b} to {a}", switching.leaving_b)
    yield from _bullets("Gaps in our data, which are no cost of switching", switching.gaps)


def _pricing(page: Comparison, part_cache: PartCache) -> Iterable[Block]:
    a, b = _names(page)
    yield Heading(2, "Pricing and availability")
    for name, routes in ((a, page.pricing.a), (b, page.pricing.b)):
        yield Heading(3, f"{name}: {len(routes.live)} live, {len(routes.ended)} ended")
        yield from part_cache(_routes, routes)


def _benchmarks(page: Comparison) -> Iterable[Block]:
    yield Heading(2, "Benchmarks")
    yield Paragraph(sentence_text(page.benchmarks.note))
    rows = [
        [
            shared.a.benchmark,
            value_text(shared.a.value),
            value_text(shared.b.value),
        ]
        for shared in page.benchmarks.shared
    ]
    if rows:
        yield Table(["Benchmark", *_names(page)], rows)


def _source(source: Source) -> str:
    reviewed = f"reviewed {source.reviewed}" if source.reviewed else "not reviewed"
    return (
        f"[{source.number}] {source.publisher} {source.url} "
        f"captured {source.captured}, checked {source.checked}, "
        f"{reviewed}, sha256 {source.digest}"
    )


def _review_dates(page: Comparison) -> Iterable[Block]:
    dates = page.dates
    reviewed = "Not reviewed"
    if dates.newest_review:
        reviewed = f"Last reviewed {dates.newest_review}: {dates.reviewed_of_all}"
    checked = f"{dates.oldest_check} to {dates.newest_check}"
    yield Heading(2, "Last reviewed")
    yield Paragraph(f"{reviewed}. Checked: {checked}. As of {page.header.as_of}.")


def _names(page: Comparison) -> tuple[str, str]:
    return page.header.a.name, page.header.b.name


def _table(
    page: Comparison,
    question: str,
    rows: Sequence[Row],
    part_cache: PartCache,
) -> Table:
    lines = [
        [
            row.label,
            _cell(row.a, row.form, part_cache),
            _cell(row.b, row.form, part_cache),
        ]
        for row in rows
    ]
    return Table([question, *_names(page)], lines)


def _cell(cell: Cell, form: str, part_cache: PartCache) -> str:
    if is_value(cell):
        return part_cache(value_text, cell, form)
    return cell_text(cell, form)


def _bullets(title: str, sentences: Sequence[Sentence]) -> Iterable[Block]:
    """A titled list; nothing where there are no sentences."""
    if sentences:
        yield Heading(3, title)
        yield Bullets([sentence_text(sentence) for sentence in sentences])


def _cost(cost: MonthlyCost) -> str:
    if isinstance(cost.best, MonthlyBill):
        return _bill(cost.best)
    last = cost.last_known
    if last is None:
        return f"Unavailable. {sentence_text(cost.best.because)}"
    ended = f"{last.ended.text}{footnotes_text(last.ended.receipts)}"
    return f"Unavailable. Last known {_bill(last.bill)}; {last.status} {ended}"


def _bill(bill: MonthlyBill) -> str:
    words = [
        bill.provider,
        f"{bill.tier} tier",
        f"region {in_english(bill.region)}" if bill.region else "no region stated",
        f"confirmed {bill.confirmed.text}",
    ]
    if bill.is_stale:
        words.append("stale")
    if bill.is_converted:
        words.append("converted")
    return f"{bill.total.text} ({', '.join(words)})"


def _routes(routes: ModelRoutes) -> Sequence[Block]:
    head = ["Seller", "Input", "Output", "Also priced", "Standing"]
    rows = [_route(route) for route in (*routes.live, *routes.ended)]
    blocks: list[Block] = [Table(head, rows)]
    if routes.history:
        blocks.append(_history(routes.history))
    return blocks


def _route(route: Route) -> list[str]:
    more = [f"{in_english(price.label)}: {value_text(price.value)}" for price in route.prices]
    standing = STANDING_WORDS[route.standing]
    if route.ended:
        standing += f" {route.ended.text}{footnotes_text(route.ended.receipts)}"
    return [
        f"{route.seller}{footnotes_text([route.listed])}",
        value_text(route.input),
        value_text(route.output),
        ", ".join(more) or "none stated",
        standing,
    ]


def _event(event: Event) -> str:
    return f"{event.day} {sentence_text(event.sentence)}{source_marks(event.sources)}"


def _history(history: History) -> Table:
    head = [f"Price on {history.provider} since", "Input", "Output"]
    rows = [
        [
            str(point.since),
            value_text(point.input) if point.input else "Not sourced",
            value_text(point.output) if point.output else "Not sourced",
        ]
        for point in history.points
    ]
    return Table(head, rows)
