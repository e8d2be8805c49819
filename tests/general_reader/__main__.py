"""Measures the general reader: python -m tests.general_reader [--short] [--only-measure]."""

import sys

from tests.general_reader.report import run

if __name__ == "__main__":
    sys.exit(run(is_short="--short" in sys.argv, only_measures="--only-measure" in sys.argv))
