"""Fireworks' changelog: which models it begins and ceases to serve without a deployment of one's
own.

That a model is offered is no release of it by its maker: the day is that of the offer, which its
variant names.
"""

from spiders.claims import Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.readers.changelogs import changelog_entries, successor_claims
from spiders.readers.dates import read_days
from spiders.source import Documentation

NAME = r"\*\*\[?([^*\[\]]+)\]?(?:\([^)\s]*\))?\*\*"


class FireworksChangelog(Documentation):
    publisher = "fireworks-ai"
    links = [Link.markdown("changelog", "https://docs.fireworks.ai/updates/changelog")]
    expect = {"offers": range(10, 3000), "endings": range(5, 3000)}
    money_pattern = r"\$\d"

    def offers(self, page: Page) -> Claims:
        for update in changelog_entries(page.outline):
            where = ""
            for line, _ in update.lines("."):
                offer = line.find(r"now available (?:in the|on) (Model Library|serverless)")
                where = (
                    offer.text.lower() if offer else where if line.text.startswith("* **[") else ""
                )
                for route in line.find_all(rf"^\W*{NAME}") if where else ():
                    yield Claim(
                        route=route, attribute="released_date", variant=where, quote=update.title
                    )

    def endings(self, page: Page) -> Claims:
        for update in changelog_entries(page.outline):
            last = [
                day
                for sentence in update.sentences("will be decommissioned on")
                for day in read_days(sentence)
            ]
            for line, said in update.lines(
                r"(?:is|are) deprecated from serverless|\*\* — migrate to "
            ):
                ended, instead = (
                    line.slice(0, said.start() + 2),
                    line.slice(said.end(), len(line.text)),
                )
                for route in ended.find_all(NAME):
                    if last:
                        yield Claim(route=route, attribute="retired_date", quote=last[0].quote)
                    else:
                        yield Claim(route=route, attribute="deprecated_date", quote=update.title)
                    yield from successor_claims(route, instead.find_all(NAME))
