"""Values as facts keep them, in the form in which pages print values of that kind."""

import re
from decimal import Decimal

from reports.values.number_format import money

_DOLLARS = re.compile(r"(\d+(?:\.\d+)?) USD per (.+)")


def printed(attribute: str, value_text: str) -> str:
    """A price in dollars as money, a number of tokens with its unit; any other text as it is."""
    if attribute == "price":
        match = _DOLLARS.fullmatch(value_text)
        if match:
            return f"{money(Decimal(match[1]))} per {match[2]}"
    if attribute.endswith("_tokens") and value_text.isdecimal():
        return f"{int(value_text):,} tokens"
    return value_text
