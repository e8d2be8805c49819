"""Cells that say yes or no, with a mark or with words."""

import re

from spiders.claims import Quote
from spiders.errors import LayoutChanged

_NO = re.compile(r"[✗✘❌]|not? \b|no$|不支持|否", re.IGNORECASE)
_YES = re.compile(r"[✓✔✅]|yes\b|support|支持|是$", re.IGNORECASE)


def read_yes_or_no(cell: Quote) -> str:
    """Returns "yes" or "no", as a cell says with a mark or with words. Raises LayoutChanged for
    anything else.
    """
    if _NO.match(cell.text):
        return "no"
    if _YES.match(cell.text):
        return "yes"
    raise LayoutChanged(
        "a cell is neither yes nor no",
        where=cell.locator,
        expected="such as ✓ or Not supported",
        found=cell.text,
    )
