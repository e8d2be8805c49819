"""One page model, four forms: HTML for people, JSON for machines, Markdown for both, text for a terminal."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, cast
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from reports.chart import chart
from reports.comparison import Comparison
from reports.cost import Bill
from reports.formats import in_short, listed, plain
from reports.linked_data import linked_data
from reports.markdown import render_markdown
from reports.routes import Route
from reports.sections.pricing import ModelRoutes
from reports.sections.table import Row, Tags
from reports.sentence import Sentence, Unavailable, cited, shown
from reports.terminal import render_terminal
from reports.value import Disputed, NotApplicable, NotSourced, Receipt, Stated, leading, number, receipts_of

__all__ = ["render_html", "render_json", "render_markdown", "render_template", "render_terminal"]

SECTIONS = (
    ("scorecard", "Scorecard"),
    ("tradeoffs", "Tradeoffs"),
    ("cost", "Monthly cost"),
    ("switch", "Switching"),
    ("specs", "Specs"),
    ("pricing", "Pricing"),
    ("capabilities", "Capabilities"),
    ("benchmarks", "Benchmarks"),
    ("deep-dive", "Deep dive"),
    ("faq", "Questions"),
    ("changes", "What changed"),
    ("sources", "Sources"),
)
STANDINGS = (
    ("eligible", "Price stated by the seller, or by two publishers alike"),
    ("stated once", "Price stated by one publisher only"),
    ("price missing", "Price no longer on its page"),
    ("price not sourced", "No complete price"),
    ("retired", "Retired"),
    ("delisted", "No longer listed"),
)
_NAMED = 3


def render_html(page: Comparison, *, base_url: str = "", exists: Callable[[str], bool] | None = None) -> str:
    """The page. `exists` says which pages it may link to; `base_url` is where the site lives, if known."""
    return render_template(
        "comparison.html",
        root="../../../",
        base_url=base_url,
        exists=exists or _always,
        page=page,
        sections=SECTIONS,
        standings=STANDINGS,
    )


def render_json(page: Comparison) -> str:
    """Exactly the page model."""
    return page.model_dump_json() + "\n"


def render_template(template: str, **values: Any) -> str:
    return _environment().get_template(template).render(values)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
    )
    cast("dict[str, Any]", environment.filters).update(
        by_source=_by_source,
        capitalise=_capitalise,
        chart=chart,
        cited=cited,
        checked=_checked,
        kind=_kind,
        linked_data=linked_data,
        mtok=_mtok,
        reasons=_reasons,
        receipt_words=_receipt_words,
        share=_share,
        some=_some,
        stack=_stack,
        standing=_standing,
        web=_web,
        words=shown,
    )
    cast("dict[str, Any]", environment.tests).update(unknown=_is_unknown)
    return environment


def _always(path: str) -> bool:
    return bool(path)


def _kind(part: object) -> str:
    """Which macro writes a part of a sentence or a cell: the state of a value, the kind of anything else."""
    match part:
        case str():
            return "text"
        case Sentence():
            return "sentence"
        case _:
            return str(getattr(part, "state", None) or getattr(part, "kind", ""))


def _web(url: str) -> str | None:
    """The url, where a browser may follow it: http and https only."""
    parts = urlsplit(url)
    return url if parts.scheme in {"http", "https"} and parts.netloc else None


def _by_source(receipts: Sequence[Receipt]) -> list[Receipt]:
    """One receipt for each source."""
    return list({receipt.source: receipt for receipt in reversed(receipts)}.values())[::-1]


def _receipt_words(receipt: Receipt) -> str:
    reviewed = f"reviewed {receipt.reviewed}" if receipt.reviewed else "not reviewed"
    return f"fact {receipt.fact_id}, checked {receipt.checked}, {reviewed}"


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def _some(names: Sequence[str]) -> str:
    """The first few names, and how many more."""
    more = len(names) - _NAMED
    return listed(list(names)) if more <= 1 else f"{', '.join(names[:_NAMED])} and {more} more"


def _is_unknown(cell: object) -> bool:
    match cell:
        case NotSourced() | NotApplicable() | Unavailable() | Tags(tags=()):
            return True
        case _:
            return False


def _share(row: Row, key: str) -> str | None:
    """How long the bar under a number is, in percent of the longer one."""
    numbers = {name: number(cell) for name, cell in (("a", row.a), ("b", row.b)) if isinstance(cell, Stated | Disputed)}
    longest = max((n for n in numbers.values() if n is not None), default=None)
    mine = numbers.get(key)
    return plain((100 * mine / longest).quantize(Decimal("0.1"))) if mine is not None and longest else None


def _stack(bill: Bill) -> list[tuple[str, str]]:
    """Where each item of a bill begins on a bar of 100, and how long it is."""
    total = bill.total.number or Decimal(1)
    start, parts = Decimal(0), list[tuple[str, str]]()
    for item in bill.items:
        width = (100 * item.total.number / total).quantize(Decimal("0.1"))
        parts.append((plain(start), plain(max(width - 1, Decimal(0)))))
        start += width
    return parts


def _mtok(number_of: Decimal) -> str:
    return in_short(number_of * 1_000_000)


def _standing(routes: ModelRoutes, standing: str) -> list[Route]:
    return [route for route in (*routes.live, *routes.ended) if route.standing == standing]


def _reasons(route: Route) -> list[NotSourced]:
    """Why prices that its page states could not be taken, each reason once."""
    gaps = [price for price in (route.input, route.output) if isinstance(price, NotSourced) and price.because]
    return list({(gap.because, gap.quote, gap.source): gap for gap in gaps}.values())


def _checked(route: Route) -> str:
    """When the older of a route's two prices was last confirmed, or its listing where it has none."""
    counted = [value for value in (route.input, route.output) if leading(value)]
    receipts = [receipts_of(value)[0] for value in counted] or [route.listed]
    return min(receipt.checked for receipt in receipts).isoformat()
