"""The site on a static host, in a browser: the calculator with whatever is typed, any pair joined from
the pages of its models, without script and without storage.
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


def test_any_pair_is_joined_from_the_pages_of_its_models(page: Page, address: str) -> None:
    page.goto(address)
    page.fill("#first", NOVA)
    page.fill("#second", "jamba")
    page.wait_for_selector("#second-list li")
    page.click(".pick button")
    page.wait_for_url("**/compare/index.html?a=jamba-mini&b=nova-1")
    page.wait_for_selector("#joined:not([hidden])")
    assert page.title() == "Jamba Mini and Nova 1"
    assert month(page, "B") == "$2,050"
    page.goto(f"{address}/models/nova-1/index.html")
    own = rows(page, 2)
    page.goto(f"{address}/models/jamba-mini/index.html")
    jamba = rows(page, 2)
    page.goto(f"{address}/compare/index.html?a=nova-1&b=jamba-mini")
    page.wait_for_selector("#joined:not([hidden])")
    # Each cell is the one of the model's own page, and nothing of it is lost.
    assert len(own) > 10
    shown = rows(page, 3)
    for row, (text,) in own.items():
        assert shown[row] == [*jamba.get(row, ["Not sourced"]), text]
    link = page.locator("#specs td.B sup a").first.get_attribute("href")
    assert link is not None
    assert link.startswith(f"{address}/receipts/")
    assert "/nova-1/index.html#f" in link


def rows(page: Page, columns: int) -> dict[str, list[str]]:
    """The rows of specs and capabilities: label, and the texts of the other columns."""
    texts = page.locator("#specs tbody tr > *, #capabilities tbody tr > *").all_inner_texts()
    cells = [text.strip() for text in texts]
    return {cells[at]: cells[at + 1 : at + columns] for at in range(0, len(cells), columns)}


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("", "choose them on the first page"),
        ("?a=nova-1", "choose them on the first page"),
        ("?a=nova-1&b=nova-1", "“nova-1” is named twice"),
        ("?a=nova-1&b=gone", "There is no model “gone” here"),
        ("?a=nova-1&b=%3Cimg%20src=x%20onerror=alert(1)%3E", "There is no model “<img"),
        ("?a=nova-1&b=..%2F..%2Findex", "There is no model"),
    ],
)
def test_a_pair_that_cannot_be_joined_says_why(
    page: Page, address: str, query: str, told: str
) -> None:
    page.goto(f"{address}/compare/index.html{query}")
    page.wait_for_function("!document.getElementById('told').textContent.includes('being read')")
    assert told in page.inner_text("#told")
    assert page.locator("#told a").count() >= 1
    assert not page.locator("#joined").is_visible()
