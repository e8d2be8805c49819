"""Amounts as cells write them: a number, with a currency or without."""

import re

from spiders.claims import Unit

NUMBER = r"\d+(?:[.,]\d+)*(?:[eE][+-]?\d+)?"
AMOUNT = re.compile(
    rf"(?:US ?)?[$¥￥€] ?{NUMBER}(?: ?(?:USD|CNY|RMB|EUR)\b)?|"
    rf"{NUMBER} ?(?:US)?(?:[$€]|USD\b|CNY\b|RMB\b|EUR\b|美元|元)|(?<![\w.,]){NUMBER}(?![\w.,]*\d)",
)
TOKEN_UNITS: tuple[Unit, ...] = ("token", "1K tokens", "1M tokens", "10B tokens")


def first_amount(text: str) -> str:
    """The first amount in a text; "" where it has none."""
    match = AMOUNT.search(text)
    return match[0] if match else ""
