"""archive: the archived pages."""

import sys
from datetime import date
from difflib import get_close_matches
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.commands.options import Day, LocalPath, clock_option, full_option
from pipeline.failures import ExitCode, Failure, NotFound, Partial
from pipeline.output import echo, print_screen, screen_lines

if TYPE_CHECKING:
    from spiders.archive import Compaction, Damage, PageOutcome


@click.group("archive")
def archive_command() -> None:
    """Every response, as it was received, and pages recorded elsewhere."""


@archive_command.command("import")
@click.argument("manifest", type=LocalPath(exists=True, dir_okay=False))
@clock_option
@click.pass_obj
def import_command(home: Path, manifest: Path, trust_clock: bool) -> int:
    """Take in the pages of MANIFEST.

    It is tab-separated: path, source, kind, form, url, captured_on, bytes, sha256, origin, note.

    Rows of form verbatim, rendered or reduced whose url a source reads are imported as seen on
    their captured date, all of them or, where one is refused, none; then they are read, loaded and
    published. Importing again adds nothing.
    """
    from pipeline.home import Home
    from pipeline.run.refresh import all_sources
    from pipeline.run.replay import replay
    from pipeline.run.steps import new_run_id, source_locator
    from spiders.archive import Archive, import_manifest
    from warehouse.working import Warehouse

    sources, _ = all_sources(Home(home))
    with Warehouse(home):  # nobody else may write meanwhile
        summary = import_manifest(
            Archive(Home(home).archive),
            manifest,
            run_id=new_run_id("import"),
            locate=source_locator(sources),
        )
    for refused in summary.refused:
        echo(f"  ! {refused}", err=True)
    if summary.refused:
        raise Failure(
            f"{len(summary.refused)} rows of {manifest} were refused; nothing was imported; "
            "correct those rows and import again",
            code="bad-manifest",
        )
    echo(f"imported {summary.imported} pages, {summary.already_there} were there already")
    for reason, count in sorted(summary.skipped.items()):
        echo(f"  left out {count}: {reason}")
    done = replay(Home(home), sources, trust_clock=trust_clock)
    for told in done.loaded.set_aside:
        echo(f"  ! {told}", err=True)
    times = ", ".join(f"{step} {seconds:.2f} s" for step, seconds in done.seconds.items())
    echo(
        f"read {done.loaded.bodies} pages, {done.loaded.claims:,} claims, {done.loaded.errors} "
        f"errors; {times}"
    )
    echo(f"published generation {done.generation}" if done.generation else "nothing changed")
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
        echo(f"! {damage}")
    if damages:
        raise Failure(
            f"{len(damages)} records are damaged; everything else is readable; restore the files "
            "named above from a "
            "backup, or remove them and run `cardkeep replay`: the facts read from other records "
            "stay",
            code="archive-damaged",
        )
    echo(f"{len(archive.outcomes())} outcomes, every record is as it was written")
    return 0


@archive_command.command("reindex")
@click.pass_obj
def reindex_command(home: Path) -> int:
    """Accept what is lost: index every whole record again, and give up what is damaged or gone.

    No file is changed. Exit code 4 when something was given up.
    """
    from contextlib import closing

    from pipeline.home import Home
    from spiders.archive import Archive
    from warehouse.writer_lock import lock_writer

    archive = Archive(Home(home).archive)
    with closing(lock_writer(home)):
        gone = [damage for damage in archive.verify() if damage.found.startswith("no file")]
        damages = archive.reindex()
        kept = len(archive.outcomes())
    for damage in [*gone, *damages]:
        echo(f"! given up: {damage}")
    echo(f"{kept} outcomes are kept; `cardkeep replay` reads what was not read")
    return ExitCode.PARTIAL if gone or damages else ExitCode.CLEAN


@archive_command.command("quarantine")
@click.argument("files", metavar="FILE...", nargs=-1, required=True)
@click.option("--dry-run", is_flag=True, help="Say what would be set aside, and change nothing.")
@click.pass_obj
def quarantine_command(home: Path, files: tuple[str, ...], dry_run: bool) -> None:
    """Set archive files aside, such as 20261130T031500000000-refresh--acme.warc.gz, and read the
    rest again as if they had never been.

    They are moved to quarantine/archive/ in the home. To take one back, move it into archive/ again
    and run `cardkeep archive reindex` and `cardkeep replay`.
    """
    from pipeline.home import Home
    from pipeline.run.quarantine import quarantine_files

    done = quarantine_files(Home(home), files, dry_run=dry_run)
    for line in done.told:
        echo(line)
    for told in done.set_aside:
        echo(f"  ! {told}", err=True)
    if done.generation:
        echo(f"published generation {done.generation}")


