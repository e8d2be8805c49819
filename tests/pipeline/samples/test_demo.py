"""The demo: `refresh --samples` is the same in any environment, and touches no catalog of the user's."""

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from pipeline.cli import cardkeep
from tests.support import ROOT

NOWHERE = "http://127.0.0.1:9"


def files(folder: Path) -> dict[str, str]:
    """The digest of every file in a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_the_settings_of_a_users_own_catalog_change_nothing(tmp_path: Path) -> None:
    own, folder = tmp_path / "own", tmp_path / "checkout"
    for made in (own / "published", folder):
        made.mkdir(parents=True)
    (own / "published" / "catalog.duckdb").write_bytes(b"a catalog of the user's")
    before = files(own)
    settings = {
        "CARDKEEP_HOME": str(own),
        "CARDKEEP_BASE_URL": NOWHERE,
        "CARDKEEP_CONTACT": "someone@example.org",
        "CARDKEEP_ALERT_URLS": f"{NOWHERE}/alerts",
        "CARDKEEP_CHROMIUM": "/no/such/browser",
        "HTTP_PROXY": NOWHERE,
        "HTTPS_PROXY": NOWHERE,
        "http_proxy": NOWHERE,
        "https_proxy": NOWHERE,
        "TZ": "America/Los_Angeles",
        "LC_ALL": "C",
        "PREFECT_API_URL": f"{NOWHERE}/api",
        "HF_ENDPOINT": NOWHERE,
    }
    done = subprocess.run(
        [sys.executable, "-m", "pipeline.cli", "refresh", "--samples"],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)} | settings,
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "into data/samples" in done.stdout
    assert files(own) == before
    assert sorted(path.name for path in folder.iterdir()) == ["data"]
    assert (folder / "data" / "samples" / "published" / "catalog.duckdb").exists()


def test_a_home_that_the_command_line_names_holds_the_samples(tmp_path: Path) -> None:
    stranger = tmp_path / "samples" / "notes.txt"
    stranger.parent.mkdir()
    stranger.write_text("no samples", encoding="utf-8")
    command = ["--home", str(tmp_path), "refresh", "--samples"]
    done = CliRunner().invoke(cardkeep, command, env={"CARDKEEP_HOME": "/nowhere"})
    assert f"{tmp_path / 'samples'} holds something else than samples" in str(done.exception)
