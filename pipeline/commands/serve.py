"""serve: the web server."""

import socket
from contextlib import suppress
from pathlib import Path

import click

from pipeline.activity import activity
from pipeline.failures import Failure
from pipeline.output import echo

DESK_VARIABLE = "CARDKEEP_REVIEW_TOKEN"
"""The environment variable that holds the password of the review desk."""


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen on.")
@click.option("--port", type=click.IntRange(0, 65535), default=8000, show_default=True)
@click.pass_obj
def serve_command(home: Path, host: str, port: int) -> None:
    """Serve the site, any pair of models, and the API at /api/v1, until interrupted.

    A new generation is served without a restart. Pages of lists are those that `cardkeep report`
    wrote. At /review/ is the review desk, for who is on this machine, or for who knows the token that
    CARDKEEP_REVIEW_TOKEN holds.
    """
    if not host.strip():
        raise click.UsageError(
            "--host: expected an address, found an empty one, which is every one"
        )
    import getpass
    import os

    import uvicorn

    from pipeline.configuration import load_configuration
    from pipeline.excerpts import ArchiveExcerpts
    from pipeline.home import Home
    from pipeline.review.served_desk import ServedDesk
    from pipeline.run.publish_site import named_pairs
    from reports.serve.app import create_app
    from reports.serve.review_desk import LOOPBACK, review_router
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
    token = os.environ.get(DESK_VARIABLE) or None
    desk = []
    if token or host in LOOPBACK:
        paired = [model for pair in (*named_pairs(), *configuration.pairs) for model in pair]
        served_desk = ServedDesk(home, Home(home).decisions, paired)
        desk = [review_router(served_desk, getpass.getuser(), token)]
    else:
        echo(
            f"no review desk: {host} is no loopback address, and {DESK_VARIABLE} is not set",
            err=True,
        )
    app = create_app(
        home,
        site,
        configuration.profiles(),
        ArchiveExcerpts(Archive(Home(home).archive)),
        configuration.publishing,
        desk,
        builds_ahead=True,
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
