"""Page: one retrieved document that may be HTML, in which every value found is a quote.

Everything here is general: what one source needs belongs into that source.

The parts of a page, in the order of this file: what sources read; the way from a locator to its
element; HTML tables inside Markdown; the blocks of an HTML page. The functions below the class need
nothing but an element.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cached_property, partial
from types import MappingProxyType

from bs4 import BeautifulSoup, Tag

from spiders.characters import plain_characters
from spiders.claims import Claim, Quote
from spiders.parsing.document import Document, Found
from spiders.parsing.element_paths import ElementPaths
from spiders.parsing.elements import Element
from spiders.parsing.html_tables import read_html_table
from spiders.parsing.html_text import (
    HIDDEN_TAGS,
    is_hidden,
    is_offered,
    visible_source_text,
    visible_text,
)
from spiders.parsing.json_tree import AstroNode, Node, parse_json
from spiders.parsing.outlines.blocks import Block, Heading, Html, Line, known_names
from spiders.parsing.outlines.outline import Outline
from spiders.parsing.outlines.script_data import Data
from spiders.parsing.outlines.table_searches import TableSearches
from spiders.parsing.react_flight import flight_rows
from spiders.parsing.tables.table import Table

_HEADING_LEVELS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_HEADING_CLASS = re.compile(r"\bheading-h([1-6])\b")
_LINE_TAGS = {"p", "li", "small", "dd", "dt", "figcaption", "blockquote"}
_BOX_TAGS = ["p", "div", "li", "blockquote"]
_LONGEST_PREAMBLE = 20_000
"""Characters in which the begin of an HTML document is looked for, behind comments."""


class Page(Document):
    """A document that may be HTML: as a whole, as tables between Markdown, or inside JSON.

    What to read, by the form of the page:

    - HTML or Markdown with headings and tables: `outline`.
    - HTML without tables, such as cards: `elements`.
    - JSON, YAML, CSV as a whole: `json`, `yaml`, `csv`.
    - data for the page's scripts: `script`, `flight`, or the outline's `data`.
    - HTML in a text of JSON: `html`, `fragment`.
    """

    folded_elements: str = ""
    """A CSS selector of elements that the page hides until a reader opens them, where their own
    attributes do not say so.
    """

    renamed_headers: Mapping[str, str] = MappingProxyType({})
    """What headers of tables were called before, by what they are called now."""
    renamed_headings: Mapping[str, str] = MappingProxyType({})
    """What headings were called before, by what they are called now."""
    ignored_headers: Collection[str] = ()
    """Headers of columns that are left out of every table."""

    @cached_property
    def _folds(self) -> set[int]:
        if not self.folded_elements:
            return set()
        return {id(element) for element in self._soup.select(self.folded_elements)}

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
        written = _source(self._paths.element_at(path))
        return self._data(written, f"css:{path} > source: > json:")

    def _data(self, written: str, base: str) -> Node:
        return Node(parse_json(written), base=base, entries=self.entries)

    @cached_property
    def outline(self) -> Outline:
        """What the page shows in reading order, from HTML or Markdown."""
        blocks = self._html_blocks() if self.is_html else self._markdown_blocks()
        if self.renamed_headers or self.renamed_headings or self.ignored_headers:
            blocks = known_names(
                blocks, self.renamed_headers, self.renamed_headings, self.ignored_headers
            )
        found = list(blocks)
        for block in found:
            for table in [block] if isinstance(block, Table) else _tables_in(block):
                table.entries = self.entries
        return Outline(found)

    @property
    def searches(self) -> TableSearches | None:
        """What was asked of the tables of the outline; None where nobody has read it."""
        return self.outline.searches if "outline" in vars(self) else None

    def elements(self, selector: str) -> list[Element]:
        """The elements of an HTML page that match a CSS selector, in order, without those that the
        page hides.
        """
        return self._select(self._soup, selector)

    def _select(self, parent: Tag, selector: str) -> list[Element]:
        found = [tag for tag in parent.select(selector) if is_offered(tag, folds=self._folds)]
        return [self._as_element(tag) for tag in found]

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
                nodes.append(self._data(text, f"flight:{row_id} > json:"))
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
        within = f"{self._base}css:"
        if not cell.locator.startswith(within):
            return [cell]  # HTML in the lines of a Markdown page
        element = self._paths.element_at(cell.locator.removeprefix(within))
        lines: list[Quote] = []
        for box in element.find_all(_BOX_TAGS):
            has_inner_box = box.find(_BOX_TAGS) is not None
            text = visible_text(box)
            if text and not has_inner_box:
                locator = f"{cell.locator} > {self._paths.path_to(box, element)}"
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
        within = f"{self._base}css:"
        if not table.where.startswith(within):
            return None  # HTML in the lines of a Markdown page has no tabs around it
        element = self._paths.element_at(table.where.removeprefix(within))
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
        for sibling in self._paths.children_of(pane.parent):
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
            text=visible_source_text(quote.text),
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
                return page._as_element(page._paths.element_at(argument))
            case "html":
                return visible_source_text(text)
            case "flight" if argument in self._flight_rows:
                return self._flight_rows[argument]
            case _:
                return super()._step(found, decoder, argument, locator)

    @cached_property
    def _soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "lxml")

    @cached_property
    def _paths(self) -> ElementPaths:
        return ElementPaths(self._soup)

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
            page.entries = self.entries
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
            if id(element) in already_read or element.name in HIDDEN_TAGS:
                continue
            if self._is_hidden(element):
                already_read.update(id(inner) for inner in element.find_all(True))
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

    def _is_hidden(self, element: Tag) -> bool:
        return id(element) not in self._folds and is_hidden(element)

    def _quote(self, element: Tag) -> Quote:
        locator = f"{self._base}css:{self._paths.path_to(element)}"
        return Quote(text=visible_text(element), locator=locator)

    def _table(self, element: Tag) -> Table | None:
        where = f"{self._base}css:{self._paths.path_to(element)}"
        return read_html_table(element, where, self._quote)

    def _island(self, element: Tag) -> Data:
        """The data of an Astro island: a component that the page's scripts take over."""

        def enclosing(attribute: str) -> Quote | None:
            parent = element.find_parent(attrs={attribute: True})
            if parent is None:
                return None
            locator = f"css:{self._paths.path_to(parent)} > attr:{attribute}"
            return Quote(text=plain_characters(str(parent[attribute])), locator=locator)

        properties = AstroNode(
            parse_json(str(element.get("props", "{}"))),
            base=f"css:{self._paths.path_to(element)} > attr:props > json:",
            entries=self.entries,
        )
        tables = [self._table(inner) for inner in element.find_all("table")]
        return Data(
            component=str(element["component-export"]),
            properties=properties,
            enclosing=enclosing,
            tables=[table for table in tables if table is not None],
        )


def _tables_in(block: Block) -> list[Table]:
    """The tables that a page shows of the data of a component."""
    return list(block.tables) if isinstance(block, Data) else []


def _source(element: Tag) -> str:
    """The text of an element as it is written, also that of a script."""
    return "".join(element.find_all(string=True))


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
