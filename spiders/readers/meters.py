"""Names of meters whose last words say what is measured: "gpt-4o-0806-Inp-glbl Tokens",
"NovaLite-output-tokens".
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from spiders.claims import Claim, Currency, Lifetime, Meter, Modality, Quote, Tier, Unit
from spiders.errors import LayoutChanged

T = TypeVar("T")
_WORD = re.compile(r"[^\s_-]+")
_PART = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+[a-z]*")


class MeterReading(NamedTuple):
    """What words say is measured. None where they say nothing of the kind."""

    meter: Meter | None
    tier: Tier | None
    modality: Modality | None
    lifetime: Lifetime | None
    variant: str | None

    def claim(
        self,
        route: Quote,
        quote: Quote,
        unit: Unit,
        *,
        region: str | None,
        full_name: str | None = None,
        currency: Currency = "USD",
        valid_from: str | None = None,
        valid_to: str | None = None,
    ) -> Claim:
        """The claim that a route's meter costs so much in a region. Raises ValueError where no
        meter is named.
        """
        if self.meter is None:
            raise ValueError("words that name no meter make no price")
        return Claim(
            route=route,
            full_name=full_name,
            meter=self.meter,
            quote=quote,
            unit=unit,
            currency=currency,
            region=region,
            tier=self.tier or "standard",
            modality=self.modality,
            lifetime=self.lifetime,
            variant=self.variant,
            valid_from=valid_from,
            valid_to=valid_to,
        )


class MeterWords:
    """A publisher's words for meters and what tells them apart: a meaning, and the words for it in
    one string.

    Of several meters the first that a word names counts: with `cache_read` before `input`, "cached
    inp" is a cache's. `silent` are the words that change nothing.
    """

    def __init__(
        self,
        meters: Mapping[Meter, str],
        *,
        tiers: Mapping[Tier, str],
        modalities: Mapping[Modality, str],
        lifetimes: Mapping[Lifetime, str],
        variants: Mapping[str, str],
        silent: str,
    ) -> None:
        self._meters, self._tiers, self._modalities = meters, tiers, modalities
        self._lifetimes, self._variants = lifetimes, variants
        meanings = (meters, tiers, modalities, lifetimes, variants)
        self._known = {
            word for meaning in meanings for words in meaning.values() for word in words.split()
        }
        self._known |= set(silent.split())

    def split(self, name: str) -> tuple[int, list[str]]:
        """Where the last words of a name begin that are all known, and these words:
        "InputTokenCount" is three.
        """
        end, words = len(name), list[str]()
        for word in reversed(list(_WORD.finditer(name))):
            parts = [word[0]] if word[0].casefold() in self._known else _PART.findall(word[0])
            folded = [part.casefold() for part in parts]
            if "".join(parts) != word[0] or not self._known.issuperset(folded):
                break
            end, words = word.start(), [*folded, *words]
        return end, words

    def read(self, words: Iterable[str]) -> MeterReading:
        """What the words say. Raises LayoutChanged where they contradict each other."""
        given = set(words)
        return MeterReading(
            meter=next(iter(_named(self._meters, given)), None),
            tier=_one(_named(self._tiers, given)),
            modality=_one(_named(self._modalities, given)),
            lifetime=_one(_named(self._lifetimes, given)),
            variant=", ".join(_named(self._variants, given)) or None,
        )


def _named(meanings: Mapping[T, str], given: set[str]) -> list[T]:
    return [meaning for meaning, words in meanings.items() if not given.isdisjoint(words.split())]


def _one(meanings: list[T]) -> T | None:
    if len(meanings) > 1:
        raise LayoutChanged(
            "a meter's words contradict each other", found=" and ".join(map(str, meanings))
        )
    return meanings[0] if meanings else None
