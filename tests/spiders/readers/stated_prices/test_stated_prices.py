"""A price is the one amount of its cell under the conditions that the page states: what says more
is read, and what nobody can read becomes no fact.
"""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.facts.normalise import canonical_value
from pipeline.facts.set_aside import SetAside
from spiders.claims import Claim, Quote, Unit
from spiders.extraction import Extraction
from spiders.readers.stated_prices.settle import settle


def price(text: str, *, route: str = "nova-1", unit: Unit = "1M tokens") -> Claim:
    name = Quote(text=route, locator="line:1 > cell:1")
    return Claim(
        route=name, meter="input", unit=unit, quote=Quote(text=text, locator="line:1 > cell:2")
    )


def value_of(claim: Claim) -> str:
    try:
        return canonical_value(claim).text.removesuffix(" per 1M tokens")
    except SetAside as reason:
        return reason.code


def stated(*texts: str, page: str = "") -> list[tuple[str, str]]:
    """(value, qualifiers) of the prices in cells of one page."""
    claims = settle([price(text) for text in texts], page)
    found: list[tuple[str, str]] = []
    for claim in claims:
        qualifiers = claim.qualifiers.model_dump(exclude_defaults=True)
        words = " ".join(f"{name}={value}" for name, value in qualifiers.items())
        found.append((value_of(claim), words))
    return found


REMARKS = ["*", "†", " ‡", "¹", " (was $9)", " (min. $0.01 per request)", " (minimum 10s)"]


@given(
    st.sampled_from(["$5", "$0.25", "$12.50", "0.25", "US$2.5", "$ 0.10"]),
    st.sampled_from(["", " / MTok", " per 1M tokens"]),
    st.sampled_from(["", *REMARKS]),
    st.booleans(),
)
def test_remarks_about_an_amount_do_not_change_it(
    amount: str, unit: str, remark: str, is_before_unit: bool
) -> None:
    cell = amount + remark + unit if is_before_unit else amount + unit + remark
    number = amount.removeprefix("US").replace("$", "").strip()
    claim = next(settle([price(cell).model_copy(update={"currency": "USD"})], "$12.50"))
    assert value_of(claim) == f"{float(number):g} USD"
    assert not claim.qualifiers.model_dump(exclude_defaults=True)


@pytest.mark.parametrize(
    ("cell", "amount", "qualifiers"),
    [
        ("$5 until December 1, 2026", "5", "valid_to=2026-12-01"),
        ("$5 until 1 December 2026", "5", "valid_to=2026-12-01"),
        ("$5 (until 2026-12-31)", "5", "valid_to=2027-01-01"),
        ("$5 through Dec. 31st, 2026", "5", "valid_to=2027-01-01"),
        ("$5, through December 2026", "5", "valid_to=2027-01-01"),
        ("$5 before 2026/12/5", "5", "valid_to=2026-12-05"),
        ("$5 (starting January 1, 2027)", "5", "valid_from=2027-01-01"),
        ("$5 / MTok from December 2026", "5", "valid_from=2026-12-01"),
        ("$5 from 2026-08-01 to 2026-08-31", "5", "valid_from=2026-08-01 valid_to=2026-09-01"),
        ("$5 (截至2026年8月16日)", "5", "valid_to=2026-08-17"),
        ("$5 自2026年8月16日起", "5", "valid_from=2026-08-16"),
        ("Free until 2026-12-31", "0", "valid_to=2027-01-01 price_class=promotional"),
        ("free for a limited time", "0", "price_class=promotional"),
        ("$5 (promotional)", "5", "price_class=promotional"),
        ("Promo price: $5", "5", "price_class=promotional"),
        ("$5 introductory price", "5", "price_class=introductory"),
        ("$5 (off-peak)", "5", "variant=off-peak"),
        ("Peak hours: $5", "5", "variant=peak hours"),
        ("$5 on weekends", "not_an_amount", ""),
        ("$5 weekends", "5", "variant=weekends"),
        ("$5 (16:30-00:30 UTC)", "5", "variant=16:30-00:30 utc"),
        ("$5 from August 16", "5", "variant=unknown condition: from August 16"),
        ("$5 until August 16", "5", "variant=unknown condition: until August 16"),
    ],
)
def test_a_condition_in_a_cell_qualifies_its_price(cell: str, amount: str, qualifiers: str) -> None:
    expected = amount if amount.startswith("not") else f"{amount} USD"
    assert stated(cell) == [(expected, qualifiers)]


