"""A published catalog, opened for reading, with typed answers."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from types import TracebackType
from typing import Self

from reports.bill.answer import Cost
from reports.bill.price_at import costs_at_all, price_at
from reports.bill.usage import Usage
from reports.data.model_lookup import find_model
from reports.values.value import FrozenModel
from warehouse.store import Parameters, PublishedCatalog, Results, open_catalog


class CatalogStale(Exception):
    """A catalog whose newest page was read longer ago than is allowed."""

    exit_code = 5
    code = "catalog-stale"


class Model(FrozenModel):
    """A model: one snapshot of weights. None is not known."""

    model_id: str
    name: str
    lab: str | None
    family: str | None
    released_date: str | None
    """An ISO date of the precision that is stated."""
    context_tokens: int | None
    live_offers: int


class Offer(FrozenModel):
    """A seller's offer of a model with its price card. None is not known: never 0."""

    route_id: str
    model_id: str
    provider: str
    provider_name: str
    provider_model_id: str | None
    """What its API calls it, as the seller states it."""
    region: str | None
    status: str
    is_live: bool
    standing: str
    """eligible, or why its price is no headline (docs/conclusions.md)."""
    price_rule: str | None
    input_usd_per_mtok: Decimal | None
    output_usd_per_mtok: Decimal | None
    cache_read_usd_per_mtok: Decimal | None
    cache_write_usd_per_mtok: Decimal | None
    price_checked_date: date | None
    input_fact_id: str | None
    output_fact_id: str | None


class Change(FrozenModel):
    """Something that changed on a page."""

    changed_at: datetime
    change: str
    """appeared, changed, missing, held or rejected."""
    provider: str | None
    model_id: str | None
    route_id: str | None
    attribute: str
    meter: str | None
    qualifiers: str
    old_value: str | None
    new_value: str | None
    fact_id: str


class Difference(FrozenModel):
    """What two models state of one attribute. None is not known."""

    attribute: str
    a: str | None
    b: str | None
    a_fact_id: str | None
    b_fact_id: str | None


class Catalog:
    """A published catalog, read-only: as known now, or at the end of a day."""

    def __init__(
        self, home: Path | str, as_of: date | None = None, *, max_age: timedelta | None = None
    ) -> None:
        """Opens the catalog of a home folder.

        `max_age` refuses one whose newest page was read longer ago. Raises NotPublished,
        CatalogDamaged, CatalogStale.
        """
        self._database: PublishedCatalog = open_catalog(Path(home), as_of)
        try:
            if max_age is not None:
                self._refuse_older_than(max_age, Path(home))
        except BaseException:
            self._database.close()
            raise

    def _refuse_older_than(self, max_age: timedelta, home: Path) -> None:
        read_at = self.read_at
        if read_at is not None and datetime.now(UTC) - read_at <= max_age:
            return
        found = (
            "holds no page" if read_at is None else f"was last read at {read_at:%Y-%m-%d %H:%M}Z"
        )
        allowed = str(max_age).removesuffix(", 0:00:00")
        raise CatalogStale(
            f"the catalog of {home} {found}: expected one of the last {allowed}; run `cardkeep "
            "refresh`"
        )

    @property
    def day(self) -> date:
        """The day that it is asked as of."""
        ((day,),) = self._database.query("bill/day").rows
        return day

    @property
    def read_at(self) -> datetime | None:
        """When its newest page was read; None where it holds none."""
        ((read_at,),) = self._database.query("catalog/read_at").rows
        return read_at

    def models(self, lab: str | None = None) -> list[Model]:
        """Every model, or those of a lab, in the order of their ids."""
        found = self._database.query("catalog/models", {"lab": lab})
        return [Model(**row) for row in found.dicts()]

    def offers(self, model: str) -> list[Offer]:
        """Every offer of a model, those that are headlines first, the cheapest first. Raises
        UnknownModel, AmbiguousModel.
        """
        model_id = find_model(self._database, model)
        found = self._database.query("catalog/offers", {"model": model_id})
        return [Offer(**row) for row in found.dicts()]

    def changes(
        self, since: date, *, model: str | None = None, provider: str | None = None
    ) -> list[Change]:
        """What changed after the end of a day, the newest first. Raises UnknownModel,
        AmbiguousModel.
        """
        model_id = None if model is None else find_model(self._database, model)
        asked = {"since": since, "model": model_id, "provider": provider}
        return [Change(**row) for row in self._database.query("catalog/changes", asked).dicts()]

    def compare(self, a: str, b: str) -> list[Difference]:
        """Every attribute that either of two models states. Raises UnknownModel, AmbiguousModel."""
        first, second = (find_model(self._database, name) for name in (a, b))
        found = self._database.query("catalog/compare", {"a": first, "b": second})
        return [Difference(**row) for row in found.dicts()]

    def price_at(
        self,
        model: str,
        seller: str,
        usage: Usage,
        *,
        time: datetime | date | None = None,
        tier: str = "standard",
        region: str | None = None,
        mode: str | None = None,
        variant: str | None = None,
        offer: str | None = None,
        currency: str = "USD",
    ) -> Cost:
        """What a usage costs at a seller: an amount, an interval, or why there is neither
        (docs/cost.md). Raises UnknownModel, AmbiguousModel, UnknownSeller, WrongTime.
        """
        return price_at(
            self._database,
            model,
            seller,
            usage,
            time=time,
            tier=tier,
            region=region,
            mode=mode,
            variant=variant,
            offer=offer,
            currency=currency,
        )

    def costs(
        self, model: str, usage: Usage, *, tier: str = "standard", region: str | None = None
    ) -> list[Cost]:
        """What a usage costs at each seller of a model, the cheapest first. Raises UnknownModel,
        AmbiguousModel.
        """
        return costs_at_all(self._database, model, usage, tier=tier, region=region)

    def query_sql(self, sql: str, parameters: Parameters = ()) -> Results:
        """Every row of a query over the views of docs/dictionary.md, with values bound. Raises
        QueryFailed.
        """
        return self._database.query_sql(sql, parameters)

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
