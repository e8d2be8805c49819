"""Reading archived bodies and loading what they state: by their sources, and by anchors what these cannot
read.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.activity import activity
from pipeline.facts.arrow_schemas import arrow_table
from pipeline.facts.extraction import (
    AnchoredFigures,
    ArchivedBody,
    ExtractedPage,
    batches,
    concatenate,
)
from pipeline.facts.parallel import extract_pages
from pipeline.facts.parser_version import anchors_version, parser_version
from pipeline.facts.reading_workers import LIMITS, STRIKES
from pipeline.facts.repairs import LEAST_LOST, SHARE_LOST
from spiders.archive import Archive, ArchiveDamaged
from spiders.source import Source
from warehouse.working import Warehouse

Sources = Mapping[str, Source]
Extract = Callable[[Archive, Sources, Sequence[ArchivedBody]], Iterable[ExtractedPage]]
"""Says what bodies state, in their order; what several bodies state may come as one."""


class LoadResult(NamedTuple):
    """What a load took in: bodies read now, claims on them, errors found in reading them; what is
    said of archived pages that it set aside, and of what an engine did otherwise than was planned.
    """

    bodies: int
    claims: int
    errors: int
    set_aside: tuple[str, ...] = ()
    told: tuple[str, ...] = ()


def read_bodies(warehouse: Warehouse, pages: Iterable[ExtractedPage], bodies: int) -> LoadResult:
    """Load what so many bodies state, in batches, each in a transaction."""
    claims, errors = 0, 0
    for batch in batches(_counted(pages)):
        with warehouse.transaction():
            load_readings(warehouse, batch)
        claims += sum(reading.claims for reading in batch)
        errors += sum(reading.errors for reading in batch)
    return LoadResult(bodies=bodies, claims=claims, errors=errors)


def read_by_anchors(warehouse: Warehouse, archive: Archive, sources: Sources) -> None:
    """Read each body that its source cannot read whole once more, beside the last one that it could.

    What goes beyond a limit then, or shows nothing, stays as its source alone has read it.
    """
    version = anchors_version()
    bounds = {"least_lost": LEAST_LOST, "share_lost": SHARE_LOST, "anchor_version": version}
    anchors: dict[ArchivedBody, ArchivedBody] = {}
    bodies: list[ArchivedBody] = []
    for row in warehouse.query("writer/broken_bodies", bounds).rows:
        source, document = row[:2]
        if source not in sources:
            continue
        body = ArchivedBody(*row[:7])
        bodies.append(body)
        if row[9] is not None:
            anchors[body] = ArchivedBody(source, document, *row[7:])
    pages = extract_pages(archive, sources, bodies, anchors=anchors)
    for batch in batches(_counted(pages)):
        tried: list[tuple[Any, ...]] = []
        loaded: list[ExtractedPage] = []
        for page in batch:
            if not page.tables["extraction"].num_rows:
                continue  # left for a later run
            read = page.tables["extraction"].select(["source", "document", "sha256"]).to_pylist()[0]
            body = next(body for body in bodies if _is_of(body, read))
            figures = page.anchored or AnchoredFigures(0, 0, 0, 0)
            anchor = anchors.get(body)
            if anchor:
                tried.append((*read.values(), anchor.sha256, version, *figures))
            if anchor is None or figures.shown:
                loaded.append(page)
        with warehouse.transaction():
            load_readings(warehouse, loaded)
            rows = {"anchored_body": arrow_table("anchored_body", tried)}
            warehouse.execute("load/anchored_bodies", staged=rows)


def _is_of(body: ArchivedBody, read: Mapping[str, str]) -> bool:
    return (body.source, body.document, body.sha256) == tuple(read.values())


def _counted(pages: Iterable[ExtractedPage]) -> Iterator[ExtractedPage]:
    for page in pages:
        activity.count("pages")
        yield page


def load_readings(warehouse: Warehouse, readings: Sequence[ExtractedPage]) -> None:
    """Give the pages of read bodies their place, and fit what they state into the intervals."""
    staged = concatenate(readings)
    for step in ("load/extractions", "load/page_order", "load/intervals"):
        warehouse.execute(step, staged=staged)


def unread_bodies(warehouse: Warehouse, sources: Sources) -> list[ArchivedBody]:
    """The bodies that today's parser of their source has not read, that stand at a new place, or whose
    facts need a place.
    """
    return [
        body
        for body, is_read, has_place in _bodies(warehouse, sources)
        if not (is_read and has_place)
    ]


def left_bodies(warehouse: Warehouse, archive: Archive, sources: Sources) -> list[ArchivedBody]:
    """The bodies that reading has left for a later run; not those that the archive cannot give out."""
    left: list[ArchivedBody] = []
    for body, is_read, _ in _bodies(warehouse, sources):
        if is_read:
            continue
        try:
            archive.body(body.sha256)
        except ArchiveDamaged:
            continue
        left.append(body)
    return left


def describe_left(left: Sequence[ArchivedBody]) -> Iterator[str]:
    """What a run says of bodies that it left: a message for each source."""
    for source, count in sorted(Counter(body.source for body in left).items()):
        yield (
            f"{source}: {count:,} archived pages are left unread, as {STRIKES} or more of its pages "
            f"took longer than {LIMITS.cpu_seconds} seconds of a processor or "
            f"{LIMITS.seconds} seconds each; kept: the pages, and what is known already; the next "
            f"run goes on with them; mend the reader of {source}: `cardkeep alerts` names such a page"
        )


def _bodies(warehouse: Warehouse, sources: Sources) -> Iterator[tuple[ArchivedBody, bool, bool]]:
    """Every body of a source, whether today's parser has read it, and whether it and its facts have
    their place.
    """
    for *columns, version, is_loaded, is_misplaced in warehouse.query("writer/bodies").rows:
        body = ArchivedBody(*columns)
        source = sources.get(body.source)
        if source is not None:
            is_read = version == parser_version(type(source))
            yield body, is_read, is_loaded and not is_misplaced
