"""Identity: which model and which route a stated name is, decided by named rules over all names.
Never by similarity.

Two names (parsed in names.py) are one model when family and snapshot are equal, or when the family,
or its maker, has one snapshot only and the other name has none.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import combinations
from typing import NamedTuple

from pipeline.identity.names import (
    Family,
    ModelKey,
    ParsedName,
    id_from_name,
    identity_vocabulary,
    maker_of,
    parse_name,
)

_REGIONAL = Decimal("1.21")
"""What a region multiplies a price by at most."""

_LONGEST_SLUG = 100

SellersFamily = tuple[str, Family]
"""A seller, and a family of models that it sells."""
Forms = list[tuple["StandardPrice", object]]
"""Prices, each with the form of the family's name that it is for."""
ModelKeys = dict["StatedSubject", ModelKey]


class StatedSubject(NamedTuple):
    """A subject as stated."""

    provider: str
    kind: str
    stated: str

    @property
    def parsed(self) -> ParsedName:
        """The parts of its name."""
        return parse_name(self.stated)


class StandardPrice(NamedTuple):
    """The standard price that a source states for a subject now: (input, output), in its
    currency.
    """

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
    prices: Iterable[StandardPrice] = (),
    own: Container[StatedSubject] = frozenset(),
) -> tuple[list[Identity], list[KnownModel]]:
    """Every subject with its model and route, and the models. A pure function of its arguments, in
    any order.

    `own` are the subjects that their seller itself states, on a page of its own.
    """
    ordered = sorted(set(subjects))
    named = [subject for subject in ordered if subject.kind != "service"]
    services = [subject for subject in ordered if subject.kind == "service"]
    prices = list(prices)
    keys, rules = _model_keys(named, _evidence(named, prices, own))
    members: dict[ModelKey, list[StatedSubject]] = defaultdict(list)
    for subject in named:
        members[keys[subject]].append(subject)
    ids = _model_ids(members)
    routes = _route_ids(named, keys, ids, prices)
    identities: list[Identity] = []
    for subject in named:
        key = keys[subject]
        identity = Identity(
            subject=subject,
            model_id=ids[key],
            route_id=routes.get(subject),
            variant=subject.parsed.variant,
            rule=rules[subject],
            is_provisional=len(members[key]) == 1,
        )
        identities.append(identity)
    identities += [Identity(subject, None, None, None, "service", False) for subject in services]
    return identities, _known_models(ids)


class _Evidence(NamedTuple):
    """What all names and prices together say about a family, for the rules."""

    snapshots: Mapping[Family, set[str]]
    """The snapshots of each family that any subject names."""
    makers_snapshots: Mapping[Family, set[str]]
    """Those that its maker names on a page of its own."""
    sold_apart: frozenset[SellersFamily]
    """Where a seller has different prices for the bare name and a snapshot: two models to it."""
    moved_pointers: frozenset[SellersFamily]
    """The same of the bare name and a pointer ("latest"): what it points to has moved."""


def _evidence(
    subjects: list[StatedSubject], prices: list[StandardPrice], own: Container[StatedSubject]
) -> _Evidence:
    """What the rules look at, besides a name itself."""
    makers_own = [
        subject
        for subject in subjects
        if subject in own and subject.provider == maker_of(subject.parsed.family)
    ]
    sellers_with_own = {price.subject.provider for price in prices if price.is_own}
    # What others say of a seller's prices counts only where the seller says nothing.
    trusted = [
        price for price in prices if price.is_own or price.subject.provider not in sellers_with_own
    ]
    return _Evidence(
        snapshots=_snapshots(subjects),
        makers_snapshots=_snapshots(makers_own),
        sold_apart=_snapshots_apart(trusted),
        moved_pointers=_pointers_apart(prices),
    )


def _model_keys(
    subjects: list[StatedSubject], evidence: _Evidence
) -> tuple[ModelKeys, dict[StatedSubject, str]]:
    """The model of each subject, and the name of the rule that decided it.

    own_repository: an upload is a model of its own. curated_alias: vocabulary/models.toml says
    which name is meant; the rules in `_apply_rules` decide which model that is.
    """
    keys: ModelKeys = {}
    rules: dict[StatedSubject, str] = {}
    for subject in subjects:
        if _is_upload(subject):
            family = (subject.stated.casefold(),)
            keys[subject] = (family, None)
            rules[subject] = "own_repository"
            continue
        parsed = subject.parsed
        key, rule = _apply_rules(subject, parsed, evidence)
        keys[subject] = key
        rules[subject] = "curated_alias" if parsed.is_alias else rule
    return keys, rules


