"""Fireworks' changelog."""

from spiders.authoring import (
    ChangelogEntry,
    Claim,
    Claims,
    Day,
    Documentation,
    Link,
    Page,
    changelog_entries,
    read_days,
    successor_claims,
)

# A name in bold, also one that is a link: "**[Kimi K2](https://...)**"
NAME = r"\*\*\[?([^*\[\]]+)\]?(?:\([^)\s]*\))?\*\*"
OFFERED_IN = r"now available (?:in the|on) (Model Library|serverless)"
LIST_ITEM = "* **["
# "Kimi K2 is deprecated from serverless", "**Kimi K2** — migrate to **Kimi K2.5**"
ENDS = r"(?:is|are) deprecated from serverless|\*\* — migrate to "
LAST_DAY = "will be decommissioned on"


class FireworksChangelog(Documentation):
    """Which models Fireworks begins and ceases to serve without a deployment of one's own: one
    entry per day.

    That a model is offered is no release of it by its maker: the day is that of the offer, which
    its variant names.
    """

    publisher = "fireworks-ai"
    role = "changelog"
    links = [Link.markdown("changelog", "https://docs.fireworks.ai/updates/changelog")]
    expect = {"offers": range(10, 3000), "endings": range(5, 3000)}
    money_pattern = r"\$\d"

    def offers(self, page: Page) -> Claims:
        for entry in changelog_entries(page.outline):
            yield from self.offered(entry)

    def offered(self, entry: ChangelogEntry) -> Claims:
        """The models in lines that offer one, and in the list below such a line."""
        offered_in = ""
        for line, _ in entry.lines("."):
            offer = line.find(OFFERED_IN)
            if offer:
                offered_in = offer.text.lower()
            elif not line.text.startswith(LIST_ITEM):
                offered_in = ""
            if offered_in:
                for route in line.find_all(rf"^\W*{NAME}"):
                    yield Claim(
                        route=route,
                        attribute="released_date",
                        variant=offered_in,
                        quote=entry.title,
                    )

    def endings(self, page: Page) -> Claims:
        for entry in changelog_entries(page.outline):
            yield from self.ended(entry)

    def ended(self, entry: ChangelogEntry) -> Claims:
        last_days = self.last_days(entry)
        for line, ends in entry.lines(ENDS):
            # Some patterns begin with the two stars that end a name.
            ended = line.slice(0, ends.start() + 2)
            instead = line.slice(ends.end(), len(line.text))
            for route in ended.find_all(NAME):
                if last_days:
                    last_day = last_days[0].quote
                    yield Claim(route=route, attribute="retired_date", quote=last_day)
                else:
                    yield Claim(route=route, attribute="deprecated_date", quote=entry.title)
                yield from successor_claims(route, instead.find_all(NAME))

    def last_days(self, entry: ChangelogEntry) -> list[Day]:
        days: list[Day] = []
        for sentence in entry.sentences(LAST_DAY):
            days += read_days(sentence)
        return days
