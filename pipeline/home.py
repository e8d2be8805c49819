"""Home: the one folder that holds a catalog's state."""

from pathlib import Path
from typing import NamedTuple


class Home(NamedTuple):
    """archive/ (every response), warehouse/ (the writer's own), published/ (what readers open),
    site/, reviews/, and what was told and done: alerts/log.jsonl, runs/log.jsonl. freshness.toml
    and alerts.toml are a person's own.
    """

    path: Path

    @property
    def archive(self) -> Path:
        return self.path / "archive"

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
