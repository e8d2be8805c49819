"""Every command of docs/backup.md runs, on the samples, and the home that it restores answers as
before.
"""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support import ROOT

ENDS_OTHERWISE = {"cardkeep --home restored status": 5}  # a broken page and a held value
FACTS = "SELECT fact_id, value_text, held_value, state, first_seen_at, last_checked_at FROM facts ORDER BY ALL"
REPORTED = "FROM reported_as_of(current_date) ORDER BY ALL"


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    words = shlex.split(command)
    if words[0] == "cardkeep":
        words[:1] = [sys.executable, "-m", "pipeline.cli"]
    return subprocess.run(
        words,
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=250,
        check=False,
    )


@pytest.mark.slow
def test_the_commands_run_and_what_they_restore_answers_as_before(tmp_path: Path) -> None:
    text = (ROOT / "docs" / "backup.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    commands = [line for block in blocks for line in block.splitlines()]
    assert len(commands) > 8
    made = run("cardkeep refresh --samples", tmp_path)
    assert made.returncode == 0, made.stdout + made.stderr
    before: dict[str, str] = {}
    for sql in (FACTS, REPORTED):
        ask = f"cardkeep --home {{}} sql {shlex.quote(sql)}"
        before[ask] = run(ask.format("data/samples"), tmp_path).stdout
        assert before[ask].count("\n") > 100
    for command in commands:
        done = run(command, tmp_path)
        assert done.returncode == ENDS_OTHERWISE.get(command, 0), (
            command + done.stdout + done.stderr
        )
    for ask, answer in before.items():
        assert run(ask.format("restored"), tmp_path).stdout == answer
