"""The command line: finds the command, and turns failures into messages and exit codes.

The exit codes are listed in pipeline/failures.py and in README.md. Data goes to stdout, everything
else to stderr.
"""

import os
import re
import select
import sys
from functools import partial
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from pipeline.activity import activity
from pipeline.commands.options import LocalPath
from pipeline.failures import ExitCode, ExpectedFailure
from pipeline.output import QUIET, echo
from pipeline.screen import NAMED_HOME
from reports.values.visible_text import visible

# Name and summary, in the order in which --help lists them.
COMMANDS = {
    "refresh": "fetch, read, publish, report and alert: all due sources, or the named providers",
    "status": "the state of every source; exit code 5 when something needs a person",
    "show": "what is known of a model, and who sells it",
    "compare": "two models side by side",
    "cost": "what a usage of a model costs, at one seller or at all",
    "explain": "the receipt of a fact: value, quote, page, dates, and what other sources say",
    "history": "the values of a model's prices and attributes over time, with receipts",
    "diff": "what changed between two days",
    "sql": "a query over the published catalog",
    "review": "what waits for a person, and going through a model, a provider or a source",
    "alerts": "what needs a person: list, test, snooze, the dead man's switch",
    "doctor": "check the home, archive, catalog, disk, versions and sources",
    "schedule": "serve the nightly and the per-provider deployments through Prefect",
    "report": "write the site: comparison pages, model pages, index",
    "serve": "serve the site, any pair of models, and the API",
    "mcp": "the catalog as tools of an assistant (Model Context Protocol)",
    "audit": "compare the catalog with someone else's table of prices",
    "export": "write the catalog in the format of another tool",
    "replay": "read the whole archive again with today's parsers",
    "archive": "the archived pages: import, verify, compact, show",
    "generations": "the published catalogs that are kept: list, restore",
    "storage": "what machines share, in a folder or a bucket: pull, push",
    "source": "the sources: list, check, coverage, new",
    "first-night": "visit every source once: what is read, moved, blocked or different, and a bundle for repair",
}
# The module of pipeline.commands that defines a command, where it is not named after it.
MODULES = {
    "compare": "pages",
    "report": "pages",
    "status": "catalog",
    "show": "catalog",
    "sql": "catalog",
    "diff": "catalog",
    "history": "catalog",
    "first-night": "first_night",
}
NEEDS = {"status": ("pipeline.alerting.alerts",)}
"""What a command imports besides its own module that cardkeep-reader does not have."""

# Before Arrow is imported: its memory pool would have a thread, and reading processes are forks.
os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")

_IO_FAULT = re.compile(
    r"IO Error|Could not (write|read)|No space left|Out of Memory|invalidated|corrupt",
    re.IGNORECASE,
)
"""What the database says where a file or the memory is the fault, and no statement."""

SHOWN_OF_WORD = 200
_LONG_WORD = re.compile(r"\S{5000,}")
"""Longer than any path or address."""


class ReaderLeft(Exception):
    """Whoever read standard output through a pipe has closed it."""


