"""The outline of a document, Markdown and HTML alike: its headings, tables, lines of text and
script data in reading order, cut into sections.

A source takes a section by its heading, `outline.section("Pricing")`, and then its table by its
headers, `section.table("Model", "Input")`. Both raise LayoutChanged unless there is exactly one.
"""

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from spiders.claims import Claim, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.outlines.blocks import Block, Heading, Line, lines_of, sentences_of
from spiders.parsing.outlines.script_data import Data
from spiders.parsing.outlines.section import Section
from spiders.parsing.outlines.table_searches import TableSearches
from spiders.parsing.tables.headers import normalised
from spiders.parsing.tables.row import Row
from spiders.parsing.tables.table import Table


class Outline:
    """The blocks of a document in reading order, cut into sections by its headings.

    The methods that `Section` has too do the same for the whole document.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.searches = TableSearches()
        """What was asked of its tables, and of those of its sections."""
        self._sections: list[Section] | None = None

    def sections(self, name: str | None = None) -> list[Section]:
        """The sections in order; with `name`, those whose heading reads so (case and spacing do not
        matter).
        """
        if self._sections is None:
            self._sections = list(self._cut())
        if name is None:
            return self._sections
        wanted = normalised(name)
        return [section for section in self._sections if section.normalised_name == wanted]

    def section(self, name: str) -> Section:
        """The one section with this heading. Raises LayoutChanged for none or several."""
        sections = self.sections(name)
        if len(sections) != 1:
            headings = [found.heading.text for found in self.sections() if found.heading]
            raise LayoutChanged(
                f"{len(sections)} sections are called {name!r}",
                expected="exactly one",
                found="; ".join(headings[:40]),
            )
        return sections[0]

    def sections_matching(self, pattern: str) -> Iterator[tuple[Quote, Section]]:
        """(match, section) for the sections in whose heading `pattern` occurs. The match, or its
        first group, is a quote of the heading: the day of "2026-01-05: Retirement of model-1".
        """
        for section in self.sections():
            found = section.heading.find(pattern) if section.heading else None
            if found:
                yield found, section

    def chapters(self, level: int) -> list[list[Section]]:
        """The sections whose heading has this level, each with the sections of deeper headings that
        follow it.

        With level 2, "## Model 1", "### Prices" and "### Limits" are one chapter of three sections.
        """
        chapters: list[list[Section]] = []
        is_open = False
        for section in self.sections():
            if section.level == level:
                chapters.append([])
                is_open = True
            elif section.level < level:
                is_open = False
            if is_open:
                chapters[-1].append(section)
        return chapters

    def footnotes(self) -> dict[str, list[Quote]]:
        """The footnotes that the page writes as "3 - ...", by their mark, "3". A page may use one
        mark for several tables, so a mark may have several notes.
        """
        notes: dict[str, list[Quote]] = {}
        for line in lines_of(self.blocks):
            match = re.match(r"[*_]*(?:<sup>)?(\d{1,2}) - ", line.text)
            if match:
                notes.setdefault(match[1], []).append(line)
        return notes

    def texts(self) -> Iterator[Quote]:
        """Every heading, line and cell of the document."""
        for block in self.blocks:
            if isinstance(block, Heading | Line):
                yield block.quote
            elif isinstance(block, Table):
                yield from block.cells()

    def unquoted_texts(self, pattern: str, claims: Iterable[Claim]) -> Iterator[tuple[str, str]]:
        """(description, locator) of every text in which `pattern` occurs and that no claim quotes
        as its value, its context or its subject.

        A table of which no claim quotes a cell counts as one text.
        """
        quoted = _quoted_locators(claims)
        for section in self.sections():
            for table in section.tables():
                cells = {cell.locator: cell.text for cell in table.cells()}
                if not quoted.isdisjoint(cells):
                    continue
                labels = ", ".join(table.labels)
                whole_text = "\n".join([*table.labels, *cells.values()])
                if re.search(pattern, whole_text):
                    quoted.update(cells)
                    yield f"the table of {labels} under {section.name!r}", table.where
        for text in self.texts():
            if text.locator not in quoted and re.search(pattern, text.text):
                yield repr(text.text[:80]), text.locator

    def sentences(self, pattern: str) -> list[Quote]:
        """Every sentence of the document outside tables in which `pattern` occurs, each text
        once.
        """
        return sentences_of(self.blocks, pattern)

    def lines(self, pattern: str) -> Iterator[tuple[Quote, re.Match[str]]]:
        """The lines of the document in which `pattern` occurs, with the match."""
        for section in self.sections():
            yield from section.lines(pattern)

    def header_note(self, heading: str) -> Quote:
        """The note of one of the page's components for a heading of columns. Raises LayoutChanged
        when none has one.
        """
        for block in self.blocks:
            note = block.notes().get(heading) if isinstance(block, Data) else None
            if note:
                return note
        raise LayoutChanged(
            f"nothing explains the heading {heading!r}",
            expected="a note, such as '>272K input tokens'",
        )

    def first_in_sections(self, pattern: str) -> list[Quote]:
        """The first match of `pattern`, or its first group, in each section where it occurs."""
        found = [section.find(pattern) for section in self.sections()]
        return [quote for quote in found if quote]

    def tables(self, *headers: str) -> list[Table]:
        """The tables of the page that have all of `headers`, each with the heading of its section
        as context.
        """
        found: list[Table] = []
        for section in self.sections():
            found += section.tables(*headers)
        return found

    def table(self, *headers: str) -> Table:
        """The one table of the page that has all of `headers`, with the heading of its section as
        context. Raises LayoutChanged for none or several.
        """
        tables = self.tables(*headers)
        if len(tables) != 1:
            raise LayoutChanged(
                f"{len(tables)} tables with the headers {', '.join(map(repr, headers))}",
                expected="exactly one",
            )
        return tables[0]

    def rows(self, *headers: str, ignore: Iterable[str] = ()) -> Iterator[Row]:
        """The rows of the page's tables that have all of `headers`, as `Table.rows` gives them."""
        for table in self.tables(*headers):
            yield from table.rows(ignore=ignore)

    def data(self, *components: str) -> Iterator[tuple[Section, Data]]:
        """(section, data) for the script data of these components. The section is the one that
        the component is in.
        """
        for section in self.sections():
            for block in section.blocks:
                if isinstance(block, Data) and block.component in components:
                    yield section, block

    def _cut(self) -> Iterator[Section]:
        """The sections; the first one, before the first heading, may be empty."""
        heading: Quote | None = None
        level, known_as = 0, ""
        blocks: list[Block] = []
        for block in self.blocks:
            if isinstance(block, Heading):
                yield Section(heading, blocks, level, self.searches, known_as)
                heading, level, blocks = block.quote, block.level, []
                known_as = block.known_as
            else:
                blocks.append(block)
        yield Section(heading, blocks, level, self.searches, known_as)


def _quoted_locators(claims: Iterable[Claim]) -> set[str]:
    """The locators of all that claims quote, and those of what it is a part of: of "line:3 >
    cell:2" also "line:3".
    """
    quoted: set[str] = set()
    for claim in claims:
        for said in (claim.quote, *claim.quote.context, claim.subject):
            quoted.update(itertools.accumulate(said.locator.split(" > "), "{} > {}".format))
    return quoted
