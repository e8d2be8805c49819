"""The limits within which one body is read. A body that exceeds one gives no claims.

The largest page read so far has 81,000 claims; the longest name on any has 252 characters.
"""

ROWS = 100_000
"""Rows of one table."""
CELLS = 500_000
"""Cells of one table, each counted for every row and column that it spans."""
CLAIMS = 500_000
"""Claims on one body."""
NAMES = 200_000
"""Different subjects that the claims of one body name."""
NAME_LENGTH = 1_000
"""Characters of a subject's name. A longer one costs its claims alone."""
TEXT_LENGTH = 50_000
"""Characters of a quote or of a text beside it. A longer one costs its claim alone."""


class LimitExceeded(Exception):
    """A body is larger than what is read of one.

    The message says what, the limit, and what was found.
    """

    def __init__(self, what: str, *, limit: str, found: str, where: str = "") -> None:
        place = f" at {where}" if where else ""
        super().__init__(f"{what}{place}: expected at most {limit}, found {found}")


def check_table(rows: int, cells: int, where: str) -> None:
    """Raises LimitExceeded for a table, at the locator `where`, of too many rows or cells."""
    if rows > ROWS:
        raise LimitExceeded(
            "rows of one table", limit=f"{ROWS:,}", found=f"{rows:,} or more", where=where
        )
    if cells > CELLS:
        raise LimitExceeded(
            "cells of one table", limit=f"{CELLS:,}", found=f"{cells:,} or more", where=where
        )
