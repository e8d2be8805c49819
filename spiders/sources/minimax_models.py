"""The models that MiniMax's API offers."""

from spiders.authoring import Claim, Claims, Documentation, Link, Page, attribute_claims


class MinimaxModels(Documentation):
    """MiniMax's overview of its API: tables of the models that it offers.

    The tables of language models also say the context. Descriptions are not read.
    """

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
