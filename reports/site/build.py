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

from reports.checks.page_checks import check, check_model, checked
from reports.data.directory import Entry
from reports.data.sellers import sellers
from reports.model.model_data import Dossiers
from reports.pages.comparison import compose, in_order
from reports.pages.model_page import model_page, path_of_model
from reports.pages.sections.header import path_of
from reports.render.atom_feed import changes_feed
from reports.render.page_forms import (
    render_feed,
    render_html,
    render_json,
    render_markdown,
    render_model,
    render_template,
)
from reports.render.part_cache import Once
from reports.site.incremental import Folder, Page, digest_of_files
from warehouse.sql_files import SQL
from warehouse.store import Database

STATIC = Path(__file__).parent / "static"
FEED = "changes.atom"
_AT_ONCE = 1000
"""Models that are read at once: memory does not grow with the catalog."""


class BuildReport(NamedTuple):
    """What a build did. `skipped` are pairs of which the catalog does not know both models."""

    files: int
    written: int
    skipped: tuple[tuple[str, str], ...]
    left: tuple[str, ...]
    """Pages of an earlier build that this one was not asked for; they are left as they are."""


def build_site(
    catalog: Database, folder: Path, pairs: Iterable[tuple[str, str]], base_url: str = ""
) -> BuildReport:
    """Write the pages of these pairs, and of every model and provider. Raises ContradictionFound."""
    files, wanted = Folder(folder), list(dict.fromkeys(pairs))
    around = (
        _version(),
        base_url,
        catalog.query("pages/day").rows,
        catalog.query("pages/around").rows,
    )
    generation = (around, sorted(wanted), catalog.query("pages/content").rows)
    if not files.keep_all("generation", generation):
        digests: dict[str | None, str] = dict(catalog.query("pages/digests").rows)
        models = (around, sorted(wanted), sorted(digests.items(), key=str))
        if not files.keep_all("models", models):
            try:
                Site(files, catalog, digests, wanted, base_url, around).write()
            finally:
                gc.unfreeze()
        files.write("freshness", generation, _freshness(catalog, base_url))
        files.remember({"generation": generation, "models": models})
    known = {str(row[0]) for row in catalog.query("pages/known_ids").rows}
    skipped = tuple(pair for pair in wanted if not known.issuperset(pair))
    return BuildReport(len(files.files), files.written, skipped, files.left())


def _freshness(catalog: Database, base_url: str) -> Page:
    """How fresh it all is: the one page that every refresh changes."""
    found = {name: catalog.query(f"pages/{name}").dicts() for name in ("policy", "sources", "ages")}
    ((day, _),) = catalog.query("pages/day").rows
    return Page(
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


class Compared(NamedTuple):
    """A pair's page, as lists name it."""

    path: str
    title: str
    verdict: str


class Sheet(NamedTuple):
    """A page to be written, unless it is there: its name, what it is made from, how, and from whose
    dossiers.
    """

    key: str
    inputs: object
    make: Callable[[], Page]
    models: tuple[str, ...] = ()


class Site:
    """The pages of one build."""

    def __init__(
        self,
        folder: Folder,
        catalog: Database,
        digests: Mapping[str | None, str],
        pairs: Iterable[tuple[str, str]],
        base_url: str,
        around: object,
    ) -> None:
        self._folder, self._catalog, self._base_url = folder, catalog, base_url
        self._dossiers, self._once = Dossiers(catalog), Once()
        self._entries = self._dossiers.directory
        self._digests = digests
        self._around = (around, self._dossiers.shelf.capability_names)
        known = [pair for pair in pairs if pair[0] in self._entries and pair[1] in self._entries]
        self._pairs = sorted({in_order(self._entries, *pair) for pair in known})
        self._paths = {path_of(self._entries[a], self._entries[b]) for a, b in self._pairs}
        self._paths |= {path_of_model(entry) for entry in self._entries.values()}

    def write(self) -> None:
        pairs = [self._pair(*pair) for pair in self._pairs]
        self._write([*map(self._static, sorted(STATIC.iterdir())), *pairs])
        compared = [Compared(sheet.key, *self._folder.told(sheet.key)) for sheet in pairs]
        models = [self._model(entry, compared) for _, entry in sorted(self._entries.items())]
        for start in range(0, len(models), _AT_ONCE):
            self._write(models[start : start + _AT_ONCE])
            self._dossiers.drop(self._entries)
        self._write(self._lists(compared))

    def _write(self, sheets: Iterable[Sheet]) -> None:
        """Make and write the pages that are not there yet; the models of all of them are read in
        one pass.
        """
        stale = [
            sheet
            for sheet in sheets
            if not self._folder.keep(sheet.key, (self._around, sheet.inputs))
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
            as_of=self._dossiers.shelf.day,
            base_url=self._base_url,
            exists=self._exists,
            **values,
        )

    def _inputs(self, model_id: str) -> object:
        return self._digests.get(model_id), self._entries[model_id]

    def _static(self, path: Path) -> Sheet:
        name = f"static/{path.name}"
        return Sheet(name, None, lambda: Page({name: path.read_text(encoding="utf-8")}))

    def _pair(self, first: str, second: str) -> Sheet:
        """A pair's page with its twins."""
        path = path_of(self._entries[first], self._entries[second])
        others = [
            (each.reason, entry, self._exists(path_of(self._entries[model_id], entry)))
            for model_id in (first, second)
            for each in self._dossiers.related(model_id)
            for entry in each.entries
        ]
        inputs = (self._inputs(first), self._inputs(second), others)
        return Sheet(path, inputs, lambda: self._compared(first, second), (first, second))

    def _compared(self, first: str, second: str) -> Page:
        page = compose(self._dossiers, first, second)
        check(
            page, *(self._once(checked, self._dossiers[model_id]) for model_id in (first, second))
        )
        path, title = page.masthead.path, page.masthead.title
        _, a, b, _ = path.split("/")
        files = {
            f"{path}index.html": render_html(
                page, base_url=self._base_url, exists=self._exists, once=self._once
            ),
            f"{path}page.json": render_json(page, self._once),
            f"{path}page.md": render_markdown(page, self._once),
            f"{path}changes.atom": render_feed(page, base_url=self._base_url, once=self._once),
            f"compare/{b}/{a}/index.html": self._page(
                "redirect.html", "", title=title, target=f"../../{a}/{b}/index.html"
            ),
        }
        return Page(files, (title, page.verdict.sentence.text))

    def _model(self, entry: Entry, compared: Iterable[Compared]) -> Sheet:
        path = path_of_model(entry)
        of_this = [
            (pair.path, pair.title) for pair in compared if f"/{entry.address}/" in f"/{pair.path}"
        ]

        def make() -> Page:
            page, once = (
                model_page(self._dossiers[entry.model_id], self._dossiers.shelf.day),
                Once(),
            )
            check_model(page)
            html = render_model(page, once, base_url=self._base_url, comparisons=of_this)
            return Page({f"{path}index.html": html, f"{path}page.json": render_json(page, once)})

        return Sheet(path, (self._inputs(entry.model_id), of_this), make, (entry.model_id,))

    def _lists(self, compared: Iterable[Compared]) -> Iterator[Sheet]:
        found = sellers(self._dossiers.shelf.offers, self._entries)
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
        yield Sheet(FEED, feed, lambda: Page({FEED: feed}))

    def _list(self, path: str, template: str, root: str, **values: object) -> Sheet:
        return Sheet(
            path or "index",
            values,
            lambda: Page({f"{path}index.html": self._page(template, root, **values)}),
        )
