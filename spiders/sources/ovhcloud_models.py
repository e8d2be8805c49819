"""The models that OVHcloud's AI Endpoints serve now."""

from spiders.authoring import Claim, Claims, Link, Page, Source


class OvhcloudModels(Source):
    """The answer of OVHcloud's API to the question which models it serves: their ids.

    A model that it lists is active. What it costs is in the catalog.
    """

    publisher = "ovhcloud"
    lineage = "first_party"
    role = "complete"
    terms = "public catalog; robots allow"
    links = [Link(kind="models", url="https://oai.endpoints.kepler.ai.cloud.ovh.net/v1/models")]
    expect = {"models": range(2, 1000)}

    def models(self, page: Page) -> Claims:
        for model in page.json().require_node("data").nodes():
            route = model.require("id")
            yield Claim(route=route, attribute="status", value="active", quote=route)
