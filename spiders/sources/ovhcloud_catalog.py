"""OVHcloud's AI Endpoints: the catalog in the data of its page, priced in euros, and the API's list of model ids.

Days are written day, month, year. Scores are not read: the data does not say who measured them, nor how.
"""

from collections.abc import Iterator

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Link, Meter, Quote, Unit
from spiders.jsontree import Node
from spiders.page import Page
from spiders.source import Source

CATALOG = "https://www.ovhcloud.com/{}/public-cloud/ai-endpoints/catalog/"
# fmt: off
PRICES: dict[str, tuple[Meter, Unit]] = {
    "million_input_tokens": ("input", "1M tokens"), "million_output_tokens": ("output", "1M tokens"),
    "audio_duration_seconds": ("second", "second"), "million_input_chars": ("character", "1M characters"),
    "per_image": ("image", "image")}
FACTS: dict[str, tuple[Attribute, str]] = {
    "context": ("context_tokens", ""), "model_specs/nb_of_billion_parameters": ("parameters_total", "B"),
    "model_specs/model_parameters/params/max_output_token_k": ("max_output_tokens", "k"),
    "model_specs/capabilities/input_modality": ("input_modalities", ""),
    "model_specs/capabilities/output_modality": ("output_modalities", ""),
    "model_specs/capabilities/function_calling": ("capability", ""),
    "model_specs/capabilities/reasoning": ("capability", ""), "model_specs/capabilities/web_search": ("capability", ""),
    "publishing_information/licence_name": ("licence", ""),
    "publishing_information/model_publication_date": ("released_date", "day"),
    "publishing_information/model_eol_date": ("retired_date", "day"),
    "publishing_information/knowledge_cutoff": ("knowledge_cutoff", "day")}
# fmt: on
STAGES = {"live": "active", "new": "active", "beta": "preview"}


class OvhcloudCatalog(Source):
    publisher = "ovhcloud"
    lineage = "first_party"
    terms = "public catalog; robots allow"
    links = [
        Link(kind="catalog", url=CATALOG.format("fr"), aliases=(CATALOG.format("en"),)),
        Link(kind="api", url="https://oai.endpoints.kepler.ai.cloud.ovh.net/v1/models"),
    ]
    expect = {"catalog": range(20, 3000), "served": range(2, 1000)}

    def claims(self, page: Page) -> Iterator[Claim]:
        return self.attempt(page, self.served if page.kind == "api" else self.catalog)

    def served(self, page: Page) -> Iterator[Claim]:
        for model in page.json().node("data").each():
            yield Claim(route=model.text("id"), attribute="status", says="active", quote=model.text("id"))

    def catalog(self, page: Page) -> Iterator[Claim]:
        found = [catalog for row in page.flight for catalog in row.holding("models")]
        models = [model for catalog in found for model in catalog.node("models").each()]
        return self.each(page, "catalog", models, self.model)

    def model(self, model: Node) -> Iterator[Claim]:
        route, metadata = model.text("name"), model.node("metadata")
        aliases = {alias.text: alias for alias in (model.text("id"), *metadata.scalars("aliases"))}
        for alias in (alias for text, alias in aliases.items() if text != route.text and any(map(str.isdigit, text))):
            yield Claim(route=route, attribute="alias", variant=self.publisher, quote=alias)
        for path, (attribute, scale) in FACTS.items():
            if (quote := metadata.find(path)) and quote.text != "None":
                says = "-".join(reversed(quote.text.split("/"))) if scale == "day" else quote.text + scale
                variant = path.rpartition("/")[2] if attribute == "capability" else None
                yield Claim(
                    route=route, attribute=attribute, variant=variant, quote=quote, says=says if scale else None
                )
        yield from self.offer(route, metadata.node("usage_information"))

    def offer(self, route: Quote, usage: Node) -> Iterator[Claim]:
        for stage in usage.scalars("statuses"):
            yield Claim(route=route, attribute="status", says=STAGES.get(stage.text), quote=stage)
        for price in usage.node("pricing").each():
            unit = price.text("price_unit")
            if unit.text not in PRICES:
                raise PageChanged("a price has an unknown unit", where=unit.locator, found=unit.text)
            meter, per = PRICES[unit.text]
            quote = price.text("price", unit.as_context("unit"))
            yield Claim(route=route, price=meter, unit=per, quote=quote, currency="EUR")
