"""Edits of JSON price lists of the kinds that publishers make: keys, types, tiers, units.

Each edit says which prices it touches, what their values may be afterwards, and where it added others.
"""

import json
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from spiders.claims import Claim, Unit
from spiders.parsing.json_tree import unescape_step

Touched = Literal["same", "same or lost", "not the same", "lost"]
"""What may become of the touched prices. same: read as before. same or lost: that, or told of. not the
same: what they mean is another price now. lost: not stated any more.
"""
Steps = tuple[str, ...]
NEW_KEYS = ("{}_usd", "rate_{}", "{}_v2", "{}Price")
OTHER_UNIT_KEYS = ("{}_per_1k_tokens", "{}_per_thousand", "{}_cny", "{}_eur")
TIERS = ("flex", "batch", "priority", "scale")
CONDITIONS: tuple[tuple[str, Any], ...] = (
    ("valid_until", "2027-01-01"),
    ("off_peak_hours", "16:30-00:30"),
    ("effective_date", "2027-02-01"),
    ("promo", {"ends_at": "2027-01-01"}),
    ("schedule", [{"from": "00:00", "to": "08:00", "factor": 0.5}]),
)
CURRENCY_KEYS = ("currency", "currency_code", "priceCurrency")
UNITS: tuple[tuple[str, str, Unit], ...] = (
    ("unit", "per_1k_tokens", "1K tokens"),
    ("pricing_unit", "1M tokens", "1M tokens"),
    ("priceUnit", "request", "request"),
    ("billing_unit", "thousand_tokens", "1K tokens"),
)


class JsonEdit(NamedTuple):
    """A JSON page after an edit."""

    kind: str
    about: str
    body: bytes
    touched: frozenset[Steps]
    """The places of the prices whose own value, key or condition was edited."""
    becomes: Touched
    added: str = ""
    """The word that a price in an added place must have among its qualifiers."""


class JsonPage:
    """A JSON page and the places of its prices."""

    def __init__(self, body: bytes, prices: Sequence[Claim]) -> None:
        self.body = body
        whole = [claim for claim in prices if " > " not in claim.quote.locator]
        found = {pointer_steps(claim.quote.locator) for claim in whole}
        self.places = sorted(place for place in found if place and not place[-1].isdigit())
        self.units = {claim.unit for claim in prices}
        subjects = [claim.route or claim.model or claim.service for claim in prices]
        self.names_are_keys = any(
            subject and subject.locator.endswith(" > key:") for subject in subjects
        )

    def load(self) -> Any:
        """The page's value, which is the caller's own."""
        return json.loads(self.body)

    def alike(self, place: Steps) -> list[Steps]:
        """The places of prices under the same key, at the same depth."""
        return [
            other for other in self.places if (other[-1], len(other)) == (place[-1], len(place))
        ]


def pointer_steps(locator: str) -> Steps:
    """The keys that lead to a value of a JSON page; none for a value of another form."""
    if not locator.startswith("json:/"):
        return ()
    pointer = locator.removeprefix("json:/").partition(" > ")[0]
    return tuple(unescape_step(step) for step in pointer.split("/"))


def object_at(data: Any, steps: Steps) -> Any:
    """The value to which these keys lead."""
    for step in steps:
        data = data[_key_in(data, step)]
    return data


def _key_in(holder: Any, step: str) -> Any:
    return int(step) if isinstance(holder, list) else step


def written(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False).encode()


Change = Callable[[dict[str, Any], str], None]


def changed(page: JsonPage, places: Sequence[Steps], change: Change) -> bytes:
    """The page after a change of each object that holds one of these prices."""
    data = page.load()
    for place in places:
        change(object_at(data, place[:-1]), place[-1])
    return written(data)


def number(value: Any) -> float | None:
    """The number of a value that is one, as a number or in a text."""
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def renamed(new: str) -> Change:
    def change(holder: dict[str, Any], key: str) -> None:
        members = [(new if name == key else name, value) for name, value in holder.items()]
        holder.clear()
        holder.update(members)

    return change


def replaced(make: Callable[[Any], Any]) -> Change:
    def change(holder: dict[str, Any], key: str) -> None:
        holder[key] = make(holder[key])

    return change


def with_member(name: str, value: Any) -> Change:
    def change(holder: dict[str, Any], _key: str) -> None:
        holder[name] = value

    return change


def other_type(value: Any) -> Any:
    """A number as a text, and a text as a number."""
    return number(value) if isinstance(value, str) else str(value)


def with_tier_key(tier: str) -> Change:
    def change(holder: dict[str, Any], key: str) -> None:
        amount = number(holder[key])
        if amount is not None:
            holder[f"{key}_{tier}"] = like(holder[key], amount / 2)

    return change


def with_tier_object(name: str, tier: str) -> Change:
    """Prices of a tier in an object of their own, or in a list of tiers."""

    def change(holder: dict[str, Any], _key: str) -> None:
        amounts = {member: number(value) for member, value in holder.items()}
        halves = {
            member: like(holder[member], amount / 2)
            for member, amount in amounts.items()
            if amount is not None and not isinstance(holder[member], bool)
        }
        if name == tier:
            holder[name] = halves
        else:
            holder.setdefault(name, []).append({"name": tier, **halves})

    return change


def like(old: Any, new: float) -> Any:
    return f"{new:.12g}" if isinstance(old, str) else new


Made = tuple[str, Sequence[Steps], bytes, Touched, str]
JsonEditor = Callable[[JsonPage, Steps, random.Random], Made]


