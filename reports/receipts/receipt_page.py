"""The page model of receipts: what one document states of one model, now and before."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, get_type_hints

from reports.data.directory import Directory
from reports.receipts.addresses import document_path, receipt_path
from reports.receipts.excerpts import (
    ArchivedPage,
    Excerpt,
    Excerpts,
    QuotePlace,
    no_excerpts,
)
from warehouse.store import Database

_METERS = ("input", "output")
"""The prices that stand first."""
_SHOWN_OTHERS = 3
"""As many publishers are named beside each other value."""


class ReceiptRow(NamedTuple):
    """A value in a period in which its document stated it, as queries/receipts/facts.sql gives it."""

    model_id: str
    fact_id: str
    key_id: str
    source: str
    document: str
    publisher: str
    provider_name: str
    subject_stated: str
    route_id: str | None
    attribute: str
    meter: str | None
    qualifiers: str
    value_text: str
    known_from: date
    known_to: date | None
    checked: date
    missing_since: date | None
    gate_state: str
    gate_reasons: str | None
    reviewed: date | None
    quote: str
    locator: str
    context: str
    url: str
    sha256: str
    media_type: str
    kind: str
    form: str
    fetched: date


class PageRead(NamedTuple):
    """A retrieval of the document that receipts of the page rest on."""

    number: int
    url: str
    digest: str
    fetched: date
    form: str


class Context(NamedTuple):
    """A text that gives a quote its meaning: the label of its row, the header of its column."""

    role: str
    text: str


class EarlierValue(NamedTuple):
    """What the document stated of the same thing in another period."""

    value: str
    known_from: date
    known_to: date | None
    fact_id: str


class OtherValue(NamedTuple):
    """What other documents state of the same thing now."""

    value: str
    publishers: Sequence[tuple[str, str]]
    """The first few: name, and address of the receipt below the folder of receipts."""
    more: int


class FactReceipt(NamedTuple):
    """The receipt of one fact."""

    fact_id: str
    subject: str
    seller: str
    attribute: str
    about: str
    value: str
    quote: str
    locator: str
    excerpt: Excerpt
    contexts: Sequence[Context]
    page: PageRead
    known_from: date
    known_to: date | None
    checked: date
    missing_since: date | None
    held_because: str | None
    """Why it is not published; None for a value that is, or was."""
    reviewed: date | None
    earlier: Sequence[EarlierValue]
    others: Sequence[OtherValue]


class ReceiptPage(NamedTuple):
    """The receipts of one model in one document."""

    path: str
    document_path: str
    source: str
    document: str
    publisher: str
    terms: str
    """What the publisher says of the use of its pages."""
    model_name: str
    model_address: str
    pages: Sequence[PageRead]
    facts: Sequence[FactReceipt]


class ReceiptPages:
    """The receipt pages of models, made of rows that are read for many models in one pass."""

    def __init__(
        self, catalog: Database, directory: Directory, excerpts: Excerpts = no_excerpts
    ) -> None:
        self._catalog = catalog
        self._directory = directory
        self._excerpts = excerpts
        self._rows: dict[str, list[ReceiptRow]] = {}
        self._found: dict[tuple[str, str], Excerpt] = {}
        self._kept: dict[str, dict[str, Excerpt]] = {}
        """By digest and locator, the excerpts of pages that are slow to parse."""
        self._terms: dict[str, str] = dict(catalog.query("receipts/terms").rows)

    def load(self, model_ids: Iterable[str], only: str | None = None) -> None:
        """Reads the rows of these models, and the lines around their quotes, or around those of the
        page at the path `only`; forgets all others.
        """
        self._rows, self._found = defaultdict(list), {}
        results = self._catalog.query("receipts/facts", {"models": sorted(model_ids)})
        if results.columns != list(get_type_hints(ReceiptRow)):
            raise ValueError(
                f"queries/receipts/facts.sql gives {results.columns}, not what ReceiptRow has"
            )
        places: defaultdict[ArchivedPage, dict[QuotePlace, None]] = defaultdict(dict)
        for values in results.rows:
            row = ReceiptRow(*values)
            self._rows[row.model_id].append(row)
            if only is not None and self._path(row) != only:
                continue
            page = ArchivedPage(row.sha256, row.url, row.kind, row.media_type)
            places[page][QuotePlace(row.locator, row.quote)] = None
        for page, wanted in places.items():
            for locator, excerpt in self._excerpts_of(page, list(wanted)).items():
                self._found[page.sha256, locator] = excerpt

    def _excerpts_of(self, page: ArchivedPage, wanted: Sequence[QuotePlace]) -> dict[str, Excerpt]:
        """The excerpts of one page by locator. All quotes of a page that is more than JSON, which takes
        long to parse, are looked up at once, for the models of later passes too.
        """
        if page.sha256 in self._kept:
            return self._kept[page.sha256]
        is_slow = any(" > css:" in f" > {place.locator}" for place in wanted)
        if is_slow:
            rows = self._catalog.query("receipts/quotes", {"sha256": page.sha256}).rows
            wanted = [QuotePlace(*row) for row in rows]
        found = self._excerpts(page, wanted)
        by_locator = {place.locator: excerpt for place, excerpt in zip(wanted, found, strict=True)}
        if is_slow:
            self._kept[page.sha256] = by_locator
        return by_locator

    def of(self, model_id: str) -> list[ReceiptPage]:
        """The receipt pages of a model that was loaded, one for each document."""
        rows = self._rows.get(model_id, [])
        documents: defaultdict[tuple[str, str], list[ReceiptRow]] = defaultdict(list)
        for row in sorted(rows, key=_as_printed):
            documents[row.source, row.document].append(row)
        alike = _by_question(rows)
        return [self._page(model_id, of_one, alike) for of_one in documents.values()]

    def _page(
        self,
        model_id: str,
        rows: Sequence[ReceiptRow],
        alike: Mapping[object, Sequence[ReceiptRow]],
    ) -> ReceiptPage:
        entry = self._directory[model_id]
        first = rows[0]
        pages = _pages_read(rows)
        periods: defaultdict[str, list[ReceiptRow]] = defaultdict(list)
        latest: dict[str, ReceiptRow] = {}
        for row in rows:
            periods[row.key_id].append(row)
            latest[row.fact_id] = row
        facts = [
            self._receipt(row, pages[row.sha256], periods[row.key_id], alike[_question(row)])
            for row in latest.values()
        ]
        return ReceiptPage(
            path=self._path(first),
            document_path=document_path(first.source, first.document),
            source=first.source,
            document=first.document,
            publisher=first.publisher,
            terms=self._terms.get(first.source, ""),
            model_name=entry.name,
            model_address=entry.address,
            pages=list(pages.values()),
            facts=facts,
        )

    def _path(self, row: ReceiptRow) -> str:
        return receipt_path(row.source, row.document, self._directory[row.model_id].address)

    def _receipt(
        self,
        row: ReceiptRow,
        page: PageRead,
        periods: Sequence[ReceiptRow],
        alike: Sequence[ReceiptRow],
    ) -> FactReceipt:
        is_held = row.gate_state in ("held", "rejected")
        return FactReceipt(
            fact_id=row.fact_id,
            subject=row.subject_stated,
            seller=row.provider_name,
            attribute=row.attribute,
            about=about(row),
            value=row.value_text,
            quote=row.quote,
            locator=row.locator,
            excerpt=self._found.get((row.sha256, row.locator)),
            contexts=_contexts(row),
            page=page,
            known_from=row.known_from,
            known_to=row.known_to,
            checked=row.checked,
            missing_since=row.missing_since,
            held_because=f"{row.gate_state}: {row.gate_reasons or 'no reason kept'}"
            if is_held
            else None,
            reviewed=row.reviewed,
            earlier=[
                EarlierValue(other.value_text, other.known_from, other.known_to, other.fact_id)
                for other in periods
                if other is not row
            ],
            others=self._others(row, alike),
        )

    def _others(self, row: ReceiptRow, alike: Sequence[ReceiptRow]) -> list[OtherValue]:
        """The values of other documents, those that most publishers state first."""
        by_value: defaultdict[str, dict[str, str]] = defaultdict(dict)
        for other in alike:
            is_of_this = (other.source, other.document) == (row.source, row.document)
            if other.known_to is None and other.missing_since is None and not is_of_this:
                path = self._path(other)
                link = f"{path.removeprefix('receipts/')}index.html#f{other.fact_id}"
                by_value[other.value_text].setdefault(other.publisher, link)
        values = sorted(by_value.items(), key=lambda item: (-len(item[1]), item[0]))
        return [
            OtherValue(
                value, list(found.items())[:_SHOWN_OTHERS], max(len(found) - _SHOWN_OTHERS, 0)
            )
            for value, found in values
        ]


def about(row: ReceiptRow) -> str:
    """What a fact is about, without its subject: `price, output, batch`."""
    words = [row.attribute, row.meter or "", row.qualifiers]
    return ", ".join(word.replace("_", " ") for word in words if word)


def _question(row: ReceiptRow) -> object:
    """What other documents may answer too: a price is one of an offer, anything else of a model."""
    of = row.route_id if row.attribute == "price" else None
    return (row.attribute, row.meter, row.qualifiers, of)


def _by_question(rows: Iterable[ReceiptRow]) -> dict[object, list[ReceiptRow]]:
    found: defaultdict[object, list[ReceiptRow]] = defaultdict(list)
    for row in rows:
        found[_question(row)].append(row)
    return found


def _pages_read(rows: Iterable[ReceiptRow]) -> dict[str, PageRead]:
    """The retrievals that rows rest on, by digest, the newest first."""
    newest = sorted({(row.fetched, row.sha256): row for row in rows}.values(), key=_newest_first)
    pages: dict[str, PageRead] = {}
    for row in newest:
        if row.sha256 not in pages:
            pages[row.sha256] = PageRead(len(pages) + 1, row.url, row.sha256, row.fetched, row.form)
    return pages


def _as_printed(row: ReceiptRow) -> tuple[object, ...]:
    """By subject, and of one subject the prices first, those of input and output before others."""
    is_price = row.attribute == "price"
    meter = _METERS.index(row.meter) if row.meter in _METERS else len(_METERS)
    return (row.source, row.document, row.provider_name, row.subject_stated, not is_price, meter)


def _newest_first(row: ReceiptRow) -> tuple[int, str]:
    return (-row.fetched.toordinal(), row.sha256)


def _contexts(row: ReceiptRow) -> list[Context]:
    """The texts around a quote that say what it is of, but for its subject in the same words."""
    found = [Context(each["role"], each["text"]) for each in json.loads(row.context)]
    return [each for each in found if each != Context("subject", row.subject_stated)]
