"""Page: one retrieved document that may be HTML, in which every value found is a quote.

Everything here is general: what one source needs belongs into that source. This is the only module
that uses bs4.

The parts of a page, in the order of this file: what sources read; the way from a locator to its
element; HTML tables inside Markdown; the blocks of an HTML page; its tables; paths to elements. The
functions below the class need nothing but an element.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, partial
from typing import NamedTuple

from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from spiders.claims import Claim, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.document import Document, Found
from spiders.parsing.elements import Element
from spiders.parsing.json_tree import AstroNode, Node, parse_json
from spiders.parsing.outline import Block, Data, Heading, Html, Line, Outline
from spiders.parsing.react_flight import flight_rows
from spiders.parsing.tables import Header, Table

_HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_HEADING_CLASS = re.compile(r"\bheading-h([1-6])\b")
_LINE_TAGS = {"p", "li", "small", "dd", "dt", "figcaption", "blockquote"}
_HIDDEN_TAGS = {"script", "style", "template", "noscript", "svg"}
_BOX_TAGS = ["p", "div", "li", "blockquote"]
_CELL_TAGS = ["td", "th"]
_ZERO_WIDTH = re.compile(r"[\u200b-\u200d\ufeff]")
_SPACE_BEFORE_PUNCTUATION = re.compile(r" (?=[,.;:!?)])")
_LARGEST_SPAN = 1000
_LONGEST_PREAMBLE = 20_000
"""Characters in which the begin of an HTML document is looked for, behind comments."""


def visible_text(element: Tag) -> str:
    """An element's text as a reader sees it: without scripts, zero-width marks and runs of space."""
    texts = [text for text in element.strings if not _is_hidden(text)]
    joined = _ZERO_WIDTH.sub("", " ".join(texts))
    one_spaced = " ".join(joined.split())
    return _SPACE_BEFORE_PUNCTUATION.sub("", one_spaced)


def _is_hidden(text: NavigableString) -> bool:
    return text.parent is not None and text.parent.name in _HIDDEN_TAGS


