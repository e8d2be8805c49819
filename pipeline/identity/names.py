"""Stated names parsed: the family's words with spelling folded, the snapshot's date, what only
qualifies a route.

A revision of four digits, a version -vN, a size or a quantisation is part of the family and is
never erased.
"""

import re
from functools import cache, lru_cache
from typing import NamedTuple

from pipeline.identity.name_words import fold_words, spell_uniformly, take_date
from pipeline.identity.route_qualifiers import (
    PERCENT_ENCODED,
    QUALIFYING_SEGMENT,
    spelt_out,
    without_qualifiers,
)
from pipeline.identity.vocabulary import (
    Family,
    IdentityVocabulary,
    ModelKey,
    load_vocabulary,
    maker_of,
    makers,
    word_lists,
)

_WORD_BOUNDARY = re.compile(r"[\s_-]+|(?<=[a-z])\.(?=[a-z])|(?<=[a-z]{3})\.(?=\d)")
_ARN = re.compile(r"(?:^|/)arn:aws[a-z-]*:[^:/]*:([^:/]*):[^:/]*:(?:([a-z-]+)[/:])?")
_ARNS_OF_MODELS = ("foundation-model", "inference-profile")
"""What Amazon's resource names that hold a model's id are of; others hold an account's own number.
"""
_VENDOR_PREFIX = re.compile(r"([a-z-]+?)[-.](?=[a-z])")
_DOTTED_OWNER = re.compile(r"\b([a-z][a-z-]*)\.(?=[a-z])")
"""amazon.nova, deepgram.nova: but not the versions of gpt-3.5 or flux.1."""
_NUMBERED = re.compile(r"v?\d{1,2}(?:\.\d{1,2})?")
"""v3, 2, 1.5: a version, which names nothing by itself."""


class ParsedName(NamedTuple):
    """A name's parts: the family's words, the snapshot's date, the route's qualifiers, whether it
    points at a newest.
    """

    family: Family
    snapshot: str | None
    variant: str | None
    is_pointer: bool
    is_alias: bool = False
    """Whether the curated list says that another name is meant."""
    owners: tuple[str, ...] = ()
    """Whose model the name says it is, the nearest first: what stands in front of the family."""
    rules: tuple[str, ...] = ()
    """The rules by which parts of the name were taken as no part of the family (names as in
    docs/conclusions.md).
    """
    is_nameless: bool = False
    """Whether it holds no model's name at all, as an ARN of an account's own profile."""

    @property
    def key(self) -> ModelKey:
        """What two names of one model have in common."""
        return self.family, self.snapshot


@cache
def identity_vocabulary() -> IdentityVocabulary:
    """The vocabulary, with the names in it parsed."""
    words = word_lists()
    table = load_vocabulary("models.toml")
    serving_words: dict[str, tuple[Family, ...]] = {}
    for word, names in table["serving_words"].items():
        serving_words[word] = tuple(_parse(name, words).family for name in names)
    words = words._replace(serving_words=serving_words)
    families = frozenset(_parse(name, words).family for name in table["families"])
    aliases: dict[ModelKey, ModelKey] = {}
    for name, meant in table["aliases"].items():
        aliases[_parse(name, words).key] = _parse(meant, words).key
    return words._replace(families=families, aliases=aliases)


@lru_cache(maxsize=100_000)
def parse_name(name: str) -> ParsedName:
    """A name as family, snapshot and variant; of a curated alias, those of the name that it
    means.
    """
    vocabulary = identity_vocabulary()
    parsed = _parse(name, vocabulary)
    meant = vocabulary.aliases.get(parsed.key)
    if meant is None:
        return parsed
    family, snapshot = meant
    return parsed._replace(
        family=family,
        snapshot=snapshot,
        is_alias=True,
    )


def _parse(name: str, vocabulary: IdentityVocabulary) -> ParsedName:
    """A name without the curated aliases, which are parsed by this themselves."""
    rules: list[str] = []
    if PERCENT_ENCODED.search(name):
        rules.append("percent_encoded")
    text, variants = without_qualifiers(name, vocabulary)
    text = spell_uniformly(text)
    words = [word for word in _WORD_BOUNDARY.split(text) if word]
    snapshot = take_date(words)
    vendors = _take_vendor(words, vocabulary)
    seller = _take_seller(words, vocabulary)
    if seller:
        rules.append("seller_prefix")
        if seller != maker_of((words[0],)):
            variants.append(seller)
    while len(words) > 1 and words[-1] in vocabulary.route_suffixes:
        words.pop()
    is_pointer = "latest" in [*words, *variants]
    if is_pointer:
        words = [word for word in words if word != "latest"]
        variants = [variant for variant in variants if variant != "latest"]
    family = fold_words(words) or (text,)
    family, serving = _take_serving_words(family, vocabulary)
    if serving:
        rules.append("serving_word")
        variants += serving
    parsed = ParsedName(
        family=family,
        snapshot=snapshot,
        variant=" ".join(variants) or None,
        is_pointer=is_pointer,
        owners=_owners(name, vendors, vocabulary),
        rules=tuple(rules),
        is_nameless=_is_nameless(name),
    )
    return _with_owner(parsed, vocabulary)


