"""OVHcloud's catalog of AI Endpoints."""

from spiders.authoring import (
    Attribute,
    Claim,
    Claims,
    Link,
    Meter,
    Node,
    Page,
    Quote,
    Source,
    Unit,
    attribute_claims,
    capability_claims,
    look_up_term,
)

CATALOG = "https://www.ovhcloud.com/{}/public-cloud/ai-endpoints/catalog/"
PRICES: dict[str, tuple[Meter, Unit]] = {
    "million_input_tokens": ("input", "1M tokens"),
    "million_output_tokens": ("output", "1M tokens"),
    "audio_duration_seconds": ("second", "second"),
    "million_input_chars": ("character", "1M characters"),
    "per_image": ("image", "image"),
}
FACTS: dict[str, Attribute] = {
    "context": "context_tokens",
    "publishing_information/licence_name": "licence",
    "model_specs/capabilities/input_modality": "input_modalities",
    "model_specs/capabilities/output_modality": "output_modalities",
}
# Numbers, with the scale that only their key names.
COUNTED: dict[str, tuple[Attribute, str]] = {
    "model_specs/nb_of_billion_parameters": ("parameters_total", "B"),
    "model_specs/model_parameters/params/max_output_token_k": ("max_output_tokens", "k"),
}
DAYS: dict[str, Attribute] = {
    "model_publication_date": "released_date",
    "model_eol_date": "retired_date",
    "knowledge_cutoff": "knowledge_cutoff",
}
CAPABILITIES = {
    f"model_specs/capabilities/{name}": name
    for name in ("function_calling", "reasoning", "web_search")
}


class OvhcloudCatalog(Source):
    """OVHcloud's models and their prices in euros, in the data of the catalog's page.

    Each price names its unit. Days are written day, month, year. Scores are not read: the data does
    not say who measured them, nor how.
    """

    publisher = "ovhcloud"
    lineage = "first_party"
    role = "priced"
    terms = "public catalog; robots allow"
    links = [Link(kind="catalog", url=CATALOG.format("fr"), aliases=(CATALOG.format("en"),))]
    expect = {"catalog": range(20, 3000)}

    def catalog(self, page: Page) -> Claims:
        models: list[Node] = []
        for catalog in page.texts_in_scripts("models"):
            models += catalog.require_node("models").nodes()
        return self.read_each(page, "catalog", models, self.model)

    def model(self, model: Node) -> Claims:
        route = model.require("name")
        metadata = model.require_node("metadata")
        yield from attribute_claims(metadata, FACTS, route=route)
        for alias in (model.require("id"), *metadata.scalars("aliases")):
            if self.is_alias(alias, route):
                yield Claim(route=route, attribute="alias", variant=self.publisher, quote=alias)
        for path, (attribute, scale) in COUNTED.items():
            count = metadata.find(path)
            if count:
                yield Claim(route=route, attribute=attribute, quote=count, value=count.text + scale)
        yield from self.days(route, metadata)
        yield from capability_claims(metadata, CAPABILITIES, route=route)
        for stage in metadata.require_node("usage_information").scalars("statuses"):
            value = "active" if stage.text == "new" else None
            yield Claim(route=route, attribute="status", value=value, quote=stage)
        yield from self.prices(route, metadata)

    def is_alias(self, alias: Quote, route: Quote) -> bool:
        """Whether an alias names the model: without a number it names none."""
        return alias.text != route.text and any(map(str.isdigit, alias.text))

    def days(self, route: Quote, metadata: Node) -> Claims:
        for key, attribute in DAYS.items():
            day = metadata.find(f"publishing_information/{key}")
            if day and day.text != "None":
                iso = "-".join(reversed(day.text.split("/")))
                yield Claim(route=route, attribute=attribute, quote=day, value=iso)

    def prices(self, route: Quote, metadata: Node) -> Claims:
        for price in metadata.children("usage_information/pricing"):
            unit_name = price.require("price_unit")
            meter, unit = look_up_term(unit_name.text, PRICES)
            amount = price.require("price").with_context(unit=unit_name)
            yield Claim(route=route, meter=meter, unit=unit, quote=amount, currency="EUR")
