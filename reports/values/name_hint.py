"""What is said of a name that is not known: the nearest that are, or how to see them all."""

from collections.abc import Iterable

_LISTED = 8
"""So many names are told at once; of more it is said what lists them."""


def name_hint(name: str, known: Iterable[str], listed_by: str) -> str:
    """Which known name may be meant: "do you mean openai?". Where none is like it, the few that there
    are, or how many, and `listed_by`, the command that lists them.
    """
    from difflib import get_close_matches  # a command that knows its names needs none

    names = sorted(set(known))
    near = get_close_matches(name.casefold(), names, n=3)
    if near:
        return f"do you mean {' or '.join(near)}?"
    if not names:
        return "there are none"
    if len(names) <= _LISTED:
        return f"there are {', '.join(names)}"
    return f"there are {len(names)}: {listed_by} lists them"
