"""Ollama's library: packages of open models, each in several sizes and forms. A package is a model
of its own.

The list of the library says what each model can do and its sizes, a model's page the context that
each package is served with, a package's page the exact number of parameters. Only the list and the
pages of models are fetched.
"""

import re
from collections.abc import Iterator

from spiders.claims import Attribute, Claim, Claims, Link, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.elements import Element
from spiders.parsing.page import Page
from spiders.source import Aggregator

HOST = "https://ollama.com"
OTHER_ORDERS = tuple(
    f"{HOST}/{order}"
    for order in ("library?sort=newest", "library?sort=popular", "search?o=newest")
)
CAPABILITIES = {
    "tools": "function_calling",
    "thinking": "reasoning",
    "vision": "vision",
    "embedding": "embeddings",
}
PACKAGE = re.compile(r"([\d.]+[KM]?) context window [·•] ([A-Z][a-z]+(?:, [A-Z][a-z]+)*)")
STATED: dict[str, Attribute] = {"arch": "architecture", "parameters": "parameters_total"}


class OllamaLibrary(Aggregator):
    publisher = "ollama"
    terms = "public pages"
    refresh_every = "7d"
    links = [Link(kind="library", url=f"{HOST}/library", aliases=OTHER_ORDERS)]
    follow_patterns = {
        "packages": r"https://ollama\.com/(library/[\w.-]+(?:/tags)?)",
        "package": r"https://ollama\.com/(library/[\w.-]+(?::|/variants/)[\w.-]+)",
        "search": r"https://ollama\.com/((?:library\?sort=search-|search\?q=)[\w-]+)",
    }
    expect = {"library": range(20_000), "packages": range(2, 2_000), "package": range(1, 3)}

    def claims(self, page: Page) -> Claims:
        return self.read_parts(
            page, {"packages": self.packages, "package": self.package}.get(page.kind, self.library)
        )

    def follow(self, page: Page) -> Iterator[Link]:
        for card in page.elements("[x-test-model] > a") if page.kind == "library" else ():
            path = self.model(card).text
            yield Link(kind="packages", url=f"{HOST}/{path}/tags", document=f"{path}/tags")

    def model(self, link: Element) -> Quote:
        path = link.attribute("href")
        return path.slice(1, len(path.text))

    def library(self, page: Page) -> Claims:
        cards = page.elements("[x-test-model] > a")
        if not cards and page.kind == "library":
            raise LayoutChanged(
                "the library is empty", expected="an element [x-test-model] for each model"
            )
        for card in cards:
            model = self.model(card)
            for mark in (
                element.quote for element in card.all("[x-test-capability], [x-test-size]")
            ):
                if mark.text in CAPABILITIES:
                    capability = CAPABILITIES[mark.text]
                    yield Claim(
                        model=model,
                        attribute="capability",
                        variant=capability,
                        quote=mark,
                        value="yes",
                    )
                elif re.fullmatch(r"[\d.]+b|\d{2,}m", mark.text):
                    named = f"{model.text}:{mark.text}"
                    yield Claim(
                        model=model, full_name=named, attribute="parameters_total", quote=mark
                    )
                else:
                    page.note_unread(
                        "library", f"{mark.text!r} is no known capability and no size", mark.locator
                    )

    def packages(self, page: Page) -> Claims:
        for link in page.elements('a[href^="/library/"]'):
            if match := PACKAGE.search(link.quote.text):
                context, modalities = (link.quote.slice(*match.span(group)) for group in (1, 2))
                yield Claim(model=self.model(link), attribute="context_tokens", quote=context)
                yield Claim(model=self.model(link), attribute="input_modalities", quote=modalities)

    def package(self, page: Page) -> Claims:
        (name,) = page.elements("span:has(> [x-test-model-name])")
        for pair in (element.quote for element in page.elements("#file-explorer div:has(> span)")):
            if match := re.fullmatch(r"(arch|parameters) (\S+)", pair.text):
                named, value = f"library/{name.quote.text}", pair.slice(*match.span(2))
                yield Claim(
                    model=name.quote, full_name=named, attribute=STATED[match[1]], quote=value
                )
