"""Edits of price pages of the kinds that publishers make, on the tables of Markdown and HTML.

Each edit keeps what the page means, or says of which facts it changes the meaning: those must not
be read as before.
"""

import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from bs4 import BeautifulSoup, Tag

from spiders.general.price_words import read_price_words
from tests.reader_mutations.grids import Grid, HtmlGrid, MarkdownGrid

Effect = Literal["keeps", "changes", "moves"]
"""keeps: every fact stands as before. changes: facts of the edited cells mean something else.
moves: some values are others.
"""
NEW_NAMES = (
    "Rate",
    "Fee",
    "Tariff",
    "Engine",
    "Charge per block",
    "计价",
    "Standard fee",
    "Amount due",
)
NEW_UNITS = {
    "/ MTok": "/ token block",
    "/MTok": "/token block",
    "1M tokens": "token block",
    "1M Tokens": "token block",
    "M tokens": "token blocks",
    "百万tokens": "计费块",
    "百万 tokens": "计费块",
}
OTHER_UNITS = {
    "MTok": "KTok",
    "1M tokens": "1K tokens",
    "1M Tokens": "1K Tokens",
    "百万": "千",
}
SAME_WORDS = {
    "Output": "Completion",
    "Input": "Prompt",
    "Cached input": "Cache hit",
    "Cache hits": "Cached input",
    "Price": "Rate",
    "Model": "Model name",
    "输出": "补全",
}
_AMOUNT = re.compile(r"[$¥￥]\d|^\d+(?:\.\d+)?$|\d ?元|\d/|\d+\.\d")


class EditedPage(NamedTuple):
    """A page after an edit."""

    kind: str
    about: str
    effect: Effect
    body: bytes
    replaced: str
    """The number that is another now; empty where none is."""

    @property
    def is_in_place(self) -> bool:
        """Whether every cell that is not edited stands where it stood."""
        return self.kind in ("header renamed", "value moved", "note added", "headers exchanged")

    def moves(self, text: str) -> bool:
        """Whether a value with this text may be the one that is another now."""
        return self.replaced in text


class EditablePage:
    """A page of Markdown or HTML, with its tables that have no spans and state amounts."""

    def __init__(self, body: bytes) -> None:
        self.is_html = b"<html" in body[:5000].lower() or b"<!doctype html" in body[:5000].lower()
        self.grids: list[Grid] = []
        self.replaced = ""
        if self.is_html:
            self._soup = BeautifulSoup(body, "lxml")
            for table in self._soup.find_all("table"):
                self._take_html(table)
            return
        self._parts: list[str | MarkdownGrid] = []
        self._read_markdown(body.decode().split("\n"))

    def _take_html(self, table: Tag) -> None:
        cells = table.find_all(["td", "th"])
        has_spans = any(
            cell.get(name, "1") != "1" for cell in cells for name in ("rowspan", "colspan")
        )
        grid = HtmlGrid(table)
        is_even = len({len(cells) for cells in grid.rows}) == 1
        if not has_spans and is_even and len(grid.rows) > 2 and _states_amounts(grid):
            self.grids.append(grid)

    def _read_markdown(self, lines: Sequence[str]) -> None:
        start = 0
        while start < len(lines):
            end = start
            while end < len(lines) and re.match(r"\s*\|.*\|\s*$", lines[end]):
                end += 1
            if end - start > 3 and re.match(r"[\s|:-]+$", lines[start + 1]):
                rows = [re.split(r"(?<!\\)\|", line.strip())[1:-1] for line in lines[start:end]]
                grid = MarkdownGrid(rows)
                is_even = len({len(cells) for cells in rows}) == 1
                if is_even and _states_amounts(grid):
                    self.grids.append(grid)
                    self._parts.append(grid)
                else:
                    self._parts += lines[start:end]
                start = end
            else:
                self._parts += lines[start : max(end, start + 1)]
                start = max(end, start + 1)

    def headings(self) -> list[str]:
        """The headings, each as it is written."""
        if self.is_html:
            found = self._soup.find_all(re.compile(r"^h[1-4]$"))
            return [heading.get_text(" ", strip=True) for heading in found]
        lines = [part for part in self._parts if isinstance(part, str)]
        return [line.lstrip("# ") for line in lines if re.match(r"#{2,4} ", line)]

    def rename_heading(self, text: str, new: str) -> None:
        if self.is_html:
            for heading in self._soup.find_all(re.compile(r"^h[1-4]$")):
                if heading.get_text(" ", strip=True) == text:
                    heading.string = new
            return
        self._parts = [
            re.sub(r"^(#{2,4} ).*", rf"\g<1>{new}", part)
            if isinstance(part, str) and re.match(r"#{2,4} ", part) and part.lstrip("# ") == text
            else part
            for part in self._parts
        ]

    def written(self) -> bytes:
        if self.is_html:
            return str(self._soup).encode()
        lines: list[str] = []
        for part in self._parts:
            lines += [part] if isinstance(part, str) else part.written()
        return "\n".join(lines).encode()


