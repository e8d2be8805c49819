"""A new source: its file, a sample page and what that must yield, from spiders/templates. Nothing
else is touched.

What is left to a person is marked FILL IN, and the tests fail while a mark is left.
"""

import html
import json
import os
import re
import tempfile
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from ipaddress import ip_address
from pathlib import Path
from string import Template
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import spiders
from pipeline.configuration import Configuration
from pipeline.failures import Failure
from pipeline.home import Home
from pipeline.network import plan_settings
from pipeline.samples.first_look import URL_VARIABLE
from pipeline.samples.page_shape import Form, ListShape, PageShape, TableShape
from pipeline.samples.pages import samples_folder
from pipeline.samples.server import sample_days
from spiders.archive import Archive
from spiders.crawler.crawl import crawl
from spiders.crawler.plan import CrawlPlan
from spiders.parsing.page import Page
from spiders.registry import source_file
from spiders.source import Source
from spiders.source_names import source_names

PACKAGE = Path(spiders.__file__).parent
PLACEHOLDER = "FILL IN"
OTHERS = f"{PLACEHOLDER} (read it, ignore it, or delete this line): the objects also have"
LINE_LENGTH = 100
"""Of the sources in this project (ruff's `line-length`)."""


class SourcePlace(NamedTuple):
    """The folder of source files and that of their samples."""

    sources: Path
    samples: Path


IN_PROJECT = SourcePlace(PACKAGE / "sources", PACKAGE / "samples")
EXAMPLE_TABLE = TableShape("Prices per 1M tokens", ["Model", "Input", "Output"], 2)
EXAMPLE_LIST = ListShape(["models"], ["id", "input_price", "output_price"], 1)
SUBJECT = re.compile(r"^(id|name|slug|.*model.*)$", re.IGNORECASE)
# The first pattern that occurs in a label says what it counts.
METER_WORDS = {
    r"cach\w*.*(hit|read)|cached": "cache_read",
    r"cach\w*.*(write|creation)": "cache_write",
    r"input|prompt|(^|/)in$": "input",
    r"output|completion|(^|/)out$": "output",
}
SAMPLE_NOTE = "a small answer of your own, with the structure of the real one and real figures"
NO_PRICE = re.compile(r"modalit|limit|max|context|window", re.IGNORECASE)
SAMPLE_PRICES = {"cache_read": "$0.10", "cache_write": "$1.25", "input": "$1.00", "output": "$2.00"}


def create_source(
    name: str, url: str, shape: PageShape | None = None, place: SourcePlace = IN_PROJECT
) -> list[Path]:
    """Write the files of a source that reads `url`, and return them.

    `shape` is what the url answered; without one, the end of the url says what the page is written
    in. Raises Failure where there is a source of this name.
    """
    check_new_source(name, url, place)
    shape = shape or PageShape(_form_of_url(url), [], [])
    folder = place.samples / name / sample_days()[0]
    templates = {
        place.sources / f"{name}.py": "json.txt" if shape.form == "json" else "tables.txt",
        folder / f"page.{shape.form}": f"page.{shape.form}",
        folder / "expected.csv": "expected.csv",
    }
    words = _words(name, url, shape)
    for path, template in templates.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        text = (PACKAGE / "templates" / template).read_text(encoding="utf-8")
        path.write_text(Template(text).substitute(words), encoding="utf-8")
    return list(templates)


