"""The home: the one folder that holds all state of a catalog."""

from pathlib import Path
from typing import NamedTuple


class Home(NamedTuple):
    """The paths in a home: archive/ (every response), warehouse/ (the writer's own), published/
    (what readers open), site/, reviews/, and the logs alerts/log.jsonl, publications/log.jsonl and
    runs/log.jsonl. cardkeep.toml, freshness.toml, alerts.toml and the files in sources/ are written
    by the user, where they are there.
    """

    path: Path

    @property
    def archive(self) -> Path:
        return self.path / "archive"

    @property
    def configuration(self) -> Path:
        return self.path / "cardkeep.toml"

    @property
    def sources(self) -> Path:
        """Sources of the user's own, one file each; their samples are in samples/ in it."""
        return self.path / "sources"

    @property
    def quarantine(self) -> Path:
        """What a repair set aside: nobody reads it, and nothing deletes it."""
        return self.path / "quarantine"

    @property
    def site(self) -> Path:
        return self.path / "site"

    @property
    def decisions(self) -> Path:
        return self.path / "reviews" / "decisions.jsonl"

    @property
    def policy(self) -> Path:
        return self.path / "freshness.toml"

    @property
    def channels(self) -> Path:
        return self.path / "alerts.toml"

    @property
    def alert_log(self) -> Path:
        return self.path / "alerts" / "log.jsonl"

    @property
    def run_log(self) -> Path:
        return self.path / "runs" / "log.jsonl"
