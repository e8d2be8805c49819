"""Fact keys and canonical values: a claim understood, before it has a page."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import NamedTuple, get_args

from spiders.claims import IsoDay, Qualifiers, qualifier_values

_BAND_ENDS = {"over_tokens": "context_from_tokens", "upto_tokens": "context_to_tokens"}
"""The columns of a band's ends; every other qualifier is a column of its own name."""


def _qualifier_columns() -> dict[str, type]:
    columns: dict[str, type] = {}
    for name, field in Qualifiers.model_fields.items():
        if name in _BAND_ENDS:
            columns[_BAND_ENDS[name]] = int
        elif IsoDay in get_args(field.annotation):
            columns[name] = date
        else:
            columns[name] = str
    return columns


QUALIFIER_COLUMNS = _qualifier_columns()
"""The columns of the qualifiers, in the order of their definition: str, int or date, or NULL."""

_SUBJECT_COLUMNS: dict[str, type] = {
    "source": str,
    "document": str,
    "provider": str,
    "subject_kind": str,
    "subject_stated": str,
    "attribute": str,
    "meter": str,
}
_SCORE_COLUMNS: dict[str, type] = {"benchmark": str, "version": str, "runner": str}


def _key_columns() -> dict[str, type]:
    """The columns of a score stand where they were introduced: behind the first eight qualifiers.

    The ids of facts depend on the order.
    """
    qualifiers = list(QUALIFIER_COLUMNS.items())
    later = list(QUALIFIER_COLUMNS).index("band_rule")
    return {
        **_SUBJECT_COLUMNS,
        **dict(qualifiers[:later]),
        **_SCORE_COLUMNS,
        **dict(qualifiers[later:]),
    }


KEY_COLUMNS = _key_columns()
"""The columns that a fact key's id is made of, in the order in which it hashes them."""

# What any text request pays has none of the other qualifiers. The modality and the class of the
# price are looked at apart: text and list are no conditions.
_NO_CONDITION = {
    "tier",
    "over_tokens",
    "upto_tokens",
    "band_rule",
    "lifetime",
    "modality",
    "price_class",
    "valid_from",
    "valid_to",
}
_conditions = attrgetter(*(name for name in Qualifiers.model_fields if name not in _NO_CONDITION))


_to_json = json.JSONEncoder(ensure_ascii=False).encode


class FactKey(NamedTuple):
    """What a fact is about: whose statement, of which subject, which attribute, under which
    qualifiers.
    """

    source: str
    document: str
    provider: str
    subject_kind: str
    subject_stated: str
    attribute: str
    meter: str | None
    qualifiers: Qualifiers
    benchmark: str | None = None
    version: str | None = None
    runner: str | None = None

    @property
    def context_from_tokens(self) -> int | None:
        """The smallest input, in tokens, of its band: 200001 of ">200000"."""
        return _shifted_bound(self.qualifiers.over_tokens, {">": 1, ">=": 0})

    @property
    def context_to_tokens(self) -> int | None:
        """The first input size, in tokens, beyond its band: 200001 of "<=200000"."""
        return _shifted_bound(self.qualifiers.upto_tokens, {"<": 0, "<=": 1})

    def columns(self) -> dict[str, str | int | None]:
        """The values of KEY_COLUMNS. Days are ISO dates."""
        values = self._asdict()
        values.update(zip(QUALIFIER_COLUMNS, qualifier_values(self.qualifiers), strict=True))
        values["context_from_tokens"] = self.context_from_tokens
        values["context_to_tokens"] = self.context_to_tokens
        if self.meter is None:
            values["tier"] = None
        if self.qualifiers.price_class == "list":
            values["price_class"] = None
        return {name: values[name] for name in KEY_COLUMNS}

    @property
    def key_id(self) -> str:
        """The id of its columns."""
        return key_id_of(self.columns())

    @property
    def is_plain(self) -> bool:
        """Of a price: whether it is what any text request pays, under no condition but its tier and
        band.
        """
        if self.qualifiers.modality not in (None, "text"):
            return False
        return self.qualifiers.price_class == "list" and not any(_conditions(self.qualifiers))

    @property
    def qualifiers_text(self) -> str:
        """The qualifiers in one line, for people: "batch, from 200,000 tokens"."""
        said = self.qualifiers
        words: list[str | None] = [
            said.tier if self.meter and said.tier != "standard" else None,
            _words("from {:,} tokens", self.context_from_tokens),
            _words("under {:,} tokens", self.context_to_tokens),
            self.benchmark,
            self.version,
            said.band_rule,
            _words("{} cache", said.lifetime),
            said.modality,
            said.mode.replace("_", "-") if said.mode else None,
            said.price_class if said.price_class != "list" else None,
            said.plan,
            said.region,
            _words("{} UTC", said.hours),
            said.variant,
            _words("from {}", said.valid_from),
            _words("before {}", said.valid_to),
            _words("run by {}", self.runner),
        ]
        return ", ".join(word for word in words if word)


def _words(form: str, value: str | int | None) -> str | None:
    """The value in words; None where the qualifier is not stated."""
    return form.format(value) if value not in (None, "") else None


def _shifted_bound(text: str | None, offsets: dict[str, int]) -> int | None:
    """The number in an end of a band, plus the offset of its sign."""
    if text is None:
        return None
    sign = text.rstrip("0123456789")
    return int(text.removeprefix(sign)) + offsets[sign]


def key_id_of(columns: Mapping[str, str | int | None]) -> str:
    """16 hex digits over the columns that are set; a further qualifier changes no id that lacks it."""
    stated = {name: value for name, value in columns.items() if value is not None}
    text = _to_json(stated)
    return hashlib.blake2b(text.encode(), digest_size=8).hexdigest()


class CanonicalValue(NamedTuple):
    """A value in canonical form: its text, and what of it is a number."""

    text: str
    number: Decimal | None = None
    amount: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    usd_per_mtok: Decimal | None = None
    measured_date: str | None = None
