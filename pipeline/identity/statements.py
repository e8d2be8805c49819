"""What pages state of names: subjects, and the prices that they are offered at."""

from collections.abc import Callable
from decimal import Decimal
from typing import NamedTuple

from pipeline.identity.names import ParsedName, identity_vocabulary, of_seller, parse_name
from pipeline.identity.vocabulary import ModelKey


class StatedSubject(NamedTuple):
    """A subject as stated."""

    provider: str
    kind: str
    stated: str

    @property
    def parsed(self) -> ParsedName:
        """The parts of its name."""
        return of_seller(parse_name(self.stated), self.provider)


class StandardPrice(NamedTuple):
    """The standard price that a source states for a subject now: (input, output), in its
    currency.
    """

    source: str
    subject: StatedSubject
    price: tuple[Decimal | None, Decimal | None]
    is_own: bool = True
    """Whether the seller itself states it."""


Reading = Callable[[StatedSubject], ParsedName]
"""How subjects are read: the parts of each one's name, as all names together say."""
ModelKeys = dict[StatedSubject, ModelKey]


def is_upload(subject: StatedSubject) -> bool:
    """Whether the subject is a repository where anyone uploads under any name: a model of its own,
    "owner/name".
    """
    if subject.kind != "model" or "/" not in subject.stated:
        return False
    return subject.provider in identity_vocabulary().hosts
