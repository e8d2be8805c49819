"""One strange entry in the data of any source's page costs itself: everything else on the page is read
as before, and the entry is told of.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from pipeline.samples.coverage import PageCoverage
from pipeline.samples.pages import cover_sample, sample_pages
from spiders.claims import Claim
from spiders.parsing.json_tree import unescape_step
from spiders.registry import load_sources
from tests.support.strange_cells import unbounded

SOURCES = load_sources().sources
DATA_SAMPLES = [path for path in sample_pages() if path.suffix == ".json"]

# Where a model without a price is an object of other keys.
PRICED_IN_PART = {"portkey"}
# What stands where an entry was: a model, a provider's price of it, a row.
ENTRIES: dict[str, Any] = {
    "null": None,
    "a text": "temporarily unavailable",
    "a number": 7,
    "a list": [1, [2]],
    "an empty object": {},
    "an object of other keys": {"status": {"code": 503}},
}
# What stands where a value was.
VALUES: dict[str, Any] = {
    "null": None,
    "a truth": True,
    "an object": {"amount": 3, "since": "2026-11-01"},
    "a list": [3],
    "a list of objects": [{"amount": 3}],
    "deeply nested": {"a": [{"b": {"c": [3]}}]},
    "a huge text": "price " * 20_000,
    "negative": -1,
    "words": "contact us",
    "an unknown unit": "3 per fortnight",
    "a range": "3 to 99",
    "not a number": "NaN",
}


class Planted(NamedTuple):
    """A page with one strange entry: what is strange, and whose entry it is."""

    what: str
    body: bytes
    subject: str


def pointer_of(locator: str) -> list[str]:
    """The keys that lead to a value of a JSON page, or to one named by its key; none for a value of
    another form.
    """
    pointer = locator.removeprefix("json:/").removesuffix(" > key:")
    if not locator.startswith("json:/") or " > " in pointer:
        return []
    return [unescape_step(step) for step in pointer.split("/")]


def entry_of(claim: Claim) -> list[str]:
    """The keys that lead to the entry that states both the subject and the value."""
    subject = claim.route or claim.model or claim.service
    shared: list[str] = []
    pairs = zip(
        pointer_of(subject.locator if subject else ""),
        pointer_of(claim.quote.locator),
        strict=False,
    )
    for mine, other in pairs:
        if mine != other:
            break
        shared.append(mine)
    return shared[:-1] if is_its_name(claim) else shared


def is_its_name(claim: Claim) -> bool:
    """Whether the value is read from the subject's own name."""
    subject = claim.route or claim.model or claim.service
    return subject is not None and subject.locator == claim.quote.locator


def put(body: bytes, keys: list[str], value: Any) -> bytes:
    """The page with another value at the end of `keys`."""
    data = json.loads(body)
    holder: Any = data
    for key in keys[:-1]:
        holder = holder[_index(holder, key)]
    holder[_index(holder, keys[-1])] = value
    return json.dumps(data, ensure_ascii=False).encode()


def _index(holder: Any, key: str) -> Any:
    return int(key) if isinstance(holder, list) else key


def planted(coverage: PageCoverage, body: bytes) -> Iterator[Planted]:
    """The page with strange entries in the place of its first subject's, and of another's."""
    claims = [claim for claim in coverage.claims if entry_of(claim)]
    prices = [claim for claim in claims if claim.meter] or claims
    if not prices:
        return
    others = [claim for claim in prices if claim.subject_name != prices[0].subject_name]
    for claim in [prices[0], *others[:1]]:
        for what, value in ENTRIES.items():
            changed = put(body, entry_of(claim), value)
            yield Planted(f"{what} as an entry", changed, claim.subject_name)
        if is_its_name(claim):
            continue  # another text there is another name
        for what, value in VALUES.items():
            is_for_prices = (isinstance(value, str | int) and value is not True) or value == [3]
            if is_for_prices and not claim.meter:
                continue  # some other attribute might be called so
            changed = put(body, pointer_of(claim.quote.locator), value)
            yield Planted(f"{what} as a value", changed, claim.subject_name)


@pytest.mark.parametrize(
    "path", DATA_SAMPLES, ids=lambda path: f"{path.parts[-3]}-{path.stem}-{path.parent.name}"
)
def test_a_strange_entry_costs_itself_and_is_told_of(path: Path) -> None:
    source = unbounded(path.parts[-3])
    body = path.read_bytes()
    before = cover_sample(source, path)
    for strange in planted(before, body):
        after = cover_sample(source, path, strange.body)
        kept = {fact for fact in before.facts if fact[0] != strange.subject}
        assert not kept - set(after.facts), strange.what
        invented = {fact for fact in set(after.facts) - set(before.facts) if fact[2] == "price"}
        assert not invented, strange.what
        told = {*after.findings, *after.set_aside} - {*before.findings, *before.set_aside}
        lost = set(before.facts) - set(after.facts)
        # Null and an empty object state nothing, and a score may be negative.
        is_strange = not strange.what.startswith(("null", "an empty", "negative"))
        if source.name in PRICED_IN_PART and strange.what.startswith("an object of other keys"):
            is_strange = False
        assert told or not lost or not is_strange, strange.what
