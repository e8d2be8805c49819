"""Hugging Face repositories: the front matter of README.md."""

from functools import partial
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
    stated_licence,
)

ATTRIBUTES: dict[str, Attribute] = {
    "base_model": "base_model",
    "pipeline_tag": "task",
    "language": "languages",
}


class HfCards(Source):
    """What the card of a repository says of its model, and the scores in its `model-index`.

    A repository speaks for itself only: a re-upload of another's model, under whatever licence it
    claims, is its own model. The text below the front matter is not read, and a card without front
    matter states nothing. One entry of `model-index` that has another form costs no other.
    """

    publisher = "huggingface"
    lineage = "own_card"
    terms = "public repositories; robots allow; gated ones answer 401"
    refresh_every = "7d"
    links = [newest_file_link(name, "card", "README.md") for name in REPOSITORIES]
    follow_patterns = {"card": any_repository_patterns(r"README\.md")}
    expect = {"front_matter": range(10), "results": range(5_000)}

    def front_matter(self, page: Page) -> Claims:
        about = repository_subject(page)
        front = page.front_matter()
        if front is None:
            return
        licence = stated_licence(front)
        if licence:
            yield Claim(attribute="licence", **licence._asdict(), **about)
        yield from attribute_claims(front, ATTRIBUTES, **about)

    def results(self, page: Page) -> Claims:
        about = repository_subject(page)
        front = page.front_matter()
        entries = front.children("model-index") if front else ()
        for entry in entries:
            results = entry.require_node("results").nodes()
            yield from self.read_each(page, "results", results, partial(self.result, page, about))

    def result(self, page: Page, about: dict[str, Any], result: Node) -> Claims:
        dataset = result.require_node("dataset")
        runner = result.find("source/name") or about["model"]
        score = Score(benchmark=dataset.require("name").text, runner=runner.text.partition("/")[0])
        settings = [dataset.get(key) for key in ("config", "split")]
        setting = [quote.text for quote in settings if quote]

        def read(metric: Node) -> Claims:
            variant = ", ".join([metric.require("type").text, *setting])
            value = metric.require("value")
            yield Claim(attribute="score", score=score, variant=variant, quote=value, **about)

        metrics = result.require_node("metrics").nodes()
        yield from self.read_each(page, "results", metrics, read)
