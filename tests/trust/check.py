"""The checks, and how each ended last."""

import json
import tomllib
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from tests.support import ROOT

FOLDER = ROOT / "tests" / "trust"
RESULTS = FOLDER / "results.json"
PAGE = ROOT / "docs" / "trust.md"
Form = Literal["long", "short"]


class Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Check(Frozen):
    """A promise and what tries it: tests, and a command beside them where there is one."""

    number: int
    says: str
    tried: str
    tests: tuple[str, ...]
    command: tuple[str, ...] = ()
    short_command: tuple[str, ...] = ()
    gap: str = ""


class Result(Frozen):
    """How a check ended: the tests by their outcome, what the command said last, and the day (UTC)."""

    day: str
    form: Form
    passed: int
    failed: int
    skipped: int
    seconds: int
    said: str = ""

    @property
    def is_good(self) -> bool:
        return self.failed == 0


_STORED = TypeAdapter(dict[int, Result])


def load_checks() -> list[Check]:
    """Every check, by number."""
    listed = tomllib.loads((FOLDER / "checks.toml").read_text(encoding="utf-8"))["check"]
    return [Check(**entry) for entry in listed]


def load_results() -> dict[int, Result]:
    """The last result of each check that was run."""
    if not RESULTS.exists():
        return {}
    return _STORED.validate_json(RESULTS.read_text(encoding="utf-8"))


def store_results(results: dict[int, Result]) -> None:
    """Write the results, one check a line."""
    lines = [
        f'  "{number}": {json.dumps(results[number].model_dump(), ensure_ascii=False)}'
        for number in sorted(results)
    ]
    RESULTS.write_text("{\n" + ",\n".join(lines) + "\n}\n", encoding="utf-8")
