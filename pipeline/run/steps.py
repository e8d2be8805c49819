"""The steps of a run, as plain functions: read what the archive holds, load, derive, publish.

The content of a warehouse follows from its archive, decisions and vocabulary alone: every step can
be repeated, and repeating it changes nothing.
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa

from pipeline import run_log
from pipeline.alerting import freshness_policy
from pipeline.alerting.freshness_policy import BadPolicy
from pipeline.configuration import load_configuration
from pipeline.facts.arrow_schemas import arrow_table
from pipeline.facts.parallel import extract_pages
from pipeline.facts.parser_version import rules_digest
from pipeline.failures import PublishingBlocked
from pipeline.home import Home
from pipeline.identity.subjects import identify_stored, inputs_digest
from pipeline.identity.vocabulary import VOCABULARY_FOLDER
from pipeline.review import decisions
from pipeline.review.copies import declared_copying
from pipeline.review.gates import apply_gates
from pipeline.review.value_period import ValuePeriod
from pipeline.review.wholeness import Presence, ReadPage, judge_pages
from pipeline.run import clock
from pipeline.run.readings import (
    Extract,
    LoadResult,
    Sources,
    describe_left,
    left_bodies,
    load_readings,
    read_bodies,
    read_by_anchors,
    unread_bodies,
)
from pipeline.run_log import RunRecord
from spiders.archive import Archive, PageOutcome
from spiders.claims import Link
from spiders.source_names import source_names
from warehouse.sql_files import names_in
from warehouse.working import Warehouse


def new_run_id(kind: str) -> str:
    """The name of a run: its time in UTC, and its kind."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S%f}-{kind}"


def source_locator(sources: Sources) -> Callable[[str], tuple[str, Link] | None]:
    """A function that says which source reads a url, and which of its links the url belongs to."""
    links: dict[str, tuple[str, Link]] = {}
    followed: list[tuple[re.Pattern[str], str, str]] = []
    for name, source in sources.items():
        for link in source.links:
            for url in (link.url, *link.aliases):
                links[url] = (name, link)
        for kind, pattern in source.follow_patterns.items():
            followed.append((re.compile(pattern), name, kind))

    def find(url: str) -> tuple[str, Link] | None:
        if url in links:
            return links[url]
        for pattern, name, kind in followed:
            match = pattern.fullmatch(url)
            if match:
                return name, Link(kind=kind, url=url, document=match[1])
        return None

    return find


def read_and_load(
    warehouse: Warehouse, archive: Archive, sources: Sources, extract: Extract = extract_pages
) -> LoadResult:
    """Take every outcome that the archive has and the warehouse has not, and read each body that
    this parser has not read yet, by `extract`.

    Bodies are loaded in batches, each in a transaction of its own: a run that dies in the middle is
    continued by the next one.
    """
    renamed = {source.renamed_from: name for name, source in sources.items() if source.renamed_from}
    now = clock.now()
    with warehouse.transaction():
        forgotten = [*renamed, *_sources_from_future(warehouse, now)]
        if forgotten:
            names = arrow_table("source_file", [(name,) for name in forgotten])
            warehouse.execute("load/forget_sources", staged={"source_file": names})
        from_future = _load_pages(warehouse, archive, sources, renamed, now)
        warehouse.execute("load/confirming")
        # Pages that repeat the body before them need no reading.
        if warehouse.query("writer/has_repeating_pages").rows == [(True,)]:
            load_readings(warehouse, [])
    unread = unread_bodies(warehouse, sources)
    loaded = read_bodies(warehouse, extract(archive, sources, unread), len(unread))
    left = left_bodies(warehouse, archive, sources)
    # What an older page cut in two is read once more, for the places of its older part.
    cut = [body for body in unread_bodies(warehouse, sources) if body not in left]
    read_bodies(warehouse, extract(archive, sources, cut), len(cut))
    read_by_anchors(warehouse, archive, sources)
    damaged = [
        f"{damage}; what it holds is left out: put it back from a copy, or `cardkeep archive reindex` keeps every "
        "whole record of it, or `cardkeep archive quarantine` sets the file aside"
        for damage in archive.damages
    ]
    return loaded._replace(
        bodies=loaded.bodies - len(left),
        set_aside=(*clock.describe_future(from_future), *damaged, *describe_left(left)),
    )


