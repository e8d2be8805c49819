"""Runs the proof: python -m tests.events."""

import sys

from tests.events.report import run

if __name__ == "__main__":
    sys.exit(run())
