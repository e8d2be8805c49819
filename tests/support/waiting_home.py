"""A home in which two held prices and a disputed release date wait for a person."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from pipeline.home import Home
from tests.support.small_catalog import GRANITE, NOVA, Nights, Row, build, route


def waiting_home(folder: Path) -> Home:
    """A list prices one offer far from all others, and a seller and a list differ on a release date.
    The pages are of today: nobody is asked of what was last seen long ago.
    """
    today = datetime.now(UTC).date()
    known = [route(f"seller-{number}", NOVA, input=1, output=5) for number in range(4)]
    far = route("far", NOVA, input=15_000, output=60_000)
    amazon = [
        route("amazon", GRANITE, name="Granite 4B", input=1, output=5),
        route("amazon", GRANITE, released_date="2026-03-02", input=1, output=5),
    ]
    says = route("market", GRANITE, released_date="2026-04-01")
    first: dict[str, Sequence[Row]] = {"lists": [*known, says], "amazon": amazon}
    second: dict[str, Sequence[Row]] = {"lists": [*known, far, says], "amazon": amazon}
    nights: Nights = [(today - timedelta(days=1), first), (today, second)]
    return build(folder, nights)
