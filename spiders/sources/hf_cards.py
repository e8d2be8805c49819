"""Hugging Face repositories: README.md."""

import re
from collections.abc import Iterator
from functools import partial
from typing import Any

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Link,
    Node,
    Page,
    Quote,
    Score,
    Source,
    Table,
    any_repository_patterns,
    attribute_claims,
    newest_file_link,
    read_score_table,
    repository_subject,
    stated_licence,
)

ATTRIBUTES: dict[str, Attribute] = {
    "base_model": "base_model",
    "pipeline_tag": "task",
    "language": "languages",
}
LICENCE_HEADING = r"(?i)\blicen[cs]"
# "under CC BY-NC 4.0", "under the Apache License, Version 2.0", "under the MIT licence"
LICENCE_IN_TEXT = (
    r"\bunder (?:the |an? )?(CC[ -]BY(?:[ -][A-Z]{2})*[ -]\d\.\d|CC0|"
    r"Apache(?: Licen[cs]e)?,?(?: Version)?[ -]2(?:\.0)?|MIT)\b"
)
OF_SOMETHING_ELSE = r"(?i)\b(?:code|data|dataset|base model)\b"


# The labels of a table, or of a list, of what a model is.
LABELS: dict[str, Attribute] = {
    "architecture": "architecture",
    "total parameters": "parameters_total",
    "number of parameters": "parameters_total",
    "activated parameters": "parameters_active",
    "number of activated parameters": "parameters_active",
    "context length": "context_tokens",
}
# "- Number of Parameters: 235B in total and 22B activated"
LABELLED_LINE = r"^(?:[-*] )?([A-Z][A-Za-z ]{5,40}?)\s?:\s?(.+)$"
TOTAL_AND_ACTIVE = r"^([\d.]+ ?[BMT]) in total(?:,? and|,) ([\d.]+ ?[BMT]) activated"
# A value that says one thing, and no condition: "4.0B", "262,144 natively".
PLAIN_NUMBER = r"^(?:Context Length of )?([\d.,]+ ?[BMTK]?)(?: tokens| natively)?\.?$"
# Headers of a table of models, a row each: "#Total Params", "Context Length".
SIZE_HEADERS: dict[str, Attribute] = {
    "#Total Params": "parameters_total",
    "#Activated Params": "parameters_active",
    "Context Length": "context_tokens",
}
# A header in a table of scores that names a model.
SCORED_MODEL = r"^(?!(?:Category|Capability|Benchmark|Metric|Setting|Value|Score|#|\\#)).*\w"


