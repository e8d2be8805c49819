"""Google's models of the Gemini API: a table of properties for each. In front of a label is the name of its icon.

Whether "Experimental" means that a model can do a thing is not said: it gives no claim.
"""

import re
from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Link, Quote
from spiders.outline import Section
from spiders.page import Page
from spiders.source import Source
from spiders.tables import Table

LABELS = (
    r"(Model code|Supported data types|Token limits|Capabilities|Versions|Latest update|Knowledge cutoff)(?:\^.*\^)?$"
)
PARTS: dict[str, tuple[str, tuple[Attribute, ...]]] = {
    "Supported data types": (r"Inputs? (.+?) Outputs? (.+)$", ("input_modalities", "output_modalities")),
    "Token limits": (
        r"Input token limit ([\d,]+) Output token limit ([\d,]+)$",
        ("max_input_tokens", "max_output_tokens"),
    ),
    "Knowledge cutoff": (r"^(.+)$", ("knowledge_cutoff",)),
}
CAPABILITIES = {"Caching": "prompt_caching", "Thinking": "reasoning", "Search grounding": "web_search"}
_URL = "https://ai.google.dev/gemini-api/docs/models"


class GeminiModels(Source):
    publisher = "google"
    lineage = "first_party"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [Link(kind="models", url=f"{_URL}.md.txt", aliases=(_URL, f"{_URL}/gemini"))]
    expect = {"models": range(20, 4000)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.models)

    def models(self, page: Page) -> Iterator[Claim]:
        tables = [(section, table) for section in page.outline.sections() for table in section.tables("Property")]
        return self.each(page, "models", tables, lambda found: self.model(page, *found))

    def model(self, page: Page, section: Section, table: Table) -> Iterator[Claim]:
        cells: dict[str, Quote] = {}
        for label, cell in table.pairs():
            if known := re.search(LABELS, label):
                cells[known[1]] = cell
            else:
                page.unread("models", f"the property {label!r} is not read by this source", cell.locator)
        route = cells.get("Model code")
        if route is None or not re.fullmatch(r"[a-z][\w.-]+", route.text):
            raise PageChanged("a table of properties is of no one model", where=table.where)
        if section.heading and section.name != "Model details":
            yield Claim(route=route, attribute="name", quote=section.heading)
        for label, (pattern, attributes) in PARTS.items():
            if label in cells:
                if (said := re.search(pattern, cells[label].text)) is None:
                    raise PageChanged(f"{label!r} is written otherwise", where=table.where, found=cells[label].text)
                for group, attribute in enumerate(attributes, start=1):
                    yield Claim(route=route, attribute=attribute, quote=cells[label].part(*said.span(group)))
        yield from self.capabilities(route, cells["Capabilities"]) if "Capabilities" in cells else ()
        yield from self.versions(cells["Versions"]) if "Versions" in cells else ()

    def capabilities(self, route: Quote, cell: Quote) -> Iterator[Claim]:
        for said in re.finditer(r"(\S.*?) (Not supported|Supported|Experimental)(?= |$)", cell.text, re.IGNORECASE):
            if said[2].lower() != "experimental":
                capability = CAPABILITIES.get(said[1]) or said[1].lower().replace(" ", "_")
                says = "yes" if said[2].lower() == "supported" else "no"
                quote = cell.part(*said.span())
                yield Claim(route=route, attribute="capability", variant=capability, says=says, quote=quote)

    def versions(self, cell: Quote) -> Iterator[Claim]:
        for said in re.finditer(r"\b(Stable|Preview|Experimental|Deprecated): ?([a-z][\w.-]*\w)", cell.text):
            stage = "active" if said[1] == "Stable" else None
            yield Claim(route=cell.part(*said.span(2)), attribute="status", says=stage, quote=cell.part(*said.span(1)))
