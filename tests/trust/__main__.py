"""Runs checks, stores how they ended, and writes docs/trust.md. Ends with 1 where one fails."""

import argparse
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple
from xml.etree import ElementTree as ET

from tests.support import ROOT
from tests.trust.check import PAGE, Check, Form, Result, load_checks, load_results, store_results
from tests.trust.page import render

EVERY_MARKER = "slow or not slow"


class Counts(NamedTuple):
    """Tests by their outcome."""

    passed: int
    failed: int
    skipped: int


def main() -> int:
    """Run the command line."""
    arguments = _parser().parse_args()
    checks = load_checks()
    results = load_results()
    if arguments.check:
        return _compare(checks)
    if arguments.write:
        PAGE.write_text(render(checks, results), encoding="utf-8")
        return 0
    form: Form = "short" if arguments.short else "long"
    is_good = True
    for check in checks:
        is_asked = not arguments.numbers or check.number in arguments.numbers
        if is_asked and (check.tests or check.command):
            result = _try_out(check, form)
            results = load_results() | {check.number: result}  # others may run meanwhile
            is_good &= result.is_good
            print(
                f"{check.number:>3}  {'ok    ' if result.is_good else 'FAILED'}  {check.says}",
                flush=True,
            )
            store_results(results)
            PAGE.write_text(render(checks, results), encoding="utf-8")
    return 0 if is_good else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.trust", description=__doc__)
    parser.add_argument("numbers", nargs="*", type=int, help="checks; all of them by default")
    parser.add_argument("--short", action="store_true", help="the short form of the long suites")
    parser.add_argument("--check", action="store_true", help="run none: is the page made of them?")
    parser.add_argument("--write", action="store_true", help="run none: write the page of them")
    return parser


def _compare(checks: Sequence[Check]) -> int:
    faults = [
        f"check {check.number}: there is no test {test}"
        for check in checks
        for test in check.tests
        if not _is_there(test)
    ]
    if [check.number for check in checks] != list(range(1, 42)):
        faults.append("expected the checks 1 to 41 in their order")
    if PAGE.read_text(encoding="utf-8") != render(checks, load_results()):
        faults.append("docs/trust.md is not what its list and results make: python -m tests.trust")
    print("\n".join(faults) or "docs/trust.md is made of its list and its results")
    return 2 if faults else 0


def _is_there(test: str) -> bool:
    module, _, name = test.partition("::")
    path = ROOT / module
    return path.is_file() and (not name or f"def {name}(" in path.read_text(encoding="utf-8"))


def _try_out(check: Check, form: Form) -> Result:
    begun = time.monotonic()
    counts = _run_tests(check.tests, form) if check.tests else Counts(0, 0, 0)
    said = ""
    command = check.command if form == "long" else check.short_command
    if command:
        ended = subprocess.run(
            [sys.executable, *command], cwd=ROOT, capture_output=True, text=True, check=False
        )
        said = (ended.stdout.strip() or ended.stderr.strip()).rpartition("\n")[2]
        is_good = ended.returncode == 0
        counts = counts._replace(
            passed=counts.passed + is_good, failed=counts.failed + (not is_good)
        )
    return Result(
        day=f"{datetime.now(UTC):%Y-%m-%d}",
        form=form,
        passed=counts.passed,
        failed=counts.failed,
        skipped=counts.skipped,
        seconds=round(time.monotonic() - begun),
        said=said,
    )


def _run_tests(tests: Sequence[str], form: Form) -> Counts:
    environment = dict(os.environ)
    environment.pop("CARDKEEP_SHORT", None)
    if form == "short":
        environment["CARDKEEP_SHORT"] = "1"
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        options = ["-q", "-m", EVERY_MARKER, "-p", "no:cacheprovider", f"--junitxml={report}"]
        ended = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *tests],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if not report.exists():
            print(ended.stdout[-2000:], ended.stderr[-2000:])
            return Counts(0, 1, 0)
        suite = ET.parse(report).getroot().find("testsuite")  # noqa: S314 (written by pytest)
    if ended.returncode:
        print(ended.stdout[-4000:])
    numbers = {name: int((suite.get(name) if suite is not None else "") or 0) for name in KINDS}
    failed = numbers["failures"] + numbers["errors"]
    return Counts(numbers["tests"] - failed - numbers["skipped"], failed, numbers["skipped"])


KINDS = ("tests", "failures", "errors", "skipped")


if __name__ == "__main__":
    sys.exit(main())
