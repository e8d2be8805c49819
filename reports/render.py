"""One page model, four forms: HTML for people, JSON for machines, Markdown for both, text for a terminal."""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from reports import filters
from reports.chart import chart
from reports.citations import numbers
from reports.comparison import Comparison
from reports.filters import web
from reports.json_text import render_json
from reports.linked_data import linked_data
from reports.markdown import render_markdown
from reports.marks import html_mark, marked_html
from reports.model_page import ModelPage
from reports.once import Once
from reports.prose import each, prose, ref, refs
from reports.terminal import render_terminal

__all__ = [
    "render_feed", "render_html", "render_json", "render_markdown", "render_model", "render_template",
    "render_terminal",
]  # fmt: skip

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
    ("eligible", "Price stated by the seller, or by two independent lineages alike"),
    ("stated once", "Price stated by one lineage only"),
    ("price missing", "Price no longer on its page"),
    ("price not sourced", "No complete price in dollars"),
    ("retired", "Retired"),
    ("delisted", "No longer listed"),
)


def render_html(
    page: Comparison, *, base_url: str = "", exists: Callable[[str], bool] | None = None, once: Once | None = None
) -> str:
    """The page. `exists` says which pages it may link to, `base_url` where the site lives, if known; `once` remembers
    what was made of parts that other pages hold too.
    """
    html = render_template(
        "comparison.html", root="../../../", base_url=base_url, exists=exists or bool, page=page, sections=SECTIONS,
        once=once or Once(),
    )  # fmt: skip
    return marked_html(html, numbers(page.sources))


def render_model(page: ModelPage, once: Once | None = None, **around: Any) -> str:
    """The page of one model, with what stands around it."""
    html = render_template("model.html", root="../../", page=page, once=once or Once(), **around)
    return marked_html(html, numbers(page.sources))


def render_feed(page: Comparison, *, base_url: str = "", once: Once | None = None) -> str:
    """The changes of a page as an Atom feed."""
    feed = render_template("changes.atom", base_url=base_url, page=page, once=once or Once())
    return marked_html(feed, {source.key: _via(source.url) for source in page.sources})


def _via(url: str) -> str:
    return f'<link rel="via" href="{escape(url)}"/>' if web(url) else ""


def render_template(template: str, **values: Any) -> str:
    return _environment().get_template(template).render({"base_url": "", **values})


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    cast("dict[str, Any]", environment.filters).update(
        capitalise=filters.capitalise,
        chart=chart,
        checked=filters.checked,
        day=filters.day,
        event_id=filters.event_id,
        kind=filters.kind,
        linked_data=linked_data,
        mark=html_mark,
        money=filters.dollars,
        mtok=filters.mtok,
        reasons=filters.reasons,
        share=filters.share,
        some=filters.some,
        spaced=filters.spaced,
        stack=filters.stack,
        standing=filters.standing,
        standing_words=filters.standing_words,
        tokens=filters.tokens,
        web=filters.web,
        xml_text=filters.xml_text,
    )
    cast("dict[str, Any]", environment.globals).update(each=each, prose=prose, ref=ref, refs=refs, standings=STANDINGS)
    cast("dict[str, Any]", environment.tests).update(unknown=filters.is_unknown, value=filters.is_value)
    return environment
