"""The list of changes, and what a change must be to stand on it."""

import tomllib
from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from tests.support import ROOT

FOLDER = ROOT / "tests" / "mutants"
FEWEST = 180
MOST_SURVIVING = 0.05
AREAS = {
    "anchors",
    "archive",
    "audit",
    "cost",
    "crawl",
    "derivation",
    "gates",
    "pages",
    "publishing",
    "scale",
}


class Mutant(BaseModel):
    """A change of one file: a text that stands there once, what replaces it, and the tests that
    fail then.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    area: str
    file: str
    old: str
    new: str
    tests: tuple[str, ...]
    survives: str = ""
    """Why no test can fail; empty for those that are to be killed."""

    @property
    def title(self) -> str:
        """The change in one line."""
        return f"{self.file}: {_in_one_line(self.old)!r} -> {_in_one_line(self.new)!r}"


def load() -> list[Mutant]:
    """Every change, in the order of the files."""
    mutants: list[Mutant] = []
    for path in sorted(FOLDER.glob("*.toml")):
        listed = tomllib.loads(path.read_text(encoding="utf-8"))["mutant"]
        mutants += [Mutant(area=path.stem, **entry) for entry in listed]
    return mutants


def fault(mutant: Mutant, root: Path) -> str:
    """What is wrong with an entry; empty where it can be tried."""
    path = root / mutant.file
    if not path.is_file():
        return f"{mutant.title}: there is no such file"
    found = path.read_text(encoding="utf-8").count(mutant.old)
    if found != 1:
        return f"{mutant.title}: expected the old text once, found it {found} times"
    if mutant.old == mutant.new:
        return f"{mutant.title}: changes nothing"
    for test in mutant.tests:
        module, _, name = test.partition("::")
        function = name.partition("[")[0].rpartition("::")[2]
        text = (root / module).read_text(encoding="utf-8") if (root / module).is_file() else ""
        if not text or (function and f"def {function}(" not in text):
            return f"{mutant.title}: there is no test {test}"
    return ""


def faults(mutants: Sequence[Mutant], root: Path) -> list[str]:
    """What is wrong with the list, and with each entry."""
    found = [text for mutant in mutants if (text := fault(mutant, root))]
    different = {(mutant.file, mutant.old, mutant.new) for mutant in mutants}
    if len(different) != len(mutants):
        found.append(f"{len(mutants) - len(different)} changes are listed twice")
    if len(mutants) < FEWEST:
        found.append(f"expected at least {FEWEST} changes, found {len(mutants)}")
    missing = AREAS - {mutant.area for mutant in mutants}
    if missing:
        found.append(f"no change is listed of {', '.join(sorted(missing))}")
    survivors = sum(bool(mutant.survives) for mutant in mutants)
    if survivors > MOST_SURVIVING * len(mutants):
        found.append(f"{survivors} of {len(mutants)} changes are said to survive, more than 5 %")
    return found


def _in_one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 90 else f"{line[:87]}..."