def look_at(
    url: str, base_url: str | None = None, configuration: Configuration | None = None
) -> Page:
    """The page that a url answers with, fetched once by the crawler, with its manners.

    Raises Failure where no page comes: the crawler's reason.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = Path(folder)
        plan = CrawlPlan(
            archive=archive.absolute(),
            run_id="first-look",
            sources=["first_look"],
            package="pipeline.samples.first_look",
            base_url=base_url,
            allow_loopback=base_url is not None,
            **plan_settings(configuration or Configuration()),
        )
        os.environ[URL_VARIABLE] = url
        try:
            report = crawl(plan).sources["first_look"]
        finally:
            del os.environ[URL_VARIABLE]
        for outcome in report.outcomes:
            if outcome.confirms and outcome.sha256:
                body = Archive(archive).body(outcome.sha256)
                return Page(body, url=url, media_type=outcome.media_type)
        reasons = [*(outcome.detail for outcome in report.outcomes), *report.errors]
    raise Failure(f"{url} gave no page: {'; '.join(reasons)}", code="no-page")


def _words(name: str, url: str, shape: PageShape) -> dict[str, str]:
    """What stands for the marks of the templates."""
    table = shape.tables[0] if shape.tables else EXAMPLE_TABLE
    rows = shape.lists[0] if shape.lists else EXAMPLE_LIST
    labels = rows.keys if shape.form == "json" else table.headers
    subject = next((label for label in labels if SUBJECT.search(label)), labels[0])
    meters = _meters([label for label in labels if label != subject])
    ignored = [label for label in labels if label != subject and label not in meters]
    entries = [f"{_quoted(label)}: {_quoted(meter)}" for label, meter in meters.items()]
    return {
        "title": name.replace("_", " ").capitalize(),
        "class_name": "".join(word.capitalize() for word in name.split("_")),
        "publisher": _host(url).split(".")[-2],
        "url": url,
        "meters": _fitted("METERS: dict[str, Meter] = {", entries, "}"),
        "subject": _quoted(subject),
        "rows": _loop_over_rows(ignored),
        "others": _comment(f"{OTHERS} {', '.join(ignored) or 'nothing else'}."),
        "nodes": "".join(f".require_node({_quoted(key)})" for key in rows.path),
        "answer_json": _sample_answer(rows, subject, meters),
        **_section_words(table.section),
        **_table_words(table, subject, meters),
    }


def _loop_over_rows(ignored: Sequence[str]) -> str:
    head, indent = "for row in table.rows(", " " * 8
    texts = [_quoted(label) for label in ignored]
    line = f"{indent}{head}ignore=[{', '.join(texts)}]):"
    if len(line) <= LINE_LENGTH:
        return line
    return f"{indent}{head}\n{_fitted(f'{indent}    ignore=[', texts, ']')}\n{indent}):"


def _fitted(before: str, texts: Sequence[str], after: str) -> str:
    """Code that holds several entries: on one line where that fits, else an entry per line."""
    line = f"{before}{', '.join(texts)}{after}"
    if len(line) <= LINE_LENGTH:
        return line
    indent = before[: len(before) - len(before.lstrip())]
    inside = "".join(f"{indent}    {text},\n" for text in texts)
    return f"{before}\n{inside}{indent}{after}"


def _comment(text: str) -> str:
    return textwrap.fill(text, LINE_LENGTH, initial_indent="# ", subsequent_indent="# ")


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _section_words(section: str) -> dict[str, str]:
    """Of the section that a table stands in; empty words where it stands in none."""
    if not section:
        return {"section": "", "where": "", "heading_html": "", "heading_md": ""}
    return {
        "section": section,
        "where": f"section({_quoted(section)}).",
        "heading_html": f"<h2>{html.escape(section)}</h2>",
        "heading_md": f"## {section}\n",
    }


def _table_words(table: TableShape, subject: str, meters: Mapping[str, str]) -> dict[str, str]:
    """Of a table's headers, with one row of sample cells."""
    cells = [_sample_cell(label, subject, meters) for label in table.headers]
    return {
        "headers_html": "".join(f"<th>{html.escape(label)}</th>" for label in table.headers),
        "cells_html": "".join(f"<td>{cell}</td>" for cell in cells),
        "headers_md": " | ".join(table.headers),
        "dashes_md": " | ".join("---" for _ in table.headers),
        "cells_md": " | ".join(cells),
    }


