"""Stated names parsed: the family's words with spelling folded, the snapshot's date, what only
qualifies a route.

A revision of four digits, a version -vN, a size or a quantisation is part of the family and is
never erased.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

VOCABULARY_FOLDER = Path(__file__).parents[1] / "vocabulary"
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
_MAJOR_VERSION = re.compile(r"[a-z]?\d{1,2}")
_TRAILING_ZERO = re.compile(r"(?<=\d)[.-]0$")
_MINOR_VERSION = re.compile(r"(?!0.)\d{1,2}")
_REVISION = re.compile(r"\s*\((\d{2})\.?(\d{2})\)$")
"""DeepSeek R1 (0528), Mistral OCR (25.05)."""
_QUALIFYING_SEGMENT = re.compile(
    r"fast|pro|free|tee|stealth|us|eu|global|\d+-x-\d+|low|medium|high|hd|standard"
    r"|(?:\d+|max)-steps|[a-z]{2}(?:-gov)?-[a-z]+-\d"
)
"""Segments of a path that say how a route serves its model, not which model it is."""
_REGION = re.compile(r"(us-gov|us|eu|au|jp|apac|global|regional)[.-](?=[a-z])")
"""eu.anthropic.claude-..."""
_VENDOR_PREFIX = re.compile(r"([a-z-]+?)[-.](?=[a-z])")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")
_DATE = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_WORD_BOUNDARY = re.compile(r"[\s_-]+|(?<=[a-z])\.(?=[a-z])|(?<=[a-z]{3})\.(?=\d)")

Family = tuple[str, ...]
ModelKey = tuple[Family, str | None]
"""A family and one of its snapshots, or none."""


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

    @property
    def key(self) -> ModelKey:
        """What two names of one model have in common."""
        return self.family, self.snapshot


class IdentityVocabulary(NamedTuple):
    """The curated part of identity (vocabulary/models.toml)."""

    vendor_prefixes: frozenset[str]
    route_suffixes: frozenset[str]
    route_tags: frozenset[str]
    families: frozenset[Family]
    aliases: Mapping[ModelKey, ModelKey]
    hosts: frozenset[str]
    generic: frozenset[str]


@cache
def identity_vocabulary() -> IdentityVocabulary:
    """The vocabulary, with the names in it parsed."""
    table = _load("models.toml")
    # Names are parsed with the lists of words alone.
    words = IdentityVocabulary(
        vendor_prefixes=frozenset(table["vendor_prefixes"]),
        route_suffixes=frozenset(table["route_suffixes"]),
        route_tags=frozenset(table["route_tags"]),
        families=frozenset(),
        aliases={},
        hosts=frozenset(table["hosts"]),
        generic=frozenset(table["generic"]),
    )
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
    text, variants = _without_qualifiers(name, vocabulary)
    text = _spell_uniformly(text)
    words = [word for word in _WORD_BOUNDARY.split(text) if word]
    snapshot = _take_date(words)
    words = _without_vendor(words, vocabulary)
    while len(words) > 1 and words[-1] in vocabulary.route_suffixes:
        words.pop()
    is_pointer = "latest" in [*words, *variants]
    if is_pointer:
        words = [word for word in words if word != "latest"]
        variants = [variant for variant in variants if variant != "latest"]
    family = _fold(words) or (text,)
    if len(family) == 1 and family[0] in vocabulary.generic:
        family = (_with_owner(name),)
    return ParsedName(
        family=family,
        snapshot=snapshot,
        variant=" ".join(variants) or None,
        is_pointer=is_pointer,
    )


def _take_date(words: list[str]) -> str | None:
    """The first word that is a date, taken out of the words."""
    for word in words:
        if _DATE.fullmatch(word):
            words.remove(word)
            return word
    return None


def _with_owner(name: str) -> str:
    """A name that says nothing without its owner's: "owner/model"."""
    name = name.strip().casefold()
    segments = name.split("/")
    return "/".join(segments[-2:])


def _spell_uniformly(text: str) -> str:
    """Versions and dates in one spelling, and two vendors' spellings of a family as its maker's."""
    text = text.replace("@", "-")
    text = re.sub(r"(?<=\d)p(?=\d)", ".", text)  # glm-4p7
    text = re.sub(r"(20\d{2})-(\d{2})-(\d{2})", r"\1\2\3", text)
    text = re.sub(r"-(2[3-9])-(0[1-9]|1[0-2])$", r"-\1\2", text)  # codestral-25-08
    text = re.sub(r"\bllama-v(?=\d)", "llama-", text)  # Fireworks
    return re.sub(r"^gpt-35(?=-|$)", "gpt-3.5", text)  # Azure


def _without_vendor(words: list[str], vocabulary: IdentityVocabulary) -> list[str]:
    """The words behind the vendors' names, of one word or two; never none."""
    prefixes = vocabulary.vendor_prefixes
    while len(words) > 1:
        first_two = "-".join(words[:2])
        if len(words) > 2 and first_two in prefixes:
            words = words[2:]
        elif words[0] in prefixes:
            words = words[1:]
        else:
            break
    return words


