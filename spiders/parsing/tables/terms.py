"""What cells and terms of a table mean: whether a cell states anything, and the one meaning of words
that a source knows.
"""

import re
from collections.abc import Mapping
from typing import TypeVar

from spiders.claims import Quote
from spiders.errors import LayoutChanged

T = TypeVar("T")
_STATES_NOTHING = re.compile(r"[-–—/\s]*|n/?a|no \w+ date announced", re.IGNORECASE)


def states_something(cell: Quote) -> bool:
    """Whether a cell says more than "-", "N/A" or "No shutdown date announced"."""
    return not _STATES_NOTHING.fullmatch(cell.text)


def match_pattern(words: str, meanings: Mapping[str, T]) -> T | None:
    """The meaning of the one pattern that occurs in `words`; None when none does. Raises
    LayoutChanged when several do.
    """
    found = [meaning for pattern, meaning in meanings.items() if re.search(pattern, words)]
    if not found:
        return None
    if len(found) > 1:
        named = " or ".join(str(meaning) for meaning in found)
        raise LayoutChanged("words have two meanings", found=words, expected=named)
    return found[0]


def look_up_term(words: str, terms: Mapping[str, T]) -> T:
    """The meaning of a term of the page, such as the header of a column. Raises LayoutChanged for
    a term that is not known.
    """
    if words not in terms:
        known = " or ".join(repr(term) for term in terms)
        raise LayoutChanged("a term is not known", expected=known, found=repr(words))
    return terms[words]
