"""Recorded price pages, broken as publishers break theirs: headers moved, units changed, rows lost,
digits dropped.

A mutation edits the page where a claim was read, by its locator, so that it hits what matters.
"""

import json
import random
import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple, Protocol

from bs4 import BeautifulSoup, Tag

from spiders.claims import Claim

UNITS = {
    "MTok": "KTok",
    "1M tokens": "1K tokens",
    "1M Tokens": "1K Tokens",
    "per 1M": "per 1K",
    "million": "thousand",
    "百万": "千",
    "/M Tokens": "/K Tokens",
    "per M": "per K",
}
CURRENCIES = {"$": "€", "¥": "$", "￥": "$", "元": "美元", "€": "$"}


class Mutation(NamedTuple):
    """A broken copy of a page, and how it was broken."""

    kind: str
    about: str
    body: bytes


class Editable(Protocol):
    """A page whose texts can be replaced where a locator says they are."""

    def put(self, locator: str, old: str, new: str) -> bool:
        """Replace a text at a place; whether it stood there."""
        ...

    def drop(self, locator: str) -> bool:
        """Remove the row in which a text stands."""
        ...

    def written(self) -> bytes: ...


class EditableText:
    """Markdown: a locator names the line, and the cell in it."""

    def __init__(self, body: bytes) -> None:
        self._lines = body.decode().split("\n")

    def put(self, locator: str, old: str, new: str) -> bool:
        place = re.match(r"line:(\d+)(?: > cell:(\d+))?", locator)
        if place is None:
            return False
        line = self._lines[int(place[1]) - 1]
        cells = re.split(r"(?<!\\)\|", line)
        if place[2] and len(cells) > int(place[2]) and line.lstrip().startswith("|"):
            before = cells[int(place[2])]
            cells[int(place[2])] = before.replace(old, new, 1)
            changed = "|".join(cells)
        else:
            changed = line.replace(old, new, 1)
        self._lines[int(place[1]) - 1] = changed
        return changed != line

    def drop(self, locator: str) -> bool:
        place = re.match(r"line:(\d+) > cell:", locator)
        if place is None or not self._lines[int(place[1]) - 1]:
            return False
        self._lines[int(place[1]) - 1] = ""
        return True

    def written(self) -> bytes:
        # A table ends at an empty line: a dropped row leaves none.
        kept = [
            line for place, line in enumerate(self._lines) if line or not self._inside_table(place)
        ]
        return "\n".join(kept).encode()

    def _inside_table(self, place: int) -> bool:
        around = [
            next((line for line in part if line), "")
            for part in (self._lines[:place][::-1], self._lines[place:])
        ]
        return all(line.lstrip().startswith("|") for line in around)


class EditableHtml:
    """HTML: a locator names the element."""

    def __init__(self, body: bytes) -> None:
        self._soup = BeautifulSoup(body, "lxml")

    def _element(self, locator: str) -> Tag | None:
        path = re.match(r"css:((?:(?! > (?:chars|attr|json|html):).)+)", locator)
        if path is None or re.search(r" > (?:attr|json|html|css):", locator):
            return None
        found: Tag | None = self._soup
        for step in path[1].split(" > "):
            if found is None:
                return None
            if step.startswith("#"):
                found = self._soup.find(id=step[1:])
                continue
            place = int(step.removesuffix(")").partition(":nth-child(")[2])
            children = [child for child in found.children if isinstance(child, Tag)]
            found = children[place - 1] if place <= len(children) else None
        return found

    def put(self, locator: str, old: str, new: str) -> bool:
        element = self._element(locator)
        for text in element.find_all(string=True) if element else ():
            if old in text:
                text.replace_with(text.replace(old, new, 1))
                return True
        return False

    def drop(self, locator: str) -> bool:
        element = self._element(locator)
        row = element.find_parent("tr") if element else None
        if row is None:
            return False
        row.decompose()
        return True

    def written(self) -> bytes:
        return str(self._soup).encode()


class EditableJson:
    """JSON: a locator is a pointer."""

    def __init__(self, body: bytes) -> None:
        self._value = json.loads(body, parse_float=str, parse_int=int)

    def _holder(self, locator: str) -> tuple[Any, Any] | None:
        pointer = re.match(r"json:(/[^ ]*)", locator)
        if pointer is None or " > " in locator:
            return None
        *steps, last = [
            step.replace("~1", "/").replace("~0", "~") for step in pointer[1].split("/")[1:]
        ]
        value: Any = self._value
        for step in steps:
            value = value[_place(value, step)]
        return value, _place(value, last)

    def put(self, locator: str, old: str, new: str) -> bool:
        holder = self._holder(locator)
        if holder is None or str(holder[0][holder[1]]) != old:
            return False
        holder[0][holder[1]] = new
        return True

    def drop(self, locator: str) -> bool:
        return False

    def written(self) -> bytes:
        return json.dumps(self._value).encode()


