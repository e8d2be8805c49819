"""The review desk: who may sit there, what it shows, and what it writes."""

from base64 import b64encode
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from fastapi import Request
from fastapi.testclient import TestClient

from pipeline.home import Home
from pipeline.review.decisions import load
from pipeline.review.served_desk import ServedDesk
from reports.serve import review_desk
from reports.serve.app import create_app
from reports.serve.review_desk import review_router
from tests.support.waiting_home import waiting_home

TOKEN = "correct horse"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Home:
    return waiting_home(tmp_path_factory.mktemp("waiting"))


@pytest.fixture
def home(made: Home) -> Iterator[Home]:
    made.decisions.unlink(missing_ok=True)
    yield made
    made.decisions.unlink(missing_ok=True)


def desk_client(home: Home, token: str | None = None, host: str = "127.0.0.1") -> TestClient:
    router = review_router(ServedDesk(home.path, home.decisions, ()), "ann", token)
    app = create_app(home.path, home.site, further=[router])
    return TestClient(app, base_url=f"http://{host}", headers={"Origin": f"http://{host}"})


class Fields(HTMLParser):
    """The key of a form, and the ids of its values in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.key = ""
        self.facts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("name") == "key":
            self.key = str(found["value"])
        if found.get("name") == "fact":
            self.facts.append(str(found["value"]))


def test_what_waits_stands_with_its_quotes_and_the_held_first(home: Home) -> None:
    html = desk_client(home).get("/review/").text
    fields = Fields(html)
    waiting = ServedDesk(home.path, home.decisions, ()).waiting()
    assert [each.kind for each in waiting] == sorted((each.kind for each in waiting), reverse=True)
    assert {"held", "dispute"} == {each.kind for each in waiting}
    assert fields.facts == [value.fact_id for each in waiting for value in each.values]
    assert "<blockquote>15000</blockquote>" in html
    assert "<blockquote>2026-03-02</blockquote>" in html
    assert "<blockquote>2026-04-01</blockquote>" in html
    assert "held until another publisher or a person confirms it" in html


def test_one_act_keeps_a_line_for_each_value_as_the_command_does(home: Home) -> None:
    client = desk_client(home)
    waiting = ServedDesk(home.path, home.decisions, ()).waiting()
    held = [each.fact_id for each in waiting if each.kind == "held"]
    disputed = next(each for each in waiting if each.kind == "dispute")
    chosen = [*held, disputed.fact_id]
    key = Fields(client.get("/review/").text).key
    form = {"key": key, "verdict": "accept", "reason": " read  there ", "fact": chosen}
    answer = client.post("/review/", data=form)
    assert answer.status_code == 200
    assert f"Accepted {len(chosen)} values, by ann: read there." in answer.text
    assert Fields(answer.text).facts == []  # nothing is left
    kept = load(home.decisions)
    assert [record.fact_id for record in kept] == chosen
    assert {(record.decided_by, record.reason, record.verdict) for record in kept} == {
        ("ann", "read there", "accept")
    }
    assert kept[-1].against == ("2026-04-01",)
    assert kept[-1].about.endswith("released_date: 2026-03-02")
    assert all(record.act for record in kept)


def test_what_cannot_be_done_is_told_and_nothing_is_written(home: Home) -> None:
    client = desk_client(home)
    page = Fields(client.get("/review/").text)
    disputed = ServedDesk(home.path, home.decisions, ()).waiting()[-1]
    both = [value.fact_id for value in disputed.values]

    def told(status: int, **form: object) -> str:
        whole = {"key": page.key, "verdict": "accept", "reason": "why", "fact": both[:1], **form}
        answer = client.post("/review/", data=whole)
        assert answer.status_code == status
        assert not home.decisions.exists()
        return answer.text

    assert "Two values of one question" in told(409, fact=both)
    assert "No value is ticked" in told(409, fact=[])
    assert "does not wait any more" in told(409, fact=["0123456789abcdef"])
    assert "a reason of 1 to 1000" in told(422, reason="  ").replace("has a", "a")
    assert "Accept or reject" in told(422, verdict="maybe")
    assert "older than the server" in told(403, key="another")
    assert "too large" in told(413, reason="x" * 1_000_001)


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
    ],
)
def test_another_site_decides_nothing(home: Home, headers: dict[str, str]) -> None:
    client = desk_client(home)
    page = Fields(client.get("/review/").text)
    form = {"key": page.key, "verdict": "reject", "reason": "why", "fact": page.facts[:1]}
    answer = client.post("/review/", data=form, headers=headers)
    assert (answer.status_code, home.decisions.exists()) == (403, False)


def test_without_a_token_only_this_machine_sees_it(home: Home) -> None:
    assert desk_client(home, host="localhost:8000").get("/review/").status_code == 200
    # A name that leads here from elsewhere (DNS rebinding) is no loopback name.
    answer = desk_client(home, host="rebound.example").get("/review/")
    assert (answer.status_code, "127.0.0.1" in answer.text) == (403, True)


def test_with_a_token_whoever_knows_it_decides_under_a_name(home: Home) -> None:
    client = desk_client(home, TOKEN, host="cards.example")

    def get(user: str, password: str) -> int:
        credentials = b64encode(f"{user}:{password}".encode()).decode()
        client.headers["Authorization"] = f"Basic {credentials}"
        return client.get("/review/").status_code

    answer = client.get("/review/")
    assert (answer.status_code, answer.headers["WWW-Authenticate"][:5]) == (401, "Basic")
    assert get("ann", "wrong") == get("ann", "") == get("", TOKEN) == 401
    client.headers["Authorization"] = "Basic %%%"
    assert client.get("/review/").status_code == 401
    assert get("bob", TOKEN) == 200
    page = Fields(client.get("/review/").text)
    form = {"key": page.key, "verdict": "reject", "reason": "why", "fact": page.facts[:1]}
    assert client.post("/review/", data=form).status_code == 200
    assert [record.decided_by for record in load(home.decisions)] == ["bob"]


def test_a_served_catalog_has_no_desk_unless_it_is_given_one(small_home: Home) -> None:
    with TestClient(create_app(small_home.path, small_home.site)) as client:
        assert client.get("/review/").status_code == 404


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "192.0.2.1"},
        {"Forwarded": "for=192.0.2.1"},
        {"Via": "1.1 proxy"},
        {"Host": "[::1"},
        {"Host": "127.0.0.1.example.org"},
    ],
)
def test_who_comes_through_a_proxy_or_by_another_name_is_not_on_this_machine(
    home: Home, headers: dict[str, str]
) -> None:
    client = desk_client(home)
    assert client.get("/review/", headers=headers).status_code == 403
    key = Fields(client.get("/review/").text).key
    form = {"key": key, "verdict": "accept", "reason": "read", "fact": "any"}
    assert client.post("/review/", data=form, headers=headers).status_code == 403
    assert load(home.decisions) == []


def test_an_old_proxy_is_told_by_its_version_of_http() -> None:
    scope = {"type": "http", "headers": [(b"host", b"127.0.0.1:8000")], "http_version": "1.0"}
    with pytest.raises(review_desk.Refused, match="CARDKEEP_REVIEW_TOKEN"):
        review_desk._visitor(Request(scope), "ann", None)  # pyright: ignore[reportPrivateUsage]


@pytest.mark.parametrize("origin", ["http://[::1", "null", "http://example.org", "javascript:x"])
def test_an_origin_that_is_no_address_is_another_site(home: Home, origin: str) -> None:
    client = desk_client(home)
    key = Fields(client.get("/review/").text).key
    form = {"key": key, "verdict": "accept", "reason": "read", "fact": "any"}
    assert client.post("/review/", data=form, headers={"Origin": origin}).status_code == 403