def _states_amounts(grid: Grid) -> bool:
    return bool(_amounts(grid))


def _amounts(grid: Grid) -> list[tuple[int, int]]:
    """The places of amounts in a table."""
    return [
        (row, column)
        for row in range(grid.height())
        for column in range(grid.width())
        if _AMOUNT.search(grid.cell(row, column))
    ]


_PRICE = re.compile(r"[$¥￥]\s?\d|^\d+(?:\.\d+)?$|\d ?元")
Edit = Callable[[EditablePage, random.Random], tuple[str, Effect] | None]


def header_renamed(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    grid = chance.choice(page.grids)
    column = chance.randrange(grid.width())
    old = grid.header(column)
    if not old or len({grid.header(index) for index in range(grid.width())}) < grid.width():
        return None
    new = chance.choice(NEW_NAMES)
    grid.rename(column, new)
    return f"{old!r} is {new!r}", "keeps"


def column_moved(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    grid = chance.choice(page.grids)
    if grid.width() < 3:
        return None
    column, to = chance.sample(range(1, grid.width()), 2)
    grid.move(column, to)
    return f"column {column} to {to}", "keeps"


def column_added(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    grid = chance.choice(page.grids)
    grid.insert(chance.randrange(1, grid.width()), "Availability", "General")
    return "a column Availability", "keeps"


def note_added(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    grid = chance.choice(page.grids)
    row, column = chance.choice(_amounts(grid))
    grid.put(row, column, f"{grid.cell(row, column)} (for selected partners)")
    return f"a note at {row}, {column}", "changes"


def unit_word(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    return _replaced(chance.choice(page.grids), NEW_UNITS)


def unit_changed(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    return _replaced(chance.choice(page.grids), OTHER_UNITS)


def _replaced(grid: Grid, words: dict[str, str]) -> tuple[str, Effect] | None:
    changed = ""
    for old, new in words.items():
        for column in range(grid.width()):
            if old in grid.header(column):
                grid.rename(column, grid.header(column).replace(old, new))
                changed = f"{old} is {new}"
            for row in range(grid.height()):
                text = grid.cell(row, column)
                if old in text:
                    grid.put(row, column, text.replace(old, new))
                    changed = f"{old} is {new}"
        if changed:
            return changed, "changes"
    return None


def table_split(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    grid = chance.choice(page.grids)
    if not isinstance(grid, MarkdownGrid) or grid.height() < 4 or not grid.cell(0, 0):
        return None
    row = chance.randrange(2, grid.height() - 1)
    if not grid.cell(row, 0):
        return None
    grid.split(row)
    return f"split before row {row}", "keeps"


def heading_renamed(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    named = [text for text in page.headings() if re.search(r"pric|model|价", text, re.IGNORECASE)]
    # One that says a tier gives the prices below it their meaning.
    headings = [text for text in named if not read_price_words(text).tier]
    if not headings:
        return None
    old = chance.choice(headings)
    page.rename_heading(old, "What it costs")
    return f"the heading {old!r}", "keeps"


def value_moved(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    """A header renamed, and one value another: the value is not confirmed."""
    grid = chance.choice(page.grids)
    prices = [place for place in _amounts(grid) if _PRICE.search(grid.cell(*place))]
    if not prices:
        return None
    row, column = chance.choice(prices)
    text = grid.cell(row, column)
    number = re.search(r"\d+(?:\.\d+)?", text)
    if number is None or len({grid.header(i) for i in range(grid.width())}) < grid.width():
        return None
    raised = f"{float(number[0]) * 2 + 1:g}"
    grid.put(row, column, text[: number.start()] + raised + text[number.end() :])
    grid.rename(column, "Rate")
    page.replaced = number[0]
    return f"{text} is {raised}, under 'Rate'", "moves"


def headers_exchanged(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    grid = chance.choice(page.grids)
    columns = sorted({column for _, column in _amounts(grid)})
    if len(columns) < 2:
        return None
    one, other = chance.sample(columns, 2)
    texts = grid.header(one), grid.header(other)
    if texts[0] == texts[1]:
        return None
    grid.rename(one, texts[1])
    grid.rename(other, texts[0])
    return f"{texts[0]!r} and {texts[1]!r} changed places", "changes"


def header_reworded(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    """A header in other words for the same."""
    grid = chance.choice(page.grids)
    places = [
        (column, old, new)
        for column in range(grid.width())
        for old, new in SAME_WORDS.items()
        if re.search(rf"(?i)\b{old}\b", grid.header(column))
    ]
    if not places:
        return None
    column, old, new = chance.choice(places)
    reworded = re.sub(rf"(?i)\b{old}\b", new, grid.header(column))
    if reworded in {grid.header(index) for index in range(grid.width())}:
        return None
    grid.rename(column, reworded)
    return f"a header says {reworded!r}", "keeps"


def currency_moved(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    """The code of the currency behind all amounts of a column, for the sign before them."""
    grid = chance.choice(page.grids)
    column = chance.choice([column for _, column in _amounts(grid)])
    moved = 0
    for row in range(grid.height()):
        text = grid.cell(row, column)
        behind = re.sub(r"^\\?\$ ?(\d[\d.]*)(?=\s*(?:/|$))", r"\1 USD", text)
        if behind != text:
            grid.put(row, column, behind)
            moved += 1
    return (f"{moved} amounts in USD", "keeps") if moved else None


def marks_added(page: EditablePage, chance: random.Random) -> tuple[str, Effect] | None:
    """Marks of notes behind the prices of a row, as a page has them that explains them nowhere."""
    grid = chance.choice(page.grids)
    row, _ = chance.choice(_amounts(grid))
    columns = [column for number, column in _amounts(grid) if number == row]
    mark = chance.choice(("*", " †", "‡"))
    priced = [column for column in columns if _PRICE.search(grid.cell(row, column))]
    for column in priced:
        text = grid.cell(row, column)
        grid.put(row, column, re.sub(r"(\d[\d.]*)(?!.*\d)", rf"\1{mark}", text, count=1))
    return (f"marks in row {row}", "changes") if priced else None


KINDS: dict[str, Edit] = {
    "header renamed": header_renamed,
    "column moved": column_moved,
    "column added": column_added,
    "note added": note_added,
    "new unit word": unit_word,
    "unit changed": unit_changed,
    "table split": table_split,
    "heading renamed": heading_renamed,
    "value moved": value_moved,
    "headers exchanged": headers_exchanged,
    "header reworded": header_reworded,
    "currency moved": currency_moved,
    "marks added": marks_added,
}


def edited_pages(
    body: bytes, count: int, chance: random.Random, kinds: Sequence[str] = ()
) -> Iterator[EditedPage]:
    """Up to `count` edited copies of a page, the kinds in turn: all of them, or those named."""
    names = list(kinds or KINDS)
    made = 0
    for attempt in range(count * 4):
        if made == count:
            return
        page = EditablePage(body)
        if not page.grids:
            return
        kind = names[(attempt + chance.randrange(2)) % len(names)]
        done = KINDS[kind](page, chance)
        if done is None:
            continue
        made += 1
        yield EditedPage(kind, done[0], done[1], page.written(), page.replaced)
