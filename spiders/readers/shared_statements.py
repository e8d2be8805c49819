"""Sentences that hold for all models of a page: "every model of ours reads text and images"."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from spiders.claims import Attribute, Claim, Claims, Quote
from spiders.parsing.outlines.outline import Outline

_MODALITY = r"(?:text|image|audio|video|pdf|file)s?"
_MODALITIES = rf"{_MODALITY}(?:(?:, and|,| and) {_MODALITY})*"
# "All current Acme models support X.": who it is said of, and what.
_SENTENCE = re.compile(
    r"\b(?:All|Every)(?: of)?(?: the| our)?(?: current| latest| available)?(?: [A-Z][\w.-]*)*"
    r" models? (?P<verb>support|accept|take|read|have|offer)s? (?P<what>[^.;:]+)(?:\.(?=\s|$)|$)"
)
# What holds for some of them only, or under a condition, is said of none.
_RESTRICTION = re.compile(
    r"\b(?:except|but|unless|other than|only|where|when|if|some|most|depending|optional\w*)\b"
)
_MODALITIES_OF_A_SIDE = re.compile(rf"\b({_MODALITIES}) (input|output)s?\b", re.IGNORECASE)
_WHAT_IS_TAKEN = re.compile(rf"^({_MODALITIES})$", re.IGNORECASE)
_SIDES: dict[str, Attribute] = {"input": "input_modalities", "output": "output_modalities"}
_CAPABILITIES = {
    "vision": "vision",
    "function calling": "function_calling",
    "tool use": "tool_use",
    "structured outputs": "structured_outputs",
    "reasoning": "reasoning",
    "extended thinking": "extended_thinking",
    "prompt caching": "prompt_caching",
    "system messages": "system_messages",
}


class SharedStatement(NamedTuple):
    """What a sentence says of every model of its page."""

    attribute: Attribute
    variant: str | None
    """The capability, where the attribute is one."""
    value: str
    quote: Quote
    """The sentence."""


def shared_statements(outline: Outline) -> list[SharedStatement]:
    """What the page's sentences about all its models say: modalities and capabilities.

    A sentence that makes an exception or a condition says nothing, and neither does a word that is
    no modality and no capability of the vocabulary.
    """
    found: list[SharedStatement] = []
    for line, _ in outline.lines(_SENTENCE.pattern):
        for sentence in _SENTENCE.finditer(line.text):
            if not _RESTRICTION.search(sentence["what"]):
                found += _read(line.slice(*sentence.span()), sentence["verb"], sentence["what"])
    return found


def shared_claims(statements: Iterable[SharedStatement], *, route: Quote) -> Claims:
    """The claims that these statements make of one model of their page."""
    for said in statements:
        yield Claim(
            route=route,
            attribute=said.attribute,
            variant=said.variant,
            value=said.value,
            quote=said.quote,
        )


def _read(sentence: Quote, verb: str, what: str) -> Iterator[SharedStatement]:
    for listed, side in _MODALITIES_OF_A_SIDE.findall(what):
        yield SharedStatement(_SIDES[side.casefold()], None, _as_list(listed), sentence)
    taken = _WHAT_IS_TAKEN.search(what)
    if taken and verb in ("accept", "take", "read"):
        yield SharedStatement("input_modalities", None, _as_list(taken[1]), sentence)
    words = {word.strip().casefold() for word in re.split(r",? and |,", what)}
    for word, capability in _CAPABILITIES.items():
        if word in words:
            yield SharedStatement("capability", capability, "yes", sentence)


def _as_list(words: str) -> str:
    return ", ".join(re.findall(_MODALITY, words.casefold()))
