"""Addresses inside, in every notation: none may be asked."""

from typing import ClassVar

from spiders.claims import Link
from spiders.crawler.settings import LOCAL
from spiders.source import Source
from tests.support.faulty_sources import SERVERS

_PORT = SERVERS.get("healthy", ":80").rpartition(":")[2]
HOSTS = (
    "127.0.0.1",
    "127.1",
    "127.0.1",
    "2130706433",
    "0x7f000001",
    "0x7f.1",
    "017700000001",
    "0177.0.0.1",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "[::1]",
    "[::ffff:127.0.0.1]",
    "[::ffff:7f00:1]",
    "0",
    "127.0.0.2",
    "0.0.0.0",  # noqa: S104 (asked for, not listened on)
    "127.255.255.254",
    "10.0.0.1",
    "172.16.0.1",
    "192.168.0.1",
    "169.254.169.254",
    "100.64.0.1",
    "[fe80::1]",
    "[fc00::1]",
    "[::]",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "user:secret@127.0.0.1",
)


class Canaries(Source):
    publisher = "test"
    custom_settings = LOCAL | {"RETRY_TIMES": 0}
    links: ClassVar[list[Link]] = [
        Link(kind="page", url=f"http://{host}:{_PORT}/first", document=host) for host in HOSTS
    ]
