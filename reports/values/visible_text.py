"""Text of pages and persons, made harmless where it is shown: no control character, escape sequence
or direction override gets through a terminal or a page.
"""

import re

_HIDDEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control characters but tab and newline; what changes the direction or the lines of a text; tags,
which nothing shows and a program reads; halves of characters, which no output can write.
"""


def visible(text: str) -> str:
    """The text, with each hidden character written as its escape, such as \\x1b."""
    return _HIDDEN.sub(lambda found: ascii(found[0])[1:-1], text)
