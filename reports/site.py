"""The site: a page for each pair, model and provider, lists of them, and how fresh it all is.

A file is written only where its content changed, under a new name that is then renamed: a reader sees the old page or
the new one, and a page that contradicts itself is not written at all.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reports.checks import check, check_model
from reports.comparison import compose, in_order
from reports.directory import Directory, directory
from reports.model_page import model_page, path_of_model
from reports.records import Shelf, read
from reports.render import render_feed, render_html, render_json, render_markdown, render_template
from reports.sections.masthead import path_of
from reports.sellers import Seller, sellers
from warehouse.store import Database

STATIC = Path(__file__).parent / "static"


class BuildReport(NamedTuple):
    """What a build did. `skipped` are pairs of which the catalog does not know both models."""

    files: int
    written: int
    skipped: tuple[tuple[str, str], ...]
    left: tuple[str, ...]
    """Pages of an earlier build that this one did not make; they are left as they are."""


class Folder:
    """Where files are written, each as a whole or not at all."""

    def __init__(self, path: Path) -> None:
        self._path = path.resolve()
        self.written = 0
        self.kept: set[str] = set()

    def write(self, name: str, text: str) -> None:
        """Write a file, unless it has this content already."""
        target = (self._path / name).resolve()
        if not target.is_relative_to(self._path):
            raise ValueError(f"{name!r} leads out of the folder of the site")
        self.kept.add(name)
        content = text.encode("utf-8")
        if target.is_file() and target.read_bytes() == content:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        new = target.with_name(f".{target.name}.{os.getpid()}.new")
        try:
            new.write_bytes(content)
            new.replace(target)
        finally:
            new.unlink(missing_ok=True)
        self.written += 1

    def left(self) -> tuple[str, ...]:
        """Pages in the folder that were not written now."""
        found = (path.relative_to(self._path).as_posix() for path in self._path.glob("*/**/index.html"))
        return tuple(sorted(name for name in found if name not in self.kept))


def build_site(catalog: Database, folder: Path, pairs: Iterable[tuple[str, str]], base_url: str = "") -> BuildReport:
    """Write the pages of these pairs, and of every model and provider. Raises ContradictionFound."""
    models = [str(row[0]) for row in catalog.ask("pages/model_ids").rows]
    shelf = read(catalog, models)
    entries = directory(shelf.models, shelf.offers)
    wanted = list(dict.fromkeys(pairs))
    known = [in_order(entries, *pair) for pair in wanted if pair[0] in shelf.records and pair[1] in shelf.records]
    site = Site(Folder(folder), shelf, entries, known, base_url)
    site.write()
    site.folder.write("freshness.html", _freshness(catalog, shelf))
    skipped = tuple(pair for pair in wanted if not all(model_id in shelf.records for model_id in pair))
    return BuildReport(len(site.folder.kept), site.folder.written, skipped, site.folder.left())


class Site:
    """The pages of one build."""

    def __init__(
        self, folder: Folder, shelf: Shelf, entries: Directory, pairs: Sequence[tuple[str, str]], base_url: str
    ) -> None:
        self.folder, self._shelf, self._entries, self._base_url = folder, shelf, entries, base_url
        self._pairs = sorted(set(pairs))
        self._paths = {path_of(entries[a], entries[b]) for a, b in self._pairs}
        self._paths |= {path_of_model(entries[model_id]) for model_id in shelf.records}

    def write(self) -> None:
        for style in sorted(STATIC.iterdir()):
            self.folder.write(f"static/{style.name}", style.read_text(encoding="utf-8"))
        compared = list(self._comparisons())
        self._models(compared)
        found = sellers(self._shelf.offers, self._entries)
        self._providers(found)
        self._page(
            "index.html",
            "index.html",
            root="",
            comparisons=sorted(compared, key=lambda page: page[1].casefold()),
            models=f"{len(self._entries):,}",
            routes=f"{sum(len(seller.live) for seller in found):,}",
            providers=f"{len(found):,}",
        )

    def _exists(self, path: str) -> bool:
        return path in self._paths

    def _page(self, name: str, template: str, **values: object) -> None:
        values = {"as_of": self._shelf.day, "base_url": self._base_url, "exists": self._exists, **values}
        self.folder.write(name, render_template(template, **values))

    def _comparisons(self) -> Iterator[tuple[str, str, str]]:
        """Write each pair's page with its twins; path, title and verdict of each."""
        for first, second in self._pairs:
            page = compose(self._shelf, self._entries, first, second)
            check(page)
            path = page.masthead.path
            self.folder.write(f"{path}index.html", render_html(page, base_url=self._base_url, exists=self._exists))
            self.folder.write(f"{path}page.json", render_json(page))
            self.folder.write(f"{path}page.md", render_markdown(page))
            self.folder.write(f"{path}changes.atom", render_feed(page, base_url=self._base_url))
            _, a, b, _ = path.split("/")
            redirect = render_template("redirect.html", title=page.masthead.title, target=f"../../{a}/{b}/index.html")
            self.folder.write(f"compare/{b}/{a}/index.html", redirect)
            yield path, page.masthead.title, page.verdict.sentence.text

    def _models(self, compared: Sequence[tuple[str, str, str]]) -> None:
        for model_id in sorted(self._shelf.records):
            entry = self._entries[model_id]
            page = model_page(self._shelf, entry)
            check_model(page)
            of_this = [(path, title) for path, title, _ in compared if f"/{entry.address}/" in f"/{path}"]
            self._page(f"{page.path}index.html", "model.html", root="../../", page=page, comparisons=of_this)
            self.folder.write(f"{page.path}page.json", render_json(page))
        entries = sorted(self._entries.values(), key=lambda entry: (entry.name.casefold(), entry.model_id))
        self._page("models/index.html", "models.html", root="../", entries=entries)

    def _providers(self, found: Sequence[Seller]) -> None:
        for seller in found:
            self._page(f"providers/{seller.address}/index.html", "provider.html", root="../../", seller=seller)
        self._page("providers/index.html", "providers.html", root="../", sellers=found)


def _freshness(catalog: Database, shelf: Shelf) -> str:
    return render_template(
        "freshness.html",
        root="",
        as_of=shelf.day,
        policy=catalog.ask("pages/policy").dicts(),
        sources=catalog.ask("pages/sources").dicts(),
        ages=catalog.ask("pages/ages").dicts(),
    )
