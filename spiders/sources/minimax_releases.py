"""MiniMax's release notes."""

import re

from spiders.authoring import Claim, Claims, Documentation, Link, Page, Section, read_name

# The heading of a section: "Oct. 28, 2025", "June 2025".
DAY_OR_MONTH = r"^[A-Z][a-z]{2,}\.? (\d{1,2}, )?\d{4}$"
CARD_TITLE = r'\btitle="([^"]+)"'
# Each of the names that "/" or "&" parts: "Hailuo-2.3 & 2.3-Fast" has two.
NAME_IN_TITLE = r"[^/&\s](?:[^/&]*[^/&\s])?"


class MinimaxReleases(Documentation):
    """MiniMax's release notes: when each of its models was released.

    A section is a day or a month, a card in it a release of one model or of several.
    """

    publisher = "minimax"
    role = "changelog"
    links = [Link.markdown("releases", "https://platform.minimax.io/docs/release-notes/models")]
    expect = {"releases": range(8, 1000)}
    money_pattern = r"\$\d|\bfree\b"

    def releases(self, page: Page) -> Claims:
        for _, section in page.outline.sections_matching(DAY_OR_MONTH):
            yield from self.released(section)

    def released(self, section: Section) -> Claims:
        """The models in the titles of a day's cards.

        "Hailuo-2.3 & 2.3-Fast" are two, the second without its stem.
        """
        for card, _ in section.lines("^<Card "):
            title = card.find(CARD_TITLE)
            if title is None:
                continue
            stem = re.split(r"\d", title.text)[0]
            for piece in title.find_all(NAME_IN_TITLE):
                name = read_name(piece)
                full_name = name.full
                if full_name[0].isdigit():
                    full_name = stem + full_name
                yield Claim(
                    model=name.quote,
                    full_name=full_name,
                    attribute="released_date",
                    quote=section.title,
                    variant=name.note.text.lower() if name.note else None,
                )
