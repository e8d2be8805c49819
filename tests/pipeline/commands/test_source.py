"""source new, check and list: a source is scaffolded, fails loudly until it is written, and touches
no other file.
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.cli import cardkeep
from pipeline.failures import Failure
from pipeline.home import Home
from pipeline.samples.page_shape import shape_of
from pipeline.samples.pages import sample_pages
from pipeline.samples.scaffold import (
    PLACEHOLDER,
    SourcePlace,
    create_source,
    look_at,
    placeholders,
)
from pipeline.samples.server import sample_days, serve_samples
from spiders.parsing.page import Page
from spiders.registry import load_sources
from tests.support import ROOT

SAMPLES_TEST = "tests/pipeline/samples/test_samples.py"
IMPORTED = (
    "pipeline",
    "spiders",
    "warehouse",
    SAMPLES_TEST,
    "tests/support/__init__.py",
    "tests/support/environment.py",
    "pyproject.toml",
)
FILLED = """state,subject,provider,attribute,meter,qualifiers,value_text
fact,first-model,acme,price,input,,1 USD per 1M tokens
fact,first-model,acme,price,output,,2 USD per 1M tokens
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what a source needs, to be written to."""
    for name in IMPORTED:
        take = shutil.copytree if (ROOT / name).is_dir() else shutil.copy2
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        take(ROOT / name, tmp_path / name)
    return tmp_path


def run(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"PYTHONPATH": str(checkout)}
    return subprocess.run(
        [sys.executable, "-m", *words],
        cwd=checkout,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def files(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


NEW = {
    "acme_pricing": ("https://acme.example/pricing", "page.html"),
    "acme_models": ("https://api.acme.example/v1/models", "page.json"),
}


@pytest.mark.slow
def test_a_new_source_fails_until_it_is_filled_in_and_then_passes(checkout: Path) -> None:
    """Both forms of page at once: each step is a process of its own, that reads the copied code."""
    before = files(checkout)
    paths = {
        name: (f"spiders/sources/{name}.py", f"spiders/samples/{name}/{sample_days()[0]}", page)
        for name, (_, page) in NEW.items()
    }
    for name, (url, _) in NEW.items():
        # Nothing answers there: the files go by the end of the url.
        nobody = ("--base-url", "http://127.0.0.1:9")
        made = run(checkout, "pipeline.cli", "source", "new", name, url, *nobody)
        assert made.returncode == 0, made.stderr
    assert files(checkout).keys() - before.keys() == {
        path
        for source, sample, page in paths.values()
        for path in (source, f"{sample}/{page}", f"{sample}/expected.csv")
    }
    assert {name: digest for name, digest in files(checkout).items() if name in before} == before, (
        "no other file"
    )

    check = ("pipeline.cli", "source", "check", *NEW, "-f", "csv")
    checked = run(checkout, *check)
    assert checked.returncode == 5, checked.stderr
    for name, (source, *_) in paths.items():
        assert f"! {name}: to be filled in: {source} line 1:" in checked.stderr
    for said in (
        f"expected, and not found: fact, {PLACEHOLDER}",
        "found, and not expected: fact, first-model, acme, price, input, 1 USD per 1M tokens",
    ):
        assert checked.stderr.count(said) == len(NEW)
    tests = ("pytest", "-q", "-p", "no:cacheprovider", SAMPLES_TEST, "-k", " or ".join(NEW))
    failed = run(checkout, *tests)
    assert failed.returncode == 1, failed.stdout
    for name in NEW:
        assert f"test_a_page_yields_exactly_what_is_expected[{name}-" in failed.stdout

    for source, sample, page in paths.values():
        for path in (source, f"{sample}/{page}"):
            text = re.sub(r'"note": .*\n', "", (checkout / path).read_text())
            (checkout / path).write_text(text.replace(PLACEHOLDER, "Read"))
        (checkout / sample / "expected.csv").write_text(FILLED)
    passed = run(checkout, *tests)
    assert passed.returncode == 0, passed.stdout
    checked = run(checkout, *check)
    assert (checked.returncode, checked.stderr) == (0, "")
    listed = run(checkout, "pipeline.cli", "source", "list", "-f", "csv")
    for name in NEW:
        (row,) = [line for line in listed.stdout.splitlines() if line.startswith(f"{name},")]
        assert row.startswith(f"{name},acme,first_party")
        assert "no real page of it was read yet" in row


@pytest.mark.parametrize(
    ("name", "url", "words"),
    [
        ("Acme", "https://acme.example/p", "a name such as"),
        ("acme__x", "https://acme.example/p", "a name such as"),
        ("acme", "ftp://acme.example/p", "url of a public page"),
        ("acme", "https://localhost/p", "url of a public page"),
        ("acme", "http://127.0.0.1:8000/p", "url of a public page.*--base-url"),
        ("groq_models", "https://groq.example/p", "exists; nothing was written"),
    ],
)
def test_what_cannot_be_a_new_source_is_refused(name: str, url: str, words: str) -> None:
    with pytest.raises(Failure, match=words):
        create_source(name, url)


@pytest.mark.parametrize("name", sorted(load_sources().sources))
def test_no_source_has_anything_left_to_fill_in(name: str) -> None:
    assert list(placeholders(name)) == []


def place_in(folder: Path) -> SourcePlace:
    return SourcePlace(folder / "sources", folder / "samples")


def test_a_new_source_fits_the_table_with_the_most_prices(tmp_path: Path) -> None:
    body = b"""# Acme

## Notes

| Concept | Details |
| --- | --- |
| Region | 1.1x |

## Token prices

