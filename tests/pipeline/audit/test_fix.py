"""The patch that an audit proposes: what it changes, how it is written, and what it leaves."""

import json
import subprocess
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from pipeline.audit.comparison import FIRST_BAND, Audit, CatalogPrice, ComparedPrice, audit_table
from pipeline.audit.fix import Fix, Standing, broken_promises, propose_fix, why_left
from pipeline.audit.patch import number_like, unified_diff
from pipeline.audit.spans import value_spans
from pipeline.home import Home
from pipeline.tables.files import read_table_files
from pipeline.tables.formats import find_format
from pipeline.tables.statement import TableFile, TablePrice
from tests.support import small_catalog
from tests.support.command_line import Completed, cardkeep
from warehouse.store import open_catalog

DAY = date(2026, 8, 4)
# Each table says something else than the catalog does once or twice, and says it in a way of its own.
TABLES = {
    "litellm": (
        "prices.json",
        (
            '{\n    "sample_spec": {},\n\n    "claude-haiku-4-5": {\n        "input_cost_per_token": 3e-06,\n'
            '        "litellm_provider": "anthropic",   "output_cost_per_token": 5e-6\n    }\n}'
        ),
        {"3e-06": "1e-06"},
    ),
    "models.dev as json": (
        "api.json",
        (
            '{"anthropic": {"id": "anthropic", "env": [], "models": {"é\U0001f600": {"id": "x"}, "claude-haiku-4-5":\n'
            ' {"id": "claude-haiku-4-5", "cost": {"input": 9.00, "output": 5, "output": 7}}}}}\n'
        ),
        {"9.00": "1.00", '"output": 7': '"output": 5'},
    ),
    "models.dev as toml": (
        "providers/anthropic/models/claude-haiku-4-5.toml",
        'name = "é\U0001f600" # input = 3\r\n[cost]\r\ninput = 3.5 # dollars\r\noutput = 5\r\n',
        {"3.5": "1"},
    ),
    "genai-prices": (
        "anthropic.yml",
        (
            "# é\U0001f600\nname: Anthropic\nid: anthropic\nmodels:\n  - id: claude-haiku-4-5\n    prices:\n"
            "      input_mtok: 2 # what it was\n      output_mtok:   5\n"
        ),
        {"input_mtok: 2": "input_mtok: 1"},
    ),
    "llm-prices": (
        "anthropic.json",
        (
            '{"vendor": "anthropic", "models": [{"id": "claude-haiku-4-5", "name": "H", "price_history":\n'
            '[{"input": 1.5, "output": 5, "from_date": null, "to_date": null}]}]}\n'
        ),
        {"1.5": "1"},
    ),
    "portkey": (
        "anthropic.json",
        (
            '{"claude-haiku-4-5": {"pricing_config": {"pay_as_you_go":\n'
            '  {"request_token": {"price": 0.0003}}}}}\n'
        ),
        {"0.0003": "0.0001"},
    ),
    "langfuse": (
        "models.json",
        (
            '[{"modelName": "anthropic/claude-haiku-4-5", "matchPattern": "x", "pricingTiers": [{"prices":\n'
            '  {"input": 3e-6,\n   "input_tokens": 3e-6, "output": 5e-6}}]}]\n'
        ),
        {"3e-6": "1e-6"},
    ),
    "truefoundry": (
        "anthropic/claude-haiku-4-5.yaml",
        "model: claude-haiku-4-5\ncosts:\n  input_cost_per_token: 3.0e-6\n  output_cost_per_token: 0.000005\n",
        {"3.0e-6": "1.0e-6"},
    ),
    "llm-stats": (
        "anthropic.json",
        (
            '[{"model_id": "claude-haiku-4-5", "provider_id": "anthropic",\n'
            ' "input_cents_per_million_tokens": 150,\n "output_cents_per_million_tokens": 500}]\n'
        ),
        {"150": "100"},
    ),
    "csv": (
        "my prices.csv",
        '\ufeffid,provider,input,output\r\n\r\nclaude-haiku-4-5,anthropic,"2.50",5\r\n',
        {"2.50": "1.00"},
    ),
}

