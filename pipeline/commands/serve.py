"""serve: the web server."""

import socket
from contextlib import suppress
from pathlib import Path

import click

from pipeline.activity import activity
from pipeline.failures import Failure
from pipeline.output import echo


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.pass_obj
def serve_command(home: Path, host: str, port: int) -> None:
    """Serve the site, any pair of models, and the API at /api/v1, until interrupted.

    A new generation is served without a restart. Pages of lists are those that `cardkeep report`
    wrote.
    """
    if not host.strip():
        raise click.UsageError(
            "--host: expected an address, found an empty one, which is every one"
        )

    import uvicorn

    from pipeline.configuration import load_configuration
    from pipeline.excerpts import ArchiveExcerpts
    from pipeline.home import Home
    from reports.serve.app import create_app
    from spiders.archive import Archive
    from warehouse.store import open_catalog

    with open_catalog(home):
        pass  # an unpublished or damaged catalog is told before the server is up
    site = Home(home).site
    if not site.is_dir():
        echo(
            f"{site} is not there: lists of models and sellers come with `cardkeep report`",
            err=True,
        )
    activity.end()
    configuration = load_configuration(Home(home))
    app = create_app(
        home,
        site,
        configuration.profiles(),
        ArchiveExcerpts(Archive(Home(home).archive)),
        configuration.publishing,
    )
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    with _listen(host, port) as listening, suppress(KeyboardInterrupt):
        server.run(sockets=[listening])


def _listen(host: str, port: int) -> socket.socket:
    """What the server listens on. Raises Failure where nothing can."""
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family)
    except (OSError, UnicodeError) as error:
        raise Failure(
            f"nothing can listen on port {port} of {host!r}: {error}; nothing is served; "
            "name another --host or --port",
            code="no-address",
        ) from None
