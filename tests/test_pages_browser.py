"""Pages in a browser: accessible in light and dark, wide and narrow, nothing cut off, and readable without script."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.home import Home
from reports.comparison import compare
from reports.render import render_html
from reports.site import STATIC, build_site
from tests.conftest import CHROMIUM
from tests.test_pages_catalog import GRANITE, JAMBA, NOVA, NOW, build
from warehouse.store import open_catalog

pytestmark = pytest.mark.browser

WIDTHS = (1280, 390)
SCHEMES = ("light", "dark")
PAGES = (
    "compare/granite-4b/nova-1/index.html", "compare/granite-4b/jamba-mini/index.html", "index.html", "freshness.html",
    "models/index.html", "models/nova-1/index.html", "providers/index.html", "providers/bazaar/index.html",
)  # fmt: skip
QUIET = (
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--no-first-run", "--disable-default-apps",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with open_catalog(build(tmp_path_factory.mktemp("small")).path, NOW) as catalog:
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
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", PAGES)
def test_pages_are_accessible_and_not_cut_off(browser: Browser, site: Path, name: str, width: int, scheme: str) -> None:
    page = opened(browser, site / name, width, scheme, script=True)
    assert violations(page) == []
    assert not too_wide(page)
    page.context.close()


@pytest.fixture(scope="module")
def recorded_pages(recorded_home: Home, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The reference pair and a pair with many routes, then and later, each beside the style sheet."""
    found: list[Path] = []
    then, later = date(2026, 5, 22), date(2026, 11, 23)
    haiku, opus = ("claude-3-5-haiku", "qwen3.5-4b"), ("claude-opus-4-6", "gpt-5.4")
    for day, pair in ((then, haiku), (later, haiku), (then, opus)):
        with open_catalog(recorded_home.path, day) as catalog:
            comparison = compare(catalog, *pair)
        folder = tmp_path_factory.mktemp("recorded")
        (folder / "static").mkdir()
        (folder / "static" / "cardkeep.css").write_bytes((STATIC / "cardkeep.css").read_bytes())
        path = folder / comparison.masthead.path / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(render_html(comparison), encoding="utf-8")
        found.append(path)
    return found


@pytest.mark.recorded
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
def test_recorded_pages_are_accessible_and_not_cut_off(
    browser: Browser, recorded_pages: list[Path], width: int, scheme: str
) -> None:
    for path in recorded_pages:
        page = opened(browser, path, width, scheme, script=True)
        assert violations(page) == []
        assert not too_wide(page)
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
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'window.ran = 1'}))")
    assert page.evaluate("window.ran") is None
    assert any("Content Security Policy" in complaint for complaint in complaints)
    page.close()
