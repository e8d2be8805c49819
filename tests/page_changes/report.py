"""The page docs/page-changes.md: what anchors read of each change of a recorded page."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from tests.page_changes.measure import Outcome, measured, page_changes
from tests.support.recorded_pages import further_folder, recorded_folder

LEAST_CHANGES, LEAST_OF_TABLES = 10, 0.85
INTRODUCTION = """# Real changes of pages

Written by

```
CARDKEEP_RECORDED=/path/to/pages CARDKEEP_RECORDED_MORE=/path/to/copies python -m tests.page_changes
```

Each line is two recorded copies of one page, up to a megabyte, one after the other. The prices that its source
reads on the older are the anchors ([writing-sources.md](writing-sources.md), What was believed shows what was
renamed); the newer is read by them alone, without its source. What the source reads there is the truth.

- **believed**: prices on the older copy; **standing**: those that the source reads unchanged on the newer.
- **kept**: confirmed by anchors, and right. They would be published, marked as read by anchors.
- **moved**, **new**: found with another value, or beside a name that is new, and right; **waiting**: found so, and
  not what the source reads. All three wait for another publisher, a person, or the repaired source.
- **wrong**: confirmed, and the source reads another value; **unread**: confirmed, and the source reads none.

Little is kept where copies are months apart and more than one price in twenty of a column moved: then the column
proves nothing. What stands in cards and in arrays without headers (Mistral, OpenAI), and what a page tells apart only
by the place in a cell (Anthropic's overview of later copies), is not kept. Of one page and night, what waits is
loaded only where it is less than what is kept.

"""


@cache
def outcomes() -> tuple[Outcome, ...]:
    """What came out for each change of the recorded pages that are named."""
    folders = [folder for folder in (recorded_folder(), further_folder()) if folder]
    if not folders:
        raise SystemExit("no recorded pages: name their folder in CARDKEEP_RECORDED")
    found: list[Outcome] = []
    for change in page_changes(folders):
        outcome = measured(change)
        if outcome and outcome.standing:
            found.append(outcome)
    return tuple(found)


def page() -> str:
    """The page in Markdown."""
    return INTRODUCTION + "\n".join(_lines(outcomes())) + "\n"


def _lines(found: tuple[Outcome, ...]) -> Iterator[str]:
    yield "| source | copies | believed | standing | kept | moved | new | waiting | wrong | unread |"
    yield "|---|---|---|---|---|---|---|---|---|---|"
    for outcome in found:
        copies = " → ".join(Path(path).name for path in outcome.change.name.split(" → "))
        yield f"| {outcome.change.source.name} | {copies} | {_figures((outcome,))} |"
    yield f"| all {len(found)} | | {_figures(found)} |"


def _figures(found: tuple[Outcome, ...]) -> str:
    counts = [sum(figures) for figures in zip(*(one[1:7] for one in found), strict=True)]
    wrong = sum(len(one.wrong) for one in found)
    unread = sum(len(one.unread) for one in found)
    return " | ".join(f"{count:,}" for count in (*counts, wrong, unread))


def faults() -> list[str]:
    """What speaks against the figures: a confirmed price that is none, or too few of tables."""
    found = [fault for one in outcomes() for fault in (*one.wrong, *one.unread)]
    if len(outcomes()) < LEAST_CHANGES:
        found.append(f"only {len(outcomes())} changes, expected {LEAST_CHANGES}")
    of_tables = [one for one in outcomes() if one.change.source.name == "anthropic_pricing"]
    kept = sum(one.kept for one in of_tables)
    standing = sum(one.standing for one in of_tables)
    if kept < LEAST_OF_TABLES * standing:
        found.append(f"of {standing} prices that stand in Anthropic's tables {kept} are kept")
    return found
