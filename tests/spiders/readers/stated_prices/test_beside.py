"""What stands beside an amount that was cut out of a longer text."""

import pytest

from spiders.claims import Claim, Quote
from spiders.readers.stated_prices.beside import doubts_beside


def cut(text: str, *amounts: str, **more: str) -> list[Claim]:
    """A claim for each amount, cut out of a cell."""
    whole = Quote(text=text, locator="line:3 > cell:2")
    route = Quote(text="nova-1", locator="line:3 > cell:1")
    claims: list[Claim] = []
    meters = iter(("input", "output", "cache_read"))
    for amount in amounts:
        start = text.index(amount)
        quote = whole.slice(start, start + len(amount))
        claim = Claim(route=route, meter=next(meters), unit="1M tokens", quote=quote)
        claims.append(claim.model_copy(update=more))
    return claims


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("From $3 / MTok", "From"),
        ("Starting at $3 a month", "Starting at"),
        ("up to **$3**", "up to **"),
        ("~$3", "~"),
        ("最低 $3", "最低"),
        ("-$3", "-"),
        ("$3+", "+"),
        ("$3 起", "起"),
        ("$3 – $6 / MTok", "– $6 / MTok"),
        ("$3 to $6", "to $6"),
        ("$3 / $6", "/ $6"),
        ("$3 + $1 per request", "+ $1 per req"),
        ("$3,50", ",5"),
        ("$3 until May 1, 2027", "until May 1, 2027"),
        ("$3 / MTok (promotional)", "promotional"),
        ("$3 off-peak", "off-peak"),
        ("$3 (batch)", "batch"),
        ("$3 (cached)", "cached"),
        ("$3 (>200K tokens)", ">200K"),
        ("$3 for existing customers", "existing customers"),
        ("Free until May 1, 2027, then $3", "then"),
        ("$9 – $3", "$9 –"),
        ("between $9 and $3", "$9 and"),
        ("$3…$9", "…$9"),
        ("$3 (regular $9)", "(regular $9)"),
        ("$3 per 1K tokens", "per 1K tokens"),
        ("$3/K", "/K"),
        ("$3/kTok", "/kTok"),
        ("$3 per 10K tokens", "per 10K tokens"),
        ("$3 per billion", "per billion"),
        ("$3 per request", "per request"),
        ("$3/次", "/次"),
        ("$3 / 千 tokens", "/ 千 tokens"),
        ("A$3", "A"),
        ("$3 CAD", "CAD"),
        ("$3 per seat", "seat"),
        ("est. $3", "est"),
        ("typically $3", "typically"),
        ("$3 ± 10%", "±"),
        ("2 x $3", "2 x"),
        ("half of $3", "half"),
        ("$3 in EU", "EU"),
        ("$3 (enterprise)", "enterprise"),
        ("previously $3", "previously"),
        ("预估 $3", "预估"),
        ("$3（新用户）", "新用户"),
    ],
)
def test_words_that_change_a_price_make_it_doubtful(text: str, said: str) -> None:
    (doubt,) = doubts_beside(cut(text, "$3"), lambda _: text).values()
    assert doubt.startswith(f"beside the amount stands {said!r}")


@pytest.mark.parametrize(
    ("text", "amounts"),
    [
        ("$3 / MTok", ["$3"]),
        ("$3 per 1M input tokens and $15 per 1M output tokens", ["$3", "$15"]),
        ("$3 / $15", ["$3", "$15"]),
        ("$3 $15", ["$3", "$15"]),
        ("1,500 a day (free), then $3 per 1M tokens", ["$3"]),
        ("Input - $3", ["$3"]),
        ("$3 for prompts of 200K tokens", ["$3"]),
        ("$3 per MTok; $30 per year", ["$3"]),
    ],
)
def test_words_that_change_nothing_are_let_be(text: str, amounts: list[str]) -> None:
    assert doubts_beside(cut(text, *amounts), lambda _: text) == {}


def test_the_whole_cell_as_context_does_not_make_its_words_known() -> None:
    text = "3 until May 1, 2027"
    (claim,) = cut(text, "3")
    whole_cell = Quote(text=text, locator="line:3 > cell:2")
    context = whole_cell.as_context("unit")
    cell = claim.model_copy(update={"quote": claim.quote.with_context(context)})
    assert doubts_beside([cell], lambda _: text)
    dated = whole_cell.slice(2, len(text)).as_context("validity")
    known = claim.model_copy(update={"quote": claim.quote.with_context(dated)})
    assert not doubts_beside([known], lambda _: text)


def test_a_condition_that_its_claim_holds_is_known() -> None:
    text = "$3 until May 1, 2027"
    assert doubts_beside(cut(text, "$3", valid_to="2027-05-01"), lambda _: text) == {}
    assert doubts_beside(cut("$3 (batch)", "$3", tier="batch"), lambda _: "$3 (batch)") == {}
