"""Leaderboards and tables of scores: CSV with places, labels that say how a run was set, torn rows,
data in scripts.
"""

import json

import pytest

from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.extraction import extract
from spiders.parsing.page import Page
from spiders.readers.run_labels import read_run_label
from spiders.sources.docker_cards import DockerCards
from spiders.sources.livebench import LiveBench
from spiders.sources.lmarena import LMArena
from spiders.sources.swebench import SweBench


@pytest.mark.parametrize(
    ("label", "name", "setting"),
    [
        (
            "claude-opus-4-5-20251101-thinking-64k-high-effort",
            "claude-opus-4-5-20251101",
            "64k thinking, high",
        ),
        ("claude-4-1-opus-20250805-base", "claude-4-1-opus-20250805", "base"),
        ("openai/gpt-5-minimal-2025-08-07", "openai/gpt-5-2025-08-07", "minimal"),
        ("gpt-5.1-2025-11-13-nothinking", "gpt-5.1-2025-11-13", "no thinking"),
        ("gpt-5.1-codex-max-high", "gpt-5.1-codex-max", "high"),
        ("deepseek-v3.2-exp-thinking", "deepseek-v3.2-exp", "thinking"),
        ("kimi-k2-thinking", "kimi-k2-thinking", None),
        ("qwen3-235b-a22b-thinking-2507", "qwen3-235b-a22b-thinking-2507", None),
        ("mistral-medium", "mistral-medium", None),
        ("phi-3-medium", "phi-3-medium", None),
        ("gpt-5-mini", "gpt-5-mini", None),
    ],
)
def test_a_label_is_a_model_and_how_it_was_run(label: str, name: str, setting: str | None) -> None:
    assert read_run_label(Quote(text=label, locator="line:1"))[1:] == (name, setting)


def test_a_field_of_csv_is_found_again() -> None:
    page = Page(
        '\ufeffname,note\r\n\r\n"a, b","two\r\nlines"\r\n c ,"say ""so"" "\r\n'.encode(), url=""
    )
    rows = [{"name": row.pop("name"), "note": row.pop("note")} for row in page.csv().rows()]
    assert [(row["name"].text, row["note"].text) for row in rows] == [
        ("a, b", "two\r\nlines"),
        ("c", 'say "so"'),
    ]
    for row in rows:
        for quote in row.values():
            assert page.text_at(quote.locator) == quote.text
    assert page.text_at("csv:1/2") == "note"


@pytest.mark.parametrize("locator", ["csv:0/1", "csv:2/3", "csv:9/1"])
def test_a_field_that_is_not_there_is_an_error(locator: str) -> None:
    with pytest.raises(LayoutChanged, match="the field is not there"):
        Page(b"a,b\n1,2\n", url="").text_at(locator)


@pytest.mark.parametrize("text", ["", "\n\n", 'a,"b\n1,2', 'a,"b"c\n', "a," + "x" * 200_000])
def test_what_is_no_csv_says_so(text: str) -> None:
    with pytest.raises(LayoutChanged):
        Page(text.encode(), url="").csv()


def test_a_torn_row_costs_no_other() -> None:
    tasks = [f"task_{number}" for number in range(12)]
    scores = ",".join(["50.0"] * 12)
    text = f"model,{','.join(tasks)}\nfirst,{scores}\ntorn,50.0,50.0\nlast,{scores}\n"
    claims, findings = extract(
        LiveBench(),
        Page(text.encode(), url="https://livebench.ai/table_2026_06_25.csv", kind="table"),
    )
    assert {claim.subject_name for claim in claims} == {"first", "last"}
    assert [finding.kind for finding in findings] == ["changed"]
    assert "csv:3/1" in findings[0].message


def test_the_boards_in_the_script_of_the_page_are_those_of_the_file() -> None:
    row = {
        "resolved": 65.0,
        "date": "2025-08-07",
        "checked": True,
        "mini-swe-agent_version": "1.7.0",
    }
    boards = [
        {
            "name": "bash-only",
            "results": [row | {"name": f"M{n}", "tags": [f"Model: m<{n}>&amp;"]} for n in range(5)],
        }
    ]
    html = f'<!doctype html><title>t</title><script id="leaderboard-data" type="application/json">{json.dumps(boards)}'
    page = Page(f"{html}</script>".encode(), url="", kind="boards")
    (read, found), (stated, _) = (
        extract(SweBench(), page),
        extract(
            SweBench(), Page(json.dumps({"leaderboards": boards}).encode(), url="", kind="boards")
        ),
    )
    assert found == []
    assert [claim.subject_name for claim in read] == [claim.subject_name for claim in stated]
    assert len(read) == 5
    for claim in read:
        assert page.text_at(claim.quote.locator) == claim.quote.text == "65.0"
        assert page.text_at(claim.subject.locator) == claim.subject.text


def test_runs_by_instance_are_no_board() -> None:
    page = Page(b'{"gpt-5": {"django-1": {"resolved": true, "cost": 0.4}}}', url="", kind="boards")
    claims, findings = extract(SweBench(), page)
    assert (claims, [finding.kind for finding in findings]) == ([], ["changed"])


def test_a_rating_stands_with_the_ends_of_its_interval() -> None:
    entry = {"rating": 1471.25, "rating_q975": 1478.5, "rating_q025": 1464.0}
    page = Page(
        json.dumps({"full": {f"m-{n}": entry for n in range(5)}}).encode(), url="", kind="text"
    )
    claims, _ = extract(LMArena(), page)
    assert [(c.role, c.text) for c in claims[0].quote.context] == [
        ("lower", "1464.0"),
        ("upper", "1478.5"),
    ]


def test_a_torn_row_of_a_card_costs_no_other() -> None:
    rows = "| **All** | | |\n| | One (EM) | 1.5 |\n| | Two | | 2.5 |\n"
    card = f"# Card\n\n| Category | Metric | A model |\n|---|---|---|\n{rows}"
    page = Page(card.encode(), url="https://hub.docker.com/r/ai/sample", kind="card")
    claims, findings = extract(DockerCards(), page)
    assert [(claim.subject_name, claim.variant, claim.quote.text) for claim in claims] == [
        ("A model", "EM", "1.5")
    ]
    assert [(finding.kind, finding.part) for finding in findings] == [("changed", "scores")]


def test_a_card_without_a_table_says_so() -> None:
    page = Page(b"# Card\n\nA model.\n", url="https://hub.docker.com/r/ai/sample", kind="card")
    claims, findings = extract(DockerCards(), page)
    assert (claims, [finding.kind for finding in findings]) == ([], ["changed"])
