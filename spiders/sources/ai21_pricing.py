"""AI21's price list."""

from spiders.authoring import Claim, Claims, Documentation, Link, Meter, Page, Section

SIDES: dict[str, Meter] = {"input": "input", "output": "output"}
PRICE = r"(\$[\d.]+ / 1M (input|output) tokens)"


class Ai21Pricing(Documentation):
    """AI21's prices in dollars per million tokens: a card for each model, its name a heading."""

    publisher = "ai21"
    role = "priced"
    links = [Link(kind="pricing", url="https://www.ai21.com/pricing/")]
    expect = {"cards": range(2, 200)}
    money_pattern = r"\$[\d.]+ /"
    unverified_reason = "its layout is known from what others read of it; no copy was recorded"

    def cards(self, page: Page) -> Claims:
        return self.read_each(page, "cards", page.outline.sections(), self.card)

    def card(self, section: Section) -> Claims:
        for line, match in section.lines(PRICE):
            amount = line.slice(*match.span(1)).find(r"^\$[\d.]+")
            if amount:
                yield Claim(
                    route=section.title, meter=SIDES[match[2]], unit="1M tokens", quote=amount
                )
