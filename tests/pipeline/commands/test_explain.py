"""explain and archive show: a receipt says who read it and how it was joined, a question with
several answers is asked back, and a page is found by its source, day or digest.
"""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import cardkeep
from pipeline.commands.explain import AmbiguousFact
from pipeline.failures import NotFound
from pipeline.home import Home
from pipeline.run.refresh import all_sources
from pipeline.run.steps import derive, read_and_load, source_locator
from pipeline.samples.server import SAMPLES, sample_days
from spiders.archive import Archive, import_manifest
from spiders.archive.imports import COLUMNS
from tests.support.demo_run import DemoRun
from warehouse.working import Warehouse


def call(home: Home, *words: str) -> Result:
    return CliRunner().invoke(cardkeep, ["--home", str(home.path), *words])


def receipt(home: Home, *words: str) -> dict[str, object]:
    done = call(home, "explain", *words, "-f", "jsonl")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_a_receipt_names_the_method_and_the_rule(sample_home: Home) -> None:
    words = ("explain", "claude-haiku-3.5", "output", "-f", "table")
    lines = call(sample_home, *words).stdout.splitlines()
    assert (
        "  read by    anthropic_pricing.list_prices (spiders/sources/anthropic_pricing.py)" in lines
    )
    (model,) = [line for line in lines if line.startswith("  model")]
    assert model.startswith("  model      claude-haiku-3.5, by the rule '")


def test_the_method_of_a_batch_price_is_another(sample_home: Home) -> None:
    found = call(sample_home, "sql", "-f", "csv", BATCH).stdout.split()[1]
    assert receipt(sample_home, found)["read_by"] == "anthropic_pricing.batch_prices"


BATCH = "SELECT fact_id FROM facts WHERE source = 'anthropic_pricing' AND tier = 'batch' LIMIT 1"


def test_a_question_with_several_answers_is_asked_back(sample_home: Home) -> None:
    done = call(sample_home, "explain", "gemini-2.5-pro", "input")
    assert isinstance(done.exception, AmbiguousFact)
    assert (done.exception.exit_code, done.exception.code) == (3, "ambiguous-fact")
    listed = str(done.exception).splitlines()[1:]
    assert len(listed) > 1
    assert all("google: " in line and "gemini_pricing, fact " in line for line in listed)
    fact_id = listed[-1].rsplit(" ", 1)[1]
    assert receipt(sample_home, fact_id)["fact_id"] == fact_id


def test_a_provider_that_states_nothing_is_named(sample_home: Home) -> None:
    done = call(sample_home, "explain", "claude-haiku-3.5", "output", "--provider", "nobody")
    assert isinstance(done.exception, NotFound)
    assert "of claude-haiku-3.5 at nobody" in str(done.exception)


@pytest.mark.parametrize("words", [("--last",), ("--day", sample_days()[0])])
def test_the_newest_page_of_a_source_is_printed(sample_home: Home, words: tuple[str, ...]) -> None:
    done = call(sample_home, "archive", "show", "anthropic_pricing", *words)
    assert done.exit_code == 0, done.output
    digest = done.stderr.rsplit(" ", 1)[1].strip()
    assert call(sample_home, "archive", "show", digest[:12]).stdout == done.stdout
    assert "Model pricing" in done.stdout


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("anthropic_prices", "--last"), "did you mean anthropic_pricing"),
        (("anthropic_pricing", "--day", "2020-01-01"), f"it holds {sample_days()[0]}"),
        (("anthropic_pricing", "--document", "other"), "it has pricing"),
        (("anthropic_pricing",), "archive show anthropic_pricing --last"),
        (("zz",), "no archived body has a digest that begins with 'zz'"),
    ],
)
def test_a_page_that_is_not_there_says_what_is(
    sample_home: Home, words: tuple[str, ...], message: str
) -> None:
    done = call(sample_home, "archive", "show", *words)
    assert isinstance(done.exception, NotFound)
    assert message in str(done.exception)


