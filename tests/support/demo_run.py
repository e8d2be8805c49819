"""One run of `cardkeep refresh --samples`, for all tests that look at what it leaves."""

import fcntl
import hashlib
import json
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.home import Home
from tests.support.command_line import run_apart
from tests.support.copied_home import copy_home

NOWHERE = "http://127.0.0.1:9"


class DemoRun(NamedTuple):
    """How the command ended in a folder of its own, with a user's settings in its environment. What
    it left is to be read, and to be copied where a test changes it.
    """

    folder: Path
    exit_code: int
    stdout: str
    stderr: str
    is_own_home_untouched: bool
    """Whether the home that the settings name is as it was."""

    @property
    def home(self) -> Home:
        """The home of the samples, with two nights."""
        return Home(self.folder / "data" / "samples")

    def copy(self, folder: Path) -> Home:
        """A copy of that home, to be changed."""
        return copy_home(self.home, folder)


def demo_run(base: Path) -> DemoRun:
    """The run below a folder that all worker processes share. The first that asks makes it."""
    with (base / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        told = base / "demo.json"
        if not told.exists():
            told.write_text(json.dumps(_run(base / "demo")), encoding="utf-8")
    return DemoRun(folder=base / "demo" / "checkout", **json.loads(told.read_text("utf-8")))


def _run(base: Path) -> dict[str, Any]:
    own, folder = base / "own", base / "checkout"
    for made in (own / "published", folder):
        made.mkdir(parents=True)
    (own / "published" / "catalog.duckdb").write_bytes(b"a catalog of the user's")
    before = _files(own)
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
    done = run_apart(("refresh", "--samples"), folder, **settings)
    return {
        "exit_code": done.returncode,
        "stdout": done.stdout,
        "stderr": done.stderr,
        "is_own_home_untouched": _files(own) == before,
    }


def _files(folder: Path) -> dict[str, str]:
    """The digest of every file in a folder."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }
