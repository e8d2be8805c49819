"""Anthropic's overview of its models."""

import re
from collections.abc import Container, Iterable
from datetime import timedelta
from functools import partial

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Name,
    Page,
    Quote,
    Row,
    SharedStatement,
    long_date,
    read_name,
    shared_claims,
    shared_statements,
)

PLATFORMS = {
    "Claude API alias": "anthropic",
    "AWS Bedrock ID": "amazon-bedrock",
    "Vertex AI ID": "google-vertex",
    "GCP Vertex AI ID": "google-vertex",
    "Google Cloud ID": "google-vertex",
}
SIZES: dict[str, Attribute] = {
    "Context window": "context_tokens",
    "Max output": "max_output_tokens",
}
# The claim's variant of each cutoff.
CUTOFFS = {"Reliable knowledge cutoff": None, "Training data cutoff": "training"}
NO_FACT = ("Description", "Comparative latency")

# What a row's label ends in: "(new)", the mark of a footnote.
LABEL_END = r"( \(.*\))?\d?$"
# "Jan 2026"
MONTH = r"[A-Z][a-z]{2} \d{4}"
# "$3 / input MTok"
PRICE = r"(\$[\d.]+) (/ (input|output) MTok)"
# "200K tokens", "1M tokens (beta)"
COUNT_OF_TOKENS = r"([\d.,]+ ?[KM]?) tokens(?: \(([^)]+)\))?"
INTRODUCTORY_PRICE = r"Introductory pricing .* through ([A-Z][a-z]+ \d{1,2}, \d{4})"
# What an id has beside the words of the name: "anthropic.", "-v1:0", "-latest", "@20250514".
ID_EXTRAS = r"^[a-z]+\.|-v\d(?::\d)?$|-(?:0|latest)$|[-@]20\d{6}(?!\d{2})"
ID_REVISION = r"-v\d$"
WORD = r"[a-z]+|\d+"


class AnthropicModels(Documentation):
    """Anthropic's models: tables with one column per model and one row per property.

    Rows give ids on the platforms, sizes, knowledge cutoffs, prices in dollars per million tokens,
    and capabilities as "Yes" or "No". The marks of footnotes are glued to ids, months and prices: a
    digit is a mark only where the page has that footnote. Descriptions and relative latency are
    left out, because they are no facts. What a sentence says of all models is said of each.
    """

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

    def comparison(self, page: Page) -> Claims:
        shared = shared_statements(page.outline)
        for table in page.outline.tables("Feature"):
            models = table.transpose()
            labels = [header.label for header in models.headers]
            if "Claude API ID" not in labels:
                raise LayoutChanged(
                    "no row says the ids", where=table.where, found=", ".join(labels)
                )
            rows = models.rows(ignore=labels)
            yield from self.read_each(page, "comparison", rows, partial(self.model, page, shared))

    def model(self, page: Page, shared: list[SharedStatement], row: Row) -> Claims:
        footnotes = page.outline.footnotes()
        name = read_name(row.pop("Feature"))
        route = read_id(name.full, row.pop("Claude API ID"), footnotes)
        yield Claim(route=route, attribute="name", quote=name.quote)
        if name.note:
            yield Claim(route=route, attribute="status", quote=name.note)
        yield from shared_claims(shared, route=route)
        for header, cell in row.pop_stated():
            label = re.sub(LABEL_END, "", header)
            if label in PLATFORMS:
                own_id = read_id(name.full, cell, footnotes)
                yield Claim(route=route, attribute="alias", variant=PLATFORMS[label], quote=own_id)
            elif label in SIZES:
                for quote, remark in read_token_counts(cell):
                    yield Claim(route=route, attribute=SIZES[label], variant=remark, quote=quote)
            elif label in CUTOFFS:
                yield from self.cutoff(route, label, cell, footnotes)
            elif label == "Pricing":
                yield from self.prices(route, cell, footnotes)
            elif re.match(r"(?:Yes|No)\b", cell.text):
                yield from self.capability(route, label, cell)
            elif label not in NO_FACT:
                page.note_unread(
                    "comparison", f"the row {label!r} is not read by this source", cell.locator
                )

    def cutoff(self, route: Quote, label: str, cell: Quote, footnotes: Container[str]) -> Claims:
        month, _ = split_footnote_mark(cell, footnotes, MONTH)
        is_only_a_mark = month.text in footnotes
        if not is_only_a_mark:
            yield Claim(
                route=route, attribute="knowledge_cutoff", variant=CUTOFFS[label], quote=month
            )

    def capability(self, route: Quote, label: str, cell: Quote) -> Claims:
        answer = cell.find(r"^(?:Yes|No)\b")
        if answer:
            capability = label.lower().replace(" ", "_")
            yield Claim(route=route, attribute="capability", variant=capability, quote=answer)

    def prices(self, route: Quote, cell: Quote, footnotes: dict[str, list[Quote]]) -> Claims:
        stated, mark = split_footnote_mark(cell, footnotes, "MTok")
        start = after_introduction(footnotes[mark]) if mark else None
        prices = list(re.finditer(PRICE, stated.text))
        is_read_whole = " ".join(price[0] for price in prices) == stated.text
        if not is_read_whole or (mark and start is None):
            raise LayoutChanged(
                "a price has a new form or a new note", where=cell.locator, found=cell.text
            )
        name = Name(route, route.text, valid_from=start)
        for price in prices:
            unit = stated.slice(*price.span(2))
            amount = stated.slice(*price.span(1)).with_context(unit=unit)
            meter = "input" if price[3] == "input" else "output"
            yield name.price(meter, amount, "1M tokens")


