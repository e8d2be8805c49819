"""What other tools' own code makes of the files that are written for them.

The tools are installed into an environment of their own, or CARDKEEP_TOOLS names a Python that has
litellm, genai-prices and jsonschema.
"""

import json
import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.command_line import cardkeep
from tests.support.small_catalog import NOW, build

pytestmark = [pytest.mark.slow, pytest.mark.timeout(1200)]
SCRIPTS = ROOT / "tests" / "support" / "tools"
SCHEMA = ROOT / "tests" / "support" / "models_dev_schema.json"
TOOLS = ("litellm", "genai-prices", "jsonschema")


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A Python that has the tools."""
    given = os.environ.get("CARDKEEP_TOOLS")
    if given:
        return given
    folder = tmp_path_factory.mktemp("tools")
    subprocess.run([sys.executable, "-m", "venv", str(folder)], check=True)
    python = str(folder / "bin" / "python")
    done = subprocess.run(
        [python, "-m", "pip", "install", "--quiet", *TOOLS],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        pytest.skip(f"{', '.join(TOOLS)} cannot be installed here: {done.stderr[-300:]}")
    return python


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("home")).path


def exported(name: str, home: Path, folder: Path) -> Path:
    file = folder / f"{name}.json"
    done = cardkeep(home, "export", name, "--as-of", str(NOW), "--output", str(file))
    assert done.returncode == 0, done.stderr
    return file


def told(python: str, script: str, *files: Path) -> list[str]:
    done = subprocess.run(
        [python, str(SCRIPTS / script), *map(str, files)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


def test_litellm_loads_our_file_and_reckons_with_it(tools: str, home: Path, tmp_path: Path) -> None:
    file = exported("litellm", home, tmp_path)
    rows = json.loads(file.read_text())
    count, *lines = told(tools, "litellm_costs.py", file)
    costs = dict(json.loads(line) for line in lines)
    assert (int(count), costs.keys()) == (len(rows), rows.keys())
    for key, row in rows.items():
        prices = row["input_cost_per_token"], row["output_cost_per_token"]
        expected = [prices[0] * 1_000, prices[1] * 500, prices[0] * 300_000, prices[1] * 500]
        assert costs[key] == pytest.approx(expected, rel=1e-12), key


def test_genai_prices_reckons_with_our_file_exactly(tools: str, home: Path, tmp_path: Path) -> None:
    file = exported("genai-prices", home, tmp_path)
    providers = json.loads(file.read_text(), parse_float=Decimal, parse_int=Decimal)
    prices = {
        (provider["id"], model["id"]): model["prices"]
        for provider in providers
        for model in provider["models"]
    }
    lines = [json.loads(line) for line in told(tools, "genai_costs.py", file)]
    assert {(provider, model) for provider, model, _ in lines} == prices.keys()
    for provider, model, costs in lines:
        of_model = prices[provider, model]
        inputs, output = of_model["input_mtok"], of_model["output_mtok"] * 500
        expected = [inputs * 1_000, output, inputs * 300_000, output]
        assert [Decimal(cost) * 10**6 for cost in costs] == expected


def test_models_devs_schema_takes_our_file(tools: str, home: Path, tmp_path: Path) -> None:
    file = exported("models.dev", home, tmp_path)
    assert told(tools, "models_dev_check.py", SCHEMA, file) == []
