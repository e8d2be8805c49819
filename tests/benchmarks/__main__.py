"""Runs benchmarks: python -m tests.benchmarks [--miniature] [NAME...].

In miniature each runs to its end on a little, which shows that it works and measures nothing.
"""

import sys
from collections.abc import Callable

from tests.benchmarks import (
    archive,
    as_of,
    crawling,
    extraction,
    growth,
    hub,
    identity,
    ingest,
    one_provider,
    overhead,
    pages,
    replaying,
    serving,
    startup,
)

BENCHMARKS: dict[str, Callable[[float], None]] = {
    "archive": archive.run,
    "startup": startup.run,
    "as_of": as_of.run,
    "crawling": crawling.run,
    "extraction": extraction.run,
    "ingest": ingest.run,
    "growth": growth.run,
    "hub": hub.run,
    "identity": identity.run,
    "one_provider": one_provider.run,
    "overhead": overhead.run,
    "pages": pages.run,
    "replaying": replaying.run,
    "serving": serving.run,
}
MINIATURE = 0.002


def main(arguments: list[str]) -> None:
    names = [name for name in arguments if name != "--miniature"]
    scale = MINIATURE if "--miniature" in arguments else 1
    for name in names or BENCHMARKS:
        print(f"\n{name}")
        BENCHMARKS[name](scale)


if __name__ == "__main__":
    main(sys.argv[1:])
