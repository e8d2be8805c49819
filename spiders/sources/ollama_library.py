"""Ollama's library of open models."""

import re
from collections.abc import Iterator

from spiders.authoring import (
    Aggregator,
    Attribute,
    Claim,
    Claims,
    Element,
    LayoutChanged,
    Link,
    Page,
    Quote,
)

HOST = "https://ollama.com"
OTHER_ORDERS = (
    f"{HOST}/library?sort=newest",
    f"{HOST}/library?sort=popular",
    f"{HOST}/search?o=newest",
)
CAPABILITIES = {
    "tools": "function_calling",
    "thinking": "reasoning",
    "vision": "vision",
    "embedding": "embeddings",
}
# A mark of a size: "8b", "0.6b", "270m".
SIZE = re.compile(r"[\d.]+b|\d{2,}m")
# What a model's page says of a package: "128K context window · Text, Image".
PACKAGE = re.compile(r"([\d.]+[KM]?) context window [·•] ([A-Z][a-z]+(?:, [A-Z][a-z]+)*)")
FILE_ATTRIBUTES: dict[str, Attribute] = {
    "arch": "architecture",
    "parameters": "parameters_total",
}
# What a package's page says of its files: "parameters 8.03B".
FILE_ENTRY = re.compile(r"(arch|parameters) (\S+)")


class OllamaLibrary(Aggregator):
    """Ollama's packages of open models, each model in several sizes and forms.

    A package is a model of its own. The list of the library says what each model can do and its
    sizes, a model's page the context that each package is served with, a package's page the exact
    number of parameters. Only the list and the pages of models are fetched. There are no prices.
    """

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

    def follow(self, page: Page) -> Iterator[Link]:
        if page.kind != "library":
            return
        for card in page.elements("[x-test-model] > a"):
            path = self.model(card).text
            yield Link(kind="packages", url=f"{HOST}/{path}/tags", document=f"{path}/tags")

    def claims(self, page: Page) -> Claims:
        if page.kind == "packages":
            return self.read_parts(page, self.packages)
        if page.kind == "package":
            return self.read_parts(page, self.package)
        return self.read_parts(page, self.library)

    def library(self, page: Page) -> Claims:
        cards = page.elements("[x-test-model] > a")
        if not cards and page.kind == "library":
            raise LayoutChanged(
                "the library is empty", expected="an element [x-test-model] for each model"
            )
        for card in cards:
            yield from self.card(page, card)

    def card(self, page: Page, card: Element) -> Claims:
        """What the marks on the card of a model say: what it can do, and its sizes."""
        model = self.model(card)
        for element in card.all("[x-test-capability], [x-test-size]"):
            mark = element.quote
            if mark.text in CAPABILITIES:
                yield Claim(
                    model=model,
                    attribute="capability",
                    variant=CAPABILITIES[mark.text],
                    quote=mark,
                    value="yes",
                )
            elif SIZE.fullmatch(mark.text):
                package = f"{model.text}:{mark.text}"
                yield Claim(
                    model=model, full_name=package, attribute="parameters_total", quote=mark
                )
            else:
                page.note_unread(
                    "library", f"{mark.text!r} is no known capability and no size", mark.locator
                )

    def packages(self, page: Page) -> Claims:
        for link in page.elements('a[href^="/library/"]'):
            stated = PACKAGE.search(link.quote.text)
            if stated is None:
                continue
            context = link.quote.slice(*stated.span(1))
            modalities = link.quote.slice(*stated.span(2))
            yield Claim(model=self.model(link), attribute="context_tokens", quote=context)
            yield Claim(model=self.model(link), attribute="input_modalities", quote=modalities)

    def package(self, page: Page) -> Claims:
        (name,) = page.elements("span:has(> [x-test-model-name])")
        full_name = f"library/{name.quote.text}"
        for element in page.elements("#file-explorer div:has(> span)"):
            entry = FILE_ENTRY.fullmatch(element.quote.text)
            if entry is None:
                continue
            yield Claim(
                model=name.quote,
                full_name=full_name,
                attribute=FILE_ATTRIBUTES[entry[1]],
                quote=element.quote.slice(*entry.span(2)),
            )

    def model(self, link: Element) -> Quote:
        """The path that a link leads to, without its first slash: "library/llama3.1"."""
        path = link.attribute("href")
        return path.slice(1, len(path.text))
