"""READMEs of models' own repositories on GitHub: sizes and context of the models, and the licence of the weights.

The licence of the code beside the weights is another statement, and is not read.
"""

import re
from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Link, Quote
from spiders.page import Page
from spiders.phrases import names_in
from spiders.source import Source

# fmt: off
LABS = {"DeepSeek-V3": "deepseek", "Kimi-K2": "moonshotai", "Qwen3.5": "alibaba"}
NAMES = {
    "Kimi-K2": r"Kimi-K2-(?:Base|Instruct)(?:-\d{4})?(?![\w-])",
    "Qwen3.5": r"Qwen3\.5-\d+(?:\.\d+)?B(?:-A\d+B)?(?![\w-])",
}
LICENCES = {
    "DeepSeek-V3": r"use of DeepSeek-V3 Base/Chat models is subject to \[the (Model License)\]",
    "Kimi-K2": r"model weights are released under the \[([^\]]+)\]",
    "Qwen3.5": r"our open-weight models are licensed under (.+?)\.?$",
}
ATTRIBUTES: dict[str, Attribute] = {
    "Architecture": "architecture", "Total Parameters": "parameters_total", "Activated Parameters": "parameters_active",
    "Context Length": "context_tokens", "#Total Params": "parameters_total", "#Activated Params": "parameters_active"}
SIZES = ("Model", "#Total Params", "#Activated Params", "Context Length", "Download")
# fmt: on


class VendorReadmes(Source):
    publisher = "github"
    lineage = "own_card"
    terms = "public repositories; robots allow"
    every = "7d"
    links = [
        Link(kind=repository, url=f"https://raw.githubusercontent.com/{owner}/{repository}/main/README.md")
        for owner, repository in (("QwenLM", "Qwen3.5"), ("MoonshotAI", "Kimi-K2"), ("deepseek-ai", "DeepSeek-V3"))
    ]
    expect = {"licence": range(1, 100), "sizes": range(6, 60), "summary": range(4, 60), "releases": range(1, 200)}

    def claims(self, page: Page) -> Iterator[Claim]:
        parts = {"DeepSeek-V3": self.sizes, "Kimi-K2": self.summary, "Qwen3.5": self.releases}
        return self.attempt(page, self.licence, parts[page.kind])

    def models(self, page: Page) -> list[Quote]:
        """The models that the README's table has rows of, or that it names: each where it is first named."""
        if page.kind not in NAMES:
            return [row.pop("Model") for row in page.outline.table(*SIZES).rows(ignore=SIZES)]
        lines = [line for section in page.outline.sections() for line, _ in section.lines(NAMES[page.kind])]
        found = {name.full: name for line in reversed(lines) for name in names_in(line, NAMES[page.kind], "")}
        return [name.quote for name in found.values()]

    def licence(self, page: Page) -> Iterator[Claim]:
        found = page.outline.phrases(LICENCES[page.kind])
        if len(found) != 1:
            raise PageChanged(f"{len(found)} sentences name the licence of the weights", expected="exactly one")
        says = "DeepSeek Model License" if page.kind == "DeepSeek-V3" else None
        for model in self.models(page):
            yield Claim(model=model, seller=LABS[page.kind], attribute="licence", quote=found[0], says=says)

    def sizes(self, page: Page) -> Iterator[Claim]:
        for row in page.outline.table(*SIZES).rows(ignore=["Download"]):
            model = row.pop("Model")
            for header, cell in row.rest(skip=["Download"]):
                yield Claim(model=model, seller=LABS[page.kind], attribute=ATTRIBUTES[header], quote=cell)

    def summary(self, page: Page) -> Iterator[Claim]:
        for label, cell in page.outline.table("", "").pairs():
            for model in self.models(page) if label in ATTRIBUTES else ():
                yield Claim(model=model, seller=LABS[page.kind], attribute=ATTRIBUTES[label], quote=cell)

    def releases(self, page: Page) -> Iterator[Claim]:
        for line, match in page.outline.section("News").lines(r"^- (\d{4}-\d\d-\d\d): "):
            for name in names_in(line, NAMES[page.kind], "") if re.search(r"released|available", line.text) else ():
                yield Claim(
                    model=name.quote, seller=LABS[page.kind], attribute="released_date", quote=line.part(*match.span(1))
                )
