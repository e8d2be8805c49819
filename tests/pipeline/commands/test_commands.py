"""Every command: what documents say of it is so, and what it prints fits where it goes."""

import json
import re
import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

import click
import pytest
from rich.cells import cell_len

from pipeline.cli import COMMANDS, LazyGroup, cardkeep
from pipeline.failures import ExitCode
from tests.support import ROOT
from tests.support.command_line import Completed, on_terminal, run_here
from tests.support.demo_run import DemoRun

DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ESCAPE = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
EXPECTED = {ExitCode.CLEAN, ExitCode.PARTIAL, ExitCode.FINDINGS, ExitCode.NOT_FOUND}
# What prints no table: words of what was done, or a document.
NO_ROWS = ("report", "sql --examples", "alerts --dead-man", "archive verify")
TABLE = Path("prices.csv")


def documented() -> list[str]:
    """Every command line in a document, in a block or in a sentence."""
    found: dict[str, None] = {}
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for block in re.findall(r"```\w*\n(.*?)```", text, re.DOTALL):
            found |= dict.fromkeys(re.findall(r"^(?:\$ )?(cardkeep .*)$", block, re.MULTILINE))
        sentences = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
        found |= dict.fromkeys(re.findall(r"`(cardkeep [^`\n]+)`", sentences))
    return [line.partition(" > ")[0].partition("  #")[0] for line in found]


def reading() -> list[str]:
    """The documented command lines that read the samples."""
    return [
        line.replace("--home data/samples ", "")
        for line in documented()
        if "--home data/samples" in line and not re.search("--accept|restore|compact", line)
    ]


def is_document(words: Sequence[str]) -> bool:
    """Whether a command prints a document, which is as long as it is, in whatever it is read."""
    return words[0] == "export" or not {"-f", "--json", "--examples"}.isdisjoint(words)


