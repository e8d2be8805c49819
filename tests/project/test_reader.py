"""The distribution cardkeep-reader: it reads and prices, without what crawls and schedules."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.demo_run import DemoRun
from tests.support.wheels import unpacked_wheel

pytestmark = pytest.mark.slow

READER = ROOT / "pipeline" / "reader"
# Lets only the packages that the reader requires be imported, and what these require.
ALLOWED = (
    "_duckdb",
    "adbc_driver_duckdb",
    "annotated_types",
    "backports",
    "cardkeep",
    "click",
    "duckdb",
    "markdown_it",
    "mdurl",
    "pipeline",
    "pydantic",
    "pydantic_core",
    "pygments",
    "pytz",
    "reports",
    "rich",
    "typing_extensions",
    "typing_inspection",
    "warehouse",
)
ALONE = """
import sys
class Absent:
    def find_spec(self, name, path=None, target=None):
        top = name.partition(".")[0]
        if top in sys.stdlib_module_names or top.startswith("_") or top in {allowed!r}:
            return None
        raise ModuleNotFoundError(f"No module named {{name!r}}", name=name)
sys.path = [path for path in sys.path if path != {root!r}]
sys.meta_path.insert(0, Absent())
"""


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of the reader's wheel."""
    return unpacked_wheel(READER, tmp_path_factory.mktemp("reader"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a package of the name that one of ours has."""
    (tmp_path / "pipeline").mkdir()
    (tmp_path / "pipeline" / "__init__.py").write_text("raise SystemExit('somebody else')\n")
    return tmp_path


def run(installed: Path, folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    alone = ALONE.format(allowed=ALLOWED, root=str(ROOT))
    return subprocess.run(
        [sys.executable, "-c", alone + code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )


def command(*arguments: str) -> str:
    return f"import cardkeep\nsys.argv = {['cardkeep', *arguments]!r}\ncardkeep.main()\n"


def test_it_prices_a_catalog_that_cardkeep_published(
    installed: Path, folder: Path, demo: DemoRun
) -> None:
    demo.copy(folder / "data")
    code = (
        "import cardkeep\n"
        "with cardkeep.open_catalog('data') as catalog:\n"
        "    usage = cardkeep.Usage(input_tokens=1000)\n"
        "    print(catalog.price_at('claude-haiku-4-5', 'anthropic', usage).kind)\n"
        "    print(len(catalog.models()) > 10)\n"
    )
    done = run(installed, folder, code)
    assert done.stdout.split() == ["exact", "True"], done.stderr
    for arguments in (
        ("cost", "claude-haiku-4-5", "--input-tokens", "1000"),
        ("show", "claude-haiku-4-5"),
        ("history", "claude-haiku-4-5"),
        ("sql", "FROM models LIMIT 1"),
    ):
        done = run(installed, folder, command("--home", "data", *arguments))
        assert done.returncode == 0, (arguments, done.stderr)
        assert done.stdout


def test_it_says_which_commands_it_has(installed: Path, folder: Path) -> None:
    done = run(installed, folder, command("--help"))
    listed = re.findall(r"^  (\w+)  ", done.stdout.partition("Commands:")[2], re.MULTILINE)
    assert listed == ["show", "cost", "history", "diff", "sql"], done.stderr
    refused = run(installed, folder, command("refresh"))
    assert refused.returncode == 2
    assert "install cardkeep" in refused.stderr


def test_it_has_no_code_twice_and_its_types(installed: Path) -> None:
    for place in ("cardkeep", "reports", "warehouse"):
        assert (installed / place / "py.typed").is_file()
    (wheel,) = installed.parent.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        assert not [name for name in archive.namelist() if "__pycache__" in name]
    assert (installed / "cardkeep" / "__init__.py").read_bytes() == (
        ROOT / "pipeline" / "library.py"
    ).read_bytes()


def test_it_requires_what_cardkeep_requires() -> None:
    whole = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    reader = tomllib.loads((READER / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(reader["dependencies"]) < set(whole["dependencies"])
    for field in ("version", "requires-python", "classifiers", "license"):
        assert reader[field] == whole[field]
