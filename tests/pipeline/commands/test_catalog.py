"""Commands over the catalog: silence only where nothing is wrong, limits, and an error for every
bad input.
"""

import json
import socket
from datetime import date, time, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from pipeline.alerting.alert import Alert
from pipeline.alerting.alerts import evaluate
from pipeline.commands import catalog
from pipeline.home import Home
from pipeline.output import format_rows
from tests.support.command_line import cardkeep
from tests.support.faults import no_room_beyond


@pytest.mark.parametrize(
    ("arguments", "exit_code", "words"),
    [
        (("sql", ""), 2, "expected a query, found none"),
        (("sql", " -- nothing but a comment"), 1, "expected one statement, found none"),
        (("sql", "SELECT 1; SELECT 2"), 1, "expected one statement, found 2; nothing was run"),
        (("sql", "SELEC"), 1, "syntax error"),
        (("diff", "nobody"), 3, "no source and no provider is called 'nobody'; there are"),
        (("diff", "--since", "2026-05-19", "--as-of", "2026-05-18"), 2, "expected a day before"),
        (("review", "accept", "x", "--why", ""), 2, "expected a text that says something"),
        (("review", "reject", "x", "--why", " \t"), 2, "expected a text that says something"),
        (("review", "reject", "x", "--why", "y", "--who", ""), 2, "expected a text that says"),
        (("alerts", "snooze", "x", "--until", "2099-01-01", "--why", " "), 2, "expected a text"),
        (("schedule", "--cron", "not a cron"), 2, "expected five fields such as '15 3 * * *'"),
        (("diff", "--as-of", "0001-01-01"), 3, "nothing was known by the end of 0001-01-01"),
        (("sql", "SELECT '\udce9'"), 2, "expected text in UTF-8, found SELECT '\\udce9'"),
        (("show", "caf\udce9"), 2, "expected text in UTF-8"),
        (("show", "x" * 100_000), 3, "xxx... (100,002 characters) [unknown-model]"),
        (("cost", "x", "--usage", "\x1b[31mx"), 2, "'\\x1b[31mx': No such file"),
        (("cost", "x", "--usage", "/dev/zero"), 2, "at most 20,000,000 characters, found more"),
        (("audit", "/dev/zero"), 1, "/dev/zero is too large for a table of prices"),
        (("report", "--to", ""), 2, "expected a path, found an empty one"),
        (("export", "csv", "--output", " "), 2, "expected a path, found an empty one"),
        (("status", "--home", ""), 2, "expected a path, found an empty one"),
        (("serve", "--host", ""), 2, "expected an address, found an empty one"),
        (("serve", "--host", "no address"), 1, "nothing can listen on port 8000 of 'no address'"),
        (("serve", "--host", "x" * 70), 1, "nothing is served; name another --host or --port"),
        (("refresh", "--base-url", ""), 2, "expected the address of a server such as"),
        (("refresh", "--base-url", "localhost:8000"), 2, "expected the address of a server"),
        (("refresh", "--base-url", "http://h:99999"), 2, "expected the address of a server"),
        (("refresh", "--base-url", "http://h\u202ex"), 2, "found 'http://h\\u202ex'"),
    ],
)
def test_a_bad_input_is_an_error(
    small_home: Home, arguments: tuple[str, ...], exit_code: int, words: str
) -> None:
    done = cardkeep(small_home.path, *arguments)
    assert (done.returncode, done.stdout) == (exit_code, "")
    assert words in done.stderr


def test_a_known_provider_or_source_without_changes_is_silent(small_home: Home) -> None:
    for name in ("amazon", "bazaar"):
        done = cardkeep(small_home.path, "diff", name)
        assert done.returncode == 0, done.stderr


def test_a_port_that_is_taken_is_said(small_home: Home) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = cardkeep(small_home.path, "serve", "--port", str(port))
    assert done.returncode == 1
    assert f"nothing can listen on port {port} of '127.0.0.1': " in done.stderr


def test_what_python_cannot_hold_is_printed_as_the_database_has_it(small_home: Home) -> None:
    query = "SELECT INTERVAL 3 MONTH AS m, [TIMESTAMP_NS '2026-01-01 00:00:00.000000001'] AS n, 1 AS o -- x"
    done = cardkeep(small_home.path, "sql", query)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "m": "3 months",
        "n": "['2026-01-01 00:00:00.000000001']",
        "o": 1,
    }