class Page(Document):
    """A document that may be HTML: as a whole, as tables between Markdown, or inside JSON.

    What to read, by the form of the page:

    - HTML or Markdown with headings and tables: `outline`.
    - HTML without tables, such as cards: `elements`.
    - JSON, YAML, CSV as a whole: `json`, `yaml`, `csv`.
    - data for the page's scripts: `script`, `flight`, or the outline's `data`.
    - HTML in a text of JSON: `html`, `fragment`.
    """

    @property
    def is_html(self) -> bool:
        """Whether the text begins as an HTML document, after comments and white space, or is a part
        of a page that is read as HTML.
        """
        if self._base:
            return True
        start = self.text[:_LONGEST_PREAMBLE].lstrip()
        while start.startswith("<!--"):
            start = start.partition("-->")[2].lstrip()
        return re.match(r"<(?:!doctype html|html)\b", start, re.IGNORECASE) is not None

    def script(self, name: str) -> Node:
        """The JSON that a page carries for its scripts, in the element with this id, such as
        "__NEXT_DATA__".
        """
        path = f"#{name}"
        written = _source(self._element(path))
        return Node(parse_json(written), base=f"css:{path} > source: > json:")

    @cached_property
    def outline(self) -> Outline:
        """What the page shows in reading order, from HTML or Markdown."""
        blocks = self._html_blocks() if self.is_html else self._markdown_blocks()
        return Outline(list(blocks))

    def elements(self, selector: str) -> list[Element]:
        """The elements of an HTML page that match a CSS selector, in order."""
        return self._select(self._soup, selector)

    def _select(self, parent: Tag, selector: str) -> list[Element]:
        return [self._as_element(tag) for tag in parent.select(selector)]

    def _as_element(self, tag: Tag) -> Element:
        attributes: dict[str, str] = {}
        for name in tag.attrs:
            attributes[name] = " ".join(tag.get_attribute_list(name))
        return Element(self._quote(tag), _source(tag), attributes, partial(self._select, tag))

    @cached_property
    def flight(self) -> list[Node]:
        """The objects and lists that React's server wrote into the page for its scripts, in order."""
        nodes: list[Node] = []
        for row_id, text in self._flight_rows.items():
            if text.startswith(("[", "{")):
                nodes.append(Node(parse_json(text), base=f"flight:{row_id} > json:"))
        return nodes

    def texts_in_scripts(self, *keys: str) -> Iterator[Node]:
        """Every object in `flight`, at whatever depth, that has all of these keys."""
        for node in self.flight:
            yield from node.objects_with_keys(*keys)

    def note_unquoted_texts(self, pattern: str, claims: Iterable[Claim]) -> None:
        """List every text in which `pattern` occurs and that no claim quotes."""
        for about, where in self.outline.unquoted_texts(pattern, claims):
            self.note_unread("page", f"{about} is in no claim", where)

    def html(self, quote: Quote) -> "Page":
        """A text of this page that is HTML, as a page of its own, whose quotes lead back into this
        one.
        """
        return self._nested_page(quote.locator, quote.text)

    def lines(self, cell: Quote) -> list[Quote]:
        """The lines in a cell of an HTML table, as quotes of their own; the whole cell when some
        of its text is outside of the elements that make lines.
        """
        element = self._element(cell.locator.removeprefix(f"{self._base}css:"))
        lines: list[Quote] = []
        for box in element.find_all(_BOX_TAGS):
            has_inner_box = box.find(_BOX_TAGS) is not None
            text = visible_text(box)
            if text and not has_inner_box:
                locator = f"{cell.locator} > {self._path(box, element)}"
                lines.append(Quote(text=text, locator=locator, context=cell.context))
        text_of_lines = "".join(line.text for line in lines)
        if text_of_lines.replace(" ", "") != cell.text.replace(" ", ""):
            return [cell]
        return lines

    def tab_of(self, table: Table) -> Quote | None:
        """The label of the tab whose pane holds a table; None when it is in none.

        Panes are elements of the same name side by side, each with a table. The element before
        them holds as many labels:

            <div><button>Standard</button><button>Batch</button></div>
            <section><table>...</table></section>
            <section><table>...</table></section>
        """
        element = self._element(table.where.removeprefix(f"{self._base}css:"))
        for pane in (element, *element.parents):
            panes = self._tab_panes(pane)
            labels = _tab_labels(panes)
            is_tab_list = len(labels) == len(panes) and len({label.name for label in labels}) == 1
            if not is_tab_list:
                continue
            for label, other_pane in zip(labels, panes, strict=True):
                if other_pane is pane:
                    return self._quote(label)
        return None

    def _tab_panes(self, pane: Tag) -> list[Tag]:
        """The elements beside `pane`, and itself, that may be the panes of tabs."""
        if pane.parent is None:
            return []
        panes: list[Tag] = []
        for sibling in self._children_of(pane.parent):
            if sibling.name != pane.name:
                continue
            if sibling.name == "table" or sibling.find("table"):
                panes.append(sibling)
        return panes

    def fragment(self, quote: Quote) -> Quote:
        """A quote whose text is HTML source, as the text that a reader sees; one without tags
        stays as it is.
        """
        if "<" not in quote.text:
            return quote
        return Quote(
            text=visible_text(BeautifulSoup(quote.text, "lxml")),
            locator=f"{quote.locator} > html:",
            context=quote.context,
        )

    def _step(self, found: Found, decoder: str, argument: str, locator: str) -> Found:
        text = found if isinstance(found, str) else ""
        match decoder:
            case "css":
                page = self
                if found is not self.text:
                    page = self._nested_page(locator.partition(" > css:")[0], text)
                return page._as_element(page._element(argument))
            case "html":
                return visible_text(BeautifulSoup(text, "lxml"))
            case "flight" if argument in self._flight_rows:
                return self._flight_rows[argument]
            case _:
                return super()._step(found, decoder, argument, locator)

    @cached_property
    def _soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "lxml")

    @cached_property
    def _flight_rows(self) -> dict[str, str]:
        scripts = ["".join(script.strings) for script in self._soup.find_all("script")]
        return flight_rows(scripts)

    # --- HTML between Markdown ------------------------------------------------------------------

    def _markdown_blocks(self) -> Iterator[Block]:
        for block in self._markdown.blocks:
            if not isinstance(block, Html):
                yield block
                continue
            source = self._markdown.source(block.first, block.last)
            nested = self._nested_page(f"lines:{block.first}-{block.last}", source)
            for found in nested._html_blocks():
                if isinstance(found, Table):
                    yield found

    def _nested_page(self, locator: str, source: str) -> "Page":
        """A part of this page that is HTML, as a page of its own."""
        page = self._nested_pages.get(locator)
        if page is None:
            page = Page(source.encode(), url=self.url, base=f"{locator} > ")
            page.findings = self.findings
            self._nested_pages[locator] = page
        return page

    @cached_property
    def _nested_pages(self) -> dict[str, "Page"]:
        return {}

    # --- blocks of HTML -------------------------------------------------------------------------

    def _html_blocks(self) -> Iterator[Block]:
        """The headings, tables, lines and script data of an HTML page in the order of the page.

        What is inside a table or an Astro island is read with it, and is no block of its own.
        """
        already_read: set[int] = set()
        for element in self._soup.find_all(True):
            if id(element) in already_read or element.name in _HIDDEN_TAGS:
                continue
            level = _heading_level(element)
            if level:
                heading = _heading_text_element(element)
                if heading is not None:
                    already_read.add(id(heading))
                    yield Heading(level, self._quote(heading))
            elif element.name == "astro-island" and element.get("component-export"):
                already_read.update(id(inner) for inner in element.find_all(True))
                yield self._island(element)
            elif element.name == "table":
                already_read.update(id(inner) for inner in element.find_all(True))
                table = self._table(element)
                if table is not None:
                    yield table
            elif _is_line(element):
                yield Line(self._quote(element))

    def _quote(self, element: Tag) -> Quote:
        locator = f"{self._base}css:{self._path(element)}"
        return Quote(text=visible_text(element), locator=locator)

    def _island(self, element: Tag) -> Data:
        """The data of an Astro island: a component that the page's scripts take over."""

        def enclosing(attribute: str) -> Quote | None:
            parent = element.find_parent(attrs={attribute: True})
            if parent is None:
                return None
            locator = f"css:{self._path(parent)} > attr:{attribute}"
            return Quote(text=str(parent[attribute]), locator=locator)

        properties = AstroNode(
            parse_json(str(element.get("props", "{}"))),
            base=f"css:{self._path(element)} > attr:props > json:",
        )
        tables = [self._table(inner) for inner in element.find_all("table")]
        return Data(
            component=str(element["component-export"]),
            properties=properties,
            enclosing=enclosing,
            tables=[table for table in tables if table is not None],
        )

    # --- tables of HTML -------------------------------------------------------------------------

    def _table(self, element: Tag) -> Table | None:
        """The table of an element; None when it has no rows, or is only the head of the next one."""
        if _is_head_of(element, element.find_next("table")):
            return None
        rows = _rows(element)
        head_rows = _head_rows(rows)
        previous = element.find_previous("table")
        if previous is not None and _is_head_of(previous, element):
            head_rows = _rows(previous)
            rows = [*head_rows, *rows]
        if not rows:
            return None
        if not head_rows:
            # Without a head of its own, a table has its headers in the first row, and in the
            # further rows that the first cell spans.
            first_cell = rows[0].find(_CELL_TAGS)
            head_rows = rows[: _span(first_cell, "rowspan") if first_cell else 1]
        grid = self._grid(rows)
        headers = _column_headers(grid[: len(head_rows)])
        body = grid[len(head_rows) :]
        return Table(f"{self._base}css:{self._path(element)}", headers, body)

    def _grid(self, rows: list[Tag]) -> list[list[Quote]]:
        """The rows with every cell repeated over the columns and rows that it spans.

        A cell that reaches into the rows below takes its column there; the cells of these rows move
        to the right of it.
        """
        grid: list[list[Quote]] = []
        from_above: dict[int, _SpanningCell] = {}
        for row in rows:
            line: list[Quote] = []
            to_below: dict[int, _SpanningCell] = {}
            cells = iter(_cells(row))
            while True:
                column = len(line)
                if column in from_above:
                    spanning = from_above.pop(column)
                    line.append(spanning.quote)
                    if spanning.rows_left > 1:
                        to_below[column] = _SpanningCell(spanning.quote, spanning.rows_left - 1)
                    continue
                cell = next(cells, None)
                if cell is None:
                    break
                quote = self._quote(cell)
                row_span = _span(cell, "rowspan")
                for spanned_column in range(column, column + _span(cell, "colspan")):
                    line.append(quote)
                    if row_span > 1:
                        to_below[spanned_column] = _SpanningCell(quote, row_span - 1)
            grid.append(line)
            from_above = to_below
        return grid

    # --- paths to elements: nth-child steps from the nearest element with an id of its own ------

    # A path is run on the same tree that it was made of: the one that the parser makes of the
    # bytes.

    @cached_property
    def _elements_by_id(self) -> dict[str, list[Tag]]:
        found: dict[str, list[Tag]] = {}
        for element in self._soup.find_all(id=True):
            found.setdefault(str(element["id"]), []).append(element)
        return found

    @cached_property
    def _children(self) -> dict[int, list[Tag]]:
        return {}

    def _children_of(self, element: Tag) -> list[Tag]:
        """The elements directly inside an element; kept, since every path needs them."""
        known = self._children.get(id(element))
        if known is None:
            known = [child for child in element.children if isinstance(child, Tag)]
            self._children[id(element)] = known
        return known

    def _path(self, element: Tag, ancestor: Tag | None = None) -> str:
        """The path to an element: from `ancestor`, or else from the nearest element whose id no
        other has, or from the root.
        """
        steps: list[str] = []
        while element.parent is not None and element is not ancestor:
            if ancestor is None and self._has_unique_id(element):
                steps.append(f"#{element['id']}")
                break
            siblings = self._children_of(element.parent)
            steps.append(f"{element.name}:nth-child({_position(element, siblings)})")
            element = element.parent
        return " > ".join(reversed(steps))

    def _has_unique_id(self, element: Tag) -> bool:
        name = str(element.get("id") or "")
        # An id with the separator of a path in it would be read as two steps.
        if not name or " > " in name:
            return False
        return len(self._elements_by_id[name]) == 1

    def _element(self, path: str) -> Tag:
        """The element that a path leads to. Raises LayoutChanged when there is none."""
        element: Tag = self._soup
        for step in path.split(" > "):
            if step.startswith("#"):
                name = step.removeprefix("#")
                matching = self._elements_by_id.get(name, [])
                if len(matching) != 1:
                    raise LayoutChanged(
                        f"{len(matching)} elements have the id {name!r}",
                        where=f"css:{path}",
                        expected="one",
                    )
                element = matching[0]
                continue
            name, _, position = step.removesuffix(")").partition(":nth-child(")
            index = int(position) - 1
            children = self._children_of(element)
            if not 0 <= index < len(children) or children[index].name != name:
                raise LayoutChanged("the element is not there", where=f"css:{path}", expected=step)
            element = children[index]
        return element


