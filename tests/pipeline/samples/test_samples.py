"""The embedded sample publishers: what each page says, what changes on the second night, how they
are served.

What a page yields is in the expected.csv beside it: its facts, the claims that cannot be facts with
the reason, and what a person should know about the page. With UPDATE_GOLDEN=1 in the environment
the test writes those files anew: read the difference before you keep it.
"""

import os
import subprocess
import sys
import threading
from functools import cache
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest

from pipeline.samples.coverage import PageCoverage
from pipeline.samples.pages import cover_sample, expected_rows, sample_pages, write_expected
from pipeline.samples.server import (
    MEDIA_TYPES,
    SampleServer,
    sample_days,
    sample_page,
    serve_samples,
)
from spiders.registry import load_sources
from tests.support import ROOT

SOURCES = load_sources().sources
PAGES = sample_pages()
PLANNED = "/models.dev/api.json"


@cache
def read(path: Path) -> PageCoverage:
    return cover_sample(SOURCES[path.parts[-3]](), path)


def shown(source: str, night: int) -> PageCoverage:
    page = sample_page(source, sample_days()[night - 1])
    assert page is not None
    return read(page)


def changes(source: str) -> dict[tuple[str, ...], tuple[str | None, str | None]]:
    """What the facts of a source say on the first night and on the second, where that differs."""
    first, second = (
        {fact[:-1]: fact[-1] for fact in shown(source, night).facts} for night in (1, 2)
    )
    return {
        key: (first.get(key), second.get(key))
        for key in first | second
        if first.get(key) != second.get(key)
    }


every_page = pytest.mark.parametrize(
    "path", PAGES, ids=lambda path: f"{path.parts[-3]}-{path.parts[-2]}-{path.stem}"
)


@every_page
def test_a_page_yields_exactly_what_is_expected(path: Path) -> None:
    if os.environ.get("UPDATE_GOLDEN") == "1":
        write_expected(path, read(path).rows)
    assert read(path).rows == expected_rows(path)


@every_page
def test_every_quote_is_derived_again(path: Path) -> None:
    page, claims, *_ = read(path)
    for claim in claims:
        for quote in (claim.quote, claim.subject, *claim.quote.context, *claim.subject.context):
            assert page.text_at(quote.locator) == quote.text


def test_every_source_has_a_sample_publisher_on_the_first_night() -> None:
    assert {name for name in SOURCES if sample_page(name, sample_days()[0])} == set(SOURCES)


@every_page
def test_a_page_yields_something_and_what_fails_on_it_is_meant_to(path: Path) -> None:
    page = read(path)
    assert page.facts or list(SOURCES[path.parts[-3]]().follow(page.page))
    broken = [finding.part for finding in page.findings if finding.is_error]
    assert broken == (
        ["batch_prices"] if path.parts[-3:-1] == ("anthropic_pricing", sample_days()[1]) else []
    )


def test_the_broken_table_is_named_and_gives_nothing() -> None:
    broken = shown("anthropic_pricing", 2)
    (finding,) = broken.findings
    assert finding.message == (
        "0 tables with the headers 'Model', 'Batch output'; at section 'Batch processing'; "
        "expected exactly one; found 'Model', 'Batch, per MTok'"
    )
    lost = changes("anthropic_pricing")
    assert len(lost) == 22
    for (*_, meter, qualifiers), (_, now) in lost.items():
        assert meter in ("input", "output")
        assert qualifiers.startswith("batch")
        assert now is None


