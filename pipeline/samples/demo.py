"""The embedded default: the real spiders on small sample publishers, through real HTTP, for two nights."""

import shutil
from collections.abc import Callable

import click

from pipeline.alerting.alerts import notify
from pipeline.failures import Failure
from pipeline.home import Home
from pipeline.run.publish_site import site_summary, write_site
from pipeline.run.refresh import RefreshResult, refresh
from pipeline.samples.server import serve_samples

# Marks a home that a rehearsal made, and that the next one may throw away.
SAMPLES_MARKER = ".samples"


def run_samples(home: Home, show: Callable[[RefreshResult], None]) -> int:
    """Two nights into a home made anew. Exit code 0 when both went as the samples are made to go, else 1."""
    if (home.path / SAMPLES_MARKER).exists():
        shutil.rmtree(home.path)
    home.path.mkdir(parents=True, exist_ok=True)
    if any(home.path.iterdir()):
        raise Failure(
            f"{home.path} holds something else than samples; nothing was touched; name another --home",
            exit_code=2,
        )
    (home.path / SAMPLES_MARKER).touch()
    click.echo(f"Sample publishers on 127.0.0.1, crawled for two nights into {home.path}")
    with serve_samples(1) as samples:
        click.echo("\nNight 1 (told as yesterday)")
        first = refresh(home, samples.sources, base_url=samples.base_url, nights_ago=1)
        show(first)
        samples.night = 2
        click.echo(
            "\nNight 2: a price cut, a slip of unit, a retirement, a page whose layout broke, pages that did not change"
        )
        second = refresh(home, samples.sources, base_url=samples.base_url)
        show(second)
    pages = site_summary(write_site(home), home.site)
    click.echo(f"\n{pages}")
    click.echo("Alerts, which a live refresh delivers:")
    for message in notify(home, []).notifications:  # to nobody: these are samples
        click.echo(message.text())
    click.echo("Look around:")
    for command in (
        f"cardkeep --home {home.path} status",
        f"cardkeep --home {home.path} review",
        f"cardkeep --home {home.path} alerts",
        f"cardkeep --home {home.path} compare 'Claude 3.5 Haiku' 'Qwen3.5-4B'",
        f"cardkeep --home {home.path} explain claude-3-5-haiku output",
        f"cardkeep --home {home.path} history claude-opus-4-8 price --provider anthropic",
    ):
        click.echo(f"  {command}")
    click.echo(f"  {home.site / 'index.html'}")
    return 0 if (first.outcome, second.outcome) == ("complete", "partial") else 1
