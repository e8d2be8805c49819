"""The Gemini API's price list."""

import re
from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from spiders.authoring import (
    Band,
    Claim,
    Claims,
    Documentation,
    LayoutChanged,
    Link,
    Meter,
    Modality,
    Name,
    Page,
    Quote,
    Row,
    Section,
    Table,
    Tier,
    Unit,
    conditions_in,
    read_band,
    read_unit,
)

URL = "https://ai.google.dev/gemini-api/docs/pricing"
TIERS: dict[str, Tier] = {
    "Standard": "standard",
    "Batch": "batch",
    "Flex": "flex",
    "Priority": "priority",
}
METERS: dict[str, Meter] = {
    "Input price": "input",
    "Output price": "output",
    "Context caching price": "cache_read",
    "Image price": "image",
    "Context caching (storage)": "storage",
    "Image generation pricing": "image",
    "Video price": "second",
    "Tuning price": "training",
    "Grounding with Google Search": "search",
    "Grounding with Google Maps": "search",
}
FREE_METERS: tuple[Meter, ...] = ("input", "output", "cache_read")
# The header of the prices: "Paid Tier, per 1M tokens in USD".
PAID_HEADER = "Paid Tier, "
NO_PRICE_ROW = "Used to improve our products"
# What a label ends in that does not say what is priced: "^[*]^", " (text / image)".
LABEL_END = r"\^.*$| \((?!storage).*\)$"
# "Imagen 4 Fast image price", "Video with audio price": which model, and what of it.
MODEL_LABEL = re.compile(r"(?:(.+) )?(image|video)(?: with audio)? price", flags=re.IGNORECASE)
# A heading may end in a little picture.
PICTURE = r"[^\w)+]+$"

DOLLARS = re.compile(r"\$\d[\d,]*(?:\.\d+)?")
IN_BRACKETS = r"\(([^)]*)\)"
EQUIVALENT = "equivalent to"
# "prompts <= 200k tokens"
BAND = re.compile(r"\bprompts? (?:<=|>=|[<>≤≥]) ?\d+[km]?\b(?: tokens?)?", re.IGNORECASE)
# "per image", "per 1K/2K image"
PER_PICTURE = re.compile(r"\bper (?:(\d\S*) )?(image)\b")
# "/ 1,000,000 tokens per hour", "per 1,000 grounded prompts", "/min"
PER_ANYTHING = re.compile(
    r"(?:/|\bper\b) ?[\w,]+(?: (?:tokens per hour|tokens|grounded prompts|search queries|calls))?"
)
FOOTNOTE_MARK = re.compile(r"\^?\[?[*†‡]+\]?\^?")
# "720p", "4K"
SIZE = re.compile(r"\d+[kp]", re.IGNORECASE)
MODALITIES: dict[str, Modality] = {
    "text": "text",
    "image": "image",
    "images": "image",
    "audio": "audio",
    "video": "video",
}
SAYS_NO_MORE = ("thinking", "storage price", "default")
FILLING = re.compile(r"\band\b|[,;.]")


class Amount(NamedTuple):
    """An amount, and what is written about it up to the next one."""

    quote: Quote
    lead: Quote
    """The words before the first amount of the cell; the same for all of them."""
    unit: Unit | None
    size: str | None
    """The pictures it is for: the 1K/2K of "per 1K/2K image", the 720p of "(720p)"."""
    band: Band
    modalities: tuple[Modality, ...]
    """Those that the words in brackets name: text, image and video of "(text / image / video)"."""
    has_mark: bool
    """Whether the mark of a footnote stands at it."""
    conditions: tuple[Quote, ...] = ()
    """When it holds: "through December 31, 2026"."""


class PriceRow(NamedTuple):
    """A row of a price table, and what it prices."""

    label: str
    """Its label without notes."""
    model: str | None
    """The model that the label names, where a chapter is of several."""
    meter: Meter
    unit: Unit
    """The unit of the column; an amount may have its own."""
    tier: Tier
    free: Quote
    """The cell of the free tier."""
    paid: Quote
    """The cell of the paid tier."""