SHORT = ("litellm", "models.dev as toml", "genai-prices", "csv")
"""A table in each notation."""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode())
    return path


def fixed(home: Home, table: Path, *options: str) -> Completed:
    arguments = ("--as-of", "2026-08-04", "--kept-by", "us", *options)
    return cardkeep(home.path, "audit", str(table), "--fix", *arguments)


def applied(folder: Path, patch: str) -> None:
    """Apply a patch as people do."""
    command = ["patch", "--binary", "-p1"]
    subprocess.run(command, cwd=folder, input=patch.encode(), check=True, stdout=subprocess.DEVNULL)


@pytest.mark.parametrize(
    "name",
    [pytest.param(name, marks=() if name in SHORT else pytest.mark.slow) for name in TABLES],
)
def test_the_patch_takes_the_differences_away_and_changes_nothing_else(
    name: str, sample_home: Home, tmp_path: Path
) -> None:
    file, text, changes = TABLES[name]
    folder = tmp_path / "table"
    path = written(folder, file, text)
    expected = text
    for old, new in changes.items():
        expected = expected.replace(old, new)

    done = fixed(sample_home, folder)

    assert (done.returncode, "left" in done.stderr.splitlines()[0]) == (5, True)
    applied(folder, done.stdout)
    assert path.read_bytes().decode() == expected
    again = fixed(sample_home, folder)
    assert (again.returncode, again.stdout) == (0, "")


def test_each_change_has_a_receipt_in_one_line(sample_home: Home, tmp_path: Path) -> None:
    file, text, _ = TABLES["litellm"]
    written(tmp_path, file, text)
    done = fixed(sample_home, tmp_path)
    receipt, *patch = done.stdout.splitlines()
    assert receipt.startswith(
        "# prices.json:5: anthropic claude-haiku-4-5, input: 3e-06 -> 1e-06 "
        "(1 US dollars per million tokens); https://"
    )
    assert ' on 2026-08-04: "$1' in receipt
    assert "; fact " in receipt
    assert patch[:3] == ["--- a/prices.json", "+++ b/prices.json", "@@ -2,7 +2,7 @@"]
    assert patch[-1] == "\\ No newline at end of file"
    assert "1 changes proposed, 0 differences left" in done.stderr
    (row,) = map(json.loads, fixed(sample_home, tmp_path, "-f", "jsonl").stdout.splitlines())
    assert (row["proposal"], row["written"], row["proposed"]) == ("change", "3e-06", "1e-06")


def test_one_number_for_several_models_is_left_where_one_of_them_is_not_known(
    sample_home: Home, tmp_path: Path
) -> None:
    own = "providers/anthropic/models/claude-haiku-4-5.toml"
    written(tmp_path, own, "[cost]\ninput = 3\noutput = 5\n")
    other = "providers/acme/models/haiku.toml"
    written(tmp_path, other, "../../anthropic/models/claude-haiku-4-5.toml")
    done = fixed(sample_home, tmp_path)
    assert (done.returncode, done.stdout) == (5, "")
    assert (
        "left: anthropic claude-haiku-4-5, input: shared, the number is that of acme haiku too"
        in done.stderr
    )


def test_what_others_say_of_a_seller_is_no_ground_for_a_change(
    sample_home: Home, tmp_path: Path
) -> None:
    with open_catalog(sample_home.path, DAY) as catalog:
        rows = catalog.query("exported_prices", {"providers": None}).dicts()
    of_others = next(
        row
        for row in rows
        if row["authority"] > 0
        and row["usd_per_mtok"]
        and row["is_live"]
        and (row["meter"], row["tier"], row["qualifiers"] or "") == ("input", "standard", "")
    )
    seller, name = of_others["provider"], of_others["stated_name"]
    written(tmp_path, "prices.csv", f"provider,id,input\n{seller},{name},1234\n")
    done = fixed(sample_home, tmp_path)
    assert (done.returncode, done.stdout) == (5, "")
    assert f"left: {seller} {name}, input: not the seller's word, " in done.stderr


