"""replay: the archive read again."""

from datetime import UTC, datetime
from pathlib import Path

import click


@click.command("replay")
@click.pass_obj
def replay_command(home: Path) -> None:
    """Read the whole archive with today's parsers and publish what it says: a repaired parser
    repairs history.

    Fetches nothing. Bodies that today's parser has read already are not read again; a second replay
    changes nothing.
    """
    from pipeline.home import Home
    from pipeline.run.refresh import all_sources
    from pipeline.run.replay import replay

    sources, broken = all_sources()
    for error in broken.values():
        click.echo(f"  ! {error}", err=True)
    done = replay(Home(home), sources)
    times = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in done.seconds.items())
    click.echo(
        f"read {done.loaded.bodies} pages, {done.loaded.claims:,} claims, {done.loaded.errors} errors; {times}"
    )
    click.echo(f"published generation {done.generation}" if done.generation else "nothing changed")
    click.echo(f"at {datetime.now(UTC):%Y-%m-%d %H:%M}Z, content {done.content_hash}", err=True)
