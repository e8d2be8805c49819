"""What rows say of a model beside its prices: attributes, the request parameters it takes, flags of what it can do."""

from collections.abc import Iterable, Mapping
from typing import Any

from spiders.claims import Attribute, Claim, Claims, Quote
from spiders.jsontree import Node
from spiders.phrases import retirement
from spiders.tables import Row

_SHOWN_BY = {
    "tools": "function_calling", "structured_outputs": "structured_outputs", "reasoning": "reasoning",
    "parallel_tool_calls": "parallel_tool_calls", "web_search_options": "web_search",
}  # fmt: skip
_FLAGS = {"parallel_function_calling": "parallel_tool_calls", "response_schema": "structured_outputs"} | {
    flag: flag
    for flag in (
        "audio_input", "audio_output", "computer_use", "function_calling", "pdf_input", "reasoning", "prompt_caching",
        "system_messages", "tool_choice", "video_input", "vision", "web_search",
    )
}  # fmt: skip


def attributes(row: Node, paths: Mapping[str, Attribute], **subject: Any) -> Claims:
    """The claims of what a row states at these paths of keys, "limit/context". `subject` are fields of each claim."""
    for path, attribute in paths.items():
        if quote := row.find(path):
            yield Claim(attribute=attribute, quote=quote, **subject)


def abilities(row: Node, paths: Mapping[str, str], **subject: Any) -> Claims:
    """The claims of what a model can do, from the flags at these paths of keys. One that is absent says nothing."""
    for path, capability in paths.items():
        if quote := row.find(path):
            yield Claim(attribute="capability", variant=capability, quote=quote, **subject)


def columns(row: Row, headers: Mapping[str, Attribute], **subject: Any) -> Claims:
    """The claims of the cells under these headers that state something; a row need not have all of them.

    A day of retirement that is only the earliest possible one is claimed as that.
    """
    for header, attribute in headers.items():
        if cell := row.maybe(header):
            said, quote = retirement(cell) if attribute == "retired_date" else (attribute, cell)
            yield Claim(attribute=said, quote=quote, **subject)


def capabilities(
    route: Quote, parameters: Iterable[Quote], seller: str | None = None, meanings: Mapping[str, str] = _SHOWN_BY
) -> Claims:
    """The claims that a route can do what is listed: by default request parameters. What is not listed is unsaid."""
    for parameter in parameters:
        if capability := meanings.get(parameter.text):
            yield Claim(route=route, seller=seller, attribute="capability", variant=capability,
                        quote=parameter, says="yes")  # fmt: skip


def flagged(route: Quote, row: Node, seller: str | None = None) -> Claims:
    """The claims of the flags `supports_*` of a row. One that is absent says nothing."""
    for flag, capability in _FLAGS.items():
        if quote := row.maybe(f"supports_{flag}"):
            yield Claim(route=route, seller=seller, attribute="capability", variant=capability, quote=quote)
