"""Google's models of the Gemini API: a table of properties for each. In front of a label is the
name of its icon.

Whether "Experimental" means that a model can do a thing is not said: it gives no claim.
"""

import re

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.parsing.tables import Table
from spiders.source import Documentation

LABEL = r"^[a-z_\d]*?([A-Z].*?)(?:\^.*\^)?$"
FACTS: dict[Attribute, tuple[str, str]] = {
    "input_modalities": ("Supported data types", r"Inputs? (.+?) Outputs? "),
    "output_modalities": ("Supported data types", r" Outputs? (.+)$"),
    "max_input_tokens": ("Token limits", r"Input token limit ([\d,]+)"),
    "max_output_tokens": ("Token limits", r"Output token limit ([\d,]+)"),
    "knowledge_cutoff": ("Knowledge cutoff", r".+"),
}
CAPABILITIES = {
    "Caching": "prompt_caching",
    "Thinking": "reasoning",
    "Search grounding": "web_search",
}
ANSWERS = {"supported": "yes", "not supported": "no"}
_URL = "https://ai.google.dev/gemini-api/docs/models"


class GeminiModels(Documentation):
    publisher = "google"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [Link(kind="models", url=f"{_URL}.md.txt", aliases=(_URL, f"{_URL}/gemini"))]
    expect = {"models": range(20, 4000)}

    def models(self, page: Page) -> Claims:
        tables = [
            (section, table)
            for section in page.outline.sections()
            for table in section.tables("Property")
        ]
        return self.read_each(page, "models", tables, lambda found: self.model(*found))

    def model(self, section: Section, table: Table) -> Claims:
        cells = {re.sub(LABEL, r"\1", label): cell for label, cell in table.pairs()}
        route = cells["Model code"].find(r"^[a-z][\w.-]+$") if "Model code" in cells else None
        if route is None:
            raise LayoutChanged("a table of properties is of no one model", where=table.where)
        if section.heading and section.name != "Model details":
            yield Claim(route=route, attribute="name", quote=section.heading)
        for attribute, (label, pattern) in FACTS.items():
            if label in cells:
                if (quote := cells[label].find(pattern)) is None:
                    raise LayoutChanged(
                        f"{label!r} is written otherwise",
                        where=table.where,
                        found=cells[label].text,
                    )
                yield Claim(route=route, attribute=attribute, quote=quote)
        if "Capabilities" in cells:
            yield from self.capabilities(route, cells["Capabilities"])
        if "Versions" in cells:
            yield from self.versions(cells["Versions"])

    def capabilities(self, route: Quote, cell: Quote) -> Claims:
        for said in re.finditer(
            r"(\S.*?) (Not supported|Supported|Experimental)(?= |$)", cell.text, re.IGNORECASE
        ):
            if answer := ANSWERS.get(said[2].lower()):
                capability = CAPABILITIES.get(said[1]) or said[1].lower().replace(" ", "_")
                quote = cell.slice(*said.span())
                yield Claim(
                    route=route,
                    attribute="capability",
                    variant=capability,
                    value=answer,
                    quote=quote,
                )

    def versions(self, cell: Quote) -> Claims:
        for said in re.finditer(
            r"\b(Stable|Preview|Experimental|Deprecated): ?([a-z][\w.-]*\w)", cell.text
        ):
            stage = "active" if said[1] == "Stable" else None
            yield Claim(
                route=cell.slice(*said.span(2)),
                attribute="status",
                value=stage,
                quote=cell.slice(*said.span(1)),
            )