def _sources_from_future(warehouse: Warehouse, now: datetime) -> list[str]:
    """The sources of which pages were loaded under a clock that was ahead of the one of now."""
    bounds = {
        "fetched_until": now + clock.BEHIND,
        "captured_until": now + clock.IMPORT_AHEAD,
    }
    return [name for (name,) in warehouse.query("writer/sources_from_future", bounds).rows]


def _load_pages(
    warehouse: Warehouse,
    archive: Archive,
    sources: Sources,
    renamed: Mapping[str, str],
    now: datetime,
) -> list[PageOutcome]:
    """Load the outcomes of every run and source that the warehouse has not, and return those that are
    from the future and set aside. `renamed` gives the name of a source by the name it had before,
    which archived files still carry.
    """
    known = {(run_id, source) for run_id, source in warehouse.query("writer/loaded_runs").rows}
    loaded = set(known)
    for old, name in renamed.items():
        loaded |= {(run_id, old) for run_id, source in known if source == name}
    rows: list[tuple[Any, ...]] = []
    from_future: list[PageOutcome] = []
    for outcome in archive.outcomes(exclude=loaded):
        source = renamed.get(outcome.source, outcome.source)
        if source not in sources:
            continue
        if clock.is_from_future(outcome, now):
            from_future.append(outcome)
        else:
            rows.append(_page_row(source, outcome))
    warehouse.execute("load/pages", staged={"page": arrow_table("page", rows)})
    return from_future


def derive(warehouse: Warehouse, home: Home, sources: Sources) -> None:
    """Derive fact versions, gates and identities of the touched keys anew from what is stored; of
    all keys where the rules are others than before. One transaction.

    The files of derive/ run in the order of their names. Pages are judged before the first file that
    reads them, names identified before the first that asks who is meant, and gates applied before
    the first that shows values.
    """
    recorded = decisions.load(home.decisions)
    decided = arrow_table("decision", decisions.table_rows(recorded))
    tables, waiting, *steps = names_in("derive")
    with warehouse.transaction():
        is_new = warehouse.prepare_derivation(rules_digest())
        warehouse.execute(tables)
        warehouse.execute(
            "load/seed", staged={**_vocabulary(warehouse, home, sources), "decision": decided}
        )
        _judge_pages(warehouse)
        warehouse.execute(waiting)
        ((touched,),) = warehouse.query("writer/touched").rows
        for step in steps if touched or is_new else []:
            if step == "derive/03_route_spelling":
                _load_identities(warehouse)
            if step == "derive/05_fact_version":
                _load_gates(warehouse, recorded)
            warehouse.execute(step)
        warehouse.define_views()


def _judge_pages(warehouse: Warehouse) -> None:
    """Judge which pages of the touched documents are whole."""
    pages: dict[tuple[str, str], list[ReadPage]] = {}
    for source, document, *page in warehouse.query("writer/read_pages").rows:
        pages.setdefault((source, document), []).append(ReadPage(*page))
    presences: dict[tuple[str, str], list[Presence]] = {}
    for source, document, *presence in warehouse.query("writer/presences").rows:
        presences.setdefault((source, document), []).append(Presence(*presence))
    judged: list[tuple[Any, ...]] = []
    for document, of_document in pages.items():
        results = judge_pages(of_document, presences.get(document, ()))
        judged += [(*document, *wholeness) for wholeness in results]
    warehouse.execute(
        "load/wholeness", staged={"page_wholeness": arrow_table("page_wholeness", judged)}
    )


def _load_gates(warehouse: Warehouse, recorded: list[decisions.RecordedDecision]) -> None:
    periods = [ValuePeriod(*row) for row in warehouse.query("writer/gate_candidates").rows]
    verdicts = apply_gates(periods, decisions.latest(recorded))
    warehouse.execute("load/gates", staged={"gate": arrow_table("gate", verdicts)})


def _load_identities(warehouse: Warehouse) -> None:
    """Decide what every stated subject is, unless it was decided from the same names and prices."""
    digest = inputs_digest(warehouse)
    if warehouse.is_identified_by(digest):
        return
    identities: list[pa.Table] = []
    models: list[pa.Table] = []
    for part in identify_stored(warehouse):
        rows = [(*identity.subject, *identity[1:]) for identity in part.identities]
        identities.append(arrow_table("identity", rows))
        models.append(arrow_table("model_info", part.models))
    warehouse.execute(
        "load/identities",
        staged={
            "identity": pa.concat_tables(identities),
            "model_info": pa.concat_tables(models),
        },
    )
    warehouse.remember_identified_by(digest)


