"""The outline of a document, Markdown and HTML alike: its headings, tables, lines of text and
script data in reading order, cut into sections.

A source takes a section by its heading, `outline.section("Pricing")`, and then its table by its
headers, `section.table("Model", "Input")`. Both raise LayoutChanged unless there is exactly one.
"""

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from spiders.claims import Claim, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node, scalar_text
from spiders.parsing.tables import Header, Row, Table, normalised, table_without_headers

# A full stop ends a sentence only before a space: "4.1" and "kimi-k2.6" do not end one.
_SENTENCE = r"\S(?:[^.;。；]|[.;](?=\S))*[.;。；]?"
_CODE = r"`([^`]+)`"


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


@dataclass(frozen=True)
class Data:
    """Data that a page carries for its scripts: the properties of a component, and the tables that
    the page already shows of them.
    """

    component: str
    properties: Node
    enclosing: Callable[[str], Quote | None]
    """The value of an attribute on the nearest element around the component."""
    tables: Sequence[Table] = field(default=())

    def notes(self) -> dict[str, Quote]:
        """The notes that explain headings of groups of columns, by the heading."""
        if "headingGroups" not in self.properties:
            return {}
        groups = list(self.properties.require_node("headingGroups").nodes())
        labels = [group.get_node("label") for group in groups]
        notes: dict[str, Quote] = {}
        for label in labels:
            if label is None:
                continue
            for note in label.nodes():
                if "tooltip" in note:
                    notes[note.require("label").text] = note.require("tooltip")
        return notes

    def table(self) -> Table:
        """The component's data as a table: `headings`, and `rows`; or `groups` of rows, which get
        the group's model as their first cell.
        """
        headings = self.properties.require_node("headings").nodes()
        headers = [Header((first_text(heading),)) for heading in headings]
        rows: list[list[Quote]] = []
        if "rows" in self.properties:
            rows += _cell_texts(self.properties)
        else:
            for group in self.properties.require_node("groups").nodes():
                model = group.require("model")
                rows += [[model, *cells] for cells in _cell_texts(group)]
        return Table(self.properties.where, headers, rows)

    def undrawn_rows(self, headers_by_length: Sequence[Sequence[str]]) -> list[Table]:
        """The `rows`, given as arrays, that the component's first table does not show, each as a
        table of its own; see `table_without_headers`.
        """
        arrays = self.properties.require_node("rows").nodes()
        rows = [table_without_headers(array, headers_by_length) for array in arrays]
        drawn_table = self.tables[0]
        drawn = drawn_table.column(drawn_table.headers[0].label)
        return [row for row in rows if next(row.cells()).text not in drawn]


def _cell_texts(node: Node) -> Iterator[list[Quote]]:
    """The texts of the cells of each of the `rows` of a node."""
    for row in node.require_node("rows").nodes():
        yield [first_text(cell) for cell in row.nodes()]


def first_text(node: Node) -> Quote:
    """The text of a cell given as data: the cell itself, or the first text inside the object that
    formats it. Empty for null.
    """
    while isinstance(node.value, dict):
        node = next(node.nodes())
    text = scalar_text(node.value)
    return Quote(text=text or "", locator=node.where)


Block = Heading | Line | Html | Data | Table


class TableSearches:
    """Which headers a source asked tables for, and whether a table had them."""

    def __init__(self) -> None:
        self._is_met: dict[tuple[str, ...], bool] = {}
        self._tables: dict[int, Table] = {}

    def note(self, headers: tuple[str, ...], tables: Sequence[Table], *, is_met: bool) -> None:
        """Remember one search among some tables."""
        if not headers:
            return
        self._is_met[headers] = is_met or self._is_met.get(headers, False)
        self._tables.update((id(table), table) for table in tables)

    def forget(self) -> None:
        """Begin anew: for the next part of a page."""
        self._is_met.clear()
        self._tables.clear()

    def missing(self) -> str:
        """The headers that no table had among those searched, in words; empty where each search
        met one.
        """
        words: list[str] = []
        for headers, is_met in self._is_met.items():
            if is_met:
                continue
            absent = [
                header
                for header in headers
                if not any(table.has_headers(header) for table in self._tables.values())
            ]
            named = ", ".join(map(repr, absent)) or " together with ".join(map(repr, headers))
            words.append(f"no table has the header {named}")
        if not words:
            return ""
        shown = [", ".join(map(repr, table.labels)) for table in self._tables.values()]
        found = " | ".join(shown) or "no table at all"
        return f"{'; '.join(words)}, found {found}"


