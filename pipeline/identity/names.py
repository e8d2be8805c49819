"""A stated name read: the family's words with spelling folded, the snapshot's date, what only
qualifies a route.

A revision of four digits, a version -vN, a size or a quantisation is part of the family and is
never erased.
"""

import re
import tomllib
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

VOCABULARY_FOLDER = Path(__file__).parents[1] / "vocabulary"
_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
_REVISION = re.compile(r"\s*\((\d{2})\.?(\d{2})\)$")  # DeepSeek R1 (0528), Mistral OCR (25.05)
# Segments of a path that say how a route serves its model, not which model it is.
_QUALIFYING = re.compile(
    r"fast|pro|free|tee|stealth|us|eu|global|\d+-x-\d+|low|medium|high|hd|standard|(?:\d+|max)-steps|[a-z]{2}(?:-gov)?-[a-z]+-\d"
)
_REGION = re.compile(
    r"(us-gov|us|eu|au|jp|apac|global|regional)[.-](?=[a-z])"
)  # eu.anthropic.claude-...
_DATE = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")

ModelKey = tuple[tuple[str, ...], str | None]


class ParsedName(NamedTuple):
    """A name read: the family's words, the snapshot's date, the route's qualifiers, whether it
    points at a newest.
    """

    family: tuple[str, ...]
    snapshot: str | None
    variant: str | None
    is_pointer: bool
    is_alias: bool = False
    """Whether the curated list says that another name is meant."""

    @property
    def key(self) -> "ModelKey":
        return self.family, self.snapshot


class IdentityVocabulary(NamedTuple):
    """The curated part of identity (vocabulary/models.toml)."""

    vendor_prefixes: frozenset[str]
    route_suffixes: frozenset[str]
    route_tags: frozenset[str]
    families: frozenset[tuple[str, ...]]
    aliases: Mapping["ModelKey", "ModelKey"]
    hosts: frozenset[str]
    generic: frozenset[str]


@cache
def identity_vocabulary() -> IdentityVocabulary:
    with (VOCABULARY_FOLDER / "models.toml").open("rb") as file:
        table = tomllib.load(file)
    lists = [frozenset(table[name]) for name in ("vendor_prefixes", "route_suffixes", "route_tags")]
    names = IdentityVocabulary(
        *lists,
        families=frozenset(),
        aliases={},
        hosts=frozenset(table["hosts"]),
        generic=frozenset(table["generic"]),
    )
    families = frozenset(_read(name, names).family for name in table["families"])
    aliases = {
        _read(name, names).key: _read(meant, names).key for name, meant in table["aliases"].items()
    }
    return names._replace(families=families, aliases=aliases)


@lru_cache(maxsize=100_000)
def parse_name(name: str) -> ParsedName:
    """A name as family, snapshot and variant."""
    names = identity_vocabulary()
    reading = _read(name, names)
    family, snapshot = names.aliases.get(reading.key, reading.key)
    return reading._replace(family=family, snapshot=snapshot, is_alias=reading.key in names.aliases)


def _read(name: str, names: IdentityVocabulary) -> ParsedName:
    text, variants = _without_qualifiers(name, names)
    text = re.sub(r"@", "-", text)
    text = re.sub(r"(?<=\d)p(?=\d)", ".", text)  # glm-4p7
    text = re.sub(r"(20\d{2})-(\d{2})-(\d{2})", r"\1\2\3", text)
    text = re.sub(r"-(2[3-9])-(0[1-9]|1[0-2])$", r"-\1\2", text)  # codestral-25-08
    text = re.sub(
        r"^gpt-35(?=-|$)", "gpt-3.5", re.sub(r"\bllama-v(?=\d)", "llama-", text)
    )  # Azure, Fireworks
    words = [
        word
        for word in re.split(r"[\s_-]+|(?<=[a-z])\.(?=[a-z])|(?<=[a-z]{3})\.(?=\d)", text)
        if word
    ]
    snapshot = next((word for word in words if _DATE.fullmatch(word)), None)
    if snapshot:
        words.remove(snapshot)
    while prefix := next(
        (n for n in (2, 1) if len(words) > n and "-".join(words[:n]) in names.vendor_prefixes), 0
    ):
        words = words[prefix:]
    while len(words) > 1 and words[-1] in names.route_suffixes:
        words = words[:-1]
    is_pointer = "latest" in words or "latest" in variants
    words = [word for word in words if word != "latest"]
    variants = [variant for variant in variants if variant != "latest"]
    family = _fold(words) or (text,)
    if len(family) == 1 and family[0] in names.generic:  # with its owner's name, or it says nothing
        family = ("/".join(name.strip().casefold().split("/")[-2:]),)
    return ParsedName(family, snapshot, " ".join(variants) or None, is_pointer)


