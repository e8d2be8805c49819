"""A list of a model hub on 127.0.0.1, in pages with cursors, as the pages of https://hub.example/models;
and the source that crawls it over several runs. Names, days and sizes are made up.
"""

import json
import sys
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pipeline.home import Home
from tests.support.serving import serving

SOURCE = '''"""A simulated hub."""

from spiders.authoring import Claim, Claims, Link, LongList, Node, Page, Source


class HubList(Source):
    """Models in pages; each page names the next."""

    publisher = "simulated"
    lineage = "own_card"
    terms = "made up"
    links = [Link(kind="models", url="https://hub.example/models", document="0")]
    follow_patterns = {"models": r"https://hub[.]example/models[?]cursor=([0-9]+)"}
    long_list = LongList(kind="models", PAGES_AND_BYTES)
    expect = {"models": range(30_001)}

    def follow(self, page: Page):
        following = page.json().get("next")
        if following:
            url = following.text
            yield Link(kind="models", url=url, document=url.partition("=")[2])

    def models(self, page: Page) -> Claims:
        nodes = page.json().require_node("models").nodes()
        yield from self.read_each(page, "models", nodes, self.model)

    def model(self, entry: Node) -> Claims:
        model = entry.require("id")
        for name in ("context_tokens", "released_date", "parameters_total"):
            yield Claim(model=model, seller="huggingface", attribute=name, quote=entry.require(name))
'''


def give_source(home: Home, pages_and_bytes: str) -> None:
    """Give a home the source `hub_list`, with these arguments of its `LongList`."""
    home.sources.mkdir(parents=True, exist_ok=True)
    source = SOURCE.replace("PAGES_AND_BYTES", pages_and_bytes)
    (home.sources / "hub_list.py").write_text(source, encoding="utf-8")


class HubListServer(ThreadingHTTPServer):
    """Lists `models` models in pages of `page_size`, as of a `night`: on each later night one model in a
    hundred is another. `asked` are the cursors that were asked for, in order.
    """

    daemon_threads = True

    def __init__(self, models: int, page_size: int) -> None:
        super().__init__(("127.0.0.1", 0), _Answers)
        self.models = models
        self.page_size = page_size
        self.night = 0
        self.asked: list[int] = []
        self.statuses: dict[int, int] = {}
        """What is answered to a cursor in place of its page."""
        self.following: dict[int, str] = {}
        """What a page names as the next one, by its cursor, in place of the true one."""

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def forget(self) -> list[int]:
        """The cursors that were asked for since it was last called."""
        asked, self.asked = self.asked, []
        return asked

    def page(self, cursor: int) -> bytes:
        """The page at a cursor."""
        last = min(cursor + self.page_size, self.models)
        models = [_model(number, self.night) for number in range(cursor, last)]
        listed: dict[str, Any] = {"models": models}
        if cursor in self.following:
            listed["next"] = self.following[cursor]
        elif last < self.models:
            listed["next"] = f"https://hub.example/models?cursor={last}"
        return json.dumps(listed).encode()


@contextmanager
def hub_list(models: int, page_size: int) -> Generator[HubListServer]:
    """Serve the list until the block ends."""
    with serving(HubListServer(models, page_size)) as server:
        yield server


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: HubListServer  # pyright: ignore[reportIncompatibleVariableOverride]
    timeout = 30

    def do_GET(self) -> None:
        if self.path.endswith("robots.txt"):
            self._answer(200, "text/plain", b"User-agent: *\nAllow: /\n")
            return
        cursor = int(parse_qs(urlsplit(self.path).query).get("cursor", ["0"])[0])
        self.server.asked.append(cursor)
        status = self.server.statuses.get(cursor, 200)
        if status == 200:
            self._answer(200, "application/json", self.server.page(cursor))
        else:
            self._answer(status, "text/plain", b"this cursor is not known")

    def _answer(self, status: int, media_type: str, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


def _model(number: int, night: int) -> dict[str, object]:
    changed = night if number % 100 == 0 else 0
    return {
        "id": f"lab{number % 997}/nova-{number}",
        "context_tokens": 4096 * (1 + number % 32) + 1024 * changed,
        "released_date": f"2025-{1 + number % 12:02d}-{1 + number % 28:02d}",
        "parameters_total": 1_000_000 * (1 + number % 70_000),
    }


if __name__ == "__main__":
    models, page_size, night = map(int, sys.argv[1:])
    with HubListServer(models, page_size) as server:
        server.night = night
        sys.stdout.write(f"{server.url}\n")
        sys.stdout.flush()
        server.serve_forever()
