"""models.dev lists products of one seller as sellers of their own."""

from spiders.parsing.page import Page
from spiders.sources.models_dev import ModelsDev

ANSWER = b"""{
  "google-vertex-anthropic": {"id": "google-vertex-anthropic", "models": {
    "nova-1@20260501": {"id": "nova-1@20260501", "name": "Nova 1"}}},
  "zai-coding-plan": {"id": "zai-coding-plan", "models": {
    "nova-1": {"id": "nova-1", "name": "Nova 1"}}}
}"""


def test_a_product_of_a_seller_is_the_seller_and_a_plan_is_not() -> None:
    page = Page(ANSWER, url="", kind="models")
    claims = list(ModelsDev().models(page))
    assert {claim.seller for claim in claims} == {"google-vertex", "zai-coding-plan"}
