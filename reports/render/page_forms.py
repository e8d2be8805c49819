"""Renders page models as HTML and feeds through templates; exports the renderers of all forms."""

from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any, TypeAlias, cast

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import escape

from reports.pages.comparison import Comparison
from reports.pages.model_page import ModelPage
from reports.pages.sections.at_a_glance import month_terms
from reports.render import template_filters
from reports.render.footnote_marks import (
    STALE_TAG,
    fill_html_marks,
    html_mark,
    receipt_key,
    without_common_marks,
)
from reports.render.html_prose import footnote, footnotes, render_each, sentence_html
from reports.render.json_page import render_json
from reports.render.linked_data import linked_data, script_json
from reports.render.markdown_page import render_markdown
from reports.render.part_cache import PartCache
from reports.render.price_chart import charts
from reports.render.template_filters import event_id, web_url
from reports.render.terminal_page import render_terminal
from reports.values.citations import Source
from reports.values.number_format import dissent, offers_word
from reports.values.translations import in_english
from reports.values.visible_text import visible

__all__ = [
    "render_feed",
    "render_html",
    "render_json",
    "render_markdown",
    "render_model",
    "render_model_feed",
    "render_template",
    "render_terminal",
]

ReceiptAddress: TypeAlias = Callable[[str], str | None]
"""Gives the address of a fact's receipt below the site's root; None for what has none."""

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
"""The links at the top of a comparison: the id of a section, and its short title."""

SECTION_TEMPLATES = (
    "scorecard",
    "tradeoffs",
    "cost",
    "switching",
    "specs",
    "pricing",
    "capabilities",
    "benchmarks",
    "deep-dive",
    "faq",
    "related",
    "changes",
    "sources",
    "review-dates",
)
"""The templates of a comparison's sections, in the order of the page."""

STANDINGS = (
    ("eligible", "Price stated by the seller, or by two publishers alike"),
    ("stated once", "Price stated by one publisher only"),
    ("free tier", "Free of charge, within limits"),
    ("price missing", "Price no longer on its page"),
    ("price stale", "Price not checked for half a year"),
    ("priced otherwise", "Priced by its seller, but not by input and output tokens"),
    ("price not sourced", "No complete price in dollars"),
    ("pointer", "Names for the newest route"),
    ("router", "Routers to other models"),
    ("fine-tune", "Fine-tuned models"),
    ("image size", "Image sizes"),
    ("container", "Containers"),
    ("due", "Retirement date passed, page not read since"),
    ("unconfirmed", "On no page for long"),
    ("missing", "Missing from its list"),
    ("not listed", "Not on its seller's list"),
    ("retired", "Retired"),
)


def render_html(
    page: Comparison,
    *,
    base_url: str = "",
    exists: Callable[[str], bool] | None = None,
    part_cache: PartCache | None = None,
    receipts: ReceiptAddress | None = None,
) -> str:
    """The page as HTML. `exists` says which paths of the site it may link to, all by default;
    `base_url` is where the site lives, if known; `part_cache` may be shared with other pages;
    `receipts` are the addresses to which figures lead.
    """
    root = "../../../"
    html = render_template(
        "comparison.html",
        root=root,
        base_url=base_url,
        exists=exists or bool,
        page=page,
        sections=SECTIONS,
        section_templates=SECTION_TEMPLATES,
        part_cache=part_cache or PartCache(),
        receipts=receipts,
    )
    html = without_common_marks(html, page.dates.are_most_stale)
    return fill_html_marks(html, _marks(page.sources, root, receipts))


def render_model(
    page: ModelPage,
    part_cache: PartCache | None = None,
    *,
    receipts: ReceiptAddress | None = None,
    **around: Any,
) -> str:
    """The page of one model as HTML; `receipts` are the addresses to which figures lead, `around`
    further variables of the template.
    """
    root = "../../"
    html = render_template(
        "model.html",
        root=root,
        page=page,
        part_cache=part_cache or PartCache(),
        receipts=receipts,
        has_feed=bool(page.events),
        **around,
    )
    html = without_common_marks(html, page.dates.are_most_stale)
    return fill_html_marks(html, _marks(page.sources, root, receipts))


