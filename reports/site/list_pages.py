"""The pages that list models, sellers and changes, and the data that their scripts read."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from typing import Any, NamedTuple

from reports.data.sellers import sellers
from reports.model.capability_values import capability_label
from reports.model.model_data import ModelDataCache
from reports.render.atom_feed import changes_feed, provider_feeds
from reports.site.catalog_table import catalog_json, names_json, read_catalog
from reports.site.incremental import PageFiles, PageTask
from reports.site.news_pages import LISTED_CHANGES, known_rows, read_changes, read_disputes
from reports.values.number_format import plain_number
from warehouse.store import Database

FEED = "changes.atom"
DATA = "data"
CATALOG_ROWS = 100
"""As many models stand in the page of the catalog itself; a script adds the others."""
CATALOG_CAPABILITIES = ("function_calling", "vision", "reasoning", "structured_outputs")
"""Those that the catalog can be filtered by."""


class ComparisonLink(NamedTuple):
    """The page of a pair, as lists show it."""

    path: str
    title: str
    verdict: str


class ListPages:
    """The lists of one build. `render` fills a template for a page so many folders deep."""

    def __init__(
        self,
        catalog: Database,
        models: ModelDataCache,
        days: Mapping[str, date],
        render: Callable[..., str],
    ) -> None:
        self._catalog = catalog
        self._models = models
        self._entries = models.directory
        self._days = days
        self._render = render

    def tasks(self, links: Iterable[ComparisonLink]) -> Iterator[PageTask]:
        """Every list; `links` are the pages of pairs."""
        providers = sellers(self._models.offers, self._entries)
        entries = sorted(
            self._entries.values(),
            key=lambda entry: (entry.name.casefold(), entry.model_id),
        )
        feeds = provider_feeds(self._catalog)
        for seller in providers:
            if seller.provider in feeds:
                yield data_task(f"providers/{seller.address}/{FEED}", feeds[seller.provider])
            yield self._list_task(
                f"providers/{seller.address}/",
                "provider.html",
                "../../",
                seller=seller,
                has_feed=seller.provider in feeds,
                as_of=self.as_of(entry.model_id for _, entry in (*seller.live, *seller.ended)),
            )
        as_of = self.as_of()
        ((tail,),) = self._catalog.query("pages/tail_size").rows
        rows = read_catalog(self._catalog, self._entries)
        traffic = self._models.profile
        yield data_task(f"{DATA}/catalog.json", catalog_json(rows, as_of))
        yield data_task(f"{DATA}/names.json", names_json(rows, self._entries, self._sold_ids()))
        yield self._list_task(
            "catalog/",
            "catalog.html",
            "../",
            total=f"{len(rows):,}",
            rows=[
                (row, row.cheapest(traffic.input_mtok, traffic.output_mtok))
                for row in rows[:CATALOG_ROWS]
            ],
            capabilities=[(name, capability_label(name)) for name in CATALOG_CAPABILITIES],
            input_mtok=plain_number(traffic.input_mtok),
            output_mtok=plain_number(traffic.output_mtok),
            requests=traffic.requests,
            as_of=as_of,
        )
        yield self._list_task("compare/", "pair.html", "../", profile=traffic)
        yield self._list_task("glossary/", "glossary.html", "../")
        yield self._list_task(
            "changes/",
            "changes.html",
            "../",
            days=read_changes(self._catalog, self._entries, as_of),
            most=LISTED_CHANGES,
            as_of=as_of,
        )
        yield self._list_task(
            "disputes/",
            "disputes.html",
            "../",
            disputes=read_disputes(self._catalog, self._entries),
            as_of=as_of,
        )
        yield self._list_task("providers/", "providers.html", "../", sellers=providers, as_of=as_of)
        yield self._list_task(
            "models/", "models.html", "../", entries=entries, tail=tail, as_of=as_of
        )
        live_offers = sum(len(seller.live) for seller in providers)
        yield self._list_task(
            "",
            "index.html",
            "",
            comparisons=sorted(links, key=lambda link: link.title.casefold()),
            moves=self._of_known_models("pages/price_moves", as_of),
            endings=self._of_known_models("pages/endings", as_of),
            models=f"{len(entries) + tail:,}",
            offers=f"{live_offers:,}",
            sellers=f"{len(providers):,}",
            as_of=as_of,
        )
        feed = changes_feed(self._catalog)
        yield PageTask(
            key=FEED,
            inputs=feed,
            render=lambda: PageFiles({FEED: feed}),
        )

    def as_of(self, model_ids: Iterable[str] | None = None) -> date:
        """The day that a list of models is as of, by default of all."""
        listed = self._entries if model_ids is None else model_ids
        days = (self._days[model_id] for model_id in listed if model_id in self._days)
        return max(days, default=self._models.snapshot.day)

    def _of_known_models(self, query: str, day: date) -> list[dict[str, Any]]:
        """The rows of a query up to a day, each with the entry of its model."""
        return known_rows(self._catalog.query(query, {"day": day}).dicts(), self._entries)

    def _sold_ids(self) -> dict[str, list[str]]:
        """The ids under which sellers sell each model, by model id."""
        ids: dict[str, list[str]] = {}
        for model_id, offers in self._models.offers.items():
            stated = (offer.stated_id for offer in offers)
            ids[model_id] = list(dict.fromkeys(stated))
        return ids

    def _list_task(
        self,
        path: str,
        template: str,
        root: str,
        **values: object,
    ) -> PageTask:
        def render() -> PageFiles:
            return PageFiles({f"{path}index.html": self._render(template, root, **values)})

        return PageTask(
            key=path or "index",
            inputs=values,
            render=render,
        )


def data_task(path: str, text: str) -> PageTask:
    """A file that is written as it is."""
    return PageTask(key=path, inputs=text, render=lambda: PageFiles({path: text}))
