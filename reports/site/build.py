"""The site: a page for each pair, model and provider, lists of them, the changes, and how fresh it
all is.

Work is decided from what changed, before much is read: a page whose models are as they were is not
made again. A page that contradicts itself is not written at all.
"""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reports.checks.page_checks import check_comparison, check_model_page, check_model_data
from reports.data.directory import DirectoryEntry
from reports.data.sellers import sellers
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import build_comparison, ordered_pair
from reports.pages.model_page import model_page, model_path
from reports.pages.sections.header import comparison_path
from reports.render.atom_feed import changes_feed
from reports.render.page_forms import (
    render_feed,
    render_html,
    render_json,
    render_markdown,
    render_model,
    render_template,
)
from reports.render.part_cache import PartCache
from reports.site.incremental import IncrementalBuild, PageFiles, digest_of_files
from warehouse.store import SQL, Database

STATIC = Path(__file__).parent / "static"
FEED = "changes.atom"
_AT_ONCE = 1000
"""Models that are read at once: memory does not grow with the catalog."""


class BuildReport(NamedTuple):
    """What a build did. `skipped` are pairs of which the catalog does not know both models."""

    files: int
    written: int
    skipped: tuple[tuple[str, str], ...]
    unrequested: tuple[str, ...]
    """Pages of an earlier build that this one was not asked for; they are left as they are."""


def build_site(
    catalog: Database, folder: Path, pairs: Iterable[tuple[str, str]], base_url: str = ""
) -> BuildReport:
    """Write the pages of these pairs, and of every model and provider. Raises ContradictionFound."""
    files, wanted = IncrementalBuild(folder), list(dict.fromkeys(pairs))
    around = (_version(), base_url, catalog.ask("pages/day").rows, catalog.ask("pages/around").rows)
    generation = (around, sorted(wanted), catalog.ask("pages/content").rows)
    if not files.reuse_all("generation", generation):
        digests: dict[str | None, str] = dict(catalog.ask("pages/digests").rows)
        models = (around, sorted(wanted), sorted(digests.items(), key=str))
        if not files.reuse_all("models", models):
            try:
                SiteBuilder(files, catalog, digests, wanted, base_url, around).write()
            finally:
                gc.unfreeze()
        files.write("freshness", generation, _freshness(catalog, base_url))
        files.save_state({"generation": generation, "models": models})
    known = {str(row[0]) for row in catalog.ask("pages/known_ids").rows}
    skipped = tuple(pair for pair in wanted if not known.issuperset(pair))
    return BuildReport(len(files.files), files.written, skipped, files.unrequested_pages())


def _freshness(catalog: Database, base_url: str) -> PageFiles:
    """How fresh it all is: the one page that every refresh changes."""
    found = {name: catalog.ask(f"pages/{name}").dicts() for name in ("policy", "sources", "ages")}
    ((day, _),) = catalog.ask("pages/day").rows
    return PageFiles(
        {
            "freshness.html": render_template(
                "freshness.html", root="", as_of=day, base_url=base_url, **found
            )
        }
    )


@cache
def _version() -> str:
    """What pages are made with: all code, templates and queries that have to do with them."""
    reports = (
        path
        for path in Path(__file__).parents[1].rglob("*")
        if path.is_file() and path.suffix != ".pyc"
    )
    return digest_of_files([*reports, *SQL.rglob("*.sql")])


class ComparisonLink(NamedTuple):
    """A pair's page, as lists name it."""

    path: str
    title: str
    verdict: str


class PageTask(NamedTuple):
    """A page to be written, unless it is there: its name, what it is made from, how, and from whose
    dossiers.
    """

    key: str
    inputs: object
    make: Callable[[], PageFiles]
    models: tuple[str, ...] = ()


