"""What a page is written in and how it is laid out, for the first draft of a source that reads it."""

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Json
from spiders.parsing.page import Page
from spiders.parsing.tables.table import Table

Form = Literal["html", "md", "json"]

MONEY = re.compile(r"[$€¥￥]\s?\d|\d\s?(?:元|USD|EUR|CNY)\b")


class TableShape(NamedTuple):
    """A table as its page shows it, and how many of its cells state an amount of money."""

    section: str
    """The heading above it; empty where there is none."""
    headers: list[str]
    amounts: int


class ListShape(NamedTuple):
    """A list of objects in a JSON answer: the keys that lead to it, and the keys of its first
    object.

    A key of an object inside that object is written as a path, "pricing/prompt".
    """

    path: list[str]
    keys: list[str]
    length: int


class PageShape(NamedTuple):
    """What a page is written in, its tables (most amounts of money first), its lists (longest
    first).
    """

    form: Form
    tables: list[TableShape]
    lists: list[ListShape]

    def lines(self) -> Iterator[str]:
        """What was found, one sentence per table or list."""
        yield f"the answer is {NAMES[self.form]}"
        for table in self.tables:
            where = f"under {table.section!r}" if table.section else "under no heading"
            headers = ", ".join(table.headers)
            yield f"a table {where} with the columns {headers}; {table.amounts} amounts of money"
        for found in self.lists:
            where = "/".join(found.path) or "the answer itself"
            yield (
                f"a list of {found.length} objects at {where} with the keys {', '.join(found.keys)}"
            )


NAMES: dict[Form, str] = {"html": "HTML", "md": "Markdown", "json": "JSON"}


def form_of(page: Page) -> Form:
    """What the page is written in: by what it parses as, not by its address."""
    try:
        page.json()
    except LayoutChanged:
        return "html" if page.is_html else "md"
    return "json"


def shape_of(page: Page) -> PageShape:
    """The shape of a page. Never raises for what the page holds."""
    form = form_of(page)
    if form == "json":
        lists = sorted(_lists(page.json().value, []), key=lambda found: -found.length)
        return PageShape(form, [], lists)
    tables: list[TableShape] = []
    for section in page.outline.sections():
        heading = section.heading.text if section.heading else ""
        tables += [TableShape(heading, table.labels, _amounts(table)) for table in section.tables()]
    tables.sort(key=lambda table: -table.amounts)
    return PageShape(form, tables, [])


def _amounts(table: Table) -> int:
    return sum(bool(MONEY.search(cell.text)) for cell in table.cells())


def _lists(value: Json, path: list[str]) -> Iterator[ListShape]:
    """Every list of objects below a value, the keys of lists inside such objects left out."""
    if isinstance(value, dict):
        for key, child in value.items():
            yield from _lists(child, [*path, key])
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield ListShape(path, list(_key_paths(value[0])), len(value))


def _key_paths(fields: dict[str, Json]) -> Iterator[str]:
    for key, value in fields.items():
        if isinstance(value, dict):
            yield from (f"{key}/{inner}" for inner in value)
        else:
            yield key
