"""Marks where the number of a source will stand. A part of a page is written before its page knows
the numbers.
"""

import re
from collections.abc import Mapping

_HTML = "<#>"  # escaped text holds no "<", so no text of a page that was read looks like a mark
_TEXT = re.compile("\x00([0-9a-f]{10})\x00")


def html_mark(key: str) -> str:
    return f"{_HTML}{key}{_HTML}"


def fill_html_marks(html: str, said: Mapping[str, str]) -> str:
    """HTML or XML with what is to be said of each source, mostly its number, in place of its mark."""
    pieces = html.split(_HTML)
    pieces[1::2] = [said[key] for key in pieces[1::2]]
    return "".join(pieces)


def text_mark(key: str) -> str:
    return f"\x00{key}\x00"


def fill_text_marks(text: str, numbers: Mapping[str, str]) -> str:
    """Plain text with the number of each source in place of its mark."""
    return _TEXT.sub(lambda mark: numbers.get(mark[1], ""), text)
