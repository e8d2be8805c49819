"""Pages that only scripts fill: drawn in a browser that reaches nothing by itself, archived with
all their parts.
"""

import json
import os
import socket
import threading
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from spiders.archive import Archive, warc
from spiders.crawler import browser
from spiders.crawler.crawl import CrawlReport, crawl
from spiders.crawler.plan import CrawlPlan

ROWS = [[f"model-{number}", f"${number}.50"] for number in range(1, 121)]
SCRIPT = """
async function show() {
  const asked = {method: 'POST', body: '{"page": 1}', headers: {'Content-Type': 'application/json'}};
  const answer = await fetch('/rows?key=sk-secret', asked);
  const rows = await answer.json();
  const lines = rows.map(row => `<tr><td>${row[0]}</td><td>${row[1]}</td></tr>`).join('');
  const table = `<table><tr><th>Model</th><th>Price</th></tr>${lines}</table>`;
  document.getElementById('root').innerHTML = `<h1>Drawn by a script</h1>${table}`;
}
const outside = ['http://169.254.169.254/meta-data', 'http://10.0.0.1/', 'http://[fd00::1]/', 'file:///etc/passwd'];
for (const url of outside) { fetch(url).then(() => document.title = 'reached ' + url).catch(() => 0); }
new WebSocket('ws://CANARY/socket');
navigator.sendBeacon('http://CANARY/beacon', 'x');
const picture = document.createElement('img'); picture.src = 'http://CANARY/picture.png'; document.body.append(picture);
fetch('/private').catch(() => 0);
show();
"""
SHELL = (
    b"<!doctype html><html><head><title>Prices</title></head><body><div id=root></div><script src=/app.js></script>"
    b"</body></html>"
)
HUNG = b"setTimeout(() => { while (true) {} }, 500);"
HUGE = b"const root = document.getElementById('root'); root.hidden = true; root.textContent = 'x'.repeat(40 * 2 ** 20);"


class Site(BaseHTTPRequestHandler):
    """A small application: shells of HTML, a script, and the rows that the script asks for."""

    protocol_version = "HTTP/1.1"
    server: "Server"  # pyright: ignore[reportIncompatibleVariableOverride]

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""

    def do_GET(self) -> None:
        self.server.asked[f"GET {self.path}"] += 1
        self.server.agents.add(self.headers["User-Agent"])
        answers = {
            "/robots.txt": (b"User-agent: *\nDisallow: /private\n", "text/plain"),
            "/prices": (SHELL, "text/html"),
            "/second": (SHELL, "text/html"),
            "/never": (SHELL.replace(b"/app.js", b"/nothing.js"), "text/html"),
            "/huge": (SHELL.replace(b"/app.js", b"/huge.js"), "text/html"),
            "/huge.js": (HUGE, "text/javascript"),
            "/hung": (SHELL.replace(b"/app.js", b"/hung.js"), "text/html"),
            "/hung.js": (HUNG, "text/javascript"),
            "/app.js": (SCRIPT.replace("CANARY", self.server.canary).encode(), "text/javascript"),
            "/data.json": (json.dumps({"rows": ROWS}).encode(), "application/json"),
        }
        body, kind = answers.get(self.path, (b"there is no such page", ""))
        self._answer(200 if kind else 404, body, kind or "text/plain")

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked[f"POST {self.path} {sent.decode()}"] += 1
        self._answer(200, json.dumps(ROWS).encode(), "application/json")

    def _answer(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, canary: str) -> None:
        super().__init__(("127.0.0.1", 0), Site)
        self.canary = canary
        self.asked: Counter[str] = Counter()
        self.agents: set[str] = set()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


