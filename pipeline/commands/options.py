"""Options that many commands share."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, TypeVar

import click

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day in ISO form that has begun."""

    name = "day"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.fail(f"expected a day such as 2026-05-22, found {value!r}", param, ctx)
        if day > datetime.now(UTC).date():
            self.fail(f"{day} has not begun: what will be known then is not known now", param, ctx)
        return day


def as_of(command: Command) -> Command:
    """--as-of DAY: answer as the catalog stood at the end of that day, UTC."""
    return click.option(
        "--as-of",
        type=Day(),
        metavar="DAY",
        help="As known at the end of this day, UTC (2026-05-22).",
    )(command)


def output(command: Command) -> Command:
    """-f FORMAT: how rows are printed."""
    return click.option(
        "-f",
        "--format",
        "form",
        type=click.Choice(["table", "json", "jsonl", "csv", "md"]),
        help="Default: a table on a terminal, JSON lines in a pipe.",
    )(command)
