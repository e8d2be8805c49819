"""Runs the proof on the recorded pages and prints its figures."""

import tempfile
import time
from itertools import chain
from pathlib import Path

from tests.events.event import load_events
from tests.events.nights import recorded_pages, sources_asked
from tests.events.replay import EventResult, Outcome, replay
from tests.support.recorded_pages import recorded_folder

MORE = "recorded_more"
"""A folder of further copies, where one stands beside the one that CARDKEEP_RECORDED names."""


def recorded_folders() -> list[Path]:
    """The folders of recorded pages. Raises SystemExit where none is named."""
    folder = recorded_folder()
    if folder is None:
        raise SystemExit("no recorded pages: name their folder in CARDKEEP_RECORDED")
    more = folder.parent / MORE
    return [folder, more] if (more / "MANIFEST.tsv").is_file() else [folder]


def run() -> int:
    """Replay the events and print what was wrong."""
    began = time.perf_counter()
    sources = sources_asked()
    pages = recorded_pages(recorded_folders(), sources)
    with tempfile.TemporaryDirectory() as folder:
        outcome = replay(Path(folder), pages, sources, load_events())
    for line in event_lines(outcome):
        print(line)
    print(f"{time.perf_counter() - began:.0f} s")
    return 0


def event_lines(outcome: Outcome) -> list[str]:
    """A line for each event and the totals."""
    width = max(len(result.event.id) for result in outcome.results)
    lines = [f"{'event':{width}}  nights  wrong  allowed  what was shown"]
    lines += [event_line(result, width) for result in outcome.results]
    return [*lines, "", *total_lines(outcome)]


def event_line(result: EventResult, width: int) -> str:
    counts = f"{len(result.answers):6}  {result.wrong:5}  {result.event.tolerated:7}"
    return f"{result.event.id:{width}}  {counts}  {first_fault(result)}".rstrip()


def total_lines(outcome: Outcome) -> list[str]:
    """What is counted over all events."""
    results = outcome.results
    totals = {
        "events": len(results),
        "nights asked": sum(len(result.answers) for result in results),
        "nights wrong": sum(result.wrong for result in results),
        "events wrong for longer than allowed": sum(result.is_late for result in results),
        "events falsely ended": sum(result.false_ends > 0 for result in results),
        "nights falsely ended": sum(result.false_ends for result in results),
        "events falsely held": sum(result.is_falsely_held for result in results),
        "cards that no page stated": len(set(chain.from_iterable(outcome.unstated_cards.values()))),
        "ends that no seller stated": len(set(chain.from_iterable(outcome.unstated_ends.values()))),
    }
    return [f"{name:40} {count:5}" for name, count in totals.items()]


def first_fault(result: EventResult) -> str:
    """The first night that was wrong and what was wrong with it."""
    for answer in result.answers:
        if answer.faults:
            held = " (held)" if answer.headline and answer.headline.is_held else ""
            return f"{answer.night}: {'; '.join(answer.faults)}{held}"
    return ""