def _place(value: object, step: str) -> Any:
    return int(step) if isinstance(value, list) else step


def editable(body: bytes, claims: Sequence[Claim]) -> Editable:
    first = claims[0].quote.locator
    return (
        EditableJson(body)
        if first.startswith("json:")
        else EditableHtml(body)
        if b"<html" in body[:4000].lower()
        else EditableText(body)
    )


def mutations(
    body: bytes, claims: Sequence[Claim], count: int, chance: random.Random
) -> Iterator[Mutation]:
    """Up to `count` broken copies of a page, kinds in turn; each differs from the page."""
    prices = [claim for claim in claims if claim.meter]
    made = 0
    for attempt in range(count * 6):
        if made == count:
            return
        kind = list(KINDS)[attempt % len(KINDS)]
        page = editable(body, prices)
        about = KINDS[kind](page, prices, chance)
        if about:
            made += 1
            yield Mutation(kind, about, page.written())


def _columns_swapped(page: Editable, prices: list[Claim], chance: random.Random) -> str:
    one = chance.choice(prices)
    header = _context(one, "column")
    others = [
        claim
        for claim in prices
        if claim.subject.locator == one.subject.locator and claim is not one
    ]
    if header is None:  # no headers, but keys: what stands at two of them changes places
        other = chance.choice(others) if others else None
        if other is None or other.quote.text == one.quote.text:
            return ""
        texts = one.quote.text, other.quote.text
        swapped = page.put(one.quote.locator, texts[0], texts[1]) and page.put(
            other.quote.locator, texts[1], texts[0]
        )
        return f"{one.subject_name}: {one.meter} and {other.meter}" if swapped else ""
    headers = {found.locator: found for claim in others if (found := _context(claim, "column"))}
    headers.pop(header.locator, None)
    if not headers:
        return ""
    other = chance.choice(list(headers.values()))
    if other.text == header.text:
        return ""
    swapped = page.put(header.locator, header.text, "\0") and page.put(
        other.locator, other.text, header.text
    )
    return (
        f"{header.text} and {other.text}"
        if swapped and page.put(header.locator, "\0", other.text)
        else ""
    )


def _header_renamed(page: Editable, prices: list[Claim], chance: random.Random) -> str:
    header = _context(chance.choice(prices), "column")
    return header.text if header and page.put(header.locator, header.text, "Rate") else ""


def _unit_changed(page: Editable, prices: list[Claim], chance: random.Random) -> str:
    claim = chance.choice(prices)
    for place in (claim.quote, *claim.quote.context):
        for unit, slipped in UNITS.items():
            if unit in place.text and page.put(place.locator, unit, slipped):
                return f"{place.text!r}: {unit} to {slipped}"
    if re.fullmatch(r"[\d.]+(?:e-?\d+)?", claim.quote.text):
        text = f"{float(claim.quote.text) * 1000:.15f}".rstrip("0")
        return (
            f"{claim.quote.text} to {text}"
            if page.put(claim.quote.locator, claim.quote.text, text)
            else ""
        )
    return ""


def _currency_changed(page: Editable, prices: list[Claim], chance: random.Random) -> str:
    claim = chance.choice(prices)
    sign = next((sign for sign in CURRENCIES if sign in claim.quote.text), None)
    return (
        claim.quote.text if sign and page.put(claim.quote.locator, sign, CURRENCIES[sign]) else ""
    )


def _digit_lost(page: Editable, prices: list[Claim], chance: random.Random) -> str:
    claim = chance.choice(prices)
    number = re.search(r"\d+(?:\.\d+)?", claim.quote.text)
    if number is None:
        return ""
    text = number[0]
    shorter = (
        text.replace(".", "", 1)
        if "." in text and chance.random() < 0.5
        else text[1:]
        if text[1:2].isdigit()
        else ""
    )
    if not shorter or not shorter.strip("0."):
        return ""
    new = claim.quote.text[: number.start()] + shorter + claim.quote.text[number.end() :]
    return (
        f"{claim.quote.text} to {new}"
        if page.put(claim.quote.locator, claim.quote.text, new)
        else ""
    )


def _rows_dropped(page: Editable, prices: list[Claim], chance: random.Random) -> str:
    subjects = list({claim.subject.locator: claim for claim in prices}.values())
    lost = chance.sample(subjects, max(1, len(subjects) // 4))
    dropped = [claim.subject_name for claim in reversed(lost) if page.drop(claim.subject.locator)]
    return f"{len(dropped)} rows" if dropped else ""


def _context(claim: Claim, role: str) -> Any:
    return next((context for context in claim.quote.context if context.role == role), None)


KINDS: dict[str, Callable[[Editable, list[Claim], random.Random], str]] = {
    "columns swapped": _columns_swapped,
    "header renamed": _header_renamed,
    "unit changed": _unit_changed,
    "currency changed": _currency_changed,
    "digit lost": _digit_lost,
    "rows dropped": _rows_dropped,
}
