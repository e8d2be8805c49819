"""The API answers what the views say, in the shape that its description promises."""

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from typing import Any

import jsonschema
import pytest
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.types import Message, Receive, Scope, Send

from pipeline.home import Home
from reports.serve import answers, catalog_pool
from reports.serve.app import create_app
from reports.serve.bounded_bodies import MOST_BYTES, BodyTooLarge, BoundedBodies
from tests.support.small_catalog import GRANITE, NOVA
from warehouse.store import open_catalog

LISTS = ("offers", "prices", "price-history", "changes", "freshness", "disputes")
AS_JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def client(small_home: Home) -> Iterator[TestClient]:
    with TestClient(create_app(small_home.path, small_home.site)) as client:
        yield client


def fact_of(home: Home) -> str:
    with open_catalog(home.path) as catalog:
        return str(catalog.query_sql("SELECT min(fact_id) FROM facts").rows[0][0])


def assert_as_described(client: TestClient, path: str, answer: Any, status: int = 200) -> None:
    document = client.get("/api/v1/openapi.json").json()
    responses = next(iter(document["paths"][path].values()))["responses"]
    schema = responses[str(status)]["content"]["application/json"]["schema"]
    jsonschema.validate(answer, {**schema, "components": document["components"]})


@pytest.mark.parametrize("name", LISTS)
def test_a_list_holds_the_rows_of_its_view(client: TestClient, small_home: Home, name: str) -> None:
    answer = client.get(f"/api/v1/{name}", params={"limit": 1000, "since": "2026-04-01"}).json()
    assert_as_described(client, f"/api/v1/{name}", answer)
    with open_catalog(small_home.path) as catalog:
        rows = catalog.query_sql(f"FROM {name.replace('-', '_')}").rows
    assert len(answer["rows"]) == len(rows)
    assert answer["next_offset"] is None


def test_money_is_text_with_every_digit(client: TestClient) -> None:
    rows = client.get("/api/v1/offers", params={"model": NOVA, "provider": "bazaar"}).json()["rows"]
    assert [row["input_usd_per_mtok"] for row in rows] == ["1.5"]


def test_an_answer_as_of_a_day_is_that_of_the_day(client: TestClient) -> None:
    asked = {"model": NOVA, "provider": "bazaar", "as_of": "2026-05-01"}
    rows = client.get("/api/v1/offers", params=asked).json()["rows"]
    assert [row["input_usd_per_mtok"] for row in rows] == ["1"]


def test_a_list_goes_on_where_it_says(client: TestClient) -> None:
    whole = client.get("/api/v1/prices").json()["rows"]
    parts: list[Any] = []
    offset: int | None = 0
    while offset is not None:
        answer = client.get("/api/v1/prices", params={"limit": 2, "offset": offset}).json()
        parts += answer["rows"]
        offset = answer["next_offset"]
    assert parts == whole


def test_one_model_comes_with_its_facts_and_offers(client: TestClient) -> None:
    answer = client.get("/api/v1/models/Granite 4B").json()
    assert answer["model"]["model_id"] == GRANITE
    assert {fact["attribute"] for fact in answer["facts"]} > {"context_tokens", "released_date"}
    assert {offer["provider"] for offer in answer["offers"]} == {"bazaar", "freebie"}


def test_models_are_filtered_by_what_is_known(client: TestClient) -> None:
    def ids(**asked: Any) -> list[str]:
        rows = client.get("/api/v1/models", params=asked).json()["rows"]
        return [row["model_id"] for row in rows]

    assert set(ids()) > {NOVA, GRANITE}
    assert GRANITE in ids(open_weights="yes")
    assert NOVA not in ids(open_weights="yes")
    assert ids(min_context_tokens=260_000) == [GRANITE]
    assert NOVA in ids(capability="vision")
    assert ids(lab="nobody") == []


def test_a_receipt_has_the_quote_and_the_page(client: TestClient, small_home: Home) -> None:
    answer = client.get(f"/api/v1/receipts/{fact_of(small_home)}").json()
    assert_as_described(client, "/api/v1/receipts/{fact_id}", answer)
    (row,) = answer["rows"]
    assert row["quote"]
    assert row["page_sha256"]
    assert row["url"].startswith("https://")


def test_a_comparison_is_the_page_as_data(client: TestClient) -> None:
    page = client.get("/api/v1/compare", params={"a": "Nova 1", "b": GRANITE}).json()
    assert page["masthead"]["path"] == f"compare/{GRANITE}/{NOVA}/"


def test_a_cost_is_an_amount_with_its_facts_or_says_what_is_not_known(client: TestClient) -> None:
    def costs(**asked: str) -> Any:
        used = {"input_tokens": 2_000_000, "output_tokens": 1_000_000}
        day = {"as_of": "2026-05-22"}
        answer = client.post("/api/v1/cost", params={"model": NOVA, **day, **asked}, json=used)
        return answer.json()

    (bill,) = costs(seller="bazaar")["costs"]
    assert (bill["kind"], bill["cost"]) == ("exact", "7")
    assert all(line["fact_ids"] for line in bill["lines"])
    assert "bazaar" in {bill["seller"] for bill in costs()["costs"]}
    assert costs(seller="nobody")["error"]["code"] == "unknown-seller"
    wrong = client.post("/api/v1/cost", params={"model": NOVA}, json={"input_tokens": -1})
    assert wrong.status_code == 422


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("nova", NOVA), ("grannite", GRANITE), ("Granite", GRANITE), ("4b", GRANITE)],
)
def test_a_search_finds_what_people_type(client: TestClient, typed: str, meant: str) -> None:
    rows = client.get("/api/v1/search", params={"q": typed}).json()["rows"]
    assert rows[0]["model_id"] == meant


