"""Meta's model cards of the Llama models."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Link,
    Page,
    Quote,
    Source,
    normalised,
    read_score_table,
)

FILES = "https://raw.githubusercontent.com/meta-llama/llama-models/main/models"
CARDS = {
    "llama4": "llama4/MODEL_CARD",
    "llama3_3": "llama3_3/MODEL_CARD",
    "llama3_2": "llama3_2/MODEL_CARD",
    "llama3_2_vision": "llama3_2/MODEL_CARD_VISION",
    "llama3_1": "llama3_1/MODEL_CARD",
    "llama3": "llama3/MODEL_CARD",
    "llama2": "llama2/MODEL_CARD",
}
ATTRIBUTES: dict[str, Attribute] = {
    "params": "parameters_total",
    "context length": "context_tokens",
    "input modalities": "input_modalities",
    "output modalities": "output_modalities",
    "knowledge cutoff": "knowledge_cutoff",
}
STATEMENTS: dict[Attribute, str] = {
    "licence": r"(Llama [\d.]+ Community License)",
    # "**Model Release Date:** April 5, 2025" and "Instruct: December 6, 2024"
    "released_date": r"(?:Release Date:?\*\*:? *|Instruct: )([A-Z][a-z]+ \d{1,2}, \d{4})",
}
UNREAD = (
    "Training Data",
    "GQA",
    "Token count",
    "Tokens",
    "LR",
    "Data volume",
    "Shared Embeddings",
)
# The label of a model of experts: "Llama 4 Scout (17Bx16E)".
EXPERTS = re.compile(r"(.+) \((\w+)x(\w+)\)")
# Where a label goes over to the kind of model: the hyphen of "Llama 3.2-Vision".
BEFORE_KIND = re.compile(r"(?<=\d)[ -](?=[A-Z])")
# What a table of scores appends to a model's name: "Llama 3.2 1B bf16", "Llama 3.1 8B*".
MARKS = re.compile(r"\**$| bf16$")


class CardRow(NamedTuple):
    """A row of a card's table of sizes: one model."""

    short_name: str
    """What the tables of scores call it: "Llama 3.1 8B"."""
    full_name: str
    label: Quote
    cells: dict[str, Quote]
    """The other cells that are read, by their normalised header."""


class MetaCards(Source):
    """Meta's model cards in its repository on GitHub, one card per generation of Llama.

    A card has a table of the sizes with their limits, one licence for all models, and tables of
    benchmarks. "Llama 3.1 (text only)" with "8B" is Llama 3.1 8B, and under "Instruction tuned
    models" it is the tuned model of that size. Scores that neither section nor column gives to one
    of the two stay unread.
    """

    publisher = "meta"
    lineage = "own_card"
    terms = "public repository; robots allow"
    refresh_every = "7d"
    links = [Link(kind=kind, url=f"{FILES}/{card}.md") for kind, card in CARDS.items()]
    expect = {"models": range(8, 250), "scores": range(8, 2_000)}

    def models(self, page: Page) -> Claims:
        stated_for_all = self.statements(page)
        has_tuned_models = bool(page.outline.sections("Instruction tuned models"))
        for row in self.rows(page):
            attributes = stated_for_all | self.row_attributes(row)
            full_names = [row.full_name]
            if has_tuned_models:
                full_names.append(self.tuned(row.full_name))
            for full_name in full_names:
                for attribute, quote in attributes.items():
                    yield Claim(
                        model=row.label, full_name=full_name, attribute=attribute, quote=quote
                    )

    def statements(self, page: Page) -> dict[Attribute, Quote]:
        """What the card says of all its models: the licence, and the day of their release."""
        stated: dict[Attribute, Quote] = {}
        for attribute, pattern in STATEMENTS.items():
            found = page.outline.first_in_sections(pattern)
            if found:
                stated[attribute] = found[0]
        return stated

    def row_attributes(self, row: CardRow) -> dict[Attribute, Quote]:
        attributes: dict[Attribute, Quote] = {}
        for header, cell in row.cells.items():
            attributes[ATTRIBUTES[header]] = cell
        params = row.cells["params"]
        if "activated" in normalised(params.text):
            attributes["parameters_active"] = params
        return attributes

    def rows(self, page: Page) -> Iterator[CardRow]:
        """The rows of the table of sizes."""
        table = page.outline.table("Params", "Context length").fill_blank_cells()
        for row in table.rows(ignore=UNREAD):
            label = row.pop(table.headers[0].label)
            cells = {normalised(header): cell for header, cell in row.pop_rest(skip=UNREAD)}
            short_name, full_name = self.names(label.text, cells["params"].text)
            yield CardRow(short_name, full_name, label, cells)

    def names(self, label: str, params: str) -> tuple[str, str]:
        """The short and the full name of the model in a row with this label and this size."""
        stem = label.removesuffix(" (text only)")
        experts = EXPERTS.fullmatch(stem)
        if experts:
            return experts[1], " ".join(experts.groups())
        size = params.partition(" ")[0]
        stem, *kind = BEFORE_KIND.split(stem, maxsplit=1)
        return f"{stem} {size}", " ".join([stem, size, *kind]).strip()

    def tuned(self, name: str) -> str:
        """The name of the tuned model of a size."""
        if "Instruct" in name:
            return name
        if re.match("Llama ?2", name):
            return f"{name} Chat"
        return f"{name} Instruct"

    def scores(self, page: Page) -> Claims:
        full_names: dict[str, str] = {}
        for row in self.rows(page):
            full_names.setdefault(row.short_name, row.full_name)
        for section in page.outline.sections():
            heading = normalised(section.name)
            is_of_tuned = "instruction" in heading
            is_of_base = re.search("pre-?trained", heading) is not None
            for table in [*section.tables("Benchmark"), *section.tables("Model", "Size")]:
                for label, written_name, score, setting, cell in read_score_table(table, "Llama"):
                    name = full_names.get(written_name) or MARKS.sub("", written_name)
                    is_of_one_kind = is_of_tuned or is_of_base or table.has_headers("Size")
                    if not is_of_one_kind and "Instruct" not in name:
                        page.note_unread(
                            "scores",
                            f"{section.name!r} does not say if {name} is the tuned one",
                            table.where,
                        )
                        continue
                    yield Claim(
                        model=label,
                        full_name=self.tuned(name) if is_of_tuned else name,
                        attribute="score",
                        score=score,
                        variant=setting,
                        quote=cell,
                    )
