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
from itertools import combinations
from pathlib import Path

from pipeline.home import Home
from pipeline.run.refresh import all_sources, refresh
from pipeline.run.steps import derive, read_and_load, source_locator
from pipeline.samples.server import serve_samples
from reports.checks.page_checks import check_comparison, check_model_data
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import build_comparison, compare
from reports.render.page_forms import render_feed, render_html, render_json, render_markdown
from reports.render.part_cache import PartCache
from reports.site.build import build_site
from reports.site.incremental import IncrementalBuild, PageFiles
from spiders.archive import Archive, import_manifest
from tests.benchmarks.timing import medians, show
from warehouse.store import Database, Warehouse, open_catalog

MODELS = 60
ROUNDS = 6
Pair = tuple[str, str]


def run(scale: float = 1) -> None:
    with catalog() as known:
        rows = known.query_sql(
            "SELECT model_id FROM offers GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT ?", [MODELS]
        ).rows
        models = [str(row[0]) for row in rows]
        pairs = list(combinations(models, 2))
        dossiers = ModelDataCache(known)
        began = time.perf_counter()
        dossiers.load(models)
        print(f"  {len(models)} models read and made ready in {time.perf_counter() - began:.2f} s")
        in_bulk(dossiers, pairs)
        on_demand(known, dossiers, pairs[0])
        again(known, pairs[:50])


@contextmanager
def catalog() -> Generator[Database]:
    recorded = Path(os.environ.get("CARDKEEP_RECORDED") or "no recorded pages")
    with tempfile.TemporaryDirectory() as folder:
        home = Home(Path(folder))
        if recorded.is_dir():
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
        with open_catalog(home.path) as opened:
            yield opened


def page(dossiers: ModelDataCache, once: PartCache, pair: Pair) -> PageFiles:
    """A pair's page in its four forms, checked."""
    made = build_comparison(dossiers, *pair)
    check_comparison(made, *(once(check_model_data, dossiers[model_id]) for model_id in pair))
    path = made.header.path
    return PageFiles(
        {
            f"{path}index.html": render_html(made, part_cache=once),
            f"{path}page.json": render_json(made, once),
            f"{path}page.md": render_markdown(made, once),
            f"{path}changes.atom": render_feed(made, part_cache=once),
        }
    )


def in_bulk(dossiers: ModelDataCache, pairs: Sequence[Pair]) -> None:
    """Render and write, and write the same bytes again elsewhere: in turns, a share of the pairs in
    each.
    """
    once, ratios, made, wrote, size = PartCache(), list[float](), 0.0, 0.0, 0
    with tempfile.TemporaryDirectory() as folder:
        ours, floor = IncrementalBuild(Path(folder) / "ours"), Path(folder) / "floor"
        for turn in range(ROUNDS):
            share = pairs[turn::ROUNDS]
            began = time.perf_counter()
            pages = [page(dossiers, once, pair) for pair in share]
            for name, each in enumerate(pages):
                ours.write(f"{turn} {name}", pairs, each)
            both = time.perf_counter() - began
            contents = [
                (floor / name, text.encode()) for each in pages for name, text in each.files.items()
            ]
            began = time.perf_counter()
            for path, content in contents:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
            bare = time.perf_counter() - began
            size += sum(len(content) for _, content in contents)
            made, wrote = made + both, wrote + bare
            ratios.append(both / bare)
    each = len(pairs)
    print(
        f"  {each:,} pages in four forms, {size / each / 1000:,.0f} KB each: rendered, checked and written"
        f" {made / each * 1000:.1f} ms a page, the same bytes written {wrote / each * 1000:.1f} ms:"
        f" {statistics.median(ratios):.1f} x"
    )


def on_demand(known: Database, dossiers: ModelDataCache, pair: Pair) -> None:
    """One pair, its HTML: with what is remembered of its models, without, and with nothing ready."""
    once = PartCache()
    sides = {
        "a page whose models are ready": lambda: render_html(
            build_comparison(dossiers, *pair), part_cache=once
        ),
        "the same, every part written anew": lambda: render_html(build_comparison(dossiers, *pair)),
        "the same, its models read first": lambda: render_html(compare(known, *pair)),
    }
    sides["a page whose models are ready"]()
    show(medians(sides, 9), "a page whose models are ready")


def again(known: Database, pairs: Sequence[Pair]) -> None:
    """A site of some pairs and of every model, and the same site when nothing changed."""
    with tempfile.TemporaryDirectory() as folder:
        for title in ("a site anew", "the same site again"):
            began = time.perf_counter()
            report = build_site(known, Path(folder), pairs)
            took = time.perf_counter() - began
            print(
                f"  {title:<44} {took:9.2f} s   {report.written:,} of {report.files:,} files written"
            )
