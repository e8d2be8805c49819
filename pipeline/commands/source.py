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
@click.pass_obj
def list_command(home: Path, form: Format | None) -> int:
    """Every source with its publisher, period and pages, whether it is on, and why it is unverified
    where no real page of it was ever read.

    Those of the home's sources/ folder and of installed packages are among them. A file that does
    not load is named with the reason; the exit code is then 1.
    """
    from pipeline.configuration import load_configuration
    from pipeline.home import Home
    from pipeline.run.refresh import all_sources
    from spiders.registry import source_file

    choice = load_configuration(Home(home)).sources
    sources, broken = all_sources(Home(home))
    rows = [
        [
            name,
            source.publisher,
            source.lineage,
            source.refresh_every,
            " ".join(link.url for link in source.links),
            source.terms,
            source.unverified_reason,
            "on" if choice.is_on(name) else "off",
            str(source_file(type(source))),
        ]
        for name, source in sorted(sources.items())
    ]
    columns = "source publisher lineage every urls terms unverified state file"
    print_rows(columns.split(), rows, form)
    for error in broken.values():
        echo(f"! {error}", err=True)
    return 1 if broken else 0


@source_command.command("new")
@click.argument("name")
@click.argument("url")
@base_url_option
@click.option(
    "--own",
    is_flag=True,
    help=(
        "Write into sources/ in the home. Default in a clone: into the project; elsewhere it is "
        "so anyway."
    ),
)
@click.pass_obj
def new_command(home: Path, name: str, url: str, base_url: str | None, own: bool) -> None:
    """Write a source called NAME that reads the page at URL, with a sample page and what that must
    yield.

    Asks URL once, and fits the files to what it answers: HTML, Markdown or JSON, the columns of the
    table with the most prices, or the keys of the longest list. Without an answer the end of the
    url decides. The files are a working start. They fail the tests until what they mark is filled
    in.
    """
    from pipeline.configuration import load_configuration
    from pipeline.home import Home
    from pipeline.samples import scaffold
    from pipeline.samples.page_shape import shape_of

    configuration = load_configuration(Home(home))
    place = scaffold.in_home(Home(home)) if own else scaffold.new_source_place(Home(home))
    scaffold.check_new_source(name, url, place)
    shape = None
    try:
        shape = shape_of(scaffold.look_at(url, base_url, configuration))
        for line in shape.lines():
            echo(line, err=True)
    except Failure as failure:
        echo(f"! {failure}; the files go by the end of the url", err=True)
    for path in scaffold.create_source(name, url, shape, place):
        echo(str(path))
    echo(
        f"next: fill in what they mark as {scaffold.PLACEHOLDER}, then `cardkeep source check "
        f"{name}`: "
        "docs/writing-sources.md",
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
    from pipeline.samples.scaffold import place_of, placeholders
    from pipeline.samples.source_check import COLUMNS, check_source, leftovers
    from spiders.archive import Archive

    sources, broken = all_sources(Home(home))
    chosen = select_sources(sources, names) if names else sorted(sources)
    archive = Archive(Home(home).archive)
    checked = {name: list(check_source(sources[name], archive)) for name in chosen}
    pages = [page for pages in checked.values() for page in pages]
    print_rows(COLUMNS, [page.row() for page in pages], form)
    errors = [] if names else list(broken.values())
    for name in chosen:
        errors += [
            f"{name}: to be filled in: {mark}"
            for mark in placeholders(name, place_of(sources[name]))
        ]
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
    is printed with its proof: the copy before reads as it did, and every lost fact that anchors
    show has its value. Nothing is written without --apply, and never what its proof does not hold
    for. The exit code is 5 where a page is broken and no proof holds.
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
