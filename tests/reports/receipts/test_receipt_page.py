"""Every figure leads to its receipt in one click, and the receipt marks the quote in the archived page."""

import re
import shutil
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from pipeline.excerpts import ArchiveExcerpts
from pipeline.home import Home
from reports.receipts.addresses import document_path, receipt_path
from reports.site.build import build_site
from reports.values.publishing import Publishing
from spiders.archive import Archive
from tests.support.small_catalog import GRANITE, NOVA, NOW
from warehouse.store import open_catalog

PUBLISHING = Publishing(licence="CC-BY-4.0", takedown="desk@acme.example")


@pytest.fixture(scope="module")
def site(small_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with open_catalog(small_home.path, NOW) as catalog:
        build_site(
            catalog,
            folder,
            [(NOVA, GRANITE)],
            excerpts=ArchiveExcerpts(Archive(small_home.archive)),
            publishing=PUBLISHING,
        )
    return folder


class Figures(HTMLParser):
    """The links of a page to receipts, and how many footnotes lead elsewhere."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.receipts: list[str] = []
        self.others: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        href = dict(attrs).get("href") or ""
        if "receipts/" in href and "#f" in href:
            self.receipts.append(href)
        elif dict(attrs).get("title", "") or href.startswith("#s"):
            self.others.append(href)


def article(page: str, fact_id: str) -> str:
    found = re.search(rf'<article id="f{fact_id}">.*?</article>', page, re.DOTALL)
    assert found, fact_id
    return found[0]


@pytest.mark.parametrize(
    "path", ["models/nova-1/", "compare/granite-4b/nova-1/", "providers/bazaar/"]
)
def test_every_figure_leads_to_a_marked_quote(site: Path, path: str) -> None:
    figures = Figures((site / path / "index.html").read_text(encoding="utf-8"))
    assert len(figures.receipts) >= 2
    for link in figures.receipts:
        target, _, anchor = link.partition("#f")
        page = ((site / path / target).resolve()).read_text(encoding="utf-8")
        assert re.search(r"<mark>[^<]+</mark>", article(page, anchor)), link


def test_a_figure_with_a_receipt_leads_nowhere_else(site: Path) -> None:
    html = (site / "models/nova-1/index.html").read_text(encoding="utf-8")
    assert not re.findall(r'<a href="#s\d+" title="checked ', html)


def test_the_receipt_says_what_when_and_what_others_say(site: Path, small_home: Home) -> None:
    with open_catalog(small_home.path, NOW) as catalog:
        ((fact_id, source, sha256, checked),) = catalog.query_sql(
            "SELECT fact_id, source, page_sha256, utc_date(last_checked_at) FROM facts WHERE model_id = $model "
            "AND attribute = 'context_tokens' ORDER BY source LIMIT 1",
            {"model": NOVA},
        ).rows
    (page,) = site.glob(f"receipts/{source}/*/nova-1/index.html")
    html = page.read_text(encoding="utf-8")
    receipt = article(html, fact_id)
    assert re.search(r"<pre>.*\"context_tokens\": .*<mark>\d+</mark>", receipt)
    assert f"checked {checked}" in receipt
    assert "reviewed" not in receipt
    assert "A person reviewed a value only where its receipt says so." in html
    assert sha256 in html
    assert "CC-BY-4.0" in html
    assert 'href="mailto:desk@acme.example"' in html


def test_a_value_that_changed_shows_the_periods(site: Path) -> None:
    pages = [path.read_text(encoding="utf-8") for path in site.glob("receipts/*/*/*/index.html")]
    changed = [html for html in pages if "Other periods: " in html]
    assert changed
    for html in changed:
        for anchor in re.findall(r'Other periods: <a href="#f(\w+)"', html):
            article(html, anchor)


def test_only_the_lines_around_the_quotes_are_shown(site: Path, small_home: Home) -> None:
    """A text of a page that nothing is read from stands on no receipt page."""
    for path in site.glob("receipts/*/*/*/index.html"):
        for excerpt in re.findall(r"<pre>(.*?)</pre>", path.read_text(encoding="utf-8")):
            assert len(re.findall("<span", excerpt)) <= 3
            assert len(unescape(re.sub("<[^>]+>", "", excerpt))) <= 1800
    assert small_home.archive.is_dir()


def test_without_the_archive_the_quote_alone_is_shown(small_home: Home, tmp_path: Path) -> None:
    with open_catalog(small_home.path, NOW) as catalog:
        build_site(catalog, tmp_path, [])
    page = next(tmp_path.glob("receipts/*/*/nova-1/index.html")).read_text(encoding="utf-8")
    assert "<mark>" in page
    assert "only the quote is shown" in page
    assert "No licence is stated" in page


def test_a_page_that_is_gone_from_the_archive_costs_no_other(
    small_home: Home, tmp_path: Path
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(small_home.path, home.path)
    for kept in home.archive.rglob("*.warc*"):
        kept.unlink()
    with open_catalog(home.path, NOW) as catalog:
        build_site(catalog, tmp_path / "site", [], excerpts=ArchiveExcerpts(Archive(home.archive)))
    page = next((tmp_path / "site").glob("receipts/*/*/nova-1/index.html"))
    assert "only the quote is shown" in page.read_text(encoding="utf-8")


def test_addresses_are_safe_and_differ() -> None:
    names = ["pricing", "Pricing", "PRICING", "../../etc", "a/b", "a b", "-", "", "x" * 200, "台灣"]
    paths = [document_path("acme", name) for name in names]
    assert len(set(paths)) == len(paths)
    for path in paths:
        assert re.fullmatch(r"receipts/acme/[a-z0-9][a-z0-9_-]*/", path)
    assert receipt_path("acme", "pricing", "nova-1") == "receipts/acme/pricing/nova-1/"
