"""Identity over what a database holds: every subject as its pages state it, and the prices it is
offered at.

A hub lists millions of uploads that nobody sells or names. Each is a model of its own whatever else
is stated, so that these are identified one batch after the other, beside all others at once.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import groupby, islice
from typing import NamedTuple

from pipeline.identity.catalog_ids import KnownModel, known_models
from pipeline.identity.names import identity_vocabulary
from pipeline.identity.resolve import Identity, StandardPrice, StatedSubject, identify
from pipeline.identity.vocabulary import Family
from warehouse.store import Database, Row

_UPLOADS_A_PART = 50_000


class IdentifiedPart(NamedTuple):
    """What some subjects are, and some models. Every subject and every model is in one part."""

    identities: list[Identity]
    models: list[KnownModel]


class _Identified(NamedTuple):
    """What subjects that others can be joined with are: the family of each model by its id, and the
    names, in lower case, of uploads that had to be among them.
    """

    identities: list[Identity]
    families: dict[str, Family]
    met: list[str]


def resolve_stored(database: Database, others: Iterable[StatedSubject] = ()) -> list[Identity]:
    """What every stated subject is, but for uploads that nothing else can be joined with. `others`
    are read along with them, as if one more page stated these.
    """
    return _identify(database, list(others)).identities


def identify_stored(database: Database) -> Iterator[IdentifiedPart]:
    """What every stated subject is, and the models in the order of their ids, part by part.

    No other query may be asked of the database meanwhile.
    """
    identities, families, met = _identify(database, [])
    yield IdentifiedPart(identities, [])
    ids = sorted(families)
    slugs: set[str] = set()
    told = 0
    uploads = _lone_uploads(database, met)
    while part := list(islice(uploads, _UPLOADS_A_PART)):
        identities = [identity for of_one_name in part for identity in of_one_name]
        upload_ids = [of_one_name[0].subject.stated.lower() for of_one_name in part]
        before = bisect_right(ids, upload_ids[-1])
        sorted_ids = sorted([*ids[told:before], *upload_ids])
        told = before
        yield IdentifiedPart(identities, list(known_models(sorted_ids, families, slugs)))
    yield IdentifiedPart([], list(known_models(ids[told:], families, slugs)))


def inputs_digest(database: Database) -> str:
    """16 hex digits: a hash of all that the identities of a database are decided from."""
    digest = hashlib.blake2b(digest_size=8)
    for is_lone in (False, True):
        for row in database.stream("stated_subjects", _which(is_lone=is_lone)):
            digest.update(repr(row).encode())
    for query in ("stated_prices", "named_repositories"):
        digest.update(repr(database.query(query).rows).encode())
    return digest.hexdigest()


def _identify(database: Database, others: list[StatedSubject]) -> _Identified:
    """What all subjects are that others can be joined with, these others among them."""
    met = [subject.stated.lower() for subject in others]
    prices = [_standard_price(*row) for row in database.query("stated_prices").rows]
    repositories = {
        StatedSubject(*subject): repository
        for *subject, repository in database.query("named_repositories").rows
    }
    while True:
        subjects = list(others)
        own: set[StatedSubject] = set()
        for *stated, is_own in database.query("stated_subjects", _which(met, is_lone=False)).rows:
            subject = StatedSubject(*stated)
            subjects.append(subject)
            if is_own:
                own.add(subject)
        identities, families = identify(subjects, prices, own, repositories)
        # An upload may be called what the id of another model is.
        uploads = database.stream("stated_subjects", _which(met, is_lone=True))
        called_alike = {_lower_name(row) for row in uploads if _lower_name(row) in families}
        if not called_alike:
            return _Identified(identities, families, met)
        met += sorted(called_alike)


def _lone_uploads(database: Database, met: list[str]) -> Iterator[list[Identity]]:
    """The uploads that nothing else can be joined with: those of one name, whatever its capitals,
    are one model.
    """
    rows = database.stream("stated_subjects", _which(met, is_lone=True))
    for model_id, of_one_name in groupby(rows, key=_lower_name):
        subjects = [StatedSubject(*stated) for *stated, _ in of_one_name]
        yield [
            Identity(
                subject=subject,
                model_id=model_id,
                route_id=None,
                variant=subject.parsed.variant,
                rule="own_repository",
                is_provisional=len(subjects) == 1,
            )
            for subject in subjects
        ]


def _which(met: Iterable[str] = (), *, is_lone: bool) -> dict[str, object]:
    """Which subjects a query is to give."""
    return {
        "hosts": sorted(identity_vocabulary().hosts),
        "met": list(met),
        "is_lone": is_lone,
    }


def _lower_name(row: Row) -> str:
    _, _, stated, _ = row
    return str(stated).lower()


def _standard_price(
    source: str,
    provider: str,
    kind: str,
    stated: str,
    input_price: Decimal | None,
    output_price: Decimal | None,
    is_own: bool,
) -> StandardPrice:
    """A row of the query `stated_prices`."""
    subject = StatedSubject(provider, kind, stated)
    return StandardPrice(source, subject, (input_price, output_price), is_own)
