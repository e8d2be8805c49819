"""What a page is to a browser: no text of a page that was read becomes markup, and nothing runs."""

import json
import os
import re
from collections.abc import Sequence
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from pipeline.home import Home
from reports.pages.comparison import Comparison, compare
from reports.render.markdown_page import escaped
from reports.render.page_forms import (
    render_feed,
    render_html,
    render_json,
    render_markdown,
    render_terminal,
)
from reports.render.template_filters import web_url
from reports.site.build import build_site
from reports.site.site_builder import STATIC
from tests.support.payloads import ELEMENTS, WAYS_OUT
from tests.support.small_catalog import GRANITE, NOVA, NOW, THEN, Row, build, derived, route
from warehouse.store import open_catalog

MARKUP = (
    "<script>alert(1)</script>",
    "</title><script>x</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    '"><script>x</script>',
    "' onmouseover='x",
    '" autofocus onfocus="x',
    "</script><script>x</script>",
    "<iframe src=javascript:x>",
    "javascript:alert(1)",
    "data:text/html,<script>x</script>",
    "<a href=javascript:x>x</a>",
    "<style>*{display:none}</style>",
    "<meta http-equiv=refresh content=0>",
    "<base href=//evil.example>",
    "<form action=//evil.example><input>",
    "<object data=x>",
    "<embed src=x>",
    "<link rel=stylesheet href=//evil.example>",
    "--><script>x</script><!--",
    "]]><script>x</script>",
    "<!--",
    "&lt;script&gt;",
    "&#60;script&#62;",
    "<math><mi>x",
    "{{ 7*7 }}",
    "{% raw %}",
    "${7*7}",
    "\u2028alert(1)",
    "\x00<script>x",
    "<ScRiPt>x</sCrIpT>",
    "<script\n>x",
    "<details open ontoggle=x>",
    "<video src onerror=x>",
    "<body onload=x>",
    "[x](javascript:alert(1))",
    "![x](x)",
    "| x |",
    "# x",
    "`x`",
    "**x**",
    "\x1b[31mred",
    "\x1b]0;title\x07",
    "\r\nSet-Cookie: x",
    "../../../etc/passwd",
    "..\\..\\x",
    "a/b",
    "%3Cscript%3E",
    "\uff1cscript\uff1e",
    "<\u0131mg src=x>",
    "\u202eevil",
    "x" * 300,
)
SAFE = frozenset(
    [
        "article",
        "pre",
        "mark",
        "u",
        "html",
        "head",
        "form",
        "fieldset",
        "legend",
        "select",
        "option",
        "datalist",
        "button",
        "noscript",
        "meta",
        "title",
        "link",
        "script",
        "style",
        "body",
        "a",
        "header",
        "nav",
        "main",
        "h1",
        "h2",
        "h3",
        "p",
        "i",
        "b",
        "small",
        "em",
        "span",
        "div",
        "dl",
        "dt",
        "dd",
        "time",
        "sup",
        "section",
        "label",
        "input",
        "table",
        "colgroup",
        "col",
        "caption",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "ul",
        "ol",
        "li",
        "details",
        "summary",
        "svg",
        "rect",
        "path",
        "text",
        "figure",
        "figcaption",
        "code",
        "footer",
        "br",
    ]
)


class Elements(HTMLParser):
    """The elements of a page with their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def is_own_script(attributes: dict[str, str | None]) -> bool:
    """Whether a script element loads a file of the site, which holds nothing of a catalog."""
    own = re.fullmatch(r"(\.\./)*static/(\w+\.js)", attributes.get("src") or "")
    return own is not None and attributes.keys() == {"src", "defer"} and (STATIC / own[2]).is_file()


def assert_inert(html: str) -> None:
    """Only elements of our templates, no handler, no script but data and ours, and only web links."""
    for tag, attributes in Elements(html).found:
        assert tag in SAFE, (tag, attributes)
        assert not [name for name in attributes if name.startswith("on") or name == "style"], (
            tag,
            attributes,
        )
        if tag == "script":
            is_data = attributes.get("type") in {"application/ld+json", "application/json"}
            assert is_own_script(attributes) or (is_data and not attributes.keys() - {"type", "id"})
        assert tag != "style"
        for name in ("href", "src"):
            target = attributes.get(name) or ""
            scheme = target.partition(":")[0] if ":" in target.partition("/")[0] else ""
            assert scheme in {"", "https", "http"}, target


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a catalog whose every text is a payload, another one in each field."""
    rows = [
        hostile_route(id_, id_, name, rest)
        for id_, name, rest in zip(MARKUP, ELEMENTS, WAYS_OUT, strict=True)
    ]
    return hostile_site(tmp_path_factory, rows)


def hostile_route(seller_id: str, model_id: str, name: str, rest: str) -> Row:
    return route(
        seller_id,
        model_id,
        name=name,
        family=rest,
        successor=rest,
        context_tokens=1000,
        input=1,
        output=2,
        can={"vision": True},
    )


def hostile_site(tmp_path_factory: pytest.TempPathFactory, rows: Sequence[Row]) -> Path:
    home = build(tmp_path_factory.mktemp("hostile"), [(THEN, {"bazaar": rows})])
    folder = tmp_path_factory.mktemp("outside") / "site"
    with open_catalog(home.path, NOW) as catalog:
        models = [str(row[0]) for row in catalog.query("pages/model_ids").rows]
        report = build_site(catalog, folder, [(models[0], other) for other in models[1:]])
    assert report.written == report.files
    return folder


