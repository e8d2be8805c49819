"""Fact: a claim understood. The rows that the warehouse loads, before they have a page."""

import hashlib
import json
from decimal import Decimal
from typing import NamedTuple


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
    tier: str | None
    context_from_tokens: int | None
    context_to_tokens: int | None
    lifetime: str | None
    modality: str | None
    variant: str | None
    valid_from: str | None
    valid_to: str | None
    benchmark: str | None = None
    version: str | None = None
    runner: str | None = None
    band_rule: str | None = None
    region: str | None = None
    mode: str | None = None
    hours: str | None = None
    price_class: str | None = None
    plan: str | None = None

    @property
    def key_id(self) -> str:
        """16 hex digits over the fields that say something; a further qualifier changes no id that
        lacks it.
        """
        said = {
            name: value for name, value in zip(self._fields, self, strict=True) if value is not None
        }
        return hashlib.blake2b(
            json.dumps(said, ensure_ascii=False).encode(), digest_size=8
        ).hexdigest()

    @property
    def is_plain(self) -> bool:
        """Of a price: whether it is what any text request pays, under no condition but its tier and
        band.
        """
        conditions = (self.variant, self.region, self.mode, self.hours, self.price_class, self.plan)
        return self.modality in (None, "text") and not any(conditions)

    @property
    def qualifiers(self) -> str:
        """The qualifiers in one line, for people: "batch, over 200,000 tokens"."""
        words = [self.tier if self.tier != "standard" else None]
        if self.context_from_tokens is not None:
            words.append(f"from {self.context_from_tokens:,} tokens")
        if self.context_to_tokens is not None:
            words.append(f"under {self.context_to_tokens:,} tokens")
        words += [self.benchmark, self.version]
        words += [self.band_rule, self.lifetime and f"{self.lifetime} cache", self.modality]
        words += [
            self.mode and self.mode.replace("_", "-"),
            self.price_class,
            self.plan,
            self.region,
        ]
        words += [self.hours and f"{self.hours} UTC", self.variant]
        words += [
            self.valid_from and f"from {self.valid_from}",
            self.valid_to and f"before {self.valid_to}",
        ]
        words += [self.runner and f"run by {self.runner}"]
        return ", ".join(word for word in words if word)


class Value(NamedTuple):
    """A value in canonical form: its text, and what of it is a number."""

    text: str
    number: Decimal | None = None
    amount: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    usd_per_mtok: Decimal | None = None
    measured_date: str | None = None
