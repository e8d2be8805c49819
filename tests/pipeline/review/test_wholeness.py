"""Wholeness: which pages show that what they do not state is gone."""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from pipeline.review.wholeness import Presence, ReadPage, Wholeness, judge_pages

DAY = timedelta(days=1)
START = datetime(2026, 3, 1, tzinfo=UTC)
Page = tuple[float, Collection[int]]
"""The day of a page, and the subjects that it states."""


def judge(*pages: Page, accepted: dict[int, int] | None = None) -> list[Wholeness]:
    """The judgements on pages. `accepted` says which page was accepted before which."""
    read = [
        ReadPage(number, number, START + day * DAY, True, (accepted or {}).get(number))
        for number, (day, _) in enumerate(pages, start=1)
    ]
    return list(judge_pages(read, _presences([stated for _, stated in pages], "price")))


def _presences(stated: Sequence[Collection[int]], kind: str) -> list[Presence]:
    """A presence for each page of each subject, as if no two pages in a row agreed."""
    return [
        Presence(f"subject {subject}", kind, number, number)
        for number, of_page in enumerate(stated, start=1)
        for subject in of_page
    ]


def whole(*pages: Page, accepted: dict[int, int] | None = None) -> list[bool]:
    return [judged.is_whole for judged in judge(*pages, accepted=accepted)]


ALL = range(20)


def test_a_page_that_lacks_a_few_is_whole() -> None:
    assert whole((0, ALL), (1, range(16))) == [True, True]
    assert whole((0, range(5)), (1, ())) == [True, False]
    assert whole((0, range(4)), (1, ())) == [True, True]
    assert whole((0, range(100)), (1, range(10, 100)), (2, range(11, 100))) == [True, True, False]


def test_a_page_that_lacks_many_is_not_whole_however_often_it_comes_and_after_any_gap() -> None:
    assert (
        whole((0, ALL), *((day, range(10)) for day in (1, 2, 9, 40, 200))) == [True] + [False] * 5
    )


def test_it_is_whole_again_when_they_are_back() -> None:
    assert whole((0, ALL), (1, range(10)), (2, range(19))) == [True, False, True]


def test_others_in_their_place_make_no_page_whole() -> None:
    assert whole((0, ALL), (1, range(10, 60))) == [True, False]


def test_a_slow_drip_is_no_absence() -> None:
    """A page loses one subject a night: after a tenth in thirty days it is not believed."""
    judged = whole(*((night, range(night, 40)) for night in range(30)))
    assert judged[:5] == [True] * 5
    assert judged[5:] == [False] * 25


def test_what_went_long_ago_is_forgotten() -> None:
    pages: list[Page] = [(0, ALL), (1, range(16))]
    assert whole(*pages, (2, range(12))) == [True, True, False]
    assert whole(*pages, (20, range(16)), (33, range(12))) == [True, True, True, True]


def test_a_page_that_a_person_accepted_is_believed_from_the_next_one_on() -> None:
    pages: list[Page] = [(0, ALL), (1, range(10)), (2, range(10)), (3, range(10))]
    assert whole(*pages, accepted={3: 2}) == [True, False, True, True]
    fewer: list[Page] = [*pages[:2], (2, range(2)), (3, range(2))]
    assert whole(*fewer, accepted={3: 2}) == [True, False, False, False]


def test_what_kinds_of_statements_a_page_lost_is_judged_apart() -> None:
    """A page keeps its names and loses its prices."""
    read = [ReadPage(number, number, START + number * DAY, True, None) for number in (1, 2)]
    presences = [
        *_presences([ALL, ()], "price"),
        *_presences([range(500), range(500)], "other"),
    ]
    judged = list(judge_pages(read, presences))
    assert judged == [Wholeness(1, True, 0, 0), Wholeness(2, False, 20, 20)]


def test_a_page_of_which_a_part_failed_is_not_whole() -> None:
    read = [
        ReadPage(1, 1, START, True, None),
        ReadPage(2, 2, START + DAY, False, None),
    ]
    assert [page.is_whole for page in judge_pages(read, [])] == [True, False]


pages = st.lists(st.tuples(st.integers(1, 40), st.sets(st.integers(0, 29))), min_size=1, max_size=8)


@given(pages)
def test_no_subject_is_lost_in_numbers(gaps: list[tuple[int, set[int]]]) -> None:
    """Whatever subset comes after whatever gap: a whole page lacks at most four, or a tenth, of
    what the last whole page stated.
    """
    day, nights = 0.0, list[Page]([(0, range(30))])
    for gap, stated in gaps:
        day += gap
        nights.append((day, stated))
    believed: set[int] = set()
    for (_, stated), judged in zip(nights, judge(*nights), strict=True):
        if judged.is_whole:
            lost = len(believed - set(stated))
            assert lost < 5 or lost <= len(believed) / 10
            believed = set(stated)
