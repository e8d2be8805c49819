"""Page: one retrieved document, read as JSON, Markdown or HTML, in which every value found is a quote.

The readers here are general: no source's special case lives in them. `Page.text_at` is the way back: it runs a
locator on the archived bytes, so that every quote can be derived again. This is the only module that touches bs4.
"""

import itertools
import re
from collections.abc import Iterable, Iterator
from functools import cached_property, partial

from bs4 import BeautifulSoup, Tag

from spiders.changed import PageChanged
from spiders.claims import Claim, Quote
from spiders.csvtable import csv_table, parse_csv
from spiders.elements import Element
from spiders.findings import Finding
from spiders.flight import flight_rows
from spiders.jsontree import AstroNode, Json, Node, look_up, parse_json, scalar_text, unescaped
from spiders.markdown import MarkdownDocument
from spiders.mdx import Literal, literals, written_arrays
from spiders.mdxtables import shown
from spiders.outline import Block, Data, Heading, Html, Line, Outline
from spiders.tables import Header, Table
from spiders.yamltree import front_matter, parse_yaml

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LINES = {"p", "li", "small", "dd", "dt", "figcaption", "blockquote"}
_HIDDEN = {"script", "style", "template", "noscript", "svg"}
_BOXES = ["p", "div", "li", "blockquote"]
_HEADING_CLASS = re.compile(r"\bheading-h([1-6])\b")


def visible_text(element: Tag) -> str:
    """An element's text as a reader sees it: without scripts, zero-width marks and runs of space."""
    texts = [text for text in element.strings if text.parent is None or text.parent.name not in _HIDDEN]
    joined = " ".join(re.sub(r"[\u200b-\u200d\ufeff]", "", " ".join(texts)).split())
    return re.sub(r" (?=[,.;:!?)])", "", joined)


