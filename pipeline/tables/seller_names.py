"""How a format names sellers: the inverse of how the catalog reads its names."""

from collections.abc import Iterable, Mapping

from spiders.readers.seller_ids import seller_id


def sellers_named(names: Iterable[str]) -> Mapping[str, str]:
    """A format's name of each seller that the catalog calls otherwise. Of several names of one the
    first counts.
    """
    found: dict[str, str] = {}
    for name in names:
        found.setdefault(seller_id(name), name)
    return found
