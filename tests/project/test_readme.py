"""Every command of the README and of docs/cost.md runs, on the samples, and does what they say."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from pipeline.failures import ExitCode
from pipeline.samples.server import serve_samples
from tests.support import ROOT
from tests.support.command_line import on_terminal, run_here
from tests.support.demo_run import DemoRun

README = ROOT / "README.md"
COST = ROOT / "docs" / "cost.md"
# What ends otherwise than with 0, and why that is right on the samples.
EXIT_CODES = {
    "cardkeep --home data/samples cost claude-haiku-4-5 --provider anthropic "
    "--cache-write-tokens 12000 --json": 4,  # its lifetime is not given
    "cardkeep --home data/samples status": 5,  # a broken page and a held value
    "cardkeep --home data/samples review": 5,  # a held value
    "cardkeep refresh": 4,  # no sample stands for every model card
    "cardkeep --home data/samples alerts": 5,  # the two
    "cardkeep --home data/samples doctor": 5,  # sources that no real page has proven
    "cardkeep --home data/samples audit prices.csv": 5,  # a price that differs
    "cardkeep --home data/samples audit prices.csv --only different -f md": 5,
}
LONG = {"cardkeep refresh anthropic"}
"""What `cardkeep refresh` does, for one provider."""
MAKE = {"make refresh", "make test"}  # run by .ci/run: a test cannot run the tests


def commands(document: Path = README) -> list[str]:
    """The command lines of a document's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", document.read_text(encoding="utf-8"), re.DOTALL)
    return [line for block in blocks for line in block.splitlines() if line.strip()]


def run(command: str, folder: Path, **environment: str) -> CompletedProcess[str]:
    name, *arguments = shlex.split(command)
    assert name == "cardkeep", command
    return run_here(tuple(arguments), folder, **environment)


@pytest.fixture(scope="module")
def sampled(demo: DemoRun, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """A folder in which `make refresh` has run its command, and a server that stands for the web."""
    folder = tmp_path_factory.mktemp("readme")
    assert demo.exit_code == 0, demo.stdout + demo.stderr
    # The user's own catalog is as large, and as of today: what is due are the few sources without
    # samples.
    demo.copy(folder / "data")
    demo.copy(folder / "data" / "samples")
    table = re.search(r"```csv\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert table
    (folder / "prices.csv").write_text(table[1], encoding="utf-8")
    with serve_samples(1) as server:
        yield folder, server.base_url


def test_it_lists_every_exit_code() -> None:
    sentence = re.search(r"Exit codes: ([^.]*)\.", README.read_text(encoding="utf-8"))
    assert sentence
    listed = [int(entry.split()[0]) for entry in sentence[1].split(", ")]
    assert listed == list(ExitCode)


def test_the_two_make_commands_come_first() -> None:
    assert commands()[:2] == ["make refresh", "make test"]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(command, marks=pytest.mark.slow if command in LONG else ())
        for command in dict.fromkeys([*commands(), *commands(COST)])
        if command not in MAKE
    ],
)
def test_the_command_runs(command: str, sampled: tuple[Path, str]) -> None:
    folder, base_url = sampled
    done = run(command, folder, CARDKEEP_BASE_URL=base_url)
    assert done.returncode == EXIT_CODES.get(command, 0), done.stdout + done.stderr
    assert done.stdout.strip(), "it prints something"


def test_the_receipt_in_the_readme_is_the_one_that_is_printed(sampled: tuple[Path, str]) -> None:
    text = README.read_text(encoding="utf-8")
    match = re.search(r"\$ (cardkeep .*? explain .*?)\n(.*?)```", text, re.DOTALL)
    assert match
    words = tuple(shlex.split(match[1])[1:])
    printed = on_terminal(words, 120, 100, sampled[0], NO_COLOR="1").stdout
    for line in match[2].splitlines():
        if "..." not in line:
            assert line in printed.splitlines(), line
