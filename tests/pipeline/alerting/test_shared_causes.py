"""One cause is one message: links that failed alike are told once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.alerting.alerts import notify
from pipeline.alerting.shared_causes import TriedLink, explained_sources, shared_causes
from pipeline.home import Home
from pipeline.run.refresh import refresh
from pipeline.samples.server import SampleServer, serve_samples
from tests.support.command_line import cardkeep
from tests.support.empty_warehouse import give_empty_warehouse
from tests.support.sample_steps import sample_steps


def link(
    host: str, number: int = 1, outcome: str = "failed", detail: str | None = None
) -> TriedLink:
    if detail is None:
        detail = f"the name {host} cannot be resolved" if outcome == "failed" else ""
    return TriedLink(host, f"{host}_{number % 2}", f"https://{host}/{number}", outcome, detail)


def links(
    host: str, count: int, outcome: str = "failed", detail: str | None = None
) -> list[TriedLink]:
    return [link(host, number, outcome, detail) for number in range(count)]


NO_NETWORK = [link(f"h{number}.example") for number in range(19)]


def test_what_nearly_all_links_have_in_common_is_one_cause() -> None:
    odd = link("odd.example", detail="only a browser shows this page")
    (cause,) = shared_causes([*NO_NETWORK, odd])
    assert (cause.publisher, len(cause.links), cause.tried) == ("", 19, 20)
    assert cause.text().startswith("19 of 20 links failed alike (19 sources): failed: the name h0.")
    explained = explained_sources([cause], [*NO_NETWORK, odd])
    assert len(explained) == 19
    assert "odd.example_1" not in explained


def test_a_source_with_another_fault_too_is_not_explained_by_the_common_one() -> None:
    other = link("h0.example", detail="status 404")
    tried = [*NO_NETWORK, other, link("h1.example", 3, outcome="ok")]
    (cause,) = shared_causes(tried)
    explained = explained_sources([cause], tried)
    assert "h0.example_1" not in explained
    assert "h1.example_1" in explained


@pytest.mark.parametrize(
    "tried",
    [
        [],
        NO_NETWORK[:2],
        [*NO_NETWORK[:8], link("good.example", outcome="ok"), link("b.example", outcome="ok")],
        [link(f"h{number}.example", detail=f"reason {'abc'[number % 3]}") for number in range(9)],
        links("ok.example", 9, "not_modified"),
    ],
)
def test_what_has_no_common_cause_stays_single(tried: list[TriedLink]) -> None:
    assert shared_causes(tried) == []


def test_one_host_is_its_publishers_cause() -> None:
    tried = [
        *links("down.example", 4),
        link("down.example", 5, "ok"),
        *links("up.example", 9, "ok"),
    ]
    (cause,) = shared_causes(tried)
    assert (cause.publisher, len(cause.links), cause.tried) == ("down.example", 4, 5)
    assert "4 of 5 links of down.example failed alike (2 sources)" in cause.text()
    assert shared_causes(links("half.example", 3) + links("half.example", 3, "ok")) == []


def test_a_browser_that_is_missing_is_one_cause() -> None:
    detail = "only a browser shows this page; install a Chromium"
    lacking = [link(f"b{number}.example", detail=detail) for number in range(2)]
    (cause,) = shared_causes([*lacking, *links("up.example", 50, "ok")])
    assert (cause.name, cause.links) == ("browser-missing", lacking)
    assert "cardkeep doctor" in cause.todo
    assert shared_causes([lacking[0], *links("up.example", 50, "ok")]) == []


def test_urls_do_not_make_reasons_differ() -> None:
    tried = [
        link(f"h{n}.example", n, detail=f"Getting https://h{n}.example/{n} took longer than 60 s")
        for n in range(5)
    ]
    assert len(shared_causes(tried)) == 1
    tried = [link(f"h{n}.example", n, detail=f"status {500 + n}") for n in range(5)]
    assert shared_causes(tried) == [], "numbers do"


# --- a night --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def samples() -> Iterator[SampleServer]:
    with serve_samples(1) as server:
        yield server


SOURCES = ("anthropic_pricing", "gemini_pricing", "openai_pricing", "models_dev")


@pytest.mark.slow
def test_a_machine_without_a_network_is_told_once_and_recovers_once(
    tmp_path: Path, samples: SampleServer
) -> None:
    home = Home(tmp_path)
    give_empty_warehouse(home)
    refresh(home, ["openai_pricing"], base_url="http://127.0.0.1:9")
    (alone,) = notify(home, []).notifications
    assert alone.alert.cause == "source-failing/openai_pricing"
    down = refresh(home, SOURCES, base_url="http://127.0.0.1:9")
    assert len(down.errors) == 1
    assert "links failed alike (4 sources)" in down.errors[0]
    (told,) = notify(home, []).notifications
    assert (told.event, told.alert.cause) == ("raised", "links-failing")
    assert (
        told.alert.covers == tuple(f"source-failing/{name}" for name in sorted(told.alert.covers))
        or len(told.alert.covers) == 4
    )
    assert cardkeep(home.path, "alerts").stdout.count("\n") == 1
    assert "links-failing" in cardkeep(home.path, "status").stderr
    refresh(home, SOURCES, steps=sample_steps(samples))
    recovered = notify(home, []).notifications
    assert {(each.event, each.alert.cause) for each in recovered if each.event == "recovered"} == {
        ("recovered", "links-failing"),
        ("recovered", "source-failing/openai_pricing"),
    }
