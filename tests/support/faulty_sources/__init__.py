"""Sources for the tests of the crawl. Where their servers are stands in the environment of the
crawl process.
"""

import json
import os

from spiders.claims import Link

SERVERS: dict[str, str] = json.loads(os.environ.get("FAULT_SERVERS", "{}"))


def links(server: str, *paths: str) -> list[Link]:
    """A link for each path on one of the servers, whose document is the path."""
    return [
        Link(kind="page", url=f"{SERVERS.get(server, 'http://127.0.0.1:9')}/{path}", document=path)
        for path in paths
    ]
