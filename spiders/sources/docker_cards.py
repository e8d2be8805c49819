"""Docker Hub's cards of models packaged to be run: the model, each package by its tags, scores
taken from elsewhere.
"""

import re

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables import Table
from spiders.readers.benchmark_tables import read_score_table
from spiders.readers.phrases import read_yes_or_no
from spiders.source import Aggregator

# fmt: off
REPOSITORY = "https://raw.githubusercontent.com/docker/model-cards/main"
CARDS = ("deepseek-r1-distill-llama", "devstral-small", "gemma3", "gemma3n", "gpt-oss", "granite-4.0-h-small",
         "kimi-k2", "llama3.1", "llama3.2", "llama3.3", "mistral", "phi4", "qwen2.5", "qwen3", "smollm2", "smollm3")
ATTRIBUTES: dict[str, Attribute] = {
    "Architecture": "architecture", "Cutoff date": "knowledge_cutoff", "Languages": "languages",
    "Input modalities": "input_modalities", "Output modalities": "output_modalities", "License": "licence",
    "Total Parameters": "parameters_total", "Activated Parameters": "parameters_active",
    "Context Length": "context_tokens"}
TABLES = {"attributes": ("Attribute", "Field"), "packages": ("Model variant",), "scores": ("Benchmark", "Metric")}
PACKAGING = ("Quantization", "VRAM", "VRAM¹", "Size")
NAMED = r"^(?!(?:Category|Capability|Benchmark|Metric|Setting|Value|Score)$).*\w"
# fmt: on


class DockerCards(Aggregator):
    publisher = "docker"
    terms = "public repository"
    refresh_every = "7d"
    links = [
        Link(
            kind="card",
            url=f"{REPOSITORY}/ai/{name}.md",
            document=f"ai/{name}",
            aliases=(f"https://hub.docker.com/r/ai/{name}",),
        )
        for name in CARDS
    ]
    expect = {"attributes": range(1, 40), "packages": range(2, 500), "scores": range(2_000)}

    def claims(self, page: Page) -> Claims:
        parts = [
            part
            for part in (self.attributes, self.packages, self.scores)
            if self.tables(page, part.__name__)
        ]
        if not parts:
            raise LayoutChanged("the card has no table that says anything", expected=str(TABLES))
        return self.read_parts(page, *parts)

    def tables(self, page: Page, part: str) -> list[Table]:
        tables = (table for section in page.outline.sections() for table in section.tables())
        return [table for table in tables if any(map(table.has_headers, TABLES[part]))]

    def attributes(self, page: Page) -> Claims:
        model = page.quote_in_url(r"/(ai/[\w.-]+?)(?:\.md)?$")
        for label, cell in (
            pair for table in self.tables(page, "attributes") for pair in table.pairs()
        ):
            if label == "Tool calling":
                answer = read_yes_or_no(cell)
                yield Claim(
                    model=model,
                    attribute="capability",
                    variant="function_calling",
                    quote=cell,
                    value=answer,
                )
            elif label not in ATTRIBUTES or re.search(r"ⁱ|\(est", cell.text):
                page.note_unread(
                    "attributes",
                    f"{label} {cell.text[:40]!r}: a guess or no attribute",
                    cell.locator,
                )
            elif cell.text not in ("-", "Not disclosed"):
                yield Claim(model=model, attribute=ATTRIBUTES[label], quote=cell)

    def packages(self, page: Page) -> Claims:
        for row in (
            row for table in self.tables(page, "packages") for row in table.rows(ignore=PACKAGING)
        ):
            tags, context, size = (
                row.pop("Model variant"),
                row.pop("Context window"),
                row.pop("Parameters"),
            )
            values: dict[Attribute, Quote] = {"context_tokens": context, "parameters_total": size}
            if total := re.fullmatch(r"([\d.]+ ?B)-A([\d.]+ ?B)", size.text):
                values |= {
                    "parameters_total": size.slice(*total.span(1)),
                    "parameters_active": size.slice(*total.span(2)),
                }
            for tag in re.finditer(r"ai/[\w.-]+:[\w.-]+", tags.text):
                for attribute, quote in values.items():
                    yield Claim(model=tags.slice(*tag.span()), attribute=attribute, quote=quote)

    def scores(self, page: Page) -> Claims:
        for table in self.tables(page, "scores"):
            for label, name, score, setting, cell in read_score_table(
                page.without_torn_rows("scores", table), NAMED
            ):
                unsaid = score.model_copy(update={"runner": "someone unnamed"})
                yield Claim(
                    model=label,
                    full_name=name,
                    attribute="score",
                    score=unsaid,
                    variant=setting,
                    quote=cell,
                )
            if not any(re.search(NAMED, header.label) for header in table.headers):
                page.note_unread("scores", "a table of scores that names no model", table.where)
