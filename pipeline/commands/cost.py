"""cost: what a usage of a model costs."""

import json
import sys
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.commands.catalog import published_catalog
from pipeline.commands.options import as_of, output
from pipeline.failures import ExitCode, Failure
from pipeline.output import Format, echo, print_rows
from reports.values.plain_values import json_value

if TYPE_CHECKING:
    from reports.bill.answer import Cost, Line
    from reports.bill.usage import Usage
    from reports.bill.usage_objects import ReadUsage

COUNTS = {
    "input_tokens": "Input, neither read from a cache nor written to it.",
    "output_tokens": "Output, with what was thought.",
    "reasoning_tokens": "How much of the output was thought.",
    "cache_read_tokens": "Input read from a cache.",
    "cache_write_tokens": "Input written to a cache whose lifetime is not known.",
    "cache_write_5m_tokens": "Input written to a cache for 5 minutes.",
    "cache_write_1h_tokens": "Input written to a cache for an hour.",
    "audio_input_tokens": "Audio put in.",
    "image_input_tokens": "Pictures put in.",
    "video_input_tokens": "Video put in.",
    "audio_output_tokens": "Audio answered.",
    "image_output_tokens": "Pictures answered.",
    "images": "Pictures made, where they are sold by the piece.",
    "searches": "Searches that the model made.",
    "free_searches": "How many of them an allowance covers.",
    "requests": "How many requests of equal size all of it is the sum of.",
}
LONGEST_USAGE = 20_000_000
"""Characters of a usage or an answer; the longest answers with pictures have some millions."""
LINE_COLUMNS = ("what", "quantity", "price", "factor", "cost", "checked", "fact_id")
SELLER_COLUMNS = ("seller", "cost", "cost_to", "depends_on", "checked", "fact_ids")


