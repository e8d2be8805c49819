"""Page: one retrieved document, read as HTML too, in which every value found is a quote.

The readers here are general: no source's special case lives in them. This is the only module that
touches bs4.
"""

import re
from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from bs4 import BeautifulSoup, Tag

from spiders.claims import Claim, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.document import Document, Found
from spiders.parsing.elements import Element
from spiders.parsing.json_tree import AstroNode, Node, parse_json
from spiders.parsing.outline import Block, Data, Heading, Html, Line, Outline
from spiders.parsing.react_flight import flight_rows
from spiders.parsing.tables import Header, Table

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINES = {"p", "li", "small", "dd", "dt", "figcaption", "blockquote"}
_HIDDEN = {"script", "style", "template", "noscript", "svg"}
_BOXES = ["p", "div", "li", "blockquote"]
_HEADING_CLASS = re.compile(r"\bheading-h([1-6])\b")


def visible_text(element: Tag) -> str:
    """An element's text as a reader sees it: without scripts, zero-width marks and runs of space."""
    texts = [
        text for text in element.strings if text.parent is None or text.parent.name not in _HIDDEN
    ]
    joined = " ".join(re.sub(r"[\u200b-\u200d\ufeff]", "", " ".join(texts)).split())
    return re.sub(r" (?=[,.;:!?)])", "", joined)


