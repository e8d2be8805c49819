"""The European Central Bank's reference rates: how many dollars and yuan a euro was on each working
day.

A row of the table is one day of one currency; a day without a rate has an empty field.
"""

from spiders.claims import Claim, Claims, Link
from spiders.parsing.page import Page
from spiders.source import Source

SERIES = "https://data-api.ecb.europa.eu/service/data/EXR/D.CNY+USD.EUR.SP00.A"


class ExchangeRates(Source):
    publisher = "ecb"
    lineage = "first_party"
    terms = "free to use where the source is stated"
    links = [
        Link(kind="rates", url=f"{SERIES}?startPeriod=2024-01-01&detail=dataonly&format=csvdata")
    ]
    expect = {"rates": range(2, 100_000)}
    unverified_reason = (
        "no copy is recorded; written after the API's documentation and answers kept in "
        "public repositories"
    )

    def rates(self, page: Page) -> Claims:
        for row in page.csv().rows(ignore=["KEY", "FREQ", "EXR_TYPE", "EXR_SUFFIX"]):
            rate, currency, per, day = map(
                row.pop, ("OBS_VALUE", "CURRENCY", "CURRENCY_DENOM", "TIME_PERIOD")
            )
            if rate.text:
                yield Claim(
                    service=currency,
                    attribute="exchange_rate",
                    variant=per.text,
                    valid_from=day.text,
                    quote=rate.with_context(per.as_context("unit"), day.as_context("validity")),
                )