def _apply_rules(
    subject: StatedSubject, parsed: ParsedName, evidence: _Evidence
) -> tuple[ModelKey, str]:
    """The model of a name and the rule that decided it: the first of these that applies.

    pointer: a "latest" that its seller or its maker prices apart from the bare name is a model of
    its own.
    makers_sole_snapshot: a bare name is the one snapshot that its maker names.
    sole_snapshot: it is the one snapshot that anyone names.
    snapshot: the name has a date.
    family_name: several snapshots are known, and the name is of none of them.
    folded_name: no snapshot is known; names are one model where they are spelt alike.

    A bare name is never joined with a snapshot where the curated list says that a family's name is
    shared by several models, or where the seller or the maker prices them apart.
    """
    family, snapshot = parsed.family, parsed.snapshot
    if parsed.is_pointer and _is_of_seller_or_maker(evidence.moved_pointers, subject, family):
        return ((*family, "latest"), None), "pointer"
    known = evidence.snapshots.get(family, set())
    makers_own = evidence.makers_snapshots.get(family, set())
    is_shared = family in identity_vocabulary().families or _is_of_seller_or_maker(
        evidence.sold_apart, subject, family
    )
    if not is_shared and not snapshot and len(makers_own) == 1:
        return (family, next(iter(makers_own))), "makers_sole_snapshot"
    if not is_shared and not snapshot and len(known) == 1:
        return (family, next(iter(known))), "sole_snapshot"
    if snapshot:
        return (family, snapshot), "snapshot"
    return (family, None), "family_name" if known else "folded_name"


def _is_of_seller_or_maker(
    found: Container[SellersFamily], subject: StatedSubject, family: Family
) -> bool:
    """Whether the family is among those found, at the subject's seller or at its maker."""
    if (subject.provider, family) in found:
        return True
    maker = maker_of(family) or ""
    return (maker, family) in found


def _snapshots(subjects: Iterable[StatedSubject]) -> dict[Family, set[str]]:
    """The snapshots of each family that the subjects name."""
    found: dict[Family, set[str]] = defaultdict(set)
    for subject in subjects:
        if _is_upload(subject):
            continue
        parsed = subject.parsed
        if parsed.snapshot:
            found[parsed.family].add(parsed.snapshot)
    return found


def _is_upload(subject: StatedSubject) -> bool:
    """Whether the subject is a repository where anyone uploads under any name: a model of its own,
    "owner/name".
    """
    if subject.kind != "model" or "/" not in subject.stated:
        return False
    return subject.provider in identity_vocabulary().hosts


# --- prices that tell models apart ------------------------------------------------------------------


def _snapshots_apart(prices: list[StandardPrice]) -> frozenset[SellersFamily]:
    """Sellers, and families whose bare name and snapshots they sell at different prices."""
    forms: Forms = []
    for price in prices:
        parsed = price.subject.parsed
        if not parsed.is_pointer:
            forms.append((price, parsed.snapshot))
    return _sold_apart(forms)


def _pointers_apart(prices: list[StandardPrice]) -> frozenset[SellersFamily]:
    """Sellers, and families whose bare name and pointer they sell at different prices."""
    forms: Forms = []
    for price in prices:
        parsed = price.subject.parsed
        if parsed.snapshot is None:
            forms.append((price, parsed.is_pointer))
    return _sold_apart(forms)


def _sold_apart(forms: Forms) -> frozenset[SellersFamily]:
    """Where one source has prices for two forms of a family, as plain routes of one seller, that
    are further apart than regions.
    """
    found: dict[tuple[str, SellersFamily], dict[object, set[Decimal]]] = {}
    for price, form in forms:
        parsed = price.subject.parsed
        input_price, _ = price.price
        if parsed.variant is not None or input_price is None:
            continue
        sellers_family = (price.subject.provider, parsed.family)
        by_form = found.setdefault((price.source, sellers_family), {})
        prices = by_form.setdefault(form, set())
        prices.add(input_price)
    apart: set[SellersFamily] = set()
    for (_, sellers_family), by_form in found.items():
        if _any_differ(list(by_form.values())):
            apart.add(sellers_family)
    return frozenset(apart)


def _any_differ(forms: Sequence[set[Decimal]]) -> bool:
    """Whether a price of one form is further from one of another than a region explains."""
    for one, other in combinations(forms, 2):
        if max(one) > _REGIONAL * min(other):
            return True
        if max(other) > _REGIONAL * min(one):
            return True
    return False


