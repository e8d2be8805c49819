"""What of a stated name only qualifies a route: a region, a tag behind ":", a seller's own path.

A word that is not known to qualify a route stays in the name.
"""

import re
from urllib.parse import unquote

from pipeline.identity.vocabulary import IdentityVocabulary, makers

_REVISION = re.compile(r"\s*\((\d{2})\.?(\d{2})\)$")
"""DeepSeek R1 (0528), Mistral OCR (25.05)."""
QUALIFYING_SEGMENT = re.compile(
    r"fast|pro|free|tee|stealth|us|eu|global|\d+-x-\d+|low|medium|high|hd|standard"
    r"|(?:\d+|max)-steps|[a-z]{2}(?:-gov)?-[a-z]+-\d"
)
"""Segments of a path that say how a route serves its model, not which model it is."""
_REGION = re.compile(
    r"(us-gov|us|eu|au|jp|apac|global|regional)[.-](?=[a-z])|(ca|sa|me|af|il|mx|uk|in|kr)\.(?=[a-z])"
)
"""eu.anthropic.claude-..., ca.amazon.nova-lite."""
_BRACKETS = re.compile(r"\s*\(([^()]*)\)$")
PERCENT_ENCODED = re.compile(r"%[0-9a-f]{2}", re.IGNORECASE)


def spelt_out(name: str) -> str:
    """The name in lower case, with what is percent-encoded in it decoded."""
    name = name.strip().casefold()
    return unquote(name) if PERCENT_ENCODED.search(name) else name


def without_qualifiers(name: str, vocabulary: IdentityVocabulary) -> tuple[str, list[str]]:
    """The name in lower case, and the words beside it that only qualify a route: in its path,
    behind ":", in brackets.

    A word that is not known to qualify a route stays in the name: "gpt-oss:20b", "llama 3.1 8B
    (AWQ)".
    """
    text = spelt_out(name)
    text = re.sub(r"^[\w .]+: ", "", text)  # "Anthropic: Claude 3.5 Haiku"
    *path, text = text.rstrip("/").split("/")
    variants = [segment for segment in path if QUALIFYING_SEGMENT.fullmatch(segment)]
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
    if match and match[1] in makers():
        return text[match.end() :]
    provider, dot, rest = text.partition(".")
    if dot and provider in vocabulary.sellers and rest[:1].isalpha():
        return rest
    return text
