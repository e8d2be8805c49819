"""The words of a name in one spelling: dates taken out, versions written one way and in one place."""

import re

from pipeline.identity.vocabulary import Family

_VERSION = re.compile(r"\d{1,2}(?:\.\d{1,2})?")
_MAJOR_VERSION = re.compile(r"[a-z]?\d{1,2}")
_MINOR_VERSION = re.compile(r"(?!0.)\d{1,2}")
_TRAILING_ZERO = re.compile(r"(?<=\d)[.-]0$")
_DATE = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


def spell_uniformly(text: str) -> str:
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


def take_date(words: list[str]) -> str | None:
    """The first word that is a date, taken out of the words."""
    for word in words:
        if _DATE.fullmatch(word):
            words.remove(word)
            return word
    return None


def fold_words(words: list[str]) -> Family:
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
