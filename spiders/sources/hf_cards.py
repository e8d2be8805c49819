"""Hugging Face repositories: the front matter of README.md."""

from typing import Any

from spiders.authoring import (
    REPOSITORIES,
    Attribute,
    Claim,
    Claims,
    Node,
    Page,
    Score,
    Source,
    any_repository_patterns,
    attribute_claims,
    newest_file_link,
    repository_subject,
)

ATTRIBUTES: dict[str, Attribute] = {
    "base_model": "base_model",
    "pipeline_tag": "task",
    "language": "languages",
}


class HfCards(Source):
    """What the card of a repository says of its model, and the scores in its `model-index`.

    A repository speaks for itself only: a re-upload of another's model, under whatever licence it
    claims, is its own model. The text below the front matter is not read.
    """

    publisher = "huggingface"
    lineage = "own_card"
    terms = "public repositories; robots allow; gated ones answer 401"
    refresh_every = "7d"
    links = [newest_file_link(name, "card", "README.md") for name in REPOSITORIES]
    follow_patterns = {"card": any_repository_patterns(r"README\.md")}
    expect = {"front_matter": range(1, 10), "results": range(5_000)}

    def front_matter(self, page: Page) -> Claims:
        about = repository_subject(page)
        front = page.yaml()
        licence = front.get("license")
        name = front.get("license_name")
        if licence and name and licence.text == "other":
            licence = name
        if licence:
            yield Claim(attribute="licence", quote=licence, **about)
        yield from attribute_claims(front, ATTRIBUTES, **about)

    def results(self, page: Page) -> Claims:
        about = repository_subject(page)
        for entry in page.yaml().children("model-index"):
            for result in entry.require_node("results").nodes():
                yield from self.result(about, result)

    def result(self, about: dict[str, Any], result: Node) -> Claims:
        dataset = result.require_node("dataset")
        runner = result.find("source/name") or about["model"]
        score = Score(benchmark=dataset.require("name").text, runner=runner.text.partition("/")[0])
        settings = [dataset.get(key) for key in ("config", "split")]
        setting = [quote.text for quote in settings if quote]
        for metric in result.require_node("metrics").nodes():
            variant = ", ".join([metric.require("type").text, *setting])
            value = metric.require("value")
            yield Claim(attribute="score", score=score, variant=variant, quote=value, **about)
