"""Made-up readings of large price lists, as tables: what a load takes in, without pages to parse.

Every subject has four prices and sixteen capabilities, which is about how large aggregators divide.
"""

import hashlib
import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pyarrow as pa

from pipeline.facts.arrow_schemas import SCHEMAS, arrow_table
from pipeline.facts.extraction import ExtractedPage
from pipeline.facts.fact import KEY_COLUMNS

METERS = ("input", "output", "cache_read", "cache_write")
FACTS_OF_SUBJECT = 20
FIRST_NIGHT = datetime(2026, 1, 1, tzinfo=UTC)


class PriceList:
    """A page of one source whose prices change from night to night."""

    def __init__(self, source: str, publisher: str, facts: int) -> None:
        self.source = source
        self.subjects = max(1, facts // FACTS_OF_SUBJECT)
        self.facts = self.subjects * FACTS_OF_SUBJECT
        self._random = random.Random(source)
        self._cents = [self._random.randrange(1, 5000) for _ in range(self.subjects * len(METERS))]
        self._night = 0
        self._publisher = publisher
        self._keys = self._key_table()

    def change(self, share: float) -> None:
        """Another night: this share of the prices is a little higher."""
        self._night += 1
        changed = max(1, int(len(self._cents) * share))
        for number in self._random.sample(range(len(self._cents)), changed):
            self._cents[number] += 1 + self._cents[number] // 20

    @property
    def sha256(self) -> str:
        return hashlib.sha256(f"{self.source} {self._night}".encode()).hexdigest()

    def page_row(self, night: int) -> tuple[Any, ...]:
        """The retrieval of the page as it is, on a night."""
        seen_at = FIRST_NIGHT + timedelta(days=night)
        return (
            self.source,
            "list",
            "list",
            "https://list.example/",
            seen_at,
            "second",
            "fetched",
            "ok",
            "",
            200,
            self.sha256,
            self.facts * 50,
            "application/json",
            f"run-{night}",
            None,
            "https://list.example/",
        )

    def reading(self) -> ExtractedPage:
        """What the page states now."""
        prices = len(self._cents)
        extraction = (
            self.source,
            "list",
            self.sha256,
            "1",
            True,
            self.facts,
            self.facts,
            prices,
            0,
        )
        tables = {
            "extraction": arrow_table("extraction", [extraction]),
            "finding": arrow_table("finding", []),
            "claim_set_aside": arrow_table("claim_set_aside", []),
            "fact": self._fact_table(),
            "fact_key": self._keys,
        }
        return ExtractedPage(claims=self.facts, errors=0, tables=tables)

    def _key_id(self, number: int) -> str:
        return hashlib.blake2b(f"{self.source} {number}".encode(), digest_size=8).hexdigest()

    def _key_table(self) -> pa.Table:
        rows: list[dict[str, Any]] = []
        for number in range(self.facts):
            subject, kind = divmod(number, FACTS_OF_SUBJECT)
            is_price = kind < len(METERS)
            row: dict[str, Any] = dict.fromkeys(KEY_COLUMNS)
            row |= {
                "key_id": self._key_id(number),
                "source": self.source,
                "document": "list",
                "provider": f"{self._publisher}-{subject % 150}",
                "subject_kind": "route",
                "subject_stated": f"lab{subject % 60}/nova-{subject}",
                "attribute": "price" if is_price else "capability",
                "meter": METERS[kind] if is_price else None,
                "tier": "standard" if is_price else None,
                "variant": None if is_price else f"skill_{kind}",
                "is_plain": is_price,
                "qualifiers": "" if is_price else f"skill_{kind}",
            }
            rows.append(row)
        return pa.Table.from_pylist(rows, schema=SCHEMAS["fact_key"])

    def _fact_table(self) -> pa.Table:
        rows: list[tuple[Any, ...]] = []
        context = '[{"role": "subject", "text": "nova", "locator": "json:/nova"}]'
        for number in range(self.facts):
            subject, kind = divmod(number, FACTS_OF_SUBJECT)
            stated: Sequence[Any] = ("yes", None, None, None, None, None, None)
            quote = "true"
            if kind < len(METERS):
                amount = Decimal(self._cents[subject * len(METERS) + kind]) / 100
                quote = str(amount)
                unit = "1M tokens"
                text = f"{quote} USD per {unit}"
                stated = (text, amount, amount, "USD", unit, amount, None)
            digest = hashlib.blake2b(f"{number} {quote}".encode(), digest_size=8).digest()
            head = (self.source, "list", self.sha256, self._key_id(number))
            place = (quote, f"json:/{subject}/{kind}", context, False)
            rows.append((*head, int.from_bytes(digest, "big"), *stated, *place))
        return arrow_table("fact", rows)
