"""Docker Hub's cards of models packaged to be run."""

import re

from spiders.authoring import (
    Aggregator,
    Attribute,
    Claim,
    Claims,
    LayoutChanged,
    Link,
    Page,
    Quote,
    Row,
    Table,
    read_score_table,
    read_yes_or_no,
)

CARDS = (
    "deepseek-r1-distill-llama",
    "devstral-small",
    "gemma3",
    "gemma3n",
    "gpt-oss",
    "granite-4.0-h-small",
    "kimi-k2",
    "llama3.1",
    "llama3.2",
    "llama3.3",
    "mistral",
    "phi4",
    "qwen2.5",
    "qwen3",
    "smollm2",
    "smollm3",
)
REPOSITORY_URL = "https://raw.githubusercontent.com/docker/model-cards/main"
# By which headers the tables of each part are known.
TABLES = {
    "attributes": ("Attribute", "Field"),
    "packages": ("Model variant",),
    "scores": ("Benchmark", "Metric"),
}
ATTRIBUTES: dict[str, Attribute] = {
    "Architecture": "architecture",
    "Cutoff date": "knowledge_cutoff",
    "Languages": "languages",
    "Input modalities": "input_modalities",
    "Output modalities": "output_modalities",
    "License": "licence",
    "Total Parameters": "parameters_total",
    "Activated Parameters": "parameters_active",
    "Context Length": "context_tokens",
}
# The marks of a value that is estimated.
IS_GUESS = r"ⁱ|\(est"
STATES_NOTHING = ("-", "Not disclosed")
PACKAGING_HEADERS = ("Quantization", "VRAM", "VRAM¹", "Size")
# "ai/qwen3:8B-Q4_K_M"
TAG = r"ai/[\w.-]+:[\w.-]+"
# "30.5B-A3.3B": all parameters, and the active ones.
TOTAL_AND_ACTIVE = r"([\d.]+ ?B)-A([\d.]+ ?B)"
# A header in a table of scores that names a model.
MODEL_HEADER = r"^(?!(?:Category|Capability|Benchmark|Metric|Setting|Value|Score)$).*\w"


class DockerCards(Aggregator):
    """Docker's cards: a table of a model's attributes, one of its packages by tag, one of scores.

    Not every card has every table. The scores are taken from elsewhere, without saying by whom.
    How a package is quantized and how much memory it needs is left out: it is no fact of a model.
    """

    publisher = "docker"
    terms = "public repository"
    refresh_every = "7d"
    links = [
        Link(
            kind="card",
            url=f"{REPOSITORY_URL}/ai/{name}.md",
            document=f"ai/{name}",
            aliases=(f"https://hub.docker.com/r/ai/{name}",),
        )
        for name in CARDS
    ]
    expect = {"attributes": range(1, 40), "packages": range(2, 500), "scores": range(2_000)}

    def claims(self, page: Page) -> Claims:
        all_parts = (self.attributes, self.packages, self.scores)
        parts = [part for part in all_parts if self.tables(page, part.__name__)]
        if not parts:
            raise LayoutChanged("the card has no table that says anything", expected=str(TABLES))
        return self.read_parts(page, *parts)

    def tables(self, page: Page, part: str) -> list[Table]:
        return [table for table in page.outline.tables() if is_table_of(part, table)]

    def attributes(self, page: Page) -> Claims:
        model = page.quote_in_url(r"/(ai/[\w.-]+?)(?:\.md)?$")
        for table in self.tables(page, "attributes"):
            for label, cell in table.pairs():
                yield from self.attribute(page, model, label, cell)

    def attribute(self, page: Page, model: Quote, label: str, cell: Quote) -> Claims:
        if label == "Tool calling":
            yield Claim(
                model=model,
                attribute="capability",
                variant="function_calling",
                quote=cell,
                value=read_yes_or_no(cell),
            )
        elif label not in ATTRIBUTES or re.search(IS_GUESS, cell.text):
            what = f"{label} {cell.text[:40]!r}: a guess or no attribute"
            page.note_unread("attributes", what, cell.locator)
        elif cell.text not in STATES_NOTHING:
            yield Claim(model=model, attribute=ATTRIBUTES[label], quote=cell)

    def packages(self, page: Page) -> Claims:
        for table in self.tables(page, "packages"):
            for row in table.rows(ignore=PACKAGING_HEADERS):
                yield from self.package(row)

    def package(self, row: Row) -> Claims:
        tags = row.pop("Model variant")
        context = row.pop("Context window")
        size = row.pop("Parameters")
        values: dict[Attribute, Quote] = {"context_tokens": context, "parameters_total": size}
        sizes = re.fullmatch(TOTAL_AND_ACTIVE, size.text)
        if sizes:
            values["parameters_total"] = size.slice(*sizes.span(1))
            values["parameters_active"] = size.slice(*sizes.span(2))
        for tag in tags.find_all(TAG):
            for attribute, quote in values.items():
                yield Claim(model=tag, attribute=attribute, quote=quote)

    def scores(self, page: Page) -> Claims:
        for table in self.tables(page, "scores"):
            whole_rows = page.without_torn_rows("scores", table)
            for label, name, score, setting, cell in read_score_table(whole_rows, MODEL_HEADER):
                yield Claim(
                    model=label,
                    full_name=name,
                    attribute="score",
                    score=score.model_copy(update={"runner": "someone unnamed"}),
                    variant=setting,
                    quote=cell,
                )
            if not any(re.search(MODEL_HEADER, label) for label in table.labels):
                page.note_unread("scores", "a table of scores that names no model", table.where)


def is_table_of(part: str, table: Table) -> bool:
    return any(table.has_headers(header) for header in TABLES[part])
