"""What pages say of a model beside its prices: its attributes, and what it can do, by flags or by
lists.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from spiders.claims import Attribute, Claim, Claims, Quote
from spiders.parsing.json_tree import Node
from spiders.readers.phrases import read_retirement

ARCHITECTURE: dict[str, Attribute] = {
    "architecture/input_modalities": "input_modalities",
    "architecture/output_modalities": "output_modalities",
}
"""Where OpenRouter, and those who write as it does, say what a model reads and writes."""
_SHOWN_BY = {
    "tools": "function_calling",
    "structured_outputs": "structured_outputs",
    "reasoning": "reasoning",
    "parallel_tool_calls": "parallel_tool_calls",
    "web_search_options": "web_search",
}
_FLAGS = {
    "supports_parallel_function_calling": "parallel_tool_calls",
    "supports_response_schema": "structured_outputs",
} | {
    f"supports_{flag}": flag
    for flag in (
        "audio_input",
        "audio_output",
        "computer_use",
        "function_calling",
        "pdf_input",
        "reasoning",
        "prompt_caching",
        "system_messages",
        "tool_choice",
        "video_input",
        "vision",
        "web_search",
    )
}


class Findable(Protocol):
    """What states values: a JSON node by paths of keys, a row by its headers, a text or a section
    by patterns.
    """

    def find(self, key: str, /) -> Quote | None: ...


def attribute_claims(stating: Findable, keys: Mapping[str, Attribute], **subject: Any) -> Claims:
    """The claims of the attributes that are found by these keys; one that is not there is unsaid.

    `subject` are fields of each claim. A day of retirement that is only the earliest possible one
    is claimed as that.
    """
    for key, attribute in keys.items():
        if quote := stating.find(key):
            said, day = (
                read_retirement(quote) if attribute == "retired_date" else (attribute, quote)
            )
            yield Claim(attribute=said, quote=day, **subject)


def capability_claims(stating: Findable, keys: Mapping[str, str], **subject: Any) -> Claims:
    """The claims of what a model can do, found by these keys; one that is not there is unsaid."""
    for key, capability in keys.items():
        if quote := stating.find(key):
            yield Claim(attribute="capability", variant=capability, quote=quote, **subject)


def alias_claims(stating: Findable, keys: Iterable[str], **subject: Any) -> Claims:
    """The claims of a model's other names, found by these keys, each of which is the name's
    variant.
    """
    for key in keys:
        if quote := stating.find(key):
            yield Claim(attribute="alias", variant=key, quote=quote, **subject)


def listed_capabilities(
    route: Quote,
    parameters: Iterable[Quote],
    seller: str | None = None,
    meanings: Mapping[str, str] = _SHOWN_BY,
) -> Claims:
    """The claims that a route can do what is listed: by default request parameters. What is not
    listed is unsaid.
    """
    for parameter in parameters:
        if capability := meanings.get(parameter.text):
            yield Claim(
                route=route,
                seller=seller,
                attribute="capability",
                variant=capability,
                quote=parameter,
                value="yes",
            )


def litellm_capabilities(route: Quote, row: Node, seller: str | None = None) -> Claims:
    """The claims of the flags `supports_*` of a row in LiteLLM's form."""
    return capability_claims(row, _FLAGS, route=route, seller=seller)
