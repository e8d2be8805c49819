"""The command line: parses arguments, calls the steps, turns failures into messages and exit codes.

Exit codes: 0 clean, 1 failure, 2 usage, 3 not found, 4 partial, 5 findings (stale, broken, open
reviews), 6 a check blocked publishing, 7 locked, 75 try again, 130 interrupted. Data goes to
stdout, talk to stderr.
"""

import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any, NoReturn

import click

COMMANDS = {
    "refresh": "the whole job, crawl to alert, for all due sources or the named providers",
    "status": "how every source stands; exit code 5 when something needs a person",
    "show": "what is known of a model, and who sells it",
    "compare": "two models side by side",
    "explain": "the receipt of a fact: value, quote, page, dates, and what other sources say",
    "history": "the values of a model's prices and attributes over time, with receipts",
    "diff": "what changed between two days",
    "sql": "a query over the published catalog",
    "review": "held values: list, accept, reject",
    "alerts": "what needs a person: list, snooze, the dead man's switch",
    "doctor": "whether everything is in place: home, archive, catalog, disk, versions, sources",
    "schedule": "serve the nightly and the per-provider deployments through Prefect",
    "report": "write the site: comparison pages, model pages, index",
    "audit": "the catalog beside someone else's table of prices",
    "replay": "read the whole archive again with today's parsers",
    "archive": "the archived pages: import, verify, show",
    "source": "the sources: list, check, coverage, new",
}
MODULES = {"compare": "pages", "report": "pages"} | dict.fromkeys(
    ("status", "show", "sql", "diff", "history"), "catalog"
)


class Commands(click.Group):
    """Commands that are imported when they are called, so that --help costs next to nothing."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = import_module(f"pipeline.commands.{MODULES.get(cmd_name, cmd_name)}")
        return getattr(module, f"{cmd_name}_command")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--home",
    type=click.Path(path_type=Path, file_okay=False),
    envvar="CARDKEEP_HOME",
    default=Path("data"),
    show_default=True,
    help="The folder with the catalog's state.",
)
@click.version_option(package_name="cardkeep")
@click.pass_context
def cardkeep(context: click.Context, home: Path) -> None:
    """A catalog of language models, kept fresh, with the receipt for every fact."""
    context.obj = home


def main() -> None:
    """The console script."""
    exit_code = run(sys.argv[1:])
    if "prefect" not in sys.modules:  # whose threads have a last word
        _leave(exit_code)
    sys.exit(exit_code)


def _leave(exit_code: int) -> NoReturn:
    """End at once: to clear away what was imported would take a tenth of a second, of every
    command.
    """
    for stream in (sys.stdout, sys.stderr):
        with suppress(
            BrokenPipeError, ValueError
        ):  # nobody reads it any more, or it was closed for that reason
            stream.flush()
    os._exit(exit_code)


def run(arguments: list[str]) -> int:
    """The exit code of a command line."""
    try:
        result: Any = cardkeep.main(arguments, prog_name="cardkeep", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except click.exceptions.Abort:
        return _say(
            "interrupted",
            "stopped; what was archived is kept, and nothing half-done was published",
            130,
        )
    except KeyboardInterrupt:
        return _say(
            "interrupted",
            "stopped; what was archived is kept, and nothing half-done was published",
            130,
        )
    except BrokenPipeError:
        sys.stderr.close()
        return 0
    except Exception as error:  # noqa: BLE001 (known ones get a message and a code, others are raised again)
        return _failed(error)
    return result if isinstance(result, int) else 0


def _failed(error: Exception) -> int:
    from pipeline.failures import Failure

    codes = {
        "Locked": (7, "locked"),
        "ArchiveBusy": (7, "locked"),
        "NotPublished": (3, "not-published"),
        "UnknownModel": (3, "unknown-model"),
        "AmbiguousModel": (3, "ambiguous-model"),
        "QueryFailed": (1, "query-failed"),
        "ArchiveDamaged": (1, "archive-damaged"),
        "CatalogDamaged": (1, "catalog-damaged"),
        "CatalogOutdated": (1, "catalog-outdated"),
    }
    if isinstance(error, Failure):
        return _say(error.code, str(error), error.exit_code)
    if type(error).__name__ in codes:
        exit_code, code = codes[type(error).__name__]
        return _say(code, str(error), exit_code)
    raise error


def _say(code: str, message: str, exit_code: int) -> int:
    click.echo(f"cardkeep: {message} [{code}]", err=True)
    return exit_code


if __name__ == "__main__":
    main()
