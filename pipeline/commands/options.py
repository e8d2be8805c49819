"""Options that several commands share, and the one line that they print of how long steps took."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import urlsplit

import click

from pipeline.output import FORMATS
from pipeline.screen import FULL

if TYPE_CHECKING:
    from pipeline.home import Home

Command = TypeVar("Command", bound=Callable[..., Any])


class Day(click.ParamType[date]):
    """A day in ISO form that is not in the future."""

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


class Text(click.ParamType[str]):
    """A text that says something: it is kept as the reason of a decision, or its author."""

    name = "text"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        text = " ".join(value.split())
        if not text:
            self.fail("expected a text that says something, found none", param, ctx)
        return text


class WebServer(click.ParamType[str]):
    """The address of a server, with a path or without: http://localhost:8000."""

    name = "url"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            parts = urlsplit(value)
            is_address = parts.scheme in ("http", "https") and bool(parts.hostname)
            is_address = is_address and parts.port != 0 and not parts.query and not parts.fragment
        except ValueError:
            is_address = False
        if not is_address or not value.isascii() or not value.isprintable() or " " in value:
            self.fail(
                f"expected the address of a server such as http://localhost:8000, found {value!r}",
                param,
                ctx,
            )
        return value


class LocalPath(click.Path):
    """A path on this machine. An empty one, which would be the folder where the command runs, is
    refused.
    """

    def __init__(
        self, *, exists: bool = False, file_okay: bool = True, dir_okay: bool = True
    ) -> None:
        super().__init__(exists=exists, file_okay=file_okay, dir_okay=dir_okay, path_type=Path)

    def convert(
        self,
        value: str | PathLike[str],
        param: click.Parameter | None,
        ctx: click.Context | None,
    ) -> Any:
        if not str(value).strip():
            self.fail("expected a path, found an empty one", param, ctx)
        return super().convert(value, param, ctx)


def as_of(command: Command) -> Command:
    """--as-of DAY: answer with what was known at the end of that day, UTC."""
    return click.option(
        "--as-of",
        type=Day(),
        metavar="DAY",
        help="Answer with what was known at the end of this day, UTC, such as 2026-05-22.",
    )(command)


def output(command: Command) -> Command:
    """-f FORMAT and --full: how an answer is printed, and how much of it on a terminal."""
    return output_as(*FORMATS)(command)


def output_as(*formats: str) -> Callable[[Command], Command]:
    """The same with these formats."""

    def add(command: Command) -> Command:
        form = click.option(
            "-f",
            "--format",
            "form",
            type=click.Choice(formats),
            help="How the answer is printed. Default: a table on a terminal, JSON lines in a pipe.",
        )
        return full_option(form(command))

    return add


def full_option(command: Command) -> Command:
    """--full: all of an answer."""
    return click.option(
        "--full",
        is_flag=True,
        expose_value=False,
        callback=_set_full,
        help="On a terminal: all of it, not only what fits on one screen.",
    )(command)


def _set_full(context: click.Context, _: click.Parameter, is_full: bool) -> None:
    if is_full:
        context.meta[FULL] = True


def base_url_option(command: Command) -> Command:
    """--base-url URL: fetch from a server that stands for the web."""
    return click.option(
        "--base-url",
        type=WebServer(),
        metavar="URL",
        envvar="CARDKEEP_BASE_URL",
        show_envvar=True,
        help="Fetch every page from this server instead of the web: a mirror, or samples.",
    )(command)


def clock_option(command: Command) -> Command:
    """--clock-is-right: go on though the clock contradicts earlier pages or runs."""
    return click.option(
        "--clock-is-right",
        "trust_clock",
        is_flag=True,
        help="Go on though the clock is behind the newest page, or long after the last run. Pages "
        "dated after it are set aside.",
    )(command)


def engine_options(command: Command) -> Command:
    """--engine and --runner: what runs the steps, and the tasks of prefect."""
    runner = click.option(
        "--runner",
        metavar="RUNNER",
        help="What runs the tasks of prefect: threads, dask (processes of this machine) or dask://HOST:PORT. "
        "docs/scale.md",
    )
    engine = click.option(
        "--engine",
        type=click.Choice(["plain", "prefect"]),
        help="What runs the steps: plain, unless cardkeep.toml says otherwise. prefect does again what failed and "
        "records every step.",
    )
    return engine(runner(command))


def chosen_engine(home: "Home", engine: str | None, runner: str | None) -> tuple[str, str]:
    """The engine and its runner: those that are named, else those of cardkeep.toml. Raises
    UsageError for a runner that there is not."""
    if not home.configuration.exists() and runner is None:
        return engine or "plain", "threads"
    from pipeline.configuration import RUNNER, load_configuration

    if runner is not None and not RUNNER.fullmatch(runner):
        raise click.UsageError(
            f"--runner: expected threads, dask or dask://HOST:PORT, found {runner!r}"
        )
    chosen = load_configuration(home).engine
    engine = engine or chosen.name
    if runner is not None and engine != "prefect":
        raise click.UsageError("--runner goes with --engine prefect")
    return engine, runner or chosen.runner


def step_times(seconds: Mapping[str, float]) -> str:
    """The seconds of each step in a line."""
    return ", ".join(f"{step} {duration:.2f} s" for step, duration in seconds.items())
