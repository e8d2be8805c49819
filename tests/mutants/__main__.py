"""Tries the changes and prints which the tests noticed. Ends with 1 where one survives that is not
known to, with 2 where the tests fail without a change.
"""

import argparse
import random
import sys
from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.mutants.mutant import Mutant, faults, load
from tests.mutants.trial import Tree, Trial
from tests.support import ROOT


def main() -> int:
    """Run the command line."""
    arguments = _parser().parse_args()
    listed = load()
    found = faults(listed, ROOT)
    if found or arguments.check:
        print("\n".join(found) or f"{len(listed)} changes can be tried")
        return 2 if found else 0
    mutants = [mutant for mutant in listed if arguments.only in f"{mutant.area} {mutant.title}"]
    if arguments.sample:
        seed = arguments.seed if arguments.seed is not None else random.randrange(1_000_000)
        print(f"seed {seed}")
        mutants = random.Random(seed).sample(mutants, min(arguments.sample, len(mutants)))
    begun = monotonic()
    with TemporaryDirectory(prefix="cardkeep-mutants-") as folder:
        tree = Tree(Path(folder) / "tree")
        if not _pass_without_change(tree, mutants):
            return 2
        trials = [_try_out(tree, mutant) for mutant in mutants]
    return _report(trials, monotonic() - begun)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    parser.add_argument("--sample", type=int, default=0, help="so many, by chance")
    parser.add_argument("--seed", type=int, help="the chance of an earlier run")
    parser.add_argument("--check", action="store_true", help="look at the list, and try none")
    parser.add_argument("--only", default="", help="those whose area, file or change has this text")
    return parser


def _pass_without_change(tree: Tree, mutants: Sequence[Mutant]) -> bool:
    """Whether the tests pass as they are: else a failure would prove nothing. One run a test file,
    so that each is within the time of a trial.
    """
    tests = sorted({test for mutant in mutants for test in mutant.tests})
    for module, of_module in groupby(tests, key=lambda test: test.partition("::")[0]):
        code, said = tree.run(list(of_module))
        if code != 0:
            print(f"the tests of {module} fail without a change:\n{said}")
            return False
    return True


def _try_out(tree: Tree, mutant: Mutant) -> Trial:
    trial = tree.try_out(mutant)
    print(f"{trial.outcome:<9} {trial.seconds:5.1f} s  {mutant.title}", flush=True)
    if trial.outcome == "broken":
        print(trial.said)
    return trial


def _report(trials: Sequence[Trial], seconds: float) -> int:
    killed = [trial for trial in trials if trial.outcome == "killed"]
    unexpected = 0
    for trial in trials:
        if trial.outcome == "killed":
            continue
        why = trial.mutant.survives
        unexpected += not why or trial.outcome == "broken"
        print(f"{trial.outcome}: {trial.mutant.title}: {why or 'no test fails'}")
    share = 100 * len(killed) / len(trials) if trials else 100
    print(
        f"{len(killed)} of {len(trials)} changes killed ({share:.1f} %), "
        f"{len(trials) - len(killed)} not, "
        f"{unexpected} of them without a reason; {seconds:.0f} s"
    )
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
