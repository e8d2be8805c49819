"""What states values is asked alike: JSON by paths, rows by headers, texts and sections by
patterns.
"""

from collections.abc import Callable
from itertools import islice

import pytest

from spiders.claims import Attribute, Claims, Link, Quote
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.parsing.tables.row import Row
from spiders.parsing.tables.terms import states_something
from spiders.readers.attributes import alias_claims, attribute_claims, capability_claims
from spiders.source import Documentation
from spiders.sources.zai_pricing import row_prices

MODEL = Quote(text="m-1", locator="line:1")
MARKDOWN = Page(
    b"""# m-1

It has a context of 128K. Prices per 1M tokens.

| Model ID | Shutdown date | Successor | Input | Price |
|---|---|---|---|---|
| m-1 | May 5, 2027 | m-2 | $3 | $1 / call |
| m-2 | Not sooner than June 6, 2028 | N/A | - | Free |
| m-3 | No shutdown date announced | - | $4 | $2 |
""",
    url="",
)
JSON = Page(
    b'{"id": "m-1", "limit": {"context": 128000, "note": 1}, "tools": false, "slug": "m1", "a/b": 2}',
    url="",
)
ENDS: dict[str, Attribute] = {
    "Shutdown date": "retired_date",
    "Successor": "successor",
    "Another": "status",
}


def said(claims: Claims) -> list[tuple[str | None, str | None, str]]:
    return [(claim.attribute or claim.meter, claim.variant, claim.quote.text) for claim in claims]


def row(number: int) -> Row:
    (table,) = MARKDOWN.outline.tables("Model ID", "Shutdown date")
    return next(islice(table.rows(ignore=table.labels), number, None))


CONTEXT: dict[str, Callable[[], Claims]] = {
    "json": lambda: attribute_claims(
        JSON.json(), {"limit/context": "context_tokens", "limit/none": "status"}, model=MODEL
    ),
    "text": lambda: attribute_claims(
        MARKDOWN.line(3), {r"context of (\w+)": "context_tokens"}, model=MODEL
    ),
    "section": lambda: attribute_claims(
        MARKDOWN.outline.section("m-1"), {r"of (128K)": "context_tokens"}, model=MODEL
    ),
}


@pytest.mark.parametrize("form", CONTEXT)
def test_every_form_states_by_its_own_keys(form: str) -> None:
    ((attribute, variant, text),) = said(CONTEXT[form]())
    assert (attribute, variant, text) == (
        "context_tokens",
        None,
        "128000" if form == "json" else "128K",
    )


def test_a_row_states_what_is_under_its_headers_and_the_earliest_day_is_no_day_of_retirement() -> (
    None
):
    assert said(attribute_claims(row(0), ENDS, route=MODEL)) == [
        ("retired_date", None, "May 5, 2027"),
        ("successor", None, "m-2"),
    ]
    assert said(attribute_claims(row(1), ENDS, route=MODEL)) == [
        ("retirement_not_before_date", None, "June 6, 2028")
    ]
    assert said(attribute_claims(row(2), ENDS, route=MODEL)) == []


@pytest.mark.parametrize(
    ("text", "states"), [("n/a", False), ("—", False), ("/", False), ("0", True), ("No", True)]
)
def test_zero_and_no_are_statements(text: str, states: bool) -> None:
    assert states_something(Quote(text=text, locator="line:1")) is states


def test_a_flag_that_is_false_is_said_and_other_names_keep_their_kind() -> None:
    assert said(
        capability_claims(
            JSON.json(), {"tools": "function_calling", "vision": "vision"}, route=MODEL
        )
    ) == [("capability", "function_calling", "false")]
    assert said(alias_claims(JSON.json(), ["slug", "hugging_face_id"], route=MODEL)) == [
        ("alias", "slug", "m1")
    ]


def test_prices_have_the_unit_of_their_cell_or_of_the_line_and_a_dash_is_none() -> None:
    line = MARKDOWN.outline.section("m-1").find(r"Prices (per .+)")
    assert line
    found = [
        list(row_prices(row(place), {"Input": "input"}, line, route=MODEL)) for place in range(3)
    ]
    assert [
        [(claim.meter, claim.unit, claim.quote.text) for claim in claims] for claims in found
    ] == [
        [("input", "1M tokens", "$3")],
        [],
        [("input", "1M tokens", "$4")],
    ]
    assert [
        (claim.meter, claim.unit)
        for claim in row_prices(row(0), {"Price": None}, line, route=MODEL)
    ] == [("request", "request")]
    free = [
        (claim.meter, claim.value)
        for claim in row_prices(row(1), {"Price": None}, line, route=MODEL)
    ]
    assert free == [("input", "free"), ("output", "free")]


def test_what_is_ignored_by_its_path_is_not_listed() -> None:
    node = JSON.json()
    node.ignore("id", "tools", "limit/note", "nothing/there", "a/b")
    assert list(node.require("slug").text) == ["m", "1"]
    assert [key for key, _ in node.unread_keys()] == ["context"]


def test_a_page_is_fetched_as_its_markdown_twin() -> None:
    link = Link.markdown("models", "https://a.example/models", "https://b.example/models")
    assert link == Link(
        kind="models",
        url="https://a.example/models.md",
        aliases=("https://a.example/models", "https://b.example/models"),
    )


def test_an_index_claims_nothing_and_is_no_failure() -> None:
    class Indexed(Documentation):
        index_kinds = ("list",)
        expect = {"models": range(1, 5)}  # noqa: RUF012 (Source declares it as ClassVar)

        def models(self, page: Page) -> Claims:
            return attribute_claims(Node({"name": "m"}), {"name": "name"}, model=page.line(1))

    pages = [Page(b"m\n", url="", kind=kind) for kind in ("list", "models")]
    assert [len(list(Indexed().claims(page))) for page in pages] == [0, 1]
    assert [page.findings for page in pages] == [[], []]
