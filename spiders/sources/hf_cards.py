"""Hugging Face repositories: what the front matter of README.md says.

A repository speaks for itself only: a re-upload of another's model, under whatever licence it
claims, is its own model.
"""

from spiders.claims import Attribute, Claim, Claims, Score
from spiders.parsing.page import Page
from spiders.platforms.huggingface import REPOSITORIES, anyones, newest, subject_of
from spiders.readers.attributes import attributes
from spiders.source import Source


class HfCards(Source):
    publisher = "huggingface"
    lineage = "own_card"
    terms = "public repositories; robots allow; gated ones answer 401"
    every = "7d"
    links = [newest(name, "card", "README.md") for name in REPOSITORIES]
    followed = {"card": anyones(r"README\.md")}
    expect = {"front_matter": range(1, 10), "results": range(5_000)}
    stated: dict[str, Attribute] = {
        "base_model": "base_model",
        "pipeline_tag": "task",
        "language": "languages",
    }

    def front_matter(self, page: Page) -> Claims:
        about, front = subject_of(page), page.yaml()
        licence, name = front.maybe("license"), front.maybe("license_name")
        if licence:
            quote = name if licence.text == "other" and name else licence
            yield Claim(attribute="licence", quote=quote, **about)
        yield from attributes(front, self.stated, **about)

    def results(self, page: Page) -> Claims:
        about = subject_of(page)
        for entry in page.yaml().below("model-index"):
            for result in entry.node("results").each():
                dataset, runner = (
                    result.node("dataset"),
                    result.find("source/name") or about["model"],
                )
                score = Score(
                    benchmark=dataset.text("name").text, runner=runner.text.partition("/")[0]
                )
                setting = [
                    quote.text for key in ("config", "split") if (quote := dataset.maybe(key))
                ]
                for metric in result.node("metrics").each():
                    variant = ", ".join([metric.text("type").text, *setting])
                    yield Claim(
                        attribute="score",
                        score=score,
                        variant=variant,
                        quote=metric.text("value"),
                        **about,
                    )
