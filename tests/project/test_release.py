"""What a release consists of: three distributions, their checksums, the list of packages."""

import hashlib
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from tests.support import ROOT

pytestmark = pytest.mark.slow


def release(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "release"), str(folder)],
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )


@pytest.fixture(scope="module")
def released(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("release") / "dist"
    done = release(folder)
    assert done.returncode == 0, done.stderr
    return folder


def test_the_checksums_are_those_of_the_files(released: Path) -> None:
    lines = (released / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    stated = {name: digest for digest, _, name in (line.partition("  ") for line in lines)}
    others = [path for path in released.iterdir() if path.name != "SHA256SUMS"]
    assert stated == {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in others}
    assert len(others) == 4


def test_the_list_has_every_locked_package(released: Path) -> None:
    listed = json.loads((released / "sbom.cdx.json").read_text(encoding="utf-8"))
    assert (listed["bomFormat"], listed["specVersion"]) == ("CycloneDX", "1.5")
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    locked = {line.split(" ")[0] for line in lock.splitlines() if "==" in line[:60]}
    assert {f"{one['name']}=={one['version']}" for one in listed["components"]} == {
        name.split(";")[0].strip() for name in locked
    }
    assert all(one["hashes"] for one in listed["components"])


def test_the_wheel_has_readme_documents_and_types(released: Path) -> None:
    (wheel,) = released.glob("cardkeep-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
        (metadata,) = [name for name in names if name.endswith(".dist-info/METADATA")]
        text = archive.read(metadata).decode()
    assert {"cardkeep/docs/cost.md", "cardkeep/docs/alerts.md", "cardkeep/py.typed"} <= names
    assert "Typing :: Typed" in text
    assert "Operating System :: POSIX" in text
    assert (ROOT / "README.md").read_text(encoding="utf-8").strip() in text


def test_the_source_has_what_its_tests_need(released: Path) -> None:
    (source,) = released.glob("cardkeep-*.tar.gz")
    with tarfile.open(source) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {
        "README.md",
        "LICENSE",
        "CHANGELOG.md",
        "Makefile",
        "requirements-dev.lock",
        "docs/cost.md",
        "tests/truth/cost/examples.csv",
        "pipeline/reader/pyproject.toml",
        ".ci/release",
    } <= names


def test_a_folder_with_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("kept", encoding="utf-8")
    done = release(tmp_path)
    assert done.returncode == 1
    assert "expected an empty folder" in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]
