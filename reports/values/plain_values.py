"""Values of a database as JSON and as the cells of a table have them, one way for commands, pages
and the API. Numbers have no exponent and no trailing zeros; times are in UTC.
"""

import json
import re
from collections.abc import Iterable
from datetime import date, datetime, time
from decimal import Decimal
from math import isfinite
from types import NoneType
from typing import Any, cast

_HIDDEN_IN_JSON = re.compile(
    "[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)

_JSON_KNOWS = frozenset({str, int, bool, NoneType})


def json_text(value: Any, indent: int | None = None, *, is_compact: bool = False) -> str:
    """JSON in which hidden characters are escapes, which say the same."""
    separators = (",", ":") if is_compact else None
    text = json.dumps(value, ensure_ascii=False, indent=indent, separators=separators)
    return _HIDDEN_IN_JSON.sub(lambda found: json.dumps(found[0])[1:-1], text) + "\n"


def json_value(value: Any) -> Any:
    """A value as JSON has it: decimals, times and what JSON does not know become text."""
    if type(value) in _JSON_KNOWS:
        return value
    match value:
        case Decimal():
            return decimal_text(value)
        case datetime() | date():
            return cell_text(value)
        case float() if not isfinite(value):
            return str(value)
        case bool() | int() | float() | str():
            return value
        case list() | tuple() | set() | frozenset():
            return [json_value(item) for item in cast("Iterable[Any]", value)]
        case dict():
            items = cast("dict[Any, Any]", value).items()
            return {cell_text(key): json_value(item) for key, item in items}
        case _:
            return cell_text(value)


def cell_text(value: Any) -> str:
    """A value as a cell of a table shows it. A time at midnight is a day."""
    match value:
        case None:
            return ""
        case Decimal():
            return decimal_text(value)
        case datetime() if value.time() == time.min:
            return value.strftime("%Y-%m-%d")
        case datetime():
            return value.strftime("%Y-%m-%d %H:%M:%SZ")
        case bool():
            return "yes" if value else "no"
        case bytes() | bytearray() | memoryview():
            return bytes(cast("bytes", value)).hex()
        case list() | dict() | tuple() | set() | frozenset():
            return json.dumps(json_value(value), ensure_ascii=False)
        case _:
            return str(value)


def decimal_text(number: Decimal) -> str:
    """A number without exponent and without trailing zeros."""
    digits = format(number, "f")
    if "." not in digits:
        return digits
    return digits.rstrip("0").rstrip(".")