@pytest.fixture(scope="module")
def page(small_home: Home) -> Comparison:
    with open_catalog(small_home.path, NOW) as catalog:
        return compare(catalog, GRANITE, NOVA)


def test_no_payload_becomes_an_element(hostile: Path) -> None:
    pages = sorted(hostile.rglob("*.html"))
    assert len(pages) > 150
    for path in pages:
        assert_inert(path.read_text(encoding="utf-8"))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_no_payload_becomes_an_element_in_any_field(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    payloads = (*MARKUP, *ELEMENTS, *WAYS_OUT)[:: 20 if os.environ.get("CARDKEEP_SHORT") else 1]
    rows = [hostile_route(payload, payload, payload, payload) for payload in payloads]
    site = hostile_site(tmp_path_factory, rows)
    for path in site.rglob("*.html"):
        assert_inert(path.read_text(encoding="utf-8"))


def test_there_are_at_least_150_payloads() -> None:
    assert len({*MARKUP, *ELEMENTS, *WAYS_OUT}) >= 150


def test_no_payload_leaves_the_folder(hostile: Path) -> None:
    assert [path.name for path in hostile.parent.iterdir()] == ["site"]
    for path in hostile.rglob("*"):
        assert set(path.relative_to(hostile).as_posix()) <= set(
            "abcdefghijklmnopqrstuvwxyz0123456789-./"
        )


def test_feeds_are_well_formed_and_json_is_json(hostile: Path) -> None:
    for path in hostile.rglob("*.atom"):
        ET.fromstring(path.read_bytes())  # noqa: S314 - our own file
    for path in hostile.rglob("*.json"):
        json.loads(path.read_text(encoding="utf-8"))


def test_no_payload_moves_the_cursor_or_becomes_markdown(tmp_path: Path) -> None:
    rows = [
        route("bazaar", GRANITE, name="\x1b[31m<b>x</b> | [x](javascript:x)", input=1, output=2),
        route("bazaar", NOVA, input=1, output=2),
    ]
    with derived(tmp_path, [(THEN, {"bazaar": rows})], NOW) as catalog:
        page = compare(catalog, GRANITE, NOVA)
    assert "\x1b" not in render_terminal(page)
    markdown = render_markdown(page)
    assert "<b>" not in markdown.replace("\\<b\\>", "")
    assert "](javascript" not in markdown.replace("\\]", "")
    assert escaped("a|b [c](d) <e> *f* `g`") == r"a\|b \[c\](d) \<e\> \*f\* \`g\`"


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//evil.example",
        "/x",
        "vbscript:x",
        " javascript:x",
        "http:",
    ],
)
def test_only_web_links_are_followed(url: str) -> None:
    assert web_url(url) is None
    assert web_url("https://acme.example/a?b=c") == "https://acme.example/a?b=c"


def test_nothing_runs_and_the_policy_says_so(page: Comparison) -> None:
    html = render_html(page)
    assert_inert(html)
    elements = Elements(html).found
    policy = next(a["content"] for tag, a in elements if tag == "meta" and a.get("http-equiv"))
    assert policy == (
        "default-src 'none'; script-src 'self'; connect-src 'self'; style-src 'self'; img-src "
        "'self'; "
        "base-uri 'none'; form-action 'self'"
    )


def test_every_reference_leads_to_a_source_on_the_page(page: Comparison) -> None:
    elements = Elements(render_html(page)).found
    anchors = {a["id"] for _, a in elements if a.get("id")}
    inner = [
        str(a["href"])[1:]
        for tag, a in elements
        if tag == "a" and str(a.get("href")).startswith("#")
    ]
    assert set(inner) <= anchors
    assert len([a for a in inner if a.startswith("s") and a[1:].isdigit()]) > 60
    assert len(anchors) == len([a["id"] for _, a in elements if a.get("id")])


def test_offers_are_told_to_machines_only_while_their_price_is_fresh(
    small_home: Home, page: Comparison
) -> None:
    def data(html: str) -> list[dict[str, Any]]:
        text = html.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        return json.loads(text)["about"]

    assert [
        offer["offers"]["priceSpecification"][1]["price"] for offer in data(render_html(page))
    ] == ["4", "4"]
    with open_catalog(small_home.path, NOW.replace(month=9)) as catalog:
        assert [
            "offers" in about for about in data(render_html(compare(catalog, GRANITE, NOVA)))
        ] == [False, False]


def test_the_description_has_real_figures(page: Comparison) -> None:
    elements = Elements(render_html(page)).found
    description = next(
        str(a["content"]) for tag, a in elements if tag == "meta" and a.get("name") == "description"
    )
    assert (
        "Granite 4B (262K tokens of context, $0.80 per 1M tokens of input and $4 per 1M tokens of "
        "output)" in description
    )


def test_twins_are_linked(page: Comparison) -> None:
    links = {
        a.get("href")
        for tag, a in Elements(render_html(page)).found
        if tag == "link" and a.get("rel") == "alternate"
    }
    assert links == {"page.json", "page.md", "changes.atom"}
    assert json.loads(render_json(page))["masthead"]["title"] == "Granite 4B vs Nova 1"
    assert render_markdown(page).startswith("# Granite 4B vs Nova 1\n")
    assert render_feed(page).startswith('<?xml version="1.0"')
