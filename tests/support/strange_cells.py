"""Samples of sources with one price written in a strange way."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from bs4 import BeautifulSoup

from spiders.claims import Claim
from spiders.registry import load_sources
from spiders.source import Source

_SIGN = r"[$¥€￥]"
_AMOUNT = re.compile(rf"\\?{_SIGN}\s?\d[\d,]*(?:\.\d+)?")


class Strange(NamedTuple):
    """How a price is written, and whether its plain value may still be read from it."""

    form: str
    keeps_value: bool = False

    def write(self, amount: str) -> str:
        other = re.sub(r"\d[\d,.]*", "77", amount)
        marked = f"{amount[:-1]}\u200b{amount[-1]}"
        return self.form.format(amount=amount, other=other, marked=marked)


WAYS: dict[str, Strange] = {
    "struck before": Strange("<s>{other}</s> {amount}", keeps_value=True),
    "hidden": Strange("<span hidden>77</span>{amount}", keeps_value=True),
    "invisible": Strange("{marked}", keeps_value=True),
    "mark of a note": Strange("{amount} †", keeps_value=True),
    "raised mark": Strange("{amount}<sup>†</sup>", keeps_value=True),
    "lowered mark": Strange("{amount}<sub>2</sub>", keeps_value=True),
    "linked mark": Strange("{amount}<a href='#n1'>1</a>", keeps_value=True),
    "struck behind": Strange("{amount} <del>{other}</del>", keeps_value=True),
    "struck by style": Strange(
        "<span style='text-decoration: line-through'>{other}</span> {amount}", keeps_value=True
    ),
    "hidden by style": Strange(
        "<span style='display: none'>{other}</span>{amount}", keeps_value=True
    ),
    "before": Strange("{amount} (was {other})", keeps_value=True),
    "regular": Strange("{amount} (regular {other})", keeps_value=True),
    "between": Strange("between {amount} and {other}"),
    "range of dots": Strange("{amount}…{other}"),
    "estimated": Strange("{amount} (estimated)"),
    "typical": Strange("typically {amount}"),
    "give or take": Strange("{amount} ± 10%"),
    "doubled": Strange("2 x {amount}"),
    "in brackets": Strange("({amount})"),
    "other dollars": Strange("A{amount}"),
    "other dollars behind": Strange("{amount} CAD"),
    "unknown unit": Strange("{amount} per GPU hour"),
    "for some": Strange("{amount} (enterprise)"),
    "for a region": Strange("{amount} in EU"),
    "planned": Strange("{amount} planned"),
    "least charge": Strange("{amount} minimum charge"),
    "from": Strange("From {amount}"),
    "about": Strange("~{amount}"),
    "open end": Strange("{amount}+"),
    "range": Strange("{amount} – {other}"),
    "range in words": Strange("{amount} to {other}"),
    "two amounts": Strange("{amount} / {other}"),
    "negative": Strange("-{amount}"),
    "until a day": Strange("{amount} until May 1, 2027"),
    "free at first": Strange("Free until May 1, 2027, then {amount}"),
    "in words": Strange("Contact sales"),
    "empty": Strange(""),
    "huge": Strange("price " * 20_000),
}


def rewritten(body: bytes, claim: Claim) -> Iterator[tuple[str, bytes]]:
    """The page with the claim's price in each way, where its place can be edited."""
    amount = _AMOUNT.search(claim.quote.text)
    place = re.match(r"line:(\d+) > cell:(\d+)", claim.quote.locator)
    selector = re.match(r"css:(.*?)(?: > chars:.*)?$", claim.quote.locator)
    if amount is None:
        return
    for way, strange in WAYS.items():
        if place:
            edited = _edited_cell(body.decode(), int(place[1]), int(place[2]), amount[0], strange)
        elif selector and not re.search(r" > (?:attr|source|json)", selector[1]):
            edited = _edited_element(body.decode(), selector[1], amount[0], strange)
        else:
            return
        if edited:
            yield way, edited.encode()


def _edited_cell(text: str, line: int, cell: int, amount: str, strange: Strange) -> str:
    lines = text.split("\n")
    cells = re.split(r"(?<!\\)\|", lines[line - 1])
    position = cell if lines[line - 1].lstrip().startswith("|") else cell - 1
    written = amount if amount in cells[position] else "\\" + amount
    if cells[position].count(written) != 1:
        return ""
    cells[position] = cells[position].replace(written, strange.write(written))
    lines[line - 1] = "|".join(cells)
    return "\n".join(lines)


def _edited_element(text: str, selector: str, amount: str, strange: Strange) -> str:
    soup = BeautifulSoup(text, "lxml")
    element = soup.select_one(selector)
    if element is None or element.decode_contents().count(amount) != 1:
        return ""
    inner = element.decode_contents().replace(amount, strange.write(amount))
    element.clear()
    filled = BeautifulSoup(f"<div>{inner}</div>", "lxml").div
    for piece in list(filled.contents) if filled else []:
        element.append(piece)
    return str(soup)


def unbounded(name: str) -> Source:
    """A source without the bounds on the number of claims: a sample has few."""
    cls = load_sources().sources[name]
    expect = dict.fromkeys(cls.expect, range(100_000))
    source = type(cls.__name__, (cls,), {"expect": expect, "__module__": cls.__module__})
    return source()