def split_footnote_mark(
    quote: Quote, marks: Container[str], after: str
) -> tuple[Quote, str | None]:
    """A text without the mark of a footnote that is glued to its end, and the mark.

    Only a mark that the page explains is one, and only behind what matches `after`: the 2 of "Jan
    20262".
    """
    mark = re.search(rf"(?<={after})\d{{1,2}}$", quote.text)
    if mark is None or mark[0] not in marks:
        return quote, None
    return quote.slice(0, mark.start()), mark[0]


def read_id(name: str, cell: Quote, marks: Container[str]) -> Quote:
    """An id without the mark of a footnote that is glued to it.

    An id has the words of the model's name, in any order. Who makes it, its date, its revision and
    "latest" are no words of the name. Raises LayoutChanged for another id.
    """
    without_mark, _ = split_footnote_mark(cell, marks, r"\d")
    for quote in (cell, without_mark):
        if words_of_id(quote.text) == sorted(re.findall(WORD, name.casefold())):
            return quote
    raise LayoutChanged(
        "an id does not say its model's name", where=cell.locator, expected=name, found=cell.text
    )


def words_of_id(text: str) -> list[str]:
    """The words of an id that stand for the model's name, sorted."""
    text = re.sub(ID_EXTRAS, "", text)
    text = re.sub(ID_REVISION, "", text)
    return sorted(re.findall(WORD, text))


def read_token_counts(cell: Quote) -> list[tuple[Quote, str | None]]:
    """The numbers of tokens in a cell, each with the remark behind it.

    A cell reads "200K tokens / 1M tokens (beta)". Raises LayoutChanged where there is no number.
    """
    counts = list(re.finditer(COUNT_OF_TOKENS, cell.text, re.IGNORECASE))
    if not counts:
        raise LayoutChanged(
            "no number of tokens is written here", where=cell.locator, found=cell.text
        )
    return [(cell.slice(*count.span(1)), count[2]) for count in counts]


def after_introduction(footnotes: Iterable[Quote]) -> str | None:
    """The first day, as ISO date, of a price whose footnote describes an introductory one before.

    That one lasts "through August 31, 2026"; None where no footnote says so.
    """
    for note in footnotes:
        introduction = re.search(INTRODUCTORY_PRICE, note.text)
        if introduction:
            last_day = long_date(introduction[1])
            return (last_day + timedelta(days=1)).isoformat()
    return None
