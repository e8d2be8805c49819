"""The screen that output goes to: how wide and high it is, whether it shows colours, how much is
wanted.
"""

import os
import shutil
import sys
from typing import NamedTuple

import click

NAMED_HOME = "cardkeep.named_home"
"""The key in the context's `meta` that is set where --home names the home on the command line."""
FULL = "cardkeep.full"
"""The key in the context's `meta` that --full sets."""


class Screen(NamedTuple):
    """Columns and lines; None where there is no limit, as in a pipe."""

    width: int | None
    height: int | None
    has_color: bool


def screen() -> Screen:
    """What standard output is now. COLUMNS sets the width, also in a pipe; NO_COLOR and TERM=dumb
    take the colours away.
    """
    if not sys.stdout.isatty():
        columns = os.environ.get("COLUMNS", "")
        return Screen(int(columns) if columns.isdigit() and int(columns) else None, None, False)
    size = shutil.get_terminal_size()
    has_color = not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    return Screen(size.columns, None if _is_full() else size.lines, has_color)


def _is_full() -> bool:
    context = click.get_current_context(silent=True)
    return bool(context and context.meta.get(FULL))


def first_screen(text: str, height: int | None) -> tuple[str, int]:
    """The lines that fit on a screen with room for the prompt, and the number of those that do not."""
    lines = text.splitlines(keepends=True)
    if height is None or len(lines) < height:
        return text, 0
    kept = max(height - 3, 1)
    return "".join(lines[:kept]), len(lines) - kept
