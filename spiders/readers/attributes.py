"""Claims about a model besides its prices: its attributes, and its capabilities, from flags or from
lists.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from spiders.claims import Attribute, Claim, Claims, Quote
from spiders.parsing.json_tree import Node
from spiders.readers.dates import read_retirement

ARCHITECTURE: dict[str, Attribute] = {
    "architecture/input_modalities": "input_modalities",
    "architecture/output_modalities": "output_modalities",
}
"""The keys for modalities of OpenRouter, and of APIs of the same form."""
_CAPABILITY_BY_PARAMETER = {
    "tools": "function_calling",
    "structured_outputs": "structured_outputs",
    "reasoning": "reasoning",
    "parallel_tool_calls": "parallel_tool_calls",
    "web_search_options": "web_search",
}
_CAPABILITY_BY_LITELLM_FLAG = {
    "supports_parallel_function_calling": "parallel_tool_calls",
    "supports_response_schema": "structured_outputs",
    "supports_audio_input": "audio_input",
    "supports_audio_output": "audio_output",
    "supports_computer_use": "computer_use",
    "supports_function_calling": "function_calling",
    "supports_pdf_input": "pdf_input",
    "supports_reasoning": "reasoning",
    "supports_prompt_caching": "prompt_caching",
    "supports_system_messages": "system_messages",
    "supports_tool_choice": "tool_choice",
    "supports_video_input": "video_input",
    "supports_vision": "vision",
    "supports_web_search": "web_search",
}


class Findable(Protocol):
    """Anything with values that are found by a key: a JSON node by a path of keys, a row by a
    header, a text or a section by a pattern.
    """

    def find(self, key: str, /) -> Quote | None: ...


def attribute_claims(stating: Findable, keys: Mapping[str, Attribute], **subject: Any) -> Claims:
    """One claim for each attribute whose key is found; none for a key that is absent.

    `subject` are fields of each claim. A day of retirement that is only the earliest possible one
    becomes a claim of `retirement_not_before_date`.
    """
    for key, attribute in keys.items():
        quote = stating.find(key)
        if quote is None:
            continue
        if attribute == "retired_date":
            kind_of_date, day = read_retirement(quote)
            yield Claim(attribute=kind_of_date, quote=day, **subject)
        else:
            yield Claim(attribute=attribute, quote=quote, **subject)


def capability_claims(stating: Findable, keys: Mapping[str, str], **subject: Any) -> Claims:
    """One claim for each capability whose key is found; none for a key that is absent."""
    for key, capability in keys.items():
        quote = stating.find(key)
        if quote is not None:
            yield Claim(attribute="capability", variant=capability, quote=quote, **subject)


def alias_claims(stating: Findable, keys: Iterable[str], **subject: Any) -> Claims:
    """One claim for each other name of a model that is found by these keys. The key is the claim's
    variant.
    """
    for key in keys:
        quote = stating.find(key)
        if quote is not None:
            yield Claim(attribute="alias", variant=key, quote=quote, **subject)


def listed_capabilities(
    route: Quote,
    parameters: Iterable[Quote],
    seller: str | None = None,
    meanings: Mapping[str, str] = _CAPABILITY_BY_PARAMETER,
) -> Claims:
    """One claim for each capability that a list states: by default a list of request parameters. A
    capability that is not listed gives no claim.
    """
    for parameter in parameters:
        capability = meanings.get(parameter.text)
        if capability is None:
            continue
        yield Claim(
            route=route,
            seller=seller,
            attribute="capability",
            variant=capability,
            quote=parameter,
            value="yes",
        )


def litellm_capabilities(route: Quote, row: Node, seller: str | None = None) -> Claims:
    """One claim for each flag `supports_*` of a row in LiteLLM's form."""
    return capability_claims(row, _CAPABILITY_BY_LITELLM_FLAG, route=route, seller=seller)
