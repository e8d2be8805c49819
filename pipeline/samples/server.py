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
from typing import Any, Literal
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


def sample_days() -> list[str]:
    """The days that the samples have pages of, in order."""
    return sorted({folder.name for folder in SAMPLES.glob("*/*/")})


def sample_page(source: str, day: str, named: str = "page") -> Path | None:
    """The newest page that a sample publisher has on a day. The pages of its further links are named by their kind."""
    return max(
        (page for page in (SAMPLES / source).glob(f"*/{named}.*") if page.parent.name <= day),
        default=None,
    )


class SampleServer(ThreadingTCPServer):
    """Answers what is planned as https://host/path?query at base_url/host/path?query, as on one of the nights.

    `night` can be set while the server runs.
    """

    daemon_threads = False
    request_queue_size = 64

    def __init__(self, night: Night) -> None:
        self.night: Night = night
        self._days = sample_days()
        self._sources, self._find = _planned_paths()
        super().__init__(("127.0.0.1", 0), _Answer)

    @property
    def base_url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    @property
    def sources(self) -> list[str]:
        """The sources that have a sample publisher."""
        return list(dict.fromkeys(source for source, _ in self._sources.values()))

    def page(self, path: str) -> Path | None:
        path = unquote(path)
        source, named = self._sources.get(path) or self._followed(path)
        return sample_page(source, self._days[self.night - 1], named) if source else None

    def _followed(self, path: str) -> tuple[str, str]:
        """The source whose pages lead to a path, and the kind of the page there, which is its name."""
        found = self._find(f"https:/{path}")
        return (found[0], found[1].kind) if found and found[0] in self.sources else ("", "")

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
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


def _planned_paths() -> tuple[dict[str, tuple[str, str]], Callable[[str], tuple[str, Link] | None]]:
    """The source of every planned path, and its pages' name; and which source any url belongs to.

    Only of sources that have a page for each link.
    """
    from pipeline.run.steps import source_locator  # these bring in Scrapy, which takes its time
    from spiders.registry import load_sources

    planned: dict[str, tuple[str, str]] = {}
    sources = load_sources().sources
    for name, source in sources.items():
        paths = {
            _path(link.url): "page" if place == 0 else link.kind
            for place, link in enumerate(source.links)
        }
        if all(sample_page(name, sample_days()[-1], page) for page in paths.values()):
            planned |= {path: (name, page) for path, page in paths.items()}
    return planned, source_locator({name: source() for name, source in sources.items()})


def _path(url: str) -> str:
    parts = urlsplit(unquote(url))
    return f"/{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")


class _Answer(BaseHTTPRequestHandler):
    # HTTP/1.0, the default: every answer ends its connection, so that none keeps the server from closing.
    server: SampleServer  # pyright: ignore[reportIncompatibleVariableOverride]
    server_version, sys_version = "cardkeep-samples", ""
    timeout = 5

    def do_GET(self) -> None:
        if self.path == "/robots.txt":
            self._send(HTTPStatus.OK, ROBOTS, {"Content-Type": MEDIA_TYPES[".txt"]})
            return
        page = self.server.page(self.path)
        if page is None:
            self._send(HTTPStatus.NOT_FOUND, NOT_FOUND_BODY, {"Content-Type": MEDIA_TYPES[".txt"]})
            return
        body = page.read_bytes()
        written = datetime.fromisoformat(page.parent.name).replace(tzinfo=UTC)
        known = {
            "ETag": f'"{hashlib.sha256(body).hexdigest()[:16]}"',
            "Last-Modified": format_datetime(written, usegmt=True),
        }
        if self._has(known):
            self._send(HTTPStatus.NOT_MODIFIED, b"", known)
        else:
            self._send(HTTPStatus.OK, body, known | {"Content-Type": MEDIA_TYPES[page.suffix]})

    def _has(self, page: dict[str, str]) -> bool:
        """Whether the client has this very page already."""
        if asked := self.headers.get("If-None-Match"):
            return page["ETag"] in (tag.strip() for tag in asked.split(","))
        return self.headers.get("If-Modified-Since") == page["Last-Modified"]

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
