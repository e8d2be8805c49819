"""The models that somebody sells, as the table of the catalog and the search show them."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from reports.bill.card import read_confirmed_cards
from reports.bill.price_rows import sold_rows
from reports.data.directory import Directory, DirectoryEntry
from reports.values.plain_values import json_text, json_value
from warehouse.store import Database


class PriceCard(NamedTuple):
    """What one seller asks for a model, in dollars per million tokens."""

    seller: str
    route_id: str
    input: Decimal
    output: Decimal
    fact_id: str
    """Of the price of output."""


class CatalogRow(NamedTuple):
    """A model with what a choice is made by. None is not sourced."""

    entry: DirectoryEntry
    sellers: int
    cards: Sequence[PriceCard]
    """Those with a confirmed price, the cheapest first (input and output added)."""
    rows: Mapping[str, Mapping[str, Any]]
    """Their price rows as data, by route."""
    context_tokens: int | None
    max_output_tokens: int | None
    licence: str | None
    open_weights: str | None
    released_date: str | None
    input_modalities: str | None
    capabilities: Sequence[str]

    def cheapest(
        self, input_mtok: Decimal, output_mtok: Decimal
    ) -> tuple[PriceCard, Decimal] | None:
        """The card with the smallest cost of so many million tokens, and that cost in dollars; None
        where no card counts.
        """
        costs = [(input_mtok * card.input + output_mtok * card.output, card) for card in self.cards]
        if not costs:
            return None
        cost, card = min(costs, key=lambda one: one[0])
        return card, cost


def read_catalog(catalog: Database, directory: Directory) -> list[CatalogRow]:
    """Every model that somebody sells now, those with most sellers first."""
    rows: list[CatalogRow] = []
    answer = catalog.query("pages/catalog").rows
    confirmed = read_confirmed_cards(catalog, [row[0] for row in answer])
    for model_id, sellers, cards, *known in answer:
        of_model = [PriceCard(*_card(card)) for card in cards]
        priced = {card.offer.route_id: sold_rows(card) for card in confirmed.get(model_id, ())}
        rows.append(CatalogRow(directory[model_id], sellers, of_model, priced, *known))
    return rows


def _card(card: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(card[name] for name in PriceCard._fields)


def catalog_json(rows: Sequence[CatalogRow], as_of: date) -> str:
    """The rows for the script of the catalog page."""
    models = [_as_json(row) for row in rows]
    return json_text({"as_of": str(as_of), "models": models})


def _as_json(row: CatalogRow) -> dict[str, Any]:
    return {
        "name": row.entry.name,
        "address": row.entry.address,
        "lab": row.entry.lab_name,
        "sellers": row.sellers,
        "cards": [
            {
                "in": json_value(card.input),
                "out": json_value(card.output),
                **row.rows[card.route_id],
            }
            for card in row.cards
        ],
        "context": row.context_tokens,
        "max_output": row.max_output_tokens,
        "licence": row.licence,
        "open": row.open_weights,
        "released": row.released_date,
        "reads": row.input_modalities,
        "can": list(row.capabilities),
    }


def names_json(
    rows: Sequence[CatalogRow], directory: Directory, ids: Mapping[str, Sequence[str]]
) -> str:
    """Every model by its names, for the search: those that are sold first. `ids` are the names under
    which a model is sold.
    """
    cheapest = {row.entry.model_id: row.cards[0] for row in rows if row.cards}
    sellers = {row.entry.model_id: row.sellers for row in rows}
    ordered = sorted(
        directory.values(), key=lambda entry: (-sellers.get(entry.model_id, 0), entry.model_id)
    )
    names: list[list[Any]] = []
    for entry in ordered:
        card = cheapest.get(entry.model_id)
        price = f"{json_value(card.input)} / {json_value(card.output)}" if card else ""
        also = [name for name in ids.get(entry.model_id, ()) if name != entry.model_id]
        names.append(
            [
                entry.name,
                entry.address,
                entry.lab_name or "",
                price,
                sellers.get(entry.model_id, 0),
                [entry.model_id, *also],
            ]
        )
    return json_text(names)
