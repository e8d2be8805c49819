"""Times of day in words, in UTC."""

import pytest

from spiders.claims import Qualifiers, Quote
from spiders.errors import LayoutChanged
from spiders.readers.time_windows import days_of_week, read_windows, rest_of_day
from spiders.sources.deepseek_pricing import read_times
from spiders.sources.genai_prices import utc_window


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
def test_the_windows_of_a_sentence_and_the_rest_of_the_day(
    words: str, windows: list[str], rest: list[str]
) -> None:
    assert read_windows(words) == windows
    assert rest_of_day(windows) == rest


@pytest.mark.parametrize(
    "words",
    ["Peak hours are announced.", "9:00 - 12:00", "10:00 - 12:00 local time"],
)
def test_times_without_a_zone_are_refused(words: str) -> None:
    with pytest.raises(LayoutChanged):
        read_windows(words)


def note(text: str) -> list[Quote]:
    return [Quote(text=text, locator="line:1")]


def test_a_label_names_its_hours_or_the_note_does() -> None:
    peak = note("Peak hours are 01:00 - 04:00 and 06:00 - 10:00 UTC, today as well.")
    assert read_times("STANDARD PRICE (UTC 00:30-16:30)", []) == [("00:30-16:30", None)]
    assert read_times("PRICING / OUTPUT / PEAK", peak) == [
        ("01:00-04:00", None),
        ("06:00-10:00", None),
    ]
    assert read_times("PRICING / OUTPUT / OFF-PEAK", peak) == [
        ("04:00-06:00", None),
        ("10:00-01:00", None),
    ]
    assert read_times("PRICING / OUTPUT", peak) == [(None, None)]


@pytest.mark.parametrize(
    ("words", "peak", "off_peak"),
    [
        (
            "Peak is 01:00 - 04:00 UTC, Monday through Friday; other hours, weekends too, are not.",
            ["Mon-Fri 01:00-04:00"],
            ["Mon-Fri 00:00-01:00", "Mon-Fri 04:00-00:00", "Sat-Sun 00:00-00:00"],
        ),
        (
            "北京时间周一至周五（不含法定节假日）9:00 - 12:00 为高峰时段",
            ["Mon-Fri without holidays 01:00-04:00"],
            [
                "Mon-Fri without holidays 00:00-01:00",
                "Mon-Fri without holidays 04:00-00:00",
                "Sat-Sun with holidays 00:00-00:00",
            ],
        ),
        (
            "22:00 - 02:00 UTC on weekends",
            ["Sat-Sun 22:00-02:00"],
            [
                "Mon 02:00-00:00",
                "Tue-Fri 00:00-00:00",
                "Sat 00:00-22:00",
                "Sun 02:00-22:00",
            ],
        ),
    ],
)
def test_hours_of_some_days_name_them_and_leave_the_rest_of_the_week(
    words: str, peak: list[str], off_peak: list[str]
) -> None:
    assert read_times("高峰时段", note(words)) == [(hours, None) for hours in peak]
    assert read_times("空闲时段", note(words)) == [(hours, None) for hours in off_peak]
    for hours in (*peak, *off_peak):
        assert Qualifiers(hours=hours).hours == hours


@pytest.mark.parametrize(
    "words",
    [
        "01:00 - 04:00 UTC, on the first Monday of a month",
        "01:00 - 04:00 UTC on holidays",
        "北京时间周一至周五 7:00 - 9:00 为高峰时段",
    ],
)
def test_days_in_other_words_make_variants_of_peak_and_off_peak(words: str) -> None:
    assert read_times("高峰时段", note(words)) == [(None, "peak")]
    assert read_times("空闲时段", note(words)) == [(None, "off-peak")]


@pytest.mark.parametrize(
    ("names", "days"),
    [
        (["monday", "Tue", "WED"], "Mon-Wed"),
        (["sat", "mon"], "Mon,Sat"),
        (["1", "2"], None),
        ([], None),
    ],
)
def test_days_are_read_by_their_names_alone(names: list[str], days: str | None) -> None:
    assert days_of_week(names) == days


@pytest.mark.parametrize("notes", [[], note("9:00 - 12:00 UTC") * 2])
def test_peak_prices_without_one_note_on_the_hours_are_refused(notes: list[Quote]) -> None:
    with pytest.raises(LayoutChanged):
        read_times("PEAK", notes)


def test_two_times_make_a_window_in_utc_only() -> None:
    assert utc_window("00:30:00Z", "16:30:00Z") == "00:30-16:30"
    for other in ("16:30:00+08:00", "16:30:00", "16:30:15Z"):
        with pytest.raises(LayoutChanged, match="UTC"):
            utc_window("00:30:00Z", other)
