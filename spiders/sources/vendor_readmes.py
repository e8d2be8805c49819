"""READMEs of three makers' repositories of models on GitHub."""

import re
from typing import NamedTuple

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    LayoutChanged,
    Link,
    Page,
    Quote,
    Source,
    names_in,
    read_score_table,
)


class Readme(NamedTuple):
    """What is known of a README."""

    path: str
    """Its repository on GitHub."""
    lab: str
    """Who makes the models."""
    licence: str
    """The sentence that names the licence of the weights, and not that of the code."""
    names: str = ""
    """How the text names the models; empty where only a table does."""
    licence_name: str | None = None
    """The name of the licence, where the sentence calls it just "Model License"."""


READMES = {
    "Qwen3.5": Readme(
        path="QwenLM/Qwen3.5",
        lab="alibaba",
        licence=r"our open-weight models are licensed under (.+?)\.?$",
        names=r"Qwen3\.5-\d+(?:\.\d+)?B(?:-A\d+B)?(?![\w-])",
    ),
    "Kimi-K2": Readme(
        path="MoonshotAI/Kimi-K2",
        lab="moonshotai",
        licence=r"model weights are released under the \[([^\]]+)\]",
        names=r"Kimi-K2-(?:Base|Instruct)(?:-\d{4})?(?![\w-])",
    ),
    "DeepSeek-V3": Readme(
        path="deepseek-ai/DeepSeek-V3",
        lab="deepseek",
        licence=r"use of DeepSeek-V3 Base/Chat models is subject to \[the (Model License)\]",
        licence_name="DeepSeek Model License",
    ),
}
ATTRIBUTES: dict[str, Attribute] = {
    "Architecture": "architecture",
    "Total Parameters": "parameters_total",
    "Activated Parameters": "parameters_active",
    "Context Length": "context_tokens",
    "#Total Params": "parameters_total",
    "#Activated Params": "parameters_active",
}
SIZES = ("Model", "#Total Params", "#Activated Params", "Context Length", "Download")
# The headers of tables of scores that name models.
SCORED_FAMILIES = r"(?i)^(?:claude|deepseek|gemini|gpt|kimi|llama|qwen)"
RELEASE = r"^- (\d{4}-\d\d-\d\d): "


class VendorReadmes(Source):
    """The READMEs of Qwen3.5, Kimi-K2 and DeepSeek-V3: the licence of the weights, and scores.

    Each says one thing more in its own way: Qwen3.5 its releases, in the lines of its news; Kimi-K2
    the sizes of all its models, in a table of labels and values; DeepSeek-V3 the sizes of each
    model, in a table with a model per row. The licence of the code is not read.
    """

    publisher = "github"
    lineage = "own_card"
    terms = "public repositories; robots allow"
    refresh_every = "7d"
    links = [
        Link(kind=kind, url=f"https://raw.githubusercontent.com/{readme.path}/main/README.md")
        for kind, readme in READMES.items()
    ]
    expect = {
        "licence": range(1, 100),
        "sizes": range(6, 60),
        "summary": range(4, 60),
        "releases": range(1, 200),
        "scores": range(2_000),
    }

    def claims(self, page: Page) -> Claims:
        if page.kind == "DeepSeek-V3":
            return self.read_parts(page, self.licence, self.sizes, self.scores)
        if page.kind == "Kimi-K2":
            return self.read_parts(page, self.licence, self.summary, self.scores)
        return self.read_parts(page, self.licence, self.releases, self.scores)

    def models(self, page: Page) -> list[Quote]:
        """The models that the README's table has rows of, or that it names: each where it is first
        named.
        """
        pattern = READMES[page.kind].names
        if not pattern:
            return [row.pop("Model") for row in page.outline.table(*SIZES).rows(ignore=SIZES)]
        found: dict[str, Quote] = {}
        lines = [line for line, _ in page.outline.lines(pattern)]
        for line in reversed(lines):  # the first line in which a model is named replaces the others
            for name in names_in(line, pattern, ""):
                found[name.full] = name.quote
        return list(found.values())

    def licence(self, page: Page) -> Claims:
        readme = READMES[page.kind]
        found = page.outline.first_in_sections(readme.licence)
        if len(found) != 1:
            raise LayoutChanged(
                f"{len(found)} sentences name the licence of the weights", expected="exactly one"
            )
        for model in self.models(page):
            yield Claim(
                model=model,
                seller=readme.lab,
                attribute="licence",
                quote=found[0],
                value=readme.licence_name,
            )

    def sizes(self, page: Page) -> Claims:
        """DeepSeek-V3: a table with a model per row."""
        lab = READMES[page.kind].lab
        for row in page.outline.table(*SIZES).rows(ignore=["Download"]):
            model = row.pop("Model")
            for header, cell in row.pop_rest(skip=["Download"]):
                yield Claim(model=model, seller=lab, attribute=ATTRIBUTES[header], quote=cell)

    def summary(self, page: Page) -> Claims:
        """Kimi-K2: a table of labels and values, which hold for all models."""
        lab = READMES[page.kind].lab
        for label, cell in page.outline.table("", "").pairs():
            if label not in ATTRIBUTES:
                continue
            for model in self.models(page):
                yield Claim(model=model, seller=lab, attribute=ATTRIBUTES[label], quote=cell)

    def releases(self, page: Page) -> Claims:
        """Qwen3.5: the lines of its news, each with the models that were released on its day."""
        readme = READMES[page.kind]
        for line, match in page.outline.section("News").lines(RELEASE):
            if not re.search(r"released|available", line.text):
                continue
            day = line.slice(*match.span(1))
            for name in names_in(line, readme.names, ""):
                yield Claim(
                    model=name.quote, seller=readme.lab, attribute="released_date", quote=day
                )

    def scores(self, page: Page) -> Claims:
        lab = READMES[page.kind].lab
        for table in page.outline.tables():
            for label, name, score, setting, cell in read_score_table(table, SCORED_FAMILIES):
                yield Claim(
                    model=label,
                    full_name=name,
                    attribute="score",
                    score=score.model_copy(update={"runner": lab}),
                    variant=setting,
                    quote=cell,
                )