def _without_qualifiers(name: str, names: IdentityVocabulary) -> tuple[str, list[str]]:
    """The name in lower case, and the words beside it that only qualify a route: in its path,
    behind ":", in brackets.

    A word that is not known to qualify a route stays in the name: "gpt-oss:20b", "llama 3.1 8B
    (AWQ)".
    """
    text = re.sub(r"^[\w .]+: ", "", name.strip().casefold())  # "Anthropic: Claude 3.5 Haiku"
    *path, text = re.split(r"/", text.rstrip("/"))
    variants = [segment for segment in path if _QUALIFYING.fullmatch(segment)]
    if region := _REGION.match(text):
        variants.append(region[1])
        text = text[region.end() :]
    if text.startswith("ft:"):  # a fine-tuned one, sold by the name of its base
        variants.append("ft")
        text = text.removeprefix("ft:")
    text, *tags = text.split(":")
    if text.endswith("-tee"):  # in a trusted environment
        variants.append("tee")
        text = text.removesuffix("-tee")
    for tag in tags:
        if tag in names.route_tags or "thinking" in variants:  # ":thinking:low"
            variants.append(tag)
        elif tag == "0":  # a Bedrock id ends in -v1:0; its first revision is no part of the name
            text = re.sub(r"-v1$|(?<=\db)-1$", "", text)
        elif tag:
            text = f"{text}-{tag}"
    text = _REVISION.sub(r"-\1\2", text)
    text = re.sub(r"(\banthropic\..*\d)-v1$", r"\1", text)  # as Bedrock writes it without the :0
    text = re.sub(
        r"^(?:[a-z]+\.)+(?=([a-z]+))", lambda m: "" if m[1] in _labs() else m[0], text
    )  # mistral.voxtral-mini
    while match := re.search(r"\s*\(([^()]*)\)$", text):
        is_variant = match[1] in names.route_tags
        variants += [match[1]] if is_variant else []
        text = text[: match.start()] if is_variant else f"{text[: match.start()]} {match[1]}"
    return text, variants


def _fold(words: list[str]) -> tuple[str, ...]:
    """The words with versions written one way and put behind the first word: claude 3 5 haiku,
    claude-haiku-3.5.
    """
    split: list[str] = []
    for word in words:
        # qwen3.5 is qwen 3.5; o1, v3, k2 and 4o are words of their own
        match = re.fullmatch(r"([a-z]{3,})(\d{1,2}(?:\.\d{1,2})?)", word)
        split += [match[1], match[2]] if match else [word]
    joined: list[str] = []
    for word in split:
        if (
            joined
            and re.fullmatch(r"\d{1,2}", word)
            and re.fullmatch(r"[a-z]?\d{1,2}", joined[-1])
            and (word == "0" or not word.startswith("0"))
        ):
            joined[-1] = f"{joined[-1]}.{word}"
        else:
            joined.append(word)
    joined = [re.sub(r"(?<=\d)[.-]0$", "", word) for word in joined]
    if len(joined) < 2:
        return tuple(joined)
    versions = [
        word for word in joined[1:] if _VERSION.fullmatch(word) and not word.startswith("0")
    ]
    rest = [word for word in joined[1:] if word not in versions]
    return (joined[0], *versions, *rest)


def id_from_name(name: str, *, keep_snapshot: bool) -> str:
    """A stated name as an id: lower case, without path, vendor, tag and qualifier; without its date
    on request.
    """
    names = identity_vocabulary()
    text, _ = _without_qualifiers(name, names)
    text = re.sub(r"(?<=\d)p(?=\d)", ".", re.sub(r"[\s@_]+", "-", text))
    while (prefix := re.match(r"([a-z-]+?)[-.](?=[a-z])", text)) and prefix[
        1
    ] in names.vendor_prefixes:
        text = text[prefix.end() :]
    for suffix in (*names.route_suffixes, "latest"):
        text = text.removesuffix(f"-{suffix}")
    return text if keep_snapshot else re.sub(r"-?20\d{2}-?\d{2}-?\d{2}(?=-|$)", "", text) or text


def maker_of(family: tuple[str, ...]) -> str | None:
    """The maker of a family, by its first word."""
    return (
        _labs().get(re.sub(r"[^a-z0-9].*$", "", family[0]))
        if family and "/" not in family[0]
        else None
    )


@cache
def _labs() -> dict[str, str]:
    with (VOCABULARY_FOLDER / "labs.toml").open("rb") as file:
        return tomllib.load(file)