# --- ids --------------------------------------------------------------------------------------------


def _model_ids(members: Mapping[ModelKey, list[StatedSubject]]) -> dict[ModelKey, str]:
    """An id for each model: the spelling that most of its names agree on.

    Where another model has it, the id is made of the family's words and the snapshot.
    """
    snapshots_of = Counter(family for family, _ in members)
    ids: dict[ModelKey, str] = {}
    taken: set[str] = set()
    for key in sorted(members, key=_by_family_and_snapshot):
        family, snapshot = key
        if "/" in family[0]:
            model_id = family[0]
        else:
            has_several = snapshots_of[family] > 1
            model_id = _best_spelling(members[key], family, keep_snapshot=has_several)
        if model_id in taken:
            words = [*family, snapshot] if snapshot else family
            model_id = "-".join(words)
        model_id = _not_in(taken, model_id)
        ids[key] = model_id
        taken.add(model_id)
    return ids


def _by_family_and_snapshot(key: ModelKey) -> tuple[Family, str]:
    """A bare name before its snapshots."""
    family, snapshot = key
    return family, snapshot or ""


def _best_spelling(subjects: list[StatedSubject], family: Family, *, keep_snapshot: bool) -> str:
    """The spelling with most votes. An id weighs more than a title, and the maker's own id most."""
    maker = maker_of(family)
    votes: Counter[str] = Counter()
    for subject in subjects:
        weight = 1
        is_id = " " not in subject.stated
        if is_id:
            weight += 100
        if is_id and subject.provider == maker:
            weight += 10_000
        spelling = id_from_name(subject.stated, keep_snapshot=keep_snapshot)
        votes[spelling] += weight
    return min(votes, key=lambda spelling: (-votes[spelling], spelling))


def _not_in(taken: Container[str], name: str) -> str:
    """The name, with a number behind it where it is taken."""
    found, number = name, 1
    while found in taken:
        number += 1
        found = f"{name}-{number}"
    return found


def _route_ids(
    subjects: list[StatedSubject],
    keys: ModelKeys,
    ids: Mapping[ModelKey, str],
    prices: list[StandardPrice],
) -> dict[StatedSubject, str]:
    """One route for each seller, model and variant; one for each stated id where a source prices
    them differently.
    """
    groups: dict[_RouteGroup, list[StatedSubject]] = defaultdict(list)
    for subject in subjects:
        if subject.kind == "route":
            group = _route_group(subject, keys)
            groups[group].append(subject)
    split = _split_groups(prices, keys)
    routes: dict[StatedSubject, str] = {}
    taken: set[str] = set()
    for group, members in groups.items():
        shared_name = ids[group.model]
        if group.variant:
            shared_name = f"{shared_name}:{group.variant}"
        own: dict[str, str] = {}
        for subject in members:
            name = subject.stated if group in split else shared_name
            if name not in own:
                own[name] = _not_in(taken, f"{group.provider}/{name}")
            routes[subject] = own[name]
        taken.update(own.values())
    return routes


class _RouteGroup(NamedTuple):
    """What is one route, as long as no source has several prices for it."""

    provider: str
    model: ModelKey
    variant: str | None


def _route_group(subject: StatedSubject, keys: ModelKeys) -> _RouteGroup:
    """The group of a subject, whose model is in `keys`."""
    return _RouteGroup(
        provider=subject.provider,
        model=keys[subject],
        variant=subject.parsed.variant,
    )


def _split_groups(prices: list[StandardPrice], keys: ModelKeys) -> set[_RouteGroup]:
    """The groups for which one source states several prices."""
    first_price: dict[tuple[str, _RouteGroup], object] = {}
    split: set[_RouteGroup] = set()
    for price in prices:
        if price.subject not in keys:
            continue
        group = _route_group(price.subject, keys)
        first = first_price.setdefault((price.source, group), price.price)
        if price.price != first:
            split.add(group)
    return split


def _known_models(ids: Mapping[ModelKey, str]) -> list[KnownModel]:
    """The models in the order of their ids, each with a slug of its own."""
    family_of = {model_id: family for (family, _), model_id in ids.items()}
    models: dict[str, KnownModel] = {}
    for model_id in sorted(family_of):
        slug = re.sub(r"[^a-z0-9]+", "-", model_id).strip("-")
        slug = slug[:_LONGEST_SLUG].strip("-") or "model"
        slug = _not_in(models, slug)
        models[slug] = KnownModel(
            model_id=model_id,
            lab=maker_of(family_of[model_id]),
            slug=slug,
        )
    return list(models.values())
