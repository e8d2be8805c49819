"""MiniMax's models: those that its API offers, with the context of the language models."""

from spiders.claims import Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
from spiders.source import Documentation


class MinimaxModels(Documentation):
    publisher = "minimax"
    links = [Link.markdown("offers", "https://platform.minimax.io/docs/api-reference/api-overview")]
    expect = {"offers": range(8, 400)}
    money_pattern = r"\$\d|\bfree\b"

    def offers(self, page: Page) -> Claims:
        for header in ("Model", "Model Name"):
            for row in page.outline.rows(header, ignore=["Description", "Usage"]):
                route = row.pop(header)
                yield Claim(route=route, attribute="status", quote=route, value="active")
                yield from attribute_claims(row, {"Context Window": "context_tokens"}, route=route)
