"""One section of a document: a heading and what stands under it, up to the next heading."""

import re
from collections.abc import Iterable, Iterator, Sequence

from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.outlines.blocks import Block, Line, lines_of, sentences_of
from spiders.parsing.outlines.table_searches import TableSearches
from spiders.parsing.tables.headers import normalised
from spiders.parsing.tables.row import Row
from spiders.parsing.tables.table import Table

_CODE = r"`([^`]+)`"


class Section:
    """A heading and the blocks directly under it, up to the next heading. `level` is that of the
    heading; 0 and no heading for what stands before the first one.
    """

    def __init__(
        self,
        heading: Quote | None,
        blocks: Sequence[Block],
        level: int = 0,
        searches: TableSearches | None = None,
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
        for line in lines_of(self.blocks):
            match = re.search(pattern, line.text)
            if match:
                yield line, match

    def line_after(self, label: str) -> Quote:
        """The line that follows the one line that reads `label`, for pages that write a label and
        its value as two paragraphs. Raises LayoutChanged for none or several.
        """
        lines = list(lines_of(self.blocks))
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
        for line in lines_of(self.blocks):
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
        return sentences_of(self.blocks, pattern)

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
