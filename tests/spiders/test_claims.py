"""Quotes: parts of a text that lead back to it, and texts that no claim quotes."""

from collections.abc import Iterator
from typing import ClassVar

from spiders.claims import Claim, Link, Quote
from spiders.extraction import extract
from spiders.parsing.page import Page
from spiders.source import Source

PAGE = Page(
    b"# Prices\n\nModel a: $1 in, $2 out\n\nImages are $0.04 each.\n",
    url="https://example.com/prices",
)


class Prices(Source):
    publisher = "acme"
    lineage = "first_party"
    terms = "none"
    links: ClassVar[list[Link]] = [Link(kind="pricing", url=PAGE.url)]
    expect: ClassVar[dict[str, range]] = {"line": range(1, 3)}
    money_pattern = r"\$\d"

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.read_parts(page, self.line)

    def line(self, page: Page) -> Iterator[Claim]:
        line = page.line(3)
        for quote in line.find_all(r"\$\d")[:1]:
            yield Claim(route=line.slice(6, 7), meter="input", quote=quote, unit="1M tokens")


def test_parts_of_a_quote_lead_back_to_their_text() -> None:
    line = PAGE.line(3)
    found = [*line.find_all(r"\$(\d)"), line.find(r"\$\d out"), line.find("in|out")]
    assert [part.text for part in found if part] == ["1", "2", "$2 out", "in"]
    assert [PAGE.text_at(part.locator) for part in found if part] == ["1", "2", "$2 out", "in"]
    assert line.find("€") is None
    assert line.find_all("€") == []


def test_an_amount_that_no_claim_quotes_is_listed() -> None:
    claims, findings = extract(Prices(), Page(PAGE.body, url=PAGE.url))
    assert len(claims) == 1
    assert [(finding.kind, finding.part, finding.message) for finding in findings] == [
        ("unread", "page", "'Images are $0.04 each.' is in no claim at line:5")
    ]


def test_a_text_that_is_quoted_as_context_is_read() -> None:
    subject = PAGE.line(3)
    quote = Quote(text="$1", locator="line:3 > chars:9-11").with_context(
        PAGE.line(5).as_context("caption")
    )
    page = Page(PAGE.body, url=PAGE.url)
    page.note_unquoted_texts(
        r"\$", [Claim(route=subject, meter="input", quote=quote, unit="1M tokens")]
    )
    assert page.findings == []
