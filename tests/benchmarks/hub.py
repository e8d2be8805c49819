"""A model hub, simulated: a list of models in pages of a thousand with cursors, crawled, read, loaded and
published; then the same with one model in a hundred changed. Seconds of a processor, memory and sizes.

CARDKEEP_HUB_MODELS says how many models there are, 20,000 otherwise.
"""

import json
import os
import resource
import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

from pipeline.home import Home
from pipeline.run.refresh import refresh

MODELS = 20_000
PAGE = 1000
SOURCE = '''"""A simulated hub."""

from spiders.authoring import Claim, Claims, Link, Node, Page, Source


class SimulatedHub(Source):
    """Models in pages of a thousand; each page names the next."""

    publisher = "simulated"
    lineage = "own_card"
    terms = "made up"
    links = [Link(kind="list", url="https://hub.example/models", document="0")]
    follow_patterns = {"list": r"https://hub[.]example/models[?]cursor=([0-9]+)"}
    expect = {"models": range(3001)}

    def follow(self, page: Page):
        following = page.json().get("next")
        if following:
            url = following.text
            yield Link(kind="list", url=url, document=url.partition("=")[2])

    def models(self, page: Page) -> Claims:
        nodes = page.json().require_node("models").nodes()
        yield from self.read_each(page, "models", nodes, self.model)

    def model(self, entry: Node) -> Claims:
        model = entry.require("id")
        for name in ("context_tokens", "released_date", "parameters_total"):
            yield Claim(model=model, seller="simulated", attribute=name, quote=entry.require(name))
'''


def run(scale: float = 1) -> None:
    models = max(PAGE, int(int(os.environ.get("CARDKEEP_HUB_MODELS", MODELS)) * scale))
    with tempfile.TemporaryDirectory() as folder, _hub(models) as (server, base_url):
        home = Home(Path(folder) / "home")
        home.sources.mkdir(parents=True)
        (home.sources / "simulated_hub.py").write_text(SOURCE, encoding="utf-8")
        for night, title in enumerate(("first run", "1 % changed")):
            server.night = night
            before = _cpu_seconds()
            done = refresh(home, ["simulated_hub"], base_url=base_url)
            used = _cpu_seconds() - before
            steps = ", ".join(f"{name} {took:.1f}" for name, took in done.seconds.items())
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            print(
                f"  {models:,} models, {title}: {done.outcome}, {done.loaded.bodies} pages, "
                f"{done.loaded.claims:,} claims, {used:.1f} CPU s, {peak:,.0f} MB at most, "
                f"archive {_megabytes(home.archive):.1f} MB, working database "
                f"{_megabytes(home.path / 'warehouse'):.1f} MB, published "
                f"{_megabytes(home.path / 'published'):.1f} MB; seconds: {steps}"
            )


class _Hub(ThreadingHTTPServer):
    models = 0
    night = 0


class _Handler(BaseHTTPRequestHandler):
    server: _Hub  # pyright: ignore[reportIncompatibleVariableOverride]

    def do_GET(self) -> None:
        if self.path.endswith("robots.txt"):
            self._answer("text/plain", b"User-agent: *\nAllow: /\n")
            return
        first = int(parse_qs(urlsplit(self.path).query).get("cursor", ["0"])[0])
        last = min(first + PAGE, self.server.models)
        listed: dict[str, Any] = {
            "models": [_model(number, self.server.night) for number in range(first, last)]
        }
        if last < self.server.models:
            listed["next"] = f"https://hub.example/models?cursor={last}"
        self._answer("application/json", json.dumps(listed).encode())

    def _answer(self, media_type: str, body: bytes) -> None:
        self.send_response(200)
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


@contextmanager
def _hub(models: int) -> Generator[tuple[_Hub, str]]:
    with _Hub(("127.0.0.1", 0), _Handler) as server:
        server.models = models
        thread = Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server, f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def _cpu_seconds() -> float:
    """Seconds of a processor of this process, and of its children that have ended: not those of the
    processes that read, which wait for more.
    """
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def _megabytes(folder: Path) -> float:
    files = [path for path in folder.rglob("*") if path.is_file() and not path.is_symlink()]
    return sum(path.stat().st_size for path in files) / 1e6
