"""Identity: which model and which route a stated name is, decided by named rules over all names.
Never by similarity.

Two names (parsed in names.py) are one model when family and snapshot are equal, or when the family,
or its maker, has one snapshot only and the other name has none.
"""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping
from typing import NamedTuple

from pipeline.identity.catalog_ids import KnownModel, known_models, model_ids, route_ids
from pipeline.identity.names import ParsedName, identity_vocabulary
from pipeline.identity.prices_apart import SellersFamily, pointers_apart, snapshots_apart
from pipeline.identity.repositories import NamedRepositories, models_of_repositories
from pipeline.identity.short_names import join_names
from pipeline.identity.statements import (
    ModelKeys,
    Reading,
    StandardPrice,
    StatedSubject,
    is_upload,
)
from pipeline.identity.vocabulary import Family, ModelKey, maker_of


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


def resolve(
    subjects: Iterable[StatedSubject],
    prices: Iterable[StandardPrice] = (),
    own: Container[StatedSubject] = frozenset(),
    repositories: NamedRepositories | None = None,
) -> tuple[list[Identity], list[KnownModel]]:
    """Every subject with its model and route, and the models. A pure function of its arguments, in
    any order. The arguments are those of `identify`.
    """
    identities, families = identify(subjects, prices, own, repositories)
    return identities, list(known_models(sorted(families), families, set()))


def identify(
    subjects: Iterable[StatedSubject],
    prices: Iterable[StandardPrice] = (),
    own: Container[StatedSubject] = frozenset(),
    repositories: NamedRepositories | None = None,
) -> tuple[list[Identity], dict[str, Family]]:
    """Every subject with its model and route, and the family of each model by its id.

    `own` are the subjects that their seller itself states, on a page of its own; `repositories` what
    pages name as the repository of a route's model.
    """
    ordered = sorted(set(subjects))
    stated = {subject: subject.parsed for subject in ordered if subject.kind != "service"}
    names = {subject: parsed for subject, parsed in stated.items() if not parsed.is_nameless}
    names = join_names(names)
    read = names.__getitem__
    named = list(names)
    prices = [price for price in prices if price.subject in names]
    keys, rules = _model_keys(names, _evidence(names, prices, own))
    for subject, key in models_of_repositories(keys, repositories or {}).items():
        keys[subject] = key
        rules[subject] = "stated_repository"
    members: dict[ModelKey, list[StatedSubject]] = defaultdict(list)
    for subject in named:
        members[keys[subject]].append(subject)
    ids = model_ids(members, read)
    routes = route_ids(named, keys, ids, prices, read)
    identities: list[Identity] = []
    for subject in named:
        key = keys[subject]
        identity = Identity(
            subject=subject,
            model_id=ids[key],
            route_id=routes.get(subject),
            variant=names[subject].variant,
            rule=rules[subject],
            is_provisional=len(members[key]) == 1,
        )
        identities.append(identity)
    for subject in ordered:
        if subject not in names:
            rule = "service" if subject.kind == "service" else "names_no_model"
            identities.append(Identity(subject, None, None, None, rule, False))
    families = {model_id: family for (family, _), model_id in ids.items()}
    return identities, families


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
    names: Mapping[StatedSubject, ParsedName],
    prices: list[StandardPrice],
    own: Container[StatedSubject],
) -> _Evidence:
    """What the rules look at, besides a name itself."""
    read: Reading = names.__getitem__
    makers_own = {
        subject: parsed
        for subject, parsed in names.items()
        if subject in own and subject.provider == maker_of(parsed.family)
    }
    sellers_with_own = {price.subject.provider for price in prices if price.is_own}
    # What others say of a seller's prices counts only where the seller says nothing.
    trusted = [
        price for price in prices if price.is_own or price.subject.provider not in sellers_with_own
    ]
    return _Evidence(
        snapshots=_snapshots(names),
        makers_snapshots=_snapshots(makers_own),
        sold_apart=snapshots_apart(trusted, read),
        moved_pointers=pointers_apart(prices, read),
    )


def _model_keys(
    names: Mapping[StatedSubject, ParsedName], evidence: _Evidence
) -> tuple[ModelKeys, dict[StatedSubject, str]]:
    """The model of each subject, and the name of the rule that decided it.

    own_repository: an upload is a model of its own, unless sellers name it as the repository of one
    model whose name it has (stated_repository, repositories.py). curated_alias: vocabulary/models.toml says
    which name is meant; the rules in `_apply_rules` decide which model that is. Rules by which the
    name itself was read (names.py, short_names.py) stand before the one that decided: "serving_word
    + snapshot".
    """
    keys: ModelKeys = {}
    rules: dict[StatedSubject, str] = {}
    for subject, parsed in names.items():
        if is_upload(subject):
            family = (subject.stated.casefold(),)
            keys[subject] = (family, None)
            rules[subject] = "own_repository"
            continue
        key, rule = _apply_rules(subject, parsed, evidence)
        keys[subject] = key
        rules[subject] = _all_rules(parsed, rule)
    return keys, rules


def _all_rules(parsed: ParsedName, decided: str) -> str:
    """The rules that a name was read by and the one that decided, which is no news where names were
    read by others and are merely spelt alike.
    """
    if parsed.is_alias:
        decided = "curated_alias"
    if parsed.rules and decided == "folded_name":
        return " + ".join(parsed.rules)
    return " + ".join((*parsed.rules, decided))


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


def _snapshots(names: Mapping[StatedSubject, ParsedName]) -> dict[Family, set[str]]:
    """The snapshots of each family that the subjects name."""
    found: dict[Family, set[str]] = defaultdict(set)
    for subject, parsed in names.items():
        if parsed.snapshot and not is_upload(subject):
            found[parsed.family].add(parsed.snapshot)
    return found