def key_renamed(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    new = chance.choice(NEW_KEYS).format(place[-1])
    places = page.alike(place)
    return f"{new!r} everywhere", places, changed(page, places, renamed(new)), "same or lost", ""


def key_renamed_once(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    new = chance.choice(NEW_KEYS).format(place[-1])
    return f"{new!r} once", [place], changed(page, [place], renamed(new)), "same or lost", ""


def key_of_another_unit(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    new = chance.choice(OTHER_UNIT_KEYS).format(place[-1])
    return f"{new!r}", [place], changed(page, [place], renamed(new)), "not the same", ""


def price_nested(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    name = chance.choice(("amount", "value", "usd"))
    body = changed(page, [place], replaced(lambda value: {name: value, "currency": "USD"}))
    return f"an object with {name!r}", [place], body, "same or lost", ""


def price_in_list(page: JsonPage, place: Steps, _chance: random.Random) -> Made:
    def steps(value: Any) -> Any:
        return [{"up_to": 200_000, "price": value}, {"price": like(value, 7.25)}]

    body = changed(page, [place], replaced(steps))
    return "a list of two bands", [place], body, "lost", ""


def type_changed(page: JsonPage, place: Steps, _chance: random.Random) -> Made:
    places = page.alike(place)
    return "numbers and texts", places, changed(page, places, replaced(other_type)), "same", ""


def foreign_amount(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    form = chance.choice(("¥{}", "{} EUR", "€{}", "{} CNY"))
    body = changed(page, [place], replaced(form.format))
    return f"{form!r}", [place], body, "not the same", ""


def price_null(page: JsonPage, place: Steps, _chance: random.Random) -> Made:
    return "null", [place], changed(page, [place], replaced(lambda _value: None)), "lost", ""


def price_in_words(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    words = chance.choice(("N/A", "varies", "contact us", "see notes", "from 3", "3+", "3 / 4"))
    body = changed(page, [place], replaced(lambda _value: words))
    return f"{words!r}", [place], body, "not the same", ""


def beside(page: JsonPage, place: Steps) -> list[Steps]:
    """The prices of the object that holds one."""
    return [other for other in page.places if other[:-1] == place[:-1]]


def currency_added(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    name, code = chance.choice(CURRENCY_KEYS), chance.choice(("CNY", "EUR"))
    body = changed(page, [place], with_member(name, code))
    return f"{name}: {code}", beside(page, place), body, "not the same", ""


def unit_added(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    others = [words for words in UNITS if words[2] not in page.units]
    name, unit, _ = chance.choice(others)
    body = changed(page, [place], with_member(name, unit))
    return f"{name}: {unit}", beside(page, place), body, "not the same", ""


def condition_added(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    name, value = chance.choice(CONDITIONS)
    body = changed(page, [place], with_member(name, value))
    return f"{name}", beside(page, place), body, "not the same", ""


def tier_key_added(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    tier = chance.choice(TIERS)
    body = changed(page, page.alike(place), with_tier_key(tier))
    return f"{place[-1]}_{tier}", page.alike(place), body, "same", tier


def tier_object_added(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    tier = chance.choice(TIERS)
    name = chance.choice((tier, "tiers", "service_tiers"))
    body = changed(page, [place], with_tier_object(name, tier))
    return f"{name}: {tier}", beside(page, place), body, "same", tier


def entry_key_added(page: JsonPage, place: Steps, chance: random.Random) -> Made:
    """A key that says nothing of prices, in every object that holds one."""
    if "overrides" in place:
        place = page.places[0]  # the keys of an override say when it holds
    name = chance.choice(("region_notice", "popularity", "badges", "docs"))
    value = chance.choice(("new", 7, ["fast"], {"href": "https://docs.example/x"}))
    return f"{name}", [], changed(page, page.alike(place), with_member(name, value)), "same", ""


def list_renamed(page: JsonPage, place: Steps, _chance: random.Random) -> Made:
    """The outermost key of the list with another name; of a page without one, its list in an object."""
    data = page.load()
    outermost, *further = place
    is_named = len(further) > 1 and not outermost.isdigit() and not page.names_are_keys
    if is_named:
        renamed("items_v2")(data, outermost)
    else:
        data = {"items": data}
    return "another outermost key", page.places, written(data), "same or lost", ""


KINDS: Mapping[str, JsonEditor] = {
    "key renamed": key_renamed,
    "key renamed once": key_renamed_once,
    "key of another unit": key_of_another_unit,
    "price nested": price_nested,
    "price in a list": price_in_list,
    "type changed": type_changed,
    "foreign amount": foreign_amount,
    "price null": price_null,
    "price in words": price_in_words,
    "currency added": currency_added,
    "unit added": unit_added,
    "condition added": condition_added,
    "tier key added": tier_key_added,
    "tier object added": tier_object_added,
    "other key added": entry_key_added,
    "list renamed": list_renamed,
}


def edited_json(
    body: bytes, prices: Sequence[Claim], chance: random.Random, kinds: Sequence[str] = ()
) -> Iterator[JsonEdit]:
    """One edited copy of a page of each kind: of all of them, or those named. None for a page whose
    prices stand under no keys.
    """
    page = JsonPage(body, prices)
    for kind in kinds or KINDS:
        if not page.places:
            return
        place = chance.choice(page.places)
        about, touched, edited, becomes, added = KINDS[kind](page, place, chance)
        where = "/".join(place)
        yield JsonEdit(kind, f"{where}: {about}", edited, frozenset(touched), becomes, added)
