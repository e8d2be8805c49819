"""Pages on demand, badges, health; a new generation is served without a restart."""

import json
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from itertools import permutations
from pathlib import Path
from threading import Event
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from fastapi.testclient import TestClient

from pipeline.home import Home
from pipeline.run.steps import derive, read_and_load
from reports.data.model_rows import ModelRows
from reports.model import model_data
from reports.serve.app import create_app
from reports.serve.pages import PAIR_FORMS
from reports.site.build import build_site
from spiders.archive import Archive
from tests.support.sheets import SHEETS
from tests.support.small_catalog import GRANITE, NOVA, SMALL, archived, bazaar, build
from warehouse.store import open_catalog
from warehouse.working import Warehouse


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    home = build(tmp_path_factory.mktemp("served"))
    with open_catalog(home.path) as catalog:
        build_site(catalog, home.site, [(NOVA, GRANITE)])
    return home


@pytest.fixture
def client(home: Home) -> Iterator[TestClient]:
    with TestClient(create_app(home.path, home.site)) as client:
        yield client


def test_a_pair_on_demand_is_the_page_of_the_site(client: TestClient, home: Home) -> None:
    path = f"compare/{GRANITE}/{NOVA}/"
    written = (home.site / path / "page.json").read_text(encoding="utf-8")
    assert client.get(f"/{path}page.json").text == written
    assert "<h1" in client.get(f"/{path}").text
    assert client.get(f"/{path}page.md").text.startswith("# ")
    assert "<feed" in client.get(f"/{path}changes.atom").text


def test_a_page_of_parts_that_are_rendered_already_is_the_same(client: TestClient) -> None:
    first, again = (f"compare/{one}/{other}" for one, other in permutations((GRANITE, NOVA)))
    for file in PAIR_FORMS:
        assert client.get(f"/{first}/{file}").text == client.get(f"/{again}/{file}").text


def test_what_is_asked_for_most_is_built_ahead_of_questions(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, is_read = model_data.read_model_rows, Event()

    def read_and_tell(*asked: Any) -> dict[str, ModelRows]:
        is_read.set()
        return read(*asked)

    monkeypatch.setattr(model_data, "read_model_rows", read_and_tell)
    with TestClient(create_app(home.path, home.site, builds_ahead=True)) as client:
        assert is_read.wait(60)
        assert client.get(f"/compare/{GRANITE}/{NOVA}/").status_code == 200


def test_two_names_lead_to_their_page(client: TestClient) -> None:
    asked = {"a": "Nova 1", "b": "IBM: Granite 4B", "as_of": "2026-05-20"}
    answer = client.get("/compare", params=asked, follow_redirects=False)
    assert answer.status_code == 307
    assert answer.headers["location"].endswith(f"compare/{GRANITE}/{NOVA}/?as_of=2026-05-20")
    assert client.get("/compare", params=asked).status_code == 200


def test_lists_and_styles_are_those_of_the_site(client: TestClient) -> None:
    assert client.get("/").text == client.get("/index.html").text
    assert client.get("/static/cardkeep.css").headers["content-type"].startswith("text/css")
    assert client.get("/nowhere.html").status_code == 404
    assert client.get("/../../etc/passwd").status_code == 404


def test_an_unknown_model_is_told_as_a_page_with_suggestions(client: TestClient) -> None:
    answer = client.get("/models/nova-9/", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert f'href="/models/{NOVA}/"' in answer.text
    hostile = client.get("/models/<script>alert(1)</script>/", headers={"accept": "text/html"})
    assert "<script" not in hostile.text
    same = client.get(f"/compare/{NOVA}/{NOVA}/", headers={"accept": "text/html"})
    assert (same.status_code, "cannot be compared with itself" in same.text) == (400, True)


def test_every_answer_keeps_foreign_things_out(client: TestClient) -> None:
    for path in ("/", f"/models/{NOVA}/", "/api/v1/models", "/health", "/nowhere"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_what_did_not_change_is_not_sent_again(client: TestClient) -> None:
    for path in (f"/models/{NOVA}/", "/api/v1/offers"):
        first = client.get(path)
        again = client.get(path, headers={"if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")


def test_a_badge_shows_a_figure_or_says_that_there_is_none(client: TestClient) -> None:
    def texts(path: str) -> list[str]:
        picture = ET.fromstring(client.get(path).text)  # noqa: S314 - our own answer
        return [node.text or "" for node in picture.iter("{http://www.w3.org/2000/svg}text")]

    assert texts(f"/badges/{GRANITE}.svg?show=context") == [f"{GRANITE} context", "262,144 tokens"]
    assert texts(f"/badges/{GRANITE}.svg")[1] == "not sourced"
    assert client.get("/badges/nothing-like-it.svg").status_code == 404


def test_health_is_red_without_a_catalog(tmp_path: Path, client: TestClient) -> None:
    assert client.get("/health").json()["generation"] == 1
    with TestClient(create_app(tmp_path, tmp_path / "site")) as empty:
        assert empty.get("/health").status_code == 503
        assert empty.get("/api/v1/models").json()["error"]["code"] == "not-published"
        assert empty.get("/api/v1/openapi.json").status_code == 503
    assert 'cardkeep_requests_total{status="2xx"}' in client.get("/metrics").text


@pytest.mark.slow
def test_a_new_generation_is_served_while_readers_ask(tmp_path: Path) -> None:
    home = build(tmp_path)
    asked = {"model": NOVA, "provider": "bazaar"}
    with TestClient(create_app(home.path, home.site)) as client, ThreadPoolExecutor(8) as threads:

        def price(_: int) -> str:
            answer = client.get("/api/v1/offers", params=asked)
            assert answer.status_code == 200, answer.text
            return str(json.loads(answer.text)["rows"][0]["input_usd_per_mtok"])

        answers = threads.map(price, range(60))
        archived(home, [(date(2026, 5, 21), {"bazaar": bazaar("1.8", 4)})], len(SMALL))
        with Warehouse(home.path) as warehouse:
            read_and_load(warehouse, Archive(home.archive), SHEETS)
            derive(warehouse, home, SHEETS)
            warehouse.publish("r2")
        assert set(answers) <= {"1.5", "1.8"}
        assert price(0) == "1.8"


def test_a_figure_on_demand_leads_to_its_receipt(client: TestClient, home: Home) -> None:
    html = client.get(f"/models/{NOVA}/").text
    address, fact_id = re.findall(r'href="\.\./\.\./(receipts/[^"#]+)#f([0-9a-f]+)"', html)[0]
    answer = client.get(f"/{address}")
    assert f'<article id="f{fact_id}">' in answer.text
    moved = client.get(f"/receipts/fact/{fact_id}", follow_redirects=False)
    assert moved.headers["location"] == f"/{address.removesuffix('index.html')}#f{fact_id}"
    assert (home.site / address).is_file()


def test_a_receipt_that_is_not_there(client: TestClient) -> None:
    for path in ("/receipts/fact/0000000000000000", "/receipts/bazaar/nowhere/nova-1/"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert answer.json()["error"]["message"]