@archive_command.command("compact")
@click.option("--dry-run", is_flag=True, help="Say what would be saved, and change nothing.")
@click.pass_obj
def compact_command(home: Path, dry_run: bool) -> None:
    """Merge the files of past months into few, without loss.

    Each month of a source becomes one file. A page that came again unchanged is stored once, and
    every record stays: its id, time, digest and headers, and how each link ended. What is merged is
    read again and compared before the files that it is made of are deleted. Stopped at any point,
    nothing is lost; the next call goes on.
    """
    from contextlib import closing, nullcontext

    from pipeline.home import Home
    from pipeline.run import clock
    from spiders.archive import Archive
    from warehouse.writer_lock import lock_writer

    archive = Archive(Home(home).archive)
    damages: list[Damage] = []
    merged: list[Compaction] = []
    with (
        nullcontext() if dry_run else closing(lock_writer(home))
    ):  # nobody else may write meanwhile
        try:
            done = archive.compact(f"{clock.now():%Y-%m}", dry_run=dry_run)
            for month, compactions in groupby(done, key=lambda each: each.group.month):
                of_month = list(compactions)
                damages += [each.damage for each in of_month if each.damage]
                of_month = [each for each in of_month if each.files]
                if of_month:
                    echo(f"{month}: {_compacted(of_month, dry_run)}")
                merged += of_month
        except OSError as error:
            raise Failure(
                f"{error}; nothing is lost: every file is as it was or whole in a merged one; "
                "mend the cause and run it again",
                code="archive-unwritable",
            ) from None
    echo(_compacted(merged, dry_run) if merged else "there is nothing to merge")
    for damage in damages:
        echo(f"! left as it is: {damage}", err=True)
    if damages:
        raise Partial(
            f"{len(damages)} damaged files were left out; `cardkeep archive verify` tells more"
        )


def _compacted(compactions: "list[Compaction]", dry_run: bool) -> str:
    """What became, or would become, of files, in a line."""
    files = sum(len(each.files) for each in compactions)
    before = sum(each.bytes_before for each in compactions) / 1e6
    after = sum(each.bytes_after for each in compactions) / 1e6
    pages = sum(len(each.repeats) for each in compactions)
    become = "would become about" if dry_run else "are now"
    return (
        f"{files:,} files of {before:,.1f} MB {become} {len(compactions):,} of {after:,.1f} MB; "
        f"{pages:,} pages that came again unchanged are stored once"
    )


@archive_command.command("show")
@full_option
@click.argument("page", metavar="SOURCE|SHA256")
@click.option("--last", is_flag=True, help="The newest page of SOURCE.")
@click.option(
    "--day", type=Day(), metavar="DAY", help="The newest page of SOURCE of this day, UTC."
)
@click.option("--document", help="Only this document of SOURCE, where it has several.")
@click.pass_obj
def show_command(home: Path, page: str, last: bool, day: date | None, document: str | None) -> None:
    """Print the archived bytes of a page, as received; on a terminal, with hidden characters as
    escapes.

    By SHA256 (the beginning of a digest is enough), or the newest page of SOURCE with --last or
    --day. Which page it is, is said on stderr.
    """
    from pipeline.home import Home
    from spiders.archive import Archive

    archive = Archive(Home(home).archive)
    pages = [outcome for outcome in archive.outcomes() if outcome.sha256 and outcome.confirms]
    if last or day or document:
        found = _newest_page(pages, page, day, document)
    else:
        found = _page_by_digest(pages, page)
    echo(
        f"{found.source}, {found.document}: {found.page_url} of {found.seen_at:%Y-%m-%d %H:%M}Z, "
        f"{found.bytes} bytes, sha256 {found.sha256}",
        err=True,
    )
    body = archive.body(found.sha256 or "")
    if is_terminal():
        print_screen(screen_lines(body.decode("utf-8", "replace").splitlines(), 0))
    else:
        click.echo(body, nl=False)


def is_terminal() -> bool:
    """Whether standard output is one."""
    return sys.stdout.isatty()


def _newest_page(
    pages: list["PageOutcome"], source: str, day: date | None, document: str | None
) -> "PageOutcome":
    """The newest page of a source, of a day or a document where they are given."""
    of_source = [page for page in pages if page.source == source]
    if not of_source:
        known = sorted({page.source for page in pages})
        alike = get_close_matches(source, known, n=3)
        hint = f"it holds {', '.join(known)}"
        if not known:
            hint = "it is empty: `cardkeep refresh` fetches pages"
        elif alike:
            hint = f"did you mean {' or '.join(alike)}?"
        raise NotFound(f"the archive holds no page of a source {source!r}; {hint}")
    of_day = [page for page in of_source if day is None or page.seen_at.date() == day]
    if not of_day:
        days = sorted({f"{page.seen_at:%Y-%m-%d}" for page in of_source})
        raise NotFound(
            f"the archive holds no page of {source} of {day}; it holds {', '.join(days)}"
        )
    wanted = [page for page in of_day if document is None or page.document == document]
    if not wanted:
        documents = sorted({page.document for page in of_day})
        raise NotFound(f"{source} has no document {document!r}; it has {', '.join(documents)}")
    return wanted[-1]


def _page_by_digest(pages: list["PageOutcome"], beginning: str) -> "PageOutcome":
    """The newest page with the one body whose digest begins so."""
    found = [page for page in pages if page.sha256 and page.sha256.startswith(beginning.lower())]
    digests = sorted({page.sha256 for page in found if page.sha256})
    if len(digests) > 1:
        raise NotFound(
            f"{len(digests)} archived bodies have a digest that begins with {beginning!r}; "
            f"give more of it: {', '.join(digests[:5])}"
        )
    if found:
        return found[-1]
    if any(page.source == beginning for page in pages):
        raise NotFound(
            f"{beginning!r} is a source: `cardkeep archive show {beginning} --last` prints its "
            "newest page"
        )
    raise NotFound(
        f"no archived body has a digest that begins with {beginning!r}; "
        "`cardkeep sql 'FROM pages'` lists what is there"
    )
