"""The site as files: whole or not at all, rewritten only where the content changed, every link
leading somewhere.
"""

import re
import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import reports.site.site_builder
from pipeline.home import Home
from reports.checks.contradiction import Contradiction, ContradictionFound
from reports.site.build import BuildReport, build_site
from reports.site.incremental import STATE_FILE, IncrementalBuild, PageFiles
from tests.support.small_catalog import GRANITE, JAMBA, NOVA, NOW, OFFERED, SMALL, THEN, build
from warehouse.store import Database, open_catalog

PAIRS = [(NOVA, GRANITE), (GRANITE, JAMBA)]
FIRST = "compare/granite-4b/nova-1/"


@pytest.fixture
def catalog(small_home: Home) -> Iterator[Database]:
    with open_catalog(small_home.path, NOW) as opened:
        yield opened


class Built(NamedTuple):
    folder: Path
    report: BuildReport


@pytest.fixture(scope="module")
def built(small_home: Home, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """The site of PAIRS, to be copied."""
    folder = tmp_path_factory.mktemp("site")
    with open_catalog(small_home.path, NOW) as catalog:
        return Built(folder, build_site(catalog, folder, PAIRS))


@pytest.fixture
def first(built: Built, tmp_path: Path) -> BuildReport:
    """The report of a first build into `tmp_path`."""
    shutil.copytree(built.folder, tmp_path, dirs_exist_ok=True)
    return built.report


class Links(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        target = dict(attrs).get("href") or ""
        if tag in {"a", "link"} and not target.startswith(("http", "#")):
            self.found.append(re.split("[#?]", target)[0])


def test_pages_and_their_twins(first: BuildReport, tmp_path: Path) -> None:
    names = {
        path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()
    } - {STATE_FILE}
    assert len(names) == first.files == first.written
    assert {
        f"{FIRST}{name}" for name in ("index.html", "page.json", "page.md", "changes.atom")
    } <= names
    assert {
        "index.html",
        "freshness.html",
        "static/cardkeep.css",
        "models/index.html",
        "models/nova-1/index.html",
        "models/nova-1/page.json",
        "providers/index.html",
        "providers/bazaar/index.html",
    } <= names


@pytest.mark.usefixtures("first")
def test_every_link_leads_to_a_file(tmp_path: Path) -> None:
    for path in tmp_path.rglob("*.html"):
        for link in Links(path.read_text(encoding="utf-8")).found:
            target = (path.parent / link).resolve()
            assert target.is_file() or (target / "index.html").is_file(), (
                path.relative_to(tmp_path),
                link,
            )


@pytest.mark.usefixtures("first")
def test_the_other_order_redirects(tmp_path: Path) -> None:
    redirect = (tmp_path / "compare/nova-1/granite-4b/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../../granite-4b/nova-1/index.html"' in redirect
    assert '<link rel="canonical" href="../../granite-4b/nova-1/index.html">' in redirect


def test_only_what_changed_is_rewritten(
    first: BuildReport, catalog: Database, tmp_path: Path
) -> None:
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*") if path.is_file()}
    again = build_site(catalog, tmp_path, reversed(PAIRS))
    assert (again.files, again.written) == (first.files, 0)
    assert {path: path.stat().st_mtime_ns for path in before} == before
    (tmp_path / "index.html").write_text("damaged", encoding="utf-8")
    assert build_site(catalog, tmp_path, PAIRS).written == 1


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.slow
def test_a_model_that_changed_rewrites_only_its_own_pages(tmp_path: Path) -> None:
    """Amazon sells Nova alone, and is the only one asked on the second night."""
    nights = [SMALL[0], (NOW, {"amazon": SMALL[1][1]["amazon"]})]
    written: list[dict[str, bytes]] = []
    for number in (1, 2):
        home = build(tmp_path / str(number), nights[:number])
        with open_catalog(home.path, NOW) as catalog:
            build_site(catalog, tmp_path / "site", PAIRS)
            written.append(contents(tmp_path / "site"))
    changed = {name for name, content in written[1].items() if written[0].get(name) != content} - {
        STATE_FILE
    }
    assert {name for name in changed if name.startswith(("compare/", "models/"))} == {
        "compare/granite-4b/nova-1/index.html",
        "compare/granite-4b/nova-1/page.json",
        "compare/granite-4b/nova-1/page.md",
        "compare/granite-4b/nova-1/changes.atom",
        "models/nova-1/index.html",
        "models/nova-1/page.json",
        "models/nova-1/changes.atom",
        "models/index.html",
    }
    with open_catalog(home.path, NOW) as catalog:
        build_site(catalog, tmp_path / "anew", PAIRS)
    anew = contents(tmp_path / "anew")
    assert {**written[1], STATE_FILE: b""} == {**anew, STATE_FILE: b""}


def rewritten(home: Home, folder: Path, day: date) -> set[str]:
    """The files that a build writes on this day."""
    before = contents(folder)
    with open_catalog(home.path, day) as catalog:
        report = build_site(catalog, folder, PAIRS)
    after = contents(folder)
    changed = {name for name in after if before.get(name) != after[name]} - {STATE_FILE}
    assert len(changed) == report.written
    return changed


@pytest.mark.usefixtures("first")
def test_the_next_day_rewrites_only_the_page_that_prints_its_day(
    small_home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports.site.site_builder, "ModelDataCache", None)
    assert rewritten(small_home, tmp_path, NOW + timedelta(days=1)) == {"freshness.html"}


@pytest.mark.slow
@pytest.mark.parametrize(
    "said",
    [
        {
            "also": [
                {"meter": "input", "price": "0.5", "currency": "USD", "valid_from": "2026-05-25"}
            ]
        },
        {"retired_date": "2026-05-25"},
    ],
)
def test_what_a_page_announced_rewrites_its_pages_on_its_day(
    tmp_path: Path, said: dict[str, Any]
) -> None:
    nights = [(THEN, {**SMALL[0][1], "amazon": [{**OFFERED, **said}]})]
    home, folder = build(tmp_path / "home", nights), tmp_path / "site"
    rewritten(home, folder, date(2026, 5, 3))
    assert rewritten(home, folder, date(2026, 5, 4)) == {"freshness.html"}
    changed = rewritten(home, folder, date(2026, 5, 25))
    assert {f"{FIRST}index.html", f"{FIRST}page.json", "models/nova-1/index.html"} <= changed
    assert not any("jamba" in name for name in changed if name.startswith("models/"))
    assert "(as of 2026-05-25)" in (folder / FIRST / "index.html").read_text(encoding="utf-8")
    assert rewritten(home, folder, date(2026, 5, 26)) == {"freshness.html"}
    with open_catalog(home.path, date(2026, 5, 26)) as catalog:
        build_site(catalog, tmp_path / "anew", PAIRS)
    assert {**contents(folder), STATE_FILE: b""} == {**contents(tmp_path / "anew"), STATE_FILE: b""}


@pytest.mark.slow
def test_a_value_that_becomes_stale_rewrites_its_pages_on_that_day(
    small_home: Home, tmp_path: Path
) -> None:
    with open_catalog(small_home.path, NOW) as catalog:
        ((days,),) = catalog.query_sql(
            "SELECT DISTINCT checked_error_days FROM freshness WHERE source = 'bazaar' AND "
            "attribute = 'price'"
        ).rows
        checked = date(2026, 5, 20)
    rewritten(small_home, tmp_path, checked + timedelta(days=days - 1))
    changed = rewritten(small_home, tmp_path, checked + timedelta(days=days))
    assert "models/jamba-mini/index.html" in changed
    page = (tmp_path / "models/jamba-mini/index.html").read_text(encoding="utf-8")
    assert "are stale" in page


def test_when_nothing_changed_no_model_is_read(
    first: BuildReport, catalog: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports.site.site_builder, "ModelDataCache", None)
    assert build_site(catalog, tmp_path, PAIRS)._replace(written=first.files) == first


@pytest.mark.usefixtures("first")
def test_a_file_that_is_gone_is_written_again(catalog: Database, tmp_path: Path) -> None:
    (tmp_path / FIRST / "page.md").unlink()
    assert build_site(catalog, tmp_path, PAIRS).written == 1
    assert (tmp_path / FIRST / "page.md").is_file()


@pytest.mark.slow
def test_a_build_that_was_cut_off_is_finished_by_the_next(
    catalog: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def cut_off(*_: object, **__: object) -> str:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(reports.site.site_builder, "render_markdown", cut_off)
        with pytest.raises(KeyboardInterrupt):
            build_site(catalog, tmp_path, PAIRS)
    whole = build_site(catalog, tmp_path, PAIRS)
    assert len(contents(tmp_path)) == whole.files + 1


@pytest.mark.usefixtures("first")
def test_another_day_is_another_page_and_the_same_style(small_home: Home, tmp_path: Path) -> None:
    style = (tmp_path / "static/cardkeep.css").stat().st_mtime_ns
    page = (tmp_path / FIRST / "index.html").read_bytes()
    with open_catalog(small_home.path, THEN) as earlier:
        build_site(earlier, tmp_path, PAIRS)
    assert (tmp_path / FIRST / "index.html").read_bytes() != page
    assert (tmp_path / "static/cardkeep.css").stat().st_mtime_ns == style


@pytest.mark.usefixtures("first")
def test_pairs_that_nobody_knows_are_listed_not_hidden(catalog: Database, tmp_path: Path) -> None:
    report = build_site(catalog, tmp_path, [*PAIRS, (NOVA, "nobody-1"), PAIRS[0]])
    assert report.skipped == ((NOVA, "nobody-1"),)


@pytest.mark.usefixtures("first")
def test_pages_that_are_no_longer_made_are_listed(catalog: Database, tmp_path: Path) -> None:
    report = build_site(catalog, tmp_path, PAIRS[:1])
    assert report.unrequested == (
        "compare/granite-4b/jamba-mini/index.html",
        "compare/jamba-mini/granite-4b/index.html",
    )


def test_a_page_that_contradicts_itself_is_not_written(
    catalog: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ContradictionFound(Contradiction("a rule", "here", "there", "found"))

    monkeypatch.setattr(reports.site.site_builder, "check_comparison", broken)
    with pytest.raises(ContradictionFound, match="here and there"):
        build_site(catalog, tmp_path, PAIRS)
    assert not (tmp_path / "compare").exists()


def test_a_write_that_fails_leaves_the_old_file_and_no_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = IncrementalBuild(tmp_path)
    folder.write("a", "then", PageFiles({"a/page.html": "old"}))

    def full(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError, match="no space"):
        folder.write("a", "now", PageFiles({"a/page.html": "new"}))
    assert (tmp_path / "a/page.html").read_text(encoding="utf-8") == "old"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["page.html"]


@pytest.mark.parametrize("name", ["../out.html", "a/../../out.html", "/tmp/out.html"])  # noqa: S108
def test_no_file_is_written_outside_the_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="leads out of the folder"):
        IncrementalBuild(tmp_path / "site").write("a", "now", PageFiles({name: "x"}))
    assert not list(tmp_path.iterdir())