class _SpanningCell(NamedTuple):
    """A cell that reaches into the rows below."""

    quote: Quote
    rows_left: int


def _source(element: Tag) -> str:
    """The text of an element as it is written, also that of a script."""
    return "".join(element.find_all(string=True))


def _position(element: Tag, siblings: list[Tag]) -> int:
    """The position of an element among its siblings, counted from 1. Equal elements differ here:
    `list.index` would find the first of them.
    """
    for position, sibling in enumerate(siblings, start=1):
        if sibling is element:
            return position
    raise ValueError("an element is one of its siblings")


def _heading_level(element: Tag) -> int:
    """The level of a heading, also of one that an editor draws as a box of the class heading-h2; 0
    for any other element.
    """
    if element.name == "div":
        classes = " ".join(element.get_attribute_list("class"))
        match = _HEADING_CLASS.search(classes)
        if match:
            return int(match[1])
    return _HEADING_LEVELS.get(element.name, 0)


def _heading_text_element(element: Tag) -> Tag | None:
    """The element with the text of a heading. The parser moves a paragraph out of the heading that
    it is written in: the text of an empty heading is the paragraph after it.
    """
    if visible_text(element):
        return element
    following = element.find_next_sibling(True)
    if following is None or following.name != "p":
        return None
    return following if visible_text(following) else None


