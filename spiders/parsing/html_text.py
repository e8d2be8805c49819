"""The text of an HTML element as a reader sees it."""

import re

from bs4 import Tag
from bs4.element import NavigableString

HIDDEN_TAGS = {"script", "style", "template", "noscript", "svg"}
_ZERO_WIDTH = re.compile(r"[\u200b-\u200d\ufeff]")
_SPACE_BEFORE_PUNCTUATION = re.compile(r" (?=[,.;:!?)])")


def visible_text(element: Tag) -> str:
    """An element's text as a reader sees it: without scripts, zero-width marks and runs of space."""
    texts = [text for text in element.strings if not _is_hidden(text)]
    joined = _ZERO_WIDTH.sub("", " ".join(texts))
    one_spaced = " ".join(joined.split())
    return _SPACE_BEFORE_PUNCTUATION.sub("", one_spaced)


def _is_hidden(text: NavigableString) -> bool:
    return text.parent is not None and text.parent.name in HIDDEN_TAGS
