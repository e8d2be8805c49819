"""Cerebras' deprecations: an entry a day, with the models that are deprecated since and what to use
instead.
"""

from itertools import product

from spiders.claims import Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.changelogs import ChangelogEntry, changelog_entries, successor_claims
from spiders.readers.dates import read_days
from spiders.source import Documentation


class CerebrasLifecycle(Documentation):
    publisher = "cerebras"
    links = [
        Link.markdown("deprecations", "https://inference-docs.cerebras.ai/support/deprecation")
    ]
    expect = {"deprecations": range(10, 1000)}

    def deprecations(self, page: Page) -> Claims:
        for update in changelog_entries(page.outline):
            claims = list(self.update(update))
            yield from claims
            if not claims:
                page.note_unread(
                    "deprecations",
                    f"the entry of {update.name} names no model that is deprecated",
                    update.title.locator,
                )

    def update(self, update: ChangelogEntry) -> Claims:
        recommended = update.sentences(r"We recommend (migrating|transitioning) to|^Use \[")
        names = [
            name
            for line in recommended
            for name in line.find_all(r"(?<=\[)[^\]`]+(?=\]\()|(?<=`)[^\s`]+(?=`)")
        ]
        for sentence in update.sentences(r"^\*\*Deprecated `|` model has been deprecated"):
            for route in sentence.find_all(r"`([^\s`]+)`"):
                yield Claim(route=route, attribute="deprecated_date", quote=update.title)
                yield from successor_claims(route, names)
        for sentence in update.sentences("` is no longer available"):
            for day, route in product(read_days(sentence), sentence.find_all(r"`([^\s`]+)`")):
                yield Claim(route=route, attribute="retired_date", quote=day.quote)
                yield from successor_claims(route, names)
