"""Identity: which model and which route a stated name is, decided by named rules over all names.
Never by similarity.

Two names (read in names.py) are one model when family and snapshot are equal, or when the family,
or its maker, has one snapshot only and the other name has none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping
from decimal import Decimal
from itertools import combinations, count, product
from typing import NamedTuple

from pipeline.identity.names import (
    ModelKey,
    id_from_name,
    identity_vocabulary,
    maker_of,
    parse_name,
)

_REGIONAL = Decimal("1.21")  # what a region adds at most to a price


class StatedSubject(NamedTuple):
    """A subject as stated."""

    provider: str
    kind: str
    stated: str


class StandardPrice(NamedTuple):
    """The standard price that a source states for a subject now: (input, output), in its currency."""

    source: str
    subject: StatedSubject
    price: tuple[Decimal | None, Decimal | None]
    is_own: bool = True
    """Whether the seller itself states it."""


class Identity(NamedTuple):
    """What a stated subject is. `rule` says why; provisional is a model that only one subject
    names.
    """

    subject: StatedSubject
    model_id: str | None
    route_id: str | None
    variant: str | None
    rule: str
    is_provisional: bool


class KnownModel(NamedTuple):
    """A model that the catalog knows: its id, its maker where known, its name in urls."""

    model_id: str
    lab: str | None
    slug: str


def resolve(
    subjects: Iterable[StatedSubject],
    offers: Iterable[StandardPrice] = (),
    own: Container[StatedSubject] = frozenset(),
) -> tuple[list[Identity], list[KnownModel]]:
    """Every subject with its model and route, and the models. A pure function of its arguments, in
    any order.

    `own` are the subjects that their seller itself states, on a page of its own.
    """
    named = sorted({subject for subject in subjects if subject.kind != "service"})
    services = sorted({subject for subject in subjects if subject.kind == "service"})
    offers = list(offers)
    keys, rules = _model_keys(named, offers, own)
    members: dict[ModelKey, list[StatedSubject]] = defaultdict(list)
    for subject in named:
        members[keys[subject]].append(subject)
    ids = _model_ids(members)
    routes = _route_ids(named, keys, ids, offers)
    identities = [
        Identity(
            subject,
            ids[keys[subject]],
            routes.get(subject),
            parse_name(subject.stated).variant,
            rules[subject],
            len(members[keys[subject]]) == 1,
        )
        for subject in named
    ]
    identities += [Identity(subject, None, None, None, "service", False) for subject in services]
    models = [
        KnownModel(model_id, maker_of(key[0]), re.sub(r"[^a-z0-9]+", "-", model_id).strip("-"))
        for key, model_id in ids.items()
    ]
    return identities, _with_own_slugs(models)


def _model_keys(
    subjects: list[StatedSubject], offers: list[StandardPrice], own: Container[StatedSubject]
) -> tuple[dict[StatedSubject, ModelKey], dict[StatedSubject, str]]:
    snapshots = _snapshots(subjects)
    makers = _snapshots(
        s for s in subjects if s in own and s.provider == maker_of(parse_name(s.stated).family)
    )
    own_sellers = {offer.subject.provider for offer in offers if offer.is_own}
    trusted = [
        offer for offer in offers if offer.is_own or offer.subject.provider not in own_sellers
    ]
    apart, moving = _snapshots_apart(trusted), _pointers_apart(offers)

    def sellers(
        of: Container[SellersFamily], subject: StatedSubject, family: tuple[str, ...]
    ) -> bool:
        return (subject.provider, family) in of or (maker_of(family) or "", family) in of

    keys: dict[StatedSubject, ModelKey] = {}
    rules: dict[StatedSubject, str] = {}
    for subject in subjects:
        if _is_upload(subject):
            keys[subject] = ((subject.stated.casefold(),), None)
            rules[subject] = "own_repository"
            continue
        reading = parse_name(subject.stated)
        known, makers_own = snapshots.get(reading.family, set()), makers.get(reading.family, set())
        is_shared = reading.family in identity_vocabulary().families or sellers(
            apart, subject, reading.family
        )
        if reading.is_pointer and sellers(moving, subject, reading.family):
            keys[subject] = ((*reading.family, "latest"), None)
            rules[subject] = "pointer"
        elif not is_shared and not reading.snapshot and len(makers_own) == 1:
            keys[subject] = (reading.family, next(iter(makers_own)))
            rules[subject] = "makers_sole_snapshot"
        elif not is_shared and len(known) == 1:
            keys[subject] = (reading.family, next(iter(known)))
            rules[subject] = "snapshot" if reading.snapshot else "sole_snapshot"
        else:
            keys[subject] = (reading.family, reading.snapshot)
            rules[subject] = (
                "snapshot" if reading.snapshot else "family_name" if known else "folded_name"
            )
        if reading.is_alias:
            rules[subject] = "curated_alias"
    return keys, rules


def _snapshots(subjects: Iterable[StatedSubject]) -> dict[tuple[str, ...], set[str]]:
    """The snapshots of each family that the subjects name."""
    found: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for subject in subjects:
        reading = parse_name(subject.stated)
        if reading.snapshot and not _is_upload(subject):
            found[reading.family].add(reading.snapshot)
    return found


def _is_upload(subject: StatedSubject) -> bool:
    """Whether the subject is a repository where anyone uploads under any name: a model of its own,
    "owner/name".
    """
    return (
        subject.kind == "model"
        and subject.provider in identity_vocabulary().hosts
        and "/" in subject.stated
    )


SellersFamily = tuple[str, tuple[str, ...]]


def _snapshots_apart(offers: list[StandardPrice]) -> frozenset[SellersFamily]:
    """Sellers, and families whose bare name and snapshot they sell at different prices: two models
    to them.
    """
    return _apart(
        (offer, parse_name(offer.subject.stated).snapshot) for offer in offers if not _points(offer)
    )


def _pointers_apart(offers: list[StandardPrice]) -> frozenset[SellersFamily]:
    """The same of a bare name and a pointer ("latest"): what it points to has moved."""
    undated = (offer for offer in offers if parse_name(offer.subject.stated).snapshot is None)
    return _apart((offer, _points(offer)) for offer in undated)


def _points(offer: StandardPrice) -> bool:
    return parse_name(offer.subject.stated).is_pointer


def _apart(told: Iterable[tuple[StandardPrice, object]]) -> frozenset[SellersFamily]:
    """Where one source prices forms that are told apart, as plain routes of one seller, further
    apart than regions.
    """
    prices: dict[tuple[str, str, tuple[str, ...]], dict[object, set[Decimal]]] = defaultdict(
        lambda: defaultdict(set)
    )
    for offer, form in told:
        reading = parse_name(offer.subject.stated)
        if reading.variant is None and offer.price[0] is not None:
            prices[offer.source, offer.subject.provider, reading.family][form].add(offer.price[0])
    return frozenset(
        (seller, family)
        for (_, seller, family), by_form in prices.items()
        if any(
            _differ(*pair)
            for one, other in combinations(by_form.values(), 2)
            for pair in product(one, other)
        )
    )


def _differ(one: Decimal, other: Decimal) -> bool:
    return max(one, other) > _REGIONAL * min(one, other)


def _model_ids(members: Mapping[ModelKey, list[StatedSubject]]) -> dict[ModelKey, str]:
    families = Counter(family for family, _ in members)
    ids: dict[ModelKey, str] = {}
    taken: dict[str, ModelKey] = {}
    for key in sorted(members, key=lambda key: (key[0], key[1] or "")):
        family, snapshot = key
        votes: Counter[str] = Counter()
        for subject in members[key]:
            is_own, is_id = subject.provider == maker_of(family), " " not in subject.stated
            votes[id_from_name(subject.stated, keep_snapshot=families[family] > 1)] += (
                1 + 10_000 * is_own * is_id + 100 * is_id
            )
        best = family[0] if "/" in family[0] else min(votes, key=lambda name: (-votes[name], name))
        model_id = (
            best if best not in taken else "-".join([*family, *([snapshot] if snapshot else [])])
        )
        model_id = _not_in(taken, model_id)
        taken[model_id] = key
        ids[key] = model_id
    return ids


def _not_in(taken: Container[str], name: str) -> str:
    """The name, with a number behind it where it is taken."""
    numbered = (f"{name}-{number}" if number > 1 else name for number in count(1))
    return next(found for found in numbered if found not in taken)


def _route_ids(
    subjects: list[StatedSubject],
    keys: Mapping[StatedSubject, ModelKey],
    ids: Mapping[ModelKey, str],
    offers: list[StandardPrice],
) -> dict[StatedSubject, str]:
    """One route for each seller, model and variant; one for each stated id where a source prices
    them differently.
    """
    groups: dict[tuple[str, ModelKey, str | None], list[StatedSubject]] = defaultdict(list)
    for subject in subjects:
        if subject.kind == "route":
            groups[subject.provider, keys[subject], parse_name(subject.stated).variant].append(
                subject
            )
    prices: dict[tuple[str, str, ModelKey, str | None], set[object]] = defaultdict(set)
    for offer in offers:
        if offer.subject in keys:
            prices[
                offer.source,
                offer.subject.provider,
                keys[offer.subject],
                parse_name(offer.subject.stated).variant,
            ].add(offer.price)
    split = {group[1:] for group, found in prices.items() if len(found) > 1}
    routes: dict[StatedSubject, str] = {}
    taken: set[str] = set()
    for group, stated in groups.items():
        provider, key, variant = group
        own: dict[str, str] = {}
        for subject in stated:
            tag = (
                subject.stated if group in split else ids[key] + (f":{variant}" if variant else "")
            )
            routes[subject] = own.setdefault(tag, _not_in(taken, f"{provider}/{tag}"))
        taken.update(own.values())
    return routes


def _with_own_slugs(models: list[KnownModel]) -> list[KnownModel]:
    own: dict[str, KnownModel] = {}
    for model in sorted(models):
        slug = _not_in(own, model.slug[:100].strip("-") or "model")
        own[slug] = model._replace(slug=slug)
    return list(own.values())
