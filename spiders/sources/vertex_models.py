"""Google Cloud's lists of the models it offers: Google's own by their stage, partners' and open
ones in tables.

The links to model cards are not read: some lead to another model.
"""

import re

from spiders.claims import Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.phrases import bare_name, read_name
from spiders.source import Documentation

_MODELS = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"


class VertexModels(Documentation):
    publisher = "google-vertex"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(kind="google_models", url=f"{_MODELS}/google-models"),
        Link(kind="open_models", url=f"{_MODELS}/maas/use-open-models"),
        Link(kind="partner_models", url=f"{_MODELS}/partner-models/use-partner-models"),
    ]
    expect = dict.fromkeys(("google_models", "offers"), range(6, 3000))

    def claims(self, page: Page) -> Claims:
        return self.read_parts(
            page, self.google_models if page.kind == "google_models" else self.offers
        )

    def google_models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            if stage := re.match("Generally available|Preview|Experimental", section.name):
                stated = section.title.slice(*stage.span())
                for line, name in section.lines(r"^\S+ \[([^\]]+)\]\("):
                    yield Claim(route=line.slice(*name.span(1)), attribute="status", quote=stated)

    def offers(self, page: Page) -> Claims:
        for table in page.outline.tables("Model name", "Quickstart"):
            for row in table.rows(ignore=table.labels):
                route, _, note, *_ = read_name(bare_name(row.pop("Model name")))
                stage = None if note else "active"
                yield Claim(route=route, attribute="status", value=stage, quote=note or route)
