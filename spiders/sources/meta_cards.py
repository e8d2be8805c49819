"""Meta's model cards: a table of sizes and limits, a licence for all models, tables of benchmarks.

"Llama 3.1 (text only)" with "8B" is Llama 3.1 8B, and under "Instruction tuned models" it is the
tuned model of that size. Scores that neither section nor column gives to one of the two stay
unread.
"""

import re
from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.parsing.page import Page
from spiders.parsing.tables import normalised
from spiders.readers.benchmark_tables import read_score_table
from spiders.source import Source

# fmt: off
ATTRIBUTES: dict[str, Attribute] = {
    "params": "parameters_total", "context length": "context_tokens", "input modalities": "input_modalities",
    "output modalities": "output_modalities", "knowledge cutoff": "knowledge_cutoff"}
STATEMENTS: dict[Attribute, str] = {
    "licence": r"(Llama [\d.]+ Community License)",
    "released_date": r"(?:Release Date:?\*\*:? *|Instruct: )([A-Z][a-z]+ \d{1,2}, \d{4})"}
UNREAD = ("Training Data", "GQA", "Token count", "Tokens", "LR", "Data volume", "Shared Embeddings")
CARDS = {"llama4": "llama4/MODEL_CARD", "llama3_3": "llama3_3/MODEL_CARD", "llama3_2": "llama3_2/MODEL_CARD",
         "llama3_2_vision": "llama3_2/MODEL_CARD_VISION", "llama3_1": "llama3_1/MODEL_CARD",
         "llama3": "llama3/MODEL_CARD", "llama2": "llama2/MODEL_CARD"}
# fmt: on


class MetaCards(Source):
    publisher = "meta"
    lineage = "own_card"
    terms = "public repository; robots allow"
    refresh_every = "7d"
    links = [
        Link(
            kind=kind,
            url=f"https://raw.githubusercontent.com/meta-llama/llama-models/main/models/{card}.md",
        )
        for kind, card in CARDS.items()
    ]
    expect = {"models": range(8, 250), "scores": range(8, 2_000)}

    def rows(self, page: Page) -> Iterator[tuple[str, str, Quote, dict[str, Quote]]]:
        """Each row of the table of models: the short name, the full one, the label, the cells by
        header.
        """
        table = page.outline.table("Params", "Context length").fill_blank_cells()
        for row in table.rows(ignore=UNREAD):
            label = row.pop(table.headers[0].label)
            cells = {normalised(header): cell for header, cell in row.pop_rest(skip=UNREAD)}
            stem, size = (
                label.text.removesuffix(" (text only)"),
                cells["params"].text.partition(" ")[0],
            )
            if experts := re.fullmatch(r"(.+) \((\w+)x(\w+)\)", stem):
                yield experts[1], " ".join(experts.groups()), label, cells
            else:
                stem, _, kind = re.sub(r"(?<=\d)[ -](?=[A-Z])", "\n", stem).partition("\n")
                yield f"{stem} {size}", f"{stem} {size} {kind}".strip(), label, cells

    def tuned(self, name: str) -> str:
        return (
            name
            if "Instruct" in name
            else f"{name} {'Chat' if re.match('Llama ?2', name) else 'Instruct'}"
        )

    def models(self, page: Page) -> Claims:
        said: dict[Attribute, list[Quote]]
        said = {
            attribute: page.outline.first_in_sections(pattern)[:1]
            for attribute, pattern in STATEMENTS.items()
        }
        for _, name, label, cells in self.rows(page):
            values: dict[Attribute, list[Quote]] = {**said}
            values |= {ATTRIBUTES[header]: [cell] for header, cell in cells.items()}
            values["parameters_active"] = (
                [cells["params"]] if "activated" in normalised(cells["params"].text) else []
            )
            for full in (
                (name, self.tuned(name))
                if page.outline.sections("Instruction tuned models")
                else (name,)
            ):
                for attribute, quotes in values.items():
                    yield from (
                        Claim(model=label, full_name=full, attribute=attribute, quote=quote)
                        for quote in quotes
                    )

    def scores(self, page: Page) -> Claims:
        names = {short: name for short, name, *_ in reversed(list(self.rows(page)))}
        for section in page.outline.sections():
            is_tuned, is_base = (
                re.search(kind, normalised(section.name))
                for kind in ("instruction", "pre-?trained")
            )
            for table in [*section.tables("Benchmark"), *section.tables("Model", "Size")]:
                for label, written, score, setting, cell in read_score_table(table, "Llama"):
                    name = names.get(written) or re.sub(r"\**$| bf16$", "", written)
                    if is_tuned or is_base or "Instruct" in name or table.has_headers("Size"):
                        yield Claim(
                            model=label,
                            full_name=self.tuned(name) if is_tuned else name,
                            attribute="score",
                            score=score,
                            variant=setting,
                            quote=cell,
                        )
                    else:
                        page.note_unread(
                            "scores",
                            f"{section.name!r} does not say if {name} is the tuned one",
                            table.where,
                        )
