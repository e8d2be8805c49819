"""The first night: each page is told as what became of it, against a server that plays publishers
whose pages moved, are behind a wall, or changed.
"""

import json
import tarfile
from collections.abc import Generator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import ClassVar
from urllib.parse import urlsplit

import pytest

from pipeline.run.steps import Sources
from pipeline.samples.first_night import shape_differences
from pipeline.samples.page_shape import shape_of
from pipeline.samples.server import sample_days, sample_page
from spiders.parsing.page import Page
from spiders.registry import load_sources
from tests.support.command_line import cardkeep
from tests.support.fault_server import CAPTCHA

READ, CHANGED, MOVED, GONE, WALL = NAMES = (
    "arcee_pricing",
    "inception_models",
    "xai_pricing",
    "stepfun_pricing",
    "groq_models",
)


def path_of(source: str) -> str:
    url = urlsplit(load_sources().sources[source].links[0].url)
    return f"/{url.netloc}{url.path}"


def sample(source: str) -> bytes:
    page = sample_page(source, sample_days()[0])
    assert page is not None
    return page.read_bytes()


class Publishers(BaseHTTPRequestHandler):
    """Publishers in a bad mood. `asked` counts what was asked of each."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        answers = {
            path_of(READ): (200, sample(READ)),
            path_of(CHANGED): (200, sample(CHANGED).replace(b"Output Price", b"What words cost")),
            path_of(MOVED): (302, b"/docs.x.ai/developers/prices.md"),
            "/docs.x.ai/developers/prices.md": (200, sample(MOVED)),
            path_of(WALL): (200, CAPTCHA),
        }
        status, body = answers.get(self.path, (404, b"nothing here"))
        self.send_response(status)
        if status == 302:
            self.send_header("Location", body.decode())
        is_html = body.startswith(b"<!doctype")
        self.send_header("Content-Type", "text/html" if is_html else "text/markdown")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the base class's name)
        """Say nothing."""


@contextmanager
def publishers() -> Generator[str]:
    Publishers.asked.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Publishers) as server:
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


def test_each_page_is_told_as_what_became_of_it_and_what_failed_is_bundled(tmp_path: Path) -> None:
    with publishers() as url:
        done = cardkeep(tmp_path, "first-night", *NAMES, "--base-url", url, "-f", "jsonl")
    assert done.returncode == 4
    told = {row["source"]: row for row in map(json.loads, done.stdout.splitlines())}
    assert {name: row["verdict"] for name, row in told.items()} == {
        READ: "read",
        CHANGED: "differs",
        MOVED: "moved",
        GONE: "moved",
        WALL: "blocked",
    }
    assert (told[READ]["facts"], told[READ]["how"]) == (6, "")
    assert "What words cost" in told[CHANGED]["how"]
    assert "Output Price (1M Tokens) is missing" in told[CHANGED]["how"]
    assert "https://docs.x.ai/developers/prices.md" in told[MOVED]["how"]
    assert told[MOVED]["facts"] > 10
    assert "404" in told[GONE]["how"]
    assert "1 blocked, 1 differs, 2 moved, 1 read" in done.stderr
    (bundle,) = (tmp_path / "first-night").iterdir()
    assert str(bundle) in done.stderr
    with tarfile.open(bundle) as file:
        names = file.getnames()
        (changed,) = [name for name in names if name.endswith("inception_models-differs/page")]
        member = file.extractfile(changed)
        assert member is not None
        assert b"What words cost" in member.read()
    assert sum(name.endswith("about.json") for name in names) == 4
    assert not any(READ in name for name in names)


def test_no_source_is_asked_again_within_its_period_and_nothing_is_published(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only = {name: load_sources().sources[name]() for name in (READ, CHANGED)}

    def two_sources() -> tuple[Sources, dict[str, str]]:
        return only, {}

    monkeypatch.setattr("pipeline.samples.first_night.all_sources", two_sources)
    with publishers() as url:
        assert cardkeep(tmp_path, "first-night", "--base-url", url).returncode == 4
        asked = [path for path in Publishers.asked if "robots" not in path]
        assert sorted(asked) == sorted([path_of(READ), path_of(CHANGED)])
        again = cardkeep(tmp_path, "first-night", "--base-url", url)
        assert again.returncode == 0
        assert "not asked again: 2 sources" in again.stderr
        assert [path for path in Publishers.asked if "robots" not in path] == asked
    assert not (tmp_path / "published").exists()


def test_a_page_of_another_form_and_one_without_its_columns_say_so() -> None:
    def shape(text: str) -> list[str]:
        known = shape_of(
            Page(b"| Model | Input |\n|---|---|\n| a | $1 |\n", url="https://a.example")
        )
        return list(
            shape_differences(known, shape_of(Page(text.encode(), url="https://a.example")))
        )

    assert shape('{"data": [{"id": "a"}]}') == ["its sample is md, the page is json"]
    assert shape("# Nothing\n") == ["nothing has the columns or keys of its sample: Model, Input"]
    assert shape("| Model | Input |\n|---|---|\n| b | $2 |\n") == []
