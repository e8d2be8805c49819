"""Edits recorded pages and judges what is kept: python -m tests.reader_mutations [--short]."""

import sys

from tests.reader_mutations.report import run

if __name__ == "__main__":
    sys.exit(run(is_short="--short" in sys.argv))
