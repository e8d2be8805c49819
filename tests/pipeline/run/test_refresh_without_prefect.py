"""A refresh needs no Prefect: with its API dead it completes, and only pipeline/run/flows.py knows
it.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.samples.server import serve_samples
from tests.support import ROOT

DEAD = "http://127.0.0.1:9/api"


def run(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pipeline.cli", *arguments],
        env=os.environ | {"PYTHONPATH": str(ROOT), "PREFECT_API_URL": DEAD} | variables,
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )


def test_a_refresh_completes_with_a_dead_api(tmp_path: Path) -> None:
    with serve_samples(1) as samples:
        done = run(
            "--home", str(tmp_path), "refresh", *samples.sources, CARDKEEP_BASE_URL=samples.base_url
        )
    assert done.returncode == 0, done.stderr
    assert "complete; published generation 1" in done.stdout


def test_the_prefect_engine_says_that_the_api_is_dead(tmp_path: Path) -> None:
    done = run(
        "--home",
        str(tmp_path),
        "refresh",
        "--engine",
        "prefect",
        PREFECT_HOME=str(tmp_path / "prefect"),
    )
    assert done.returncode == 75, done.stderr
    assert "Failed to reach API" in done.stderr
    assert "run without --engine prefect" in done.stderr
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
