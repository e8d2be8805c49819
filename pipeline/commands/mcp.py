"""mcp: the catalog as tools of an assistant."""

from importlib.util import find_spec
from pathlib import Path

import click

from pipeline.activity import activity
from pipeline.failures import ExitCode, Failure


class ExtraMissing(Failure):
    """The optional packages of a command are not installed."""

    exit_code = ExitCode.USAGE
    code = "extra-missing"


@click.command("mcp")
@click.pass_obj
def mcp_command(home: Path) -> None:
    """Answer an assistant over standard input and output (Model Context Protocol), until it hangs up.

    Its tools are search, compare, price_as_of, cost, changes and receipt; every answer has its receipts.
    docs/assistants.md has the lines for an assistant's configuration.
    """
    if find_spec("mcp") is None:
        raise ExtraMissing(
            "the package mcp is not installed; nothing was started; install it with: "
            "pip install 'cardkeep[mcp]'"
        )
    from pipeline.configuration import load_configuration
    from pipeline.home import Home
    from reports.assistant.server import create_server
    from reports.serve.served import Served
    from warehouse.store import open_catalog

    with open_catalog(home):
        pass  # an unpublished or damaged catalog is told before an assistant waits for it
    activity.end()
    served = Served(home, load_configuration(Home(home)).profiles())
    try:
        create_server(served).run()
    finally:
        served.close()
