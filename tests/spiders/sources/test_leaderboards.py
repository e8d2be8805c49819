"""Leaderboards and tables of scores: torn rows, data in scripts, ends of intervals."""

import json

from spiders.claims import Score
from spiders.extraction import extract
from spiders.parsing.page import Page
from spiders.sources.arc_prize import ArcPrize
from spiders.sources.arena_boards import ROWS, ArenaBoards
from spiders.sources.docker_cards import DockerCards
from spiders.sources.livebench import LiveBench
from spiders.sources.lmarena import LMArena
from spiders.sources.mmmu import Mmmu
from spiders.sources.swebench import SweBench


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


def arena_page(offset: int, total: int) -> Page:
    row = {
        "model_name": "nova-1-thinking",
        "rating": 1502.1,
        "rating_lower": 1496.2,
        "rating_upper": 1508.0,
        "category": "overall",
        "leaderboard_publish_date": "2026-03-18",
    }
    body = json.dumps({"rows": [{"row": row}], "num_rows_total": total}).encode()
    url = ROWS.format(board="vision_style_control", offset=offset)
    return Page(body, url=url, kind="rows")


def test_a_rating_of_arena_has_its_interval_and_its_day() -> None:
    (claim,), findings = extract(ArenaBoards(), arena_page(0, 1))
    assert findings == []
    assert claim.score
    assert (claim.score.benchmark, claim.score.version) == (
        "Arena vision, overall",
        "style-control",
    )
    context = {each.role: each.text for each in claim.quote.context}
    assert context == {"lower": "1496.2", "upper": "1508.0", "measured": "2026-03-18"}


def test_a_board_of_arena_is_read_page_by_page_up_to_a_bound() -> None:
    source = ArenaBoards()
    (link,) = source.follow(arena_page(100, 250))
    assert link.url == ROWS.format(board="vision_style_control", offset=200)
    assert [link.document, *source.follow(arena_page(200, 250))] == ["vision_style_control"]
    assert list(source.follow(arena_page(1900, 9000))) == []


def test_arc_prize_reads_shown_results_of_models_on_the_tasks_that_nobody_knows() -> None:
    row = {
        "datasetId": "v2_Semi_Private",
        "modelDisplayName": "nova-1",
        "modelType": "CoT",
        "score": 0.1,
    }
    others = [
        row | {"display": False},
        row | {"modelType": "N/A"},
        row | {"datasetId": "v2_Public_Eval"},
        row | {"score": None},
    ]
    body = json.dumps({"evaluations": [row | {"display": True}, *others]}).encode()
    claims, findings = extract(ArcPrize(), Page(body, url="", kind="v2"))
    assert findings == []
    assert [(claim.subject_name, claim.quote.text) for claim in claims] == [("nova-1", "0.1")]


def test_mmmu_reads_models_their_settings_and_who_reported_a_score() -> None:
    rows = [
        {"info": {"name": "Experts", "type": "human_expert"}, "validation": {"overall": "88"}},
        {
            "info": {"name": "nova-1 w/o thinking", "type": "proprietary"},
            "validation": {"overall": "70.1", "source": "author"},
            "pro": {"overall": "60.2", "vision": "58.0"},
        },
    ]
    body = json.dumps({"leaderboardData": rows}).encode()
    claims, findings = extract(Mmmu(), Page(body, url="", kind="board"))
    assert findings == []
    assert {(claim.subject_name, claim.variant) for claim in claims} == {("nova-1", "no thinking")}
    scores = [(claim.score, claim.quote.text) for claim in claims]
    assert scores == [
        (
            Score(
                benchmark="MMMU",
                version="validation",
                runner="the model's authors",
                unit="percent",
            ),
            "70.1",
        ),
        (Score(benchmark="MMMU-Pro", unit="percent"), "60.2"),
    ]