@lru_cache(maxsize=100_000)
def of_seller(parsed: ParsedName, seller: str) -> ParsedName:
    """The name as this seller means it: what names nothing by itself is the seller's own."""
    return _with_owner(parsed, identity_vocabulary(), seller)


def _with_owner(
    parsed: ParsedName, vocabulary: IdentityVocabulary, seller: str | None = None
) -> ParsedName:
    """The name with its owner's in front, where it names nothing alone or is the owner's own word.

    generic_name: every word is one that many use, or a version: "search", "rerank-2", "v3".
    makers_own_word: the first word is this maker's own at this maker, as Nova is Deepgram's.
    """
    if "/" in parsed.family[0]:
        return parsed
    owners = (*parsed.owners, seller) if seller else parsed.owners
    for owner in owners:
        if parsed.family[0] in vocabulary.own_words.get(owner, ()):
            return _owned(parsed, owner, "makers_own_word")
    if not _is_generic(parsed.family, vocabulary):
        return parsed
    path: list[str] = []
    for owner in owners:
        path.insert(0, owner)
        if not _is_generic((owner,), vocabulary):
            return _owned(parsed, "/".join(path), "generic_name")
    return parsed


def _owned(parsed: ParsedName, owner: str, rule: str) -> ParsedName:
    """The name with its owner's in front."""
    first, *rest = parsed.family
    return parsed._replace(family=(f"{owner}/{first}", *rest), rules=(*parsed.rules, rule))


def _is_generic(family: Family, vocabulary: IdentityVocabulary) -> bool:
    """Whether no word of the family names a model."""
    words = "-".join(family).split("-")
    return all(word in vocabulary.generic or _NUMBERED.fullmatch(word) for word in words)


def _owners(name: str, vendors: list[str], vocabulary: IdentityVocabulary) -> tuple[str, ...]:
    """What stands in front of the family's words, the nearest first: vendors, "maker.", path."""
    *path, last = spelt_out(name).rstrip("/").split("/")
    before = _DOTTED_OWNER.findall(last)
    nearest_first = [*reversed(vendors), *reversed(before), *reversed(path)]
    owners: list[str] = []
    for word in nearest_first:
        owner = word.replace("_", "-")
        owner = vocabulary.maker_names.get(owner, owner)
        if owner and owner not in owners and not QUALIFYING_SEGMENT.fullmatch(owner):
            owners.append(owner)
    return tuple(owners)


def _is_nameless(name: str) -> bool:
    """Whether the name is an Amazon resource name that holds no model's id."""
    match = _ARN.search(spelt_out(name))
    return match is not None and match[2] not in _ARNS_OF_MODELS


def _take_vendor(words: list[str], vocabulary: IdentityVocabulary) -> list[str]:
    """The vendors' names at the beginning, of one word or two, taken out of the words; never all
    words.
    """
    prefixes = vocabulary.vendor_prefixes
    taken: list[str] = []
    while len(words) > 1:
        first_two = "-".join(words[:2])
        if len(words) > 2 and first_two in prefixes:
            taken.append(first_two)
            del words[:2]
        elif words[0] in prefixes:
            taken.append(words.pop(0))
        else:
            break
    return taken


def _take_seller(words: list[str], vocabulary: IdentityVocabulary) -> str | None:
    """The name of a seller before a word that tells the maker, taken out of the words: groq llama."""
    for length in (1, 2):
        seller = "-".join(words[:length])
        if seller not in vocabulary.sellers or len(words) <= length:
            continue
        letters = re.sub(r"[^a-z].*$", "", words[length])
        if letters in makers() or words[length] in makers():
            del words[:length]
            return seller
    return None


def _take_serving_words(family: Family, vocabulary: IdentityVocabulary) -> tuple[Family, list[str]]:
    """The family without the words at its end that say how a seller serves it, and those words."""
    taken: list[str] = []
    while len(family) > 1:
        beginnings = vocabulary.serving_words.get(family[-1], ())
        if not any(family[: len(beginning)] == beginning for beginning in beginnings):
            break
        taken.insert(0, family[-1])
        family = family[:-1]
    return family, taken


def id_from_name(name: str, *, keep_snapshot: bool) -> str:
    """A stated name as an id: lower case, without path, vendor, tag and qualifier; without its date
    on request.
    """
    vocabulary = identity_vocabulary()
    text, _ = without_qualifiers(name, vocabulary)
    text = re.sub(r"[\s@_]+", "-", text)
    text = re.sub(r"(?<=\d)p(?=\d)", ".", text)
    prefix = _VENDOR_PREFIX.match(text)
    while prefix and prefix[1] in vocabulary.vendor_prefixes:
        text = text[prefix.end() :]
        prefix = _VENDOR_PREFIX.match(text)
    for suffix in (*vocabulary.route_suffixes, "latest"):
        text = text.removesuffix(f"-{suffix}")
    if keep_snapshot:
        return text
    undated = re.sub(r"-?20\d{2}-?\d{2}-?\d{2}(?=-|$)", "", text)
    return undated or text
