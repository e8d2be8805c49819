"""SQL in a browser, on the engine's package that CARDKEEP_DUCKDB_WASM names: real queries, faults, a stop."""

import os
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright

from pipeline.home import Home
from reports.site.build import build_site
from reports.site.sql_page import examples
from tests.support import CHROMIUM
from tests.support.small_catalog import GRANITE, NOVA, NOW
from warehouse.store import open_catalog

PACKAGE = os.environ.get("CARDKEEP_DUCKDB_WASM")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not PACKAGE, reason="CARDKEEP_DUCKDB_WASM names no package of the engine"),
]
MOST_BYTES = 10_000_000
ENDLESS = "SELECT count(*) FROM range(1000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3"


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name of its parameter
        pass


@pytest.fixture(scope="module")
def site(small_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sql-site")
    with open_catalog(small_home.path, NOW) as catalog:
        build_site(catalog, folder, [(NOVA, GRANITE)], sql_engine=Path(str(PACKAGE)))
    return folder


@pytest.fixture(scope="module")
def page(site: Path) -> Iterator[Page]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(site)))
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        asked: list[str] = []
        opened.on("requestfinished", lambda request: asked.append(request.url))
        opened.goto(f"http://127.0.0.1:{server.server_port}/sql/index.html")
        assert not [url for url in asked if url.endswith(".gz")]  # loaded on demand
        yield opened
        own = ("http://127.0.0.1", "blob:http://127.0.0.1")
        assert [url for url in asked if not url.startswith(own)] == []
        browser.close()
    server.shutdown()
    server.server_close()


def ask(page: Page, query: str) -> str:
    page.fill("#query", query)
    page.click("#run")
    return answered(page)


def answered(page: Page) -> str:
    page.wait_for_selector("#run:not([disabled])", timeout=60_000)
    return page.inner_text("#answer")


def test_a_first_answer_needs_less_than_ten_megabytes(page: Page, site: Path) -> None:
    loaded = sum(path.stat().st_size for path in (site / "sql").glob("*.gz"))
    assert loaded < MOST_BYTES
    assert ask(page, "SELECT name FROM models WHERE model_id = 'nova-1'").endswith("Nova 1")
    assert "1 row, " in page.inner_text("[role=status]")
    assert "q=SELECT" in page.url


def test_every_example_is_answered(page: Page) -> None:
    assert page.locator("[data-example]").count() == len(examples())
    for at in range(len(examples())):
        example = page.locator("details.example:has([data-example])").nth(at)
        example.locator("summary").click()
        example.locator("button").click()
        answered(page)
        assert page.locator("#answer .fault").count() == 0, example.inner_text()
        example.locator("summary").click()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("SELEC 1", 'syntax error at or near "SELEC"'),
        ("SELECT x FROM models", 'Referenced column "x" not found'),
        ("DROP TABLE models", "read-only"),
        ("SELECT current_date", "this page loads none: use now()"),
        ("SELECT * FROM 'https://example.com/x'", "does not exist"),
        ("SET threads = 4", "configuration has been locked"),
    ],
)
def test_a_fault_is_told_in_the_words_of_the_database(page: Page, query: str, told: str) -> None:
    assert told in ask(page, query)
    assert ask(page, "SELECT 41 + 1 AS n").split() == ["Answer", "n", "42"]


def test_values_are_shown_as_what_they_are(page: Page) -> None:
    shown = ask(
        page,
        "SELECT 1.50::DECIMAL(9, 3), -0.05::DECIMAL(9, 2), 12345678901234567890::HUGEINT, [1, 2], NULL,"
        " DATE '2026-01-02', TIMESTAMP '2026-01-02 03:04:05', '<img src=x onerror=alert(1)>'",
    )
    cells = page.locator("#answer td").all_inner_texts()
    assert cells == [
        "1.5",
        "-0.05",
        "12345678901234567890",
        "[1,2]",
        "null",
        "2026-01-02",
        "2026-01-02 03:04:05",
        "<img src=x onerror=alert(1)>",
    ], shown


def test_a_billion_rows_are_a_thousand(page: Page) -> None:
    ask(page, "SELECT * FROM range(1000000000)")
    assert page.inner_text("[role=status]").startswith("The first 1,000 rows")
    assert page.locator("#answer tbody tr").count() == 1000


def test_an_answer_is_a_chart_and_a_file(page: Page) -> None:
    ask(page, "SELECT * FROM (VALUES ('a, \"b\"', 1), ('c', 3)) AS t(who, n)")
    assert page.locator("#answer svg rect").count() == 2
    with page.expect_download() as waiting:
        page.click("#csv")
    assert waiting.value.path().read_text() == 'who,n\n"a, ""b""",1\nc,3\n'


def test_a_long_query_is_stopped_and_the_next_is_answered(page: Page) -> None:
    page.fill("#query", ENDLESS)
    page.keyboard.press("Control+Enter")
    page.wait_for_selector("#stop:not([hidden])")
    page.click("#stop")
    assert answered(page) == "Stopped."
    assert ask(page, "SELECT 41 + 1 AS n").split() == ["Answer", "n", "42"]