def publish_checked(warehouse: Warehouse, run_id: str) -> int | None:
    """Publish a new generation, and return its number or None where nothing is new. Raises
    PublishingBlocked where a check finds something: readers keep what they have.
    """
    found = warehouse.failed_checks()
    if found:
        example = next(iter(found.values()))[0]
        raise PublishingBlocked(
            f"the checks {', '.join(found)} find inconsistent rows, such as {example}; "
            "readers keep the generation before, every page is archived; repair the cause and run `cardkeep replay`"
        )
    return warehouse.publish(run_id)


def end_and_publish(
    warehouse: Warehouse,
    home: Home,
    run: RunRecord,
    publish: Callable[[Warehouse, str], int | None] = publish_checked,
) -> int | None:
    """Record how a run ended, and publish. A run that a check blocks is recorded as blocked. Either
    way it gets a line in the run log.
    """
    _record_end(warehouse, run)
    try:
        generation = publish(warehouse, run.run_id)
    except PublishingBlocked as error:
        run = run.model_copy(update={"outcome": "blocked", "detail": str(error)})
        _record_end(warehouse, run)
        run_log.append(home, run)
        raise
    run_log.append(home, run)
    return generation


def _record_end(warehouse: Warehouse, run: RunRecord) -> None:
    columns = run.model_dump(include={"run_id", "finished_at", "outcome", "detail"})
    warehouse.execute("load/end_run", columns)


def _page_row(source: str, outcome: PageOutcome) -> tuple[Any, ...]:
    return (
        source,
        outcome.document,
        outcome.kind,
        outcome.page_url,
        outcome.seen_at,
        outcome.precision,
        outcome.form,
        outcome.outcome,
        outcome.detail,
        outcome.http_status,
        outcome.sha256,
        outcome.bytes,
        outcome.media_type,
        outcome.run_id,
        outcome.record_id,
        outcome.final_url,
    )


def _vocabulary(warehouse: Warehouse, home: Home, sources: Sources) -> dict[str, Any]:
    """The tables that state what sources, providers and policies there are."""
    choice = load_configuration(home).sources
    providers = tomllib.loads((VOCABULARY_FOLDER / "providers.toml").read_text(encoding="utf-8"))
    rows: dict[str, Sequence[tuple[Any, ...]]] = {
        "source_info": [
            (
                source.name,
                source.publisher,
                source.lineage,
                source.role,
                period_hours(source.refresh_every),
                source.terms,
            )
            for source in sources.values()
        ],
        "source_file": [(name,) for name in source_names(home.sources)],
        "source_off": [(name,) for name in sources if not choice.is_on(name)],
        "provider_info": [(provider, name, provider) for provider, name in providers.items()],
        "shipped_rate": shipped_rates(),
        "copying": declared_copying(),
        "freshness_policy": _policy_rows(warehouse, home),
    }
    return {name: arrow_table(name, table_rows) for name, table_rows in rows.items()}


def _policy_rows(warehouse: Warehouse, home: Home) -> list[tuple[Any, ...]]:
    """The rules of the policy; where it cannot be read, the last ones that could."""
    try:
        return [rule.row() for rule in freshness_policy.load(home)]
    except BadPolicy:
        stored = warehouse.query("writer/freshness_policy").rows
        return stored or [rule.row() for rule in freshness_policy.shipped()]


def shipped_rates() -> list[tuple[str, date, float]]:
    """The exchange rates that come with the project: a currency, a day, and how much of it was a euro."""
    path = VOCABULARY_FOLDER / "exchange_rates.toml"
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return [
        (currency, date.fromisoformat(day), per_euro)
        for day, rates in table.items()
        for currency, per_euro in rates.items()
    ]


def period_hours(period: str) -> int:
    """A period such as "1d" or "6h" in hours."""
    match = re.fullmatch(r"(\d+)([dh])", period)
    if match is None:
        raise ValueError(f"a period is a number and d or h, found {period!r}")
    number = int(match[1])
    return number * 24 if match[2] == "d" else number
