"""Changelogs whose entries are components of an MDX page."""

import pytest

from spiders.claims import Claim, Quote
from spiders.errors import LayoutChanged
from spiders.parsing.page import Page
from spiders.readers.changelogs import changelog_entries, newest_notes, successor_claims

ENTRIES = """# Changes

Before.

<Update label="2026-06-16" description="  GLM-5.2 ">
  # New: GLM 5.2

  It is new. It is large.
</Update>

Between.

<Update label="May 2026" tags={["Models"]}>
  | Model | Context |
  |---|---|
  | a | 1M |

</Update>
"""


def test_an_entry_has_its_label_its_title_and_everything_inside() -> None:
    page = Page(ENTRIES.encode(), url="")
    first, second = changelog_entries(page.outline)
    assert (first.title.text, first.about and first.about.text) == ("2026-06-16", "GLM-5.2")
    assert [line.text for line, _ in first.lines(".")] == [
        "New: GLM 5.2",
        "It is new. It is large.",
    ]
    assert [sentence.text for sentence in first.sentences("large")] == ["It is large."]
    assert (second.title.text, second.about) == ("May 2026", None)
    assert second.table("Model").column("Context") == ["1M"]
    for quote in (first.title, first.about, second.title):
        assert quote
        assert page.text_at(quote.locator) == quote.text


@pytest.mark.parametrize(
    ("change", "what"), [(' label="2026-06-16"', "no label"), ("</Update>", "does not end")]
)
def test_a_torn_entry_is_refused(change: str, what: str) -> None:
    page = Page(ENTRIES.replace(change, "", 1).encode(), url="")
    with pytest.raises(LayoutChanged, match=what):
        list(changelog_entries(page.outline))


def test_what_takes_a_place_first_is_told_from_the_alternatives() -> None:
    names = [Quote(text=text, locator="line:1") for text in ("a", "b", "c")]
    claims = list(successor_claims(names[0], names[1:]))
    assert [(claim.quote.text, claim.variant) for claim in claims] == [
        ("b", None),
        ("c", "alternative 2"),
    ]


def test_of_several_notes_the_newest_one_counts_for_each_thing() -> None:
    def ends(name: str, day: str) -> Claim:
        return Claim(
            route=Quote(text=name, locator=day),
            attribute="retired_date",
            quote=Quote(text=day, locator="line:1"),
        )

    notes = [
        ("2025-01-01", [ends("a", "2025-06-01"), ends("b", "2025-06-02")]),
        ("2026-01-01", [ends("a", "2026-06-01"), ends("a", "2026-06-01")]),
    ]
    found = [
        (claim.subject_name, claim.quote.text)
        for claim in newest_notes(notes, lambda claim: claim.subject_name)
    ]
    assert found == [("a", "2026-06-01"), ("a", "2026-06-01"), ("b", "2025-06-02")]
