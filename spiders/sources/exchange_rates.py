"""The European Central Bank's reference rates."""

from spiders.authoring import Claim, Claims, Link, Page, Source

SERIES_URL = "https://data-api.ecb.europa.eu/service/data/EXR/D.CNY+USD.EUR.SP00.A"
SERIES_NAME_HEADERS = ["KEY", "FREQ", "EXR_TYPE", "EXR_SUFFIX"]


class ExchangeRates(Source):
    """How many dollars and yuan a euro was on each working day: a CSV table.

    A row is one day of one currency; a day without a rate has an empty field and gives no claim.
    """

    publisher = "ecb"
    lineage = "first_party"
    terms = "free to use where the source is stated"
    links = [
        Link(
            kind="rates",
            url=f"{SERIES_URL}?startPeriod=2024-01-01&detail=dataonly&format=csvdata",
        )
    ]
    expect = {"rates": range(2, 100_000)}
    unverified_reason = (
        "no copy is recorded; written after the API's documentation and answers kept in "
        "public repositories"
    )

    def rates(self, page: Page) -> Claims:
        for row in page.csv().rows(ignore=SERIES_NAME_HEADERS):
            rate = row.pop("OBS_VALUE")
            currency = row.pop("CURRENCY")
            base_currency = row.pop("CURRENCY_DENOM")
            day = row.pop("TIME_PERIOD")
            if rate.text:
                yield Claim(
                    service=currency,
                    attribute="exchange_rate",
                    variant=base_currency.text,
                    valid_from=day.text,
                    quote=rate.with_context(unit=base_currency, validity=day),
                )
