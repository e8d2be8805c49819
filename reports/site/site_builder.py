"""Which pages a site has, what each is made from, and how each is rendered."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from reports.checks.page_checks import check_comparison, check_model_data, check_model_page
from reports.data.directory import DirectoryEntry
from reports.data.model_rows import leave_out_tail
from reports.dataset.endings_calendar import endings_calendar
from reports.dataset.tables import About
from reports.model.model_data import ModelDataCache
from reports.pages.comparison import build_comparison, ordered_pair
from reports.pages.model_page import model_page, model_path
from reports.pages.sections.header import comparison_path
from reports.receipts.excerpts import Excerpts, no_excerpts
from reports.render.page_forms import (
    render_feed,
    render_html,
    render_json,
    render_markdown,
    render_model,
    render_model_feed,
    render_template,
)
from reports.render.part_cache import PartCache
from reports.site.dataset_files import dataset_files, sitemap
from reports.site.incremental import (
    IncrementalBuild,
    ModelPageRequest,
    PageFiles,
    PageTask,
    digest,
)
from reports.site.list_pages import DATA, FEED, ComparisonLink, ListPages, data_task
from reports.site.receipt_files import ReceiptFiles
from reports.site.sql_page import engine_task
from reports.values.publishing import NOTHING_SAID, Publishing
from reports.values.traffic_profiles import Profile
from warehouse.store import Database

STATIC = Path(__file__).parent / "static"
_MODELS_AT_ONCE = 1000
"""How many model pages are made per pass: bounds the memory that a large catalog takes."""
RenderModels = Callable[
    [Sequence[ModelPageRequest], Callable[[Sequence[ModelPageRequest]], list[PageFiles]]],
    Iterable[PageFiles],
]
"""Renders pages of models, in their order: elsewhere, or by the function that it is given."""


class SiteBuilder:
    """Writes the pages of one build."""

    def __init__(
        self,
        build: IncrementalBuild,
        catalog: Database,
        digests: Mapping[str | None, str],
        days: Mapping[str, date],
        pairs: Iterable[tuple[str, str]],
        base_url: str,
        profiles: Sequence[Profile],
        shared_inputs: object,
        render_models: RenderModels | None = None,
        excerpts: Excerpts = no_excerpts,
        publishing: Publishing = NOTHING_SAID,
        sql_engine: Path | None = None,
    ) -> None:
        self._build = build
        self._render_models = render_models
        self._catalog = catalog
        self._base_url = base_url
        self._digests = digests
        self._days = days
        self._models = ModelDataCache(catalog, profiles=profiles, prints_asked_day=False)
        self._part_cache = PartCache()
        self._entries = self._models.directory
        self._publishing = publishing
        self._sql_engine = sql_engine
        self._receipts = ReceiptFiles(catalog, self._entries, excerpts, publishing, base_url)
        # As a digest: it is part of the inputs of each of thousands of pages.
        self._shared_inputs = digest((shared_inputs, self._models.snapshot.capability_names))
        self._pairs = self._known_pairs(pairs)
        self._paths = {model_path(entry) for entry in self._entries.values()}
        for first, second in self._pairs:
            self._paths.add(comparison_path(self._entries[first], self._entries[second]))

    def write(self) -> None:
        """Writes every page that changed, in passes that each read their models at once."""
        if self._sql_engine:
            self._write([engine_task(self._sql_engine)])
        static = [self._static_task(path) for path in sorted(STATIC.iterdir())]
        pairs = [self._comparison_task(first, second) for first, second in self._pairs]
        self._write([*static, *pairs])
        links: list[ComparisonLink] = []
        for task in pairs:
            title, verdict = self._build.summary(task.key)
            links.append(
                ComparisonLink(
                    path=task.key,
                    title=title,
                    verdict=verdict,
                )
            )
        models = [self._model_task(entry, links) for _, entry in sorted(self._entries.items())]
        for start in range(0, len(models), _MODELS_AT_ONCE):
            self._write(models[start : start + _MODELS_AT_ONCE])
            self._models.drop(self._entries)
        self._write_receipts()
        lists = ListPages(self._catalog, self._models, self._days, self._render)
        self._write(lists.tasks(links))
        self._write(self._receipts.document_tasks())
        self._write(self._dataset_tasks(lists.as_of()))

    def _write_receipts(self) -> None:
        """Writes the receipts that changed. They need the archive, which no other process is given."""
        tasks = [self._receipt_task(entry) for _, entry in sorted(self._entries.items())]
        changed = [
            task for task in tasks if not self._build.reuse(task.key, self._all_inputs(task))
        ]
        for start in range(0, len(changed), _MODELS_AT_ONCE):
            some = changed[start : start + _MODELS_AT_ONCE]
            self._receipts.load({model_id for task in some for model_id in task.models})
            for task in some:
                self._build.write(task.key, self._all_inputs(task), task.render())

    def _receipt_task(self, entry: DirectoryEntry) -> PageTask:
        def render() -> PageFiles:
            return PageFiles(self._receipts.of_model(entry.model_id))

        return PageTask(
            key=f"receipts of {entry.address}",
            inputs=self._model_inputs(entry.model_id),
            render=render,
            models=(entry.model_id,),
        )

    def _write(self, tasks: Iterable[PageTask]) -> None:
        """Renders and writes the pages that changed; all models they need are read at once."""
        changed = [
            task for task in tasks if not self._build.reuse(task.key, self._all_inputs(task))
        ]
        if self._render_models:
            changed = self._write_elsewhere(changed, self._render_models)
        model_ids = {model_id for task in changed for model_id in task.models}
        self._models.load(model_ids)
        for task in changed:
            self._build.write(task.key, self._all_inputs(task), task.render())

    def _write_elsewhere(
        self, tasks: list[PageTask], render_models: RenderModels
    ) -> list[PageTask]:
        """Writes the pages that another process can render. Returns the others."""
        given = [(task, task.request) for task in tasks if task.request]
        if given:
            pages = render_models([request for _, request in given], self.model_pages)
            for (task, _), page in zip(given, pages, strict=True):
                self._build.write(task.key, self._all_inputs(task), page)
        return [task for task in tasks if task.request is None]

    def model_pages(self, requests: Sequence[ModelPageRequest]) -> list[PageFiles]:
        """The files of the pages of some models; all they need are read at once, and dropped."""
        self._models.load({request.model_id for request in requests})
        pages = [self._model_files(*request) for request in requests]
        self._models.drop(self._entries)
        return pages

    def _all_inputs(self, task: PageTask) -> object:
        return (self._shared_inputs, task.inputs)

    def _known_pairs(self, pairs: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
        """The pairs whose two models the catalog knows, each in the order of its address."""
        known: set[tuple[str, str]] = set()
        for first, second in pairs:
            if first in self._entries and second in self._entries:
                known.add(ordered_pair(self._entries, first, second))
        return sorted(known)

    def _exists(self, path: str) -> bool:
        """Whether the site has this page, so that other pages may link to it."""
        return path in self._paths

    def _render(self, template: str, root: str, **values: object) -> str:
        return render_template(
            template,
            root=root,
            base_url=self._base_url,
            exists=self._exists,
            receipt=self._receipts.addresses,
            **values,
        )

    def _model_inputs(self, model_id: str) -> object:
        """What tells that a model changed: the digest of its rows, the day that its pages are as
        of, and its entry in lists.
        """
        return (
            self._digests.get(model_id),
            self._days.get(model_id),
            self._entries[model_id],
        )

    def _static_task(self, path: Path) -> PageTask:
        name = f"static/{path.name}"

        def render() -> PageFiles:
            return PageFiles({name: path.read_text(encoding="utf-8")})

        return PageTask(
            key=name,
            inputs=None,
            render=render,
        )

    def _comparison_task(self, first: str, second: str) -> PageTask:
        links: list[tuple[str, DirectoryEntry, bool]] = []
        for model_id in (first, second):
            for related in self._models.related(model_id):
                for entry in related.entries:
                    path = comparison_path(self._entries[model_id], entry)
                    links.append((related.reason, entry, self._exists(path)))

        def render() -> PageFiles:
            return self._comparison_files(first, second)

        return PageTask(
            key=comparison_path(self._entries[first], self._entries[second]),
            inputs=(self._model_inputs(first), self._model_inputs(second), links),
            render=render,
            models=(first, second),
        )

    def _comparison_files(self, first: str, second: str) -> PageFiles:
        """The page of a pair in all its forms, and the redirect from the other order."""
        page = build_comparison(self._models, first, second)
        part_cache = self._part_cache
        checked = [
            part_cache(check_model_data, self._models[model_id]) for model_id in (first, second)
        ]
        check_comparison(page, *checked)
        path = page.header.path
        title = page.header.title
        _, a, b, _ = path.split("/")
        html = render_html(
            page,
            base_url=self._base_url,
            exists=self._exists,
            part_cache=part_cache,
            receipts=self._receipts.addresses,
        )
        feed = render_feed(page, base_url=self._base_url, part_cache=part_cache)
        redirect = self._render(
            "redirect.html",
            "",
            title=title,
            target=f"../../{a}/{b}/index.html",
        )
        files = {
            f"{path}index.html": html,
            f"{path}page.json": render_json(page, part_cache),
            f"{path}page.md": render_markdown(page, part_cache),
            f"{path}changes.atom": feed,
            f"compare/{b}/{a}/index.html": redirect,
        }
        return PageFiles(files, (title, page.verdict.sentence.text))

    def _model_task(self, entry: DirectoryEntry, links: Iterable[ComparisonLink]) -> PageTask:
        path = model_path(entry)
        comparisons = [
            (link.path, link.title) for link in links if f"/{entry.address}/" in f"/{link.path}"
        ]

        def render() -> PageFiles:
            return self._model_files(path, entry.model_id, comparisons)

        return PageTask(
            key=path,
            inputs=(self._model_inputs(entry.model_id), comparisons),
            render=render,
            models=(entry.model_id,),
            request=ModelPageRequest(path, entry.model_id, tuple(comparisons)),
        )

    def _model_files(
        self,
        path: str,
        model_id: str,
        comparisons: Sequence[tuple[str, str]],
    ) -> PageFiles:
        # Its parts stand on no other page of this pass, so they are cached for this page only.
        part_cache = PartCache()
        page = model_page(self._models[model_id])
        check_model_page(page)
        html = render_model(
            page,
            part_cache,
            receipts=self._receipts.addresses,
            base_url=self._base_url,
            comparisons=comparisons,
        )
        json = render_json(page, part_cache)
        files = {f"{path}index.html": html, f"{path}page.json": json}
        if page.events:
            feed = render_model_feed(page, base_url=self._base_url, part_cache=part_cache)
            files[f"{path}{FEED}"] = feed
        return PageFiles(files)

    def _dataset_tasks(self, day: date) -> Iterator[PageTask]:
        """The data folder, the calendar of endings, and the list of pages for search engines."""
        about = About(str(day), self._publishing.licence, self._base_url)

        def render() -> PageFiles:
            return dataset_files(
                self._catalog, self._entries, about, self._publishing, bool(self._sql_engine)
            )

        known = (about, self._publishing, sorted(self._digests.items(), key=str))
        yield PageTask(key=f"{DATA}/", inputs=(known, sorted(self._paths)), render=render)
        calendar = endings_calendar(self._catalog, day, self._base_url)
        yield data_task(f"{DATA}/endings.ics", calendar)
        if self._base_url:
            pages = {*self._paths, "", "catalog/", "models/", "providers/", f"{DATA}/", "receipts/"}
            pages |= {"changes/", "disputes/", "glossary/", "sql/"}
            yield data_task("sitemap.xml", sitemap(pages, self._base_url))


def model_page_renderer(
    catalog: Database,
    pairs: Iterable[tuple[str, str]],
    profiles: Sequence[Profile],
    base_url: str = "",
) -> SiteBuilder:
    """A builder for `model_pages` alone, which writes nothing."""
    leave_out_tail(catalog, pairs)
    nowhere = IncrementalBuild(Path("nowhere"))
    return SiteBuilder(
        build=nowhere,
        catalog=catalog,
        digests={},
        days={},
        pairs=pairs,
        base_url=base_url,
        profiles=profiles,
        shared_inputs=None,
    )
