"""The calculator in a browser: the visitor's own traffic, whatever is typed, and without script or
storage.
"""

from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from pipeline.home import Home
from reports.site.build import build_site
from tests.support import CHROMIUM
from tests.support.small_catalog import GRANITE, NOVA, THEN
from warehouse.store import open_catalog

pytestmark = pytest.mark.browser

PAIR = "compare/granite-4b/nova-1/index.html"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of its parameter
        pass


@pytest.fixture(scope="module")
def address(small_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A static host of the site."""
    folder: Path = tmp_path_factory.mktemp("static-site")
    with open_catalog(small_home.path, THEN) as catalog:
        build_site(catalog, folder, [(NOVA, GRANITE)])
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield launched
        launched.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    assert faults == []
    context.close()


def month(page: Page, side: str) -> str:
    return page.locator(f"tr[data-side={side}] td").first.inner_text()


def first(page: Page, side: str) -> str:
    return page.locator(f".ans [data-month={side}] .money").inner_text()


def test_a_visitors_traffic_decides_the_first_screen_and_stays_in_the_address(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/{PAIR}")
    assert first(page, "B") == month(page, "B") == "$2,050"
    page.fill("[name=in]", "100")
    page.fill("[name=out]", "10")
    page.fill("[name=cached]", "50")
    # 50 M at $1, 50 M cached at $0.10, 10 M at $5.
    assert first(page, "B") == month(page, "B") == "$105"
    page.fill("[name=batch]", "100")
    assert month(page, "B") == "$75"
    assert "in=100" in page.url
    assert "batch=100" in page.url
    assert page.locator("[data-traffic]").inner_text() == "your traffic"
    page.goto(f"{address}/models/nova-1/index.html")
    assert month(page, "A") == "$75"  # it is remembered
    page.click("text=Default traffic")
    page.wait_for_function("!location.search")
    assert month(page, "A") == "$2,050"


@pytest.mark.parametrize("typed", ["-5", "", "1e99", "99999999999"])
def test_what_is_no_traffic_is_told_and_the_default_taken(
    page: Page, address: str, typed: str
) -> None:
    page.goto(f"{address}/{PAIR}?in={typed}")
    page.fill("[name=in]", typed)
    assert month(page, "B") == "$2,050"
    assert "Input, million tokens: from 0 to 1000000000" in page.inner_text(".calc [role=status]")


def test_no_traffic_costs_nothing_and_words_in_the_address_do_no_harm(
    page: Page, address: str
) -> None:
    page.goto(f"{address}/{PAIR}?in=0&out=0")
    assert month(page, "B") == "$0"
    page.goto(f"{address}/{PAIR}?in=many&region=%3Cb%3E&requests=many")
    assert "Not a number in range" in page.inner_text(".calc [role=status]")
    assert month(page, "B") == "$2,050"


def test_it_works_where_storage_is_refused(page: Page, address: str) -> None:
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no'); }})"
    )
    page.goto(f"{address}/{PAIR}?in=1&out=0")
    assert month(page, "B") == "$1"


def test_without_script_the_page_shows_its_own_traffic(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}/{PAIR}?in=1")
    assert first(page, "B") == "$2,050"
    assert not page.locator(".calc").is_visible()
    context.close()
