"""Document: the bytes of one retrieval, read as text, JSON, YAML, CSV or lines of Markdown; and the
way back.

`text_at` runs a locator on the archived bytes, so that every quote can be derived again. What is
HTML, page.py reads.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import TypeAlias

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
from spiders.parsing.mdx import Literal, literals, written_arrays
from spiders.parsing.mdx_tables import cell_text
from spiders.parsing.tables import Table
from spiders.parsing.yaml_tree import front_matter, parse_yaml

_STEP = re.compile(r" > (?=(?:cell|array|json|attr|css|source|html|key|chars|jsx):)")
Found: TypeAlias = "Json | Element"
"""What the steps of a locator lead to."""


class Document(FindingCollector):
    """The bytes of one retrieval and the readers for them. Nothing here fetches, and nothing knows
    the time.
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
        super().__init__()
        self.body, self.url, self.kind, self.media_type = body, url, kind, media_type
        self._links, self._base = links, base
        """The locator of the text that this page is, where it is a part of another page."""

    def next_address(self) -> str | None:
        """The address that the answer's header `Link` calls the next page; known while the page is
        followed.
        """
        match = re.search(r'<([^<>]+)>; *rel="?next"?', self._links)
        return match[1] if match else None

    @cached_property
    def text(self) -> str:
        """The body as text. Bytes that are UTF-8 are read as UTF-8, whatever a header says."""
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            charset = re.search(r"charset=([\w-]+)", self.media_type)
            if charset is None:
                raise LayoutChanged(
                    "the body is not UTF-8 and names no charset", where=f"byte {error.start}"
                ) from None
            try:
                return self.body.decode(charset[1])
            except (LookupError, UnicodeDecodeError) as second:
                raise LayoutChanged("the body is not text", found=str(second)) from None

    def json(self) -> Node:
        """The whole body as JSON."""
        return Node(self._json)

    def yaml(self) -> Node:
        """The front matter of a Markdown page, or else the whole body, as YAML."""
        return Node(self._yaml, base="yaml:")

    def csv(self) -> Table:
        """The whole body as CSV."""
        return csv_table(self._csv)

    def quote_in_url(self, pattern: str) -> Quote:
        """What of the page's address matches `pattern` (its first group): a page may name its
        subject only there.
        """
        match = re.search(pattern, self.url)
        if match is None:
            raise LayoutChanged("the address has another form", expected=pattern, found=self.url)
        return Quote(text=self.url, locator="url:").slice(*match.span(1))

    def literals(self) -> Iterator[Literal]:
        """The arrays of plain literals in the source of an MDX page."""
        return literals(self.text)

    def line(self, number: int) -> Quote:
        """A line of a text page, counted from 1."""
        return Quote(text=self._markdown.line(number), locator=f"line:{number}")

    def cell_pieces(self, cell: Quote) -> list[Quote]:
        """A cell of a Markdown table cut where a picture or a link begins or ends: their texts, and
        those between.
        """
        place = re.fullmatch(r"line:(\d+) > cell:(\d+)", cell.locator)
        if place is None:
            raise LayoutChanged(
                "a cell is no whole cell of a Markdown table", where=cell.locator, found=cell.text
            )
        return [cell.slice(*span) for span in self._markdown.pieces(int(place[1]), int(place[2]))]

    def line_above(self, number: int, pattern: str) -> Quote | None:
        """The nearest text above a line that matches `pattern`: its first group, or all of it."""
        for line in range(number - 1, 0, -1):
            if match := re.search(pattern, self._markdown.line(line)):
                return self.line(line).slice(*match.span(1 if match.re.groups else 0))
        return None

    # --- the way back -------------------------------------------------------------------------------------------

    def text_at(self, locator: str) -> str:
        """The text that a locator leads to. Raises LayoutChanged when it leads nowhere."""
        found: Found = self.text
        for step in _STEP.split(locator):
            decoder, _, argument = step.partition(":")
            found = self._step(found, decoder, argument, locator)
        text = _shown(found)
        if text is None:
            raise LayoutChanged("the locator leads to no text", where=locator)
        return text

    def _step(self, found: Found, decoder: str, argument: str, locator: str) -> Found:
        text = found if isinstance(found, str) else ""
        match decoder:
            case "json":
                return resolve_pointer(
                    self._json if found is self.text else parse_json(text), argument
                )
            case "yaml":
                return resolve_pointer(self._yaml, argument)
            case "csv":
                return self._field(*map(int, argument.split("/")))
            case "url":
                return self.url
            case "lines":
                first, last = argument.split("-")
                return self._markdown.source(int(first), int(last))
            case "key":
                return unescape_step(locator.partition(" > key:")[0].rpartition("/")[2])
            case "line":
                return self._markdown.line(int(argument))
            case "cell":
                return self._markdown.cell(
                    int(locator.removeprefix("line:").partition(" ")[0]), int(argument)
                )
            case "array":
                return re.sub(r",\s*\]$", "]", written_arrays(text)[int(argument) - 1])
            case "attr" if isinstance(found, Element):
                return found.attribute(argument).text
            case "source" if isinstance(found, Element):
                return found.source
            case "jsx":
                return cell_text(text)
            case "chars":
                start, end = argument.split("-")
                return (_shown(found) or "")[int(start) : int(end)]
            case _:
                raise LayoutChanged(f"the locator has an unknown step {decoder!r}", where=locator)

    def _field(self, row: int, column: int) -> str:
        if not (1 <= row <= len(self._csv) and 1 <= column <= len(self._csv[row - 1])):
            raise LayoutChanged(
                "the field is not there",
                where=f"csv:{row}/{column}",
                found=f"{len(self._csv)} records",
            )
        return self._csv[row - 1][column - 1]

    # --- parsed forms, made once ----------------------------------------------------------------------------------

    @cached_property
    def _json(self) -> Json:
        return parse_json(self.text)

    @cached_property
    def _yaml(self) -> Json:
        return parse_yaml(front_matter(self.text))

    @cached_property
    def _csv(self) -> list[list[str]]:
        return parse_csv(self.text)

    @cached_property
    def _markdown(self) -> MarkdownDocument:
        return MarkdownDocument(self.text)


def _shown(found: Found) -> str | None:
    return found.quote.text if isinstance(found, Element) else scalar_text(found)