class GeminiPricing(Documentation):
    """Google's prices in dollars, mostly per million tokens: a chapter per model, a table per tier.

    A cell states several amounts, by the length of the prompt, by modality or by size. The free
    tier, and what follows a free allowance, are variants. Prices in words, prices with a note and
    no unit, and prices that are "coming soon" give no claim.
    """

    publisher = "google"
    role = "priced"
    terms = "public documentation, CC BY 4.0; robots allow"
    links = [Link(kind="pricing", url=f"{URL}.md.txt", aliases=(URL, f"{URL}.md.txt?hl=ko"))]
    expect = {"models": range(12, 4000)}

    def models(self, page: Page) -> Claims:
        chapters = page.outline.chapters(2)
        return self.read_each(page, "models", chapters, partial(self.model, page))

    def model(self, page: Page, chapter: list[Section]) -> Claims:
        heading = chapter[0].heading
        ids = chapter[0].emphasised_codes()
        if heading and len(ids) == 1:
            yield Claim(route=ids[0], attribute="name", quote=without_picture(heading))
        for section in chapter:
            tier = "standard" if section is chapter[0] else TIERS.get(section.name)
            for table in section.tables():
                paid_header = self.paid_header(table)
                if ids and not (paid_header and tier):
                    raise LayoutChanged(
                        "a price table has no paid tier or no known tier", where=section.name
                    )
                if not paid_header:
                    continue
                read = partial(
                    self.row, page, ids, tier=tier or "standard", paid_header=paid_header
                )
                yield from self.read_each(page, "models", table.rows(), read)

    def paid_header(self, table: Table) -> str:
        for label in table.plain_labels:
            if label.startswith(PAID_HEADER):
                return label
        return ""

    def row(self, page: Page, ids: list[Quote], row: Row, tier: Tier, paid_header: str) -> Claims:
        price_row = self.price_row(row, tier, paid_header, has_ids=bool(ids))
        if price_row is None:
            return
        paid = price_row.paid
        if "$" not in paid.text and paid.text != "Not available":
            page.note_unread(
                "models", f"a price in the words {paid.text!r} is not read", paid.locator
            )
        routes = [match_id(ids, price_row.model)] if price_row.model else ids
        for route in routes:
            yield from self.free_price(route, price_row)
            yield from self.paid_prices(page, route, price_row)

    def price_row(
        self, row: Row, tier: Tier, paid_header: str, *, has_ids: bool
    ) -> PriceRow | None:
        """What a row prices; None for a row of no price.

        Raises LayoutChanged for a price of an unknown kind, and for one in a chapter without ids.
        """
        label = row.pop("")
        free = row.pop("Free Tier")
        paid = row.pop(paid_header)
        unit = read_unit(paid_header)
        base_label = re.sub(LABEL_END, "", label.text)
        of_model = MODEL_LABEL.fullmatch(base_label)
        priced = f"{of_model[2].capitalize()} price" if of_model else base_label
        meter = METERS.get(priced)
        if not (meter and unit and has_ids):
            is_unknown_price = has_ids and base_label != NO_PRICE_ROW
            is_price_without_id = meter and "$" in paid.text
            if is_unknown_price or is_price_without_id:
                raise LayoutChanged(
                    "a price has no id, meter or unit", where=label.locator, found=paid.text
                )
            return None
        model = of_model[1] if of_model else None
        return PriceRow(base_label, model, meter, unit, tier, free, paid)

    def free_price(self, route: Quote, row: PriceRow) -> Claims:
        if row.free.text == "Free of charge" and row.meter in FREE_METERS:
            word = row.free.slice(0, len("Free"))
            yield Name(route, route.text).price(
                row.meter, word, row.unit, tier=row.tier, variant="free tier"
            )

    def paid_prices(self, page: Page, route: Quote, row: PriceRow) -> Claims:
        if "Coming soon" in row.paid.text:
            return  # on no day that it says
        for amount in read_amounts(row.paid):
            if amount.unit is None and amount.has_mark:
                page.note_unread(
                    "models",
                    f"a price with a note and no unit, {row.paid.text!r}, is not read",
                    row.paid.locator,
                )
            else:
                yield from self.price(route, row, amount)

    def price(self, route: Quote, row: PriceRow, amount: Amount) -> Claims:
        unit = amount.unit or row.unit
        stated = [condition.as_context("condition") for condition in amount.conditions]
        quote = amount.quote.with_context(*stated)
        variant = amount.size
        lead = amount.lead.text
        if row.meter == "search" and "free" in lead:
            quote = quote.with_context(free=amount.lead)
            service = row.label.removeprefix("Grounding with ")
            variant = f"{service}, beyond the free allowance"
        elif lead and not lead.startswith("Same as Standard"):
            raise LayoutChanged(
                "words before a price are not read", where=amount.lead.locator, found=lead
            )
        name = Name(route, route.text)
        for modality in amount.modalities or (None,):
            yield name.price(
                self.meter_by_unit(row.meter, unit),
                quote,
                unit,
                tier=row.tier,
                band=amount.band,
                modality=modality,
                variant=variant,
            )

    def meter_by_unit(self, meter: Meter, unit: Unit) -> Meter:
        """The meter of an amount that has a unit other than its row's."""
        if unit == "1M token-hours":
            return "storage"
        if meter == "output" and unit == "image":
            return "image"
        return meter


def without_picture(name: Quote) -> Quote:
    """A name without the little picture at its end."""
    return name.slice(0, len(re.sub(PICTURE, "", name.text)))