@contextmanager
def counting() -> Generator[tuple[str, list[bytes]]]:
    """A port that notes what every connection to it begins with."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.2)
        ending = threading.Event()

        def listen() -> None:
            while not ending.is_set():
                try:
                    connection, _ = listening.accept()
                except TimeoutError:
                    continue
                with connection:
                    connection.settimeout(2)
                    heard.append(connection.recv(200))

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"127.0.0.1:{listening.getsockname()[1]}", heard
        finally:
            ending.set()
            thread.join()


def crawled(archive: Path, servers: dict[str, str], *sources: str) -> CrawlReport:
    before = os.environ.get("FAULT_SERVERS")
    os.environ["FAULT_SERVERS"] = json.dumps(servers)
    try:
        return crawl(
            CrawlPlan(
                archive=archive,
                run_id="run-1",
                sources=list(sources),
                allow_loopback=True,
                package="tests.support.faulty_sources",
            )
        )
    finally:
        os.environ.pop("FAULT_SERVERS") if before is None else os.environ.update(
            FAULT_SERVERS=before
        )


class Drawn:
    """A crawl of the application, what its server was asked, and what a port heard that only a
    browser knew of.
    """

    def __init__(self, folder: Path) -> None:
        with counting() as (canary, self.heard):
            server = Server(canary)
            thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
            thread.start()
            try:
                report = crawled(folder / "archive", {"drawn": server.url}, "drawn").sources[
                    "drawn"
                ]
            finally:
                server.shutdown()
                server.server_close()
                thread.join()
        self.report, self.asked, self.agents = report, server.asked, server.agents
        self.archive = Archive(folder / "archive")
        self.outcomes = {outcome.document: outcome for outcome in report.outcomes}


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    return Drawn(tmp_path_factory.mktemp("drawn"))


@pytest.mark.browser
def test_a_page_is_read_as_its_scripts_fill_it(drawn: Drawn) -> None:
    assert not drawn.report.errors
    outcome = drawn.outcomes["prices"]
    assert (outcome.outcome, outcome.http_status) == ("ok", 200), outcome.detail
    assert outcome.detail.startswith("as a browser draws it")
    assert outcome.sha256
    body = drawn.archive.body(outcome.sha256).decode()
    assert body.count("<tr>") == len(ROWS) + 1
    assert "$120.50" in body
    assert drawn.asked['POST /rows?key=sk-secret {"page": 1}'] >= 1, (
        "scripts can ask as they do in a browser"
    )


@pytest.mark.browser
def test_what_a_drawn_page_leads_to_is_drawn_too_and_data_is_not(drawn: Drawn) -> None:
    assert drawn.outcomes["second"].outcome == "ok"
    data = drawn.outcomes["data.json"]
    assert (data.outcome, data.detail) == ("ok", "")
    assert drawn.outcomes["missing"].outcome == "missing"
    assert set(drawn.outcomes) == {
        "prices",
        "second",
        "data.json",
        "never",
        "huge",
        "hung",
        "missing",
    }


@pytest.mark.browser
def test_a_page_that_stays_empty_grows_without_end_or_hangs_is_none(drawn: Drawn) -> None:
    assert drawn.outcomes["never"].outcome == "blocked"
    assert "an empty shell" in drawn.outcomes["never"].detail
    assert "nothing.js: the server answered 404" in drawn.outcomes["never"].detail
    assert drawn.outcomes["huge"].outcome == "too_large", drawn.outcomes["huge"].detail
    assert drawn.outcomes["hung"].outcome == "failed"
    assert "not drawn within 25 s" in drawn.outcomes["hung"].detail


@pytest.mark.browser
def test_the_archive_holds_what_was_read_and_what_it_was_made_of(drawn: Drawn) -> None:
    assert list(drawn.archive.verify()) == []
    (path,) = drawn.archive.folder.glob("*.warc.gz")
    records = [found.record for found in warc.scan_sealed(path) if found.record]
    responses = [record for record in records if record.kind == "response"]
    targets = Counter(
        record.headers["warc-target-uri"].partition("1:")[2].partition("/")[2]
        for record in responses
    )
    assert targets["prices"] == targets["second"] == 1
    assert targets["app.js"] >= 2
    assert targets["rows?key=REDACTED"] >= 2
    resources = {record.record_id: record for record in records if record.kind == "resource"}
    rendered = resources[drawn.outcomes["prices"].record_id]
    assert rendered.headers["warc-cardkeep-form"] == "rendered"
    assert rendered.headers["content-type"].startswith("text/html")


@pytest.mark.browser
def test_the_browser_reaches_nothing_by_itself(drawn: Drawn) -> None:
    assert drawn.heard == [], "no socket, no beacon, no picture"
    assert all(agent.startswith("cardkeep") for agent in drawn.agents), (
        "every request is the crawler's own"
    )
    outcome = drawn.outcomes["prices"]
    assert outcome.sha256
    assert "<title>Prices</title>" in drawn.archive.body(outcome.sha256).decode(), (
        "no address inside was reached"
    )
    assert "GET /private" not in drawn.asked, "robots.txt holds for what a page asks for too"
    assert "without 5 of its parts" in outcome.detail


def test_where_no_browser_is_installed_its_links_say_so_and_others_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARDKEEP_CHROMIUM", str(tmp_path / "nowhere"))
    server = Server("")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        reports = crawled(
            tmp_path / "archive", {"drawn": server.url, "healthy": server.url}, "drawn", "healthy"
        ).sources
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
    drawn = reports["drawn"]
    assert not drawn.errors
    assert {outcome.outcome for outcome in drawn.outcomes} == {"failed"}
    assert len(drawn.outcomes) == 6
    assert "install" in drawn.outcomes[0].detail
    assert (
        "a Chromium: apt-get install chromium, or name one in CARDKEEP_CHROMIUM"
        in drawn.outcomes[0].detail
    )
    assert not any(path.startswith("GET /prices") for path in server.asked)
    assert {outcome.outcome for outcome in reports["healthy"].outcomes} == {"missing"}, (
        "it was asked, and answered"
    )


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARDKEEP_CHROMIUM", "/no/such/browser")
    assert "a Chromium" in browser.missing_requirements()
    monkeypatch.setenv("CARDKEEP_CHROMIUM", "/bin/sh")
    assert browser.chromium_path() == "/bin/sh"

    def found(_: str) -> None:
        """Nothing."""

    monkeypatch.setattr(browser, "find_spec", found)
    assert browser.missing_requirements() == (
        "the extra browser: .venv/bin/python -m pip install -e '.[browser]' in a clone,"
        " pip install scrapy-playwright elsewhere"
    )
