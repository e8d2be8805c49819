"""OpenAI's catalog of models: the name of each beside the id that its own page is called by."""

from spiders.claims import Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.source import Documentation

ENTRY = r"^[-*] \[([^\]]+)\]\(\S*/docs/models/([a-z][\w.-]*?)(?:\.md)?\): (Deprecated\b)?"


class OpenaiModels(Documentation):
    publisher = "openai"
    links = [
        Link.markdown(
            "models",
            "https://developers.openai.com/api/docs/models",
            "https://platform.openai.com/docs/models",
            "https://platform.openai.com/docs/models.md",
        )
    ]
    expect = {"catalog": range(20, 3000)}

    def catalog(self, page: Page) -> Claims:
        for line, entry in (
            found for section in page.outline.sections() for found in section.lines(ENTRY)
        ):
            route = line.slice(*entry.span(2))
            yield Claim(route=route, attribute="name", quote=line.slice(*entry.span(1)))
            if entry[3]:
                yield Claim(route=route, attribute="status", quote=line.slice(*entry.span(3)))