HERE = CatalogPrice(
    provider="acme",
    stated="x",
    meter="input",
    tier="standard",
    context_from_tokens=None,
    context_to_tokens=None,
    lifetime=None,
    modality=None,
    hours=None,
    is_apart=False,
    usd_per_mtok=Decimal(2),
    authority=0,
    state="stated",
    source="acme_pricing",
    fact_id="f",
    quote="$2",
    locator="json:/x",
    url="https://acme.example/prices",
    last_checked_at=datetime(2026, 8, 1, tzinfo=UTC),
)
THERE = TablePrice(
    "acme", "x", "input", Decimal(3), "t.json", "json:/x", written="3", scale=Decimal(1)
)
CERTAIN = Standing(
    fact_id="f",
    review_rank=1,
    held_value=None,
    held_because=None,
    missing_since=None,
    is_stale=False,
    price_class=None,
    valid_from=None,
    valid_to=None,
    status="listed",
    is_live=True,
    is_disputed=False,
    has_changed=False,
)


def test_what_the_seller_says_without_a_doubt_is_a_ground_for_a_change() -> None:
    value = ComparedPrice("different", HERE, THERE, "same name")
    assert why_left(value, HERE, THERE, CERTAIN) == (None, "")


@pytest.mark.parametrize(
    ("why", "standing"),
    [
        ("rejected", {"review_rank": 2}),
        ("held", {"held_value": "4", "held_because": "doubled"}),
        ("disputed", {"is_disputed": True}),
        ("not sold", {"is_live": False, "status": "unconfirmed"}),
        ("missing", {"missing_since": datetime(2026, 8, 1, tzinfo=UTC)}),
        ("stale", {"is_stale": True}),
        ("several prices", {"price_class": "promotional"}),
        ("ends", {"valid_to": DAY}),
    ],
)
def test_what_is_in_doubt_here_is_left(why: str, standing: dict[str, object]) -> None:
    value = ComparedPrice("different", HERE, THERE, "same name")
    assert why_left(value, HERE, THERE, CERTAIN._replace(**standing))[0] == why


def test_what_is_no_matter_of_one_number_is_left() -> None:
    value = ComparedPrice("different", HERE, THERE, "same name")
    several = value._replace(is_one_of_several=True)
    assert why_left(several, HERE, THERE, CERTAIN)[0] == "several prices"
    in_band = value._replace(same_by=f"same name, {FIRST_BAND}")
    assert why_left(in_band, HERE, THERE, CERTAIN)[0] == "band"
    of_another = HERE._replace(authority=1)
    assert why_left(value, of_another, THERE, CERTAIN)[0] == "not the seller's word"
    free = HERE._replace(usd_per_mtok=Decimal(0))
    assert why_left(value._replace(here=free), free, THERE, CERTAIN)[0] == "free"
    dated = THERE._replace(is_dated=True)
    of_period = value._replace(there=dated)
    assert why_left(of_period, HERE, dated, CERTAIN) == (None, "")
    changed = CERTAIN._replace(has_changed=True)
    assert why_left(of_period, HERE, dated, changed)[0] == "period"


def test_the_standing_of_a_price_comes_from_the_catalog(small_home: Home) -> None:
    with open_catalog(small_home.path, small_catalog.NOW) as catalog:
        prices = catalog.query("exported_prices", {"providers": None}).dicts()
        facts = sorted({row["fact_id"] for row in prices})
        rows = catalog.query("audited_standing", {"facts": facts}).rows
    told = {standing.fact_id: standing for standing in (Standing(*row) for row in rows)}
    assert sorted(told) == facts
    for row in prices:
        standing = told[row["fact_id"]]
        assert standing.review_rank == row["review_rank"]
        assert standing.held_value == row["held_value"]
        assert standing.is_live == bool(row["is_live"])
    assert any(standing.is_live for standing in told.values())
    assert any(standing.has_changed for standing in told.values())


