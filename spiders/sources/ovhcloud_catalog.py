"""OVHcloud's AI Endpoints: the catalog in the data of its page, priced in euros.

Days are written day, month, year. Scores are not read: the data does not say who measured them, nor
how.
"""

from spiders.claims import Attribute, Claim, Claims, Link, Meter, Unit
from spiders.parsing.json_tree import Node
from spiders.parsing.page import Page
from spiders.parsing.tables import look_up_term
from spiders.readers.attributes import attribute_claims, capability_claims
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
CAPABILITIES = {
    f"model_specs/capabilities/{name}": name
    for name in ("function_calling", "reasoning", "web_search")
}


class OvhcloudCatalog(Source):
    publisher = "ovhcloud"
    lineage = "first_party"
    terms = "public catalog; robots allow"
    links = [Link(kind="catalog", url=CATALOG.format("fr"), aliases=(CATALOG.format("en"),))]
    expect = {"catalog": range(20, 3000)}

    def catalog(self, page: Page) -> Claims:
        models = [
            model
            for catalog in page.texts_in_scripts("models")
            for model in catalog.require_node("models").nodes()
        ]
        return self.read_each(page, "catalog", models, self.model)

    def model(self, model: Node) -> Claims:
        route, metadata = model.require("name"), model.require_node("metadata")
        yield from attribute_claims(metadata, FACTS, route=route)
        for alias in (model.require("id"), *metadata.scalars("aliases")):
            if alias.text != route.text and any(
                map(str.isdigit, alias.text)
            ):  # without a number it names no model
                yield Claim(route=route, attribute="alias", variant=self.publisher, quote=alias)
        for path, (attribute, scale) in COUNTED.items():
            if count := metadata.find(path):
                yield Claim(route=route, attribute=attribute, quote=count, value=count.text + scale)
        for key, attribute in DAYS.items():
            if (day := metadata.find(f"publishing_information/{key}")) and day.text != "None":
                iso = "-".join(reversed(day.text.split("/")))
                yield Claim(route=route, attribute=attribute, quote=day, value=iso)
        yield from capability_claims(metadata, CAPABILITIES, route=route)
        for stage in metadata.require_node("usage_information").scalars("statuses"):
            yield Claim(
                route=route,
                attribute="status",
                value="active" if stage.text == "new" else None,
                quote=stage,
            )
        for price in metadata.children("usage_information/pricing"):
            meter, unit = look_up_term(price.require("price_unit").text, PRICES)
            quote = price.require("price").with_context(unit=price.require("price_unit"))
            yield Claim(route=route, meter=meter, unit=unit, quote=quote, currency="EUR")
