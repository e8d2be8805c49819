"""Cerebras' deprecations: an entry a day, with the models that are deprecated since and what to use
instead.
"""

from itertools import product

from spiders.claims import Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.changelogs import Update, replaced_by, updates
from spiders.readers.dates import days_in
from spiders.source import Documentation


class CerebrasLifecycle(Documentation):
    publisher = "cerebras"
    links = [
        Link.markdown("deprecations", "https://inference-docs.cerebras.ai/support/deprecation")
    ]
    expect = {"deprecations": range(10, 1000)}

    def deprecations(self, page: Page) -> Claims:
        for update in updates(page.outline):
            claims = list(self.update(update))
            yield from claims
            if not claims:
                page.unread(
                    "deprecations",
                    f"the entry of {update.name} names no model that is deprecated",
                    update.title.locator,
                )

    def update(self, update: Update) -> Claims:
        recommended = update.sentences(r"We recommend (migrating|transitioning) to|^Use \[")
        names = [
            name
            for line in recommended
            for name in line.finds(r"(?<=\[)[^\]`]+(?=\]\()|(?<=`)[^\s`]+(?=`)")
        ]
        for sentence in update.sentences(r"^\*\*Deprecated `|` model has been deprecated"):
            for route in sentence.finds(r"`([^\s`]+)`"):
                yield Claim(route=route, attribute="deprecated_date", quote=update.title)
                yield from replaced_by(route, names)
        for sentence in update.sentences("` is no longer available"):
            for day, route in product(days_in(sentence), sentence.finds(r"`([^\s`]+)`")):
                yield Claim(route=route, attribute="retired_date", quote=day.quote)
                yield from replaced_by(route, names)
