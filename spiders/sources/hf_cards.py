"""Hugging Face repositories: the front matter of README.md."""

import re
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
LICENCE_HEADING = r"(?i)\blicen[cs]"
# "under CC BY-NC 4.0", "under the Apache License, Version 2.0", "under the MIT licence"
LICENCE_IN_TEXT = (
    r"\bunder (?:the |an? )?(CC[ -]BY(?:[ -][A-Z]{2})*[ -]\d\.\d|CC0|"
    r"Apache(?: Licen[cs]e)?,?(?: Version)?[ -]2(?:\.0)?|MIT)\b"
)
OF_SOMETHING_ELSE = r"(?i)\b(?:code|data|dataset|base model)\b"


class HfCards(Source):
    """What the card of a repository says of its model, and the scores in its `model-index`.

    A repository speaks for itself only: a re-upload of another's model, under whatever licence it
    claims, is its own model. The text below the front matter is not read, but for another licence in
    a section on the licence: then neither is sure. A card without front matter states nothing. One
    entry of `model-index` that has another form costs no other.
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
            doubt = self.other_licence(page, licence.value or licence.quote.text)
            yield Claim(attribute="licence", doubt=doubt, **licence._asdict(), **about)
        yield from attribute_claims(front, ATTRIBUTES, **about)

    def other_licence(self, page: Page, stated: str) -> str | None:
        """Why a licence is not sure: the text of the card names others, and not this one."""
        named: dict[str, str] = {}
        for _, section in page.outline.sections_matching(LICENCE_HEADING):
            for line, match in section.lines(LICENCE_IN_TEXT):
                if not re.search(OF_SOMETHING_ELSE, line.text):
                    named[licence_key(match[1])] = match[1]
        key = licence_key(stated)
        if not named or key in named or not re.match("cc|apache|mit$", key):
            return None
        others = ", ".join(named.values())
        return f"the metadata say {stated!r}, the text of the card {others!r}"

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


def licence_key(name: str) -> str:
    """The name of a licence without what is written in several ways: "apache2" of "Apache License,
    Version 2.0" and of "apache-2.0".
    """
    plain = re.sub(r"licen[cs]e|version|[ ,_-]", "", name.casefold())
    return plain.removesuffix(".0")
