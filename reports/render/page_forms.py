"""One page model, four forms: HTML for people, JSON for machines, Markdown for both, text for a
terminal.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from reports.pages.comparison import Comparison
from reports.pages.model_page import ModelPage
from reports.render import template_filters
from reports.render.footnote_marks import html_mark, marked_html
from reports.render.html_prose import each, prose, ref, refs
from reports.render.json_page import render_json
from reports.render.linked_data import linked_data
from reports.render.markdown_page import render_markdown
from reports.render.part_cache import Once
from reports.render.price_chart import chart
from reports.render.template_filters import web
from reports.render.terminal_page import render_terminal
from reports.values.citations import numbers

__all__ = [
    "render_feed",
    "render_html",
    "render_json",
    "render_markdown",
    "render_model",
    "render_template",
    "render_terminal",
]

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
    page: Comparison,
    *,
    base_url: str = "",
    exists: Callable[[str], bool] | None = None,
    once: Once | None = None,
) -> str:
    """The page. `exists` says which pages it may link to, `base_url` where the site lives, if
    known; `once` remembers what was made of parts that other pages hold too.
    """
    html = render_template(
        "comparison.html",
        root="../../../",
        base_url=base_url,
        exists=exists or bool,
        page=page,
        sections=SECTIONS,
        once=once or Once(),
    )
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
        capitalise=template_filters.capitalise,
        chart=chart,
        checked=template_filters.checked,
        day=template_filters.day,
        event_id=template_filters.event_id,
        kind=template_filters.kind,
        linked_data=linked_data,
        mark=html_mark,
        money=template_filters.dollars,
        mtok=template_filters.mtok,
        reasons=template_filters.reasons,
        share=template_filters.share,
        some=template_filters.some,
        spaced=template_filters.spaced,
        stack=template_filters.stack,
        standing=template_filters.standing,
        standing_words=template_filters.standing_words,
        tokens=template_filters.tokens,
        web=template_filters.web,
        xml_text=template_filters.xml_text,
    )
    cast("dict[str, Any]", environment.globals).update(
        each=each, prose=prose, ref=ref, refs=refs, standings=STANDINGS
    )
    cast("dict[str, Any]", environment.tests).update(
        unknown=template_filters.is_unknown, value=template_filters.is_value
    )
    return environment