def test_the_second_night_cuts_a_price_slips_one_and_retires_a_model() -> None:
    kimi, openrouter = "moonshotai/kimi-k2.7-code", ("openrouter", "price")
    assert changes("openrouter_models") == {
        (kimi, *openrouter, "input", ""): ("0.85 USD per 1M tokens", "0.73 USD per 1M tokens"),
        (kimi, *openrouter, "output", ""): ("3.8 USD per 1M tokens", "3.5 USD per 1M tokens"),
        (kimi, *openrouter, "cache_read", ""): ("0.17 USD per 1M tokens", "0.15 USD per 1M tokens"),
    }
    assert changes("openai_pricing") == {
        ("gpt-5-mini", "openai", "price", "output", ""): (
            "2 USD per 1M tokens",
            "0.2 USD per 1M tokens",
        ),
    }
    assert changes("anthropic_lifecycle") == {
        ("claude-opus-4-1-20250805", "anthropic", "status", "", ""): ("deprecated", "retired"),
    }
    assert changes("models_dev") == {}


def ask(server: SampleServer, path: str, **headers: str) -> tuple[HTTPResponse, bytes]:
    connection = HTTPConnection("127.0.0.1", int(server.base_url.rpartition(":")[2]), timeout=10)
    try:
        connection.request(
            "GET", path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        response = connection.getresponse()
        return response, response.read()
    finally:
        connection.close()


def planned_path(source: str) -> str:
    return SOURCES[source].links[0].url.removeprefix("https:/")


def test_the_server_has_every_source_as_on_the_chosen_night() -> None:
    with serve_samples() as server:
        # Of these not every link has a sample, or another source plans the same one: they are read
        # in the tests only.
        assert set(SOURCES) - set(server.sources) == {
            "arena_boards",
            "hf_cards",
            "hf_configs",
            "huggingface_models",
            "meta_cards",
            "openrouter_endpoints",
        }
        for night in (1, 2):
            server.night = night
            for source in server.sources:
                response, body = ask(server, planned_path(source))
                assert response.status == 200
                assert body == shown(source, night).page.body
                assert response.headers["Content-Length"] == str(len(body))
                page = sample_page(source, sample_days()[night - 1])
                assert page
                assert response.headers["Content-Type"] == MEDIA_TYPES[page.suffix]


@pytest.mark.parametrize(
    ("condition", "header"), [("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified")]
)
def test_a_page_that_did_not_change_is_answered_with_304(condition: str, header: str) -> None:
    with serve_samples(night=1) as server:
        first = {
            source: ask(server, planned_path(source))[0].headers[header]
            for source in server.sources
        }
        server.night = 2
        again = {
            source: ask(server, planned_path(source), **{condition: mark})
            for source, mark in first.items()
        }
    changed = {"anthropic_lifecycle", "anthropic_pricing", "openai_pricing", "openrouter_models"}
    assert {source for source, (response, _) in again.items() if response.status != 304} == changed
    unchanged, body = again["models_dev"]
    assert unchanged.headers[header] == first["models_dev"]
    assert body == b""


def test_an_etag_comes_before_a_date() -> None:
    with serve_samples() as server:
        written = ask(server, PLANNED)[0].headers["Last-Modified"]
        assert (
            ask(server, PLANNED, If_None_Match='"another"', If_Modified_Since=written)[0].status
            == 200
        )


def test_the_server_has_nothing_else() -> None:
    with serve_samples() as server:
        for path in (
            "/",
            "/models.dev",
            f"{PLANNED}?page=2",
            "/models.dev/../models.dev/api.json",
            "/etc/passwd",
        ):
            assert ask(server, path)[0].status == 404
        robots, rules = ask(server, "/robots.txt")
    assert (robots.status, rules) == (200, b"User-agent: *\nAllow: /\n")


def test_nothing_is_said_and_nothing_is_left(capfd: pytest.CaptureFixture[str]) -> None:
    before = threading.enumerate()
    with serve_samples() as server:
        ask(server, PLANNED)
        ask(server, "/nothing")
    assert threading.enumerate() == before
    with pytest.raises(ConnectionRefusedError):
        ask(server, PLANNED)
    assert capfd.readouterr() == ("", "")


def test_importing_the_server_does_not_import_scrapy() -> None:
    code = "import sys, pipeline.samples.server; sys.exit('scrapy' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
