"""Every command of docs/exports.md runs, on the samples, and its reasons and formats are all of
them.
"""

import re
import shlex
from pathlib import Path

import pytest

from pipeline.export.formats import EXPORTS
from pipeline.tables.offers.account import REASONS
from tests.support import ROOT
from tests.support.command_line import run_here
from tests.support.demo_run import DemoRun

DOCUMENT = ROOT / "docs" / "exports.md"


@pytest.mark.slow
def test_every_command_runs(demo: DemoRun, tmp_path: Path) -> None:
    demo.copy(tmp_path / "data" / "samples")
    (block,) = re.findall(r"```sh\n(.*?)```", DOCUMENT.read_text(encoding="utf-8"), re.DOTALL)
    for command in block.splitlines():
        name, *arguments = shlex.split(command)
        done = run_here(tuple(arguments), tmp_path)
        # An audit ends with 5 where another source says otherwise than the card.
        allowed = (0, 5) if "audit" in arguments else (0,)
        assert (name, done.returncode in allowed) == ("cardkeep", True), done.stderr
    assert {path.name for path in tmp_path.iterdir()} == {
        "data",
        "losses.jsonl",
        "model_prices.json",
    }


def test_it_names_every_format_and_every_reason() -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    assert [name for name in (*EXPORTS, *REASONS) if f"`{name}`" not in text] == []
