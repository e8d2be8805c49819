"""Document: the bytes of one retrieval, read as text, JSON, YAML, CSV or lines of Markdown.

`text_at` runs a locator on the archived bytes, so that every quote can be derived again. HTML is
read in page.py.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TypeAlias

from spiders.characters import plain_characters
from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.csv_table import csv_table, parse_csv
from spiders.parsing.elements import Element
from spiders.parsing.findings import FindingCollector
from spiders.parsing.json_tree import (
    Json,
    Node,
    parse_json,
    resolve_pointer,
    scalar_text,
    unescape_step,
)
from spiders.parsing.markdown import MarkdownDocument
from spiders.parsing.mdx import Literal, literals, without_trailing_comma, written_arrays
from spiders.parsing.mdx_tables import cell_text
from spiders.parsing.tables.table import Table
from spiders.parsing.yaml_tree import front_matter, parse_yaml

_STEP_SEPARATOR = re.compile(r" > (?=(?:cell|array|json|attr|css|source|html|key|chars|jsx):)")
Found: TypeAlias = "Json | Element"
"""What the steps of a locator lead to."""


class Document(FindingCollector):
    """The bytes of one retrieval and the readers for them. Nothing here fetches, and nothing uses
    the clock.
    """

    def __init__(
        self,
        body: bytes,
        *,
        url: str,
        kind: str = "",
        media_type: str = "",
        links: str = "",
        base: str = "",
    ) -> None:
        """`links` is the header `Link` of the answer. `base` is the locator of the text that this
        page is, if it is a part of another page.
        """
        super().__init__()
        self.body = body
        self.url = url
        self.kind = kind
        self.media_type = media_type
        self._links = links
        self._base = base

    def next_address(self) -> str | None:
        """The address of the next page in the answer's header `Link`. It is known only while the
        page is followed.
        """
        match = re.search(r'<([^<>]+)>; *rel="?next"?', self._links)
        return match[1] if match else None

    @cached_property
    def text(self) -> str:
        """The body as text. Bytes that are UTF-8 are read as UTF-8, whatever a header says."""
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            first_wrong_byte = error.start
        charset = re.search(r"(?i)charset=\"?([\w-]+)", self.media_type)
        if charset is None:
            raise LayoutChanged(
                "the body is not UTF-8 and names no charset", where=f"byte {first_wrong_byte}"
            )
        try:
            return self.body.decode(charset[1])
        except (LookupError, UnicodeDecodeError) as error:
            raise LayoutChanged("the body is not text", found=str(error)) from None

    def json(self) -> Node:
        """The whole body as JSON. Raises LayoutChanged when it is not JSON."""
        tree = Node(self._json, entries=self.entries)
        self.entries.trees.append(tree)
        return tree

    def yaml(self) -> Node:
        """The front matter of a Markdown page as YAML, or else the whole body.

        Every scalar is a text as the page writes it: "no" is not a boolean, and 1.10 is not 1.1.
        """
        return Node(self._yaml, base="yaml:", entries=self.entries)

    def front_matter(self) -> Node | None:
        """The front matter of a Markdown page as YAML; None for a page that does not begin with
        one. A block further down is text: an example of one, or a table.
        """
        if front_matter(self.text) is None:
            return None
        matter = self.yaml()
        return matter if isinstance(matter.value, dict) else None

    def csv(self) -> Table:
        """The whole body as CSV, with the headers in the first record."""
        table = csv_table(self._csv)
        table.entries = self.entries
        return table

    def quote_in_url(self, pattern: str) -> Quote:
        """The first group of `pattern` in the page's address: a page may name its subject only
        there. Raises LayoutChanged when the address does not match.
        """
        match = re.search(pattern, self.url)
        if match is None:
            raise LayoutChanged("the address has another form", expected=pattern, found=self.url)
        address = Quote(text=self.url, locator="url:")
        return address.slice(*match.span(1))

    def literals(self) -> Iterator[Literal]:
        """The arrays of plain literals in the source of an MDX page, such as `["model", "$1"]`: for
        components that are no tables.
        """
        return literals(plain_characters(self.text))

    def line(self, number: int) -> Quote:
        """A line of a text page, counted from 1."""
        return Quote(text=self._markdown.line(number), locator=f"line:{number}")

    def written_line(self, number: int) -> str | None:
        """A line of a text page as it is written, marks and space included; None beyond its ends."""
        lines = self._markdown.lines
        return lines[number - 1] if 1 <= number <= len(lines) else None

    def cell_pieces(self, cell: Quote) -> list[Quote]:
        """A cell of a Markdown table, split where a picture or a link begins or ends: their texts,
        and the texts between them.
        """
        position = re.fullmatch(r"line:(\d+) > cell:(\d+)", cell.locator)
        if position is None:
            raise LayoutChanged(
                "a cell is no whole cell of a Markdown table", where=cell.locator, found=cell.text
            )
        spans = self._markdown.pieces(int(position[1]), int(position[2]))
        return [cell.slice(*span) for span in spans]

    def line_above(self, number: int, pattern: str) -> Quote | None:
        """The nearest match of `pattern` above a line, or its first group; None when there is
        none.
        """
        for above in range(number - 1, 0, -1):
            found = self.line(above).find(pattern)
            if found:
                return found
        return None

    # --- from a locator to its text -------------------------------------------------------------

    def text_at(self, locator: str) -> str:
        """The text that a locator leads to. Raises LayoutChanged when it leads nowhere."""
        found: Found = self.text
        for step in _STEP_SEPARATOR.split(locator):
            decoder, _, argument = step.partition(":")
            found = self._step(found, decoder, argument, locator)
        text = _text_of(found)
        if text is None:
            raise LayoutChanged("the locator leads to no text", where=locator)
        return text

    def _step(self, found: Found, decoder: str, argument: str, locator: str) -> Found:
        """What one step of a locator leads to, from what the steps before it led to.

        The steps and their arguments are described in docs/locators.md.
        """
        match decoder:
            case "url":
                return self.url
            case "json" | "yaml" | "csv" | "key":
                return self._data_step(found, decoder, argument, locator)
            case "line" | "lines" | "cell":
                return self._markdown_step(decoder, argument, locator)
            case "attr" if isinstance(found, Element):
                return found.attribute(argument).text
            case "source" if isinstance(found, Element):
                return found.source
            case "array" | "jsx" | "chars":
                return _text_step(_text_of(found) or "", decoder, argument)
            case _:
                raise LayoutChanged(f"the locator has an unknown step {decoder!r}", where=locator)

    def _data_step(self, found: Found, decoder: str, argument: str, locator: str) -> Json:
        if decoder == "csv":
            row, column = argument.split("/")
            return self._csv_field(int(row), int(column))
        if decoder == "key":
            pointer = locator.partition(" > key:")[0]
            return plain_characters(unescape_step(pointer.rpartition("/")[2]))
        if decoder == "yaml":
            return resolve_pointer(self._yaml, argument)
        if found is self.text:
            return resolve_pointer(self._json, argument)
        return resolve_pointer(parse_json(found if isinstance(found, str) else ""), argument)

    def _markdown_step(self, decoder: str, argument: str, locator: str) -> str:
        if decoder == "line":
            return self._markdown.line(int(argument))
        if decoder == "lines":
            first, last = argument.split("-")
            return self._markdown.source(int(first), int(last))
        line = locator.removeprefix("line:").partition(" ")[0]
        return self._markdown.cell(int(line), int(argument))

    def _csv_field(self, row: int, column: int) -> str:
        records = self._csv
        if not (1 <= row <= len(records) and 1 <= column <= len(records[row - 1])):
            raise LayoutChanged(
                "the field is not there",
                where=f"csv:{row}/{column}",
                found=f"{len(records)} records",
            )
        return records[row - 1][column - 1]

    # --- parsed forms, parsed once --------------------------------------------------------------

    @cached_property
    def _json(self) -> Json:
        return parse_json(self.text)

    @cached_property
    def _yaml(self) -> Json:
        matter = front_matter(self.text)
        return parse_yaml(self.text if matter is None else matter)

    @cached_property
    def _csv(self) -> list[list[str]]:
        return parse_csv(self.text)

    @cached_property
    def _markdown(self) -> MarkdownDocument:
        return MarkdownDocument(self.text)


def _text_of(found: Found) -> str | None:
    if isinstance(found, Element):
        return found.quote.text
    return scalar_text(found)


def _text_step(text: str, decoder: str, argument: str) -> str:
    if decoder == "array":
        return without_trailing_comma(written_arrays(text)[int(argument) - 1])
    if decoder == "jsx":
        return cell_text(text)
    start, end = argument.split("-")
    return text[int(start) : int(end)]