@pytest.mark.parametrize(
    ("cell", "first", "second"),
    [
        (
            "$0.75 through December 31, 2026 $1.50 starting January 1, 2027",
            ("0.75 USD", "valid_to=2027-01-01"),
            ("1.5 USD", "valid_from=2027-01-01"),
        ),
        (
            "$0.75 until May 1, 2027, then $1.50",
            ("0.75 USD", "valid_to=2027-05-01"),
            ("1.5 USD", "valid_from=2027-05-01"),
        ),
        ("$0.66 (off-peak) / $1.32 (peak)", ("0.66 USD", "variant=off-peak"), ("1.32 USD", "variant=peak")),
        ("Off-peak: $0.66, peak: $1.32", ("0.66 USD", "variant=off-peak"), ("1.32 USD", "variant=peak")),
        ("$5 $2 weekends", ("5 USD", ""), ("2 USD", "variant=weekends")),
    ],
)  # fmt: skip
def test_amounts_with_a_condition_each_are_prices_of_their_own(
    cell: str, first: tuple[str, str], second: tuple[str, str]
) -> None:
    assert stated(cell) == [first, second]


@pytest.mark.parametrize(
    "cell",
    [
        "From $0.20",
        "from $1 / MTok",
        "$0.10-$0.11",
        "$1.25–$2 / MTok",
        "~$5",
        "about $5",
        "up to $5",
        "$5 or $6",
        "$5+",
        "Contact sales",
        "A$1",
        "5 $",
        "$5 (new customers only)",
        "$5 with commitment",
        "$5 / $7 on request",
        "$5 per seat",
    ],
)
def test_what_is_no_single_known_price_is_no_fact(cell: str) -> None:
    ((value, _),) = stated(cell)
    assert "USD" not in value


def test_negative_marks_stay_what_they_are() -> None:
    assert [value for value, _ in stated("-1", "-1000000", "\u22121")] == [
        "negative_price"
    ] * 3 or [value for value, _ in stated("-1", "-1000000")] == ["negative_price"] * 2


@pytest.mark.parametrize(
    ("cell", "amount"),
    [("$0.001 / 1K tokens", "1 USD"), ("$0.00125 / KTok", "1.25 USD"), ("$2 / MTok", "2 USD")],
)
def test_the_unit_at_an_amount_is_its_unit(cell: str, amount: str) -> None:
    assert stated(cell) == [(amount, "")]


# --- the page's own way of writing numbers --------------------------------------------------------


def test_a_page_with_decimal_commas_is_read_so_as_a_whole() -> None:
    cells = ("$0,100 / MTok", "$1,25", "$5,00", "$1.250,50", "$1,000", "$7")
    amounts = [value for value, _ in stated(*cells)]
    assert amounts == ["0.1 USD", "1.25 USD", "5 USD", "1250.5 USD", "1 USD", "7 USD"]


def test_a_page_with_decimal_points_has_groups_of_thousands() -> None:
    assert [value for value, _ in stated("$1,000", "$0.25")] == ["1000 USD", "0.25 USD"]


@pytest.mark.parametrize("others", [("$0.50", "$0,50"), ("$7",), ("$1,25", "$12.50")])
def test_a_comma_that_can_mean_two_things_is_no_fact(others: tuple[str, ...]) -> None:
    assert stated("$1,000", *others)[0] == ("doubtful", "")


@given(st.lists(st.integers(1, 99_999), min_size=1, max_size=6))
def test_commas_and_points_are_two_ways_of_writing_the_same(hundredths: list[int]) -> None:
    points = [f"${number // 100}.{number % 100:02}" for number in hundredths]
    commas = [text.replace(".", ",") for text in points]
    assert stated(*points) == stated(*commas)


@pytest.mark.parametrize("mark", ["$2.50<sup>1</sup>", "$2.50^1^", "$2.50¹"])
def test_a_digit_that_may_be_the_mark_of_a_footnote_is_no_fact(mark: str) -> None:
    page = f"| $0.301 | {mark} |"
    assert stated("$0.301", "$0.305", page=page) == [("doubtful", ""), ("0.305 USD", "")]
    assert stated("$0.301", page="| $0.301 | $2.50 |") == [("0.301 USD", "")]


