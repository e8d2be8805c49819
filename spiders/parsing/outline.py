"""What a document shows in reading order, Markdown and HTML alike: headings, tables, lines of text,
script data.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from spiders.claims import Claim, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node, scalar_text
from spiders.parsing.tables import Header, Row, Table, normalised, table_without_headers

# A full stop ends a sentence where space follows: 4.1 and kimi-k2.6 go on.
_SENTENCE = r"\S(?:[^.;。；]|[.;](?=\S))*[.;。；]?"


@dataclass(frozen=True)
class Heading:
    level: int
    quote: Quote


@dataclass(frozen=True)
class Line:
    """A paragraph, a list item, a small print: one run of text outside tables."""

    quote: Quote


@dataclass(frozen=True)
class Html:
    """The lines of a table that a Markdown page writes as HTML, before it is read."""

    first: int
    last: int


@dataclass(frozen=True)
class Data:
    """Data that a page carries for its scripts: a component's properties, and the tables drawn from
    them.
    """

    component: str
    properties: Node
    enclosing: Callable[[str], Quote | None]
    """The value of an attribute on the nearest element around the component."""
    tables: Sequence[Table] = field(default=())

    def notes(self) -> dict[str, Quote]:
        """The notes that explain headings of groups of columns, by the heading."""
        labels = [group.get_node("label") for group in self._heading_groups()]
        notes = [note for label in labels if label for note in label.nodes() if "tooltip" in note]
        return {note.require("label").text: note.require("tooltip") for note in notes}

    def _heading_groups(self) -> Iterator[Node]:
        return (
            self.properties.require_node("headingGroups").nodes()
            if "headingGroups" in self.properties
            else iter(())
        )

    def table(self) -> Table:
        """The component's data as a table: `headings`, and `rows`, or `groups` of rows under the
        group's first cell.
        """
        headings = [first_text(node) for node in self.properties.require_node("headings").nodes()]
        rows: list[list[Quote]] = []
        if "rows" in self.properties:
            rows = [
                [first_text(cell) for cell in row.nodes()]
                for row in self.properties.require_node("rows").nodes()
            ]
        else:
            for group in self.properties.require_node("groups").nodes():
                label = group.require("model")
                rows += [
                    [label, *(first_text(cell) for cell in row.nodes())]
                    for row in group.require_node("rows").nodes()
                ]
        return Table(self.properties.where, [Header((heading,)) for heading in headings], rows)

    def undrawn_rows(self, lengths: Sequence[Sequence[str]]) -> list[Table]:
        """The `rows`, given as arrays, that the component's first table does not show; each a table
        of its own.
        """
        rows = [
            table_without_headers(array, lengths)
            for array in self.properties.require_node("rows").nodes()
        ]
        drawn = self.tables[0].column(self.tables[0].headers[0].label)
        return [row for row in rows if next(row.cells()).text not in drawn]


def first_text(node: Node) -> Quote:
    """The text of a cell given as data: itself, or the first text of the object that dresses it.
    Empty for null.
    """
    while isinstance(node.value, dict):
        node = next(node.nodes())
    text = scalar_text(node.value)
    return Quote(text=text or "", locator=node.where)


Block = Heading | Line | Html | Data | Table


class Section:
    """A heading and what stands directly under it, up to the next heading."""

    def __init__(self, heading: Quote | None, blocks: Sequence[Block], level: int = 0) -> None:
        self.heading, self.blocks, self.level = heading, blocks, level

    @property
    def name(self) -> str:
        return self.heading.text if self.heading else "(before the first heading)"

    @property
    def title(self) -> Quote:
        """The heading, of a section that has one."""
        if self.heading is None:
            raise LayoutChanged("what stands before the first heading has none")
        return self.heading

    def tables(self, *headers: str) -> list[Table]:
        """The section's tables that have all of `headers`, with the section heading as context."""
        tables = [block for block in self.blocks if isinstance(block, Table)]
        return [
            table.with_context(section=self.heading)
            for table in tables
            if table.has_headers(*headers)
        ]

    def table(self, *headers: str) -> Table:
        """The one table of this section that has all of `headers`; none or several is a changed
        page.
        """
        tables = self.tables(*headers)
        if len(tables) != 1:
            shown = [
                ", ".join(repr(h.label) for h in b.headers)
                for b in self.blocks
                if isinstance(b, Table)
            ]
            raise LayoutChanged(
                f"{len(tables)} tables with the headers {', '.join(map(repr, headers))}",
                where=f"section {self.name!r}",
                expected="exactly one",
                found=" | ".join(shown) or "no table at all",
            )
        return tables[0]

    def rows(self, *headers: str, ignore: Iterable[str] = ()) -> Iterator[Row]:
        """The rows of the section's tables that have all of `headers`, as Table.rows."""
        return (row for table in self.tables(*headers) for row in table.rows(ignore=ignore))

    def tables_with_lead(self) -> Iterator[tuple[Quote | None, Table]]:
        """The section's tables, each with the line that leads to it, if one stands between it and
        the table before.
        """
        lead: Quote | None = None
        for block in self.blocks:
            lead = block.quote if isinstance(block, Line) else lead
            if isinstance(block, Table):
                yield lead, block.with_context(section=self.heading)
                lead = None

    def lines(self, pattern: str) -> Iterator[tuple[Quote, re.Match[str]]]:
        """The lines in which `pattern` occurs, with the match."""
        for block in self.blocks:
            if isinstance(block, Line) and (match := re.search(pattern, block.quote.text)):
                yield block.quote, match

    def line_after(self, label: str) -> Quote:
        """The line that follows the one line that reads `label`."""
        lines = [block.quote for block in self.blocks if isinstance(block, Line)]
        places = [
            index for index, line in enumerate(lines) if normalised(line.text) == normalised(label)
        ]
        if len(places) != 1 or places[0] + 1 == len(lines):
            raise LayoutChanged(
                f"{len(places)} lines read {label!r}",
                where=f"section {self.name!r}",
                expected="exactly one, with a line after it",
            )
        return lines[places[0] + 1]

    def emphasised_codes(self) -> list[Quote]:
        """What stands as code in lines that are emphasised whole, *`one`, `two`*: the ids under a
        model's heading.
        """
        lines = [line for line, _ in self.lines(r"^[*_]+`.*`[*_]+$")]
        return [
            line.slice(*code.span(1))
            for line in lines
            for code in re.finditer(r"`([^`]+)`", line.text)
        ]

    def codes_under(self, pattern: str) -> Iterator[tuple[re.Match[str], Quote, Quote]]:
        """What stands as `code` in the list under each line in which `pattern` occurs: match, line,
        code.
        """
        above: tuple[re.Match[str], Quote] | None = None
        for line in (block.quote for block in self.blocks if isinstance(block, Line)):
            if not re.match(r"[*+-] ", line.text):
                match = re.search(pattern, line.text)
                above = (match, line) if match else None
            elif above:
                for code in re.finditer(r"`([^`]+)`", line.text):
                    yield *above, line.slice(*code.span(1))

    def sentences(self, pattern: str) -> list[Quote]:
        """Every sentence of the section outside tables in which `pattern` occurs, once."""
        return _sentences(self.blocks, pattern)

    def find(self, pattern: str) -> Quote | None:
        """The first line in which `pattern` occurs, cut to the match's first group (or the whole
        match).
        """
        for quote, match in self.lines(pattern):
            return quote.slice(*match.span(1 if match.re.groups else 0))
        return None

    def require(self, pattern: str) -> Quote:
        """The phrase, which must be there."""
        phrase = self.find(pattern)
        if phrase is None:
            raise LayoutChanged(
                "the section does not say it", where=f"section {self.name!r}", expected=pattern
            )
        return phrase


