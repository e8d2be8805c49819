"""Ids of models and routes, and models' names in urls: a spelling that is stated, made unique."""

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import NamedTuple

from pipeline.identity.names import id_from_name
from pipeline.identity.statements import ModelKeys, Reading, StandardPrice, StatedSubject
from pipeline.identity.vocabulary import Family, ModelKey, maker_of

_LONGEST_SLUG = 100
_SELLERS_SPELLINGS = frozenset(
    {"percent_encoded", "seller_prefix", "serving_word", "missing_point"}
)
"""Rules that read names which a seller spells in its own way."""


class KnownModel(NamedTuple):
    """A model that the catalog knows: its id, its maker where known, its name in urls."""

    model_id: str
    lab: str | None
    slug: str


def model_ids(
    members: Mapping[ModelKey, list[StatedSubject]], read: Reading
) -> dict[ModelKey, str]:
    """An id for each model: the spelling that most of its names agree on.

    Where another model has it, the id is made of the family's words and the snapshot.
    """
    snapshots_of = Counter(family for family, _ in members)
    ids: dict[ModelKey, str] = {}
    taken: set[str] = set()
    for key in sorted(members, key=_by_family_and_snapshot):
        family, snapshot = key
        has_owner = "/" in family[0]
        if has_owner:
            model_id = "-".join(family)
        else:
            has_several = snapshots_of[family] > 1
            model_id = _best_spelling(
                _plainest(members[key], read), family, keep_snapshot=has_several
            )
        if model_id in taken:
            words = [*family, snapshot] if snapshot else family
            model_id = "-".join(words)
        model_id = _not_in(taken, model_id)
        ids[key] = model_id
        taken.add(model_id)
    return ids


def _plainest(subjects: list[StatedSubject], read: Reading) -> list[StatedSubject]:
    """Those whose names no seller spells in its own way, or all where each is."""
    plain = [subject for subject in subjects if _SELLERS_SPELLINGS.isdisjoint(read(subject).rules)]
    return plain or subjects


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


def route_ids(
    subjects: list[StatedSubject],
    keys: ModelKeys,
    ids: Mapping[ModelKey, str],
    prices: list[StandardPrice],
    read: Reading,
) -> dict[StatedSubject, str]:
    """One route for each seller, model and variant; one for each stated id where a source prices
    them differently.
    """
    groups: dict[_RouteGroup, list[StatedSubject]] = defaultdict(list)
    for subject in subjects:
        if subject.kind == "route":
            group = _route_group(subject, keys, read)
            groups[group].append(subject)
    split = _split_groups(prices, keys, read)
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
                own[name] = _not_in(taken, _with_seller(group.provider, name, subject.stated))
            routes[subject] = own[name]
        taken.update(own.values())
    return routes


def _with_seller(seller: str, name: str, stated: str) -> str:
    """A route's name behind its seller's, which is not said twice: cohere/rerank-v3.5."""
    if name != stated and name.startswith(f"{seller}/"):
        return name
    return f"{seller}/{name}"


class _RouteGroup(NamedTuple):
    """What is one route, as long as no source has several prices for it."""

    provider: str
    model: ModelKey
    variant: str | None


def _route_group(subject: StatedSubject, keys: ModelKeys, read: Reading) -> _RouteGroup:
    """The group of a subject, whose model is in `keys`."""
    return _RouteGroup(
        provider=subject.provider,
        model=keys[subject],
        variant=read(subject).variant,
    )


def _split_groups(prices: list[StandardPrice], keys: ModelKeys, read: Reading) -> set[_RouteGroup]:
    """The groups for which one source states several prices."""
    first_price: dict[tuple[str, _RouteGroup], object] = {}
    split: set[_RouteGroup] = set()
    for price in prices:
        if price.subject not in keys:
            continue
        group = _route_group(price.subject, keys, read)
        first = first_price.setdefault((price.source, group), price.price)
        if price.price != first:
            split.add(group)
    return split


def known_models(
    model_ids: Iterable[str], families: Mapping[str, Family], taken: set[str]
) -> Iterator[KnownModel]:
    """The models with these ids, which are sorted, each with a slug of its own.

    A model that has no family here is an upload, whose id is its whole name. `taken` are the slugs of
    the models before them; theirs are added.
    """
    for model_id in model_ids:
        slug = re.sub(r"[^a-z0-9]+", "-", model_id).strip("-")
        slug = slug[:_LONGEST_SLUG].strip("-") or "model"
        slug = _not_in(taken, slug)
        taken.add(slug)
        yield KnownModel(
            model_id=model_id,
            lab=maker_of(families.get(model_id, (model_id,))),
            slug=slug,
        )
