"""Times of day in words, in UTC."""

import pytest

from spiders.changed import PageChanged
from spiders.hours import names_days, rest_of_day, windows_in


@pytest.mark.parametrize(
    ("words", "windows", "rest"),
    [
        ("UTC 16:30-00:30", ["16:30-00:30"], ["00:30-16:30"]),
        (
            "Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC (all other hours are off-peak).",
            ["01:00-04:00", "06:00-10:00"],
            ["04:00-06:00", "10:00-01:00"],
        ),
        (
            "9:00–12:00 and 14:00–18:00 (Beijing Time, UTC+8) daily",
            ["01:00-04:00", "06:00-10:00"],
            ["04:00-06:00", "10:00-01:00"],
        ),
        ("北京时间 7:00 - 9:00 为高峰时段", ["23:00-01:00"], ["01:00-23:00"]),
        ("00:00-12:00 and 12:00-00:00 UTC", ["00:00-12:00", "12:00-00:00"], []),
    ],
)
def test_the_windows_of_a_sentence_and_the_rest_of_the_day(words: str, windows: list[str], rest: list[str]) -> None:
    assert windows_in(words) == windows
    assert rest_of_day(windows) == rest


@pytest.mark.parametrize(
    "words",
    ["Peak hours are announced.", "9:00 - 12:00", "10:00 - 12:00 local time"],
)
def test_times_without_a_zone_are_refused(words: str) -> None:
    with pytest.raises(PageChanged):
        windows_in(words)


def test_hours_of_some_days_are_told_from_hours_of_every_day() -> None:
    assert names_days("01:00 - 04:00 UTC, Monday through Friday")
    assert names_days("北京时间周一至周五（不含中国法定节假日）9:00 - 12:00 为高峰时段")
    assert not names_days("01:00 - 04:00 UTC each day, today as well")
