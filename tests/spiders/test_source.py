"""Source: what is told of a part of a page that gives nothing."""

from collections.abc import Callable, Iterator
from typing import ClassVar

import pytest

from spiders.claims import Claim, Claims
from spiders.extraction import extract
from spiders.parsing.findings import Finding
from spiders.parsing.page import Page
from spiders.source import Documentation

PAGE = b"""# Chat

| Model | Price |
| --- | --- |
| a | $1 |

# Images

| Model | Size |
| --- | --- |
"""


def findings(part: Callable[[Page], Claims], body: bytes = PAGE) -> list[Finding]:
    """The findings on a page of which a source reads one part, which should give claims."""

    class Acme(Documentation):
        publisher = "acme"
        expect: ClassVar = {"prices": range(1, 9)}

        def prices(self, page: Page) -> Claims:
            return part(page)

    return extract(Acme(), Page(body, url="https://acme.example/prices")).findings


def rows_of(*headers: str) -> Callable[[Page], Claims]:
    def read(page: Page) -> Iterator[Claim]:
        for row in page.outline.rows(*headers):
            yield Claim(route=row.pop("Model"), meter="input", unit="token", quote=row.pop("Price"))

    return read


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        (
            ("Model", "Input"),
            "no table has the header 'Input', found 'Model', 'Price' | 'Model', 'Size'",
        ),
        (("Price", "Size"), "no table has the header 'Price' together with 'Size', found"),
        (("Input", "Output"), "no table has the header 'Input', 'Output', found"),
    ],
)
def test_a_part_that_gives_nothing_names_the_header_that_no_table_has(
    headers: tuple[str, ...], words: str
) -> None:
    (finding,) = findings(rows_of(*headers))
    assert (finding.kind, finding.part) == ("count", "prices")
    assert finding.message.startswith(f"expected 1 to 8 claims, found 0; {words}")
    assert finding.message.endswith("; none was taken")


def test_a_page_without_a_table_says_so() -> None:
    (finding,) = findings(rows_of("Model"), b"# Prices\n\nOn request.\n")
    assert "no table has the header 'Model', found no table at all" in finding.message


def test_a_table_that_is_there_and_empty_is_not_missing() -> None:
    (finding,) = findings(rows_of("Model", "Size"))
    assert finding.message == "expected 1 to 8 claims, found 0; none was taken"


def test_a_part_that_asks_no_table_names_no_header() -> None:
    (finding,) = findings(lambda _: iter(()))
    assert finding.message == "expected 1 to 8 claims, found 0; none was taken"
