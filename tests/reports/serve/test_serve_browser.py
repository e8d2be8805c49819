"""The home and the catalog in a browser, as their visitors use them: real keys and clicks on a real
server.
"""

import random
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.home import Home
from reports.render.template_filters import monthly
from reports.serve.app import create_app
from reports.site.build import build_site
from tests.support import CHROMIUM
from tests.support.small_catalog import GRANITE, NOVA, SMALL, build
from warehouse.store import open_catalog

pytestmark = pytest.mark.browser

QUIET = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
FIRST_VIEW_BYTES = 60_000


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    today = datetime.now(UTC).date()
    nights = [
        (today - timedelta(days=ago), pages) for ago, (_, pages) in zip((9, 2), SMALL, strict=True)
    ]
    home = build(tmp_path_factory.mktemp("served"), nights)
    with open_catalog(home.path) as catalog:
        build_site(catalog, home.site, [(NOVA, GRANITE)])
    return home


@pytest.fixture(scope="module")
def address(home: Home) -> Iterator[str]:
    server = uvicorn.Server(
        uvicorn.Config(create_app(home.path, home.site), port=0, log_level="warning")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()
    assert faults == []


def test_two_typed_names_lead_to_their_comparison(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#first", "nova")
    page.wait_for_selector("#first-list li")
    page.keyboard.press("ArrowDown")
    assert page.get_attribute("#first-list li", "aria-selected") == "true"
    page.keyboard.press("Enter")
    assert page.input_value("#first") == "Nova 1"
    page.fill("#second", "grannite")
    page.wait_for_selector("#second-list li")
    page.click(".pick button")
    page.wait_for_url(f"**/compare/{GRANITE}/{NOVA}/index.html")


def test_one_name_leads_to_its_page_and_a_wrong_one_is_told(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#first", "zzzzzz")
    page.wait_for_selector(".pick [role=status]:text('No model is called')")
    page.fill("#first", "Granite 4B")
    page.wait_for_selector("#first-list li")
    page.click("#first-list li")
    page.click(".pick button")
    page.wait_for_url(f"**/models/{GRANITE}/index.html")


def rows(page: Page) -> list[str]:
    return page.locator("table.catalog tbody th a").all_inner_texts()


def test_the_catalog_is_filtered_and_sorted_and_its_address_says_how(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/catalog/index.html")
    assert set(rows(page)) == {"Nova 1", "Granite 4B", "Jamba Mini"}
    page.check("text=Open weights")
    page.wait_for_selector("#filters [role=status]:text('1 of 3')")
    assert rows(page) == ["Granite 4B"]
    page.uncheck("text=Open weights")
    page.click("th:has-text('Input $/1M') button")
    page.wait_for_selector("th[aria-sort=ascending]")
    assert "sort=input" in page.url
    sorted_rows = rows(page)
    page.reload()
    page.wait_for_selector("th[aria-sort=ascending]")
    assert rows(page) == sorted_rows
    page.click("text=Reset")
    page.wait_for_selector("th[aria-sort=descending]")
    assert "?" not in page.url


def test_a_month_at_a_visitors_traffic_is_what_the_database_says(
    page: Page, address: str, home: Home
) -> None:
    chance = random.Random(7)
    cases = [(chance.randint(0, 5000), chance.randint(0, 5000)) for _ in range(20)]
    with open_catalog(home.path) as catalog:
        for input_mtok, output_mtok in cases:
            page.goto(f"{address}/catalog/index.html?in={input_mtok}&out={output_mtok}")
            page.wait_for_selector("#filters [role=status]:text('of 3')")
            shown = page.locator("tr:has-text('Nova 1') td[data-label='A month']").inner_text()
            ((least,),) = catalog.query_sql(
                "SELECT min(usd_per_month) FROM monthly_cost(?, ?, ?) WHERE standing = 'eligible'",
                [NOVA, input_mtok, output_mtok],
            ).rows
            assert shown == monthly(least)


@pytest.mark.parametrize("path", ["/", "/catalog/index.html", f"/compare/{GRANITE}/{NOVA}/"])
def test_a_first_view_is_small_steady_and_asks_nobody_else(
    page: Page, address: str, path: str
) -> None:
    asked: list[str] = []
    received: list[int] = []

    def note(response: Any) -> None:
        asked.append(response.url)
        received.append(response.request.sizes()["responseBodySize"])

    page.on("requestfinished", lambda request: note(request.response()))
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith(address)] == []
    assert sum(received) < FIRST_VIEW_BYTES
    assert shift(page) == 0


def shift(page: Page) -> float:
    """How much of the page moved after it was first drawn."""
    found: float = page.evaluate(
        """() => new Promise(done => {
            let sum = 0;
            const watch = new PerformanceObserver(list => {
                for (const entry of list.getEntries()) sum += entry.value;
            });
            watch.observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(sum), 300);
        })"""
    )
    return found


def test_without_script_there_are_lists(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address)
    assert not page.locator(".pick").is_visible()
    assert page.locator("a[href='catalog/index.html']").first.is_visible()
    page.goto(f"{address}/catalog/index.html")
    assert len(rows(page)) == 3
    assert not page.locator("#filters").is_visible()
    context.close()


def test_two_ticked_rows_lead_to_their_comparison(page: Page, address: str) -> None:
    page.goto(f"{address}/catalog/index.html")
    page.check("[aria-label='Compare Jamba Mini']")
    assert page.inner_text("#tray span") == "Jamba Mini and one more"
    page.check("[aria-label='Compare Nova 1']")
    # A third takes the place of the first; the choice stays when the rows are drawn again.
    page.check("[aria-label='Compare Granite 4B']")
    assert not page.is_checked("[aria-label='Compare Jamba Mini']")
    page.check("text=With a price")
    page.wait_for_selector("#filters [role=status]:text('of 3')")
    assert page.is_checked("[aria-label='Compare Nova 1']")
    assert page.inner_text("#tray span") == "Nova 1 and Granite 4B"
    page.click("#tray button")
    page.wait_for_url(f"**/compare/{GRANITE}/{NOVA}/index.html")
