"""schedule: serve the deployments through Prefect."""

from pathlib import Path

import click

from pipeline.activity import activity
from pipeline.commands.options import base_url_option


@click.command("schedule")
@click.option(
    "--cron", default="15 3 * * *", show_default=True, help="When the nightly refresh runs, UTC."
)
@base_url_option
@click.pass_obj
def schedule_command(home: Path, cron: str, base_url: str | None) -> None:
    """Serve the nightly deployment, and one for each provider, through Prefect until interrupted.

    PREFECT_API_URL names Prefect's server. Runs read the same variables as `cardkeep refresh`. With
    cron none of this is needed: docs/scheduling.md.
    """
    from pipeline.run.flows import schedule

    activity.end()
    schedule(home, base_url, cron)
