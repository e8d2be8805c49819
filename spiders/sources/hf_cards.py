"""Hugging Face repositories: what the front matter of README.md says.

A repository speaks for itself only: a re-upload of another's model, under whatever licence it
claims, is its own model.
"""

from spiders.claims import Attribute, Claim, Claims, Score
from spiders.parsing.page import Page
from spiders.platforms.huggingface import (
    REPOSITORIES,
    any_repository_patterns,
    newest_file_link,
    repository_subject,
)
from spiders.readers.attributes import attribute_claims
from spiders.source import Source


class HfCards(Source):
    publisher = "huggingface"
    lineage = "own_card"
    terms = "public repositories; robots allow; gated ones answer 401"
    refresh_every = "7d"
    links = [newest_file_link(name, "card", "README.md") for name in REPOSITORIES]
    follow_patterns = {"card": any_repository_patterns(r"README\.md")}
    expect = {"front_matter": range(1, 10), "results": range(5_000)}
    stated: dict[str, Attribute] = {
        "base_model": "base_model",
        "pipeline_tag": "task",
        "language": "languages",
    }

    def front_matter(self, page: Page) -> Claims:
        about, front = repository_subject(page), page.yaml()
        licence, name = front.get("license"), front.get("license_name")
        if licence:
            quote = name if licence.text == "other" and name else licence
            yield Claim(attribute="licence", quote=quote, **about)
        yield from attribute_claims(front, self.stated, **about)

    def results(self, page: Page) -> Claims:
        about = repository_subject(page)
        for entry in page.yaml().children("model-index"):
            for result in entry.require_node("results").nodes():
                dataset, runner = (
                    result.require_node("dataset"),
                    result.find("source/name") or about["model"],
                )
                score = Score(
                    benchmark=dataset.require("name").text, runner=runner.text.partition("/")[0]
                )
                setting = [quote.text for key in ("config", "split") if (quote := dataset.get(key))]
                for metric in result.require_node("metrics").nodes():
                    variant = ", ".join([metric.require("type").text, *setting])
                    yield Claim(
                        attribute="score",
                        score=score,
                        variant=variant,
                        quote=metric.require("value"),
                        **about,
                    )
