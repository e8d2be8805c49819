"""Names of meters in price lists whose last words say what is measured: "gpt-4o-0806-Inp-glbl
Tokens", "NovaLite-output-tokens".
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
    """What the words of a meter say; None for what they do not say."""

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
        """The claim of a price of this meter. Raises ValueError when the words name no meter."""
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
    """A publisher's words for meters and their qualifiers. Each mapping has the words for a meaning
    in one string: `{"input": "input inp", ...}`.

    Of several meters that are named, the first one in the mapping counts: with `cache_read` before
    `input`, "cached inp" means `cache_read`. `silent` are words without a meaning of their own.
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
        self._meters = meters
        self._tiers = tiers
        self._modalities = modalities
        self._lifetimes = lifetimes
        self._variants = variants
        self._known = set(silent.split())
        for words_by_meaning in (meters, tiers, modalities, lifetimes, variants):
            for words in words_by_meaning.values():
                self._known.update(words.split())

    def split(self, name: str) -> tuple[int, list[str]]:
        """The position in a name from which on all words are known, and these words, in lower case.
        A word such as "InputTokenCount" counts as three.
        """
        begin = len(name)
        known_words: list[str] = []
        for word in reversed(list(_WORD.finditer(name))):
            parts = self._parts(word[0])
            if not parts or not self._known.issuperset(parts):
                break
            begin = word.start()
            known_words = [*parts, *known_words]
        return begin, known_words

    def _parts(self, word: str) -> list[str]:
        """A known word as it is, and another one split at its capitals, in lower case; nothing when
        it has characters that belong to no part.
        """
        if word.casefold() in self._known:
            return [word.casefold()]
        parts: list[str] = _PART.findall(word)
        if "".join(parts) != word:
            return []
        return [part.casefold() for part in parts]

    def read(self, words: Iterable[str]) -> MeterReading:
        """The meaning of the words. Raises LayoutChanged when they contradict each other."""
        given = set(words)
        meters = _named(self._meters, given)
        variants = _named(self._variants, given)
        return MeterReading(
            meter=meters[0] if meters else None,
            tier=_only(_named(self._tiers, given)),
            modality=_only(_named(self._modalities, given)),
            lifetime=_only(_named(self._lifetimes, given)),
            variant=", ".join(variants) or None,
        )


def _named(words_by_meaning: Mapping[T, str], given: set[str]) -> list[T]:
    """The meanings of which at least one word is given."""
    named: list[T] = []
    for meaning, words in words_by_meaning.items():
        if not given.isdisjoint(words.split()):
            named.append(meaning)
    return named


def _only(meanings: list[T]) -> T | None:
    if len(meanings) > 1:
        raise LayoutChanged(
            "a meter's words contradict each other", found=" and ".join(map(str, meanings))
        )
    return meanings[0] if meanings else None
