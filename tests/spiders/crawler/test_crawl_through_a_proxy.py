"""A crawl through a proxy: what goes through it, what does not, and whom it trusts."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from spiders.archive import PageOutcome
from spiders.crawler.crawl import crawl
from spiders.crawler.plan import CrawlPlan
from tests.support.local_web import local_web, own_certificate

SOURCE = """
from spiders.authoring import Claims, Documentation, Link, Page

class Behind(Documentation):
    publisher = "acme"
    links = [Link(kind="prices", url=url) for url in {urls}]
    expect = {{"prices": range(0, 9)}}

    def prices(self, page: Page) -> Claims:
        return iter(())
"""
PAGE = "# Prices\n\nNova costs $1 per million tokens of input, and $4 of output.\n" * 9


def fetch(folder: Path, url: str, **network: Any) -> PageOutcome:
    """What a crawl of one page came to."""
    (outcome,) = fetch_all(folder, [url], **network)
    return outcome


def fetch_all(folder: Path, urls: Sequence[str], **network: Any) -> Sequence[PageOutcome]:
    """What one crawl of several pages came to."""
    own = folder / "sources"
    own.mkdir(exist_ok=True)
    (own / "behind.py").write_text(SOURCE.format(urls=list(urls)))
    plan = CrawlPlan(
        archive=folder / "archive",
        run_id="run-1",
        sources=["behind"],
        own_sources=own,
        contact="https://acme.example/bot",
        **network,
    )
    return crawl(plan).sources["behind"].outcomes


def test_pages_come_through_a_proxy_that_may_be_inside(tmp_path: Path) -> None:
    """The name is resolved by the proxy alone: nobody else knows it."""
    with local_web({"/prices": PAGE}) as proxy:
        outcome = fetch(tmp_path, "http://prices.acme.example/prices", proxies={"http": proxy.url})
    assert (outcome.outcome, outcome.detail) == ("ok", "")
    assert [target for target, _ in proxy.asked] == [
        "http://prices.acme.example/robots.txt",
        "http://prices.acme.example/prices",
    ]
    assert proxy.asked[-1][1]["User-Agent"] == "cardkeep (+https://acme.example/bot)"


def test_a_password_goes_to_the_proxy_and_into_no_file(tmp_path: Path) -> None:
    with local_web({"/prices": PAGE}) as proxy:
        url = proxy.url.replace("//", "//ann:canary@")
        outcome = fetch(tmp_path, "http://prices.acme.example/prices", proxies={"http": url})
    assert outcome.outcome == "ok"
    assert proxy.asked[-1][1]["Proxy-Authorization"] == "Basic YW5uOmNhbmFyeQ=="
    archived = b"".join(path.read_bytes() for path in tmp_path.rglob("*.warc*"))
    assert b"YW5uOmNhbmFyeQ" not in archived
    assert b"canary" not in archived


def test_a_proxy_is_asked_for_nothing_inside(tmp_path: Path) -> None:
    inside = (
        "127.0.0.1",
        "2130706433",
        "localhost",
        "[::1]",
        "router.internal",
        "169.254.169.254",
    )
    urls = [f"http://{host}/prices" for host in inside]
    with local_web({"/prices": PAGE}) as proxy:
        outcomes = fetch_all(tmp_path, urls, proxies={"http": proxy.url})
    assert {outcome.url: outcome.outcome for outcome in outcomes} == dict.fromkeys(urls, "refused")
    assert proxy.asked == []


def test_a_host_without_a_proxy_is_asked_directly(tmp_path: Path) -> None:
    with local_web({}) as proxy, local_web({"/prices": PAGE}) as web:
        outcome = fetch(
            tmp_path,
            f"{web.url}/prices",
            proxies={"http": proxy.url.replace("127.0.0.1", "localhost")},
            no_proxy=("127.0.0.1",),
            allow_loopback=True,
        )
    assert (outcome.outcome, proxy.asked) == ("ok", [])


def test_tls_goes_through_a_tunnel_and_trusts_the_authority_that_is_named(tmp_path: Path) -> None:
    host = "prices.acme.example"
    certificate = own_certificate(tmp_path, host)
    with local_web({"/prices": PAGE}, certificate) as web, local_web({}) as proxy:
        proxy.tunnel_to = web.server_port
        way = {"proxies": {"https": proxy.url}}
        trusted = fetch(tmp_path, f"https://{host}/prices", **way, ca_file=certificate[0])
        other = tmp_path / "other"
        other.mkdir()
        refused = fetch(other, f"https://{host}/prices", **way)
    assert (trusted.outcome, trusted.detail) == ("ok", "")
    assert f"CONNECT {host}:443" in [target for target, _ in proxy.asked]
    assert refused.outcome != "ok"
    assert "certificate verify failed" in refused.detail


def test_a_token_goes_to_its_host_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ACME_TOKEN", "canary")
    with local_web({"/prices": PAGE}) as web:
        urls = [f"http://{host}:{web.server_port}/prices" for host in ("127.0.0.1", "localhost")]
        tokens = {"127.0.0.1": "ACME_TOKEN"}
        outcomes = fetch_all(tmp_path, urls, tokens=tokens, allow_loopback=True)
    assert [outcome.outcome for outcome in outcomes] == ["ok", "ok"]
    sent = {headers["Host"].partition(":")[0]: headers for _, headers in web.asked}
    assert sent["127.0.0.1"]["Authorization"] == "Bearer canary"
    assert "Authorization" not in sent["localhost"]
    assert not any(b"canary" in path.read_bytes() for path in tmp_path.rglob("*.warc*"))
