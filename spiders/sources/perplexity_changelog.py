"""Perplexity's changelog."""

from spiders.authoring import (
    ChangelogEntry,
    Claim,
    Claims,
    Documentation,
    Link,
    Page,
    changelog_entries,
    read_days,
    successor_claims,
)

OFFERED = r"Agent API (?:and Router API )?(?:now supports?|added support|expanded model coverage)"
OFFERED_ROUTE = r"`([a-z]+/[\w.-]+)`"
# A line that lists an offered model: "* **GLM 5.2** — `perplexity/glm-5.2`, of Z.AI.".
OFFERED_LINE = r"^\* \*\*.* — `"
ENDED = (
    r"has been (?:deprecated and removed|retired)|will be removed from"
    r"|no longer be (?:accessible|available)"
)
ENDED_ROUTE = (
    r"(?<=`)[\w./-]+(?=` (?:model )?has been)"  # `sonar-reasoning` model has been
    r"|(?<=\d{4}, )[\w.-]+(?= will be removed)"  # as of August 1, 2025, R1-1776 will be removed
)
RECOMMENDED = r"(?:recommend (?:migrating|switching) to|Use) `([^`]+)`"
LIST_INTRODUCTION = "The following model names"
LISTED_ROUTE = r"^`([\w.-]+)`$"


class PerplexityChangelog(Documentation):
    """Perplexity's changelog, an entry per month: models that its Agent API supports since then,
    and models it gave up.

    The month of an offer is no release by the model's maker: the variant names the offer. Prices
    are those of a month past, and stay unread.
    """

    publisher = "perplexity"
    role = "changelog"
    links = [Link.markdown("changelog", "https://docs.perplexity.ai/docs/resources/changelog")]
    expect = {"offers": range(5, 3000), "endings": range(2, 3000)}
    money_pattern = r"\\\$\d"

    def offers(self, page: Page) -> Claims:
        for entry in changelog_entries(page.outline):
            texts = entry.sentences(OFFERED)
            if texts:
                texts += [line for line, _ in entry.lines(OFFERED_LINE)]
            for text in texts:
                for route in text.find_all(OFFERED_ROUTE):
                    yield Claim(
                        route=route,
                        attribute="released_date",
                        variant="Agent API",
                        quote=entry.title,
                    )

    def endings(self, page: Page) -> Claims:
        for entry in changelog_entries(page.outline):
            sentences = entry.sentences(ENDED)
            if not sentences:
                continue
            claims = [*self.ended_in_sentences(entry), *self.ended_in_list(entry)]
            yield from claims
            if not claims:
                page.note_unread(
                    "endings",
                    f"the ending of {entry.name} has no day or no model",
                    sentences[0].locator,
                )

    def ended_in_sentences(self, entry: ChangelogEntry) -> Claims:
        """The models of which a sentence says that they are gone, or from which day on they will
        be.
        """
        successors = [
            name
            for sentence in entry.sentences(RECOMMENDED)
            for name in sentence.find_all(RECOMMENDED)
        ]
        for sentence in entry.sentences(ENDED):
            days = read_days(sentence)
            retired = sentence.find("has been (retired)")
            if not days and not retired:
                continue
            for route in sentence.find_all(ENDED_ROUTE):
                if days:
                    yield Claim(route=route, attribute="retired_date", quote=days[0].quote)
                elif retired:
                    yield Claim(route=route, attribute="status", quote=retired)
                yield from successor_claims(route, successors)

    def ended_in_list(self, entry: ChangelogEntry) -> Claims:
        """The models in the lines below "The following model names", all gone from the entry's one
        day on.
        """
        days = [day for sentence in entry.sentences(ENDED) for day in read_days(sentence)]
        if len(days) != 1:
            return
        is_below_introduction = False
        for line, _ in entry.lines("."):
            if LIST_INTRODUCTION in line.text:
                is_below_introduction = True
            if is_below_introduction:
                for route in line.find_all(LISTED_ROUTE):
                    yield Claim(route=route, attribute="retired_date", quote=days[0].quote)
