"""OVHcloud's AI Endpoints: the catalog in the data of its page, priced in euros, and the API's list of model ids.

Days are written day, month, year. Scores are not read: the data does not say who measured them, nor how.
"""

from spiders.claims import Attribute, Claim, Claims, Link, Meter, Unit
from spiders.jsontree import Node
from spiders.page import Page
from spiders.parameters import attributes
from spiders.phrases import term
from spiders.source import Source

CATALOG = "https://www.ovhcloud.com/{}/public-cloud/ai-endpoints/catalog/"
# fmt: off
PRICES: dict[str, tuple[Meter, Unit]] = {
    "million_input_tokens": ("input", "1M tokens"), "million_output_tokens": ("output", "1M tokens"),
    "audio_duration_seconds": ("second", "second"), "million_input_chars": ("character", "1M characters"),
    "per_image": ("image", "image")}
FACTS: dict[str, Attribute] = {
    "context": "context_tokens", "publishing_information/licence_name": "licence",
    "model_specs/capabilities/input_modality": "input_modalities",
    "model_specs/capabilities/output_modality": "output_modalities"}
COUNTED: dict[str, tuple[Attribute, str]] = {
    "model_specs/nb_of_billion_parameters": ("parameters_total", "B"),
    "model_specs/model_parameters/params/max_output_token_k": ("max_output_tokens", "k")}
DAYS: dict[str, Attribute] = {"model_publication_date": "released_date", "model_eol_date": "retired_date",
                              "knowledge_cutoff": "knowledge_cutoff"}
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

    def claims(self, page: Page) -> Claims:
        return self.attempt(page, self.served if page.kind == "api" else self.catalog)

    def served(self, page: Page) -> Claims:
        for model in page.json().node("data").each():
            yield Claim(route=model.text("id"), attribute="status", says="active", quote=model.text("id"))

    def catalog(self, page: Page) -> Claims:
        found = [catalog for row in page.flight for catalog in row.holding("models")]
        models = [model for catalog in found for model in catalog.node("models").each()]
        return self.each(page, "catalog", models, self.model)

    def model(self, model: Node) -> Claims:
        route, metadata = model.text("name"), model.node("metadata")
        yield from attributes(metadata, FACTS, route=route)
        for alias in (model.text("id"), *metadata.scalars("aliases")):
            if alias.text != route.text and any(map(str.isdigit, alias.text)):  # without a number it names no model
                yield Claim(route=route, attribute="alias", variant=self.publisher, quote=alias)
        for path, (attribute, scale) in COUNTED.items():
            if count := metadata.find(path):
                yield Claim(route=route, attribute=attribute, quote=count, says=count.text + scale)
        for key, attribute in DAYS.items():
            if (day := metadata.find(f"publishing_information/{key}")) and day.text != "None":
                iso = "-".join(reversed(day.text.split("/")))
                yield Claim(route=route, attribute=attribute, quote=day, says=iso)
        for capability in ("function_calling", "reasoning", "web_search"):
            if can := metadata.find(f"model_specs/capabilities/{capability}"):
                yield Claim(route=route, attribute="capability", variant=capability, quote=can)
        for stage in metadata.node("usage_information").scalars("statuses"):
            yield Claim(route=route, attribute="status", says=STAGES.get(stage.text), quote=stage)
        for price in metadata.below("usage_information/pricing"):
            meter, unit = term(price.text("price_unit").text, PRICES)
            quote = price.text("price", price.text("price_unit").as_context("unit"))
            yield Claim(route=route, price=meter, unit=unit, quote=quote, currency="EUR")
