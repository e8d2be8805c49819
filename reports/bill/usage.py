"""What was used: tokens by kind, pictures, seconds, calls of tools."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, NamedTuple

from pydantic import Field

from reports.values.value import FrozenModel

Count = Annotated[int, Field(ge=0)]
Amount = Annotated[Decimal, Field(ge=0, allow_inf_nan=False)]


class ToolCalls(FrozenModel):
    """Calls of a tool that is sold beside the models, such as "Web search"."""

    tool: str
    """Its name, as the seller or the usage object writes it: case and separators do not matter."""
    calls: Count = 0
    seconds: Amount = Decimal(0)
    """How long it ran, where it is sold by time."""
    free_calls: Count | None = None
    """How many of them an allowance covers; None where that is not known."""


class Usage(FrozenModel):
    """What one request used, or several requests of equal size together.

    Every token is counted in one field only: what was read from a cache is not in `input_tokens`.
    Reasoning is in `output_tokens`, as it is charged.
    """

    input_tokens: Count = 0
    """Text, neither read from a cache nor written to it."""
    output_tokens: Count = 0
    """Text, with what was thought."""
    reasoning_tokens: Count | None = None
    """How many of `output_tokens` were thought; None where that is not known."""
    cache_read_tokens: Count = 0
    cache_write_tokens: Count = 0
    """Written to a cache whose lifetime is not known."""
    cache_write_5m_tokens: Count = 0
    cache_write_1h_tokens: Count = 0
    audio_input_tokens: Count = 0
    image_input_tokens: Count = 0
    video_input_tokens: Count = 0
    audio_cache_read_tokens: Count = 0
    image_cache_read_tokens: Count = 0
    video_cache_read_tokens: Count = 0
    audio_output_tokens: Count = 0
    image_output_tokens: Count = 0
    cache_storage_token_hours: Amount = Decimal(0)
    """Tokens kept in a cache, times hours."""
    images: Count = 0
    """Pictures made, where they are sold by the piece."""
    seconds: Amount = Decimal(0)
    """Of speech or video, where it is sold by time."""
    characters: Count = 0
    pages: Count = 0
    searches: Count = 0
    """Searches that the model itself made, where its offer prices them."""
    free_searches: Count | None = None
    """How many of them an allowance covers; None where that is not known."""
    requests: Annotated[int, Field(ge=1)] = 1
    """How many requests the other fields are the sum of."""
    tool_calls: tuple[ToolCalls, ...] = ()

    @property
    def prompt_tokens(self) -> Decimal:
        """The input of one request, which decides the band of a price."""
        total = sum(quantity.amount for quantity in self.quantities() if quantity.is_input)
        return Decimal(total) / self.requests

    def quantities(self) -> Iterator["Quantity"]:
        """What is charged, each kind for itself: what the prompt holds comes in its order, first
        what a cache holds.
        """
        for field, meter, unit, modality, lifetime in _FIELDS:
            amount = Decimal(getattr(self, field))
            if amount:
                yield Quantity(meter, unit, amount, modality, lifetime)


class Quantity(NamedTuple):
    """So much of one thing that has a price."""

    meter: str
    unit: str
    amount: Decimal
    modality: str = "text"
    lifetime: str | None = None

    @property
    def is_input(self) -> bool:
        return self.unit == "token" and self.meter != "output"

    @property
    def label(self) -> str:
        """In words: "audio cache read", "cache write (1h)"."""
        words = [] if self.modality == "text" else [self.modality]
        words.append(self.meter.replace("_", " "))
        if self.lifetime:
            words.append(f"({self.lifetime})")
        return " ".join(words)


# field, meter, unit, modality, lifetime
# fmt: off
_FIELDS: tuple[tuple[str, str, str, str, str | None], ...] = (
    ("cache_read_tokens",         "cache_read",  "token",      "text",  None),
    ("audio_cache_read_tokens",   "cache_read",  "token",      "audio", None),
    ("image_cache_read_tokens",   "cache_read",  "token",      "image", None),
    ("video_cache_read_tokens",   "cache_read",  "token",      "video", None),
    ("cache_write_tokens",        "cache_write", "token",      "text",  None),
    ("cache_write_5m_tokens",     "cache_write", "token",      "text",  "5m"),
    ("cache_write_1h_tokens",     "cache_write", "token",      "text",  "1h"),
    ("input_tokens",              "input",       "token",      "text",  None),
    ("audio_input_tokens",        "input",       "token",      "audio", None),
    ("image_input_tokens",        "input",       "token",      "image", None),
    ("video_input_tokens",        "input",       "token",      "video", None),
    ("output_tokens",             "output",      "token",      "text",  None),
    ("audio_output_tokens",       "output",      "token",      "audio", None),
    ("image_output_tokens",       "output",      "token",      "image", None),
    ("cache_storage_token_hours", "storage",     "token-hour", "text",  None),
    ("images",                    "image",       "image",      "text",  None),
    ("seconds",                   "second",      "second",     "text",  None),
    ("characters",                "character",   "character",  "text",  None),
    ("pages",                     "page",        "page",       "text",  None),
    ("searches",                  "search",      "request",    "text",  None),
)
# fmt: on
