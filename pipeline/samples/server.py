"""The embedded sample publishers, served on the loopback interface in place of the web."""

import hashlib
import sys
from collections.abc import Callable, Generator
from contextlib import contextmanager
from datetime import UTC, datetime
from email.utils import format_datetime
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingTCPServer
from threading import Thread
from typing import Any, Literal, NamedTuple
from urllib.parse import unquote, urlsplit

from spiders.claims import Link

SAMPLES = Path(__file__).parents[2] / "spiders" / "samples"
Night = Literal[1, 2]
MEDIA_TYPES = {
    ".csv": "text/csv; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".json": "application/json",
    ".md": "text/markdown; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".yml": "text/yaml; charset=utf-8",
}
ROBOTS = b"User-agent: *\nAllow: /\n"
NOT_FOUND_BODY = b"No sample publisher has this page.\n"
Locate = Callable[[str], tuple[str, Link] | None]
"""The source that a url belongs to, and the link that it is planned as."""


class _PageName(NamedTuple):
    """A page of a sample publisher: its source, and its file's name without suffix."""

    source: str
    name: str


def sample_days() -> list[str]:
    """The days that the samples have pages of, in order."""
    days = {folder.name for folder in SAMPLES.glob("*/*/")}
    return sorted(days)


def sample_page(source: str, day: str, name: str = "page") -> Path | None:
    """The newest page that a sample publisher has on a day. The pages of its further links are
    named by their kind.
    """
    copies = (SAMPLES / source).glob(f"*/{name}.*")
    published = [page for page in copies if page.parent.name <= day]
    return max(published, default=None)


class SampleServer(ThreadingTCPServer):
    """Answers what is planned as https://host/path?query at base_url/host/path?query, as on one of
    the nights.

    `night` can be set while the server runs.
    """

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, night: Night) -> None:
        self.night: Night = night
        self._days = sample_days()
        self._pages, self._locate = _planned_pages()
        super().__init__(("127.0.0.1", 0), _RequestHandler)

    @property
    def base_url(self) -> str:
        _, port = self.server_address[:2]
        return f"http://127.0.0.1:{port}"

    @property
    def sources(self) -> list[str]:
        """The sources that have a sample publisher."""
        names = dict.fromkeys(page.source for page in self._pages.values())
        return list(names)

    def page(self, path: str) -> Path | None:
        """The file that is answered at a path on the night."""
        path = unquote(path)
        page = self._pages.get(path) or self._followed_page(path)
        if page is None:
            return None
        day = self._days[self.night - 1]
        return sample_page(page.source, day, page.name)

    def _followed_page(self, path: str) -> _PageName | None:
        """The page at a path that pages of a sample publisher lead to."""
        located = self._locate(f"https:/{path}")
        if located is None:
            return None
        source, link = located
        return _PageName(source, link.kind) if source in self.sources else None

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that went away is no error."""
        if isinstance(sys.exception(), ConnectionError):
            return
        super().handle_error(request, client_address)


@contextmanager
def serve_samples(night: Night = 1) -> Generator[SampleServer]:
    """Serve the samples until the block ends. Nothing of the server outlives it."""
    with SampleServer(night) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()


def _planned_pages() -> tuple[dict[str, _PageName], Locate]:
    """The page at every planned path; and which source any url belongs to.

    Only of sources that have a page for each link.
    """
    # These bring in Scrapy, which takes its time.
    from pipeline.run.steps import source_locator
    from spiders.registry import load_sources

    last_day = sample_days()[-1]
    sources = {name: source() for name, source in load_sources().sources.items()}
    planned: dict[str, _PageName] = {}
    for name, source in sources.items():
        pages: dict[str, _PageName] = {}
        for position, link in enumerate(source.links):
            page = "page" if position == 0 else link.kind
            pages[_path(link.url)] = _PageName(name, page)
        if all(sample_page(name, last_day, page.name) for page in pages.values()):
            planned |= pages
    return planned, source_locator(sources)


def _path(url: str) -> str:
    """Where a url is answered: its host is the first segment of the path."""
    parts = urlsplit(unquote(url))
    path = f"/{parts.netloc}{parts.path}"
    return f"{path}?{parts.query}" if parts.query else path


class _RequestHandler(BaseHTTPRequestHandler):
    # HTTP/1.0, the default: every answer ends its connection, so that none keeps the server from
    # closing.
    server: SampleServer  # pyright: ignore[reportIncompatibleVariableOverride]
    server_version, sys_version = "cardkeep-samples", ""
    timeout = 5

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self._send_text(HTTPStatus.OK, ROBOTS)
            return
        page = self.server.page(self.path)
        if page is None:
            self._send_text(HTTPStatus.NOT_FOUND, NOT_FOUND_BODY)
            return
        body = page.read_bytes()
        digest = hashlib.sha256(body).hexdigest()
        day = datetime.fromisoformat(page.parent.name).replace(tzinfo=UTC)
        headers = {
            "ETag": f'"{digest[:16]}"',
            "Last-Modified": format_datetime(day, usegmt=True),
        }
        if self._is_known(headers):
            self._send(HTTPStatus.NOT_MODIFIED, b"", headers)
            return
        headers["Content-Type"] = MEDIA_TYPES[page.suffix]
        self._send(HTTPStatus.OK, body, headers)

    def _is_known(self, page: dict[str, str]) -> bool:
        """Whether the client has the page with these headers already."""
        known_tags = self.headers.get("If-None-Match")
        if known_tags:
            tags = [tag.strip() for tag in known_tags.split(",")]
            return page["ETag"] in tags
        known_since = self.headers.get("If-Modified-Since")
        return known_since == page["Last-Modified"]

    def _send_text(self, status: HTTPStatus, body: bytes) -> None:
        self._send(status, body, {"Content-Type": MEDIA_TYPES[".txt"]})

    def _send(self, status: HTTPStatus, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        if status != HTTPStatus.NOT_MODIFIED:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""