TYPES = (
    "SELECT INTERVAL 3 DAYS AS i, TIME '10:00' AS t, '6f9619ff-8b86-d011-b42d-00cf4fc964ff'::UUID "
    "AS u,"
    " '\\x00a'::BLOB AS b, 'nan'::DOUBLE AS n, '-inf'::FLOAT AS f, MAP {DATE '2026-01-01': 2} AS m,"
    " [TIME '10:00'] AS l, {'a': '\\xAB'::BLOB} AS s, '101'::BIT AS bits, 5::HUGEINT AS h, 6 AS h"
)


@pytest.mark.parametrize("form", ["jsonl", "json", "csv", "md", "table"])
def test_every_type_is_printed_in_every_form(small_home: Home, form: str) -> None:
    done = cardkeep(small_home.path, "sql", TYPES, "-f", form)
    assert done.returncode == 0, done.stderr
    assert "6f9619ff-8b86-d011-b42d-00cf4fc964ff" in done.stdout
    if form == "jsonl":
        assert json.loads(done.stdout) == {
            "i": "3 days",
            "t": "10:00:00",
            "u": "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
            "b": "0061",
            "n": "nan",
            "f": "-inf",
            "m": {"2026-01-01": 2},
            "l": ["10:00:00"],
            "s": {"a": "ab"},
            "bits": "101",
            "h": 5,
            "h_2": 6,
        }


def test_json_holds_what_python_has_beyond_json() -> None:
    row = [timedelta(1), time(1), UUID(int=1), b"\x01", (date(2026, 1, 1), {1}), float("inf")]
    text = format_rows(list("abcdef"), [row], "json")
    assert json.loads(text)[0]["e"] == ["2026-01-01", [1]]


def test_rows_beyond_the_limit_are_counted_out(
    small_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "LIMIT_ROWS", 3)
    cut = cardkeep(small_home.path, "sql", "FROM range(5)")
    assert (cut.returncode, cut.stdout.count("\n")) == (4, 3)
    assert "--no-limit prints all" in cut.stderr
    assert cardkeep(small_home.path, "sql", "FROM range(3)").returncode == 0
    whole = cardkeep(small_home.path, "sql", "FROM range(5)", "--no-limit")
    assert (whole.returncode, whole.stdout.count("\n")) == (0, 5)


def test_a_query_that_takes_too_long_is_stopped(
    small_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "LIMIT_SECONDS", 0.2)
    query = (
        "SELECT count(*) FROM range(10000000) a, range(10000000) b WHERE a.range * b.range % 7 = 3"
    )
    done = cardkeep(small_home.path, "sql", query)
    assert done.returncode == 1
    assert "it took longer than 0.2 s and was stopped" in done.stderr


def test_a_query_that_takes_too_much_memory_is_refused(
    small_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(catalog, "LIMIT_BYTES", 200 * 2**20)
    done = cardkeep(small_home.path, "sql", "SELECT len(list(range)) FROM range(200000000)")
    assert done.returncode == 1
    assert "emory" in done.stderr


# --- what the machine does not let us do ----------------------------------------------------------


@pytest.mark.parametrize(
    "arguments",
    [
        ("replay",),
        ("refresh", "openrouter", "--base-url", "http://127.0.0.1:9"),
        ("archive", "compact"),
        ("archive", "verify"),
        ("archive", "show", "acme", "--last"),
        ("generations", "restore", "1"),
    ],
)
def test_a_home_that_cannot_be_is_an_error_and_no_traceback(
    tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    (tmp_path / "file").touch()
    done = cardkeep(tmp_path / "file" / "home", *arguments)
    assert done.returncode == 1
    assert "Not a directory; what was archived and published before is kept" in done.stderr
    assert "[machine]" in done.stderr


def test_a_full_disk_is_an_error_and_no_traceback(tmp_path: Path) -> None:
    with no_room_beyond(0):
        done = cardkeep(tmp_path / "home", "replay")
    assert done.returncode == 1
    assert "File too large" in done.stderr
    assert "nothing half-done was published" in done.stderr


def test_status_reads_no_archived_page_again(
    small_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It names causes; what alerts say of repairs, for which pages are read, is for `alerts`."""
    asked: list[Home] = []

    def anchors(home: Home, alerts: list[Alert]) -> list[Alert]:
        asked.append(home)
        return alerts

    monkeypatch.setattr("pipeline.alerting.anchored.with_anchors", anchors)
    told = cardkeep(small_home.path, "status").stderr
    assert asked == []
    causes = [alert.cause for alert in evaluate(small_home).alerts]
    assert asked == [small_home]
    assert causes
    assert all(f": {cause}: cardkeep alerts" in told for cause in causes)