class Outline:
    """The blocks of a document in reading order, cut into sections by its headings."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self._sections: list[Section] | None = None

    def sections(self, name: str | None = None) -> list[Section]:
        """The sections in order; with `name`, those whose heading reads so (case and spacing do not
        matter).
        """
        if self._sections is None:
            self._sections = list(self._cut())
        if name is None:
            return self._sections
        return [
            s
            for s in self._sections
            if s.heading and normalised(s.heading.text) == normalised(name)
        ]

    def section(self, name: str) -> Section:
        """The one section with this heading."""
        sections = self.sections(name)
        if len(sections) != 1:
            headings = [s.heading.text for s in self.sections() if s.heading]
            raise LayoutChanged(
                f"{len(sections)} sections are called {name!r}",
                expected="exactly one",
                found="; ".join(headings[:40]),
            )
        return sections[0]

    def sections_matching(self, pattern: str) -> Iterator[tuple[Quote, Section]]:
        """The sections in whose heading `pattern` occurs, each with what matches it there, or its
        first group.
        """
        for section in self.sections():
            if section.heading and (found := section.heading.find(pattern)):
                yield found, section

    def chapters(self, level: int) -> list[list[Section]]:
        """The sections whose heading has this level, each with the sections of deeper headings that
        follow it.
        """
        chapters: list[list[Section]] = []
        is_open = False
        for section in self.sections():
            if section.level == level:
                chapters.append([])
            is_open = section.level == level or (is_open and section.level > level)
            if is_open:
                chapters[-1].append(section)
        return chapters

    def footnotes(self) -> dict[str, list[Quote]]:
        """The notes that the page explains as "3 - ...", by their mark. A page may use one mark for
        several tables.
        """
        notes: dict[str, list[Quote]] = {}
        for block in self.blocks:
            if isinstance(block, Line) and (
                match := re.match(r"[*_]*(?:<sup>)?(\d{1,2}) - ", block.quote.text)
            ):
                notes.setdefault(match[1], []).append(block.quote)
        return notes

    def texts(self) -> Iterator[Quote]:
        """Every heading, line and cell of the document."""
        for block in self.blocks:
            if isinstance(block, Heading | Line):
                yield block.quote
            elif isinstance(block, Table):
                yield from block.cells()

    def unquoted_texts(self, pattern: str, claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
        """Every text in which `pattern` occurs and that no claim quotes as value or as context, and
        its place.

        A table of which no claim quotes a cell is one text.
        """
        quoted: set[str] = set()
        for claim in claims:
            for said in (claim.quote, *claim.quote.context, claim.subject):
                quoted.update(itertools.accumulate(said.locator.split(" > "), "{} > {}".format))
        for section in self.sections():
            for table in section.tables():
                cells = {cell.locator: cell.text for cell in table.cells()}
                if quoted.isdisjoint(cells) and re.search(
                    pattern, "\n".join([*table.labels, *cells.values()])
                ):
                    quoted.update(cells)
                    yield (
                        f"the table of {', '.join(table.labels)} under {section.name!r}",
                        table.where,
                    )
        for text in self.texts():
            if text.locator not in quoted and re.search(pattern, text.text):
                yield repr(text.text[:80]), text.locator

    def sentences(self, pattern: str) -> list[Quote]:
        """Every sentence outside tables in which `pattern` occurs, once."""
        return _sentences(self.blocks, pattern)

    def lines(self, pattern: str) -> Iterator[tuple[Quote, re.Match[str]]]:
        """The lines of the document in which `pattern` occurs, with the match."""
        return (found for section in self.sections() for found in section.lines(pattern))

    def header_note(self, heading: str) -> Quote:
        """The note that one of the page's components has for a heading of columns. LayoutChanged
        where none has.
        """
        for block in self.blocks:
            if isinstance(block, Data) and (note := block.notes().get(heading)):
                return note
        raise LayoutChanged(
            f"nothing explains the heading {heading!r}",
            expected="a note, such as '>272K input tokens'",
        )

    def first_in_sections(self, pattern: str) -> list[Quote]:
        """What matches `pattern`, or its first group, in each section where it occurs: there the
        first.
        """
        return [quote for section in self.sections() if (quote := section.find(pattern))]

    def tables(self, *headers: str) -> list[Table]:
        """The tables of the page that have all of `headers`, each with the heading of its section
        as context.
        """
        return [table for section in self.sections() for table in section.tables(*headers)]

    def table(self, *headers: str) -> Table:
        """The one table of the page that has all of `headers`, with the heading of its section as
        context.
        """
        tables = self.tables(*headers)
        if len(tables) != 1:
            raise LayoutChanged(
                f"{len(tables)} tables with the headers {', '.join(map(repr, headers))}",
                expected="exactly one",
            )
        return tables[0]

    def rows(self, *headers: str, ignore: Iterable[str] = ()) -> Iterator[Row]:
        """The rows of the page's tables that have all of `headers`, as Table.rows."""
        return (row for table in self.tables(*headers) for row in table.rows(ignore=ignore))

    def data(self, *components: str) -> Iterator[tuple[Section, Data]]:
        """The script data of these components, each with the section it stands in."""
        for section in self.sections():
            for block in section.blocks:
                if isinstance(block, Data) and block.component in components:
                    yield section, block

    def _cut(self) -> Iterator[Section]:
        heading: Quote | None = None
        level = 0
        blocks: list[Block] = []
        for block in self.blocks:
            if isinstance(block, Heading):
                yield Section(heading, blocks, level)
                heading, level, blocks = block.quote, block.level, []
            else:
                blocks.append(block)
        yield Section(heading, blocks, level)


def _sentences(blocks: Sequence[Block], pattern: str) -> list[Quote]:
    lines = [block.quote for block in blocks if isinstance(block, Line)]
    found = [
        part for line in lines for part in line.find_all(_SENTENCE) if re.search(pattern, part.text)
    ]
    return list({sentence.text: sentence for sentence in reversed(found)}.values())[::-1]
