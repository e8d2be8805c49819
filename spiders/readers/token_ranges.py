"""Bands of input lengths in phrases, "<= 200K input tokens", and ranges of token counts as price
tables write them: "(32, 128]", "0<Token≤128K", "≥ 32k", "512k+".
"""

import re
from decimal import Decimal
from typing import NamedTuple

from spiders.errors import LayoutChanged

_BAND = re.compile(r"(<=|≤|<|>=|≥|>)\s*(\d+(?:\.\d+)?)\s*([KM]?)", re.IGNORECASE)


class Band(NamedTuple):
    """An input-context band: its ends in tokens, as `Claim.over_tokens` and `Claim.upto_tokens`
    write them. None for an open end.
    """

    over: str | None
    """Such as ">200000"."""
    upto: str | None
    """Such as "<=200000"."""


def _number(name: str) -> str:
    """A pattern for a number of tokens; its groups are `name` and, for K or M, `name`_suffix."""
    digits = r"\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?"
    return rf"(?P<{name}>{digits})\s*(?P<{name}_suffix>[KM]?)"


_BRACKETS = re.compile(
    rf"(?P<open>[\[(（])\s*{_number('low')}\s*[,，]\s*"
    rf"(?:{_number('high')}|\+?∞)\s*(?P<close>[\])）])",
    re.IGNORECASE,
)
_BETWEEN = re.compile(
    rf"{_number('low')}\s*(?P<low_sign>[<＜≤])[^<＜≤\d]*(?P<high_sign>[<＜≤])\s*{_number('high')}",
    re.IGNORECASE,
)
_AND_MORE = re.compile(rf"(?P<open>\[?)\s*{_number('low')}\s*\+", re.IGNORECASE)
_ONE_END = re.compile(rf"(?P<sign><=|>=|[<＜≤>＞≥])\s*{_number('end')}", re.IGNORECASE)
_NO_BANDS = {"", "-", "/", "无阶梯计价", "不区分阶梯"}
_SCALES = {"": 1, "k": 1_000, "m": 1_000_000}
_SIGNS = {"＜": "<", "≤": "<=", "＞": ">", "≥": ">="}


def read_band(text: str) -> Band:
    """The band in a phrase such as "> 200K input tokens" or "<272K context length". Raises
    LayoutChanged for a phrase without one.
    """
    match = _BAND.search(text)
    if match is None:
        raise LayoutChanged(
            "no context band is written here", found=repr(text), expected="such as '<= 200K'"
        )
    sign, number, suffix = match.groups()
    tokens = Decimal(number) * _SCALES[suffix.lower()]
    end = f"{_SIGNS.get(sign, sign)}{int(tokens)}"
    return Band(None, end) if end.startswith("<") else Band(end, None)


def read_token_range(text: str, scale: int = 1) -> Band:
    """The one interval in a text. `scale` is the unit of a number without K or M: 1,000 under a
    header "千 token".

    A lower end of 0 is left out. "512k+" begins after 512k, "[32+)" with 32. Raises LayoutChanged
    for a text without an interval.
    """
    band = (
        _read_brackets(text, scale)
        or _read_between_signs(text, scale)
        or _read_and_more(text, scale)
        or _read_one_end(text, scale)
    )
    if band is None:
        raise LayoutChanged(
            "no interval is written here", expected="such as '(32, 128]'", found=repr(text)
        )
    if band.over in (">0", ">=0"):
        return Band(None, band.upto)
    return band


def _read_brackets(text: str, scale: int) -> Band | None:
    """The band of "(32, 128]" or "[32, +∞)"."""
    match = _BRACKETS.search(text)
    if match is None:
        return None
    low_sign = ">=" if match["open"] == "[" else ">"
    over = _end(low_sign, match["low"], match["low_suffix"], scale)
    if match["high"] is None:
        return Band(over, None)
    high_sign = "<=" if match["close"] == "]" else "<"
    return Band(over, _end(high_sign, match["high"], match["high_suffix"], scale))


def _read_between_signs(text: str, scale: int) -> Band | None:
    """The band of "0<Token≤128K"."""
    match = _BETWEEN.search(text)
    if match is None:
        return None
    low_sign = ">=" if match["low_sign"] == "≤" else ">"
    over = _end(low_sign, match["low"], match["low_suffix"], scale)
    upto = _end(match["high_sign"], match["high"], match["high_suffix"], scale)
    return Band(over, upto)


def _read_and_more(text: str, scale: int) -> Band | None:
    """The band of "512k+" or "[32+)"."""
    match = _AND_MORE.search(text)
    if match is None:
        return None
    sign = ">=" if match["open"] else ">"
    return Band(_end(sign, match["low"], match["low_suffix"], scale), None)


def _read_one_end(text: str, scale: int) -> Band | None:
    """The band of "≥ 32k" or "<128K"."""
    match = _ONE_END.search(text)
    if match is None:
        return None
    end = _end(match["sign"], match["end"], match["end_suffix"], scale)
    return Band(None, end) if end.startswith("<") else Band(end, None)


def read_length_bands(text: str, scale: int = 1) -> tuple[Band, str | None]:
    """The band of input lengths, and in words that of output lengths, of a text such as
    "输入长度 [0, 32] 且输出长度 (0.2, +∞)"; none in "-".

    Raises LayoutChanged for other words.
    """
    if text in _NO_BANDS:
        return Band(None, None), None
    input_text, _, output_text = text.partition("输出长度")
    input_band = read_token_range(input_text, scale)
    if not output_text:
        return input_band, None
    ends = [end for end in read_token_range(output_text, scale) if end]
    if not ends:
        return input_band, None
    return input_band, f"output {' '.join(ends)} tokens"


def _end(sign: str, number: str, suffix: str, scale: int) -> str:
    """One end of a band, as `Claim.over_tokens` and `Claim.upto_tokens` write it: "<=128000"."""
    factor = _SCALES[suffix.lower()] if suffix else scale
    tokens = Decimal(number.replace(",", "")) * factor
    return f"{_SIGNS.get(sign, sign)}{int(tokens)}"