class Moment(click.ParamType[datetime | date]):
    """A day, or a moment with its zone."""

    name = "time"

    def convert(
        self, value: str | date, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | date:
        if isinstance(value, date):
            return value
        try:
            if len(value) == len("2026-05-22"):
                return date.fromisoformat(value)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(
                f"expected a day or a time such as 2026-05-22T10:00Z, found {value!r}", param, ctx
            )
        if moment.tzinfo is None:
            self.fail(f"expected a time with its zone, such as {value}Z, found none", param, ctx)
        return moment.astimezone(UTC)


def counts(command: Any) -> Any:
    """An option for each count of a usage."""
    for name, help_text in reversed(COUNTS.items()):
        option = f"--{name.replace('_', '-')}"
        bounded = click.IntRange(min=1 if name == "requests" else 0)
        command = click.option(option, name, type=bounded, metavar="N", help=help_text)(command)
    return command


@click.command("cost")
@click.argument("model")
@click.option(
    "--provider",
    "--seller",
    "seller",
    help="Who sells it. Default: everybody who does, the cheapest first.",
)
@click.option(
    "--usage",
    "usage_file",
    type=click.File(encoding="utf-8"),
    metavar="FILE",
    help="The usage object of an answer (OpenAI, Anthropic, Gemini, Bedrock, or compatible), or the "
    "whole answer, in JSON; - is standard input.",
)
@counts
@click.option(
    "--tool", "tools", multiple=True, metavar="NAME=N", help="Calls of a tool: 'web search=3'."
)
@click.option(
    "--tier",
    help="standard, batch, flex, priority or fast. Default: that of the answer, or standard.",
)
@click.option(
    "--region", help="Where it runs, as the seller writes it; global for a request that names none."
)
@click.option("--time", type=Moment(), help="When it runs: a day, or a time with its zone.")
@click.option(
    "--mode",
    type=click.Choice(["thinking", "non_thinking"]),
    help="Where answers with thinking cost more.",
)
@click.option("--variant", help="A condition as the page writes it, such as fine_tuned.")
@click.option("--offer", help="One of several offers of the seller: its id or its variant.")
@click.option(
    "--currency",
    default="USD",
    show_default=True,
    help="USD, or the currency that the seller asks.",
)
@click.option("--json", "as_json", is_flag=True, help="The whole answer as one JSON object.")
@as_of
@output
@click.pass_obj
def cost_command(
    home: Path,
    model: str,
    seller: str | None,
    usage_file: Any,
    tools: tuple[str, ...],
    tier: str | None,
    region: str | None,
    time: datetime | date | None,
    mode: str | None,
    variant: str | None,
    offer: str | None,
    currency: str,
    as_json: bool,
    as_of: date | None,
    form: Format | None,
    **given: int | None,
) -> int:
    """What a usage of MODEL costs: an amount, an interval, or why there is neither.

    The usage is a FILE, or counts of tokens. Each line has the price's receipt, for `cardkeep
    explain`. Exit code 4 where something that was not given decides, 3 where a price is not known.
    """
    from reports.bill.price_at import costs_at_all, price_at

    read = _read(usage_file)
    usage = _with_counts(read, given, tools)
    if read and read.unread:
        echo(f"counts without a meaning here, charged nothing: {', '.join(read.unread)}", err=True)
    tier = tier or (read.tier if read else None) or "standard"
    region = region or (read.region if read else None)
    with published_catalog(home, as_of) as catalog:
        if seller is None:
            _refuse_beside_all(time, mode, variant, offer)
            costs = costs_at_all(catalog, model, usage, tier=tier, region=region)
        else:
            costs = [
                price_at(
                    catalog,
                    model,
                    seller,
                    usage,
                    time=time,
                    tier=tier,
                    region=region,
                    mode=mode,
                    variant=variant,
                    offer=offer,
                    currency=currency,
                )
            ]
    if as_json:
        dumped = [json_value(cost.model_dump()) for cost in costs]
        text = json.dumps(dumped[0] if seller else dumped, ensure_ascii=False, indent=1)
        sys.stdout.write(text + "\n")
    elif seller is None:
        print_rows(SELLER_COLUMNS, map(_seller_row, costs), form)
    else:
        _print(costs[0], form)
    return _exit_code(costs)


def _refuse_beside_all(*given: object) -> None:
    if any(value is not None for value in given):
        raise click.UsageError("--time, --mode, --variant and --offer need --provider")


def _exit_code(costs: Sequence["Cost"]) -> int:
    if len(costs) > 1:
        return ExitCode.CLEAN
    match [cost.kind for cost in costs]:
        case ["exact"]:
            return ExitCode.CLEAN
        case ["interval"]:
            return ExitCode.PARTIAL
        case _:
            return ExitCode.NOT_FOUND


def _read(usage_file: Any) -> "ReadUsage | None":
    from reports.bill.usage_objects import read_usage

    if usage_file is None:
        return None
    try:
        text = usage_file.read(LONGEST_USAGE + 1)
        if len(text) > LONGEST_USAGE:
            raise Failure(
                f"{usage_file.name}: expected a usage or an answer of at most {LONGEST_USAGE:,} "
                "characters, found more",
                exit_code=ExitCode.USAGE,
            )
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Failure(
            f"{usage_file.name}: expected JSON, found something else: {error}",
            exit_code=ExitCode.USAGE,
        ) from None
    return read_usage(found)


def _with_counts(
    read: "ReadUsage | None", given: dict[str, int | None], tools: tuple[str, ...]
) -> "Usage":
    """The usage of a file with the counts of options put over it."""
    from reports.bill.usage import ToolCalls, Usage

    stated = {name: count for name, count in given.items() if count is not None}
    calls: list[ToolCalls] = []
    for tool in tools:
        name, _, count = tool.rpartition("=")
        if not name or not count.isdecimal():
            raise click.UsageError(
                f"--tool: expected a name and a count such as 'web search=3', found {tool!r}"
            )
        calls.append(ToolCalls(tool=name, calls=int(count)))
    if read is None and not stated and not calls:
        raise click.UsageError(
            "expected a usage: --usage FILE, or counts such as --input-tokens 1000"
        )
    base = read.usage if read else Usage()
    further = {"tool_calls": (*base.tool_calls, *calls)} if calls else {}
    return base.model_copy(update=stated | further)


def _seller_row(cost: "Cost") -> tuple[Any, ...]:
    from reports.bill.answer import CostInterval, ExactCost

    match cost:
        case ExactCost():
            return cost.seller, cost.cost, cost.cost, None, cost.checked, ", ".join(cost.fact_ids)
        case CostInterval():
            ids = ", ".join(cost.fact_ids)
            return cost.seller, cost.cost_from, cost.cost_to, cost.text, cost.checked, ids
        case _:
            return cost.seller, None, None, "; ".join(cost.missing), None, ""


def _print(cost: "Cost", form: Format | None) -> None:
    from reports.bill.answer import CostInterval, ExactCost, amount_text

    where = f"{cost.route_id or cost.seller}, {cost.tier}, as of {cost.as_of}"
    match cost:
        case ExactCost():
            print_rows(LINE_COLUMNS, map(_line_row, cost.lines), form)
            echo(f"{amount_text(cost.cost)} {cost.currency} ({where})", err=True)
        case CostInterval():
            print_rows(LINE_COLUMNS, map(_line_row, cost.lines), form)
            echo(
                f"{amount_text(cost.cost_from)} to {amount_text(cost.cost_to)} {cost.currency} "
                f"({where})",
                err=True,
            )
            for dependence in cost.depends_on:
                echo(dependence.text, err=True)
        case _:
            echo(f"not known ({where})", err=True)
            for missing in cost.missing:
                echo(f"  {missing}", err=True)
    for note in cost.notes:
        echo(f"note: {note}", err=True)


def _line_row(line: "Line") -> tuple[Any, ...]:
    price = f"{line.amount:f} {line.currency} per {line.unit}"
    factor = None if line.factor == 1 else line.factor
    return (
        line.what,
        line.quantity,
        price,
        factor,
        line.cost,
        line.checked,
        ", ".join(line.fact_ids),
    )
