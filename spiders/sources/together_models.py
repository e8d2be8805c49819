"""Together's models and prices."""

from spiders.authoring import (
    Attribute,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Page,
    Row,
    attribute_claims,
    model_row,
)

ROUTE = "API model string"
FACTS: dict[str, Attribute] = {"Context length": "context_tokens", "Model name": "name"}
UNREAD = ("Organization", "Quantization", "Function calling", "Structured outputs")


class TogetherModels(Documentation):
    """Together's serverless models: a table of each kind, prices in dollars with their unit in the
    header. Tables without such headers, of pictures and videos, are listed, not read.
    """

    publisher = "togetherai"
    role = "priced"
    links = [Link.markdown("models", "https://docs.together.ai/docs/serverless-models")]
    expect = {"models": range(6, 4000)}
    money_pattern = r"\$\d"
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def models(self, page: Page) -> Claims:
        for table in page.outline.tables(ROUTE):
            if any("pricing (per 1M tokens)" in label for label in table.labels):
                yield from self.read_each(page, "models", table.rows(ignore=UNREAD), self.model)

    def model(self, row: Row) -> Claims:
        route = row.pop(ROUTE)
        facts: dict[str, Attribute] = {
            header: name for header, name in FACTS.items() if row.has_header(header)
        }
        if not route.text:
            raise LayoutChanged("a model has no id", where=row.where)
        yield from attribute_claims(row, facts, route=route)
        yield from model_row(row, route=route, ignore=UNREAD)
