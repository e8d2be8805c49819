"""Prints how readable the code is, a line per folder: python -m tests.project.readability
[FOLDER...]

A thermometer and no gate: it never fails. AST nodes per line say how much a line holds; about 7 is
usual in projects that are read easily. A line counts where it is neither blank nor a comment.
"""

import ast
import sys
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

from tests.support import ROOT

PACKAGES = ("spiders", "pipeline", "warehouse", "reports", "tests")
LONG_LINE = 100
MANY_BRANCHES = 15
BRANCHES = (
    ast.If,
    ast.For,
    ast.While,
    ast.IfExp,
    ast.BoolOp,
    ast.ExceptHandler,
    ast.comprehension,
    ast.match_case,
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


class Measure(NamedTuple):
    """Counts of one module, or of several."""

    lines: int
    nodes: int
    long_lines: int
    branchy: list[str]
    """Where functions with many branches are, their names and their branch counts."""


def branch_count(function: Function) -> int:
    return 1 + sum(isinstance(node, BRANCHES) for node in ast.walk(function))


def measure(path: Path) -> Measure:
    text = path.read_text(encoding="utf-8")
    tree = ast.parse(text)
    stripped = [line.strip() for line in text.splitlines()]
    branchy: list[str] = []
    for node in ast.walk(tree):
        if isinstance(node, Function) and branch_count(node) > MANY_BRANCHES:
            place = f"{path.relative_to(ROOT)}:{node.lineno}"
            branchy.append(f"{place} {node.name} ({branch_count(node)})")
    return Measure(
        lines=sum(1 for line in stripped if line and not line.startswith("#")),
        nodes=sum(1 for _ in ast.walk(tree)),
        long_lines=sum(len(line) > LONG_LINE for line in text.splitlines()),
        branchy=branchy,
    )


def together(measures: list[Measure]) -> Measure:
    return Measure(
        lines=sum(one.lines for one in measures),
        nodes=sum(one.nodes for one in measures),
        long_lines=sum(one.long_lines for one in measures),
        branchy=[place for one in measures for place in one.branchy],
    )


def show(name: str, found: Measure) -> None:
    print(
        f"{name:28}{found.lines:8,} lines"
        f"{found.nodes / max(found.lines, 1):8.1f} nodes a line"
        f"{found.long_lines / max(found.lines, 1):8.1%} over {LONG_LINE}"
        f"{len(found.branchy):6} functions over {MANY_BRANCHES} branches"
    )


def main(folders: list[str]) -> None:
    rooms: dict[str, list[Measure]] = defaultdict(list)
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*.py")):
            room = path.relative_to(ROOT).parent.as_posix()
            rooms[room].append(measure(path))
    for room, measures in rooms.items():
        show(room, together(measures))
    whole = together([one for measures in rooms.values() for one in measures])
    show("all", whole)
    for place in whole.branchy:
        print(f"  {place}")


if __name__ == "__main__":
    main(sys.argv[1:] or list(PACKAGES))
