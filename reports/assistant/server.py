"""The server of the tools, over standard input and output."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from reports.assistant.answers import Answer, Answers
from reports.bill.price_at import UnknownSeller
from reports.bill.usage import Usage
from reports.data.model_lookup import AmbiguousModel, UnknownModel
from reports.pages.comparison import SameModel
from reports.serve.served import Served
from warehouse.errors import CatalogDamaged, NotKnownYet, NotPublished, QueryFailed

INSTRUCTIONS = (
    "A catalog of language models, their sellers and prices. Prices are US dollars per million tokens. "
    "Null is not sourced: never read it as zero or no. Every answer has `receipts`: cite the url and the "
    "quote of the facts that you state, and the day on which they were checked."
)
_TOLD = (
    UnknownModel,
    AmbiguousModel,
    UnknownSeller,
    SameModel,
    NotKnownYet,
    NotPublished,
    CatalogDamaged,
    QueryFailed,
)
Name = Annotated[str, Field(max_length=200, description="A model, by name or id.")]
Seller = Annotated[
    str | None, Field(max_length=200, description="A seller, such as anthropic. Default: all.")
]
Day = Annotated[
    date | None, Field(description="As known at the end of this day, UTC. Default: now.")
]
FactId = Annotated[str, Field(max_length=64, description="An id from any answer.")]


def create_server(served: Served, version: str = "") -> MCPServer[Any]:
    """The server over a home's published catalog."""
    answers = Answers(served)
    server: MCPServer[Any] = MCPServer("cardkeep", instructions=INSTRUCTIONS, version=version)

    @server.tool()
    def search(
        text: Annotated[str, Field(max_length=200, description="What a person would type.")],
        limit: Annotated[int, Field(ge=1, le=50)] = 10,
    ) -> Answer:
        """Find models by name, id or alias, misspelt or not, each with its cheapest offer."""
        return _told(lambda: answers.search(text, limit))

    @server.tool()
    def compare(first: Name, second: Name, as_of: Day = None) -> Answer:
        """Compare two models: verdict, scorecard, specifications and capabilities side by side."""
        return _told(lambda: answers.compare(first, second, as_of))

    @server.tool()
    def price_as_of(model: Name, as_of: Day = None, seller: Seller = None) -> Answer:
        """What sellers ask for a model, now or as known on a day."""
        return _told(lambda: answers.prices(model, as_of, seller))

    @server.tool()
    def cost(
        model: Name,
        usage: Usage,
        seller: Seller = None,
        tier: Annotated[str, Field(max_length=40)] = "standard",
        as_of: Day = None,
    ) -> Answer:
        """What a usage costs: an amount, an interval with what is not given, or what is not known."""
        return _told(lambda: answers.cost(model, usage, seller, tier, as_of))

    @server.tool()
    def changes(
        model: Annotated[str | None, Field(max_length=200)] = None,
        provider: Seller = None,
        since: Annotated[date | None, Field(description="After this day. Default: a week.")] = None,
    ) -> Answer:
        """What appeared, changed, was held back or went missing, the newest first."""
        return _told(lambda: answers.changes(model, provider, since))

    @server.tool()
    def receipt(fact_id: FactId) -> Answer:
        """One fact: its quote, where it stands, the page and its digest, and what others say."""
        return _told(lambda: answers.receipt(fact_id))

    return server


def _told(answer: Callable[[], Answer]) -> Answer:
    """An answer; an error of ours as what the tool says, with names that may be meant."""
    try:
        return answer()
    except _TOLD as error:
        close: list[str] = list(getattr(error, "close", ()) or getattr(error, "candidates", ()))
        meant = f" Meant may be: {', '.join(close[:5])}." if close else ""
        raise ToolError(f"{error}{meant}") from None
