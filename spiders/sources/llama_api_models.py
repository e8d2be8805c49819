"""Meta's Llama API: the models that it serves, each under a heading of its own, with context and
modalities.
"""

from spiders.claims import Attribute, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.attributes import attribute_claims
from spiders.source import Documentation


class LlamaApiModels(Documentation):
    publisher = "llama"
    unverified_reason = "only a conversion of its page by others was at hand"
    links = [Link(kind="models", url="https://llama.developer.meta.com/docs/models")]
    expect = {"models": range(6, 400)}
    columns: dict[str, Attribute] = {
        "Context window": "context_tokens",
        "Input modalities": "input_modalities",
        "Output modalities": "output_modalities",
    }

    def models(self, page: Page) -> Claims:
        for section in page.outline.sections():
            for row in section.rows(*self.columns):
                yield from attribute_claims(row, self.columns, route=section.title)