class HfCards(Source):
    """What the card of a repository says of its model: in its front matter, in the scores of its
    `model-index`, and in the text below.

    A repository speaks for itself only: a re-upload of another's model, under whatever licence it
    claims, is its own model. Of the text below the front matter labelled values and tables of sizes
    and of scores are read, the tables of scores in cards of known labs alone, since those who upload
    a model again copy its card. Another licence in a section on the licence makes neither sure. A
    card without front matter is no fault. One entry of `model-index` or table that has another form
    costs no other.
    """

    publisher = "huggingface"
    lineage = "own_card"
    terms = "public repositories; robots allow; gated ones answer 401"
    refresh_every = "7d"
    due_by_page = True
    links = []
    follow_patterns = {"card": any_repository_patterns(r"README\.md")}
    expect = {
        "front_matter": range(10),
        "results": range(5_000),
        "sizes": range(40),
        "scores": range(5_000),
    }

    def repository_link(self, repository: str, *, is_listed: bool) -> Link | None:
        return newest_file_link(repository, "card", "README.md")

    def front_matter(self, page: Page) -> Claims:
        about = repository_subject(page)
        front = page.front_matter()
        if front is None:
            return
        licence = stated_licence(front)
        if licence:
            doubt = self.other_licence(page, licence.value or licence.quote.text)
            yield Claim(attribute="licence", doubt=doubt, **licence._asdict(), **about)
        yield from attribute_claims(front, ATTRIBUTES, **about)

    def other_licence(self, page: Page, stated: str) -> str | None:
        """Why a licence is not sure: the text of the card names others, and not this one."""
        named: dict[str, str] = {}
        for _, section in page.outline.sections_matching(LICENCE_HEADING):
            for line, match in section.lines(LICENCE_IN_TEXT):
                if not re.search(OF_SOMETHING_ELSE, line.text):
                    named[licence_key(match[1])] = match[1]
        key = licence_key(stated)
        if not named or key in named or not re.match("cc|apache|mit$", key):
            return None
        others = ", ".join(named.values())
        return f"the metadata say {stated!r}, the text of the card {others!r}"

    def results(self, page: Page) -> Claims:
        about = repository_subject(page)
        front = page.front_matter()
        entries = front.children("model-index") if front else ()
        for entry in entries:
            results = entry.require_node("results").nodes()
            yield from self.read_each(page, "results", results, partial(self.result, page, about))

    def result(self, page: Page, about: dict[str, Any], result: Node) -> Claims:
        dataset = result.require_node("dataset")
        runner = result.find("source/name") or about["model"]
        score = Score(benchmark=dataset.require("name").text, runner=runner.text.partition("/")[0])
        settings = [dataset.get(key) for key in ("config", "split")]
        setting = [quote.text for quote in settings if quote]

        def read(metric: Node) -> Claims:
            variant = ", ".join([metric.require("type").text, *setting])
            value = metric.require("value")
            yield Claim(attribute="score", score=score, variant=variant, quote=value, **about)

        metrics = result.require_node("metrics").nodes()
        yield from self.read_each(page, "results", metrics, read)

    def sizes(self, page: Page) -> Claims:
        """What labels and tables say of the model itself."""
        about = repository_subject(page)
        found: dict[Attribute, Quote] = {}
        for attribute, quote in self.labelled(page):
            found.setdefault(attribute, quote)
        for attribute, quote in found.items():
            yield Claim(attribute=attribute, quote=quote, **about)

    def labelled(self, page: Page) -> Iterator[tuple[Attribute, Quote]]:
        for table in page.outline.tables():
            if table.has_headers("Model", *SIZE_HEADERS):
                yield from self.own_row(page, table)
            elif len(table.labels) == 2:
                for label, cell in table.pairs():
                    yield from read_labelled(label, cell)
        for line, match in page.outline.lines(LABELLED_LINE):
            yield from read_labelled(match[1], line.slice(*match.span(2)))

    def own_row(self, page: Page, table: Table) -> Iterator[tuple[Attribute, Quote]]:
        """The row of the repository's model, of a table that has one for each of a family."""
        name = repository_subject(page)["model"].text.rpartition("/")[2]
        for row in table.rows(ignore=table.labels):
            if row.pop("Model").text.casefold() == name.casefold():
                for header, attribute in SIZE_HEADERS.items():
                    yield attribute, row.pop(header)

    def scores(self, page: Page) -> Claims:
        lab = repository_subject(page)["seller"]
        if lab is None:
            return
        tables = page.outline.tables()
        found: dict[tuple[object, ...], list[Claim]] = {}
        for claim in self.read_each(page, "scores", tables, partial(self.score_table, lab)):
            key = (claim.subject_name, claim.score, claim.variant)
            found.setdefault(key, []).append(claim)
        for claims in found.values():
            first = claims[0]
            if len({claim.quote.text for claim in claims}) == 1:
                yield first
            else:
                # Tables of several forms of one model (quantised, tuned) that say so in other words.
                what = f"{first.subject_name} has several scores of one benchmark"
                page.note_unread("scores", what, first.quote.locator)

    def score_table(self, lab: str, table: Table) -> Claims:
        for label, name, score, setting, cell in read_score_table(table, SCORED_MODEL):
            yield Claim(
                model=label,
                full_name=name,
                attribute="score",
                score=score.model_copy(update={"runner": lab}),
                variant=setting,
                quote=cell,
            )


def read_labelled(label: str, cell: Quote) -> Iterator[tuple[Attribute, Quote]]:
    """What a labelled value says; nothing where the label is none that is known, or the value has
    conditions.
    """
    attribute = LABELS.get(label.strip().casefold())
    if attribute is None:
        return
    both = re.match(TOTAL_AND_ACTIVE, cell.text)
    plain = re.match(PLAIN_NUMBER, cell.text)
    if attribute == "parameters_total" and both:
        yield "parameters_total", cell.slice(*both.span(1))
        yield "parameters_active", cell.slice(*both.span(2))
    elif attribute == "architecture":
        yield attribute, cell
    elif plain:
        yield attribute, cell.slice(*plain.span(1))


def licence_key(name: str) -> str:
    """The name of a licence without what is written in several ways: "apache2" of "Apache License,
    Version 2.0" and of "apache-2.0".
    """
    plain = re.sub(r"licen[cs]e|version|[ ,_-]", "", name.casefold())
    return plain.removesuffix(".0")
