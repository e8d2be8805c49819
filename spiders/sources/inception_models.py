"""Inception's models and prices."""

from spiders.authoring import Claim, Claims, Documentation, Link, Page, Row, model_row


class InceptionModels(Documentation):
    """Inception's prices in dollars per million tokens, the old price of a sale struck, and the
    context of each model: one table.
    """

    publisher = "inception"
    role = "priced"
    links = [Link.markdown("models", "https://docs.inceptionlabs.ai/get-started/models")]
    expect = {"models": range(4, 400)}
    money_pattern = r"\$\d"
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        rows = page.outline.table("Model", "Context Window").rows(ignore=["Supported Endpoints"])
        return self.read_each(page, "models", rows, self.model)

    def model(self, row: Row) -> Claims:
        route = row.pop("Model")
        for context in row.pop("Context Window").find_all(r"\b(\d+K)\b")[:1]:
            yield Claim(route=route, attribute="context_tokens", quote=context)
        yield from model_row(row, route=route, unit="1M tokens", ignore=["Endpoints"])