class Section:
    """A heading and the blocks directly under it, up to the next heading. `level` is that of the
    heading; 0 and no heading for what stands before the first one.
    """

    def __init__(
        self,
        heading: Quote | None,
        blocks: Sequence[Block],
        level: int = 0,
        searches: "TableSearches | None" = None,
        known_as: str = "",
    ) -> None:
        self.heading = heading
        self._known_as = known_as
        self.blocks = blocks
        self.level = level
        self._searches = TableSearches() if searches is None else searches

    @property
    def name(self) -> str:
        """The text of the heading, for messages; what it is known as, where it was renamed."""
        if self.heading is None:
            return "(before the first heading)"
        return self._known_as or self.heading.text

    @property
    def normalised_name(self) -> str | None:
        """The text of the heading, for comparing; None without a heading."""
        return normalised(self.name) if self.heading else None

    @property
    def title(self) -> Quote:
        """The heading. Raises LayoutChanged for a section without one."""
        if self.heading is None:
            raise LayoutChanged("what stands before the first heading has none")
        return self.heading

    def tables(self, *headers: str) -> list[Table]:
        """The section's tables that have all of `headers`, with the section heading as context."""
        tables = [block for block in self.blocks if isinstance(block, Table)]
        wanted = [table for table in tables if table.has_headers(*headers)]
        self._searches.note(headers, tables, is_met=bool(wanted))
        return [table.with_context(section=self.heading) for table in wanted]

    def table(self, *headers: str) -> Table:
        """The one table of this section that has all of `headers`. Raises LayoutChanged for none
        or several.
        """
        tables = self.tables(*headers)
        if len(tables) != 1:
            all_tables = [block for block in self.blocks if isinstance(block, Table)]
            shown = [", ".join(map(repr, table.labels)) for table in all_tables]
            raise LayoutChanged(
                f"{len(tables)} tables with the headers {', '.join(map(repr, headers))}",
                where=f"section {self.name!r}",
                expected="exactly one",
                found=" | ".join(shown) or "no table at all",
            )
        return tables[0]

    def rows(self, *headers: str, ignore: Iterable[str] = ()) -> Iterator[Row]:
        """The rows of the section's tables that have all of `headers`, as `Table.rows` gives
        them.
        """
        for table in self.tables(*headers):
            yield from table.rows(ignore=ignore)

    def tables_with_lead(self) -> Iterator[tuple[Quote | None, Table]]:
        """(lead, table) for the section's tables. The lead is the last line between the table and
        the one before, such as "Prices per 1M tokens"; None when there is no line.
        """
        lead: Quote | None = None
        for block in self.blocks:
            if isinstance(block, Line):
                lead = block.quote
            elif isinstance(block, Table):
                yield lead, block.with_context(section=self.heading)
                lead = None

    def lines(self, pattern: str) -> Iterator[tuple[Quote, re.Match[str]]]:
        """The lines in which `pattern` occurs, with the match."""
        for line in _lines(self.blocks):
            match = re.search(pattern, line.text)
            if match:
                yield line, match

    def line_after(self, label: str) -> Quote:
        """The line that follows the one line that reads `label`, for pages that write a label and
        its value as two paragraphs. Raises LayoutChanged for none or several.
        """
        lines = list(_lines(self.blocks))
        wanted = normalised(label)
        positions = [index for index, line in enumerate(lines) if normalised(line.text) == wanted]
        if len(positions) != 1 or positions[0] + 1 == len(lines):
            raise LayoutChanged(
                f"{len(positions)} lines read {label!r}",
                where=f"section {self.name!r}",
                expected="exactly one, with a line after it",
            )
        return lines[positions[0] + 1]

    def emphasised_codes(self) -> list[Quote]:
        """The code spans of the lines that are emphasised as a whole, such as *`one`, `two`*: the
        ids under a model's heading.
        """
        codes: list[Quote] = []
        for line, _ in self.lines(r"^[*_]+`.*`[*_]+$"):
            codes += line.find_all(_CODE)
        return codes

    def codes_under(self, pattern: str) -> Iterator[tuple[re.Match[str], Quote, Quote]]:
        """(match, line, code) for each code span in the list under each line in which `pattern`
        occurs: the two ids under

            Retired on 2026-01-05:
            - `model-1`
            - `model-2`
        """
        match: re.Match[str] | None = None
        above: Quote | None = None
        for line in _lines(self.blocks):
            is_list_item = re.match(r"[*+-] ", line.text) is not None
            if not is_list_item:
                match = re.search(pattern, line.text)
                above = line
            elif match and above:
                for code in line.find_all(_CODE):
                    yield match, above, code

    def sentences(self, pattern: str) -> list[Quote]:
        """Every sentence of the section outside tables in which `pattern` occurs, each text
        once.
        """
        return _sentences(self.blocks, pattern)

    def find(self, pattern: str) -> Quote | None:
        r"""The first match of `pattern` in a line, or its first group; None when there is none.

        `section.find(r"Context window: ([\d,]+) tokens")` is the number as a quote.
        """
        for line, match in self.lines(pattern):
            group = 1 if match.re.groups else 0
            return line.slice(*match.span(group))
        return None

    def require(self, pattern: str) -> Quote:
        """As `find`. Raises LayoutChanged when there is no match."""
        phrase = self.find(pattern)
        if phrase is None:
            raise LayoutChanged(
                "the section does not say it", where=f"section {self.name!r}", expected=pattern
            )
        return phrase


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
        for line in _lines(self.blocks):
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
        return _sentences(self.blocks, pattern)

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


def _lines(blocks: Iterable[Block]) -> Iterator[Quote]:
    """The lines of text among blocks."""
    for block in blocks:
        if isinstance(block, Line):
            yield block.quote


def _sentences(blocks: Sequence[Block], pattern: str) -> list[Quote]:
    """The sentences in which `pattern` occurs, each text once, where it occurs first."""
    found: dict[str, Quote] = {}
    for line in _lines(blocks):
        for sentence in line.find_all(_SENTENCE):
            if re.search(pattern, sentence.text):
                found.setdefault(sentence.text, sentence)
    return list(found.values())


def _quoted_locators(claims: Iterable[Claim]) -> set[str]:
    """The locators of all that claims quote, and those of what it is a part of: of "line:3 >
    cell:2" also "line:3".
    """
    quoted: set[str] = set()
    for claim in claims:
        for said in (claim.quote, *claim.quote.context, claim.subject):
            quoted.update(itertools.accumulate(said.locator.split(" > "), "{} > {}".format))
    return quoted