def audited(home: Home, folder: Path) -> tuple[Audit, Fix]:
    files = read_table_files(folder).files
    table = find_format(folder, files)._replace(publisher="us")
    with open_catalog(home.path, DAY) as catalog:
        audit = audit_table(catalog, table, files, DAY)
        return audit, propose_fix(catalog, audit, files)


def test_a_promise_that_the_patched_table_does_not_keep_is_found(
    sample_home: Home, tmp_path: Path
) -> None:
    file, text, _ = TABLES["litellm"]
    path = written(tmp_path, file, text)
    before, fix = audited(sample_home, tmp_path)
    assert len(broken_promises(fix, before, before)) == 1
    path.write_bytes(fix.new["prices.json"].encode())
    assert broken_promises(fix, before, audited(sample_home, tmp_path)[0]) == []
    path.write_bytes(fix.new["prices.json"].replace("5e-6", "7e-6").encode())
    (broken,) = broken_promises(fix, before, audited(sample_home, tmp_path)[0])
    assert "output_cost_per_token" in broken


@pytest.mark.parametrize(
    ("written", "number", "form", "expected"),
    [
        ("3e-06", "0.0000015", "json", "1.5e-06"),
        ("3E-6", "0.0000015", "json", "1.5E-6"),
        ("1.5e-06", "0.000002", "json", "2e-06"),
        ("1.5e-06", "0.000002", "yaml", "2.0e-06"),
        ("1.0e-06", "0.000002", "json", "2.0e-06"),
        ("5e-05", "0.0001", "json", "0.0001"),
        ("3.00", "2.5", "toml", "2.50"),
        ("3.0", "0.125", "toml", "0.125"),
        ("3.25", "2", "toml", "2"),
        ("3", "0.5", "json", "0.5"),
        ("0.00000300", "0.0000025", "json", "0.00000250"),
    ],
)
def test_a_number_is_written_as_the_one_before_it(
    written: str, number: str, form: str, expected: str
) -> None:
    assert number_like(written, Decimal(number), form) == expected


def test_changes_that_are_far_apart_are_hunks_of_their_own(tmp_path: Path) -> None:
    old = "".join(f"{number}.\n" for number in range(40))
    new = old.replace("\n5.", "\nfive").replace("\n8.", "\neight").replace("\n30.", "\nthirty")
    diff = unified_diff("a b.txt", old, new)
    heads = [line for line in diff.splitlines() if line.startswith("@@")]
    assert heads == ["@@ -3,10 +3,10 @@", "@@ -28,7 +28,7 @@"]
    path = written(tmp_path, "a b.txt", old)
    applied(tmp_path, diff)
    assert path.read_text() == new


def test_a_cell_of_a_table_with_rows_over_several_lines_is_not_looked_for() -> None:
    text = 'id,note,input\nx,"two\nlines",1\ny,,2\n'
    assert value_spans(TableFile("t.csv", "csv", [], text), ["csv:/0/input"]) == {}


def test_a_fix_is_of_what_the_catalog_knows_and_of_a_table_of_others(
    sample_home: Home, tmp_path: Path
) -> None:
    path = written(tmp_path, "prices.csv", "provider,id,input\nanthropic,claude-haiku-4-5,1\n")
    assert fixed(sample_home, path, "--nearest").returncode == 2
    assert fixed(sample_home, path, "--only", "equal").returncode == 2
    exported = tmp_path / "prices.jsonl"
    cardkeep(sample_home.path, "export", "jsonl", "--output", str(exported))
    done = fixed(sample_home, exported)
    assert (done.returncode, "export again" in done.stderr) == (2, True)
