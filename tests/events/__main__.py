"""Asks of events that really happened whether what was concluded on their nights was right."""

import argparse
import sys

from tests.events.report import PARTS, run

if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.events", description=__doc__)
    parser.add_argument(
        "parts", nargs="*", metavar="part", help=f"{' or '.join(PARTS)}; both by default"
    )
    parser.add_argument("--short", action="store_true", help="sellers' own small pages alone")
    given = parser.parse_args()
    unknown = set(given.parts) - set(PARTS)
    if unknown:
        parser.error(f"expected {' or '.join(PARTS)}, found {', '.join(sorted(unknown))}")
    sys.exit(run(given.parts or PARTS, is_short=given.short))