def match_id(ids: list[Quote], words: str) -> Quote:
    """The one id that a row means, of several ids that share most of their words.

    "Imagen 4 Fast" is the id with fast, "Imagen 4 Standard" the one without. Raises LayoutChanged
    where the words mean none of them, or several.
    """
    words_of_ids = [set(quote.text.split("-")) for quote in ids]
    all_words = set[str]().union(*words_of_ids)
    shared_words = words_of_ids[0].intersection(*words_of_ids)
    telling_words = all_words - shared_words
    telling = set(words.lower().split()) & telling_words
    meant = [
        quote
        for quote, own_words in zip(ids, words_of_ids, strict=True)
        if own_words & telling_words == telling
    ]
    if len(meant) != 1:
        expected = "one of " + ", ".join(quote.text for quote in ids)
        raise LayoutChanged("a row does not say which id it means", expected=expected, found=words)
    return meant[0]


def read_amounts(cell: Quote) -> list[Amount]:
    """The amounts in a cell such as "$2.00, prompts <= 200k tokens $4.00, prompts > 200k".

    What an amount is "equivalent to" is no amount of its own. Raises LayoutChanged for words with
    no known meaning.
    """
    amounts: list[Amount] = []
    is_equivalent = False
    for lead, quote, after in amounts_with_words(cell):
        if not is_equivalent:
            amounts.append(read_amount(quote.with_context(caption=after), lead, after))
        words = after.text.rstrip()
        # "equivalent to $1 and $2 ..." goes on with what is no amount of its own.
        is_equivalent = words.endswith(EQUIVALENT) or (is_equivalent and words.endswith("and"))
    return list(reversed(list(with_conditions_of_sentence(amounts))))


def with_conditions_of_sentence(amounts: list[Amount]) -> Iterator[Amount]:
    """The amounts from the last to the first, each under the conditions that end its sentence: "$1
    (text) $2 (audio) through December 31, 2026." dates both.
    """
    conditions: tuple[Quote, ...] = ()
    for amount in reversed(amounts):
        captions = [words.text for words in amount.quote.context if words.role == "caption"]
        ends_sentence = any(caption.rstrip().endswith(".") for caption in captions)
        if amount.conditions or ends_sentence or amount.unit:
            conditions = amount.conditions
        yield amount._replace(conditions=conditions)


def amounts_with_words(cell: Quote) -> Iterator[tuple[Quote, Quote, Quote]]:
    """Each amount of dollars, between the words before the first and the words up to the next."""
    matches = list(DOLLARS.finditer(cell.text))
    ends = [match.start() for match in matches[1:]]
    ends.append(len(cell.text))
    for match, end in zip(matches, ends, strict=False):
        lead = cell.slice(0, matches[0].start())
        yield lead, cell.slice(*match.span()), cell.slice(match.end(), end)


def read_amount(quote: Quote, lead: Quote, after: Quote) -> Amount:
    """An amount by the words after it, which must all have a known meaning."""
    remarks = remarks_in_brackets(after.text)
    sizes = [word for word in remarks if SIZE.fullmatch(word)]
    modalities: list[Modality] = [MODALITIES[word] for word in remarks if word in MODALITIES]
    unknown = [
        word
        for word in remarks
        if word not in sizes and word not in MODALITIES and not conditions_in(word)
    ]

    words = re.sub(rf"{IN_BRACKETS}|{EQUIVALENT}\s*$", " ", after.text)
    words, marks = FOOTNOTE_MARK.subn("", words)
    conditions = [after.slice(found.start, found.end) for found in conditions_in(after.text)]
    for condition in conditions:
        words = words.replace(condition.text, " ")
    band = BAND.search(words)
    per_picture = PER_PICTURE.search(words)
    words = PER_PICTURE.sub("", BAND.sub("", words))
    unknown += FILLING.sub("", PER_ANYTHING.sub("", words)).split()
    if unknown:
        raise LayoutChanged(
            "words after an amount have no known meaning",
            where=after.locator,
            found=" ".join(unknown),
        )
    size = ", ".join(sizes) or None
    if per_picture and per_picture[1]:
        size = per_picture[1]
    return Amount(
        quote=quote,
        lead=lead,
        unit="image" if per_picture else read_unit(words),
        size=size,
        band=read_band(band[0]) if band else Band(None, None),
        modalities=tuple(modalities),
        has_mark=marks > 0,
        conditions=tuple(conditions),
    )


def remarks_in_brackets(text: str) -> list[str]:
    """The remarks in all brackets of a text, but for those that say no more."""
    remarks: list[str] = []
    for inside in re.findall(IN_BRACKETS, text):
        for part in re.split(r"/|,|\band\b", inside):
            remark = part.strip()
            if remark not in SAYS_NO_MORE:
                remarks.append(remark)
    return remarks
