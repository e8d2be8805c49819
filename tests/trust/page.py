"""docs/trust.md: the table of the checks, made of their list and their results."""

from collections.abc import Mapping, Sequence

from tests.trust.check import Check, Result

HEAD = """# What is tried, and how it ended

cardkeep's promises under faults, hostile input and attack: how each is tried, by which command, and how that ended
the last time. Made by `python -m tests.trust` (`--short` for the short form of the long suites), which `.ci/run --long`
runs; do not edit. The last column says what the tests show less than the promise says.

| | promise | how it is tried | command | result | short of the promise |
|---|---|---|---|---|---|
"""


def render(checks: Sequence[Check], results: Mapping[int, Result]) -> str:
    """The page."""
    rows = [_row(check, results.get(check.number)) for check in checks]
    return HEAD + "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _row(check: Check, result: Result | None) -> list[str]:
    command = f"`python -m tests.trust {check.number}`" if check.tests or check.command else ""
    return [str(check.number), check.says, check.tried, command, _result(check, result), check.gap]


def _result(check: Check, result: Result | None) -> str:
    if not check.tests and not check.command:
        return "no test of its own"
    if result is None:
        return "not run yet"
    counts = [f"{result.passed} passed"]
    if result.failed:
        counts.append(f"{result.failed} FAILED")
    if result.skipped:
        counts.append(f"{result.skipped} skipped")
    text = f"{', '.join(counts)} in {result.seconds} s ({result.day}, {result.form} form)"
    return f"{text}; {result.said}" if result.said else text
