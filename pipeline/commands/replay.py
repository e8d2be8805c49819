"""replay: read the archive again."""

from datetime import UTC, datetime
from pathlib import Path

import click

from pipeline.commands.options import chosen_engine, clock_option, engine_options, step_times
from pipeline.failures import ExitCode
from pipeline.output import echo, log


@click.command("replay")
@engine_options
@clock_option
@click.pass_obj
def replay_command(home: Path, engine: str | None, runner: str | None, trust_clock: bool) -> int:
    """Read the whole archive with today's parsers and publish what it says: a repaired parser
    repairs history.

    Exit code 4 where archived pages are damaged or dated after now, and left out.

    Fetches nothing. Pages that today's parser has read already are not read again, so that a second
    replay changes nothing.
    """
    from pipeline.home import Home
    from pipeline.run.refresh import all_sources
    from pipeline.run.replay import replay

    sources, broken = all_sources(Home(home))
    for error in broken.values():
        echo(f"  ! {error}", err=True)
    engine, runner = chosen_engine(Home(home), engine, runner)
    if engine == "prefect":
        from pipeline.run.flows import replay_in_process

        result = replay_in_process(Home(home), sources, runner, trust_clock=trust_clock)
    else:
        result = replay(Home(home), sources, trust_clock=trust_clock)
    loaded = result.loaded
    for told in loaded.told:
        log(told)
    for told in loaded.set_aside:
        echo(f"  ! {told}", err=True)
    log(
        f"read {loaded.bodies} pages, {loaded.claims:,} claims, {loaded.errors} errors; "
        f"{step_times(result.seconds)}"
    )
    if result.generation:
        log(f"published generation {result.generation}")
    else:
        log("nothing changed")
    echo(f"at {datetime.now(UTC):%Y-%m-%d %H:%M}Z, content {result.content_hash}", err=True)
    return ExitCode.PARTIAL if loaded.set_aside else ExitCode.CLEAN