def every_command(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield (*path, name)
        if isinstance(command, click.Group):
            yield from every_command(command, (*path, name))


ALL = list(every_command(cardkeep))


@pytest.fixture(scope="module")
def folder(demo: DemoRun, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("commands")
    demo.copy(made / "home")
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    (table,) = re.findall(r"```csv\n(.*?)```", text, re.DOTALL)
    (made / TABLE).write_text(table, encoding="utf-8")
    return made


@pytest.mark.parametrize("line", documented())
def test_what_a_document_writes_is_a_command_with_these_options(line: str) -> None:
    line = re.sub(r"  .*", "", line)  # what a document says beside it
    words = shlex.split(line.replace("[", " ").replace("]", " ").replace("|", " "))[1:]
    command: click.Command = cardkeep
    while isinstance(command, click.Group):
        words = [word for word in words if word not in ("--home", "data/samples", "restored")]
        named = next((word for word in words if not word.startswith("-")), None)
        below = command.get_command(click.Context(command), named) if named else None
        if below is None:
            assert not isinstance(command, LazyGroup) or not named, line
            break
        words.remove(str(named))
        command = below
    known = {name for parameter in command.params for name in parameter.opts}
    known |= {name for parameter in cardkeep.params for name in parameter.opts} | {"--help", "-h"}
    options = {word.partition("=")[0] for word in words if re.match(r"--?[a-z]", word)}
    assert options <= known, line


@pytest.mark.parametrize("width", [80, 160])
def test_every_help_fits_and_names_the_common_options(width: int) -> None:
    for path in ((), *ALL):
        shown = on_terminal((*path, "--help"), width, 24)
        assert shown.returncode == 0
        lines = shown.stdout.splitlines()
        assert max(map(cell_len, lines)) <= width, path
        for option in ("--home", "--verbose", "--quiet"):
            assert option in shown.stdout, path


def assert_fits(done: Completed, words: Sequence[str], width: int) -> None:
    """Whether what was printed fits a terminal of this width, and 30 lines."""
    assert done.returncode in EXPECTED, done.stderr
    lines = [ESCAPE.sub("", each) for each in done.stdout.splitlines()]
    if not is_document(words):
        assert max(map(cell_len, lines), default=0) <= width
        assert len(lines) <= 30


@pytest.mark.slow
@pytest.mark.parametrize("line", reading())
def test_what_it_prints_is_as_long_without_colours_and_fits_a_wide_terminal(
    line: str, folder: Path
) -> None:
    words = tuple(shlex.split(line)[1:])
    home = ("--home", "home")
    colored = on_terminal((*words, *home), 80, 30, folder)
    plain = on_terminal((*words, *home), 80, 30, folder, NO_COLOR="1")
    wide = on_terminal((*home, *words), 160, 30, folder, NO_COLOR="1", TERM="dumb")
    for done, width in ((colored, 80), (plain, 80), (wide, 160)):
        assert_fits(done, words, width)
    assert "\x1b" not in plain.stdout + wide.stdout
    # Rows that an order leaves alike may change places.
    assert len(colored.stdout.splitlines()) == len(plain.stdout.splitlines())


@pytest.mark.parametrize("line", reading())
def test_what_it_prints_fits_where_it_goes(line: str, folder: Path) -> None:
    words = tuple(shlex.split(line)[1:])
    home = ("--home", "home")
    shown = on_terminal((*words, *home), 80, 30, folder)
    assert_fits(shown, words, 80)
    piped = run_here((*words, *home), folder, COLUMNS="80")
    assert piped.returncode == shown.returncode
    assert "\x1b" not in piped.stdout + piped.stderr
    if not is_document(words) and not " ".join(words).startswith(NO_ROWS):
        assert all(isinstance(json.loads(each), dict) for each in piped.stdout.splitlines())


@pytest.mark.parametrize(
    "words",
    [
        ("show", "claude-3-5-haiku"),
        ("compare", "Claude 3.5 Haiku", "Qwen3.5-4B"),
        ("explain", "claude-3-5-haiku", "output"),
        pytest.param(("history", "kimi-k2.7-code", "output"), marks=pytest.mark.slow),
        pytest.param(("status",), marks=pytest.mark.slow),
    ],
)
def test_every_answer_has_the_same_formats(words: tuple[str, ...], folder: Path) -> None:
    answers = {
        form: run_here((*words, "--home", "home", "-f", form), folder).stdout
        for form in ("table", "json", "jsonl", "csv", "md")
    }
    assert len(set(answers.values())) >= 4
    json.loads(answers["json"])
    assert [json.loads(line) for line in answers["jsonl"].splitlines()]
    widths = {line.count(",") >= 1 for line in answers["csv"].splitlines()[:1]}
    assert widths == {True}
    assert re.search(r"^\| ?.* \|$", answers["md"], re.MULTILINE)
    assert "\n" in answers["table"]


def test_full_shows_all_and_the_first_screen_says_how_much_is_left(folder: Path) -> None:
    line = ("sql", "SELECT range AS n, repeat('价', 60) AS wide FROM range(100)", "--home", "home")
    first = on_terminal(line, 80, 24, folder)
    assert len(first.stdout.splitlines()) == 21
    assert "lines more: --full shows all" in first.stderr
    full = on_terminal((*line, "--full"), 80, 24, folder)
    numbers = re.findall(r"^\d+", ESCAPE.sub("", full.stdout), re.MULTILINE)
    assert numbers == [str(number) for number in range(100)]
    assert {cell_len(each) for each in full.stdout.splitlines()[1:3]} <= set(range(81))
    assert "--full" not in full.stderr


def test_columns_that_do_not_fit_are_named_and_full_has_them_all(folder: Path) -> None:
    shown = on_terminal(("status", "--home", "home"), 80, 24, folder, NO_COLOR="1").stdout
    full = on_terminal(("status", "--home", "home", "--full"), 80, 24, folder, NO_COLOR="1").stdout
    assert "\x1b" not in shown + full
    assert "detail" not in shown.splitlines()[0]
    assert "detail" in full
    assert max(map(cell_len, full.splitlines())) <= 80


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("stauts",), "Did you mean status?"),
        (("--home", "x", "histroy", "a"), "Did you mean history?"),
        (("status", "--ful"), "--full"),
        (("refresh", "antropic"), "do you mean anthropic"),
    ],
)
def test_a_mistyped_word_is_answered_with_the_one_that_is_meant(
    words: tuple[str, ...], hint: str, folder: Path
) -> None:
    nobody = {"CARDKEEP_BASE_URL": "http://127.0.0.1:9"}
    done = run_here(words, folder, CARDKEEP_HOME="home", **nobody)
    assert done.returncode in (ExitCode.USAGE, ExitCode.NOT_FOUND)
    assert hint in done.stderr


def test_quiet_leaves_the_answer_and_the_faults(folder: Path) -> None:
    told = run_here(("status", "--home", "home"), folder)
    quiet = run_here(("status", "-q", "--home", "home"), folder)
    assert told.stdout == quiet.stdout
    assert told.stderr
    assert quiet.stderr == ""
    missing = run_here(("show", "nobody", "-q", "--home", "home"), folder)
    assert "no model of the catalog is called 'nobody'" in missing.stderr


def test_verbose_tells_the_steps_each_with_its_time(folder: Path) -> None:
    done = run_here(("replay", "-v", "--home", "home"), folder)
    steps = [line for line in done.stderr.splitlines() if line.endswith(("pages", "deriving"))]
    assert len(steps) == 2
    for line in (*steps, *done.stdout.splitlines()):
        assert re.match(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ", line), line


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_completes_commands(shell: str, folder: Path) -> None:
    """As docs/command-line.md says."""
    variables = {"COMP_WORDS": "cardkeep st", "COMP_CWORD": "1", "_CARDKEEP_COMPLETE": ""}
    variables["_CARDKEEP_COMPLETE"] = f"{shell}_complete"
    if shell == "fish":
        variables["COMP_CWORD"] = "st"
    with pytest.raises(SystemExit):
        run_here((), folder, **variables)
    assert set(COMMANDS) >= {"status"}
