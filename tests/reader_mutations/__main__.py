"""Edits recorded pages and judges what is kept: python -m tests.reader_mutations [--short] [KIND ...]."""

import sys

from tests.reader_mutations.report import run

if __name__ == "__main__":
    named = [argument for argument in sys.argv[1:] if argument != "--short"]
    sys.exit(run(named, is_short="--short" in sys.argv))
