"""The offer whose bills tests of the bill ask for."""

from reports.bill.card import Offer

OFFER = Offer(
    route_id="acme/nova",
    provider="acme",
    provider_name="Acme",
    provider_model_id="nova",
    route_variant=None,
    kind="offer",
    status="active",
    is_live=True,
    standing="eligible",
    price_rule="own price",
    contradicted_by=None,
    ended_date=None,
    source="acme",
    document="prices",
)
