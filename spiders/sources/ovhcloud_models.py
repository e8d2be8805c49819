"""OVHcloud's AI Endpoints: which models the API serves now."""

from spiders.claims import Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.source import Source


class OvhcloudModels(Source):
    publisher = "ovhcloud"
    lineage = "first_party"
    terms = "public catalog; robots allow"
    links = [Link(kind="models", url="https://oai.endpoints.kepler.ai.cloud.ovh.net/v1/models")]
    expect = {"models": range(2, 1000)}

    def models(self, page: Page) -> Claims:
        for model in page.json().require_node("data").nodes():
            yield Claim(
                route=model.require("id"),
                attribute="status",
                value="active",
                quote=model.require("id"),
            )
