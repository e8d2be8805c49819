"""The review desk in a browser, by keys and by clicks."""

import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from playwright.sync_api import Page, sync_playwright

from pipeline.home import Home
from pipeline.review.decisions import load
from pipeline.review.served_desk import ServedDesk
from reports.serve.app import create_app
from reports.serve.review_desk import review_router
from reports.site.build import build_site
from tests.support import CHROMIUM
from tests.support.waiting_home import waiting_home
from warehouse.store import open_catalog

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = waiting_home(tmp_path_factory.mktemp("waiting"))
    with open_catalog(home.path) as catalog:
        build_site(catalog, home.site, [])
    return home


@pytest.fixture(scope="module")
def page(home: Home) -> Iterator[Page]:
    desk = review_router(ServedDesk(home.path, home.decisions, ()), "ann", None)
    app = create_app(home.path, home.site, further=[desk])
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="warning"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    port = server.servers[0].sockets[0].getsockname()[1]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        opened = browser.new_page(viewport={"width": 1280, "height": 900})
        faults: list[str] = []
        opened.on("pageerror", lambda error: faults.append(str(error)))
        opened.goto(f"http://127.0.0.1:{port}/review/")
        yield opened
        assert faults == []
        browser.close()
    server.should_exit = True
    thread.join()


def test_keys_and_clicks_decide(page: Page, home: Home) -> None:
    assert page.locator(".question").count() == 3
    # All that is held but one, rejected in one act.
    page.click("text=Tick all that are held")
    assert page.inner_text("#count") == "2 ticked"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("x")
    assert page.inner_text("#count") == "1 ticked"
    # Without a reason nothing is sent.
    page.click("text=Reject ticked")
    assert not home.decisions.exists()
    page.keyboard.press("Escape")
    page.fill("[name=reason]", "no such price")
    page.click("text=Reject ticked")
    page.wait_for_selector(".done")
    assert "Rejected 1 value, by ann: no such price." in page.inner_text(".done")
    assert page.locator(".question").count() == 2
    # The second of two values that differ, by keys alone.
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("2")
    page.keyboard.press("r")
    page.keyboard.type("the announcement")
    page.keyboard.press("Enter")
    page.wait_for_selector(".done:has-text('Accepted 1 value')")
    kept = [(record.verdict, record.reason) for record in load(home.decisions)]
    assert kept == [("reject", "no such price"), ("accept", "the announcement")]
    assert page.locator(".question").count() == 1
