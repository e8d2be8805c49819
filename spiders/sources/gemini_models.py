"""Google's models of the Gemini API."""

import re
from functools import partial

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Quote,
    Section,
    Table,
)

URL = "https://ai.google.dev/gemini-api/docs/models"
# The "Token limits" of "token_autoToken limits^[*]^": an icon's name before it, a footnote's mark
# behind it.
LABEL = r"^[a-z_\d]*?([A-Z].*?)(?:\^.*\^)?$"
MODEL_ID = r"^[a-z][\w.-]+$"
# The row that states an attribute, and how.
ATTRIBUTES: dict[Attribute, tuple[str, str]] = {
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
# "Function calling Supported"
CAPABILITY = re.compile(
    r"(\S.*?) (Not supported|Supported|Experimental)(?= |$)", flags=re.IGNORECASE
)
ANSWERS = {"supported": "yes", "not supported": "no"}
# "Stable: gemini-2.5-pro"
VERSION = re.compile(r"\b(Stable|Preview|Experimental|Deprecated): ?([a-z][\w.-]*\w)")


class GeminiModels(Documentation):
    """Google's models: one table of properties for each, with the name of an icon before a label.

    Whether "Experimental" means that a model can do a thing is not said: it gives no claim.
    """

    publisher = "google"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [Link(kind="models", url=f"{URL}.md.txt", aliases=(URL, f"{URL}/gemini"))]
    expect = {"models": range(20, 4000)}

    def models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            tables = section.tables("Property")
            yield from self.read_each(page, "models", tables, partial(self.model, section))

    def model(self, section: Section, table: Table) -> Claims:
        cells = {re.sub(LABEL, r"\1", label): cell for label, cell in table.pairs()}
        route = cells["Model code"].find(MODEL_ID) if "Model code" in cells else None
        if route is None:
            raise LayoutChanged("a table of properties is of no one model", where=table.where)
        if section.heading and section.name != "Model details":
            yield Claim(route=route, attribute="name", quote=section.heading)
        yield from self.attributes(route, table, cells)
        if "Capabilities" in cells:
            yield from self.capabilities(route, cells["Capabilities"])
        if "Versions" in cells:
            yield from self.versions(cells["Versions"])

    def attributes(self, route: Quote, table: Table, cells: dict[str, Quote]) -> Claims:
        for attribute, (label, pattern) in ATTRIBUTES.items():
            if label not in cells:
                continue
            quote = cells[label].find(pattern)
            if quote is None:
                raise LayoutChanged(
                    f"{label!r} is written otherwise", where=table.where, found=cells[label].text
                )
            yield Claim(route=route, attribute=attribute, quote=quote)

    def capabilities(self, route: Quote, cell: Quote) -> Claims:
        for stated in CAPABILITY.finditer(cell.text):
            label, answer = stated.groups()
            value = ANSWERS.get(answer.lower())
            if value:
                yield Claim(
                    route=route,
                    attribute="capability",
                    variant=CAPABILITIES.get(label) or label.lower().replace(" ", "_"),
                    value=value,
                    quote=cell.slice(*stated.span()),
                )

    def versions(self, cell: Quote) -> Claims:
        for stated in VERSION.finditer(cell.text):
            stage = stated[1]
            yield Claim(
                route=cell.slice(*stated.span(2)),
                attribute="status",
                value="active" if stage == "Stable" else None,
                quote=cell.slice(*stated.span(1)),
            )