def _is_line(element: Tag) -> bool:
    """Whether an element is a paragraph, a list item or the like, with text."""
    is_line_tag = element.name in _LINE_TAGS or element.get("data-as") == "p"
    return is_line_tag and visible_text(element) != ""


def _tab_labels(panes: list[Tag]) -> list[Tag]:
    """The innermost elements with text in the element before the panes of tabs."""
    if len(panes) < 2:
        return []
    label_box = panes[0].find_previous_sibling(True)
    if label_box is None:
        return []
    labels: list[Tag] = []
    for element in label_box.find_all(True):
        is_innermost = element.find(True) is None
        if is_innermost and visible_text(element):
            labels.append(element)
    return labels


def _rows(table: Tag) -> list[Tag]:
    """The rows of a table, without those of tables inside it."""
    return [row for row in table.find_all("tr") if row.find_parent("table") is table]


def _head_rows(rows: list[Tag]) -> list[Tag]:
    """The rows that the page writes as the head of their table."""
    return [row for row in rows if row.find_parent("thead") is not None]


def _column_headers(head_rows: list[list[Quote]]) -> list[Header]:
    """The headers of the columns: as many as the last header row has cells, each with its cells of
    all header rows.
    """
    headers: list[Header] = []
    for column in range(len(head_rows[-1])):
        quotes = [row[column] for row in head_rows if column < len(row)]
        headers.append(Header(tuple(quotes)))
    return headers


def _is_head_of(table: Tag, following: Tag | None) -> bool:
    """Whether a table is only the head of the next one: pages write that for a head that stays in
    view while its rows scroll.
    """
    if following is None:
        return False
    rows = _rows(table)
    if not rows or len(_head_rows(rows)) != len(rows):
        return False
    following_rows = _rows(following)
    if not following_rows or _head_rows(following_rows):
        return False
    return len(_cells(following_rows[0])) == len(_cells(rows[-1]))


def _cells(row: Tag) -> list[Tag]:
    """The cells of a row. An empty cell of span 0 is none: editors leave one where a wider cell
    covers its place.
    """
    cells: list[Tag] = []
    for cell in row.find_all(_CELL_TAGS):
        if cell.find_parent("tr") is not row:
            continue
        is_covered = cell.get("rowspan") == "0" or cell.get("colspan") == "0"
        if not is_covered or visible_text(cell):
            cells.append(cell)
    return cells


def _span(cell: Tag, attribute: str) -> int:
    """How many columns or rows a cell spans; 1 when it does not say, or says no number."""
    written = str(cell.get(attribute, "1"))
    if not written.isdigit() or int(written) == 0:
        return 1
    return min(int(written), _LARGEST_SPAN)
