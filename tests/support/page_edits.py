"""Copies of a page in which one node is another."""

import re
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel


def edited(node: Any, path: str, change: Callable[[Any], Any]) -> Any:
    """A copy of a page in which the node at a path, such as pricing.a.live[0].input, is changed."""
    if not path:
        return change(node)
    match = re.match(r"\.?(\w+)|\[(\d+)\]", path)
    assert match, path
    rest = path[match.end() :]
    if match[2] is not None:
        place = int(match[2])
        return (*node[:place], edited(node[place], rest, change), *node[place + 1 :])
    return node.model_copy(update={match[1]: edited(getattr(node, match[1]), rest, change)})


def with_changes(**changes: Any) -> Callable[[BaseModel], BaseModel]:
    return lambda node: node.model_copy(update=changes)
