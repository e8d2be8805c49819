"""Runs every benchmark: python -m tests.benchmarks [NAME...]."""

import sys

from tests.benchmarks import archive, extraction, ingest, nights, overhead, pages, startup

BENCHMARKS = {
    "archive": archive.run,
    "startup": startup.run,
    "extraction": extraction.run,
    "ingest": ingest.run,
    "nights": nights.run,
    "overhead": overhead.run,
    "pages": pages.run,
}

for name in sys.argv[1:] or BENCHMARKS:
    print(f"\n{name}")
    BENCHMARKS[name]()
