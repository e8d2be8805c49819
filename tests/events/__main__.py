"""Runs the proof: python -m tests.events [--short] [events] [slips]."""

import sys

from tests.events.report import PARTS, run

if __name__ == "__main__":
    parts = [argument for argument in sys.argv[1:] if argument != "--short"]
    sys.exit(run(parts or PARTS, is_short="--short" in sys.argv))
