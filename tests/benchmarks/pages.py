"""What pages cost beside the writing of their bytes: of many pairs, of one pair on demand, and
where little changed.

On the recorded pages where they are there, else on the samples.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from pathlib import Path

import pyarrow as pa

from pipeline.home import Home
from pipeline.run.refresh import all_sources, refresh
from pipeline.run.steps import derive, read_and_load, source_locator
from pipeline.samples.server import serve_samples
from reports.checks.page_checks import check_comparison, check_model_data
from reports.data.model_lookup import find_model
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import build_comparison, compare
from reports.render.page_forms import render_feed, render_html, render_json, render_markdown
from reports.render.part_cache import PartCache
from reports.site.build import build_site
from reports.site.incremental import IncrementalBuild, PageFiles
from spiders.archive import Archive, import_manifest
from tests.benchmarks.timing import cpu_medians, show
from warehouse.store import Database, Parameters, Results, open_catalog
from warehouse.working import Warehouse

MODELS = 60
ROUNDS = 6
FULL = 20
"""How many pages of a turn are rendered by one full template each: it is slow."""
Pair = tuple[str, str]


def run(scale: float = 1) -> None:
    with catalog(scale) as home:
        with open_catalog(home.path) as known:
            rows = known.query_sql(
                "SELECT model_id FROM offers GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?",
                [max(4, int(MODELS * scale))],
            ).rows
            models = [str(row[0]) for row in rows]
            pairs = list(combinations(models, 2))
            cache = ModelDataCache(known)
            began = time.process_time()
            cache.load(models)
            took = time.process_time() - began
            print(f"  {len(models)} models read and made ready in {took:.2f} CPU s")
            in_bulk(cache, pairs)
            on_demand(home, cache, pairs[0])
        whole_site(home, pairs[:50])


@contextmanager
def catalog(scale: float) -> Generator[Home]:
    recorded = Path(os.environ.get("CARDKEEP_RECORDED") or "no recorded pages")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        if recorded.is_dir() and scale >= 1:
            sources, archive = all_sources()[0], Archive(home.archive)
            import_manifest(
                archive, recorded / "MANIFEST.tsv", run_id="import", locate=source_locator(sources)
            )
            with Warehouse(home.path) as warehouse:
                read_and_load(warehouse, archive, sources)
                derive(warehouse, home, sources)
                warehouse.publish("import")
        else:
            with serve_samples(1) as samples:
                refresh(home, samples.sources, base_url=samples.base_url)
        yield home


def page(cache: ModelDataCache, once: PartCache, pair: Pair) -> PageFiles:
    """A pair's page in its four forms, checked."""
    made = build_comparison(cache, *pair)
    check_comparison(made, *(once(check_model_data, cache[model_id]) for model_id in pair))
    path = made.header.path
    return PageFiles(
        {
            f"{path}index.html": render_html(made, part_cache=once),
            f"{path}page.json": render_json(made, once),
            f"{path}page.md": render_markdown(made, once),
            f"{path}changes.atom": render_feed(made, part_cache=once),
        }
    )


def in_bulk(cache: ModelDataCache, pairs: Sequence[Pair]) -> None:
    """Render and write, render each page by one full template, and write the same bytes again
    elsewhere: in turns, a share of the pairs in each.
    """
    once, size = PartCache(), 0
    taken: dict[str, list[float]] = {"made": [], "full": [], "bare": []}
    with tempfile.TemporaryDirectory() as folder:
        ours, floor = IncrementalBuild(Path(folder) / "ours"), Path(folder) / "floor"
        for turn in range(ROUNDS):
            share = pairs[turn::ROUNDS]
            began = time.process_time()
            pages = [page(cache, once, pair) for pair in share]
            for name, each in enumerate(pages):
                ours.write(f"{turn} {name}", pairs, each)
            taken["made"].append((time.process_time() - began) / len(share))
            models = [build_comparison(cache, *pair) for pair in share[:FULL]]
            began = time.process_time()
            for made in models:
                render_html(made)
            taken["full"].append((time.process_time() - began) / len(models))
            contents = [
                (floor / name, content if isinstance(content, bytes) else content.encode())
                for each in pages
                for name, content in each.files.items()
            ]
            began = time.process_time()
            for path, content in contents:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            taken["bare"].append((time.process_time() - began) / len(share))
            size += sum(len(content) for _, content in contents)
    made, full, bare = (statistics.median(taken[side]) * 1000 for side in ("made", "full", "bare"))
    each = len(pairs)
    print(
        f"  {each:,} pages in four forms, {size / each / 1000:,.0f} KB each: rendered, checked "
        "and written"
        f" {made:.1f} CPU ms a page, {made / bare:.1f} x the writing of the same bytes "
        f"({bare:.1f});"
        f" one full template of the HTML alone {full:.1f}, {full / made:.1f} x all four"
    )


def on_demand(home: Home, cache: ModelDataCache, pair: Pair) -> None:
    """One pair, its HTML: with nothing ready, with the catalog open, with its models read, and with
    what is remembered of them.
    """
    once = PartCache()

    def cold() -> str:
        with open_catalog(home.path) as opened:
            first, second = (find_model(opened, model) for model in pair)
            return render_html(compare(opened, first, second))

    with open_catalog(home.path) as known:
        sides = {
            "a pair, its models ready": lambda: render_html(
                build_comparison(cache, *pair), part_cache=once
            ),
            "the same, every part written anew": lambda: render_html(
                build_comparison(cache, *pair)
            ),
            "the same, its models read first": lambda: render_html(compare(known, *pair)),
            "the same cold: opened, found, read, written": cold,
        }
        sides["a pair, its models ready"]()
        show(cpu_medians(sides, 9), "a pair, its models ready")


class LaterCatalog(Database):
    """The catalog as of now, on a given day, with one model that is not as the build before knew
    it.
    """

    def __init__(self, catalog: Database, day: date, changed: str | None) -> None:
        self._catalog, self._day, self._changed = catalog, day, changed

    def query(self, name: str, parameters: Parameters = ()) -> Results:
        found = self._catalog.query(name, parameters)
        if name == "pages/day":
            return found._replace(rows=[(self._day, *row[1:]) for row in found.rows])
        if name == "pages/content":
            return found._replace(rows=[(self._changed,)])
        if name == "pages/digests":
            return found._replace(
                rows=[
                    (model, "changed" if model == self._changed else known)
                    for model, known in found.rows
                ]
            )
        return found

    def batches(self, name: str) -> pa.RecordBatchReader:
        return self._catalog.batches(name)


def whole_site(home: Home, pairs: Sequence[Pair]) -> None:
    """A site of some pairs and of every model: the first time, with a model of one pair changed, on
    the next day with nothing changed, and once more on that day.
    """
    today = datetime.now(UTC).date()
    tomorrow = today + timedelta(days=1)
    changed = pairs[-1][1]
    with tempfile.TemporaryDirectory() as folder:
        for title, day, model_id in (
            ("a site for the first time", today, None),
            ("one model changed", today, changed),
            ("the next day, nothing changed", tomorrow, changed),
            ("the same day again", tomorrow, changed),
        ):
            began = time.process_time()
            with open_catalog(home.path) as known:
                report = build_site(LaterCatalog(known, day, model_id), Path(folder), pairs)
            took = time.process_time() - began
            print(
                f"  {title:<44} {took:9.2f} CPU s   {report.written:,} of {report.files:,} files "
                "written"
            )
