"""Data that a page carries for its scripts, as tables."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.parsing.json_tree import Node, scalar_text
from spiders.parsing.tables.headers import Header
from spiders.parsing.tables.table import Table


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


def table_without_headers(array: Node, headers_by_length: Sequence[Sequence[str]]) -> Table:
    """A row written as an array, as a table of one row. Its headers are the one sequence in
    `headers_by_length` that is as long as the array.
    """
    cells: list[Quote] = []
    for index, element in enumerate(array.elements()):
        cells.append(element or Quote(text="", locator=f"{array.where}/{index}"))
    matching = [headers for headers in headers_by_length if len(headers) == len(cells)]
    if len(matching) != 1:
        known = [f"{len(headers)} ({', '.join(headers)})" for headers in headers_by_length]
        raise LayoutChanged(
            "a row without headers has a new length",
            where=array.where,
            expected=" or ".join(known),
            found=f"{len(cells)} ({', '.join(cell.text for cell in cells)})",
        )
    headers = [Header(given=name) for name in matching[0]]
    return Table(array.where, headers, [cells])
