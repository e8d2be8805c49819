"""The cache of rendered parts."""

from reports.render.part_cache import PartCache


def test_a_full_cache_begins_anew_and_answers_right() -> None:
    rendered: list[str] = []

    def render(part: str) -> str:
        rendered.append(part)
        return part.upper()

    cache = PartCache(most=2)
    parts = ["one", "two", "three"]
    assert [cache(render, part) for part in ("one", "one", "two")] == ["ONE", "ONE", "TWO"]
    assert rendered == ["one", "two"]
    assert [cache(render, part) for part in parts] == ["ONE", "TWO", "THREE"]
    assert rendered == parts
    assert [cache(render, part) for part in parts] == ["ONE", "TWO", "THREE"]
    assert rendered == [*parts, *parts]