class LazyGroup(click.Group):
    """Imports a command only when it is called, so that --help starts quickly."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises ReaderLeft for the BrokenPipeError of standard output, which
        click would end as a failure; that of any other pipe stays what it is.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            if _has_reader_left():
                raise ReaderLeft from None
            raise

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [name for name in COMMANDS if _is_here(name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if not _is_here(cmd_name):
            ctx.fail(
                f"{cmd_name} is no command of cardkeep-reader, which only reads; install cardkeep"
            )
        module = import_module(_module_of(cmd_name))
        command: click.Command = getattr(module, f"{cmd_name.replace('-', '_')}_command")
        give_common_options(command)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that is named. Raises UsageError with names like it where there is none."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # --help needs none

            close = get_close_matches(args[0], COMMANDS, n=2, cutoff=0.6)
            hint = f" Did you mean {' or '.join(close)}?" if close else ""
            ctx.fail(f"There is no command {args[0]!r}.{hint}")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


def _module_of(command: str) -> str:
    return f"pipeline.commands.{MODULES.get(command, command)}"


def _is_here(command: str) -> bool:
    """Whether this distribution has a command: cardkeep-reader has those that only read."""
    try:
        return all(find_spec(name) for name in (_module_of(command), *NEEDS.get(command, ())))
    except ModuleNotFoundError:
        return False


def _print_version(context: click.Context, _: click.Parameter, is_asked: bool) -> None:
    """The version of the distribution that this is: of cardkeep, or of cardkeep-reader."""
    if not is_asked or context.resilient_parsing:
        return
    from importlib import metadata  # with zipfile and email, which --help needs not

    for name in ("cardkeep", "cardkeep-reader"):
        try:
            echo(f"{name}, version {metadata.version(name)}")
            break
        except metadata.PackageNotFoundError:
            continue
    context.exit()


HOME_HELP = "The folder that holds the archive, the catalog, the site and the logs."
VERBOSE_HELP = "Tell every step, each line with its time, on stderr."
QUIET_HELP = "Print the answer and faults, and nothing else."
ENVIRONMENT = """
\b
Environment variables:
  CARDKEEP_HOME        the home, unless --home names one
  CARDKEEP_CONTACT     url or address that publishers see in the user agent
  CARDKEEP_ALERT_URLS  channels that get every alert, between spaces
  CARDKEEP_BASE_URL    a server that stands for the web: a mirror, or samples
  CARDKEEP_CHROMIUM    path of the browser for pages that only scripts fill
  HTTP_PROXY, HTTPS_PROXY, NO_PROXY  unless cardkeep.toml names proxies
  PREFECT_API_URL      Prefect's server, for schedule and --engine prefect
  COLUMNS, NO_COLOR    the width of tables; no colours on a terminal

cardkeep.toml in the home sets the rest: docs/configuration.md. Completion of
commands in a shell: docs/command-line.md.
"""


def give_common_options(command: click.Command) -> None:
    """Let --home, -v and -q stand after a command, and after one of its commands, as well as
    before. Refuse texts that are no UTF-8.
    """
    if any(parameter.name == "home" for parameter in command.params):
        return
    for parameter in command.params:
        if parameter.type is click.STRING:
            parameter.type = UTF8_TEXT
    unseen = partial(click.Option, expose_value=False)  # by the command's own function
    command.params += [
        unseen(["--home"], type=HOME_TYPE, callback=_set_home, help=HOME_HELP),
        unseen(["-v", "--verbose"], is_flag=True, callback=_set_verbose, help=VERBOSE_HELP),
        unseen(["-q", "--quiet"], is_flag=True, callback=_set_quiet, help=QUIET_HELP),
    ]
    if isinstance(command, click.Group):
        for below in command.commands.values():
            give_common_options(below)


class Utf8Text(type(click.STRING)):
    """A text, which a command line may hold in no encoding."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = super().convert(value, param, ctx)
        if not _is_utf8(text):
            self.fail(f"expected text in UTF-8, found {visible(text)}", param, ctx)
        return text


UTF8_TEXT = Utf8Text()
HOME_TYPE = LocalPath(file_okay=False)


def _set_home(context: click.Context, _: click.Parameter, home: Path | None) -> None:
    if home is not None:
        context.obj = home
        context.meta[NAMED_HOME] = True


def _set_verbose(context: click.Context, _: click.Parameter, is_verbose: bool) -> None:
    if is_verbose and not context.meta.get(QUIET):
        activity.verbose()


def _set_quiet(context: click.Context, _: click.Parameter, is_quiet: bool) -> None:
    if is_quiet:
        context.meta[QUIET] = True
        activity.end()


