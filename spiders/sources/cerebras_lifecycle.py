"""Cerebras' deprecations."""

from spiders.authoring import (
    ChangelogEntry,
    Claim,
    Claims,
    Documentation,
    Link,
    Page,
    Quote,
    changelog_entries,
    read_days,
    successor_claims,
)

DEPRECATES = r"^\*\*Deprecated `|` model has been deprecated"
RETIRES = "` is no longer available"
RECOMMENDS = r"We recommend (migrating|transitioning) to|^Use \["
MODEL_ID = r"`([^\s`]+)`"
# A model is recommended as a link, "[gpt-oss-120b](/models)", or as a code.
RECOMMENDED_NAME = r"(?<=\[)[^\]`]+(?=\]\()|(?<=`)[^\s`]+(?=`)"


class CerebrasLifecycle(Documentation):
    """Cerebras' deprecations: one entry per day, with the models deprecated on it and what to use
    instead.
    """

    publisher = "cerebras"
    role = "lifecycle"
    links = [
        Link.markdown("deprecations", "https://inference-docs.cerebras.ai/support/deprecation")
    ]
    expect = {"deprecations": range(10, 1000)}

    def deprecations(self, page: Page) -> Claims:
        for entry in changelog_entries(page.outline):
            claims = list(self.entry(entry))
            yield from claims
            if not claims:
                page.note_unread(
                    "deprecations",
                    f"the entry of {entry.name} names no model that is deprecated",
                    entry.title.locator,
                )

    def entry(self, entry: ChangelogEntry) -> Claims:
        recommended: list[Quote] = []
        for sentence in entry.sentences(RECOMMENDS):
            recommended += sentence.find_all(RECOMMENDED_NAME)
        for sentence in entry.sentences(DEPRECATES):
            for route in sentence.find_all(MODEL_ID):
                yield Claim(route=route, attribute="deprecated_date", quote=entry.title)
                yield from successor_claims(route, recommended)
        for sentence in entry.sentences(RETIRES):
            for day in read_days(sentence):
                for route in sentence.find_all(MODEL_ID):
                    yield Claim(route=route, attribute="retired_date", quote=day.quote)
                    yield from successor_claims(route, recommended)
