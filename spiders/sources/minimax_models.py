"""MiniMax's models: those that its API offers, with the context of the language models, and when each was released."""

import re
from collections.abc import Iterator

from spiders.claims import Claim, Link
from spiders.outline import Section
from spiders.page import Page
from spiders.phrases import read_name
from spiders.source import Source

_DOCS = "https://platform.minimax.io/docs"


class MinimaxModels(Source):
    publisher = "minimax"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    links = [Link(kind=kind, url=f"{_DOCS}/{path}.md", aliases=(f"{_DOCS}/{path}",)) for kind, path in
             (("offers", "api-reference/api-overview"), ("releases", "release-notes/models"))]  # fmt: skip
    expect = {"offers": range(8, 400), "releases": range(8, 1000)}
    money = r"\$\d|\bfree\b"

    def offers(self, page: Page) -> Iterator[Claim]:
        for header in ("Model", "Model Name"):
            for table in page.outline.tables(header):
                for row in table.rows(ignore=["Description", "Usage"]):
                    route = row.pop(header)
                    yield Claim(route=route, attribute="status", quote=route, says="active")
                    if row.has("Context Window"):
                        yield Claim(route=route, attribute="context_tokens", quote=row.pop("Context Window"))

    def releases(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            if re.fullmatch(r"[A-Z][a-z]{2,}\.? (\d{1,2}, )?\d{4}", section.name):
                yield from self.released(section)

    def released(self, section: Section) -> Iterator[Claim]:
        """The models in the titles of a day's cards: "Hailuo-2.3 & 2.3-Fast" are two, the second without its stem."""
        for card, _ in section.lines("^<Card "):
            title = card.find(r'\btitle="([^"]+)"')
            for piece in title.finds(r"[^/&\s](?:[^/&]*[^/&\s])?") if title else ():
                name = read_name(piece)
                stem = re.split(r"\d", title.text)[0] if title and name.full[0].isdigit() else ""
                yield Claim(model=name.quote, named=stem + name.full, attribute="released_date", quote=section.title,
                            variant=name.note.text.lower() if name.note else None)  # fmt: skip
