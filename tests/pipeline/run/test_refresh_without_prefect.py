"""A refresh needs no Prefect: with its API dead it completes, and only pipeline/run/flows.py
and flow_tasks.py know it.
"""

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.home import Home
from pipeline.samples.server import serve_samples
from spiders.archive.storage import ScaleMissing
from tests.support import ROOT
from tests.support.command_line import cardkeep, run_apart
from tests.support.empty_warehouse import give_empty_warehouse

DEAD = "http://127.0.0.1:9/api"


@pytest.mark.slow
def test_a_refresh_completes_with_a_dead_api(tmp_path: Path) -> None:
    give_empty_warehouse(Home(tmp_path))
    with serve_samples(1) as samples:
        arguments = ("--home", str(tmp_path), "refresh", "models_dev")
        done = run_apart(arguments, CARDKEEP_BASE_URL=samples.base_url, PREFECT_API_URL=DEAD)
    assert done.returncode == 0, done.stderr
    assert "complete; published generation 1" in done.stdout


@pytest.mark.slow
def test_the_prefect_engine_says_that_the_api_is_dead(tmp_path: Path) -> None:
    arguments = ("--home", str(tmp_path), "refresh", "--engine", "prefect")
    folder = str(tmp_path / "prefect")
    done = run_apart(arguments, PREFECT_HOME=folder, PREFECT_API_URL=DEAD)
    assert done.returncode == 75, done.stderr
    assert "Failed to reach API" in done.stderr
    assert "without --engine prefect" in done.stderr
    assert not (tmp_path / "archive").exists()


def test_only_the_flows_import_prefect() -> None:
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
    assert sorted(found) == ["pipeline/run/flow_tasks.py", "pipeline/run/flows.py"]


def test_no_test_imports_prefect_as_it_is_collected() -> None:
    """Every worker collects every test; the import takes seconds."""
    slow = ("import prefect", "from prefect", "from pipeline.run.flow")
    found = [
        path.name
        for path in (ROOT / "tests").rglob("test_*.py")
        if any(line.startswith(slow) for line in path.read_text("utf-8").splitlines())
    ]
    assert found == []


@pytest.mark.parametrize("command", [["--help"], ["status"], ["alerts"], ["alerts", "--dead-man"]])
def test_reading_commands_import_neither_engines_nor_scrapy(
    command: list[str], tmp_path: Path
) -> None:
    slow = {
        "prefect",
        "prefect_dask",
        "dask",
        "distributed",
        "fsspec",
        "s3fs",
        "botocore",
        "scrapy",
    }
    # Also where the home is kept in a bucket.
    (tmp_path / "cardkeep.toml").write_text('[engine]\nname = "prefect"\nstorage = "s3://bucket"\n')
    code = (
        "import sys\nfrom pipeline.cli import run\n"
        f"run({['--home', str(tmp_path), *command]!r})\n"
        f"found = {slow!r} & set(sys.modules)\n"
        "sys.exit(str(found) if found else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True)


def test_a_runner_that_there_is_not_and_one_without_its_engine_are_refused(tmp_path: Path) -> None:
    done = cardkeep(tmp_path, "refresh", "--engine", "prefect", "--runner", "ray")
    assert (done.returncode, done.stdout) == (2, "")
    assert "expected threads, dask or dask://HOST:PORT, found 'ray'" in done.stderr
    done = cardkeep(tmp_path, "refresh", "--runner", "dask")
    assert done.returncode == 2
    assert "--runner goes with --engine prefect" in done.stderr
    assert not (tmp_path / "archive").exists()


def test_without_the_extra_a_bucket_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "s3fs", None)
    (tmp_path / "cardkeep.toml").write_text('[engine]\nstorage = "s3://bucket"\n')
    done = cardkeep(tmp_path, "refresh", "models_dev", CARDKEEP_BASE_URL="http://127.0.0.1:9")
    assert done.returncode == 2, done.stderr
    assert "storage in s3://bucket needs s3fs" in done.stderr


# The import of Prefect alone takes seconds.
@pytest.mark.slow
def test_without_the_extra_a_cluster_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("dask", "prefect_dask"):
        monkeypatch.setitem(sys.modules, name, None)
    from pipeline.run.flow_tasks import dask_runner

    with pytest.raises(ScaleMissing, match=r"--runner dask needs .*'cardkeep\[scale\]'"):
        dask_runner("dask")
