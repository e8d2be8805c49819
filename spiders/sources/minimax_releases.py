"""MiniMax's release notes: when each of its models was released, a section a day or a month, a card
a model.
"""

import re

from spiders.claims import Claim, Claims, Link
from spiders.parsing.outline import Section
from spiders.parsing.page import Page
from spiders.readers.phrases import read_name
from spiders.source import Documentation


class MinimaxReleases(Documentation):
    publisher = "minimax"
    links = [Link.markdown("releases", "https://platform.minimax.io/docs/release-notes/models")]
    expect = {"releases": range(8, 1000)}
    money_pattern = r"\$\d|\bfree\b"

    def releases(self, page: Page) -> Claims:
        for _, section in page.outline.sections_matching(r"^[A-Z][a-z]{2,}\.? (\d{1,2}, )?\d{4}$"):
            yield from self.released(section)

    def released(self, section: Section) -> Claims:
        """The models in the titles of a day's cards: "Hailuo-2.3 & 2.3-Fast" are two, the second
        without its stem.
        """
        for card, _ in section.lines("^<Card "):
            title = card.find(r'\btitle="([^"]+)"')
            for piece in title.find_all(r"[^/&\s](?:[^/&]*[^/&\s])?") if title else ():
                name = read_name(piece)
                stem = re.split(r"\d", title.text)[0] if title and name.full[0].isdigit() else ""
                yield Claim(
                    model=name.quote,
                    full_name=stem + name.full,
                    attribute="released_date",
                    quote=section.title,
                    variant=name.note.text.lower() if name.note else None,
                )
