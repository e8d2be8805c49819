"""Anthropic's models overview: tables whose columns are models and whose rows say one thing of each.

The page glues the marks of its footnotes to ids, months and prices. An id is read without a mark only where that
gives the words of the model's name; a price with a mark is read only where the note says from when it holds.
"""

import re
from collections.abc import Iterator
from datetime import timedelta

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Link, Meter, Quote
from spiders.page import Page
from spiders.phrases import id_of, long_date, read_name, token_counts, without_mark
from spiders.source import Source
from spiders.tables import Row

_HOST = "https://platform.claude.com/docs/en/about-claude/models/overview"
_INTRODUCTORY = r"Introductory pricing .* through ([A-Z][a-z]+ \d{1,2}, \d{4})"


class AnthropicModels(Source):
    publisher = "anthropic"
    lineage = "first_party"
    terms = "public documentation; robots allow"
    links = [Link(kind="models", url=f"{_HOST}.md",
                  aliases=(_HOST, "https://docs.claude.com/en/docs/about-claude/models/overview.md",
                           "https://docs.anthropic.com/en/docs/about-claude/models/all-models"))]  # fmt: skip
    expect = {"comparison": range(20, 4000)}
    platforms = {"Claude API alias": "anthropic", "AWS Bedrock ID": "amazon-bedrock", "Vertex AI ID": "google-vertex",
                 "GCP Vertex AI ID": "google-vertex", "Google Cloud ID": "google-vertex"}  # fmt: skip
    sizes: dict[str, Attribute] = {"Context window": "context_tokens", "Max output": "max_output_tokens"}
    cutoffs = {"Reliable knowledge cutoff": None, "Training data cutoff": "training"}
    meters: dict[str, Meter] = {"input": "input", "output": "output"}
    descriptive = ("Description", "Comparative latency")

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.comparison)

    def comparison(self, page: Page) -> Iterator[Claim]:
        for section in page.outline.sections():
            for table in section.tables("Feature"):
                turned = table.turned()
                labels = [header.label for header in turned.headers]
                if "Claude API ID" not in labels:
                    raise PageChanged("no row says the ids", where=table.where, found=", ".join(labels))
                yield from self.each(page, "comparison", turned.rows(ignore=labels), lambda row: self.model(page, row))

    def model(self, page: Page, row: Row) -> Iterator[Claim]:
        notes, name = page.outline.footnotes(), read_name(row.pop("Feature"))
        route = id_of(name.full, row.pop("Claude API ID"), notes)
        yield Claim(route=route, attribute="name", quote=name.quote)
        if name.note:
            yield Claim(route=route, attribute="status", quote=name.note)
        for header, cell in row.rest():
            label = re.sub(r"( \(.*\))?\d?$", "", header)
            if cell.text == "—":
                pass
            elif seller := self.platforms.get(label):
                yield Claim(route=route, attribute="alias", variant=seller, quote=id_of(name.full, cell, notes))
            elif label in self.sizes:
                for quote, remark in token_counts(cell):
                    yield Claim(route=route, attribute=self.sizes[label], variant=remark, quote=quote)
            elif label in self.cutoffs:
                month, _ = without_mark(cell, notes, r"[A-Z][a-z]{2} \d{4}")
                if month.text not in notes:
                    yield Claim(route=route, attribute="knowledge_cutoff", variant=self.cutoffs[label], quote=month)
            elif label == "Pricing":
                yield from self.prices(page, route, cell)
            elif stated := re.match(r"(?:Yes|No)\b", cell.text):
                capability = label.lower().replace(" ", "_")
                yield Claim(route=route, attribute="capability", variant=capability, quote=cell.part(*stated.span()))
            elif label not in self.descriptive:
                page.unread("comparison", f"the row {label!r} is not read by this source", cell.locator)

    def prices(self, page: Page, route: Quote, cell: Quote) -> Iterator[Claim]:
        notes = page.outline.footnotes()
        stated, mark = without_mark(cell, notes, "MTok")
        since = [re.search(_INTRODUCTORY, note.text) for note in notes.get(mark or "", ())]
        prices = list(re.finditer(r"(\$[\d.]+) (/ (input|output) MTok)", stated.text))
        if " ".join(price[0] for price in prices) != stated.text or (mark and not any(since)):
            raise PageChanged("a price has a new form or a new note", where=cell.locator, found=cell.text)
        start = next((long_date(match[1]) + timedelta(days=1) for match in since if match), None)
        for price in prices:
            unit = stated.part(*price.span(2)).as_context("unit")
            quote = stated.part(*price.span(1)).within(unit)
            yield Claim(
                route=route, price=self.meters[price[3]], unit="1M tokens", valid_from=start and f"{start}", quote=quote
            )
