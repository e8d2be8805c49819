"""storage: what this machine and the storage of its home have from each other."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.output import echo

if TYPE_CHECKING:
    from spiders.archive.storage import Storage


@click.group("storage")
def storage_command() -> None:
    """The storage that other machines see: a folder or a bucket, named in cardkeep.toml. docs/scale.md"""


@storage_command.command("pull")
@click.pass_obj
def pull_command(home: Path) -> None:
    """Let readers of this home see what is published in its storage: a copy that is checked by its digest."""
    from pipeline.engines.shared_home import fetch_readable
    from pipeline.home import Home

    storage = _storage(home)
    generation = fetch_readable(Home(home), storage)
    echo(f"readers see generation {generation} of {storage.url}")


@storage_command.command("push")
@click.pass_obj
def push_command(home: Path) -> None:
    """Send what the storage lacks: archive, logs, the generation that readers of this home see, and the site."""
    from pipeline.engines.shared_home import send_site, writing
    from pipeline.home import Home

    storage = _storage(home)
    with writing(Home(home), storage, 0) as shared:
        if shared:
            shared.send()
        pages = send_site(storage, Home(home).site)
    echo(f"{storage.url} has what {home} has; {pages} pages sent now")


def _storage(home: Path) -> "Storage":
    from pipeline.engines.shared_home import storage_of
    from pipeline.home import Home

    storage = storage_of(Home(home))
    if storage is None:
        raise click.UsageError(
            f"{home}/cardkeep.toml names no storage; nothing was changed; docs/scale.md says how"
        )
    return storage
