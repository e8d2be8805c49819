"""Identity over what a database holds: every subject as its pages state it, and the prices it is
offered at.
"""

from collections.abc import Iterable

from pipeline.identity.resolve import Identity, KnownModel, StandardPrice, StatedSubject, resolve
from warehouse.store import Database


def resolve_stored(
    database: Database, others: Iterable[StatedSubject] = ()
) -> tuple[list[Identity], list[KnownModel]]:
    """What every stated subject is. `others` are read along with them, as if one more page stated
    these.
    """
    stated = [(StatedSubject(*row[:-1]), row[-1]) for row in database.query("stated_subjects").rows]
    offers = [
        StandardPrice(row[0], StatedSubject(*row[1:4]), (row[4], row[5]), row[6])
        for row in database.query("stated_prices").rows
    ]
    own = {subject for subject, is_own in stated if is_own}
    return resolve([*(subject for subject, _ in stated), *others], offers, own)
