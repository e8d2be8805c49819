"""Google Cloud's word on the models it serves: when they are shut down there, and which it offers.

The links to model cards are not read: some lead to another model.
"""

import re
from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Link
from spiders.outline import Section
from spiders.page import Page
from spiders.phrases import bare_name, read_name, retirement
from spiders.source import Source

_MODELS = "https://docs.cloud.google.com/gemini-enterprise-agent-platform/models"
_OLDER = "https://cloud.google.com/vertex-ai/generative-ai/docs/learn/model-versions"


class VertexLifecycle(Source):
    publisher = "google-vertex"
    lineage = "first_party"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [
        Link(kind="deprecations", url=f"{_MODELS}/deprecations/partner-models"),
        Link(kind="versions", url=f"{_MODELS}/model-versions", aliases=(_OLDER,)),
        Link(kind="google_models", url=f"{_MODELS}/google-models"),
        Link(kind="open_models", url=f"{_MODELS}/maas/use-open-models"),
        Link(kind="partner_models", url=f"{_MODELS}/partner-models/use-partner-models"),
    ]  # fmt: skip
    expect = dict.fromkeys(("deprecations", "versions", "google_models", "offers"), range(6, 3000))
    limits: dict[str, Attribute] = {"input": "max_input_tokens", "output": "max_output_tokens"}

    def claims(self, page: Page) -> Iterator[Claim]:
        parts = {"deprecations": self.deprecations, "versions": self.versions, "google_models": self.google_models}
        return self.attempt(page, parts.get(page.kind, self.offers))

    def deprecations(self, page: Page) -> Iterator[Claim]:
        models = [section for section, *_ in page.outline.chapters(2) if section.phrase("Model ID|deprecated as of")]
        return self.each(page, "deprecations", models, self.deprecated)

    def deprecated(self, model: Section) -> Iterator[Claim]:
        heading, route = model.heading, model.line_after("Model ID")
        begun, ended = model.phrase(r"deprecated as of ([\w ,]+?)\*"), model.phrase(r"shut down on ([\w ,]+?)\*")
        if heading is None or begun is None or ended is None:
            raise PageChanged("a model has no day of deprecation or of shutdown", where=f"section {model.name!r}")
        route = route.part(1, len(route.text) - 1)
        yield Claim(route=route, attribute="name", quote=bare_name(heading))
        yield Claim(route=route, attribute="deprecated_date", quote=begun)
        yield Claim(route=route, attribute="retired_date", quote=ended)
        for side, attribute in self.limits.items():
            if quote := model.phrase(rf"Maximum {side} tokens: ([\d,]+)$"):
                yield Claim(route=route, attribute=attribute, quote=quote)

    def versions(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            for table in section.tables("Model ID", "Retirement date"):
                upgrade = "Recommended upgrade" if table.has("Recommended upgrade") else "Replacement model"
                for row in table.rows():
                    route, release, end = row.pop("Model ID"), row.pop("Release date"), row.pop("Retirement date")
                    route = route.part(0, len(route.text.rstrip("*")))
                    if release.text:
                        yield Claim(route=route, attribute="released_date", quote=release)
                    if end.text not in ("", "No retirement date announced"):
                        attribute, day = retirement(end)
                        yield Claim(route=route, attribute=attribute, quote=day)
                    if (successor := row.pop(upgrade)).text:
                        yield Claim(route=route, attribute="successor", quote=successor)

    def google_models(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            if section.heading and (stage := re.match("Generally available|Preview|Experimental", section.name)):
                stated = section.heading.part(*stage.span())
                for line, name in section.lines(r"^\S+ \[([^\]]+)\]\("):
                    yield Claim(route=line.part(*name.span(1)), attribute="status", quote=stated)

    def offers(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            for table in section.tables("Model name", "Quickstart"):
                for row in table.rows(ignore=[header.label for header in table.headers]):
                    route, _, note, *_ = read_name(bare_name(row.pop("Model name")))
                    stage = None if note else "active"
                    yield Claim(route=route, attribute="status", says=stage, quote=note or route)
