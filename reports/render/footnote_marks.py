"""Marks that stand in rendered parts where the number of a source will stand.

A part is rendered before its page numbers the sources; the marks are replaced when the page is
whole.
"""

import re
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from reports.values.citations import Source, source_numbers
from reports.values.visible_text import visible

# Escaped text holds no "<", so no text from a read page looks like a mark.
_HTML = "<#>"
_TEXT = re.compile("\x00([0-9a-f]{10})\x00")


def html_mark(key: str) -> str:
    """The mark of a source in HTML and XML, by the key of the source."""
    return f"{_HTML}{key}{_HTML}"


def receipt_key(source: str, fact_id: str) -> str:
    """The key of a mark that stands where the address of a fact's receipt will stand."""
    return f"{source}/{fact_id}"


def fill_html_marks(html: str, replacements: Mapping[str, str]) -> str:
    """HTML or XML with each mark replaced by the text of its source, usually its number."""
    pieces = html.split(_HTML)
    # Splitting puts the keys of the marks at the odd places.
    pieces[1::2] = [replacements[key] for key in pieces[1::2]]
    return "".join(pieces)


STALE_TAG = Markup(' <span class="tag warn">◷ stale</span>')
"""Marks a value that was not checked for long, on pages where that is an exception."""


def without_common_marks(html: str, are_most_stale: bool) -> str:
    """A page that says once that most of it is stale does not mark each value."""
    return html.replace(STALE_TAG, "") if are_most_stale else html


STALE = "57a1e57a1e"
"""Stands in plain text as the key of a source does, for the mark of a value that is stale."""


def text_marks(sources: Sequence[Source], are_most_stale: bool) -> Mapping[str, str]:
    """What stands in plain text for each mark: the numbers of the sources, and that a value is
    stale, where that is an exception.
    """
    return {**source_numbers(sources), STALE: "" if are_most_stale else " (stale)"}


def text_mark(key: str) -> str:
    """The mark of a source in plain text, by the key of the source."""
    return f"\x00{key}\x00"


def fill_text_marks(text: str, numbers: Mapping[str, str]) -> str:
    """Plain text with each mark replaced by the number of its source."""
    return _TEXT.sub(lambda mark: numbers.get(mark[1], ""), text)


def visible_beside_marks(text: str) -> str:
    """The text without hidden characters but those that its marks are made of."""
    parts = re.split("(\x00[0-9a-f]{10}\x00)", text)
    return "".join(part if _TEXT.fullmatch(part) else visible(part) for part in parts)