| Model name | Input / MTok | Cached | Output / MTok | Remarks |
| --- | --- | --- | --- | --- |
| nova-1 | $1.00 | $0.10 | $4.00 | none |
"""
    columns = "Model name, Input / MTok, Cached, Output / MTok, Remarks"
    shape = shape_of(Page(body, url="https://acme.example/pricing"))
    assert list(shape.lines())[:2] == [
        "the answer is Markdown",
        f"a table under 'Token prices' with the columns {columns}; 3 amounts of money",
    ]
    code, sample, _ = create_source(
        "acme_pricing", "https://acme.example/p", shape, place_in(tmp_path)
    )
    text = code.read_text()
    assert '.section("Token prices").table("Model name", *METERS)' in text
    assert '"Cached": "cache_read"' in text
    assert 'ignore=["Remarks"]' in text
    assert "| first-model | $1.00 | $0.10 | $2.00 | - |" in sample.read_text()


def test_a_new_source_fits_the_longest_list_of_objects(tmp_path: Path) -> None:
    body = (
        b'{"data": {"models": [{"id": "nova-1", "max_output": 9, "pricing": '
        b'{"prompt": "1", "completion": "4"}}, {"id": "nova-2"}]}, "tags": [{"id": 1}]}'
    )
    shape = shape_of(Page(body, url="https://acme.example/models"))
    assert shape.form == "json"
    code, sample, _ = create_source(
        "acme_models", "https://acme.example/m", shape, place_in(tmp_path)
    )
    text = code.read_text()
    assert '.require_node("data").require_node("models").nodes()' in text
    assert '{"pricing/prompt": "input", "pricing/completion": "output"}' in text
    answer = json.loads(sample.read_text())
    assert answer["data"]["models"][0]["pricing"] == {"prompt": 1.0, "completion": 2.0}
    assert answer["note"].startswith(PLACEHOLDER)


def test_a_new_source_is_as_the_formatter_writes_it(tmp_path: Path) -> None:
    """However many columns a table or keys an object has."""
    several = [f"A long remark of the kind {letter}" for letter in "abcdef"]
    prices = ["Input per 1M tokens", "Cached input per 1M tokens", "Output per 1M tokens"]
    header, dashes = (f"| {' | '.join(cells)} |" for cells in (prices + several, ["---"] * 9))
    table = f"## Prices\n\n| Model {header}\n| --- {dashes}\n| nova-1 {'| $1.00 ' * 9}|\n"
    item = dict.fromkeys([*several, "input_price", "cached_price", "output_price"], 1)
    answer = json.dumps({"models": [{"id": "nova-1", **item}]})
    for name, body in {"acme_table": table, "acme_list": answer}.items():
        shape = shape_of(Page(body.encode(), url="https://acme.example/pricing"))
        create_source(name, "https://acme.example/pricing", shape, place_in(tmp_path))
        assert several[-1] in (tmp_path / "sources" / f"{name}.py").read_text()
    command = ["ruff", "format", "--diff", "--config", str(ROOT / "pyproject.toml"), str(tmp_path)]
    done = subprocess.run(
        [sys.executable, "-m", *command], check=False, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stdout


def test_a_url_is_looked_at_with_the_manners_of_a_crawl() -> None:
    with serve_samples(1) as samples:
        page = look_at(
            "https://platform.claude.com/docs/en/about-claude/pricing.md", samples.base_url
        )
    assert shape_of(page).form == "md"
    assert any(table.amounts > 3 for table in shape_of(page).tables)
    with pytest.raises(Failure, match="gave no page"):
        look_at("https://acme.example/pricing", "http://127.0.0.1:9")


def check(*words: str) -> tuple[int, list[str], str]:
    done = CliRunner().invoke(
        cardkeep, ["source", "check", *words, "-f", "csv"], standalone_mode=False
    )
    assert done.exception is None, done.exception
    return done.return_value, done.stdout.splitlines(), done.stderr


def test_the_check_counts_what_each_part_gives_beside_what_is_expected() -> None:
    code, (header, *rows), _ = check("anthropic_pricing")
    assert code == 0, "the error on its second sample is one that the sample is for"
    assert header == "source,page,day,claims,parts,facts,set_aside,unread,errors,new,changed,gone"
    assert len(rows) >= len(sample_pages("anthropic_pricing")) == 2
    assert "list_prices 60 of 40-399, batch_prices 22 of 16-159" in rows[0]
    assert "batch_prices failed" in rows[1]
    assert rows[1].endswith(",0,0,0,0,22"), (
        "no error that is not meant, and 22 facts gone since the copy before"
    )


def test_the_check_lists_what_pages_state_and_no_fact_came_of() -> None:
    code, _, talk = check("openrouter_models")
    assert code == 0
    assert "openrouter_models, unread: 'image' is not read by this source" in talk
    assert "openrouter_models, set aside: negative_price; " in talk


def test_coverage_has_a_row_for_every_source_and_day(sample_home: Home) -> None:
    done = CliRunner().invoke(
        cardkeep,
        ["--home", str(sample_home.path), "source", "coverage", "-f", "csv"],
        standalone_mode=False,
    )
    assert done.exception is None, done.exception
    header, *rows = done.stdout.splitlines()
    assert header == "source,day,pages,claims,facts,set_aside,unread,errors"
    assert f"anthropic_pricing,{sample_days()[0]},1,88,88,0,0,0" in rows
    (litellm,) = (row.split(",") for row in rows if row.startswith("litellm,"))
    assert int(litellm[3]) == int(litellm[4]) + int(litellm[5]), "a claim is a fact or set aside"
