"""Google Cloud's lists of the models it offers."""

import re

from spiders.authoring import Claim, Claims, Documentation, Link, Page, bare_name, read_name

MODELS = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"
STAGE = "Generally available|Preview|Experimental"
# A line of a list that begins with a link: "* [Gemini 2.5 Pro](https://...)".
LINKED_NAME = r"^\S+ \[([^\]]+)\]\("


class VertexModels(Documentation):
    """The models that Google Cloud offers: Google's own by their stage, others in tables.

    Google's own models stand in lists under a heading per stage. Partners' and open models stand in
    tables on two other pages. The links to model cards are not read: some lead to another model.
    """

    publisher = "google-vertex"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(kind="google_models", url=f"{MODELS}/google-models"),
        Link(kind="open_models", url=f"{MODELS}/maas/use-open-models"),
        Link(kind="partner_models", url=f"{MODELS}/partner-models/use-partner-models"),
    ]
    expect = {"google_models": range(6, 3000), "offers": range(6, 3000)}

    def claims(self, page: Page) -> Claims:
        if page.kind == "google_models":
            return self.read_parts(page, self.google_models)
        return self.read_parts(page, self.offers)

    def google_models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            stage = re.match(STAGE, section.name)
            if stage is None:
                continue
            status = section.title.slice(*stage.span())
            for line, name in section.lines(LINKED_NAME):
                route = line.slice(*name.span(1))
                yield Claim(route=route, attribute="status", quote=status)

    def offers(self, page: Page) -> Claims:
        for table in page.outline.tables("Model name", "Quickstart"):
            for row in table.rows(ignore=table.labels):
                route, _, note, *_ = read_name(bare_name(row.pop("Model name")))
                if note:
                    yield Claim(route=route, attribute="status", quote=note)
                else:
                    yield Claim(route=route, attribute="status", value="active", quote=route)