class Page(Document):
    """A document that may be HTML, as a whole, between Markdown or inside JSON."""

    @property
    def is_html(self) -> bool:
        """Whether the text begins as an HTML document, after comments and white space, or is a part
        read as HTML.
        """
        if self._base:
            return True
        start = self.text[:20_000].lstrip()
        while start.startswith("<!--"):
            start = start.partition("-->")[2].lstrip()
        return re.match(r"<(?:!doctype html|html)\b", start, re.IGNORECASE) is not None

    def script(self, name: str) -> Node:
        """The JSON that a page carries for its scripts, in the element with this id."""
        path = f"#{name}"
        return Node(parse_json(_source(self._element(path))), base=f"css:{path} > source: > json:")

    @cached_property
    def outline(self) -> Outline:
        """What the page shows in reading order, from HTML or Markdown."""
        return Outline(list(self._html_blocks() if self.is_html else self._markdown_blocks()))

    def elements(self, selector: str) -> list[Element]:
        """The elements of an HTML page that match a CSS selector, in order."""
        return self._matching(self._soup, selector)

    def _matching(self, inside: Tag, selector: str) -> list[Element]:
        return list(map(self._as_element, inside.select(selector)))

    def _as_element(self, tag: Tag) -> Element:
        attributes = {name: " ".join(tag.get_attribute_list(name)) for name in tag.attrs}
        return Element(self._quote(tag), _source(tag), attributes, partial(self._matching, tag))

    @cached_property
    def flight(self) -> list[Node]:
        """The objects and lists that React's server wrote into the page for its scripts, in order."""
        return [
            Node(parse_json(text), base=f"flight:{row} > json:")
            for row, text in self._flight.items()
            if text.startswith(("[", "{"))
        ]

    def texts_in_scripts(self, *keys: str) -> Iterator[Node]:
        """Every object in that data, at whatever depth, that has all of these keys."""
        return (found for node in self.flight for found in node.objects_with_keys(*keys))

    def note_unquoted_texts(self, pattern: str, claims: Iterable[Claim]) -> None:
        """List every text in which `pattern` occurs and that no claim quotes."""
        for about, where in self.outline.unquoted_texts(pattern, claims):
            self.note_unread("page", f"{about} is in no claim", where)

    def html(self, quote: Quote) -> "Page":
        """A text of this page that is HTML, as a page of its own, whose quotes lead back into this
        one.
        """
        return self._inside(quote.locator, quote.text)

    def lines(self, cell: Quote) -> list[Quote]:
        """What stands on lines of their own in a cell of an HTML table; the whole cell where not
        all of it does.
        """
        element = self._element(cell.locator.removeprefix(f"{self._base}css:"))
        boxes = [
            box for box in element.find_all(_BOXES) if not box.find(_BOXES) and visible_text(box)
        ]
        if "".join(map(visible_text, boxes)).replace(" ", "") != cell.text.replace(" ", ""):
            return [cell]
        return [
            Quote(
                text=visible_text(box),
                locator=f"{cell.locator} > {self._path(box, element)}",
                context=cell.context,
            )
            for box in boxes
        ]

    def tab_of(self, table: Table) -> Quote | None:
        """The label of the tab whose pane holds a table; None where it is in none.

        Panes are like elements side by side, and just before them stand as many labels alike.
        """
        element = self._element(table.where.removeprefix(f"{self._base}css:"))
        for pane in (element, *element.parents):
            beside = self._children_of(pane.parent) if pane.parent else []
            panes = [
                box
                for box in beside
                if box.name == pane.name and (box.name == "table" or box.find("table"))
            ]
            label_box = panes[0].find_previous_sibling(True) if len(panes) > 1 else None
            labels = (
                [e for e in label_box.find_all(True) if not e.find(True) and visible_text(e)]
                if label_box
                else []
            )
            if len(labels) == len(panes) > 1 and len({label.name for label in labels}) == 1:
                return next(
                    self._quote(label)
                    for label, box in zip(labels, panes, strict=True)
                    if box is pane
                )
        return None

    def fragment(self, quote: Quote) -> Quote:
        """A quote whose text is HTML source, as the text a reader sees; one without tags stays as
        it is.
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
                page = (
                    self
                    if found is self.text
                    else self._inside(locator.partition(" > css:")[0], text)
                )
                return page._as_element(page._element(argument))
            case "html":
                return visible_text(BeautifulSoup(text, "lxml"))
            case "flight" if argument in self._flight:
                return self._flight[argument]
            case _:
                return super()._step(found, decoder, argument, locator)

    @cached_property
    def _soup(self) -> BeautifulSoup:
        return BeautifulSoup(self.text, "lxml")

    @cached_property
    def _flight(self) -> dict[str, str]:
        return flight_rows("".join(script.strings) for script in self._soup.find_all("script"))

    # --- HTML between Markdown ----------------------------------------------------------------------------------------

    def _markdown_blocks(self) -> Iterator[Block]:
        for block in self._markdown.blocks:
            if isinstance(block, Html):
                source = self._markdown.source(block.first, block.last)
                inside = self._inside(f"lines:{block.first}-{block.last}", source)
                yield from (found for found in inside._html_blocks() if isinstance(found, Table))
            else:
                yield block

    def _inside(self, locator: str, source: str) -> "Page":
        """A part of this page that is HTML, as a page of its own."""
        if locator not in self._parts:
            self._parts[locator] = Page(source.encode(), url=self.url, base=f"{locator} > ")
            self._parts[locator].findings = self.findings
        return self._parts[locator]

    @cached_property
    def _parts(self) -> dict[str, "Page"]:
        return {}

    # --- HTML -----------------------------------------------------------------------------------------------------

    def _html_blocks(self) -> Iterator[Block]:
        drawn: set[int] = set()
        for element in self._soup.find_all(True):
            if id(element) in drawn or element.name in _HIDDEN:
                continue
            if level := _heading_level(element):
                heading = self._heading(element)
                if heading is not None:
                    drawn.add(id(heading))
                    yield Heading(level, self._quote(heading))
            elif element.name == "astro-island" and element.get("component-export"):
                drawn.update(id(inner) for inner in element.find_all(True))
                yield self._island(element)
            elif element.name == "table":
                drawn.update(id(inner) for inner in element.find_all(True))
                table = self._table(element)
                if table:
                    yield table
            elif (element.name in _LINES or element.get("data-as") == "p") and visible_text(
                element
            ):
                yield Line(self._quote(element))

    def _heading(self, element: Tag) -> Tag | None:
        # The parser moves a paragraph out of the heading it stands in: an empty heading is the
        # paragraph after it.
        if visible_text(element):
            return element
        following = element.find_next_sibling(True)
        return (
            following
            if following is not None and following.name == "p" and visible_text(following)
            else None
        )

    def _quote(self, element: Tag) -> Quote:
        return Quote(text=visible_text(element), locator=f"{self._base}css:{self._path(element)}")

    def _island(self, element: Tag) -> Data:
        def enclosing(attribute: str) -> Quote | None:
            around = element.find_parent(attrs={attribute: True})
            if around is None:
                return None
            return Quote(
                text=str(around[attribute]), locator=f"css:{self._path(around)} > attr:{attribute}"
            )

        properties = AstroNode(
            parse_json(str(element.get("props", "{}"))),
            base=f"css:{self._path(element)} > attr:props > json:",
        )
        tables = [table for inner in element.find_all("table") if (table := self._table(inner))]
        return Data(str(element["component-export"]), properties, enclosing, tables)

    def _table(self, element: Tag) -> Table | None:
        rows, heads = _rows(element)
        before, after = element.find_previous("table"), element.find_next("table")
        if rows and _heads_next(element, after):
            return None
        if before and _heads_next(before, element):
            heads = _rows(before)[1]
            rows = [*heads, *rows]
        # Without a head of its own, the first row is a table's header, with the rows that its first
        # cell spans: those who read it look for its words.
        if rows and not heads:
            heads = rows[: _span(rows[0].find(["td", "th"]) or rows[0], "rowspan")]
        if not heads:
            return None
        grid = self._grid(rows)
        headers, body = grid[: len(heads)], grid[len(heads) :]
        columns = [
            Header(tuple(level[index] for level in headers if index < len(level)))
            for index in range(len(headers[-1]))
        ]
        return Table(f"{self._base}css:{self._path(element)}", columns, body)

    def _grid(self, rows: list[Tag]) -> list[list[Quote]]:
        """The rows with every cell repeated over the columns and rows that it spans."""
        grid: list[list[Quote]] = []
        reaching: dict[int, tuple[int, Quote]] = {}  # column -> rows still to fill, cell
        for row in rows:
            line: list[Quote] = []
            below: dict[int, tuple[int, Quote]] = {}
            cells = iter(_cells(row))
            while True:
                if len(line) in reaching:
                    left, quote = reaching.pop(len(line))
                    if left > 1:
                        below[len(line)] = (left - 1, quote)
                    line.append(quote)
                    continue
                cell = next(cells, None)
                if cell is None:
                    break
                quote = self._quote(cell)
                for _ in range(_span(cell, "colspan")):
                    if _span(cell, "rowspan") > 1:
                        below[len(line)] = (_span(cell, "rowspan") - 1, quote)
                    line.append(quote)
            reaching = below
            grid.append(line)
        return grid

    # --- paths to elements: nth-child steps from the nearest element with an id of its own --------------------------

    @cached_property
    def _by_id(self) -> dict[str, list[Tag]]:
        found: dict[str, list[Tag]] = {}
        for element in self._soup.find_all(id=True):
            found.setdefault(str(element["id"]), []).append(element)
        return found

    @cached_property
    def _children(self) -> dict[int, list[Tag]]:
        return {}

    def _children_of(self, element: Tag) -> list[Tag]:
        known = self._children.get(id(element))
        if known is None:
            known = [child for child in element.children if isinstance(child, Tag)]
            self._children[id(element)] = known
        return known

    def _path(self, element: Tag, within: Tag | None = None) -> str:
        steps: list[str] = []
        while element.parent is not None and element is not within:
            own = "" if within else str(element.get("id") or "")
            if own and len(self._by_id[own]) == 1 and " > " not in own:
                steps.append(f"#{own}")
                break
            siblings = self._children_of(element.parent)
            place = next(
                index for index, sibling in enumerate(siblings, start=1) if sibling is element
            )
            steps.append(f"{element.name}:nth-child({place})")
            element = element.parent
        return " > ".join(reversed(steps))

    def _element(self, path: str) -> Tag:
        element: Tag = self._soup
        for step in path.split(" > "):
            if step.startswith("#"):
                named = self._by_id.get(step[1:], [])
                if len(named) != 1:
                    raise LayoutChanged(
                        f"{len(named)} elements have the id {step[1:]!r}",
                        where=f"css:{path}",
                        expected="one",
                    )
                element = named[0]
                continue
            name, _, place = step.removesuffix(")").partition(":nth-child(")
            children = self._children_of(element)
            if not 0 < int(place) <= len(children) or children[int(place) - 1].name != name:
                raise LayoutChanged("the element is not there", where=f"css:{path}", expected=step)
            element = children[int(place) - 1]
        return element


def _source(element: Tag) -> str:
    return "".join(element.find_all(string=True))


def _heading_level(element: Tag) -> int | None:
    """The level of a heading, also of one that an editor draws as a box of the class heading-h2."""
    if element.name == "div" and (
        match := _HEADING_CLASS.search(" ".join(element.get_attribute_list("class")))
    ):
        return int(match[1])
    return _HEADINGS.get(element.name)


def _rows(table: Tag) -> tuple[list[Tag], list[Tag]]:
    """The rows of a table, and those of them that are its head."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    return rows, [row for row in rows if row.find_parent("thead") is not None]


def _heads_next(table: Tag, following: Tag | None) -> bool:
    """Whether a table is only the head of the next one: so pages draw a head that stays while its
    rows scroll.
    """
    rows, heads = _rows(table)
    if following is None or not rows or len(rows) != len(heads):
        return False
    rows, heads = _rows(following)
    return bool(rows) and not heads and len(_cells(rows[0])) == len(_cells(_rows(table)[0][-1]))


def _cells(row: Tag) -> list[Tag]:
    """The cells of a row, without the hidden ones of span 0 that editors leave where a wider cell
    covers the place.
    """
    cells = [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]
    return [c for c in cells if "0" not in (c.get("rowspan"), c.get("colspan")) or visible_text(c)]


def _span(cell: Tag, attribute: str) -> int:
    written = str(cell.get(attribute, "1"))
    return min(int(written), 1000) if written.isdigit() and int(written) > 0 else 1
