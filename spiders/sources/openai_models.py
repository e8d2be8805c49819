"""OpenAI's catalog of models: the name of each beside the id that its own page is called by."""

from collections.abc import Iterator

from spiders.claims import Claim, Link
from spiders.page import Page
from spiders.source import Source

ENTRY = r"^[-*] \[([^\]]+)\]\(\S*/docs/models/([a-z][\w.-]*?)(?:\.md)?\): (Deprecated\b)?"


class OpenaiModels(Source):
    publisher = "openai"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    links = [Link(kind="models", url="https://developers.openai.com/api/docs/models.md",
                  aliases=("https://developers.openai.com/api/docs/models", "https://platform.openai.com/docs/models",
                           "https://platform.openai.com/docs/models.md"))]  # fmt: skip
    expect = {"catalog": range(20, 3000)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.catalog)

    def catalog(self, page: Page) -> Iterator[Claim]:
        for line, entry in (found for section in page.outline.sections() for found in section.lines(ENTRY)):
            route = line.part(*entry.span(2))
            yield Claim(route=route, attribute="name", quote=line.part(*entry.span(1)))
            if entry[3]:
                yield Claim(route=route, attribute="status", quote=line.part(*entry.span(3)))