def _marks(sources: Iterable[Source], root: str, receipts: ReceiptAddress | None) -> dict[str, str]:
    """What stands for the marks of a page: the numbers of its sources, and where the receipt of each
    fact is, on this page where it has none of its own.
    """
    marks: dict[str, str] = {}
    for source in sources:
        marks[source.key] = str(source.number)
        for fact in chain.from_iterable(taken.facts for taken in source.taken):
            address = receipts(fact.fact_id) if receipts else None
            target = f"{root}{address}" if address else f"#s{source.number}"
            marks[receipt_key(source.key, fact.fact_id)] = target
    return marks


def render_feed(
    page: Comparison, *, base_url: str = "", part_cache: PartCache | None = None
) -> str:
    """The changes that a comparison shows as an Atom feed."""
    header = page.header
    return _render_feed(page, header.path, header.title, header.as_of, base_url, part_cache)


def render_model_feed(
    page: ModelPage, *, base_url: str = "", part_cache: PartCache | None = None
) -> str:
    """The changes that the page of a model shows as an Atom feed."""
    return _render_feed(page, page.path, page.name, page.as_of, base_url, part_cache)


def _render_feed(
    page: Comparison | ModelPage,
    path: str,
    title: str,
    as_of: date,
    base_url: str,
    part_cache: PartCache | None,
) -> str:
    feed = render_template(
        "changes.atom",
        base_url=base_url,
        page=page,
        path=path,
        title=title,
        as_of=as_of,
        events=list({event_id(event): event for event in page.events}.values()),
        part_cache=part_cache or PartCache(),
    )
    return fill_html_marks(feed, {source.key: _via(source.url) for source in page.sources})


def _via(url: str) -> str:
    """The link of a feed entry to the page that it was read from."""
    return f'<link rel="via" href="{escape(url)}"/>' if web_url(url) else ""


def render_template(template: str, **values: Any) -> str:
    """A template of the folder `templates`, filled with values."""
    return _environment().get_template(template).render({"base_url": "", **values})


def _finalize(value: object) -> object:
    """What a template prints of a value: a text without hidden characters."""
    return visible(value) if type(value) is str else value


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
        finalize=_finalize,
    )
    cast("dict[str, Any]", environment.filters).update(
        capitalise=template_filters.capitalise,
        charts=charts,
        in_english=in_english,
        last_checked=template_filters.last_checked,
        day=template_filters.day,
        dissent=dissent,
        event_id=template_filters.event_id,
        part_kind=template_filters.part_kind,
        linked_data=linked_data,
        mark=html_mark,
        money=template_filters.dollars,
        month_terms=month_terms,
        monthly=template_filters.monthly,
        mtok=template_filters.mtok,
        other_statements=template_filters.other_statements,
        reasons=template_filters.reasons,
        review_words=template_filters.review_words,
        route_tag=template_filters.route_tag,
        offers_word=offers_word,
        score_details=template_filters.score_details,
        script_json=script_json,
        share=template_filters.share,
        first_names=template_filters.first_names,
        slug=template_filters.slug,
        spaced=template_filters.spaced,
        stack=template_filters.stack,
        standing=template_filters.standing,
        standing_words=template_filters.standing_words,
        tokens=template_filters.tokens,
        web_url=template_filters.web_url,
        without_anchor=template_filters.without_anchor,
        xml_text=template_filters.xml_text,
    )
    cast("dict[str, Any]", environment.globals).update(
        footnote=footnote,
        footnotes=footnotes,
        render_each=render_each,
        sentence_html=sentence_html,
        stale_tag=STALE_TAG,
        standings=STANDINGS,
    )
    cast("dict[str, Any]", environment.tests).update(
        unknown=template_filters.is_unknown, value=template_filters.is_value
    )
    return environment