def test_a_search_finds_nothing_in_nothing(client: TestClient) -> None:
    assert client.get("/api/v1/search", params={"q": "  "}).json()["rows"] == []
    assert client.get("/api/v1/search", params={"q": "zzzzqqqq"}).json()["rows"] == []


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/api/v1/models/nova-9", 404, "unknown-model"),
        ("/api/v1/offers?model=nova-9", 404, "unknown-model"),
        ("/api/v1/receipts/none", 404, "not-found"),
        ("/api/v1/compare?a=nova-1&b=nova-1", 400, "same-model"),
        ("/api/v1/prices?as_of=2020-01-01", 404, "not-found"),
        ("/api/v1/prices?as_of=yesterday", 422, "wrong-parameter"),
        ("/api/v1/changes?since=0", 422, "wrong-parameter"),
        ("/api/v1/prices?as_of=1.7e9", 422, "wrong-parameter"),
        ("/api/v1/nothing", 404, "refused"),
        ("/api/v1/prices?limit=0", 422, "wrong-parameter"),
        ("/api/v1/prices?limit=100000000", 422, "wrong-parameter"),
        ("/api/v1/models?open_weights=perhaps", 422, "wrong-parameter"),
    ],
)
def test_what_cannot_be_answered_is_told(
    client: TestClient, path: str, status: int, code: str
) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert answer.json()["error"]["code"] == code
    assert answer.json()["error"]["message"]


def test_a_body_that_is_no_json_and_an_empty_query_are_told_as_errors(client: TestClient) -> None:
    garbled = client.post(
        f"/api/v1/cost?model={NOVA}",
        content=b"ll:\xff",
        headers={"content-type": "application/json"},
    )
    assert (garbled.status_code, garbled.json()["error"]["code"]) == (400, "refused")
    assert client.post("/api/v1/sql?query=").json()["error"]["code"] == "wrong-parameter"


def test_a_misspelt_name_comes_with_suggestions(client: TestClient) -> None:
    error = client.get("/api/v1/models/nova-9").json()["error"]
    assert NOVA in error["suggestions"]


texts = st.text(max_size=30) | st.sampled_from([NOVA, "Nova 1", "amazon", "2026-05-10", "-1"])


paths = st.sampled_from([f"/api/v1/{name}" for name in (*LISTS, "models", "search", "compare")])
questions = st.dictionaries(
    st.sampled_from(
        ["model", "provider", "as_of", "since", "limit", "offset", "q", "a", "b", "lab"]
    ),
    texts,
)


@pytest.mark.slow
@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=paths, asked=questions)
def test_whatever_is_asked_at_length_the_answer_is_as_described(
    client: TestClient, path: str, asked: dict[str, str]
) -> None:
    assert_described(client, path, asked)


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=paths, asked=questions)
def test_whatever_is_asked_the_answer_is_as_described(
    client: TestClient, path: str, asked: dict[str, str]
) -> None:
    assert_described(client, path, asked)


def assert_described(client: TestClient, path: str, asked: dict[str, str]) -> None:
    answer = client.get(path, params=asked)
    assert answer.status_code in (200, 400, 404, 422)
    assert_as_described(client, path, answer.json(), answer.status_code)


@pytest.mark.slow
def test_a_query_is_answered_within_limits(client: TestClient) -> None:
    def run(query: str) -> Any:
        return client.post("/api/v1/sql", params={"query": query}).json()

    assert run("SELECT count(*) FROM models")["rows"] == [[3]]
    assert run("SELECT 1; SELECT 2")["error"]["code"] == "query-failed"
    assert "read-only" in run("CREATE TABLE t AS SELECT 1")["error"]["message"]
    assert "rows" not in run("FROM read_text('/etc/hostname')")
    assert run("FROM range(20000)")["is_cut"] is True
    endless = run("SELECT count(*) FROM range(1e12::BIGINT) a, range(1e6::BIGINT) b")
    assert "stopped" in endless["error"]["message"]


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    body = b'{"x": "' + b"a" * MOST_BYTES
    answer = client.post("/api/v1/cost", params={"model": NOVA}, content=body, headers=AS_JSON)
    assert answer.status_code == 413
    assert answer.json()["error"]["code"] == "too-large"


def test_no_more_of_a_body_is_read_than_it_may_have() -> None:
    chunks = iter([b"a" * 100_000] * 20)
    read: list[bytes] = []

    async def reads_all(_: Scope, receive: Receive, __: Send) -> None:
        while body := (await receive())["body"]:
            read.append(body)

    async def long() -> Message:
        return {"type": "http.request", "body": next(chunks, b""), "more_body": True}

    async def nowhere(_: Message) -> None:
        """Nobody listens."""

    with pytest.raises(BodyTooLarge):
        asyncio.run(BoundedBodies(reads_all)({"type": "http"}, long, nowhere))
    assert len(b"".join(read)) == MOST_BYTES


def test_few_ask_as_of_other_days_at_once(
    small_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog_pool, "WAITING_SECONDS", 0.05)
    pool = catalog_pool.CatalogPool(small_home.path)
    day = date(2026, 5, 1)
    with ExitStack() as lent:
        for _ in range(catalog_pool.DAYS_AT_ONCE):
            lent.enter_context(pool.catalog(day))
        with pytest.raises(catalog_pool.TooBusy), pool.catalog(day):
            pass
        with pool.catalog() as now:
            assert now.query_sql("SELECT count(*) > 0 FROM facts").rows == [(True,)]
    with pool.catalog(day):
        pass
    pool.close()
    assert answers.STATUS[catalog_pool.TooBusy] == 503