@pytest.mark.parametrize(
    "note",
    [
        "* Promotional until May 1, 2027.",
        "\\* Introductory price",
        "<p>* peak hours only</p>",
        "> * for a limited time",
    ],
)
def test_a_sign_whose_note_states_a_condition_is_no_plain_price(note: str) -> None:
    page = f"| $5* | $6 |\n\n{note}\n"
    assert stated("$5*", "$6", page=page) == [("doubtful", ""), ("6 USD", "")]
    assert stated("$5†", page=page) == [("5 USD", "")]
    assert stated("$5*", page="| $5* |\n\n* Billed monthly.\n") == [("5 USD", "")]


def test_a_page_with_a_doubtful_price_shows_no_absence() -> None:
    claims = list(settle([price("$1,000"), price("$0,50", route="b")], ""))
    assert Extraction(claims, []).complete
    doubtful = list(settle([price("$1,000"), price("$0.50", route="b")], ""))
    assert Extraction(doubtful, []).complete
    doubtful = list(settle([price("$1,000"), price("$5", route="b")], ""))
    assert not Extraction(doubtful, []).complete


# --- labels ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("label", "qualifiers"),
    [
        ("Nova 2 until 1 December 2026", "valid_to=2026-12-01"),
        ("Nova 2 (from December 2026)", "valid_from=2026-12-01"),
        ("Nova 2 – through May 31, 2027", "valid_to=2027-06-01"),
        ("Nova 2 (promotional)", "price_class=promotional"),
        ("Nova 2 [limited-time offer]", "price_class=promotional"),
        ("Nova 2 (promotional, <272K context length)", "upto_tokens=<272000 price_class=promotional"),
        ("Nova 2 (off-peak)", "variant=off-peak"),
        ("Nova 2 off-peak", "variant=off-peak"),
        ("Nova 2（限时优惠）", "price_class=promotional"),
        ("Nova 2*", ""),
        ("Nova 2 †", ""),
        ("Nova 2 (promotional)*", "price_class=promotional"),
    ],
)  # fmt: skip
def test_a_condition_behind_a_name_makes_no_model_of_its_own(label: str, qualifiers: str) -> None:
    (claim,) = settle([price("$5", route=label)], "")
    assert claim.subject_name == "Nova 2"
    found = claim.qualifiers.model_dump(exclude_defaults=True)
    assert " ".join(f"{name}={value}" for name, value in found.items()) == qualifiers
    attribute = Claim(
        model=Quote(text=label, locator="line:1"), attribute="status", quote=claim.quote
    )
    assert next(settle([attribute], "")).subject_name == "Nova 2"


@pytest.mark.parametrize(
    "label",
    ["Nova (8B)", "Nova Special", "Nova Launch", "Nova (preview 09-2026)", "Nova (until it ends)"],
)
def test_other_words_stay_in_a_name(label: str) -> None:
    (claim,) = settle([price("$5", route=label)], "")
    assert claim.subject_name == label
    assert not claim.qualifiers.model_dump(exclude_defaults=True)


def test_an_unknown_word_beside_a_condition_refuses_the_price() -> None:
    (claim,) = settle([price("$5", route="Nova 2 (promo, gold members)")], "")
    assert (claim.subject_name, value_of(claim)) == ("Nova 2", "doubtful")


@pytest.mark.parametrize(
    "note",
    [
        "<sup>1</sup> Promotional until May 1, 2027.",
        "<p><sup>(1)</sup> Introductory price</p>",
        "^1^ off-peak only",
        "¹ For a limited time.",
    ],
)
def test_a_number_whose_note_states_a_condition_is_no_plain_price(note: str) -> None:
    mark = {"<": "<sup>1</sup>", "^": "^1^", "¹": "¹"}[note.removeprefix("<p>")[0]]
    page = f"| m-0 | $5{mark} |\n| m-1 | $5 |\n| m-2 | $6{mark} |\n\n{note}\n"
    prices = [
        price("$5").model_copy(update={"route": Quote(text=name, locator="line:1")})
        for name in ("m-0", "m-1")
    ]
    assert [value_of(claim) for claim in settle(prices, page)] == ["doubtful", "5 USD"]
    plain = page.replace(note, f"{mark} Billed by the token.")
    assert [value_of(claim) for claim in settle(prices, plain)] == ["5 USD", "5 USD"]


def test_the_least_that_a_request_costs_is_a_price_of_its_own() -> None:
    assert stated("$0.60 (min. $0.01 per request)") == [
        ("0.6 USD", ""),
        ("0.01 USD per request", "variant=minimum charge"),
    ]
    assert stated("$0.60 (min. 10 seconds)") == [("0.6 USD", "")]