def _without_qualifiers(name: str, vocabulary: IdentityVocabulary) -> tuple[str, list[str]]:
    """The name in lower case, and the words beside it that only qualify a route: in its path,
    behind ":", in brackets.

    A word that is not known to qualify a route stays in the name: "gpt-oss:20b", "llama 3.1 8B
    (AWQ)".
    """
    text = name.strip().casefold()
    text = re.sub(r"^[\w .]+: ", "", text)  # "Anthropic: Claude 3.5 Haiku"
    *path, text = text.rstrip("/").split("/")
    variants = [segment for segment in path if _QUALIFYING_SEGMENT.fullmatch(segment)]
    region = _REGION.match(text)
    if region:
        variants.append(region[1])
        text = text[region.end() :]
    if text.startswith("ft:"):  # a fine-tuned one, sold by the name of its base
        variants.append("ft")
        text = text.removeprefix("ft:")
    text, *tags = text.split(":")
    if text.endswith("-tee"):  # in a trusted environment
        variants.append("tee")
        text = text.removesuffix("-tee")
    text = _take_tags(text, tags, variants, vocabulary)
    text = _REVISION.sub(r"-\1\2", text)
    text = re.sub(r"(\banthropic\..*\d)-v1$", r"\1", text)  # as Bedrock writes it without the :0
    text = _without_maker(text)
    return _take_brackets(text, variants, vocabulary), variants


def _take_tags(
    text: str, tags: list[str], variants: list[str], vocabulary: IdentityVocabulary
) -> str:
    """The name with the tags behind ":" that do not qualify a route; those that do become
    variants.
    """
    for tag in tags:
        if tag in vocabulary.route_tags or "thinking" in variants:  # ":thinking:low"
            variants.append(tag)
        elif tag == "0":  # a Bedrock id ends in -v1:0; its first revision is no part of the name
            text = re.sub(r"-v1$|(?<=\db)-1$", "", text)
        elif tag:
            text = f"{text}-{tag}"
    return text


def _take_brackets(text: str, variants: list[str], vocabulary: IdentityVocabulary) -> str:
    """The name with what stands in brackets at its end: as a further word, or among the variants
    where it qualifies a route.
    """
    while True:
        match = _BRACKETS.search(text)
        if match is None:
            return text
        text = text[: match.start()]
        if match[1] in vocabulary.route_tags:
            variants.append(match[1])
        else:
            text = f"{text} {match[1]}"


def _without_maker(text: str) -> str:
    """The name without words and dots before a word that tells the maker: mistral.voxtral-mini."""
    match = re.match(r"(?:[a-z]+\.)+(?=([a-z]+))", text)
    if match and match[1] in _makers():
        return text[match.end() :]
    return text


def _fold(words: list[str]) -> Family:
    """The words with versions written one way and put behind the first word: claude 3 5 haiku,
    claude-haiku-3.5.
    """
    words = _split_versions(words)
    words = _join_versions(words)
    words = [_TRAILING_ZERO.sub("", word) for word in words]
    versions: list[str] = []
    rest: list[str] = []
    for word in words[1:]:
        is_version = _VERSION.fullmatch(word) and not word.startswith("0")
        if is_version:
            versions.append(word)
        else:
            rest.append(word)
    return (*words[:1], *versions, *rest)


def _split_versions(words: list[str]) -> list[str]:
    """qwen3.5 is qwen 3.5; o1, v3, k2 and 4o are words of their own."""
    split: list[str] = []
    for word in words:
        match = re.fullmatch(r"([a-z]{3,})(\d{1,2}(?:\.\d{1,2})?)", word)
        if match:
            split.append(match[1])
            split.append(match[2])
        else:
            split.append(word)
    return split


def _join_versions(words: list[str]) -> list[str]:
    """3 5 is 3.5, and k2 5 is k2.5; 05 is no minor version."""
    joined: list[str] = []
    for word in words:
        is_minor = _MINOR_VERSION.fullmatch(word)
        if joined and is_minor and _MAJOR_VERSION.fullmatch(joined[-1]):
            joined[-1] += f".{word}"
        else:
            joined.append(word)
    return joined


def id_from_name(name: str, *, keep_snapshot: bool) -> str:
    """A stated name as an id: lower case, without path, vendor, tag and qualifier; without its date
    on request.
    """
    vocabulary = identity_vocabulary()
    text, _ = _without_qualifiers(name, vocabulary)
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


def maker_of(family: Family) -> str | None:
    """The maker of a family, by its first word."""
    if not family or "/" in family[0]:
        return None
    word = re.sub(r"[^a-z0-9].*$", "", family[0])
    return _makers().get(word)


@cache
def _makers() -> dict[str, str]:
    """The maker of each first word of a family's name."""
    return _load("labs.toml")


def _load(name: str) -> dict[str, Any]:
    """A file of the vocabulary."""
    path = VOCABULARY_FOLDER / name
    with path.open("rb") as file:
        return tomllib.load(file)
