"""archive: the archived pages."""

from pathlib import Path

import click

from pipeline.failures import Failure, NotFound, Partial


@click.group("archive")
def archive_command() -> None:
    """Every response, as it was received, and pages recorded elsewhere."""


@archive_command.command("import")
@click.argument("manifest", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.pass_obj
def import_command(home: Path, manifest: Path) -> int:
    """Take in the pages of MANIFEST.

    It is tab-separated: path, source, kind, form, url, captured_on, bytes, sha256, origin, note.

    Rows of form verbatim, rendered or reduced whose url a source reads are imported as seen on
    their captured date; then they are read, loaded and published. Importing again adds nothing.
    """
    from pipeline.home import Home
    from pipeline.run.refresh import all_sources
    from pipeline.run.replay import replay
    from pipeline.run.steps import new_run_id, source_locator
    from spiders.archive import Archive, import_manifest
    from warehouse.store import Warehouse

    sources, _ = all_sources()
    with Warehouse(home):  # nobody else may write meanwhile
        try:
            summary = import_manifest(
                Archive(Home(home).archive),
                manifest,
                run_id=new_run_id("import"),
                locate=source_locator(sources),
            )
        except ValueError as error:
            raise Failure(f"{error}; nothing was imported", code="bad-manifest") from None
    click.echo(f"imported {summary.imported} pages, {summary.already_there} were there already")
    for reason, count in sorted(summary.skipped.items()):
        click.echo(f"  left out {count}: {reason}")
    for refused in summary.refused:
        click.echo(f"  ! {refused}", err=True)
    done = replay(Home(home), sources)
    times = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in done.seconds.items())
    click.echo(
        f"read {done.loaded.bodies} pages, {done.loaded.claims:,} claims, {done.loaded.errors} errors; {times}"
    )
    click.echo(f"published generation {done.generation}" if done.generation else "nothing changed")
    if summary.refused:
        raise Partial(
            f"{len(summary.refused)} rows were refused, the others are in; correct those rows and import again"
        )
    return 0


@archive_command.command("verify")
@click.pass_obj
def verify_command(home: Path) -> int:
    """Read every archived record where it should be, and compare digests and lengths."""
    from pipeline.home import Home
    from spiders.archive import Archive

    archive = Archive(Home(home).archive)
    damages = list(archive.verify())
    for damage in damages:
        click.echo(f"! {damage}")
    if damages:
        raise Failure(
            f"{len(damages)} records are damaged; everything else is readable; restore the files named above from a "
            "backup, or remove them and run `cardkeep replay`: the facts read from other records stay",
            code="archive-damaged",
        )
    click.echo(f"{len(archive.outcomes())} outcomes, every record is as it was written")
    return 0


@archive_command.command("show")
@click.argument("sha256")
@click.pass_obj
def show_command(home: Path, sha256: str) -> None:
    """Print the archived bytes of a page; the beginning of its digest is enough."""
    from pipeline.home import Home
    from spiders.archive import Archive

    archive = Archive(Home(home).archive)
    found = sorted(
        {
            outcome.sha256
            for outcome in archive.outcomes()
            if outcome.sha256 and outcome.sha256.startswith(sha256)
        }
    )
    if len(found) != 1:
        hint = (
            f"give more of it: {', '.join(found[:5])}"
            if found
            else "`cardkeep sql 'FROM pages'` lists what is there"
        )
        raise NotFound(
            f"{len(found) or 'no'} archived bodies have a digest that begins with {sha256!r}; {hint}"
        )
    click.echo(archive.body(found[0]), nl=False)
