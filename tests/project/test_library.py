"""The wheel's module `cardkeep`: it finds its own packages, whatever else is called so."""

import os
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.support.wheels import unpacked_wheel

pytestmark = pytest.mark.slow

OTHERS = 'raise SystemExit("this is the package of somebody else")\n'


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The content of the wheel, unpacked as an installation would."""
    return unpacked_wheel(ROOT, tmp_path_factory.mktemp("wheel"))


def run(installed: Path, folder: Path, code: str) -> subprocess.CompletedProcess[str]:
    """Run code in a folder that is searched before the installation."""
    without_checkout = "import sys; sys.path = [path for path in sys.path if path != {!r}]\n"
    return subprocess.run(
        [sys.executable, "-c", without_checkout.format(str(ROOT)) + code],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(installed)},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )


def test_the_wheel_holds_what_runs(installed: Path) -> None:
    names = {path.name for path in installed.iterdir()}
    assert {"cardkeep", "pipeline", "reports", "spiders", "warehouse"} <= names
    assert "tests" not in names
    (entry,) = installed.glob("*.dist-info/entry_points.txt")
    assert "cardkeep = cardkeep:main" in entry.read_text(encoding="utf-8")
    assert list(installed.glob("warehouse/views/*.sql"))
    assert list(installed.glob("spiders/samples/*/*/page.*"))


def test_a_folder_with_a_pipeline_of_its_own_changes_nothing(
    installed: Path, tmp_path: Path
) -> None:
    for package in ("pipeline", "spiders"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "__init__.py").write_text(OTHERS, encoding="utf-8")
    code = (
        "import cardkeep\n"
        "sys.argv = ['cardkeep', '--home', 'home', 'refresh', '--samples']\n"
        "cardkeep.main()\n"
    )
    done = run(installed, tmp_path, code)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "somebody else" not in done.stdout + done.stderr
    read = (
        "import cardkeep\nfrom pathlib import Path\n"
        "with cardkeep.open_catalog(Path('home/samples')) as catalog:\n"
        "    print(len(catalog.query_sql('FROM models').rows))\n"
        "    usage = cardkeep.Usage(input_tokens=1_000_000)\n"
        "    print(catalog.price_at('claude-haiku-4-5', 'anthropic', usage).cost)\n"
    )
    found = run(installed, tmp_path, read)
    assert "somebody else" not in found.stdout + found.stderr
    models, usd = found.stdout.split()
    assert int(models) > 10
    assert Decimal(usd) == 1
