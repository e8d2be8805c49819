"""Sources of subscription plans: what a month of a product costs, never a price of tokens."""

import re
from collections.abc import Iterator
from typing import ClassVar

from spiders.claims import Claim, Claims, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.outlines.section import Section
from spiders.parsing.page import Page
from spiders.source import Documentation

# "$20 / month", "$30 USD per user / month", "$25 per seat per month".
_A_MONTH = (
    r"(\$ ?\d[\d,]*(?:\.\d+)?) ?[*†‡¹²³]*(?: USD)? ?(?:/|per\b|a\b) ?"
    r"(?:(?:granted )?(?:user|seat|person|member) ?(?:/|per\b) ?)?mo(?:nth)?\b"
)
_YEARLY = re.compile(r"\bannual|\byear|\byr\b|12 months", re.IGNORECASE)


class PlanPage(Documentation):
    """A product's page of plans: a heading for each plan, and below it what a month of it costs.

    A price that holds for who pays a year at once has the variant "billed annually". A plan with
    two prices of one kind is an error, and costs no other plan. What a plan holds is not read.
    """

    product: ClassVar[str]
    """The name of what is subscribed to: "Claude"."""
    role = "priced"
    refresh_every = "7d"
    expect: ClassVar[dict[str, range]] = {"plans": range(1, 60)}

    def plans(self, page: Page) -> Claims:
        sections = [section for section in page.outline.sections() if section.heading]
        return self.read_each(page, "plans", sections, self.plan)

    def plan(self, section: Section) -> Claims:
        found: dict[str | None, Quote] = {}
        for variant, price in monthly_prices(section):
            known = found.setdefault(variant, price)
            if known.text != price.text:
                raise LayoutChanged(
                    "a plan has two prices a month",
                    where=price.locator,
                    expected=known.text,
                    found=price.text,
                )
        for variant, price in found.items():
            yield Claim(
                service=section.title,
                full_name=self.full_name(section.title.text),
                meter="subscription",
                unit="month",
                plan=section.title.text,
                variant=variant,
                quote=price,
            )

    def full_name(self, plan: str) -> str:
        """The plan with its product in front, unless its name has it."""
        return plan if self.product.casefold() in plan.casefold() else f"{self.product} {plan}"


def monthly_prices(section: Section) -> Iterator[tuple[str | None, Quote]]:
    """("billed annually" or None, price) for each price a month in the lines of a section. What
    stands behind a price, up to the next one, is said of it; and what stands before the first.
    """
    for line, _ in section.lines(_A_MONTH):
        starts = [match.start() for match in re.finditer(_A_MONTH, line.text)]
        ends = [*starts[1:], len(line.text)]
        # Words before the first price are of it, unless they are of an amount that is no price a month.
        others = [match.end() for match in re.finditer(r"\$ ?\d[\d,.]*|;", line.text[: starts[0]])]
        starts[0] = max(others, default=0)
        for start, end, price in zip(starts, ends, line.find_all(_A_MONTH), strict=True):
            said = line.text[start:end]
            yield ("billed annually" if _YEARLY.search(said) else None), price
