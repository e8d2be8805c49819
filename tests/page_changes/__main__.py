"""Measures the changes and prints docs/page-changes.md: python -m tests.page_changes [--check]. With
--check it says by its exit code whether what anchors confirm is right.
"""

import sys

from tests.page_changes.report import faults, page

if __name__ == "__main__":
    if "--check" in sys.argv:
        found = faults()
        sys.stdout.write("\n".join(found) + "\n")
        sys.exit(5 if found else 0)
    sys.stdout.write(page())
