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
from urllib.parse import unquote

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
_REGION = re.compile(
    r"(us-gov|us|eu|au|jp|apac|global|regional)[.-](?=[a-z])|(ca|sa|me|af|il|mx|uk|in|kr)\.(?=[a-z])"
)
"""eu.anthropic.claude-..., ca.amazon.nova-lite."""
_ARN = re.compile(r"(?:^|/)arn:aws[a-z-]*:[^:/]*:([^:/]*):[^:/]*:(?:([a-z-]+)[/:])?")
_ARNS_OF_MODELS = ("foundation-model", "inference-profile")
"""What Amazon's resource names that hold a model's id are of; others hold an account's own number.
"""
_VENDOR_PREFIX = re.compile(r"([a-z-]+?)[-.](?=[a-z])")
_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")
_DATE = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")
_DOTTED_OWNER = re.compile(r"\b([a-z][a-z-]*)\.(?=[a-z])")
"""amazon.nova, deepgram.nova: but not the versions of gpt-3.5 or flux.1."""
_PERCENT_ENCODED = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)
_NUMBERED = re.compile(r"v?\d{1,2}(?:\.\d{1,2})?")
"""v3, 2, 1.5: a version, which names nothing by itself."""
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


class IdentityVocabulary(NamedTuple):
    """The curated part of identity (vocabulary/models.toml)."""

    vendor_prefixes: frozenset[str]
    route_suffixes: frozenset[str]
    route_tags: frozenset[str]
    families: frozenset[Family]
    aliases: Mapping[ModelKey, ModelKey]
    hosts: frozenset[str]
    generic: frozenset[str]
    serving_words: Mapping[str, tuple[Family, ...]]
    """Words that say how a seller serves a model, each with the beginnings of the families where
    no maker's own model is called so.
    """
    own_words: Mapping[str, frozenset[str]]
    """First words that are a maker's own at that maker, whoever else begins a name so."""
    maker_names: Mapping[str, str]
    """Makers' names in front of their models, and the provider that each is."""
    sellers: frozenset[str]
    """Providers whose names stand in front of models that others make."""


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
        serving_words={},
        own_words={maker: frozenset(words) for maker, words in table["own_words"].items()},
        maker_names=table["maker_names"],
        sellers=frozenset(_load("providers.toml")) - frozenset(_makers()),
    )
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
    if _PERCENT_ENCODED.search(name):
        rules.append("percent_encoded")
    text, variants = _without_qualifiers(name, vocabulary)
    text = _spell_uniformly(text)
    words = [word for word in _WORD_BOUNDARY.split(text) if word]
    snapshot = _take_date(words)
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
    family = _fold(words) or (text,)
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
    *path, last = _spelt_out(name).rstrip("/").split("/")
    before = _DOTTED_OWNER.findall(last)
    nearest_first = [*reversed(vendors), *reversed(before), *reversed(path)]
    owners: list[str] = []
    for word in nearest_first:
        owner = word.replace("_", "-")
        owner = vocabulary.maker_names.get(owner, owner)
        if owner and owner not in owners and not _QUALIFYING_SEGMENT.fullmatch(owner):
            owners.append(owner)
    return tuple(owners)


def _spelt_out(name: str) -> str:
    """The name in lower case, with what is percent-encoded in it decoded."""
    name = name.strip().casefold()
    return unquote(name) if _PERCENT_ENCODED.search(name) else name


def _is_nameless(name: str) -> bool:
    """Whether the name is an Amazon resource name that holds no model's id."""
    match = _ARN.search(_spelt_out(name))
    return match is not None and match[2] not in _ARNS_OF_MODELS


def _take_date(words: list[str]) -> str | None:
    """The first word that is a date, taken out of the words."""
    for word in words:
        if _DATE.fullmatch(word):
            words.remove(word)
            return word
    return None


def _spell_uniformly(text: str) -> str:
    """Versions and dates in one spelling, and vendors' spellings of three families as makers'."""
    text = text.replace("@", "-")
    text = re.sub(r"(?<=\d)p(?=\d)", ".", text)  # glm-4p7
    text = re.sub(r"(?<=\w)\+(?=$|[\s-])", "-plus", text)  # command-r+
    text = re.sub(r"\bv[\s_-](?=\d)", "v", text)  # embed-v-4-0
    text = re.sub(r"(20\d{2})-(\d{2})-(\d{2})", r"\1\2\3", text)
    text = re.sub(r"[\s-](2[3-9])[.-](0[1-9]|1[0-2])$", r"-\1\2", text)  # codestral-25-08
    text = re.sub(r"\bcode-llama\b", "codellama", text)  # Fireworks
    text = re.sub(r"\bllama-v(?=\d)", "llama-", text)  # Fireworks
    return re.sub(r"^gpt-35(?=-|$)", "gpt-3.5", text)  # Azure


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
        if letters in _makers() or words[length] in _makers():
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


def _without_qualifiers(name: str, vocabulary: IdentityVocabulary) -> tuple[str, list[str]]:
    """The name in lower case, and the words beside it that only qualify a route: in its path,
    behind ":", in brackets.

    A word that is not known to qualify a route stays in the name: "gpt-oss:20b", "llama 3.1 8B
    (AWQ)".
    """
    text = _spelt_out(name)
    text = re.sub(r"^[\w .]+: ", "", text)  # "Anthropic: Claude 3.5 Haiku"
    *path, text = text.rstrip("/").split("/")
    variants = [segment for segment in path if _QUALIFYING_SEGMENT.fullmatch(segment)]
    region = _REGION.match(text)
    if region:
        variants.append(region[1] or region[2])
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
    text = _without_maker(text, vocabulary)
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


def _without_maker(text: str, vocabulary: IdentityVocabulary) -> str:
    """The name without words and dots before a word that tells the maker, and without a known
    provider's name and dot: mistral.voxtral-mini, ai21.j2-mid.
    """
    match = re.match(r"(?:[a-z]+\.)+(?=([a-z]+))", text)
    if match and match[1] in _makers():
        return text[match.end() :]
    provider, dot, rest = text.partition(".")
    if dot and provider in vocabulary.sellers and rest[:1].isalpha():
        return rest
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
    """qwen3.5 is qwen 3.5, recraftv3 is recraft v3; o1, v3, k2 and 4o are words of their own."""
    split: list[str] = []
    for word in words:
        match = re.fullmatch(r"([a-z]{3,}?)(v?\d{1,2}(?:\.\d{1,2})?)", word)
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
    """The maker of a family, by its first word, or by the owner in front of it."""
    if not family:
        return None
    if "/" in family[0]:
        owner = family[0].split("/")[0]
        return owner if owner in identity_vocabulary().own_words else None
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
