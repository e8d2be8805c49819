"""Identity over what a database holds: every subject as its pages state it, and the prices it is
offered at.
"""

import hashlib
from collections.abc import Iterable
from decimal import Decimal

from pipeline.identity.resolve import Identity, KnownModel, StandardPrice, StatedSubject, resolve
from warehouse.store import Database


def resolve_stored(
    database: Database, others: Iterable[StatedSubject] = ()
) -> tuple[list[Identity], list[KnownModel]]:
    """What every stated subject is. `others` are read along with them, as if one more page stated
    these.
    """
    subjects = list(others)
    own: set[StatedSubject] = set()
    stated = database.query("stated_subjects")
    for provider, kind, name, is_own in stated.rows:
        subject = StatedSubject(provider, kind, name)
        subjects.append(subject)
        if is_own:
            own.add(subject)
    offers = database.query("stated_prices")
    prices = [_standard_price(*row) for row in offers.rows]
    repositories = {
        StatedSubject(*subject): repository
        for *subject, repository in database.query("named_repositories").rows
    }
    return resolve(subjects, prices, own, repositories)


def inputs_digest(database: Database) -> str:
    """16 hex digits: a hash of all that the identities of a database are decided from."""
    digest = hashlib.blake2b(digest_size=8)
    for query in ("stated_subjects", "stated_prices", "named_repositories"):
        digest.update(repr(database.query(query).rows).encode())
    return digest.hexdigest()


def _standard_price(
    source: str,
    provider: str,
    kind: str,
    stated: str,
    input_price: Decimal | None,
    output_price: Decimal | None,
    is_own: bool,
) -> StandardPrice:
    """A row of the query `offer`."""
    subject = StatedSubject(provider, kind, stated)
    return StandardPrice(source, subject, (input_price, output_price), is_own)
