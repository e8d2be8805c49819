"""The command line: finds the command, and turns failures into messages and exit codes.

The exit codes are listed in pipeline/failures.py and in README.md. Data goes to stdout, everything
else to stderr.
"""

import os
import re
import select
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from pipeline.failures import ExitCode, ExpectedFailure
from pipeline.output import echo

# Name and summary, in the order in which --help lists them.
COMMANDS = {
    "refresh": "fetch, read, publish, report and alert: all due sources, or the named providers",
    "status": "the state of every source; exit code 5 when something needs a person",
    "show": "what is known of a model, and who sells it",
    "compare": "two models side by side",
    "explain": "the receipt of a fact: value, quote, page, dates, and what other sources say",
    "history": "the values of a model's prices and attributes over time, with receipts",
    "diff": "what changed between two days",
    "sql": "a query over the published catalog",
    "review": "what waits for a person, and going through a model, a provider or a source",
    "alerts": "what needs a person: list, snooze, the dead man's switch",
    "doctor": "check the home, archive, catalog, disk, versions and sources",
    "schedule": "serve the nightly and the per-provider deployments through Prefect",
    "report": "write the site: comparison pages, model pages, index",
    "serve": "serve the site, any pair of models, and the API",
    "audit": "compare the catalog with someone else's table of prices",
    "export": "write the catalog in the format of another tool",
    "replay": "read the whole archive again with today's parsers",
    "archive": "the archived pages: import, verify, compact, show",
    "generations": "the published catalogs that are kept: list, restore",
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


_IO_FAULT = re.compile(
    r"IO Error|Could not (write|read)|No space left|Out of Memory|invalidated|corrupt",
    re.IGNORECASE,
)
"""What the database says where a file or the memory is the fault, and no statement."""


class ReaderLeft(Exception):
    """Whoever read standard output through a pipe has closed it."""


class LazyGroup(click.Group):
    """Imports a command only when it is called, so that --help starts quickly."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Raises ReaderLeft for the BrokenPipeError of standard output, which click
        would end as a failure; that of any other pipe stays what it is.
        """
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            if _has_reader_left():
                raise ReaderLeft from None
            raise

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"pipeline.commands.{MODULES.get(cmd_name, cmd_name)}")
        return getattr(module, f"{cmd_name.replace('-', '_')}_command")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CARDKEEP_HOME",
    show_envvar=True,
    default=Path("data"),
    show_default=True,
    help="The folder that holds the archive, the catalog, the site and the logs.",
)
@click.version_option(package_name="cardkeep", help="Print the version and exit.")
@click.pass_context
def cardkeep(context: click.Context, home: Path) -> None:
    """Keep a catalog of language models fresh, with the receipt for every fact."""
    context.obj = home


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
    try:
        result: Any = cardkeep.main(arguments, prog_name="cardkeep", standalone_mode=False)
    except click.ClickException as error:
        error.show()
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
    if isinstance(result, int):
        return result
    return ExitCode.CLEAN


def _describe_machine(error: Exception) -> str:
    """What is said of a file or a database that the machine does not let us read or write; empty for
    any other error, which is a bug.
    """
    text = " ".join(str(error).split())
    kept = "what was archived and published before is kept, and nothing half-done was published"
    if isinstance(error, OSError) and error.errno is not None:
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{error.strerror}; {kept}; mend that (`cardkeep doctor`), and run the command again"
    if type(error).__module__.startswith(("duckdb", "_duckdb")) and _IO_FAULT.search(text):
        return f"the database cannot be read or written: {text}; {kept}; `cardkeep doctor` looks what is wrong"
    return ""


def _has_reader_left() -> bool:
    """Whether standard output is a pipe that nobody reads any more."""
    poll = select.poll()
    poll.register(sys.stdout, 0)  # POLLERR is always told
    return any(event & select.POLLERR for _, event in poll.poll(0))


def _print_failure(message: str, code: str) -> None:
    echo(f"cardkeep: {message} [{code}]", err=True)


if __name__ == "__main__":
    main()
