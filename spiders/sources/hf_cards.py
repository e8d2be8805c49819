"""Hugging Face repositories: the front matter of README.md, and the native context in config.json.

A repository speaks for itself only: a re-upload of another's model, under whatever licence it claims, is its own model.
"""

from spiders.changed import PageChanged
from spiders.claims import Attribute, Claim, Claims, Link, Quote, Score
from spiders.hub import REPOSITORIES, lab_of
from spiders.page import Page
from spiders.parameters import attributes
from spiders.source import Source


def link(repository: str, kind: str, file: str) -> Link:
    """The newest version of a file; its page and its download are the same document."""
    raw, *others = (f"https://huggingface.co/{repository}/{form}/main/{file}" for form in ("raw", "resolve", "blob"))
    return Link(kind=kind, url=raw, document=f"{repository}/{file}", aliases=tuple(others))


class HfCards(Source):
    publisher = "huggingface"
    lineage = "own_card"
    terms = "public repositories; robots allow; gated ones answer 401"
    every = "7d"
    links = [link(name, *page) for name in REPOSITORIES for page in (("card", "README.md"), ("config", "config.json"))]
    followed = {
        "card": r"https://huggingface\.co/([\w.-]+/[\w.-]+/(?:raw|resolve|blob)/main/README\.md)",
        "config": r"https://huggingface\.co/([\w.-]+/[\w.-]+/(?:raw|resolve|blob)/main/config\.json)",
    }
    expect = {"card": range(1, 10), "results": range(5_000), "config": range(1, 3)}

    def claims(self, page: Page) -> Claims:
        return self.attempt(page, *([self.config] if page.kind == "config" else [self.card, self.results]))

    def subject(self, page: Page) -> tuple[Quote, str | None]:
        repository = page.in_url(r"huggingface\.co/([^/]+/[^/]+)/(?:raw|resolve|blob)/")
        return repository, lab_of(repository.text)

    def card(self, page: Page) -> Claims:
        (model, lab), front = self.subject(page), page.yaml()
        licence, name = front.maybe("license"), front.maybe("license_name")
        if licence:
            quote = name if licence.text == "other" and name else licence
            yield Claim(model=model, seller=lab, attribute="licence", quote=quote)
        stated: dict[str, Attribute] = {"base_model": "base_model", "pipeline_tag": "task", "language": "languages"}
        yield from attributes(front, stated, model=model, seller=lab)

    def results(self, page: Page) -> Claims:
        (model, lab), front = self.subject(page), page.yaml()
        for entry in front.below("model-index"):
            for result in entry.node("results").each():
                dataset, runner = result.node("dataset"), result.find("source/name") or model
                score = Score(benchmark=dataset.text("name").text, runner=runner.text.partition("/")[0])
                setting = [quote.text for key in ("config", "split") if (quote := dataset.maybe(key))]
                for metric in result.node("metrics").each():
                    variant = ", ".join([metric.text("type").text, *setting])
                    yield Claim(model=model, seller=lab, attribute="score", score=score, variant=variant,
                                quote=metric.text("value"))  # fmt: skip

    def config(self, page: Page) -> Claims:
        (model, lab), config = self.subject(page), page.json()
        context = config.find("max_position_embeddings") or config.find("text_config/max_position_embeddings")
        if context is None:
            raise PageChanged(
                "the config names no context", expected="max_position_embeddings", found=", ".join(config)
            )
        yield Claim(model=model, seller=lab, attribute="context_tokens", quote=context)
        if architecture := config.maybe("architectures"):
            yield Claim(model=model, seller=lab, attribute="architecture", quote=architecture)
