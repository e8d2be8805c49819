"""The embedded default: the real spiders on small sample publishers, through real HTTP, for two
nights.
"""

import shutil
from collections.abc import Callable

from pipeline.alerting.alerts import notify
from pipeline.failures import Failure
from pipeline.home import Home
from pipeline.output import echo
from pipeline.run.publish_site import site_summary, write_site
from pipeline.run.refresh import RefreshResult, refresh
from pipeline.samples.server import serve_samples

SAMPLES_MARKER = ".samples"
"""Marks a home that an earlier demo made, and that the next one may delete."""


def run_samples(home: Home, show: Callable[[RefreshResult], None]) -> int:
    """Two nights into a home made anew. Exit code 0 when both went as the samples are made to go,
    else 1.
    """
    _prepare(home)
    echo(f"Sample publishers on 127.0.0.1, crawled for two nights into {home.path}")
    with serve_samples(1) as server:
        echo("\nNight 1 (told as yesterday)")
        first = refresh(
            home,
            server.sources,
            base_url=server.base_url,
            nights_ago=1,
            finds_repositories=False,
        )
        show(first)
        server.night = 2
        echo(
            "\nNight 2: a price cut, a slip of unit, a retirement, a page whose layout broke, "
            "pages that did not change"
        )
        second = refresh(home, server.sources, base_url=server.base_url, finds_repositories=False)
        show(without_told(first, second))
    pages = site_summary(write_site(home), home.site)
    echo(f"\n{pages}")
    _show_alerts(home)
    _show_commands(home)
    is_as_made = first.outcome == "complete" and second.outcome == "partial"
    return 0 if is_as_made else 1


def without_told(first: RefreshResult, second: RefreshResult) -> RefreshResult:
    """The second night without the errors that the first one told: a page that did not change
    still has them.
    """
    return second._replace(errors=[error for error in second.errors if error not in first.errors])


def _prepare(home: Home) -> None:
    """An empty home. Raises Failure where the folder holds something else than samples."""
    marker = home.path / SAMPLES_MARKER
    if marker.exists():
        shutil.rmtree(home.path)
    home.path.mkdir(parents=True, exist_ok=True)
    if any(home.path.iterdir()):
        raise Failure(
            f"{home.path} holds something else than samples; nothing was touched; "
            "name another --home",
            exit_code=2,
        )
    marker.touch()


def _show_alerts(home: Home) -> None:
    """The alerts of both nights, which are delivered to nobody: these are samples."""
    echo("Alerts, which a live refresh delivers:")
    for message in notify(home, []).notifications:
        echo(message.text())


def _show_commands(home: Home) -> None:
    echo("Look around:")
    for arguments in (
        "status",
        "review",
        "alerts",
        "compare 'Claude 3.5 Haiku' 'Qwen3.5-4B'",
        "explain claude-3-5-haiku output",
        "history claude-opus-4-8 price --provider anthropic",
    ):
        echo(f"  cardkeep --home {home.path} {arguments}")
    echo(f"  {home.site / 'index.html'}")
