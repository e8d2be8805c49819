"""Request parameters that an API lists for a model, as the capabilities that they show."""

from collections.abc import Iterable, Iterator

from spiders.claims import Claim, Quote

_SHOWN_BY = {
    "tools": "function_calling", "structured_outputs": "structured_outputs", "reasoning": "reasoning",
    "parallel_tool_calls": "parallel_tool_calls", "web_search_options": "web_search",
}  # fmt: skip


def capabilities(route: Quote, parameters: Iterable[Quote], seller: str | None = None) -> Iterator[Claim]:
    """The claims that a route can do what its parameters ask for. One that is not listed says nothing."""
    for parameter in parameters:
        if capability := _SHOWN_BY.get(parameter.text):
            yield Claim(route=route, seller=seller, attribute="capability", variant=capability,
                        quote=parameter, says="yes")  # fmt: skip
