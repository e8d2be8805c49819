"""Pages of plans: a month of each, and no price of tokens."""

from typing import ClassVar

from spiders.authoring import Link, PlanPage, PricePage
from spiders.claims import Claim
from spiders.extraction import Extraction, extract
from spiders.parsing.page import Page

URL = "https://acme.example/plans"


class AcmePlans(PlanPage):
    """Acme's plans."""

    publisher = "acme"
    product = "Acme"
    links: ClassVar[list[Link]] = [Link(kind="plans", url=URL)]


class AcmePrices(PricePage):
    """Acme's prices on its platform for China."""

    publisher = "acme"
    seller = "acme-cn"
    links: ClassVar[list[Link]] = [Link(kind="prices", url=URL)]


def read(source: PlanPage | PricePage, body: str) -> Extraction:
    return extract(source, Page(f"<!doctype html>{body}".encode(), url=URL, kind="page"))


def stated(claims: list[Claim]) -> list[tuple[str | None, str | None, str]]:
    return [(claim.plan, claim.variant, claim.quote.text) for claim in claims]


def test_a_price_for_who_pays_a_year_is_told_apart() -> None:
    body = "<h2>Pro</h2><p>$17 a month, paid annually; $20 per month</p><p>$99 once</p>"
    claims, findings = read(AcmePlans(), body)
    assert stated(claims) == [("Pro", "billed annually", "$17"), ("Pro", None, "$20")]
    assert {(claim.meter, claim.unit, claim.full_name) for claim in claims} == {
        ("subscription", "month", "Acme Pro")
    }
    assert findings == []


def test_a_plan_with_two_prices_of_one_kind_costs_itself_alone() -> None:
    body = "<h2>Pro</h2><p>$20 / month</p><p>$25 / mo</p><h2>Team</h2><p>$30 / seat / month</p>"
    claims, findings = read(AcmePlans(), body)
    assert stated(claims) == [("Team", None, "$30")]
    (finding,) = findings
    assert finding.is_error
    assert "two prices a month" in finding.message


def test_prices_of_tokens_are_no_plans_and_a_page_without_plans_is_an_error() -> None:
    claims, findings = read(AcmePlans(), "<h2>API</h2><p>$5 per 1M tokens</p>")
    assert claims == []
    assert [finding.kind for finding in findings] == ["count"]


def test_a_page_of_prices_says_who_sells() -> None:
    body = (
        "<table><tr><th>Model</th><th>Input (per 1M tokens)</th></tr>"
        "<tr><td>nova-1</td><td>¥2</td></tr></table>"
    )
    (claim,) = read(AcmePrices(), body).claims
    assert (claim.seller, claim.meter, claim.quote.text) == ("acme-cn", "input", "¥2")


def test_a_page_without_a_price_that_is_understood_says_what_it_has() -> None:
    body = "<table><tr><th>Model</th><th>Per blink</th></tr><tr><td>nova-1</td><td>$2</td></tr></table>"
    claims, findings = read(AcmePrices(), body)
    assert claims == []
    (finding,) = findings
    assert finding.is_error
    assert "'Model', 'Per blink'" in finding.message
