"""Home: the one folder that holds a catalog's state."""

from pathlib import Path
from typing import NamedTuple


class Home(NamedTuple):
    """archive/ (every response), warehouse/ (the writer's own), published/ (what readers open), site/, reviews/."""

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
