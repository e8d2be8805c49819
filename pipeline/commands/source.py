"""source: the sources."""

from datetime import date
from pathlib import Path

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import as_of, base_url_option, output
from pipeline.failures import Failure
from pipeline.output import Format, echo, print_rows


@click.group("source")
def source_command() -> None:
    """What is read, and from where."""


@source_command.command("list")
@output
def list_command(form: Format | None) -> int:
    """Every source with its publisher, period and pages, and why it is unverified where no real page
    of it was ever read.

    A file that does not load is named with the reason; the exit code is then 1.
    """
    from pipeline.run.refresh import all_sources

    sources, broken = all_sources()
    rows = [
        [
            name,
            source.publisher,
            source.lineage,
            source.refresh_every,
            " ".join(link.url for link in source.links),
            source.terms,
            source.unverified_reason,
        ]
        for name, source in sorted(sources.items())
    ]
    print_rows(
        ["source", "publisher", "lineage", "every", "urls", "terms", "unverified"], rows, form
    )
    for error in broken.values():
        echo(f"! {error}", err=True)
    return 1 if broken else 0


@source_command.command("new")
@click.argument("name")
@click.argument("url")
@base_url_option
def new_command(name: str, url: str, base_url: str | None) -> None:
    """Write a source called NAME that reads the page at URL, with a sample page and what that must
    yield.

    Asks URL once, and fits the files to what it answers: HTML, Markdown or JSON, the columns of the
    table with the most prices, or the keys of the longest list. Without an answer the end of the
    url decides. The files are a working start. They fail the tests until what they mark is filled
    in.
    """
    from pipeline.samples.page_shape import shape_of
    from pipeline.samples.scaffold import PLACEHOLDER, check_new_source, create_source, look_at

    check_new_source(name, url)
    shape = None
    try:
        shape = shape_of(look_at(url, base_url))
        for line in shape.lines():
            echo(line, err=True)
    except Failure as failure:
        echo(f"! {failure}; the files go by the end of the url", err=True)
    for path in create_source(name, url, shape):
        echo(str(path))
    echo(
        f"next: fill in what they mark as {PLACEHOLDER}, then `cardkeep source check {name}`: docs/writing-sources.md",
        err=True,
    )


@source_command.command("check")
@click.argument("names", nargs=-1, metavar="[NAME...]")
@output
@click.pass_obj
def check_command(home: Path, names: tuple[str, ...], form: Format | None) -> int:
    """Read the samples and the archived pages of the sources or publishers NAME, or of all, with
    today's parsers.

    One row a page: claims of each part beside the number expected, facts, claims set aside, texts
    left unread, errors, and how its facts differ from those of the copy before. On a sample an
    error is whatever differs from its expected file. Errors and leftovers are listed on stderr; the
    exit code is 5 where there are errors.
    """
    from pipeline.home import Home
    from pipeline.run.refresh import all_sources, select_sources
    from pipeline.samples.scaffold import placeholders
    from pipeline.samples.source_check import COLUMNS, check_source, leftovers
    from spiders.archive import Archive

    sources, broken = all_sources()
    chosen = select_sources(sources, names) if names else sorted(sources)
    archive = Archive(Home(home).archive)
    checked = {name: list(check_source(sources[name], archive)) for name in chosen}
    pages = [page for pages in checked.values() for page in pages]
    print_rows(COLUMNS, [page.row() for page in pages], form)
    errors = [] if names else list(broken.values())
    for name in chosen:
        errors += [f"{name}: to be filled in: {mark}" for mark in placeholders(name)]
    for page in pages:
        where = f"{page.source}, {page.page} of {page.day}"
        errors += [f"{where}: {error}" for error in page.errors]
    for name, own in checked.items():
        for line in leftovers(name, own):
            echo(line, err=True)
    for error in errors:
        echo(f"! {error}", err=True)
    return 5 if errors else 0


@source_command.command("repair")
@click.argument("name")
@click.option("--apply", "is_applied", is_flag=True, help="Write the patch and the sample.")
@click.pass_obj
def repair_command(home: Path, name: str, is_applied: bool) -> int:
    """Propose a repair of the source NAME for each of its pages that it cannot read any more.

    The newest archived copy is compared with the last one that was read: what was believed then is
    looked for on the page of now, and shows which header or heading is called otherwise. The patch
    is printed with its proof: the copy before reads as it did, and every lost fact that anchors show
    has its value. Nothing is written without --apply, and never what its proof does not hold for.
    The exit code is 5 where a page is broken and no proof holds.
    """
    from pipeline.facts.repairs import archived_copies, broken_page, propose
    from pipeline.home import Home
    from pipeline.run import clock
    from pipeline.run.refresh import all_sources, select_sources
    from pipeline.samples.repairs import apply, report
    from spiders.archive import Archive

    sources, _ = all_sources()
    (chosen,) = select_sources(sources, [name])[:1]
    source = sources[chosen]
    archive = Archive(Home(home).archive)
    open_pages = 0
    found = list(archived_copies(archive, source))
    if not found:
        echo(f"{chosen}: its newest archived pages are read without errors")
    for document, good, bad in found:
        broken = broken_page(source, good, bad)
        if broken is None:
            continue
        proposal = propose(broken)
        for line in report(document, broken, proposal):
            echo(line)
        if proposal is None or not proposal.proof.holds:
            open_pages += 1
        elif is_applied:
            for path in apply(proposal, clock.now().date()):
                echo(f"written: {path}")
        else:
            echo("nothing was written: --apply writes it")
    return 5 if open_pages else 0


@source_command.command("coverage")
@as_of
@output
@click.pass_obj
def coverage_command(home: Path, as_of: date | None, form: Format | None) -> None:
    """What every source read on the pages of each day, from the published catalog: docs/sources.md
    is made with it.

    A source without a day has no page in the archive.
    """
    with published_catalog(home, as_of) as catalog:
        coverage = catalog.query("coverage")
    print_rows(coverage.columns, coverage.rows, form)
