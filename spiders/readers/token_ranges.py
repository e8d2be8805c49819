"""Numbers of tokens between two ends, as price tables write them: "(32, 128]", "0<Token≤128K", "≥
32k", "512k+".
"""

import re
from decimal import Decimal

from spiders.errors import LayoutChanged
from spiders.readers.phrases import Band

_NUMBER = r"(\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:\.\d+)?)\s*([KM]?)"
_BRACKETS = re.compile(
    rf"([\[(（])\s*{_NUMBER}\s*[,，]\s*(?:{_NUMBER}|\+?∞)\s*([\])）])", re.IGNORECASE
)
_BETWEEN = re.compile(rf"{_NUMBER}\s*([<＜≤])[^<＜≤\d]*([<＜≤])\s*{_NUMBER}", re.IGNORECASE)
_ONE_END = re.compile(rf"(<=|>=|[<＜≤>＞≥])\s*{_NUMBER}", re.IGNORECASE)
_AND_MORE = re.compile(rf"(\[?)\s*{_NUMBER}\s*\+", re.IGNORECASE)
_NO_BANDS = {"", "-", "/", "无阶梯计价", "不区分阶梯"}
_SCALES = {"": 1, "k": 1_000, "m": 1_000_000}
_SIGNS = {"＜": "<", "≤": "<=", "＞": ">", "≥": ">="}


def read_token_range(text: str, scale: int = 1) -> Band:
    """The one interval in a text. `scale` is what a number without K or M counts: 1,000 under a
    header "千 token".

    A lower end of 0 is none. "512k+" begins behind 512k, "[32+)" with 32. Raises LayoutChanged where
    there is none.
    """
    if match := _BRACKETS.search(text):
        over = _end(">=" if match[1] == "[" else ">", match[2], match[3], scale)
        upto = (
            _end("<=" if match[6] == "]" else "<", match[4], match[5], scale) if match[4] else None
        )
    elif match := _BETWEEN.search(text):
        over = _end(">" if match[3] != "≤" else ">=", match[1], match[2], scale)
        upto = _end(match[4], match[5], match[6], scale)
    elif match := _AND_MORE.search(text):
        over, upto = _end(">=" if match[1] else ">", match[2], match[3], scale), None
    elif match := _ONE_END.search(text):
        end = _end(match[1], match[2], match[3], scale)
        over, upto = (None, end) if end.startswith("<") else (end, None)
    else:
        raise LayoutChanged(
            "no interval is written here", expected="such as '(32, 128]'", found=repr(text)
        )
    return Band(None if over in (">0", ">=0") else over, upto)


def read_length_bands(text: str, scale: int = 1) -> tuple[Band, str | None]:
    """The band of inputs, and in words the one of outputs, in "输入长度 [0, 32] 且输出长度 (0.2, +∞)"; none
    in "-".

    Raises LayoutChanged for other words.
    """
    if text in _NO_BANDS:
        return Band(None, None), None
    inputs, _, outputs = text.partition("输出长度")
    ends = [end for end in read_token_range(outputs, scale) if end] if outputs else []
    return read_token_range(inputs, scale), f"output {' '.join(ends)} tokens" if ends else None


def _end(sign: str, number: str, suffix: str, scale: int) -> str:
    factor = _SCALES[suffix.lower()] if suffix else scale
    return f"{_SIGNS.get(sign, sign)}{int(Decimal(number.replace(',', '')) * factor)}"
