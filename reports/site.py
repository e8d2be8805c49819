"""The site: a page for each pair, model and provider, lists of them, and how fresh it all is.

A file is written only where its content changed, under a new name that is then renamed: a reader sees the old page or
the new one, and a page that contradicts itself is not written at all.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from reports.checks import check, check_model, checked
from reports.comparison import compose, in_order
from reports.dossier import Dossiers
from reports.model_page import model_page, path_of_model
from reports.once import Once
from reports.records import Shelf, read
from reports.render import render_feed, render_html, render_json, render_markdown, render_model, render_template
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
    dossiers = Dossiers(read(catalog, models))
    wanted = list(dict.fromkeys(pairs))
    skipped = tuple(pair for pair in wanted if not all(model_id in dossiers for model_id in pair))
    known = [in_order(dossiers.directory, *pair) for pair in wanted if pair not in skipped]
    site = Site(Folder(folder), dossiers, known, base_url)
    site.write()
    site.folder.write("freshness.html", _freshness(catalog, dossiers.shelf))
    return BuildReport(len(site.folder.kept), site.folder.written, skipped, site.folder.left())


class Site:
    """The pages of one build."""

    def __init__(self, folder: Folder, dossiers: Dossiers, pairs: Sequence[tuple[str, str]], base_url: str) -> None:
        self.folder, self._dossiers, self._base_url = folder, dossiers, base_url
        self._entries, self._once = dossiers.directory, Once()
        self._pairs = sorted(set(pairs))
        self._paths = {path_of(self._entries[a], self._entries[b]) for a, b in self._pairs}
        self._paths |= {path_of_model(self._entries[model_id]) for model_id in dossiers}

    def write(self) -> None:
        for style in sorted(STATIC.iterdir()):
            self.folder.write(f"static/{style.name}", style.read_text(encoding="utf-8"))
        compared = list(self._comparisons())
        self._models(compared)
        found = sellers(self._dossiers.shelf.offers, self._entries)
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
        values = {"as_of": self._dossiers.shelf.day, "base_url": self._base_url, "exists": self._exists, **values}
        self.folder.write(name, render_template(template, **values))

    def _comparisons(self) -> Iterator[tuple[str, str, str]]:
        """Write each pair's page with its twins; path, title and verdict of each."""
        for first, second in self._pairs:
            page = compose(self._dossiers, first, second)
            check(page, *(self._once(checked, self._dossiers[model_id]) for model_id in (first, second)))
            path = page.masthead.path
            html = render_html(page, base_url=self._base_url, exists=self._exists, once=self._once)
            self.folder.write(f"{path}index.html", html)
            self.folder.write(f"{path}page.json", render_json(page, self._once))
            self.folder.write(f"{path}page.md", render_markdown(page, self._once))
            self.folder.write(f"{path}changes.atom", render_feed(page, base_url=self._base_url, once=self._once))
            _, a, b, _ = path.split("/")
            redirect = render_template("redirect.html", title=page.masthead.title, target=f"../../{a}/{b}/index.html")
            self.folder.write(f"compare/{b}/{a}/index.html", redirect)
            yield path, page.masthead.title, page.verdict.sentence.text

    def _models(self, compared: Sequence[tuple[str, str, str]]) -> None:
        for model_id in sorted(self._dossiers):
            dossier = self._dossiers[model_id]
            page = model_page(dossier, self._dossiers.shelf.day)
            check_model(page)
            of_this = [(path, title) for path, title, _ in compared if f"/{dossier.entry.address}/" in f"/{path}"]
            html = render_model(page, self._once, base_url=self._base_url, comparisons=of_this)
            self.folder.write(f"{page.path}index.html", html)
            self.folder.write(f"{page.path}page.json", render_json(page, self._once))
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