@click.group(
    cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]}, epilog=ENVIRONMENT
)
@click.option(
    "--home",
    type=HOME_TYPE,
    envvar="CARDKEEP_HOME",
    show_envvar=True,
    default=Path("data"),
    show_default=True,
    help=HOME_HELP,
)
@click.option(
    "-v", "--verbose", is_flag=True, expose_value=False, callback=_set_verbose, help=VERBOSE_HELP
)
@click.option(
    "-q", "--quiet", is_flag=True, expose_value=False, callback=_set_quiet, help=QUIET_HELP
)
@click.option(
    "--version",
    is_flag=True,
    expose_value=False,
    is_eager=True,
    callback=_print_version,
    help="Print the version and exit.",
)
@click.pass_context
def cardkeep(context: click.Context, home: Path) -> None:
    """Keep a catalog of language models fresh, with the receipt for every fact."""
    context.obj = home
    if context.get_parameter_source("home") is ParameterSource.COMMANDLINE:
        context.meta[NAMED_HOME] = True
    if context.invoked_subcommand:
        activity.step(context.invoked_subcommand)


def main() -> None:
    """The console script."""
    exit_code = run(sys.argv[1:])
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        exit_code = ExitCode.READER_LEFT
        # Python flushes once more at exit and must find a file that is open.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    sys.exit(exit_code)


def run(arguments: list[str]) -> int:
    """Run a command line and return its exit code. Unexpected exceptions are raised."""
    activity.begin("cardkeep", sys.stderr)
    try:
        result: Any = cardkeep.main(arguments, prog_name="cardkeep", standalone_mode=False)
    except click.ClickException as error:
        _print_usage_error(error)
        return error.exit_code
    except (click.exceptions.Abort, KeyboardInterrupt):
        message = "stopped; what was archived is kept, and nothing half-done was published"
        _print_failure(message, "interrupted")
        return ExitCode.INTERRUPTED
    except ReaderLeft:
        return ExitCode.READER_LEFT
    except Exception as error:
        if isinstance(error, ExpectedFailure):
            _print_failure(str(error), error.code)
            return error.exit_code
        told = _describe_machine(error)
        if not told:
            raise
        _print_failure(told, "machine")
        return ExitCode.FAILURE
    finally:
        activity.end()
    if isinstance(result, int):
        return result
    return ExitCode.CLEAN


def _describe_machine(error: Exception) -> str:
    """What is said of a file or a database that the machine does not let us read or write; empty
    for any other error, which is a bug.
    """
    text = " ".join(str(error).split())
    kept = "what was archived and published before is kept, and nothing half-done was published"
    if isinstance(error, OSError) and error.errno is not None:
        where = f"{error.filename}: " if error.filename else ""
        return (
            f"{where}{error.strerror}; {kept}; mend that (`cardkeep doctor`), and run the "
            "command again"
        )
    if type(error).__module__.startswith(("duckdb", "_duckdb")) and _IO_FAULT.search(text):
        return (
            f"the database cannot be read or written: {text}; {kept}; `cardkeep doctor` looks "
            "what is wrong"
        )
    return ""


def _is_utf8(text: str) -> bool:
    """Whether no byte of an argument had to be kept as half a character."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _has_reader_left() -> bool:
    """Whether standard output is a pipe that nobody reads any more."""
    poll = select.poll()
    poll.register(sys.stdout, 0)  # POLLERR is always told
    return any(event & select.POLLERR for _, event in poll.poll(0))


def _print_failure(message: str, code: str) -> None:
    echo(f"cardkeep: {_without_long_words(message)} [{code}]", err=True)


def _print_usage_error(error: click.ClickException) -> None:
    """What click prints of an error, with nothing in it that acts on a terminal or fills it."""
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None:
        help_line = f"Try '{context.command_path} --help' for help."
        echo(f"{context.get_usage()}\n{help_line}\n", err=True, is_fault=True)
    message = _without_long_words(error.format_message())
    echo(f"Error: {message}", err=True, is_fault=True)


def _without_long_words(message: str) -> str:
    """The message, in which a word that no person wrote is cut, with its length beside it."""
    return _LONG_WORD.sub(
        lambda found: f"{found[0][:SHOWN_OF_WORD]}... ({len(found[0]):,} characters)", message
    )


if __name__ == "__main__":
    main()
