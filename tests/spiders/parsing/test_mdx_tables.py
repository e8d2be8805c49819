"""Tables that an MDX page hands to a component: read like any other, each cell by its place in the
source.
"""

import pytest

from spiders.parsing.outlines.blocks import Heading, Line
from spiders.parsing.page import Page
from spiders.parsing.tables.table import Table

PAGE = """# Prices

Before.

<DocTable
  columns={[
{ title: "Model", width: "20%" },
{ title: "Input \\"miss\\"", width: "80%" },
]}
  rows={[
["acme-1 (Batch)", <>{"$"}3.00</>],
["acme-2", "¥0.30"],
]}
/>

Between.

| Model | Output |
|---|---|
| acme-1 | $9 |

## More

<PriceTable rows={[["a", "$1"], ["b", <b>$2</b>]]} columns={[{ title: "Model" }, { title: "Price" }]} />
<PriceTable rows={[["a", "$1"]]} columns={[{ title: "Model" }, { title: "Price" }]} />

After.
"""


def blocks(text: str) -> list[str]:
    return [
        ", ".join(header.label for header in block.headers)
        if isinstance(block, Table)
        else block.quote.text
        for block in Page(text.encode(), url="").outline.blocks
        if isinstance(block, Table | Heading | Line)
    ]


def test_a_table_stands_where_its_component_stands() -> None:
    found = blocks(PAGE)
    assert found[:6] == [
        "Prices",
        "Before.",
        'Model, Input "miss"',
        "Between.",
        "Model, Output",
        "More",
    ]
    assert found[-2:] == ["Model, Price", "After."]


def test_every_cell_leads_back_to_its_text() -> None:
    page = Page(PAGE.encode(), url="")
    table = page.outline.section("Prices").table("Model", 'Input "miss"')
    rows = [
        [quote.text for quote in (row.pop("Model"), row.pop('Input "miss"'))]
        for row in table.rows()
    ]
    assert rows == [["acme-1 (Batch)", "$3.00"], ["acme-2", "¥0.30"]]
    for quote in (*table.cells(), *(quote for header in table.headers for quote in header.quotes)):
        assert page.text_at(quote.locator) == quote.text


@pytest.mark.parametrize("expression", ["{price}", "price", "[1, 2]", "<b>$2</b>", "5"])
def test_cells_that_the_page_computes_are_no_table(expression: str) -> None:
    page = Page(PAGE.replace('"¥0.30"', expression).encode(), url="")
    assert page.outline.section("Prices").tables("Model", 'Input "miss"') == []
    assert any(
        expression in line.text for line, _ in page.outline.section("Prices").lines("acme-2")
    )


# --- Markdown inside components -------------------------------------------------------------------

INSIDE = """<Tabs>
  <Tab title="Batch">
    | Model | Output |
    |---|---|
    | acme-1 | $9 |
  </Tab>
</Tabs>

<Note>
  # A heading

  A line.
</Note>

```jsx
<Note>
| a | b |
|---|---|
</Note>
```
"""


def test_what_stands_inside_a_component_is_markdown() -> None:
    page = Page(INSIDE.encode(), url="")
    (batch,) = [lead for lead, _ in page.outline.sections()[0].tables_with_lead()]
    assert batch
    assert (batch.text, page.text_at(batch.locator)) == (
        '<Tab title="Batch">',
        '<Tab title="Batch">',
    )
    assert blocks(INSIDE)[:4] == ["<Tabs>", '<Tab title="Batch">', "Model, Output", "</Tab>"]
    assert blocks(INSIDE)[5:9] == ["<Note>", "A heading", "A line.", "</Note>"]
    assert page.outline.section("A heading").tables() == []
