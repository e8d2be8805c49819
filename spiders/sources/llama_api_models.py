"""The models of Meta's Llama API."""

from spiders.authoring import Attribute, Claims, Documentation, Link, Page, attribute_claims


class LlamaApiModels(Documentation):
    """The models that Meta's Llama API serves, each under a heading of its own.

    Below each heading a table says the context and the modalities. Prices are not read.
    """

    publisher = "llama"
    role = "complete"
    links = [Link(kind="models", url="https://llama.developer.meta.com/docs/models")]
    expect = {"models": range(6, 400)}
    unverified_reason = "only a conversion of its page by others was at hand"
    columns: dict[str, Attribute] = {
        "Context window": "context_tokens",
        "Input modalities": "input_modalities",
        "Output modalities": "output_modalities",
    }

    def models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for row in section.rows(*self.columns):
                yield from attribute_claims(row, self.columns, route=section.title)