def _meters(labels: Iterable[str]) -> dict[str, str]:
    """The labels that name a price of tokens, by what they seem to count: each meter once."""
    meters: dict[str, str] = {}
    for label in labels:
        if NO_PRICE.search(label):
            continue
        for pattern, meter in METER_WORDS.items():
            if re.search(pattern, label, re.IGNORECASE) and meter not in meters.values():
                meters[label] = meter
                break
    return meters


def _sample_cell(label: str, subject: str, meters: Mapping[str, str]) -> str:
    if label == subject:
        return "first-model"
    if label in meters:
        return SAMPLE_PRICES[meters[label]]
    return "-"


def _sample_answer(rows: ListShape, subject: str, meters: Mapping[str, str]) -> str:
    """A JSON answer in which one object has the keys that the source reads."""
    fields: dict[str, Any] = {}
    for path in (subject, *meters):
        *outer, key = path.split("/")
        inside = fields
        for step in outer:
            inside = inside.setdefault(step, {})
        inside[key] = "first-model" if path == subject else float(SAMPLE_PRICES[meters[path]][1:])
    answer: Any = [fields]
    for key in reversed(rows.path):
        answer = {key: answer}
    if rows.path:
        answer = {"note": f"{PLACEHOLDER}: {SAMPLE_NOTE}"} | answer
    return json.dumps(answer, ensure_ascii=False, indent=1)


def check_new_source(name: str, url: str, place: SourcePlace = IN_PROJECT) -> None:
    """Raises Failure where a source cannot be called so, the url is none, or its files exist."""
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise Failure(
            f"expected a name such as acme_pricing, found {name!r}",
            exit_code=2,
            code="usage",
        )
    if urlsplit(url).scheme not in ("http", "https") or not _is_public_name(_host(url)):
        raise Failure(
            f"expected the url of a public page, found {url!r}; a page that a server of your own has is named by "
            "its public url, and --base-url names the server (docs/writing-sources.md)",
            exit_code=2,
            code="usage",
        )
    if name in source_names(place.sources) and not (place.sources / f"{name}.py").exists():
        raise Failure(
            f"there is a source called {name} elsewhere; nothing was written", code="exists"
        )
    for path in (place.sources / f"{name}.py", place.samples / name):
        if path.exists():
            raise Failure(f"{path} exists; nothing was written", code="exists")


def _host(url: str) -> str:
    return urlsplit(url).hostname or ""


def _is_public_name(host: str) -> bool:
    """Whether a host has a name of several parts: `localhost` and addresses name no publisher."""
    try:
        ip_address(host)
    except ValueError:
        return "." in host
    return False


def _form_of_url(url: str) -> Form:
    """What a page is probably written in: by the end of the url's path, and HTML where that says
    nothing.
    """
    path = urlsplit(url).path
    if re.search(r"\.(md|mdx|txt)$", path):
        return "md"
    if path.endswith(".json") or re.search(r"/api/|/v\d+/", path):
        return "json"
    return "html"


def place_of(source: Source) -> SourcePlace:
    """Where a source and its samples are."""
    return SourcePlace(source_file(type(source)).parent, samples_folder(source).parent)


def new_source_place(home: Home) -> SourcePlace:
    """Where a new source goes: into the project in a clone of it, else into the home."""
    if (PACKAGE.parent / "pyproject.toml").exists():
        return IN_PROJECT
    return in_home(home)


def in_home(home: Home) -> SourcePlace:
    return SourcePlace(home.sources, home.sources / "samples")


def placeholders(source: str, place: SourcePlace = IN_PROJECT) -> Iterator[str]:
    """The places of a source that are still to be filled in, as file and line."""
    code = place.sources / f"{source}.py"
    for path in [code, *sorted((place.samples / source).glob("*/*"))]:
        lines = path.read_text(encoding="utf-8").splitlines()
        name = path.relative_to(place.samples.parent.parent)
        for number, line in enumerate(lines, start=1):
            if PLACEHOLDER in line:
                yield f"{name} line {number}: {line.strip()[:80]}"
