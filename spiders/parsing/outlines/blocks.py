"""The blocks of a document in reading order: headings, lines of text, tables and script data."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from spiders.claims import Quote
from spiders.parsing.outlines.script_data import Data
from spiders.parsing.tables.headers import normalised
from spiders.parsing.tables.table import Table

# A full stop ends a sentence only before a space: "4.1" and "kimi-k2.6" do not end one.
_SENTENCE = r"\S(?:[^.;。；]|[.;](?=\S))*[.;。；]?"


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 to 6."""

    level: int
    quote: Quote
    known_as: str = ""
    """What it was called before, where a source says so: it is found by that."""


@dataclass(frozen=True)
class Line:
    """One run of text outside tables: a paragraph, a list item, a caption."""

    quote: Quote


@dataclass(frozen=True)
class Html:
    """The first and last line of a table that a Markdown page writes as HTML, not parsed yet."""

    first: int
    last: int


Block = Heading | Line | Html | Data | Table


def known_names(
    blocks: Iterable[Block],
    headers: Mapping[str, str],
    headings: Mapping[str, str],
    ignored: Iterable[str] = (),
) -> Iterator[Block]:
    """Blocks whose renamed headers of tables and renamed headings are found by the names that they
    had before. Both mappings give the name before by the name now; texts stay as the page has them.
    Columns whose headers are `ignored` are left out.
    """
    left_out = {normalised(header) for header in ignored}
    old_headers = {normalised(now): before for now, before in headers.items()}
    old_headings = {normalised(now): before for now, before in headings.items()}
    for block in blocks:
        if isinstance(block, Table):
            yield block.without_columns(left_out).with_known_headers(old_headers)
        elif isinstance(block, Heading) and normalised(block.quote.text) in old_headings:
            yield Heading(block.level, block.quote, old_headings[normalised(block.quote.text)])
        else:
            yield block


def lines_of(blocks: Iterable[Block]) -> Iterator[Quote]:
    """The lines of text among blocks."""
    for block in blocks:
        if isinstance(block, Line):
            yield block.quote


def sentences_of(blocks: Sequence[Block], pattern: str) -> list[Quote]:
    """The sentences in which `pattern` occurs, each text once, where it occurs first."""
    found: dict[str, Quote] = {}
    for line in lines_of(blocks):
        for sentence in line.find_all(_SENTENCE):
            if re.search(pattern, sentence.text):
                found.setdefault(sentence.text, sentence)
    return list(found.values())
