"""Files with some numbers written over, as a patch: what `git apply` and `patch -p1` take."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from pipeline.audit.spans import Span
from pipeline.facts.money import decimal_text

CONTEXT = 3
"""Unchanged lines around a change."""
_DECIMALS = re.compile(r"[^.]*\.(\d*)")
_SMALLEST_PLAIN = Decimal("1e-4")
"""What programs that write 1e-06 write without an exponent from here on."""


class Change(NamedTuple):
    """A number in a text, and what is to stand there."""

    span: Span
    new: str


def number_like(written: str, number: Decimal, form: str) -> str:
    """A number in the notation of another one: with an exponent, with as many digits behind the point
    where those end in 0. In YAML a number with an exponent must have a point.
    """
    mantissa, mark, exponent = written.partition("e" if "e" in written else "E")
    if mark and number < _SMALLEST_PLAIN:
        power = number.adjusted()
        width = len(exponent.lstrip("+-"))
        keeps_point = form == "yaml" and "." in mantissa
        digits = _decimals_like(mantissa, number.scaleb(-power), keeps_point=keeps_point)
        return f"{digits}{mark}-{abs(power):0{width}}"
    return _decimals_like(mantissa, number)


def _decimals_like(written: str, number: Decimal, *, keeps_point: bool = False) -> str:
    text = decimal_text(number)
    found = _DECIMALS.fullmatch(written)
    places = found[1] if found else ""
    least = len(places) if places.endswith("0") else int(keeps_point)
    whole, _, fraction = text.partition(".")
    fraction = fraction.ljust(least, "0")
    return f"{whole}.{fraction}" if fraction else whole


def changed_text(text: str, changes: Sequence[Change]) -> str:
    """The text with the new numbers in it."""
    parts: list[str] = []
    position = 0
    for change in sorted(changes):
        parts += [text[position : change.span.start], change.new]
        position = change.span.end
    return "".join((*parts, text[position:]))


def line_of(text: str, position: int) -> int:
    """The number of the line, from 1, that a character stands in."""
    return text.count("\n", 0, position) + 1


def unified_diff(name: str, old: str, new: str) -> str:
    """The difference of two texts that have their lines in common but for what is in them."""
    before, after = old.split("\n"), new.split("\n")
    differing = [
        number for number, pair in enumerate(zip(before, after, strict=True)) if pair[0] != pair[1]
    ]
    # A name with a space ends in a tab, or programs take what follows for a date.
    ending = "\t" if " " in name else ""
    lines = [f"--- a/{name}{ending}\n", f"+++ b/{name}{ending}\n"]
    has_end = before[-1] == ""
    count = len(before) - has_end
    for first, last in _hunks(differing, count):
        size = last - first
        lines.append(f"@@ -{first + 1},{size} +{first + 1},{size} @@\n")
        lines += _hunk(before, after, range(first, last), None if has_end else count - 1)
    return "".join(lines)


def _hunks(differing: Sequence[int], count: int) -> Iterator[tuple[int, int]]:
    """The first line of each hunk and the one behind its last."""
    first: int | None = None
    last = 0
    for number in differing:
        begin, end = max(number - CONTEXT, 0), min(number + CONTEXT + 1, count)
        if first is not None and begin > last:
            yield first, last
            first = None
        first = begin if first is None else first
        last = end
    if first is not None:
        yield first, last


def _hunk(
    before: Sequence[str], after: Sequence[str], numbers: range, unended: int | None
) -> Iterator[str]:
    """The lines of a hunk: of each run of changed ones first all that go. `unended` is the number of
    the last line where no line break follows it.
    """
    gone: list[str] = []
    come: list[str] = []
    for number in numbers:
        ending = "\n\\ No newline at end of file\n" if number == unended else "\n"
        if before[number] == after[number]:
            yield from (*gone, *come)
            gone, come = [], []
            yield f" {before[number]}{ending}"
        else:
            gone.append(f"-{before[number]}{ending}")
            come.append(f"+{after[number]}{ending}")
    yield from (*gone, *come)


def patch_text(old: Mapping[str, str], new: Mapping[str, str]) -> str:
    """A patch of several files, by name."""
    return "".join(unified_diff(name, old[name], new[name]) for name in sorted(new))
