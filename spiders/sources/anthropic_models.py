"""Anthropic's models overview: tables whose columns are models and whose rows say one thing of
each.

The marks of footnotes are glued to ids, months and prices: a digit is one only where the page has
that footnote.
"""

import re

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.parsing.tables import Row
from spiders.readers.phrases import (
    Name,
    after_introduction,
    read_id,
    read_name,
    read_token_counts,
    split_footnote_mark,
)
from spiders.source import Documentation


class AnthropicModels(Documentation):
    publisher = "anthropic"
    links = [
        Link.markdown(
            "models",
            "https://platform.claude.com/docs/en/about-claude/models/overview",
            "https://docs.claude.com/en/docs/about-claude/models/overview.md",
            "https://docs.anthropic.com/en/docs/about-claude/models/all-models",
        )
    ]
    expect = {"comparison": range(20, 4000)}
    platforms = {
        "Claude API alias": "anthropic",
        "AWS Bedrock ID": "amazon-bedrock",
        "Vertex AI ID": "google-vertex",
        "GCP Vertex AI ID": "google-vertex",
        "Google Cloud ID": "google-vertex",
    }
    sizes: dict[str, Attribute] = {
        "Context window": "context_tokens",
        "Max output": "max_output_tokens",
    }
    cutoffs = {"Reliable knowledge cutoff": None, "Training data cutoff": "training"}

    def comparison(self, page: Page) -> Claims:
        for table in page.outline.tables("Feature"):
            turned = table.transpose()
            labels = [header.label for header in turned.headers]
            if "Claude API ID" not in labels:
                raise LayoutChanged(
                    "no row says the ids", where=table.where, found=", ".join(labels)
                )
            yield from self.read_each(
                page, "comparison", turned.rows(ignore=labels), lambda row: self.model(page, row)
            )

    def model(self, page: Page, row: Row) -> Claims:
        notes, name = page.outline.footnotes(), read_name(row.pop("Feature"))
        route = read_id(name.full, row.pop("Claude API ID"), notes)
        yield Claim(route=route, attribute="name", quote=name.quote)
        if name.note:
            yield Claim(route=route, attribute="status", quote=name.note)
        for header, cell in row.pop_stated():
            label = re.sub(r"( \(.*\))?\d?$", "", header)
            if seller := self.platforms.get(label):
                yield Claim(
                    route=route,
                    attribute="alias",
                    variant=seller,
                    quote=read_id(name.full, cell, notes),
                )
            elif label in self.sizes:
                for quote, remark in read_token_counts(cell):
                    yield Claim(
                        route=route, attribute=self.sizes[label], variant=remark, quote=quote
                    )
            elif label in self.cutoffs:
                month, _ = split_footnote_mark(cell, notes, r"[A-Z][a-z]{2} \d{4}")
                if month.text not in notes:
                    yield Claim(
                        route=route,
                        attribute="knowledge_cutoff",
                        variant=self.cutoffs[label],
                        quote=month,
                    )
            elif label == "Pricing":
                yield from self.prices(route, cell, notes)
            elif stated := re.match(r"(?:Yes|No)\b", cell.text):
                capability = label.lower().replace(" ", "_")
                yield Claim(
                    route=route,
                    attribute="capability",
                    variant=capability,
                    quote=cell.slice(*stated.span()),
                )
            elif label not in ("Description", "Comparative latency"):
                page.note_unread(
                    "comparison", f"the row {label!r} is not read by this source", cell.locator
                )

    def prices(self, route: Quote, cell: Quote, notes: dict[str, list[Quote]]) -> Claims:
        stated, mark = split_footnote_mark(cell, notes, "MTok")
        start = after_introduction(notes[mark]) if mark else None
        prices = list(re.finditer(r"(\$[\d.]+) (/ (input|output) MTok)", stated.text))
        if " ".join(price[0] for price in prices) != stated.text or (mark and start is None):
            raise LayoutChanged(
                "a price has a new form or a new note", where=cell.locator, found=cell.text
            )
        for price in prices:
            quote = stated.slice(*price.span(1)).with_context(
                stated.slice(*price.span(2)).as_context("unit")
            )
            yield Name(route, route.text, valid_from=start).price(
                "input" if price[3] == "input" else "output", quote, "1M tokens"
            )
