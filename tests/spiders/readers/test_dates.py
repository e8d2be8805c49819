"""Days in sentences: where they stand, and which they are."""

import pytest

from pipeline.facts.quantities import read_date
from spiders.claims import Quote
from spiders.errors import LayoutChanged
from spiders.readers.dates import read_days, read_one_day


@pytest.mark.parametrize(
    ("text", "days"),
    [
        (
            "in effect at 16:00 UTC on August 16, 2026, as follows:",
            {"August 16, 2026": "2026-08-16"},
        ),
        ("will be deprecated on 2026/07/24 15:59 UTC", {"2026/07/24": "2026-07-24"}),
        ("Beijing Time 2026.6.1 00:00", {"2026.6.1": "2026-06-01"}),
        ("北京时间 2026 年 8 月 17 日 00:00", {"2026 年 8 月 17 日": "2026-08-17"}),
        (
            "from Dec 1st, 2025 to Sept. 3, 2026",
            {"Dec 1st, 2025": "2025-12-01", "Sept. 3, 2026": "2026-09-03"},
        ),
        ("in August 2026, version 2.6.1, 2026 models", {}),
    ],
)
def test_the_days_of_a_sentence(text: str, days: dict[str, str]) -> None:
    found = read_days(Quote(text=text, locator="line:1"))
    assert {day.quote.text: day.iso for day in found} == days
    assert [read_date(day.quote.text) for day in found] == list(days.values())


@pytest.mark.parametrize("text", ["on February 30, 2026", "Model 12, 2026", "2026-13-01"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(LayoutChanged):
        read_days(Quote(text=text, locator="line:1"))


@pytest.mark.parametrize("text", ["soon", "from May 1, 2026 to May 2, 2026"])
def test_a_text_that_must_name_one_day_names_one(text: str) -> None:
    assert read_one_day(Quote(text="ends on May 1, 2026", locator="line:1")).iso == "2026-05-01"
    with pytest.raises(LayoutChanged, match="one day"):
        read_one_day(Quote(text=text, locator="line:1"))
