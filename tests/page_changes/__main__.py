"""Measures the changes and prints docs/page-changes.md: python -m tests.page_changes."""

import sys

from tests.page_changes.report import page

if __name__ == "__main__":
    sys.stdout.write(page())