class Page:
    """The bytes of one retrieval and the readers for them. Nothing here fetches, and nothing knows the time."""

    def __init__(
        self, body: bytes, *, url: str, kind: str = "", media_type: str = "", links: str = "", base: str = ""
    ) -> None:
        self.body, self.url, self.kind, self.media_type = body, url, kind, media_type
        self._links, self._base = links, base
        """The locator of the text that this page is, where it is a part of another page."""
        self.findings: list[Finding] = []
        self.counts: dict[str, int] = {}
        """Claims of each part that was read, also of one that gave too few or too many."""

    def next_address(self) -> str | None:
        """The address that the answer's header `Link` calls the next page; known while the page is followed."""
        match = re.search(r'<([^<>]+)>; *rel="?next"?', self._links)
        return match[1] if match else None

    def audit(self, part: str, node: Node) -> None:
        """List what nobody read below `node`, once a key."""
        for key, locator in node.unread():
            self.unread(part, f"{key!r} is not read by this source", locator)

    def audit_texts(self, pattern: str, claims: Iterable[Claim]) -> None:
        """List every text in which `pattern` occurs and that no claim quotes, neither as value nor as context.

        A table of which no claim quotes a cell is listed as a whole.
        """
        quoted: set[str] = set()
        for claim in claims:
            for said in (claim.quote, *claim.quote.context, claim.subject):
                quoted.update(itertools.accumulate(said.locator.split(" > "), "{} > {}".format))
        for section in self.outline.sections():
            for table in section.tables():
                cells = {cell.locator: cell.text for cell in table.cells()}
                labels = [header.label for header in table.headers]
                if quoted.isdisjoint(cells) and re.search(pattern, "\n".join([*labels, *cells.values()])):
                    quoted.update(cells)
                    about = f"the table of {', '.join(labels)} under {section.name!r}"
                    self.unread("page", f"{about} is in no claim", table.where)
        for text in self.outline.texts():
            if text.locator not in quoted and re.search(pattern, text.text):
                self.unread("page", f"{text.text[:80]!r} is in no claim", text.locator)

    def sound(self, part: str, table: Table) -> Table:
        """A table without its torn rows, each of which is listed as lost."""
        sound, torn = table.parted()
        self.findings.extend(Finding("changed", part, str(error)) for error in torn)
        return sound

    def unread(self, part: str, what: str, where: str) -> None:
        """List something that was left out on purpose, once, while the rest of the part is read."""
        known = {finding.message.split(" at ")[0] for finding in self.findings if finding.kind == "unread"}
        if what not in known:
            self.findings.append(Finding("unread", part, f"{what} at {where}"))

    @cached_property
    def text(self) -> str:
        """The body as text. Bytes that are UTF-8 are read as UTF-8, whatever a header says."""
        try:
            return self.body.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            charset = re.search(r"charset=([\w-]+)", self.media_type)
            if charset is None:
                raise PageChanged("the body is not UTF-8 and names no charset", where=f"byte {error.start}") from None
            try:
                return self.body.decode(charset[1])
            except (LookupError, UnicodeDecodeError) as second:
                raise PageChanged("the body is not text", found=str(second)) from None

    @property
    def is_html(self) -> bool:
        """Whether the text begins as an HTML document, after comments and white space, or is a part read as HTML."""
        if self._base:
            return True
        start = self.text[:20_000].lstrip()
        while start.startswith("<!--"):
            start = start.partition("-->")[2].lstrip()
        return re.match(r"<(?:!doctype html|html)\b", start, re.IGNORECASE) is not None

    def json(self) -> Node:
        """The whole body as JSON."""
        return Node(self._json)

    def script(self, name: str) -> Node:
        """The JSON that a page carries for its scripts, in the element with this id."""
        path = f"#{name}"
        return Node(parse_json(_source(self._element(path))), base=f"css:{path} > source: > json:")

    def yaml(self) -> Node:
        """The front matter of a Markdown page, or else the whole body, as YAML."""
        return Node(self._yaml, base="yaml:")

    def csv(self) -> Table:
        """The whole body as CSV."""
        return csv_table(self._csv)

    def in_url(self, pattern: str) -> Quote:
        """What of the page's address matches `pattern` (its first group): a page may name its subject only there."""
        match = re.search(pattern, self.url)
        if match is None:
            raise PageChanged("the address has another form", expected=pattern, found=self.url)
        return Quote(text=self.url, locator="url:").part(*match.span(1))

    @cached_property
    def outline(self) -> Outline:
        """What the page shows in reading order, from HTML or Markdown."""
        return Outline(list(self._html_blocks() if self.is_html else self._markdown_blocks()))

    def elements(self, selector: str) -> list[Element]:
        """The elements of an HTML page that match a CSS selector, in order."""
        return self._matching(self._soup, selector)

    def _matching(self, inside: Tag, selector: str) -> list[Element]:
        return [
            Element(
                self._quote(found),
                {name: " ".join(found.get_attribute_list(name)) for name in found.attrs},
                partial(self._matching, found),
            )
            for found in inside.select(selector)
        ]

    @cached_property
    def flight(self) -> list[Node]:
        """The objects and lists that React's server wrote into the page for its scripts, in order."""
        return [
            Node(parse_json(text), base=f"flight:{row} > json:")
            for row, text in self._flight.items()
            if text.startswith(("[", "{"))
        ]

    def in_scripts(self, *keys: str) -> Iterator[Node]:
        """Every object in that data, at whatever depth, that has all of these keys."""
        return (found for node in self.flight for found in node.holding(*keys))

    def literals(self) -> Iterator[Literal]:
        """The arrays of plain literals in the source of an MDX page."""
        return literals(self.text)

    def line(self, number: int) -> Quote:
        """A line of a text page, counted from 1."""
        return Quote(text=self._markdown.line(number), locator=f"line:{number}")

    def pieces(self, cell: Quote) -> list[Quote]:
        """A cell of a Markdown table cut where a picture or a link begins or ends: their texts, and those between."""
        place = re.fullmatch(r"line:(\d+) > cell:(\d+)", cell.locator)
        if place is None:
            raise PageChanged("a cell is no whole cell of a Markdown table", where=cell.locator, found=cell.text)
        return [cell.part(*span) for span in self._markdown.pieces(int(place[1]), int(place[2]))]

    def above(self, number: int, pattern: str) -> Quote | None:
        """The nearest text above a line that matches `pattern`: its first group, or all of it."""
        for line in range(number - 1, 0, -1):
            if match := re.search(pattern, self._markdown.line(line)):
                return self.line(line).part(*match.span(1 if match.re.groups else 0))
        return None

    def html(self, quote: Quote) -> "Page":
        """A text of this page that is HTML, as a page of its own, whose quotes lead back into this one."""
        return self._inside(quote.locator, quote.text)

    def lines(self, cell: Quote) -> list[Quote]:
        """What stands on lines of their own in a cell of an HTML table; the whole cell where not all of it does."""
        element = self._element(cell.locator.removeprefix(f"{self._base}css:"))
        boxes = [box for box in element.find_all(_BOXES) if not box.find(_BOXES) and visible_text(box)]
        if "".join(map(visible_text, boxes)).replace(" ", "") != cell.text.replace(" ", ""):
            return [cell]
        return [
            Quote(text=visible_text(box), locator=f"{cell.locator} > {self._path(box, element)}", context=cell.context)
            for box in boxes
        ]

    def tab_of(self, table: Table) -> Quote | None:
        """The label of the tab whose pane holds a table; None where it is in none.

        Panes are like elements side by side, and just before them stand as many labels alike.
        """
        element = self._element(table.where.removeprefix(f"{self._base}css:"))
        for pane in (element, *element.parents):
            beside = self._children_of(pane.parent) if pane.parent else []
            panes = [box for box in beside if box.name == pane.name and (box.name == "table" or box.find("table"))]
            label_box = panes[0].find_previous_sibling(True) if len(panes) > 1 else None
            labels = [e for e in label_box.find_all(True) if not e.find(True) and visible_text(e)] if label_box else []
            if len(labels) == len(panes) > 1 and len({label.name for label in labels}) == 1:
                return next(self._quote(label) for label, box in zip(labels, panes, strict=True) if box is pane)
        return None

    def fragment(self, quote: Quote) -> Quote:
        """A quote whose text is HTML source, as the text a reader sees; one without tags stays as it is."""
        if "<" not in quote.text:
            return quote
        return Quote(
            text=visible_text(BeautifulSoup(quote.text, "lxml")),
            locator=f"{quote.locator} > html:",
            context=quote.context,
        )

    # --- the way back -------------------------------------------------------------------------------------------

    def text_at(self, locator: str) -> str:
        """The text that a locator leads to. Raises PageChanged when it leads nowhere."""
        found: Json | Tag = self.text
        first, *steps = re.split(r" > (?=(?:cell|array|json|attr|css|source|html|key|chars|jsx):)", locator)
        for step in (first, *steps):
            decoder, _, argument = step.partition(":")
            found = self._step(found, decoder, argument, locator)
        text = visible_text(found) if isinstance(found, Tag) else scalar_text(found)
        if text is None:
            raise PageChanged("the locator leads to no text", where=locator)
        return text

    def _step(self, found: "Json | Tag", decoder: str, argument: str, locator: str) -> "Json | Tag":
        text = found if isinstance(found, str) else ""
        match decoder:
            case "json":
                return look_up(self._json if found is self.text else parse_json(text), argument)
            case "yaml":
                return look_up(self._yaml, argument)
            case "csv":
                return self._field(*map(int, argument.split("/")))
            case "url":
                return self.url
            case "flight" if argument in self._flight:
                return self._flight[argument]
            case "lines":
                first, last = argument.split("-")
                return self._markdown.source(int(first), int(last))
            case "key":
                return unescaped(locator.partition(" > key:")[0].rpartition("/")[2])
            case "line":
                return self._markdown.line(int(argument))
            case "cell":
                return self._markdown.cell(int(locator.removeprefix("line:").partition(" ")[0]), int(argument))
            case "array":
                return re.sub(r",\s*\]$", "]", written_arrays(text)[int(argument) - 1])
            case "css":
                within = locator.partition(" > css:")[0]
                return (self if found is self.text else self._inside(within, text))._element(argument)
            case "attr" if isinstance(found, Tag):
                return str(found.get(argument, ""))
            case "source" if isinstance(found, Tag):
                return _source(found)
            case "jsx":
                return shown(text)
            case "html":
                return visible_text(BeautifulSoup(text, "lxml"))
            case "chars":
                start, end = argument.split("-")
                return (visible_text(found) if isinstance(found, Tag) else scalar_text(found) or "")[
                    int(start) : int(end)
                ]
            case _:
                raise PageChanged(f"the locator has an unknown step {decoder!r}", where=locator)

    def _field(self, row: int, column: int) -> str:
        if not (1 <= row <= len(self._csv) and 1 <= column <= len(self._csv[row - 1])):
            raise PageChanged("the field is not there", where=f"csv:{row}/{column}", found=f"{len(self._csv)} records")
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
            elif (element.name in _LINES or element.get("data-as") == "p") and visible_text(element):
                yield Line(self._quote(element))

    def _heading(self, element: Tag) -> Tag | None:
        # The parser moves a paragraph out of the heading it stands in: an empty heading is the paragraph after it.
        if visible_text(element):
            return element
        following = element.find_next_sibling(True)
        return following if following is not None and following.name == "p" and visible_text(following) else None

    def _quote(self, element: Tag) -> Quote:
        return Quote(text=visible_text(element), locator=f"{self._base}css:{self._path(element)}")

    def _island(self, element: Tag) -> Data:
        def enclosing(attribute: str) -> Quote | None:
            around = element.find_parent(attrs={attribute: True})
            if around is None:
                return None
            return Quote(text=str(around[attribute]), locator=f"css:{self._path(around)} > attr:{attribute}")

        properties = AstroNode(
            parse_json(str(element.get("props", "{}"))), base=f"css:{self._path(element)} > attr:props > json:"
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
        # Without a head of its own, the first row is a table's header, with the rows that its first cell spans: those
        # who read it look for its words.
        if rows and not heads:
            heads = rows[: _span(rows[0].find(["td", "th"]) or rows[0], "rowspan")]
        if not heads:
            return None
        grid = self._grid(rows)
        headers, body = grid[: len(heads)], grid[len(heads) :]
        columns = [
            Header(tuple(level[index] for level in headers if index < len(level))) for index in range(len(headers[-1]))
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
            place = next(index for index, sibling in enumerate(siblings, start=1) if sibling is element)
            steps.append(f"{element.name}:nth-child({place})")
            element = element.parent
        return " > ".join(reversed(steps))

    def _element(self, path: str) -> Tag:
        element: Tag = self._soup
        for step in path.split(" > "):
            if step.startswith("#"):
                named = self._by_id.get(step[1:], [])
                if len(named) != 1:
                    raise PageChanged(
                        f"{len(named)} elements have the id {step[1:]!r}", where=f"css:{path}", expected="one"
                    )
                element = named[0]
                continue
            name, _, place = step.removesuffix(")").partition(":nth-child(")
            children = self._children_of(element)
            if not 0 < int(place) <= len(children) or children[int(place) - 1].name != name:
                raise PageChanged("the element is not there", where=f"css:{path}", expected=step)
            element = children[int(place) - 1]
        return element


def _source(element: Tag) -> str:
    return "".join(element.find_all(string=True))


def _heading_level(element: Tag) -> int | None:
    """The level of a heading, also of one that an editor draws as a box of the class heading-h2."""
    if element.name == "div" and (match := _HEADING_CLASS.search(" ".join(element.get_attribute_list("class")))):
        return int(match[1])
    return _HEADINGS.get(element.name)


def _rows(table: Tag) -> tuple[list[Tag], list[Tag]]:
    """The rows of a table, and those of them that are its head."""
    rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
    return rows, [row for row in rows if row.find_parent("thead") is not None]


def _heads_next(table: Tag, following: Tag | None) -> bool:
    """Whether a table is only the head of the next one: so pages draw a head that stays while its rows scroll."""
    rows, heads = _rows(table)
    if following is None or not rows or len(rows) != len(heads):
        return False
    rows, heads = _rows(following)
    return bool(rows) and not heads and len(_cells(rows[0])) == len(_cells(_rows(table)[0][-1]))


def _cells(row: Tag) -> list[Tag]:
    """The cells of a row, without the hidden ones of span 0 that editors leave where a wider cell covers the place."""
    cells = [cell for cell in row.find_all(["td", "th"]) if cell.find_parent("tr") is row]
    return [c for c in cells if "0" not in (c.get("rowspan"), c.get("colspan")) or visible_text(c)]


def _span(cell: Tag, attribute: str) -> int:
    written = str(cell.get(attribute, "1"))
    return min(int(written), 1000) if written.isdigit() and int(written) > 0 else 1