class SiteBuilder:
    """The pages of one build."""

    def __init__(
        self,
        folder: IncrementalBuild,
        catalog: Database,
        digests: Mapping[str | None, str],
        pairs: Iterable[tuple[str, str]],
        base_url: str,
        around: object,
    ) -> None:
        self._folder, self._catalog, self._base_url = folder, catalog, base_url
        self._dossiers, self._once = ModelDataCache(catalog), PartCache()
        self._entries = self._dossiers.directory
        self._digests = digests
        self._around = (around, self._dossiers.snapshot.capability_names)
        known = [pair for pair in pairs if pair[0] in self._entries and pair[1] in self._entries]
        self._pairs = sorted({ordered_pair(self._entries, *pair) for pair in known})
        self._paths = {comparison_path(self._entries[a], self._entries[b]) for a, b in self._pairs}
        self._paths |= {model_path(entry) for entry in self._entries.values()}

    def write(self) -> None:
        pairs = [self._pair(*pair) for pair in self._pairs]
        self._write([*map(self._static, sorted(STATIC.iterdir())), *pairs])
        compared = [ComparisonLink(sheet.key, *self._folder.summary(sheet.key)) for sheet in pairs]
        models = [self._model(entry, compared) for _, entry in sorted(self._entries.items())]
        for start in range(0, len(models), _AT_ONCE):
            self._write(models[start : start + _AT_ONCE])
            self._dossiers.drop(self._entries)
        self._write(self._lists(compared))

    def _write(self, sheets: Iterable[PageTask]) -> None:
        """Make and write the pages that are not there yet; the models of all of them are read in
        one pass.
        """
        stale = [
            sheet
            for sheet in sheets
            if not self._folder.reuse(sheet.key, (self._around, sheet.inputs))
        ]
        self._dossiers.load({model_id for sheet in stale for model_id in sheet.models})
        gc.freeze()  # they hold no cycles: a collector that looked at all of them again would take half the time
        for sheet in stale:
            self._folder.write(sheet.key, (self._around, sheet.inputs), sheet.make())

    def _exists(self, path: str) -> bool:
        return path in self._paths

    def _page(self, template: str, root: str, **values: object) -> str:
        return render_template(
            template,
            root=root,
            as_of=self._dossiers.snapshot.day,
            base_url=self._base_url,
            exists=self._exists,
            **values,
        )

    def _inputs(self, model_id: str) -> object:
        return self._digests.get(model_id), self._entries[model_id]

    def _static(self, path: Path) -> PageTask:
        name = f"static/{path.name}"
        return PageTask(name, None, lambda: PageFiles({name: path.read_text(encoding="utf-8")}))

    def _pair(self, first: str, second: str) -> PageTask:
        """A pair's page with its twins."""
        path = comparison_path(self._entries[first], self._entries[second])
        others = [
            (each.reason, entry, self._exists(comparison_path(self._entries[model_id], entry)))
            for model_id in (first, second)
            for each in self._dossiers.related(model_id)
            for entry in each.entries
        ]
        inputs = (self._inputs(first), self._inputs(second), others)
        return PageTask(path, inputs, lambda: self._compared(first, second), (first, second))

    def _compared(self, first: str, second: str) -> PageFiles:
        page = build_comparison(self._dossiers, first, second)
        check_comparison(
            page,
            *(
                self._once(check_model_data, self._dossiers[model_id])
                for model_id in (first, second)
            ),
        )
        path, title = page.header.path, page.header.title
        _, a, b, _ = path.split("/")
        files = {
            f"{path}index.html": render_html(
                page, base_url=self._base_url, exists=self._exists, part_cache=self._once
            ),
            f"{path}page.json": render_json(page, self._once),
            f"{path}page.md": render_markdown(page, self._once),
            f"{path}changes.atom": render_feed(
                page, base_url=self._base_url, part_cache=self._once
            ),
            f"compare/{b}/{a}/index.html": self._page(
                "redirect.html", "", title=title, target=f"../../{a}/{b}/index.html"
            ),
        }
        return PageFiles(files, (title, page.verdict.sentence.text))

    def _model(self, entry: DirectoryEntry, compared: Iterable[ComparisonLink]) -> PageTask:
        path = model_path(entry)
        of_this = [
            (pair.path, pair.title) for pair in compared if f"/{entry.address}/" in f"/{pair.path}"
        ]

        def make() -> PageFiles:
            page, once = (
                model_page(self._dossiers[entry.model_id], self._dossiers.snapshot.day),
                PartCache(),
            )
            check_model_page(page)
            html = render_model(page, once, base_url=self._base_url, comparisons=of_this)
            return PageFiles(
                {f"{path}index.html": html, f"{path}page.json": render_json(page, once)}
            )

        return PageTask(path, (self._inputs(entry.model_id), of_this), make, (entry.model_id,))

    def _lists(self, compared: Iterable[ComparisonLink]) -> Iterator[PageTask]:
        found = sellers(self._dossiers.snapshot.offers, self._entries)
        entries = sorted(
            self._entries.values(), key=lambda entry: (entry.name.casefold(), entry.model_id)
        )
        for seller in found:
            yield self._list(
                f"providers/{seller.address}/", "provider.html", "../../", seller=seller
            )
        yield self._list("providers/", "providers.html", "../", sellers=found)
        yield self._list("models/", "models.html", "../", entries=entries)
        yield self._list(
            "",
            "index.html",
            "",
            comparisons=sorted(compared, key=lambda pair: pair.title.casefold()),
            models=f"{len(entries):,}",
            routes=f"{sum(len(seller.live) for seller in found):,}",
            providers=f"{len(found):,}",
        )
        feed = changes_feed(self._catalog)
        yield PageTask(FEED, feed, lambda: PageFiles({FEED: feed}))

    def _list(self, path: str, template: str, root: str, **values: object) -> PageTask:
        return PageTask(
            path or "index",
            values,
            lambda: PageFiles({f"{path}index.html": self._page(template, root, **values)}),
        )
