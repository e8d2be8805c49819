"""Alerts of pages that changed say what believed prices show of them."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipeline.alerting.alert import Alert
from pipeline.alerting.anchored import with_anchors
from pipeline.home import Home
from pipeline.run.steps import source_locator
from pipeline.samples.pages import sample_pages
from spiders.archive import Archive, import_manifest
from spiders.archive.imports import COLUMNS
from spiders.registry import load_sources

SOURCE = load_sources().sources["anthropic_pricing"]()
LINK = SOURCE.links[0]
PAGE = sample_pages("anthropic_pricing")[0].read_text(encoding="utf-8")
ALERT = Alert(
    severity="warn",
    cause="part-broken/anthropic_pricing/list_prices",
    since_at=datetime(2026, 8, 5, tzinfo=UTC),
    happened="the part list_prices of anthropic_pricing cannot be read",
    kept="the last good values stand",
    todo="repair it",
)
OTHER = ALERT.model_copy(update={"cause": "values-held/anthropic_pricing"})


def archived(folder: Path, newest: str) -> Home:
    """A home with two days of the page."""
    rows = ["\t".join(COLUMNS)]
    for day, text in (("2026-08-04", PAGE), ("2026-08-05", newest)):
        (folder / f"{day}.md").write_text(text, encoding="utf-8")
        digest = hashlib.sha256(text.encode()).hexdigest()
        about = (f"{day}.md", "anthropic", "pricing_md", "verbatim", LINK.url, day)
        rows.append("\t".join((*about, str(len(text.encode())), digest, "test", "")))
    manifest = folder / "MANIFEST.tsv"
    manifest.write_text("\n".join(rows) + "\n", encoding="utf-8")
    home = Home(folder / "home")
    locate = source_locator({SOURCE.name: SOURCE})
    import_manifest(Archive(home.archive), manifest, run_id="import-1", locate=locate)
    return home


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (
            ("Base Input Tokens", "Rate A"),
            "read by anchors since 2026-08-05: 100 % of 55 facts unchanged, 0 moved, 0 new; proposal ready",
        ),
        (
            ("| Base Input Tokens |", "| Rate per KTok |"),
            "no proposal",
        ),
    ],
)
def test_an_alert_says_what_anchors_show(
    tmp_path: Path, change: tuple[str, str], told: str
) -> None:
    home = archived(tmp_path, PAGE.replace(*change))
    alert, other = with_anchors(home, [ALERT, OTHER])
    assert alert.happened.startswith(ALERT.happened)
    assert told in alert.happened
    assert ("source repair anthropic_pricing" in alert.todo) == ("proposal ready" in told)
    assert other == OTHER


def test_without_an_archived_copy_an_alert_stays_as_it_is(tmp_path: Path) -> None:
    assert with_anchors(Home(tmp_path), [ALERT]) == [ALERT]