def test_an_empty_archive_says_how_it_is_filled(tmp_path_factory: pytest.TempPathFactory) -> None:
    home = Home(tmp_path_factory.mktemp("empty"))
    done = call(home, "archive", "show", "anthropic_pricing", "--last")
    assert isinstance(done.exception, NotFound)
    assert "cardkeep refresh" in str(done.exception)


def test_an_older_day_is_explained_by_the_place_on_its_own_page(tmp_path: Path) -> None:
    """A list that grew at its top moved every entry: only the newest place is stored."""
    home = Home(tmp_path / "home")
    sources = {"openrouter_models": all_sources()[0]["openrouter_models"]}
    sample = SAMPLES / "openrouter_models" / sample_days()[0] / "page.json"
    older = json.loads(sample.read_text(encoding="utf-8"))
    added = older["data"][0] | {"id": "acme/nova-1", "canonical_slug": "acme/nova-1"}
    newer = older | {"data": [added, *older["data"]]}
    archive = Archive(home.archive)
    for day, content in (("2026-03-01", older), ("2026-03-02", newer)):
        body = json.dumps(content).encode()
        url = sources["openrouter_models"].links[0].url
        digest = hashlib.sha256(body).hexdigest()
        (tmp_path / f"{day}.json").write_bytes(body)
        cells = (
            f"{day}.json",
            "openrouter_models",
            "page",
            "verbatim",
            url,
            day,
            str(len(body)),
            digest,
            "us",
            "",
        )
        manifest = tmp_path / f"{day}.tsv"
        manifest.write_text("\t".join(COLUMNS) + "\n" + "\t".join(cells) + "\n", encoding="utf-8")
        import_manifest(archive, manifest, run_id=f"import-{day}", locate=source_locator(sources))
    with Warehouse(home.path) as warehouse:
        read_and_load(warehouse, archive, sources)
        derive(warehouse, home, sources)
        assert warehouse.publish("import-2026-03-02") == 1
        intervals = "SELECT count(*) FROM internal.fact WHERE first_version_seq = 1 AND last_version_seq IS NULL"
        assert warehouse.query_sql(intervals).rows[0][0] > 10
    found = call(home, "sql", "-f", "csv", OLDER_FACT).stdout.split()[1]
    today = receipt(home, found)
    then = receipt(home, found, "--as-of", "2026-03-01")
    assert today["archived_bytes_say_so"] == then["archived_bytes_say_so"] == "yes"
    assert today["page_sha256"] != then["page_sha256"]
    assert today["locator"] != then["locator"]
    assert today["quote"] == then["quote"]


OLDER_FACT = """
    SELECT fact_id FROM facts
    WHERE attribute = 'price' AND first_seen_at < TIMESTAMPTZ '2026-03-02' ORDER BY fact_id LIMIT 1
"""


def test_samples_are_marked_in_receipts_status_and_pages(demo: DemoRun) -> None:
    words = ("explain", "claude-3-5-haiku", "output", "-f", "table")
    receipt = call(demo.home, *words).stdout
    assert "answered   http://127.0.0.1:" in receipt
    assert "another host than the page's" in receipt
    assert "a mirror or samples, not the web" in call(demo.home, "status").stderr
    page = (demo.home.site / "freshness.html").read_text(encoding="utf-8")
    assert "Not fetched from the web:</strong> http://127.0.0.1:" in page


def test_a_page_on_a_terminal_is_shown_without_acting(
    sample_home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def body(*_: object) -> bytes:
        return b"\x1b[2J$5"

    monkeypatch.setattr(Archive, "body", body)
    words = ("archive", "show", "litellm", "--last")
    assert call(sample_home, *words).stdout_bytes == b"\x1b[2J$5", "as received in a pipe"
    monkeypatch.setattr("pipeline.commands.archive.is_terminal", lambda: True)
    assert call(sample_home, *words).stdout_bytes == b"\\x1b[2J$5\n"
