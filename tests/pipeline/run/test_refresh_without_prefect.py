"""A refresh needs no Prefect: with its API dead it completes, and only pipeline/run/flows.py knows
it.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.samples.server import serve_samples
from tests.support import ROOT
from tests.support.command_line import run_apart
from tests.support.empty_warehouse import give_empty_warehouse

DEAD = "http://127.0.0.1:9/api"


def test_a_refresh_completes_with_a_dead_api(tmp_path: Path) -> None:
    give_empty_warehouse(Home(tmp_path))
    with serve_samples(1) as samples:
        arguments = ("--home", str(tmp_path), "refresh", "models_dev")
        done = run_apart(arguments, CARDKEEP_BASE_URL=samples.base_url, PREFECT_API_URL=DEAD)
    assert done.returncode == 0, done.stderr
    assert "complete; published generation 1" in done.stdout


def test_the_prefect_engine_says_that_the_api_is_dead(tmp_path: Path) -> None:
    arguments = ("--home", str(tmp_path), "refresh", "--engine", "prefect")
    folder = str(tmp_path / "prefect")
    done = run_apart(arguments, PREFECT_HOME=folder, PREFECT_API_URL=DEAD)
    assert done.returncode == 75, done.stderr
    assert "Failed to reach API" in done.stderr
    assert "without --engine prefect" in done.stderr
    assert not (tmp_path / "archive").exists()


def test_only_one_module_imports_prefect() -> None:
    folders = ("pipeline", "spiders", "warehouse", "reports")
    found = [
        str(path.relative_to(ROOT))
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if any(
            line.startswith(("import prefect", "from prefect"))
            for line in path.read_text().splitlines()
        )
    ]
    assert found == ["pipeline/run/flows.py"]


@pytest.mark.parametrize("command", [["--help"], ["status"], ["alerts"], ["alerts", "--dead-man"]])
def test_reading_commands_import_neither_prefect_nor_scrapy(
    command: list[str], tmp_path: Path
) -> None:
    code = (
        "import sys\nfrom pipeline.cli import run\n"
        f"run({['--home', str(tmp_path), *command]!r})\n"
        "sys.exit(bool({'prefect', 'scrapy'} & set(sys.modules)))"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True)
