"""What a refresh of one provider takes beside its crawl on a whole catalog: its pages unchanged, and
with a few prices changed.

On the recorded pages where they are there, else on the samples.
"""

import re
import statistics
import time
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

from pipeline.home import Home
from pipeline.run.refresh import RefreshResult, refresh
from spiders.archive import Archive
from tests.benchmarks.pages import catalog
from tests.benchmarks.timing import rounds_of
from tests.support.serving import serving

SOURCES = ("deepseek_pricing", "openrouter_models")
CHANGED = 3
"""How many prices are others on a night with changes."""
_PRICE = re.compile(rb'("prompt": *")([0-9.]+)(")')


class _Answer(NamedTuple):
    media_type: str
    body: bytes


class _Web(ThreadingHTTPServer):
    """The newest archived page of each url, under base_url/host/path."""

    daemon_threads = True

    def __init__(self, pages: dict[str, _Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Pages)
        self.pages = pages


class _Pages(BaseHTTPRequestHandler):
    server: _Web  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        found = self.server.pages.get(self.path, _Answer("text/plain", b""))
        self.send_response(200 if found.body else 404)
        self.send_header("Content-Type", found.media_type)
        self.send_header("Content-Length", str(len(found.body)))
        self.end_headers()
        self.wfile.write(found.body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is called
        """Nothing: the measurements are what is printed."""


def run(scale: float = 1) -> None:
    with catalog(scale) as home:
        archive = Archive(home.archive)
        there = {outcome.source for outcome in archive.outcomes()}
        for source in [name for name in SOURCES if name in there] or sorted(there)[:1]:
            with served(archive, source) as web:
                measure(home, source, web, rounds_of(scale))


def measure(home: Home, source: str, web: _Web, rounds: int) -> None:
    """Prints what nights without and with changed prices take, after one that is not counted."""
    base_url = f"http://127.0.0.1:{web.server_port}"
    refresh(home, [source], base_url=base_url)
    unchanged = [_timed(home, source, base_url) for _ in range(rounds)]
    _tell(source, "no page changed", unchanged)
    changed: list[tuple[float, RefreshResult]] = []
    for _ in range(rounds):
        for path, answer in web.pages.items():
            body = _PRICE.sub(_dearer, answer.body, count=CHANGED)
            web.pages[path] = answer._replace(body=body)
        changed.append(_timed(home, source, base_url))
    if any(result.loaded.bodies for _, result in changed):
        _tell(source, f"{CHANGED} prices changed", changed)


def _dearer(price: re.Match[bytes]) -> bytes:
    return price[1] + f"{float(price[2]) * 1.02:.12f}".encode() + price[3]


def _timed(home: Home, source: str, base_url: str) -> tuple[float, RefreshResult]:
    began = time.process_time()
    result = refresh(home, [source], base_url=base_url)
    return time.process_time() - began, result


def _tell(source: str, title: str, nights: list[tuple[float, RefreshResult]]) -> None:
    seconds = statistics.median(took for took, _ in nights)
    steps = {
        step: statistics.median(result.seconds[step] for _, result in nights)
        for step in nights[0][1].seconds
    }
    of_steps = ", ".join(f"{step} {took:.2f} s" for step, took in steps.items())
    print(
        f"  {source:<18} {title:<18} {seconds:5.2f} CPU s in all steps but the crawl ({of_steps})"
    )


@contextmanager
def served(archive: Archive, source: str) -> Generator[_Web]:
    """The newest page of each url of a source, as the archive has it."""
    pages: dict[str, _Answer] = {"/robots.txt": _Answer("text/plain", b"User-agent: *\nAllow: /\n")}
    for outcome in sorted(archive.outcomes(), key=lambda each: each.seen_at):
        if outcome.source == source and outcome.sha256:
            body = archive.body(outcome.sha256)
            media_type = outcome.media_type or _media_type(body)
            pages[outcome.url.replace("https:/", "", 1)] = _Answer(media_type, body)
    with serving(_Web(pages)) as web:
        yield web


def _media_type(body: bytes) -> str:
    if body[:1] in (b"{", b"["):
        return "application/json"
    return "text/html" if body.lstrip()[:1] == b"<" else "text/markdown"
