"""Pages in a browser: accessible in light and dark, wide and narrow, nothing cut off, and readable
without script.
"""

import os
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.home import Home
from reports.checks.page_checks import check_comparison
from reports.pages.comparison import compare
from reports.render.page_forms import render_html
from reports.site.build import build_site
from reports.site.site_builder import STATIC
from tests.support import CHROMIUM
from tests.support.small_catalog import GRANITE, JAMBA, NOVA, NOW
from warehouse.store import open_catalog

pytestmark = pytest.mark.browser

WIDTHS = (1280, 768, 390)
SCHEMES = ("light", "dark")
PAGES = (
    "compare/granite-4b/nova-1/index.html",
    "compare/granite-4b/jamba-mini/index.html",
    "index.html",
    "catalog/index.html",
    "freshness.html",
    "glossary/index.html",
    "compare/index.html",
    "models/index.html",
    "models/nova-1/index.html",
    "providers/index.html",
    "providers/bazaar/index.html",
    "data/index.html",
    "receipts/index.html",
    "receipts/bazaar/sheet/index.html",
    "receipts/bazaar/sheet/nova-1/index.html",
)
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-default-apps",
)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def site(small_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with open_catalog(small_home.path, NOW) as catalog:
        build_site(catalog, folder, [(NOVA, GRANITE), (GRANITE, JAMBA)])
    return folder


def opened(browser: Browser, path: Path, width: int, scheme: Any, *, script: bool = False) -> Page:
    size = {"width": width, "height": 900 if width > 600 else 844}
    context = browser.new_context(
        viewport={"width": size["width"], "height": size["height"]},
        color_scheme=scheme,
        java_script_enabled=script,
        bypass_csp=script,  # axe is put into the page as a script
    )
    page = context.new_page()
    page.goto(path.as_uri())
    return page


def violations(page: Page) -> list[str]:
    """What axe-core finds, with every closed part of the page opened first."""
    page.evaluate("document.querySelectorAll('details').forEach(part => part.open = true)")
    found = cast("list[dict[str, Any]]", Axe().run(page).response["violations"])
    return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"][:3]]


def too_wide(page: Page) -> bool:
    return page.evaluate(
        "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    )


def nameless(page: Page) -> list[str]:
    """Cells among several of a row of which nothing says what they are: no header of their table is
    shown.
    """
    return page.evaluate("""() => [...document.querySelectorAll('tbody td:not(:only-of-type):not([data-label])')]
        .filter(cell => getComputedStyle(cell.closest('table').tHead).display == 'none')
        .map(cell => cell.textContent.trim()).filter(text => text)""")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_and_not_cut_off(
    browser: Browser, site: Path, name: str, width: int, scheme: str
) -> None:
    page = opened(browser, site / name, width, scheme, script=True)
    assert violations(page) == []
    assert not too_wide(page)
    assert nameless(page) == []
    page.context.close()


HAIKU, TODAY = ("claude-3-5-haiku", "qwen3.5-4b"), date(2026, 11, 23)
RECORDED = {
    "the reference pair, then": (date(2026, 5, 22), HAIKU),
    "many prices": (date(2026, 5, 22), ("claude-opus-4-6", "gpt-5.4")),
    "the reference pair, today": (TODAY, HAIKU),
    "few prices": (TODAY, ("gpt-oss-20b", "qwen3.5-4b")),
    "both retired": (TODAY, ("claude-3-opus", "claude-3-5-haiku")),
    "one family": (TODAY, ("glm-4.7", "glm-4.6")),
    "disputed": (TODAY, ("gpt-oss-120b", "claude-haiku-4-5")),
    "free": (TODAY, ("gemini-2.5-flash", "step-3.5-flash")),
    "many routes": (TODAY, ("llama-3.3-70b-instruct", "deepseek-v3.2")),
    "no shared benchmark, prices in yuan": (TODAY, ("kimi-k2.5", "doubao-seed-2.0-lite")),
    "one unknown": (TODAY, ("gpt-5.4", "afm-4.5b")),
    "two aggregators only": (TODAY, ("hy3-preview", "ling-2.6-1t")),
}
LOOKED_AT = list(RECORDED)[:2] if os.environ.get("CARDKEEP_SHORT") else list(RECORDED)


@pytest.fixture(scope="module")
def recorded_pages(
    recorded_home: Home, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """Pages of real pairs, beside the style sheet."""
    folder = tmp_path_factory.mktemp("recorded")
    (folder / "static").mkdir()
    (folder / "static" / "cardkeep.css").write_bytes((STATIC / "cardkeep.css").read_bytes())
    found: dict[str, Path] = {}
    for place, title in enumerate(LOOKED_AT):
        day, pair = RECORDED[title]
        with open_catalog(recorded_home.path, day) as catalog:
            page = compare(catalog, *pair)
        check_comparison(page)
        found[title] = folder / str(place) / "a" / "b" / "index.html"
        found[title].parent.mkdir(parents=True)
        found[title].write_text(
            render_html(page).replace("../../../static", f"{folder}/static"), encoding="utf-8"
        )
    return found


@pytest.mark.recorded
@pytest.mark.parametrize("title", LOOKED_AT)
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_recorded_pages_are_accessible_and_not_cut_off(
    browser: Browser, recorded_pages: dict[str, Path], title: str, width: int, scheme: str
) -> None:
    page = opened(browser, recorded_pages[title], width, scheme, script=True)
    assert violations(page) == []
    assert not too_wide(page)
    assert nameless(page) == []
    page.context.close()


def test_the_page_is_whole_without_script(browser: Browser, site: Path) -> None:
    page = opened(browser, site / PAGES[0], 1280, "light")
    for heading in (
        "Decision scorecard",
        "Monthly cost at traffic",
        "Specs",
        "Capabilities",
        "Sources",
        "Last reviewed",
    ):
        assert page.get_by_role("heading", name=heading, exact=True).is_visible()
    assert page.locator("#cost .big").first.inner_text() == "$1,640"
    rows = page.locator("#capabilities tr.same")
    assert rows.first.is_visible()
    page.locator("#capabilities .only input").check()
    assert not rows.first.is_visible()
    question = page.locator("#faq details").nth(1)
    assert not question.locator("p").is_visible()
    question.locator("summary").click()
    assert question.locator("p").is_visible()
    page.context.close()


def test_the_policy_lets_the_style_in_and_keeps_script_out(browser: Browser, site: Path) -> None:
    page = browser.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto((site / PAGES[0]).as_uri())
    assert complaints == []
    assert page.evaluate("getComputedStyle(document.querySelector('.grid')).display") == "grid"
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran "
        "= 1'}))"
    )
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in complaints)
    page.close()
