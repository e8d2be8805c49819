"""schedule: the deployments served through Prefect."""

from pathlib import Path

import click


@click.command("schedule")
@click.option(
    "--cron", default="15 3 * * *", show_default=True, help="When the nightly refresh runs, UTC."
)
@click.option(
    "--base-url",
    envvar="CARDKEEP_BASE_URL",
    help="A server that stands for the web: a mirror, or samples.",
)
@click.pass_obj
def schedule_command(home: Path, cron: str, base_url: str | None) -> None:
    """Serve the nightly deployment and one a provider, until interrupted. PREFECT_API_URL names the
    server.

    Cron needs none of this: docs/scheduling.md.
    """
    from pipeline.run.flows import schedule

    schedule(home, base_url, cron)
