"""Runs the proof on the recorded pages and prints its figures."""

import tempfile
import time
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import chain
from pathlib import Path

from tests.events.event import load_events
from tests.events.made import made_pages
from tests.events.nights import in_order, recorded_pages, sources_asked
from tests.events.replay import EventResult, Outcome, replay
from tests.events.slips import SlipResult, replay_slips
from tests.support.recorded_pages import recorded_folder

PARTS = ("events", "slips")
NAMED_HELD = 0.95
"""So many of the slips that rules 4 and 5 name stay out of headlines."""
SLIPS, SHORT_SLIPS = 200, 25
SHORT = (
    "anthropic_lifecycle",
    "anthropic_models",
    "anthropic_pricing",
    "atlascloud",
    "cohere_models",
    "gemini_pricing",
    "openai_lifecycle",
    "openai_pricing",
)
"""The sources of the short form: sellers' own pages, which are small."""
MORE = "recorded_more"
"""A folder of further copies, where one stands beside the one that CARDKEEP_RECORDED names."""


def recorded_folders() -> list[Path]:
    """The folders of recorded pages. Raises SystemExit where none is named."""
    folder = recorded_folder()
    if folder is None:
        raise SystemExit("no recorded pages: name their folder in CARDKEEP_RECORDED")
    more = folder.parent / MORE
    return [folder, more] if (more / "MANIFEST.tsv").is_file() else [folder]


def run(parts: Sequence[str] = PARTS, *, is_short: bool = False) -> int:
    """Replay the events and the slips, or one of them, and print what was wrong. Returns 0 where
    nothing is worse than the rules allow, else 5.
    """
    began = time.perf_counter()
    sources = sources_asked()
    events, slips = load_events(), SLIPS
    if is_short:
        sources = {name: source for name, source in sources.items() if name in SHORT}
        events = [event for event in events if event.source in SHORT]
        slips = SHORT_SLIPS
    pages = recorded_pages(recorded_folders(), sources)
    pages = in_order([*pages, *made_pages(pages)])
    findings: list[str] = []
    if "events" in parts:
        with tempfile.TemporaryDirectory() as folder:
            outcome = replay(Path(folder), pages, sources, events)
        print("\n".join(event_lines(outcome)), end="\n\n")
        findings += event_findings(outcome)
    if "slips" in parts:
        with tempfile.TemporaryDirectory() as folder:
            planted = replay_slips(Path(folder), pages, sources, slips)
        print("\n".join(slip_lines(planted)), end="\n\n")
        findings += slip_findings(planted)
    print("\n".join([*findings, f"{time.perf_counter() - began:.0f} s"]))
    return 5 if findings else 0


def event_findings(outcome: Outcome) -> list[str]:
    """What is worse than the rules allow."""
    results = outcome.results
    found = [f"wrong for too long: {result.event.id}" for result in results if result.is_late]
    found += [f"falsely ended: {result.event.id}" for result in results if result.false_ends]
    found += [f"falsely held: {result.event.id}" for result in results if result.is_falsely_held]
    found += [f"no page stated: {card}" for card in sorted(counted(outcome.unstated_cards))]
    found += [f"no seller ended: {route}" for route in sorted(counted(outcome.unstated_ends))]
    return [*found, *(f"otherwise as of its night: {answer}" for answer in outcome.differing)]


def slip_findings(results: Sequence[SlipResult]) -> list[str]:
    """Whether fewer of the slips that the rules name stayed out of headlines than they shall."""
    named = [result for result in results if result.slip.is_named]
    misread = [result for result in results if result.slip.is_misreading]
    groups = {
        "slips that rules 4 and 5 name": (len(named), sum(result.shown for result in named)),
        "misreadings, once repeated": (
            len(misread),
            sum(result.shown_later for result in misread),
        ),
    }
    return [
        f"let through: {shown} of {planted} {what}"
        for what, (planted, shown) in groups.items()
        if shown > (1 - NAMED_HELD) * planted
    ]


def counted(by_night: Mapping[date, Sequence[str]]) -> set[str]:
    return set(chain.from_iterable(by_night.values()))


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
        "cards that no page stated": len(counted(outcome.unstated_cards)),
        "ends that no seller stated": len(counted(outcome.unstated_ends)),
        "answers that are others as of their night": len(outcome.differing),
    }
    return [f"{name:42}{count:5}" for name, count in totals.items()]


def first_fault(result: EventResult) -> str:
    """The first night that was wrong and what was wrong with it."""
    for answer in result.answers:
        if answer.faults:
            held = " (held)" if answer.headline and answer.headline.is_held else ""
            return f"{answer.night}: {'; '.join(answer.faults)}{held}"
    return ""


def slip_lines(results: Sequence[SlipResult]) -> list[str]:
    """A line for each kind of slip, whose rows that the rules name stand apart, and what was let
    through.
    """
    groups: dict[tuple[str, str], list[SlipResult]] = {}
    for result in sorted(results, key=lambda result: (result.slip.kind, not result.slip.is_named)):
        named = "named" if result.slip.is_named else "other"
        groups.setdefault((result.slip.kind, named), []).append(result)
    lines = [f"{'slip':20} rule 4, 5  planted  held  shown  neither  shown when repeated"]
    for (kind, named), group in groups.items():
        lines.append(_slip_line(kind, named, group))
    for named in ("named", "other"):
        group = [result for result in results if result.slip.is_named == (named == "named")]
        lines.append(_slip_line("all", named, group))
    for own, whose in ((True, "sellers' own pages"), (False, "others' tables")):
        group = [result for result in results if result.slip.candidate.is_own == own]
        lines.append(_slip_line(whose, "", group))
    through = [result for result in results if result.shown and result.slip.is_named]
    return [*lines, "", *(f"let through: {_about(result)}" for result in through)]


def _slip_line(kind: str, named: str, group: Sequence[SlipResult]) -> str:
    held, shown = sum(result.held for result in group), sum(result.shown for result in group)
    later = sum(result.shown_later for result in group)
    neither = len(group) - held - shown
    return f"{kind:20} {named:9}  {len(group):7}  {held:4}  {shown:5}  {neither:7}  {later:5}"


def _about(result: SlipResult) -> str:
    slip = result.slip
    return (
        f"{slip.kind}, {slip.candidate.source}, {slip.candidate.provider}, "
        f"{slip.candidate.name}: {slip.about}"
    )
