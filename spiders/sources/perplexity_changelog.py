"""Perplexity's changelog, an entry a month: models that its Agent API supports since then, and
models it gave up.

The month of an offer is no release by the model's maker: the variant names the offer. Prices are
those of a month past, and stay unread.
"""

from spiders.claims import Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.changelogs import ChangelogEntry, changelog_entries, successor_claims
from spiders.readers.dates import read_days
from spiders.source import Documentation

OFFERED = r"Agent API (?:and Router API )?(?:now supports?|added support|expanded model coverage)"
ENDED = r"has been (?:deprecated and removed|retired)|will be removed from|no longer be (?:accessible|available)"
NAMED = r"(?<=`)[\w./-]+(?=` (?:model )?has been)|(?<=\d{4}, )[\w.-]+(?= will be removed)"
RECOMMENDED = r"(?:recommend (?:migrating|switching) to|Use) `([^`]+)`"


class PerplexityChangelog(Documentation):
    publisher = "perplexity"
    links = [Link.markdown("changelog", "https://docs.perplexity.ai/docs/resources/changelog")]
    expect = {"offers": range(5, 3000), "endings": range(2, 3000)}
    money_pattern = r"\\\$\d"

    def offers(self, page: Page) -> Claims:
        for update in changelog_entries(page.outline):
            said = update.sentences(OFFERED)
            listed = [line for line, _ in update.lines(r"^\* \*\*.* — `")] if said else []
            for route in (
                route for text in (*said, *listed) for route in text.find_all(r"`([a-z]+/[\w.-]+)`")
            ):
                yield Claim(
                    route=route, attribute="released_date", variant="Agent API", quote=update.title
                )

    def endings(self, page: Page) -> Claims:
        for update in changelog_entries(page.outline):
            said = update.sentences(ENDED)
            claims = (
                [claim for part in (self.ended(update), self.listed(update)) for claim in part]
                if said
                else []
            )
            yield from claims
            if said and not claims:
                page.note_unread(
                    "endings",
                    f"the ending of {update.name} has no day or no model",
                    said[0].locator,
                )

    def ended(self, update: ChangelogEntry) -> Claims:
        """The models of which a sentence says that they are gone, or from which day on they will
        be.
        """
        instead = [
            name
            for sentence in update.sentences(RECOMMENDED)
            for name in sentence.find_all(RECOMMENDED)
        ]
        for sentence in update.sentences(ENDED):
            days, retired = read_days(sentence), sentence.find("has been (retired)")
            for route in sentence.find_all(NAMED) if days or retired else ():
                if days:
                    yield Claim(route=route, attribute="retired_date", quote=days[0].quote)
                elif retired:
                    yield Claim(route=route, attribute="status", quote=retired)
                yield from successor_claims(route, instead)

    def listed(self, update: ChangelogEntry) -> Claims:
        """The models in the lines below "The following model names", all gone from the entry's one
        day on.
        """
        days = [day for sentence in update.sentences(ENDED) for day in read_days(sentence)]
        is_below = False
        for line, _ in update.lines("."):
            is_below = is_below or "The following model names" in line.text
            for route in line.find_all(r"^`([\w.-]+)`$") if is_below and len(days) == 1 else ():
                yield Claim(route=route, attribute="retired_date", quote=days[0].quote)
