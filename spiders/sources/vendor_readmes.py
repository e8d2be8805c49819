"""READMEs of models' repositories on GitHub: sizes, context, scores, the licence of the weights and
not of the code.
"""

import re

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.readers.benchmark_tables import read_score_table
from spiders.readers.phrases import names_in
from spiders.source import Source

# fmt: off
LABS = {"DeepSeek-V3": "deepseek", "Kimi-K2": "moonshotai", "Qwen3.5": "alibaba"}
NAMES = {"Kimi-K2": r"Kimi-K2-(?:Base|Instruct)(?:-\d{4})?(?![\w-])",
         "Qwen3.5": r"Qwen3\.5-\d+(?:\.\d+)?B(?:-A\d+B)?(?![\w-])"}
LICENCES = {
    "DeepSeek-V3": r"use of DeepSeek-V3 Base/Chat models is subject to \[the (Model License)\]",
    "Kimi-K2": r"model weights are released under the \[([^\]]+)\]",
    "Qwen3.5": r"our open-weight models are licensed under (.+?)\.?$"}
ATTRIBUTES: dict[str, Attribute] = {
    "Architecture": "architecture", "Total Parameters": "parameters_total", "Activated Parameters": "parameters_active",
    "Context Length": "context_tokens", "#Total Params": "parameters_total", "#Activated Params": "parameters_active"}
FAMILIES = r"(?i)^(?:claude|deepseek|gemini|gpt|kimi|llama|qwen)"
SIZES = ("Model", "#Total Params", "#Activated Params", "Context Length", "Download")
# fmt: on


class VendorReadmes(Source):
    publisher = "github"
    lineage = "own_card"
    terms = "public repositories; robots allow"
    refresh_every = "7d"
    links = [
        Link(
            kind=path.partition("/")[2],
            url=f"https://raw.githubusercontent.com/{path}/main/README.md",
        )
        for path in ("QwenLM/Qwen3.5", "MoonshotAI/Kimi-K2", "deepseek-ai/DeepSeek-V3")
    ]
    expect = {
        "licence": range(1, 100),
        "sizes": range(6, 60),
        "summary": range(4, 60),
        "releases": range(1, 200),
        "scores": range(2_000),
    }

    def claims(self, page: Page) -> Claims:
        parts = {"DeepSeek-V3": self.sizes, "Kimi-K2": self.summary, "Qwen3.5": self.releases}
        return self.read_parts(page, self.licence, parts[page.kind], self.scores)

    def models(self, page: Page) -> list[Quote]:
        """The models that the README's table has rows of, or that it names: each where it is first
        named.
        """
        if page.kind not in NAMES:
            return [row.pop("Model") for row in page.outline.table(*SIZES).rows(ignore=SIZES)]
        lines = [
            line
            for section in page.outline.sections()
            for line, _ in section.lines(NAMES[page.kind])
        ]
        found = {
            name.full: name
            for line in reversed(lines)
            for name in names_in(line, NAMES[page.kind], "")
        }
        return [name.quote for name in found.values()]

    def licence(self, page: Page) -> Claims:
        found = page.outline.first_in_sections(LICENCES[page.kind])
        if len(found) != 1:
            raise LayoutChanged(
                f"{len(found)} sentences name the licence of the weights", expected="exactly one"
            )
        says = "DeepSeek Model License" if page.kind == "DeepSeek-V3" else None
        for model in self.models(page):
            yield Claim(
                model=model, seller=LABS[page.kind], attribute="licence", quote=found[0], value=says
            )

    def sizes(self, page: Page) -> Claims:
        for row in page.outline.table(*SIZES).rows(ignore=["Download"]):
            model = row.pop("Model")
            for header, cell in row.pop_rest(skip=["Download"]):
                yield Claim(
                    model=model, seller=LABS[page.kind], attribute=ATTRIBUTES[header], quote=cell
                )

    def summary(self, page: Page) -> Claims:
        for label, cell in page.outline.table("", "").pairs():
            for model in self.models(page) if label in ATTRIBUTES else ():
                yield Claim(
                    model=model, seller=LABS[page.kind], attribute=ATTRIBUTES[label], quote=cell
                )

    def releases(self, page: Page) -> Claims:
        for line, match in page.outline.section("News").lines(r"^- (\d{4}-\d\d-\d\d): "):
            for name in (
                names_in(line, NAMES[page.kind], "")
                if re.search(r"released|available", line.text)
                else ()
            ):
                day = line.slice(*match.span(1))
                yield Claim(
                    model=name.quote, seller=LABS[page.kind], attribute="released_date", quote=day
                )

    def scores(self, page: Page) -> Claims:
        for table in (table for section in page.outline.sections() for table in section.tables()):
            for label, name, score, setting, cell in read_score_table(table, FAMILIES):
                own = score.model_copy(update={"runner": LABS[page.kind]})
                yield Claim(
                    model=label,
                    full_name=name,
                    attribute="score",
                    score=own,
                    variant=setting,
                    quote=cell,
                )
